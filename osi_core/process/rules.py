"""The phase rules, in one table: for every command when it is allowed, who may give it, and what must hold first.

Read a line as: this command, decided by this function, for a new or existing aggregate, during these phases, by these
roles, when these conditions hold. `osi rules` prints it. The gates between phases stand in `gates.py`.
"""

from __future__ import annotations

from osi_core.domain import Command, Phase, Role
from osi_core.mission import commands as mission
from osi_core.mission import conditions as mission_conditions
from osi_core.mission import decide as mission_decide
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
    rule(_m.ChangePlaybook, _md.change_playbook, EXISTING, by=STAFF, when=(playbook_is_sound,)),
    rule(_m.StateProvenance, _md.state_provenance, EXISTING, by=STAFF),
    rule(_m.RegisterInstitution, _md.register_institution, NEW, by=STAFF),
    rule(_m.JoinMission, _md.join, ANY, when=(_mc.acts_for_oneself, _mc.participant_is_new)),
    rule(_m.GrantRole, _md.grant_role, EXISTING, by=STAFF,
         when=(_mc.participant_is_not_erased, _mc.role_fits_institution)),
    rule(_m.EraseParticipant, _md.erase, EXISTING, when=(_mc.acts_for_oneself, _mc.participant_is_not_erased)),
)
# fmt: on

RULES: dict[type[Command], Rule] = {line.command: line for line in (*_MISSION,)}
