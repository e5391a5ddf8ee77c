"""What holds for every method that changes something: sent twice it happens once, and nothing unseen is overwritten."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from osi.funding.v1 import funding_service_pb2 as api
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import Case, case, ensure, register
from osi_conformance.cases.ready import READY, Prepared, Ready, folder_of
from osi_conformance.mission import Mission
from osi_conformance.target import Target
from osi_conformance.trial import Trial

OPERATION = "CloseGrantRound"
"""Its answer goes on after it was given; the name stays."""


def _each(kind: str, rule: str, about: Callable[[str, Prepared], Callable[[Trial], Awaitable[None]]]) -> None:
    for method, prepared in READY.items():
        if about is _other_body and method == OPERATION:
            continue  # it says nothing but what is to be closed
        name = f"funding/{folder_of(method)}/{kind}"
        register(Case(name, rule, about(method, prepared), prepared.place, f"each.{kind}", {"method": method}))


async def _position(mission: Mission) -> int:
    """Where the service's chain of a mission ends."""
    beside = mission.metadata("peer", timed=False)
    return int(
        (await mission.target.call("GetHead", log.GetHeadRequest(mission=mission.name), beside)).message.position
    )


def _same(method: str, first: Any, second: Any) -> None:
    if method == OPERATION:
        first, second = first.name, second.name
    ensure(first == second, f"{method} was sent twice under one request_id and answered otherwise the second time")


def _twice(method: str, prepared: Prepared) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await prepared.make(trial)
        ready.request.request_id = trial.mission.new_id("request")
        first = (await ready.mission.call(method, ready.request, ready.by)).message
        before = await _position(ready.mission)
        second = (await ready.mission.call(method, ready.request, ready.by)).message
        _same(method, first, second)
        if method != OPERATION:  # its result is recorded meanwhile
            after = await _position(ready.mission)
            ensure(after == before, f"{method} was sent twice under one request_id and is in the log twice")

    return run


def _other_body(method: str, prepared: Prepared) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await prepared.make(trial)
        ready.request.request_id = trial.mission.new_id("request")
        await ready.mission.call(method, ready.request, ready.by)
        ready.change(ready.request)
        await ready.mission.refused(method, ready.request, ready.by, code="command-id-reused")

    return run


def _etag(method: str, prepared: Prepared) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await prepared.make(trial)
        assert ready.etag_of is not None
        etag = await ready.etag_of()
        ensure(etag.isdecimal(), f"the etag is {etag!r}, a decimal number is expected")
        stale = copy.deepcopy(ready.request)
        stale.etag = str(int(etag) - 1)
        aborted = grpc.StatusCode.ABORTED
        await ready.mission.refused(method, stale, ready.by, code="version-moved", status=aborted)
        ready.request.etag = etag
        await ready.mission.call(method, ready.request, ready.by)

    return run


_each("same-request-same-reply", "I1", _twice)
_each("other-request-under-one-id", "I2", _other_body)
for _method, _prepared in READY.items():
    if "etag" in {field.name for field in getattr(api, f"{_method}Request").DESCRIPTOR.fields}:
        _name = f"funding/{folder_of(_method)}/etag"
        register(Case(_name, "E1", _etag(_method, _prepared), _prepared.place, "each.etag", {"method": _method}))


@case("funding/idempotency/after-reconnect", "I1")
async def after_reconnect(trial: Trial) -> None:
    """The reply is kept in the store, not with the connection."""
    request = trial.town.fund_request(request_id=trial.mission.new_id("request"))
    first = (await trial.mission.call("CreateFund", request)).message
    other = Target(trial.setup.target)
    try:
        second = (await trial.mission.call("CreateFund", request, target=other)).message
    finally:
        await other.close()
    _same("CreateFund", first, second)


@case("funding/idempotency/all-at-once", "I1")
async def all_at_once(trial: Trial) -> None:
    """Who sends again before the first answer is there gets that answer."""
    request = trial.town.fund_request(request_id=trial.mission.new_id("request"), fund_id="")
    replies = await asyncio.gather(*(trial.mission.call("CreateFund", request) for _ in range(10)))
    names = {one.message.name for one in replies}
    ensure(len(names) == 1, f"one request, sent ten times at once, has made {len(names)} funds")


