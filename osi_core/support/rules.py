"""The rules of phase 4: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.domain import STAFF, Phase, Role, Target, rule, stricter
from osi_core.support import commands as c
from osi_core.support import conditions, decide, rules_1, speaking
from osi_core.support import match_conditions as matches

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
SUPPORT, CURATION, SCALING = Phase.SUPPORT, Phase.CURATION, Phase.SCALING
ORGANISER, EXPERT, REPRESENTATIVE = Role.ORGANISER, Role.EXPERT, Role.REPRESENTATIVE
_FROM_SUPPORT = (SUPPORT, CURATION, SCALING)

_STATE_NEED = (
    matches.own_programme_runs,
    matches.initiative_takes_part,
    conditions.acts_for_the_initiative,
    matches.stipend_says_how_much,
)
_MATCH = (
    matches.own_programme_runs,
    matches.offer_stands,
    matches.acts_for_the_offer_or_organises,
    matches.need_can_be_matched,
    matches.offer_has_room,
    matches.budget_suffices,
)

# fmt: off
RULES = (
    rule(c.StartProgramme, decide.start_programme, NEW, during=(SUPPORT,), by=STAFF),
    rule(c.ExtendProgramme, decide.extend_programme, EXISTING, during=(SUPPORT,), by=STAFF, since=2,
         when=(conditions.programme_has_not_ended, conditions.extends_onward)),
    rule(c.AdmitInitiative, decide.admit, ANY, during=(SUPPORT,), by=STAFF,
         when=(conditions.programme_runs, conditions.is_in_no_programme, conditions.has_a_solution)),
    *stricter(
        rule(c.RecordActivity, decide.record_activity, EXISTING, during=_FROM_SUPPORT,
             when=(conditions.has_not_dropped_out, conditions.acts_for_the_initiative)),
        speaking.speaks_for_the_initiative, since=2),
    rule(c.WarnOfDropOff, decide.warn_of_drop_off, EXISTING, during=_FROM_SUPPORT, by=STAFF,
         when=(conditions.programme_has_not_ended,)),
    *stricter(
        rule(c.MarkDroppedOut, decide.mark_dropped_out, EXISTING, during=_FROM_SUPPORT,
             when=(conditions.has_not_dropped_out, conditions.acts_for_the_initiative_or_organises,
                   conditions.was_warned_long_enough)),
        speaking.drops_out_as_a_speaker_or_after_a_warning, since=2),
    rule(c.EndProgramme, decide.end_programme, EXISTING, during=(SUPPORT,), by=STAFF,
         when=(conditions.programme_has_not_ended, conditions.programme_end_has_come)),
    rule(c.StateNeed, decide.state_need, NEW, during=(SUPPORT,), until=1, receipt=True, when=_STATE_NEED),
    rule(c.StateNeed, decide.state_need, NEW, during=(SUPPORT,), since=2, receipt=True,
         when=(*_STATE_NEED, matches.amount_is_within_bounds, speaking.speaks_for_the_initiative)),
    *stricter(
        rule(c.CancelNeed, decide.cancel_need, EXISTING, during=_FROM_SUPPORT,
             when=(matches.acts_for_the_needy_or_organises, matches.need_is_open)),
        speaking.speaks_for_the_needy_or_organises, since=2),
    rule(c.OfferSupport, decide.offer_support, NEW, during=(SUPPORT,), by=(EXPERT, REPRESENTATIVE, ORGANISER),
         when=(conditions.a_programme_runs, matches.stipend_says_how_much), receipt=True, until=1),
    rule(c.OfferSupport, decide.offer_support, NEW, during=(SUPPORT,), by=(EXPERT, REPRESENTATIVE, ORGANISER), since=2,
         when=(conditions.a_programme_runs, matches.stipend_says_how_much, matches.amount_is_within_bounds,
               matches.stipend_is_of_a_fund), receipt=True),
    *stricter(
        rule(c.WithdrawOffer, decide.withdraw_offer, EXISTING, during=_FROM_SUPPORT,
             when=(matches.offer_stands, matches.acts_for_the_offer_or_organises)),
        matches.money_is_set_aside, since=3),
    rule(c.EndUnfundedOffer, decide.end_unfunded_offer, EXISTING, by=(Role.ENGINE,), since=3,
         when=(matches.offer_stands, matches.waits_for_money)),
    rule(c.MatchNeed, rules_1.match_need, EXISTING, during=(SUPPORT,), until=1, when=_MATCH),
    *stricter(
        rule(c.MatchNeed, decide.propose_match, EXISTING, during=(SUPPORT,), since=2, when=_MATCH),
        matches.money_is_set_aside, since=3),
    rule(c.AcceptMatch, decide.accept_match, EXISTING, during=_FROM_SUPPORT, since=2,
         when=(matches.is_matched, matches.match_is_proposed, matches.accepts_for_the_team,
               speaking.is_a_side_as_a_speaker)),
    rule(c.ReleaseMatch, decide.release_match, EXISTING, during=_FROM_SUPPORT, until=1,
         when=(matches.is_matched, rules_1.is_not_delivered, matches.is_one_of_both_sides_or_organises)),
    rule(c.ReleaseMatch, decide.release_match, EXISTING, during=_FROM_SUPPORT, since=2,
         when=(matches.is_matched, matches.is_not_met, matches.is_one_of_both_sides_or_organises,
               speaking.is_a_side_as_a_speaker)),
    rule(c.DeliverSupport, decide.deliver, EXISTING, during=_FROM_SUPPORT, until=1,
         when=(matches.is_matched, matches.is_not_delivered, matches.is_one_of_both_sides_or_organises)),
    rule(c.DeliverSupport, decide.deliver, EXISTING, during=_FROM_SUPPORT, since=2,
         when=(matches.is_matched, matches.match_is_accepted, matches.is_not_delivered,
               matches.is_one_of_both_sides_or_organises, speaking.is_a_side_as_a_speaker)),
    *stricter(
        rule(c.ConfirmDelivery, decide.confirm_delivery, EXISTING, during=_FROM_SUPPORT,
             when=(matches.is_matched, matches.confirms_for_a_side)),
        speaking.confirms_as_a_speaker, since=2),
    *stricter(
        rule(c.ProposeBundle, decide.propose_bundle, NEW, during=(SUPPORT,),
             when=(conditions.bundle_can_be, conditions.proposes_for_an_own_initiative_or_organises)),
        speaking.proposes_as_a_speaker, since=2),
    *stricter(
        rule(c.ConsentToBundle, decide.consent_to_bundle, EXISTING, during=(SUPPORT,),
             when=(conditions.bundle_is_proposed, conditions.acts_for_the_initiative, conditions.initiatives_are_free)),
        speaking.speaks_for_the_initiative, since=2),
    *stricter(
        rule(c.DeclineBundle, decide.decline_bundle, EXISTING, during=(SUPPORT,),
             when=(conditions.bundle_is_proposed, conditions.acts_for_the_initiative)),
        speaking.speaks_for_the_initiative, since=2),
)
# fmt: on
