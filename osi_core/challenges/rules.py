"""The rules of phase 2: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.challenges import commands as c
from osi_core.challenges import conditions, decide
from osi_core.challenges import round_conditions as rounds
from osi_core.domain import STAFF, Phase, Role, Target, rule
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
CHALLENGES, SOLUTIONS = Phase.CHALLENGES, Phase.SOLUTIONS
_FROM_CHALLENGES = (CHALLENGES, SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING)
EXPERT, CITIZEN, REPRESENTATIVE, ENGINE = Role.EXPERT, Role.CITIZEN, Role.REPRESENTATIVE, Role.ENGINE

# fmt: off
RULES = (
    rule(c.SubmitChallenge, decide.submit, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE), receipt=True),
    rule(c.AcceptChallenge, decide.accept, EXISTING, during=(CHALLENGES,), by=STAFF, when=(conditions.is_not_in,)),
    rule(c.RejectChallenge, decide.reject, EXISTING, during=_FROM_CHALLENGES, by=STAFF, when=(conditions.is_not_out,)),
    rule(c.TagChallenge, decide.tag, EXISTING, during=(CHALLENGES,), by=STAFF),
    rule(c.MergeChallenge, decide.merge, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.is_accepted, conditions.merges_into_another)),
    rule(c.SplitChallenge, decide.split, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.is_accepted, conditions.splits_into_known_parts)),
    rule(c.SubmitStatement, decide.submit_statement, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE),
         when=(conditions.statement_is_about_a_challenge,), receipt=True),
    rule(c.AcceptStatement, decide.accept_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.statement_is_not_in,)),
    rule(c.RejectStatement, decide.reject_statement, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(conditions.statement_is_not_out,)),
    rule(c.CastVotes, decide.cast_votes, ANY, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE, EXPERT),
         when=(conditions.votes_are_ones_own, conditions.voter_takes_part, conditions.votes_are_on_open_statements),
         receipt=True),
    rule(c.OpenRound, decide.open_round, NEW, during=(CHALLENGES,), by=STAFF,
         when=(strategy_is_installed, rounds.round_asks_about_accepted_challenges, rounds.round_closes_in_the_future)),
    rule(c.AddVoter, decide.add_voter, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(rounds.round_is_not_closed, rounds.voter_belongs_to_the_electorate, rounds.voter_is_new)),
    rule(c.CastBallot, decide.cast_ballot, ANY, during=(CHALLENGES,),
         when=(rounds.ballot_is_ones_own, rounds.voter_still_takes_part, rounds.round_takes_ballots,
               rounds.ballot_fits_its_kind),
         receipt=True),
    rule(c.CloseRound, decide.close_round, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(rounds.round_is_not_closed, rounds.round_deadline_has_come)),
    rule(c.RecordPrioritisation, decide.record_prioritisation, EXISTING, during=(CHALLENGES,), by=(ENGINE,),
         when=(*BEFORE_RECORD, rounds.order_names_the_items)),
    rule(c.MakeCommitment, decide.make_commitment, NEW, during=_FROM_CHALLENGES, by=(REPRESENTATIVE,), receipt=True,
         when=(conditions.speaks_for_an_institution, conditions.commits_to_a_living_challenge,
               conditions.due_date_lies_ahead)),
    rule(c.KeepCommitment, decide.keep_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.commitment_is_pending)),
    rule(c.MarkCommitmentLate, decide.mark_commitment_late, EXISTING, by=STAFF,
         when=(conditions.commitment_is_pending, conditions.due_date_has_passed)),
    rule(c.WithdrawCommitment, decide.withdraw_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.commitment_is_pending)),
    rule(c.AcknowledgeGap, decide.acknowledge_gap, ANY, during=(CHALLENGES, SOLUTIONS), by=STAFF,
         when=(conditions.gap_is_real,)),
)
# fmt: on