@case("funding/idempotency/minted-id-stays", "I1")
async def minted_id_stays(trial: Trial) -> None:
    request = trial.town.fund_request(request_id=trial.mission.new_id("request"), fund_id="")
    first = (await trial.mission.call("CreateFund", request)).message
    _same("CreateFund", first, (await trial.mission.call("CreateFund", request)).message)


@case("funding/idempotency/of-each-caller", "I3")
async def of_each_caller(trial: Trial) -> None:
    request = trial.town.fund_request(request_id=trial.mission.new_id("request"))
    await trial.mission.call("CreateFund", request, "rita")
    other = trial.town.fund_request(request_id=request.request_id)
    created = (await trial.mission.call("CreateFund", other, "rosa")).message
    ensure(created.name.endswith(other.fund_id), "another caller's request of the same id was answered with the first")


@case("funding/idempotency/refusals-are-not-remembered", "I4")
async def refusals_are_not_remembered(trial: Trial) -> None:
    fund = await trial.town.fund(1_000)
    request = trial.town.round_request(fund.name, 1_001, request_id=trial.mission.new_id("request"))
    await trial.mission.refused("CreateGrantRound", request, "olga", code="fund-too-small")
    request.round.budget.units, request.round.budget.nanos = 10, 0
    await trial.mission.call("CreateGrantRound", request, "olga")


@case("funding/idempotency/request-id-too-long", "V1")
async def request_id_too_long(trial: Trial) -> None:
    request = trial.town.fund_request(request_id="x" * 201)
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    await trial.mission.refused("CreateFund", request, status=invalid, field="request_id")


def _create(ready: Ready, method: str) -> tuple[str, str]:
    field = {"CreateFund": "fund_id", "CreateGrantRound": "round_id", "CreateApplication": "application_id"}[method]
    return field, getattr(ready.request, field)


def _creates(method: str, kind: str, rule: str, make: Callable[[str], Callable[[Trial], Awaitable[None]]]) -> None:
    name = f"funding/{folder_of(method)}/{kind}"
    register(Case(name, rule, make(method), READY[method].place, f"each.{kind}", {"method": method}))


def _given_id(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        created = (await ready.mission.call(method, ready.request, ready.by)).message
        _, given = _create(ready, method)
        ensure(created.name.rpartition("/")[2] == given, f"the id {given} was given, the resource is {created.name}")

    return run


def _minted_id(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        field, _ = _create(ready, method)
        setattr(ready.request, field, "")
        created = (await ready.mission.call(method, ready.request, ready.by)).message
        ensure(len(created.name.rpartition("/")[2]) >= 16, f"{created.name}: an id of chance is expected")
        ensure(created.name.startswith(f"{ready.mission.name}/"), f"{created.name} is not of {ready.mission.name}")

    return run


def _taken_id(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        await ready.mission.call(method, ready.request, ready.by)
        exists = grpc.StatusCode.ALREADY_EXISTS
        await ready.mission.refused(method, ready.request, ready.by, code="already-exists", status=exists)

    return run


def _unfit_id(method: str) -> Callable[[Trial], Awaitable[None]]:
    async def run(trial: Trial) -> None:
        ready = await READY[method].make(trial)
        field, _ = _create(ready, method)
        setattr(ready.request, field, "Not an id")
        invalid = grpc.StatusCode.INVALID_ARGUMENT
        await ready.mission.refused(method, ready.request, ready.by, status=invalid, field=field)

    return run


for _method in ("CreateFund", "CreateGrantRound", "CreateApplication"):
    _creates(_method, "with-a-given-id", "C1", _given_id)
    _creates(_method, "with-a-minted-id", "C2", _minted_id)
    _creates(_method, "id-is-taken", "C3", _taken_id)
    _creates(_method, "id-does-not-fit", "C4", _unfit_id)
