"""The rules of funding: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.domain import PEOPLE, STAFF, Phase, Role, Target, rule, stricter
from osi_core.funding import ballot_conditions as ballots
from osi_core.funding import commands as c
from osi_core.funding import conditions, decide
from osi_core.funding import write_off_conditions as write_offs
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
SOLUTIONS, SUPPORT, CURATION, SCALING = Phase.SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING
REPRESENTATIVE, ENGINE = Role.REPRESENTATIVE, Role.ENGINE
_FROM_SUPPORT = (SUPPORT, CURATION, SCALING)

# fmt: off
RULES = (
    rule(c.OpenFund, decide.open_fund, NEW, during=(SOLUTIONS, *_FROM_SUPPORT), by=(REPRESENTATIVE, *STAFF),
         when=(conditions.giver_is_registered, conditions.gives_for_the_own_institution_or_organises), until=1),
    rule(c.OpenFund, decide.open_fund, NEW, during=(SOLUTIONS, *_FROM_SUPPORT), by=(REPRESENTATIVE,), since=2,
         when=(conditions.giver_is_registered, conditions.gives_for_the_own_institution,
               conditions.fund_is_not_beyond_measure)),
    rule(c.SetStipendsAside, decide.set_stipends_aside, ANY, by=(ENGINE,), since=3,
         when=(conditions.nothing_is_set_aside_yet,)),
    rule(c.OpenGrantRound, decide.open_grant_round, NEW, during=(SUPPORT,), by=STAFF,
         when=(strategy_is_installed, conditions.fund_suffices, conditions.deadlines_lie_ahead)),
    *stricter(
        rule(c.ApplyForGrant, decide.apply_for_grant, NEW, during=(SUPPORT,), by=PEOPLE, receipt=True,
             when=(conditions.round_takes_applications, conditions.initiative_may_apply,
                   conditions.asks_for_what_could_be_given)),
        conditions.applies_as_a_speaker, since=2),
    rule(c.CastGrantBallot, decide.cast_grant_ballot, ANY, during=(SUPPORT,), receipt=True,
         when=(ballots.grant_ballot_is_ones_own, ballots.grant_voter_still_takes_part,
               ballots.grant_round_takes_ballots, ballots.grant_ballot_fits_its_kind)),
    rule(c.CloseGrantRound, decide.close_grant_round, EXISTING, during=_FROM_SUPPORT, by=STAFF,
         when=(conditions.grant_round_is_not_closed, conditions.grant_deadline_has_come)),
    rule(c.CancelGrantRound, decide.cancel_grant_round, EXISTING, by=STAFF, since=3,
         when=(conditions.grant_round_has_no_result,)),
    rule(c.RecordGrants, decide.record_grants, EXISTING, during=_FROM_SUPPORT, by=(ENGINE,),
         when=(*BEFORE_RECORD, conditions.awards_keep_to_the_budget)),
    rule(c.PayGrant, decide.pay_grant, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(conditions.grant_exists, conditions.pays_for_the_giver_or_organises, conditions.is_not_paid_twice),
         until=1),
    *stricter(
        rule(c.AcceptGrant, decide.accept_grant, EXISTING, since=2,
             when=(conditions.grant_exists, conditions.acts_for_the_team, conditions.waits_to_be_accepted,
                   conditions.initiative_goes_on)),
        conditions.something_is_left, since=3),
    rule(c.LapseGrant, decide.lapse_grant, EXISTING, by=STAFF, since=2,
         when=(conditions.grant_exists, conditions.waits_to_be_accepted, conditions.something_is_left)),
    rule(c.ProposeGrantMove, decide.propose_move, EXISTING, by=(REPRESENTATIVE, *STAFF), since=2,
         when=(conditions.grant_exists, conditions.proposes_for_the_giver_or_organises, conditions.is_accepted,
               conditions.initiative_goes_on, conditions.proposes_what_there_is)),
    rule(c.PayGrant, decide.pay_grant, EXISTING, by=(REPRESENTATIVE, *STAFF), since=2,
         when=(conditions.grant_exists, conditions.proposes_for_the_giver_or_organises, conditions.is_accepted,
               conditions.initiative_goes_on, conditions.is_not_paid_twice, conditions.a_second_person_pays)),
    rule(c.ProposeWriteOff, decide.propose_write_off, EXISTING, by=(REPRESENTATIVE, *STAFF), since=3,
         when=(conditions.grant_exists, conditions.proposes_for_the_giver_or_organises,
               write_offs.is_with_the_initiative)),
    rule(c.WriteOffGrant, decide.write_off_grant, EXISTING, by=(REPRESENTATIVE, *STAFF), since=3,
         when=(conditions.grant_exists, conditions.proposes_for_the_giver_or_organises,
               write_offs.is_with_the_initiative, write_offs.a_second_person_writes_off)),
    rule(c.UndoWriteOff, decide.undo_write_off, EXISTING, by=(REPRESENTATIVE, *STAFF), since=3,
         when=(conditions.grant_exists, conditions.proposes_for_the_giver_or_organises, write_offs.is_written_off)),
    rule(c.ReturnGrant, decide.return_grant, EXISTING,
         when=(conditions.grant_exists, conditions.returns_for_the_initiative_or_organises,
               conditions.is_not_returned_twice), until=1),
    rule(c.ReturnGrant, decide.return_grant, EXISTING, since=2,
         when=(conditions.grant_exists, conditions.returns_for_one_of_both_sides, conditions.is_not_returned_twice,
               conditions.a_second_person_takes_back)),
)
# fmt: on
