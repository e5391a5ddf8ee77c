"""Names: a foreign mission is not found, what is no name is told with its field, and what is required is asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from google.api import field_behavior_pb2 as behaviors
from google.protobuf.descriptor import FieldDescriptor
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import Case, case, register
from osi_conformance.cases.ready import READY, folder_of
from osi_conformance.target import method_named, methods_of, new_request
from osi_conformance.town import euros
from osi_conformance.trial import Trial

INVALID, NOT_FOUND = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND
_STREAMED = "StreamGrantBallots"
_PATHS = {"Fund": "funds", "GrantRound": "grant-rounds", "Application": "applications", "Mission": ""}


def _resource(method: str) -> tuple[str, str]:
    """The field that names what a request is about, and the path of such a resource below its mission."""
    fields = method_named(method).input_type.fields_by_name
    field = "parent" if "parent" in fields else "name"
    kind = "Mission" if field == "parent" else "GrantRound"
    if method in ("GetFund", "ListLedgerEntries"):
        kind = "Fund"
    if method == "GetApplication":
        kind = "Application"
    return field, _PATHS[kind]


def _filled(method: str, mission: str) -> Any:
    """A request about something in a mission, in which all is there that is required, and nothing of it exists."""
    request = new_request(method_named(method))
    field, path = _resource(method)
    setattr(request, field, f"{mission}/{path}/x" if path else mission)
    _fill(request, mission)
    return request


def _fill(request: Any, mission: str) -> None:
    for field in request.DESCRIPTOR.fields:
        if not _is_required(field) or field.name in ("name", "parent"):
            continue
        if field.type == FieldDescriptor.TYPE_STRING:
            of_resource = field.name in ("application", "round", "fund", "initiative", "institution")
            setattr(request, field.name, f"{mission}/{_plural(field.name)}/x" if of_resource else "x")
        elif field.type == FieldDescriptor.TYPE_ENUM:
            setattr(request, field.name, 1)
        elif field.message_type.full_name == "google.type.Money":
            getattr(request, field.name).CopyFrom(euros(100))
        elif field.message_type.full_name == "google.protobuf.Timestamp":
            getattr(request, field.name).FromSeconds(4_000_000_000 + field.number)
        else:
            getattr(request, field.name).SetInParent()
            _fill(getattr(request, field.name), mission)
    if request.DESCRIPTOR.name == "BatchCastGrantBallotsRequest":
        request.ballots.add(token="x.y.z").ballot.SetInParent()


def _plural(name: str) -> str:
    return {"round": "grant-rounds"}.get(name, f"{name}s")


def _is_required(field: FieldDescriptor) -> bool:
    options: Any = field.GetOptions()
    return behaviors.REQUIRED in options.Extensions[behaviors.field_behavior]


def _caller(method: str) -> str:
    return READY_BY.get(method, "olga")


READY_BY = {
    "CreateFund": "rita",
    "CreateApplication": "founder-01",
    "CastGrantBallot": "ada",
    "AcceptGrant": "founder-01",
}


def _foreign(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        request = _filled(method, "missions/of-somebody-else")
        await trial.mission.refused(method, request, _caller(method), status=NOT_FOUND)

    return run


def _malformed(method: str) -> Callable[[Trial], Awaitable[None]]:
    field, _ = _resource(method)

    async def run(trial: Trial) -> None:
        for wrong in ("missions", "missions/UPPER", "funds/f", "missions/m/funds/f/x", "//", "missions/m\u0000"):
            request = _filled(method, trial.mission.name)
            setattr(request, field, wrong)
            await trial.mission.refused(method, request, _caller(method), status=INVALID, field=field)

    return run


def _missing(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        for path in _required(_filled(method, trial.mission.name)):
            request = _filled(method, trial.mission.name)
            *parents, last = path.split(".")
            inner = request
            for one in parents:
                inner = getattr(inner, one)
            inner.ClearField(last)
            await trial.mission.refused(method, request, _caller(method), status=INVALID, field=path)

    return run


def _required(request: Any, prefix: str = "") -> list[str]:
    found = []
    for field in request.DESCRIPTOR.fields:
        if not _is_required(field):
            continue
        found.append(f"{prefix}{field.name}")
        is_own = field.message_type is not None and field.message_type.full_name.startswith("osi.")
        if is_own and not field.is_repeated:
            found += _required(getattr(request, field.name), f"{prefix}{field.name}.")
    return found


for _method in methods_of():
    if _method.name == _STREAMED:
        continue
    _folder, _values = f"funding/{folder_of(_method.name)}", {"method": _method.name}
    register(Case(f"{_folder}/foreign-mission", "N1", _foreign(_method.name), "real", "each.foreign-mission", _values))
    register(Case(f"{_folder}/malformed-name", "N2", _malformed(_method.name), "real", "each.malformed-name", _values))
    if _method.name in READY:
        register(
            Case(f"{_folder}/required-field", "V2", _missing(_method.name), "real", "each.required-field", _values)
        )


@case("funding/names/of-another-mission", "N3")
async def of_another_mission(trial: Trial) -> None:
    request = trial.town.fund_request()
    request.fund.institution = "missions/of-somebody-else/institutions/town"
    await trial.mission.refused("CreateFund", request, status=INVALID, field="fund.institution")


@case("funding/names/of-another-kind", "N2")
async def of_another_kind(trial: Trial) -> None:
    request = trial.town.round_request((await trial.town.fund()).name)
    request.round.fund = trial.mission.at("institutions/town")
    await trial.mission.refused("CreateGrantRound", request, "olga", status=INVALID, field="round.fund")


@case("funding/names/unknown-resource", "N4")
async def unknown_resource(trial: Trial) -> None:
    for method, path in (
        ("GetFund", "funds/x"),
        ("GetGrantRound", "grant-rounds/x"),
        ("GetApplication", "applications/x"),
    ):
        request = new_request(method_named(method))
        request.name = trial.mission.at(path)
        await trial.mission.refused(method, request, "olga", status=NOT_FOUND)


@case("funding/names/fund-of-another-mission", "N1", "own-real")
async def fund_of_another_mission(trial: Trial) -> None:
    """What stands in one mission is not there in another, whoever asks."""
    fund = await trial.town.fund()
    others = [one.id for one in trial.world.missions if one is not trial.mission] or ["of-somebody-else"]
    request = api.GetFundRequest(name=fund.name.replace(trial.mission.id, others[0]))
    for by in ("", "rita", "operator"):
        await trial.mission.refused("GetFund", request, by, status=NOT_FOUND)
