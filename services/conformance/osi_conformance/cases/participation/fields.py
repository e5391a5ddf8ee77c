"""Fields that cannot be, each refused by its name; and fields that are only told, which are ignored."""

from __future__ import annotations

from typing import Any

import grpc
from google.type.date_pb2 import Date
from osi.participation.v1 import resources_pb2 as res

from osi_conformance.case import Case, case, ensure, register
from osi_conformance.cases.participation.subject import PARTICIPATION, READY
from osi_conformance.subject import field_set
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


def _unfit(method: str, path: str, value: Any, kind: str, field: str = "") -> None:
    """A request that would be granted but for one field is refused by its name, and nothing is done."""

    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        field_set(path, value)(ready.request)
        await ready.mission.refused(method, ready.request, ready.by, status=INVALID, field=field or path)

    values = {"method": method, "field": field or path}
    name = f"participation/{PARTICIPATION.folders[method]}/{path.rpartition('.')[2].replace('_', '-')}-{kind}"
    register(Case(name, "V1", run, READY[method].place, "each.unfit-field", values))


_LONG = "x" * 2_001
for _method, _path, _value, _kind, _field in (
    ("CreateChallenge", "challenge.title", "x" * 10_001, "too-long", ""),
    ("CreateChallenge", "challenge.title", "a\u0000b", "with-controls", ""),
    ("CreateChallenge", "challenge.text", "x" * 10_001, "too-long", ""),
    ("CreateChallenge", "challenge.tags", [f"t{n}" for n in range(21)], "too-many", ""),
    ("CreateChallenge", "challenge.tags", ["x" * 61], "too-long", "challenge.tags[0]"),
    ("CreateChallenge", "challenge.language", "german", "none", ""),
    ("AmendChallenge", "title", "x" * 10_001, "too-long", ""),
    ("RejectChallenge", "reason", _LONG, "too-long", ""),
    ("RejectChallenge", "ground", 77, "beyond-its-list", ""),
    ("WithdrawChallenge", "reason", 77, "beyond-its-list", ""),
    ("CreateStatement", "statement.text", "x" * 10_001, "too-long", ""),
    ("CreateStatement", "statement.text", "", "empty", ""),
    ("CreateRound", "round.kind", 77, "beyond-its-list", ""),
    ("CreateRound", "round.effect", 77, "beyond-its-list", ""),
    ("MoveRound", "reason", _LONG, "too-long", ""),
    ("CreateCommitment", "commitment.scope", _LONG, "too-long", ""),
    ("CreateCommitment", "commitment.due", Date(year=2040, month=13, day=1), "no-day", ""),
    ("CreateInstitution", "institution.display_name", _LONG, "too-long", ""),
    ("CreateInstitution", "institution.sector", 77, "beyond-its-list", ""),
    ("CreateInstitution", "institution.latitude", "north", "no-number", ""),
    ("CreateInstitution", "institution.latitude", "91", "beyond-the-pole", ""),
    ("SetGoal", "indicator.target", "none", "no-number", ""),
    ("SetGoal", "indicator.deadline", Date(year=2040), "no-day", ""),
    ("CommentGoal", "text", "x" * 10_001, "too-long", ""),
    ("GrantRole", "role", 77, "beyond-its-list", ""),
    ("OpenPhase", "phase", 77, "beyond-its-list", ""),
    ("ChangePlaybook", "playbook.challenges.top", 0, "too-few", ""),
    ("CreateMission", "title", "", "empty", ""),
    ("CreateMission", "language", "english", "none", ""),
    ("AcknowledgeGap", "lacks", 77, "beyond-its-list", ""),
):
    _unfit(_method, _path, _value, _kind, _field)


def _ignored(method: str, kind: str, path: str, value: Any) -> None:
    """A field that is only told is ignored in a request."""

    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        field_set(path, value)(ready.request)
        created = (await ready.mission.call(method, ready.request, ready.by)).message
        told = getattr(created, path.rpartition(".")[2])
        ensure(told != value, f"{path} is only told, and was taken from the request: {told}")

    values = {"method": method, "field": path}
    register(
        Case(
            f"participation/{PARTICIPATION.folders[method]}/{kind}", "V3", run, READY[method].place, "each.told", values
        )
    )


_ignored("CreateChallenge", "status-is-ignored", "challenge.status", res.CHALLENGE_STATUS_REJECTED)
_ignored("CreateChallenge", "author-is-ignored", "challenge.author", "missions/m/participants/nobody")
_ignored("CreateChallenge", "rank-is-ignored", "challenge.rank", 7)
_ignored("CreateStatement", "status-is-ignored", "statement.status", res.STATEMENT_STATUS_REJECTED)
_ignored("CreateRound", "strategy-is-ignored", "round.strategy", "a-rule-that-nobody-has")
_ignored("CreateRound", "top-is-ignored", "round.top", 77)
_ignored("CreateCommitment", "status-is-ignored", "commitment.status", res.COMMITMENT_STATUS_KEPT)


@case("participation/challenge/create/nothing-was-done", "V1", "own-real")
async def nothing_done(trial: Trial) -> None:
    """What was refused for a field has left nothing behind: its id is free."""
    request = trial.forum.challenge_request("x" * 10_001)
    await trial.mission.refused("CreateChallenge", request, "ada", status=INVALID)
    request.challenge.title = "Heat"
    created = (await trial.mission.call("CreateChallenge", request, "ada")).message
    ensure(created.name.endswith(request.challenge_id), f"it is called {created.name}")
