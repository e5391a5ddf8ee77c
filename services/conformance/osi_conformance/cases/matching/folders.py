"""Where the cases of each method stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from osi_conformance.services import SERVICES
from osi_conformance.target import methods_of

__all__ = ["FOLDERS"]

_OWN = {
    "AmendCall": "call/amend",
    "UpdateSolution": "solution/update",
    "TieToChallenge": "solution/tie",
    "WithdrawSolution": "solution/withdraw",
    "InviteToTeam": "team/invite",
    "JoinTeam": "team/join",
    "RequestToJoin": "team/request",
    "WithdrawRequest": "team/withdraw-request",
    "AcceptRequest": "team/accept",
    "DeclineRequest": "team/decline",
    "LeaveTeam": "team/leave",
    "RemoveFromTeam": "team/remove",
    "AppointSpeaker": "speaker/appoint",
    "ResignAsSpeaker": "speaker/resign",
    "ProposeSpeaker": "speaker/propose",
    "NameSpeaker": "speaker/name",
    "MoveKickoff": "kickoff/move",
    "CancelKickoff": "kickoff/cancel",
    "CloseRegistration": "kickoff/close-registration",
    "ReopenAllocation": "kickoff/reopen",
    "CloseAttendance": "kickoff/close-attendance",
    "HoldKickoff": "kickoff/hold",
    "RegisterForKickoff": "registration/register",
    "ChangeWishes": "registration/change",
    "CancelRegistration": "registration/cancel",
    "ConfirmAttendance": "registration/attend",
    "ExtendProgramme": "programme/extend",
    "WarnOfDropOff": "programme/warn",
    "EndProgramme": "programme/end",
    "AdmitInitiative": "initiative/admit",
    "RecordActivity": "initiative/activity",
    "MarkDroppedOut": "initiative/drop-out",
    "CancelNeed": "need/cancel",
    "WithdrawOffer": "offer/withdraw",
    "MatchNeed": "match/propose",
    "AcceptMatch": "match/accept",
    "ReleaseMatch": "match/release",
    "DeliverSupport": "match/deliver",
    "ConfirmDelivery": "match/confirm",
    "ConsentToBundle": "bundle/consent",
    "DeclineBundle": "bundle/decline",
    "OpenAssessment": "dossier/open",
    "OrderAssessment": "dossier/order",
    "DeclareConflict": "dossier/declare",
    "CloseAssessment": "dossier/close",
    "OverrideAssessment": "dossier/override",
    "ConfirmOverride": "dossier/confirm-override",
    "ContestAssessment": "dossier/contest",
    "ContestAsReviewer": "dossier/contest-as-reviewer",
    "AnswerContest": "dossier/answer",
    "AssessFinally": "dossier/assess-finally",
    "SubmitReview": "review/submit",
    "StartPilot": "pilot/start",
    "RecordPilotResult": "pilot/result",
    "AbandonPilot": "pilot/abandon",
    "OpenPlan": "plan/open",
    "RequestPlan": "plan/request",
    "EndAdoption": "adoption/end",
    "EndCooperation": "cooperation/end",
    "SetFinancingModel": "financing/set",
    "RecordReading": "reading/record",
    "PublishFinalReport": "final-report/publish",
}
"""Of methods that do what has no name of its own."""
_PLAIN = re.compile(r"(Create|Get|List)([A-Z]\w+)")


def _folder(method: str) -> str:
    """`ListCalls` → `call/list`, `GetFinalReport` → `final-report/get`."""
    found = _PLAIN.fullmatch(method)
    if found is None:
        return _OWN[method]
    verb, kind = found.groups()
    single = kind.removesuffix("s") if verb == "List" else kind
    return f"{re.sub('(?<!^)(?=[A-Z])', '-', single).lower()}/{verb.lower()}"


FOLDERS: Mapping[str, str] = {one.name: _folder(one.name) for one in methods_of(SERVICES["matching"].methods)}
"""Method → folder."""
