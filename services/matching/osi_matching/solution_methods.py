"""The table of calls, solutions, teams and kick-offs.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.solutions import commands as c
from osi_core.solutions import team_commands as team
from osi_core.solutions.views import CallView, KickoffView, RegistrationView, SolutionView
from osi_matching.deciding import ALLOCATION, REALLOCATION
from osi_runtime.deciding import closes
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    "CreateCall": Creates(c.PublishCall, CallView),
    "GetCall": Gets(CallView),
    "ListCalls": Lists(CallView),
    "AmendCall": Does(c.AmendCall, CallView),
    "CreateSolution": Creates(c.SubmitSolution, SolutionView),
    "GetSolution": Gets(SolutionView),
    "ListSolutions": Lists(SolutionView),
    "UpdateSolution": Does(c.UpdateSolution, SolutionView),
    "TieToChallenge": Does(c.TieToChallenge, SolutionView),
    "InviteToTeam": Does(c.InviteToTeam, SolutionView),
    "JoinTeam": Does(c.JoinTeam, SolutionView),
    "RequestToJoin": Does(team.RequestToJoin, SolutionView),
    "WithdrawRequest": Does(team.WithdrawRequest, SolutionView),
    "AcceptRequest": Does(team.AcceptRequest, SolutionView),
    "DeclineRequest": Does(team.DeclineRequest, SolutionView),
    "LeaveTeam": Does(c.LeaveTeam, SolutionView),
    "RemoveFromTeam": Does(team.RemoveFromTeam, SolutionView),
    "AppointSpeaker": Does(team.AppointSpeaker, SolutionView),
    "ResignAsSpeaker": Does(team.ResignAsSpeaker, SolutionView),
    "ProposeSpeaker": Does(team.ProposeSpeaker, SolutionView),
    "NameSpeaker": Does(team.NameSpeaker, SolutionView),
    "WithdrawSolution": Does(c.WithdrawSolution, SolutionView),
    "CreateKickoff": Creates(c.PlanKickoff, KickoffView),
    "GetKickoff": Gets(KickoffView),
    "ListKickoffs": Lists(KickoffView),
    "MoveKickoff": Does(c.MoveKickoff, KickoffView),
    "CancelKickoff": Does(c.CancelKickoff, KickoffView),
    "RegisterForKickoff": Does(c.RegisterForKickoff, RegistrationView),
    "GetRegistration": Gets(RegistrationView),
    "ListRegistrations": Lists(RegistrationView),
    "ChangeWishes": Does(c.ChangeWishes, RegistrationView),
    "CancelRegistration": Does(c.CancelRegistration, RegistrationView),
    "ConfirmAttendance": Does(c.ConfirmAttendance, RegistrationView),
    "CloseRegistration": closes(ALLOCATION),
    "ReopenAllocation": Does(c.ReopenAllocation, KickoffView),
    "CloseAttendance": closes(REALLOCATION),
    "HoldKickoff": Does(c.HoldKickoff, KickoffView),
}
