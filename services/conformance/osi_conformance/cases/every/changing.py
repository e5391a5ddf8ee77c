"""What holds for every method that changes something: sent twice it happens once, and nothing unseen is overwritten."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import grpc
from osi.log.v1 import log_service_pb2 as log

from osi_conformance.case import ensure
from osi_conformance.cases.every.subjects import SUBJECTS, OfMethod, each, every
from osi_conformance.mission import Mission
from osi_conformance.subject import Subject
from osi_conformance.target import Target, method_named
from osi_conformance.trial import Trial


async def _position(mission: Mission) -> int:
    """Where the service's chain of a mission ends."""
    beside = mission.metadata("operator", timed=False)
    return int(
        (await mission.target.call("GetHead", log.GetHeadRequest(mission=mission.name), beside)).message.position
    )


def _same(subject: Subject, method: str, first: Any, second: Any) -> None:
    if method in subject.operations:
        first, second = first.name, second.name
    ensure(first == second, f"{method} was sent twice under one request_id and answered otherwise the second time")


async def _twice(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    ready.request.request_id = trial.mission.new_id("request")
    first = (await ready.mission.call(method, ready.request, ready.by)).message
    before = await _position(ready.mission)
    second = (await ready.mission.call(method, ready.request, ready.by)).message
    _same(subject, method, first, second)
    if method not in subject.operations:  # the result of one is recorded meanwhile
        after = await _position(ready.mission)
        ensure(after == before, f"{method} was sent twice under one request_id and is in the log twice")
    else:
        await ready.mission.finished(first.name)


async def _other_body(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    ready.request.request_id = trial.mission.new_id("request")
    await ready.mission.call(method, ready.request, ready.by)
    ready.change(ready.request)
    await ready.mission.refused(method, ready.request, ready.by, code="command-id-reused")


async def _etag(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    assert ready.etag_of is not None, f"{method} is declared without its etag"
    etag = await ready.etag_of()
    ensure(etag.isdecimal(), f"the etag is {etag!r}, a decimal number is expected")
    stale = copy.deepcopy(ready.request)
    stale.etag = str(int(etag) - 1)
    aborted = grpc.StatusCode.ABORTED
    await ready.mission.refused(method, stale, ready.by, code="version-moved", status=aborted)
    ready.request.etag = etag
    granted = (await ready.mission.call(method, ready.request, ready.by)).message
    if method in subject.operations:
        await ready.mission.finished(granted.name)


for _subject in SUBJECTS:
    for _method, _prepared in _subject.ready.items():
        each(_subject, _method, "same-request-same-reply", "I1", _twice, _prepared.place)
    for _method, _prepared in _subject.ready.items():
        if _method not in _subject.no_change:
            each(_subject, _method, "other-request-under-one-id", "I2", _other_body, _prepared.place)
    for _method, _prepared in _subject.ready.items():
        if "etag" in method_named(_method).input_type.fields_by_name and _method not in _subject.no_etag:
            each(_subject, _method, "etag", "E1", _etag, _prepared.place)


@every("idempotency/after-reconnect", "I1")
async def after_reconnect(trial: Trial, subject: Subject) -> None:
    """The reply is kept in the store, not with the connection."""
    ready = await subject.make(trial)
    ready.request.request_id = trial.mission.new_id("request")
    first = (await trial.mission.call(subject.plain, ready.request, ready.by)).message
    other = Target(trial.setup.target)
    try:
        second = (await trial.mission.call(subject.plain, ready.request, ready.by, target=other)).message
    finally:
        await other.close()
    _same(subject, subject.plain, first, second)


@every("idempotency/all-at-once", "I1")
async def all_at_once(trial: Trial, subject: Subject) -> None:
    """Who sends again before the first answer is there gets that answer."""
    ready = await subject.make(trial)
    ready.request.request_id = trial.mission.new_id("request")
    ready.request.ClearField(subject.creates[subject.plain])
    calls = (trial.mission.call(subject.plain, ready.request, ready.by) for _ in range(10))
    names = {one.message.name for one in await asyncio.gather(*calls)}
    ensure(len(names) == 1, f"one request, sent ten times at once, has made {len(names)}")


@every("idempotency/minted-id-stays", "I1")
async def minted_id_stays(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    ready.request.request_id = trial.mission.new_id("request")
    ready.request.ClearField(subject.creates[subject.plain])
    first = (await trial.mission.call(subject.plain, ready.request, ready.by)).message
    second = (await trial.mission.call(subject.plain, ready.request, ready.by)).message
    _same(subject, subject.plain, first, second)


@every("idempotency/of-each-caller", "I3")
async def of_each_caller(trial: Trial, subject: Subject) -> None:
    ready, other = await subject.make(trial), await subject.make(trial)
    ready.request.request_id = other.request.request_id = trial.mission.new_id("request")
    await trial.mission.call(subject.plain, ready.request, ready.by)
    created = (await trial.mission.call(subject.plain, other.request, subject.another)).message
    wanted = getattr(other.request, subject.creates[subject.plain])
    ensure(created.name.endswith(wanted), "another caller's request of the same id was answered with the first")


@every("idempotency/refusals-are-not-remembered", "I4")
async def refusals_are_not_remembered(trial: Trial, subject: Subject) -> None:
    wrong = await subject.refuses(trial)
    wrong.request.request_id = trial.mission.new_id("request")
    await trial.mission.refused(wrong.method, wrong.request, wrong.by, code=wrong.code)
    wrong.mend(wrong.request)
    await trial.mission.call(wrong.method, wrong.request, wrong.by)


@every("idempotency/request-id-too-long", "V1")
async def request_id_too_long(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    ready.request.request_id = "x" * 201
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    await trial.mission.refused(subject.plain, ready.request, ready.by, status=invalid, field="request_id")


async def _given_id(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    given = getattr(ready.request, subject.creates[method])
    created = (await ready.mission.call(method, ready.request, ready.by)).message
    ensure(created.name.rpartition("/")[2] == given, f"the id {given} was given, the resource is {created.name}")


async def _minted_id(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    ready.request.ClearField(subject.creates[method])
    created = (await ready.mission.call(method, ready.request, ready.by)).message
    ensure(len(created.name.rpartition("/")[2]) >= 16, f"{created.name}: an id of chance is expected")
    ensure(created.name.startswith(f"{ready.mission.name}/"), f"{created.name} is not of {ready.mission.name}")


async def _taken_id(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    await ready.mission.call(method, ready.request, ready.by)
    exists = grpc.StatusCode.ALREADY_EXISTS
    await ready.mission.refused(method, ready.request, ready.by, code="already-exists", status=exists)


async def _unfit_id(trial: Trial, subject: Subject, method: str) -> None:
    ready = await subject.make(trial, method)
    field = subject.creates[method]
    setattr(ready.request, field, "Not an id")
    invalid = grpc.StatusCode.INVALID_ARGUMENT
    await ready.mission.refused(method, ready.request, ready.by, status=invalid, field=field)


_IDS: tuple[tuple[str, str, OfMethod], ...] = (
    ("with-a-given-id", "C1", _given_id),
    ("with-a-minted-id", "C2", _minted_id),
    ("id-is-taken", "C3", _taken_id),
    ("id-does-not-fit", "C4", _unfit_id),
)
for _subject in SUBJECTS:
    for _method in _subject.creates:
        for _kind, _rule, _check in _IDS:
            if _kind == "with-a-minted-id" and _method in _subject.no_minting:
                continue
            each(_subject, _method, _kind, _rule, _check, _subject.ready[_method].place)
