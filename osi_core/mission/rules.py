"""The rules of phase 1: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.domain import PEOPLE, STAFF, Phase, Role, Target, rule, stricter
from osi_core.mission import chain_commands as chains
from osi_core.mission import chain_conditions, conditions, decide
from osi_core.mission import commands as c
from osi_core.mission import goal_conditions as goals
from osi_core.mission import joining_conditions as joining
from osi_core.mission.correcting import correct_clock

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
MISSION = Phase.MISSION
OPERATOR, REPRESENTATIVE = Role.OPERATOR, Role.REPRESENTATIVE

_ENDORSES = (goals.goal_is_set, goals.institution_has_not_endorsed, goals.speaks_for_one_sector)

# fmt: off
RULES = (
    rule(c.CreateMission, decide.create, NEW, by=(OPERATOR,),
         when=(conditions.rules_are_known, conditions.strategies_are_installed)),
    rule(c.AdoptRules, decide.adopt_rules, EXISTING, by=STAFF,
         when=(conditions.rules_are_newer, conditions.rules_are_known)),
    rule(c.SetGoal, decide.set_goal, EXISTING, during=(MISSION,), by=STAFF,
         when=(goals.goal_is_not_endorsed, goals.deadline_lies_ahead, goals.target_differs_from_baseline)),
    rule(c.ProposeGoal, decide.propose_goal, EXISTING, during=(MISSION,), by=STAFF, since=3,
         when=(goals.goal_is_endorsed, goals.no_version_waits, goals.deadline_lies_ahead,
               goals.target_differs_from_baseline)),
    rule(c.TakeBackGoal, decide.take_goal_back, EXISTING, since=3, when=(goals.takes_back_what_is_ones_own,)),
    rule(c.CommentGoal, decide.comment_goal, ANY, during=(MISSION,), by=PEOPLE, receipt=True, since=3,
         when=(goals.version_can_be_commented,)),
    rule(c.EndorseMission, decide.endorse, EXISTING, during=(MISSION,), by=(REPRESENTATIVE,), receipt=True, until=1,
         when=(goals.goal_is_set, goals.institution_has_not_endorsed)),
    rule(c.EndorseMission, decide.endorse, EXISTING, during=(MISSION,), by=(REPRESENTATIVE,), receipt=True, since=2,
         until=2, when=_ENDORSES),
    rule(c.EndorseMission, decide.endorse_version, EXISTING, during=(MISSION,), by=(REPRESENTATIVE,), receipt=True,
         since=3, when=(*_ENDORSES, goals.version_can_be_endorsed)),
    *stricter(rule(c.ChangePlaybook, decide.change_playbook, EXISTING, by=STAFF,
                   when=(conditions.strategies_are_installed,)), conditions.no_playbook_is_asked, since=3),
    rule(c.StateProvenance, decide.state_provenance, EXISTING, by=STAFF),
    rule(c.CorrectClock, correct_clock, EXISTING, by=(OPERATOR,)),
    rule(c.RegisterInstitution, decide.register_institution, NEW, by=STAFF),
    rule(c.ProposeJoining, decide.propose_joining, EXISTING, by=STAFF, when=(joining.both_stand,), since=3),
    rule(c.JoinInstitutions, decide.join_institutions, EXISTING, by=(REPRESENTATIVE, *STAFF), since=3,
         when=(joining.joining_is_proposed, joining.both_stand, joining.confirms_as_one_of_both)),
    rule(c.PartInstitutions, decide.part_institutions, EXISTING, by=(REPRESENTATIVE, *STAFF), since=3,
         when=(joining.something_joins_it, joining.parts_as_one_concerned)),
    rule(c.JoinMission, decide.join, ANY,
         when=(conditions.acts_for_oneself, conditions.id_is_minted, conditions.participant_is_new,
               conditions.alias_is_nobody_elses)),
    rule(c.GrantRole, decide.grant_role, EXISTING, by=STAFF,
         when=(conditions.participant_is_not_erased, conditions.role_fits_institution, conditions.represents_no_other),
         until=1),
    rule(c.GrantRole, decide.grant_role, EXISTING, by=STAFF, since=2,
         when=(conditions.participant_is_not_erased, conditions.role_fits_institution, conditions.mandate_is_new,
               conditions.organises_or_represents)),
    rule(c.ConfirmMandate, decide.confirm_mandate, EXISTING, by=(REPRESENTATIVE, OPERATOR), since=2,
         when=(conditions.mandate_is_stated, conditions.confirms_for_the_institution)),
    rule(c.RevokeRole, decide.revoke_role, EXISTING, since=2,
         when=(conditions.role_is_held, conditions.revokes_rightly)),
    rule(chains.ListChain, decide.list_chain, NEW, by=(OPERATOR,), since=3,
         when=(chain_conditions.others_are_heard_here, chain_conditions.service_has_no_other_chain,
               chain_conditions.prefix_names_one_chain)),
    rule(chains.RetireChain, decide.retire_chain, EXISTING, by=(OPERATOR,),
         when=(chain_conditions.chain_is_not_retired, chain_conditions.chain_is_heard_to_its_last), since=3),
    rule(c.EraseParticipant, decide.erase, EXISTING,
         when=(conditions.acts_for_oneself, conditions.participant_is_not_erased)),
)
# fmt: on
