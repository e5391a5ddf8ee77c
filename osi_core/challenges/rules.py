"""The rules of phase 2: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.challenges import commands as c
from osi_core.challenges import conditions, decide, rules_1
from osi_core.challenges import correction_commands as k
from osi_core.challenges import correction_conditions as corrections
from osi_core.challenges import correction_decide as set_right
from osi_core.challenges import offer_commands as o
from osi_core.challenges import round_commands as r
from osi_core.challenges import round_conditions as rounds
from osi_core.domain import PEOPLE, STAFF, Phase, Role, Target, rule
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
CHALLENGES, SOLUTIONS = Phase.CHALLENGES, Phase.SOLUTIONS
_FROM_CHALLENGES = (CHALLENGES, SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING)
EXPERT, CITIZEN, REPRESENTATIVE, ENGINE = Role.EXPERT, Role.CITIZEN, Role.REPRESENTATIVE, Role.ENGINE
_COMMITS = (
    conditions.speaks_for_an_institution,
    conditions.commits_to_a_living_challenge,
    conditions.due_date_lies_ahead,
)

# fmt: off
RULES = (
    rule(c.SubmitChallenge, decide.submit, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE),
         when=(conditions.words_have_their_length,), receipt=True),
    rule(c.AcceptChallenge, decide.accept, EXISTING, during=(CHALLENGES,), by=STAFF, when=(conditions.is_not_in,),
         until=1),
    rule(c.AcceptChallenge, decide.accept, EXISTING, during=_FROM_CHALLENGES, by=STAFF, when=(conditions.is_not_in,),
         since=2),
    rule(c.RejectChallenge, decide.reject, EXISTING, during=_FROM_CHALLENGES, by=STAFF, when=(conditions.is_not_out,),
         until=1),
    rule(c.RejectChallenge, decide.reject, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(conditions.is_not_out, corrections.takedown_has_a_ground), since=2),
    rule(k.AmendChallenge, set_right.amend, EXISTING, during=_FROM_CHALLENGES,
         when=(corrections.is_the_author, corrections.still_stands, corrections.nothing_is_asked_yet,
               conditions.words_have_their_length), since=2),
    rule(k.WithdrawChallenge, set_right.withdraw, EXISTING, during=_FROM_CHALLENGES,
         when=(corrections.is_the_author, corrections.still_stands, corrections.nothing_is_asked_yet), since=2),
    rule(k.GrantCorrection, set_right.grant_correction, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(corrections.a_correction_is_asked_for,), since=2),
    rule(k.DeclineCorrection, set_right.decline_correction, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(corrections.a_correction_is_asked_for,), since=2),
    rule(c.TagChallenge, decide.tag, EXISTING, during=(CHALLENGES,), by=STAFF),
    rule(c.MergeChallenge, decide.merge, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.is_accepted, conditions.merges_into_another), until=1),
    rule(c.MergeChallenge, decide.merge, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(conditions.is_accepted, conditions.merges_into_another, corrections.is_merged_with_consent), since=2),
    rule(k.ProposeMerge, set_right.propose_merge, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.is_accepted, conditions.merges_into_another, corrections.proposal_is_new), since=2),
    rule(k.ObjectToMerge, set_right.object_to_merge, EXISTING, during=_FROM_CHALLENGES,
         when=(corrections.is_the_author, corrections.merge_is_proposed), since=2),
    rule(k.UndoMerge, set_right.undo_merge, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(corrections.is_merged,), since=2),
    rule(k.UndoSplit, set_right.undo_split, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(corrections.is_split,), since=2),
    rule(c.SplitChallenge, decide.split, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.is_accepted, conditions.splits_into_known_parts)),
    rule(c.SubmitStatement, decide.submit_statement, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE),
         when=(conditions.statement_is_about_a_challenge, conditions.metadata_is_about_no_challenge,
               conditions.words_have_their_length), receipt=True),
    rule(c.AcceptStatement, decide.accept_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(conditions.statement_is_not_in,)),
    rule(c.RejectStatement, decide.reject_statement, EXISTING, during=_FROM_CHALLENGES, by=STAFF,
         when=(conditions.statement_is_not_out,)),
    rule(c.CastVotes, decide.cast_votes, ANY, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE, EXPERT),
         when=(conditions.votes_are_ones_own, conditions.voter_takes_part, conditions.votes_are_on_open_statements,
               conditions.votes_are_dated_before),
         receipt=True),
    rule(c.OpenRound, rules_1.open_round, NEW, during=(CHALLENGES,), by=STAFF, until=1,
         when=(strategy_is_installed, rounds.round_asks_about_accepted_challenges, rounds.round_closes_in_the_future)),
    rule(c.OpenRound, decide.open_round, NEW, during=(CHALLENGES,), by=STAFF, since=2,
         when=(strategy_is_installed, rounds.round_asks_about_accepted_challenges, rounds.round_closes_in_the_future,
               rounds.round_takes_its_time, rounds.office_only_advises)),
    rule(r.MoveRound, decide.move_round, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(rounds.round_is_not_closed, rounds.round_moves_to_later), since=2),
    rule(r.CancelRound, decide.cancel_round, EXISTING, by=STAFF, when=(rounds.round_has_no_result,), since=2),
    rule(r.EnterRound, decide.add_voter, EXISTING, during=(CHALLENGES,), by=PEOPLE,
         when=(rounds.comes_in_person, rounds.round_is_not_closed, rounds.round_lets_people_in,
               rounds.voter_belongs_to_the_electorate, rounds.voter_is_new), since=2),
    rule(c.AddVoter, decide.add_voter, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(rounds.round_is_not_closed, rounds.voter_belongs_to_the_electorate, rounds.voter_is_new)),
    rule(c.CastBallot, decide.cast_ballot, ANY, during=(CHALLENGES,),
         when=(rounds.ballot_is_ones_own, rounds.voter_still_takes_part, rounds.round_takes_ballots,
               rounds.ballot_fits_its_kind),
         receipt=True),
    rule(c.CloseRound, rules_1.close_round, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(rounds.round_is_not_closed, rounds.round_deadline_has_come), until=1),
    rule(c.CloseRound, decide.close_round, EXISTING, by=STAFF,
         when=(rounds.round_is_not_closed, rounds.round_deadline_has_come), since=2),
    rule(c.RecordPrioritisation, decide.record_prioritisation, EXISTING, during=(CHALLENGES,), by=(ENGINE,),
         when=(*BEFORE_RECORD, rounds.order_names_the_items), until=1),
    rule(c.RecordPrioritisation, decide.record_prioritisation, EXISTING, by=(ENGINE,),
         when=(*BEFORE_RECORD, rounds.order_names_the_items), since=2, until=2),
    rule(c.RecordPrioritisation, decide.record_prioritisation, EXISTING, by=(ENGINE,),
         when=(*BEFORE_RECORD, rounds.order_names_what_items_were), since=3),
    rule(c.MakeCommitment, decide.make_commitment, NEW, during=_FROM_CHALLENGES, by=(REPRESENTATIVE,), receipt=True,
         when=_COMMITS, until=1),
    rule(c.MakeCommitment, decide.make_commitment, NEW, by=(REPRESENTATIVE,), receipt=True, when=_COMMITS, since=2),
    rule(o.OfferCommitment, decide.offer_commitment, NEW, by=(REPRESENTATIVE,), receipt=True,
         when=(*_COMMITS, conditions.body_decides_in_time), since=2),
    rule(o.ConfirmCommitment, decide.confirm_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.awaits_a_decision), since=2),
    rule(o.RefuseCommitment, decide.refuse_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.awaits_a_decision), since=2),
    rule(c.KeepCommitment, decide.keep_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.commitment_is_pending, conditions.is_decided)),
    rule(c.MarkCommitmentLate, decide.mark_commitment_late, EXISTING, by=STAFF,
         when=(conditions.commitment_is_pending, conditions.due_date_has_passed)),
    rule(c.WithdrawCommitment, decide.withdraw_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(conditions.is_the_institutions_own, conditions.commitment_is_pending)),
    rule(c.AcknowledgeGap, decide.acknowledge_gap, ANY, during=(CHALLENGES, SOLUTIONS), by=STAFF,
         when=(rules_1.gap_is_real,), until=1),
    rule(c.AcknowledgeGap, decide.acknowledge_gap, ANY, during=(CHALLENGES, SOLUTIONS), by=STAFF,
         when=(conditions.gap_is_real,), since=2),
)
# fmt: on
