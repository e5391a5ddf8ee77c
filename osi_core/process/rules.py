"""The phase rules, in one table: for every command when it is allowed, who may give it, and what must hold first.

Read a line as: this command, decided by this function, for a new or existing aggregate, during these phases, by these
roles, when these conditions hold. `osi rules` prints it. The gates between phases stand in `gates.py`.
"""

from __future__ import annotations

from osi_core.challenges import ballots
from osi_core.challenges import commands as challenges
from osi_core.challenges import conditions as challenges_conditions
from osi_core.challenges import decide as challenges_decide
from osi_core.domain import Command, Phase, Role
from osi_core.log.decisions import record_answers_close
from osi_core.mission import commands as mission
from osi_core.mission import conditions as mission_conditions
from osi_core.mission import decide as mission_decide
from osi_core.process.gates import ClosePhase, OpenPhase, close_phase, open_phase, phase_closes, phase_opens
from osi_core.process.playbook import playbook_is_sound
from osi_core.process.rule import Rule, Target, rule

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
MISSION, CHALLENGES, SOLUTIONS = Phase.MISSION, Phase.CHALLENGES, Phase.SOLUTIONS
SUPPORT, CURATION, SCALING = Phase.SUPPORT, Phase.CURATION, Phase.SCALING
OPERATOR, ORGANISER, EXPERT = Role.OPERATOR, Role.ORGANISER, Role.EXPERT
CITIZEN, REPRESENTATIVE = Role.CITIZEN, Role.REPRESENTATIVE
STAFF = (OPERATOR, ORGANISER)

_m, _md, _mc = mission, mission_decide, mission_conditions

# fmt: off
_MISSION = (
    rule(_m.CreateMission, _md.create, NEW, by=(OPERATOR,), when=(playbook_is_sound,)),
    rule(_m.SetGoal, _md.set_goal, EXISTING, during=(MISSION,), by=STAFF,
         when=(_mc.deadline_lies_ahead, _mc.target_differs_from_baseline)),
    rule(_m.EndorseMission, _md.endorse, EXISTING, during=(MISSION,), by=(REPRESENTATIVE,),
         when=(_mc.institution_has_not_endorsed,), receipt=True),
    rule(OpenPhase, open_phase, EXISTING, by=STAFF, when=(phase_opens,)),
    rule(ClosePhase, close_phase, EXISTING, by=STAFF, when=(phase_closes,)),
    rule(_m.ChangePlaybook, _md.change_playbook, EXISTING, by=STAFF, when=(playbook_is_sound,)),
    rule(_m.StateProvenance, _md.state_provenance, EXISTING, by=STAFF),
    rule(_m.RegisterInstitution, _md.register_institution, NEW, by=STAFF),
    rule(_m.JoinMission, _md.join, ANY, when=(_mc.acts_for_oneself, _mc.participant_is_new)),
    rule(_m.GrantRole, _md.grant_role, EXISTING, by=STAFF,
         when=(_mc.participant_is_not_erased, _mc.role_fits_institution)),
    rule(_m.EraseParticipant, _md.erase, EXISTING, when=(_mc.acts_for_oneself, _mc.participant_is_not_erased)),
)

_c, _cd, _cc = challenges, challenges_decide, challenges_conditions
_CHALLENGES = (
    rule(_c.SubmitChallenge, _cd.submit, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE), receipt=True),
    rule(_c.AcceptChallenge, _cd.accept, EXISTING, during=(CHALLENGES,), by=STAFF, when=(_cc.is_unmoderated,)),
    rule(_c.RejectChallenge, _cd.reject, EXISTING, during=(CHALLENGES,), by=STAFF, when=(_cc.is_unmoderated,)),
    rule(_c.TagChallenge, _cd.tag, EXISTING, during=(CHALLENGES,), by=STAFF),
    rule(_c.MergeChallenge, _cd.merge, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.is_accepted, _cc.merges_into_another)),
    rule(_c.SplitChallenge, _cd.split, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.is_accepted, _cc.splits_into_known_parts)),
    rule(_c.SubmitStatement, _cd.submit_statement, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE),
         when=(_cc.statement_is_about_a_challenge,), receipt=True),
    rule(_c.AcceptStatement, _cd.accept_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.statement_is_unmoderated,)),
    rule(_c.RejectStatement, _cd.reject_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.statement_is_unmoderated,)),
    rule(_c.CastVotes, _cd.cast_votes, ANY, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE, EXPERT),
         when=(_cc.votes_are_ones_own, _cc.votes_are_on_open_statements), receipt=True),
    rule(_c.OpenRound, _cd.open_round, NEW, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_asks_about_accepted_challenges, ballots.round_closes_in_the_future)),
    rule(_c.AddVoter, _cd.add_voter, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_is_not_closed, ballots.voter_can_be_added)),
    rule(_c.CastBallot, _cd.cast_ballot, ANY, during=(CHALLENGES,),
         when=(ballots.ballot_is_ones_own, ballots.round_takes_ballots, ballots.ballot_fits_its_kind), receipt=True),
    rule(_c.CloseRound, _cd.close_round, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_is_not_closed, ballots.round_deadline_has_come)),
    rule(_c.RecordPrioritisation, _cd.record_prioritisation, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(record_answers_close, ballots.order_names_the_items)),
    rule(_c.MakeCommitment, _cd.make_commitment, NEW, during=(CHALLENGES, SOLUTIONS, SUPPORT, CURATION, SCALING),
         by=(REPRESENTATIVE,),
         when=(_cc.speaks_for_an_institution, _cc.commits_to_a_living_challenge, _cc.due_date_lies_ahead), receipt=True),
    rule(_c.KeepCommitment, _cd.keep_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(_cc.is_the_institutions_own, _cc.commitment_is_pending)),
    rule(_c.MarkCommitmentLate, _cd.mark_commitment_late, EXISTING, by=STAFF,
         when=(_cc.commitment_is_pending, _cc.due_date_has_passed)),
    rule(_c.WithdrawCommitment, _cd.withdraw_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(_cc.is_the_institutions_own, _cc.commitment_is_pending)),
    rule(_c.AcknowledgeGap, _cd.acknowledge_gap, ANY, during=(CHALLENGES, SOLUTIONS), by=STAFF,
         when=(_cc.gap_is_real,)),
)
# fmt: on

RULES: dict[type[Command], Rule] = {line.command: line for line in (*_MISSION, *_CHALLENGES)}
