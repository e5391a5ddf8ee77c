"""The table of a mission, those who take part in it, and its chains; opening and closing its phases.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.mission import chain_commands as chains
from osi_core.mission import commands as c
from osi_core.mission.views import ChainView, GoalCommentView, InstitutionView, MissionView, ParticipantView
from osi_core.process import early, gates
from osi_participation.missions import LISTS_MISSIONS
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    "CreateMission": Does(c.CreateMission, MissionView),
    "ListMissions": LISTS_MISSIONS,
    "GetMission": Gets(MissionView),
    "AdoptRules": Does(c.AdoptRules, MissionView),
    "SetGoal": Does(c.SetGoal, MissionView),
    "ProposeGoal": Does(c.ProposeGoal, MissionView),
    "TakeBackGoal": Does(c.TakeBackGoal, MissionView),
    "CommentGoal": Does(c.CommentGoal),
    "GetGoalComment": Gets(GoalCommentView),
    "ListGoalComments": Lists(GoalCommentView),
    "EndorseMission": Does(c.EndorseMission, MissionView),
    "ChangePlaybook": Does(c.ChangePlaybook, MissionView),
    "StateProvenance": Does(c.StateProvenance, MissionView),
    "CreateInstitution": Creates(c.RegisterInstitution, InstitutionView),
    "GetInstitution": Gets(InstitutionView),
    "ListInstitutions": Lists(InstitutionView),
    "ProposeJoining": Does(c.ProposeJoining, InstitutionView),
    "JoinInstitutions": Does(c.JoinInstitutions, InstitutionView),
    "PartInstitutions": Does(c.PartInstitutions, InstitutionView),
    "JoinMission": Does(c.JoinMission, ParticipantView),
    "GrantRole": Does(c.GrantRole, ParticipantView),
    "GetParticipant": Gets(ParticipantView),
    "ListParticipants": Lists(ParticipantView),
    "ConfirmMandate": Does(c.ConfirmMandate, ParticipantView),
    "RevokeRole": Does(c.RevokeRole, ParticipantView),
    "CreateChain": Creates(chains.ListChain, ChainView),
    "GetChain": Gets(ChainView),
    "ListChains": Lists(ChainView),
    "RetireChain": Does(chains.RetireChain, ChainView),
    "EraseParticipant": Does(c.EraseParticipant),
    "OpenPhase": Does(gates.OpenPhase, MissionView),
    "ClosePhase": Does(gates.ClosePhase, MissionView),
    "CloseMissionEarly": Does(early.CloseMissionEarly, MissionView),
    "ResumeMission": Does(early.ResumeMission, MissionView),
}
