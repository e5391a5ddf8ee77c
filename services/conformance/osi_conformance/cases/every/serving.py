"""The server itself: health, reflection, time, deadlines, sizes, and what it does not know."""

from __future__ import annotations

from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc  # type: ignore[import-untyped]

from osi_conformance.case import ensure, fail
from osi_conformance.cases.every.subjects import every
from osi_conformance.listing import all_of, names_of
from osi_conformance.mission import until
from osi_conformance.subject import Subject, field_set
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial
from osi_core.log.envelope import moment_of, time_of

INVALID = grpc.StatusCode.INVALID_ARGUMENT


@every("server/health", "X1")
async def health(trial: Trial, subject: Subject) -> None:
    stub = health_pb2_grpc.HealthStub(trial.target.channel)
    for service in ("", trial.setup.tested.methods):
        request = health_pb2.HealthCheckRequest(service=service)

        async def serves(request: Any = request) -> bool:
            answer = await stub.Check(request, timeout=10)
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

        ensure(await until(serves, trial.setup.patience), f"{service or 'the whole'} is not SERVING")


@every("server/reflection", "X2")
async def reflection(trial: Trial, subject: Subject) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(trial.target.channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    async for answer in stub.ServerReflectionInfo(iter([request]), timeout=10):
        names = {one.name for one in answer.list_services_response.service}
        missing = {*trial.setup.tested.all, "grpc.health.v1.Health"} - names
        ensure(not missing, f"reflection does not tell of {sorted(missing)}")
        return
    fail("reflection answers nothing")


@every("server/deadline-then-asked-again", "X3")
async def deadline(trial: Trial, subject: Subject) -> None:
    """Whoever was not answered in time asks again under the same request id, and it has happened once."""
    ready = await subject.make(trial)
    ready.request.request_id = trial.mission.new_id("request")
    try:
        await trial.target.call(subject.plain, ready.request, trial.mission.metadata(ready.by), timeout=0.0005)
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.DEADLINE_EXCEEDED, f"{refusal}; expected: DEADLINE_EXCEEDED")
    created = (await trial.mission.call(subject.plain, ready.request, ready.by)).message
    listed = subject.lists[subject.listing]
    items = await all_of(trial, subject.listing, listed.field, trial.mission.name, page_size=1000)
    ensure(names_of(items).count(created.name) == 1, f"{created.name} is there twice, or not at all")


@every("server/message-too-large", "X4")
async def message_too_large(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    field_set(subject.text[0], "x" * 20_000_000)(ready.request)
    try:
        await trial.mission.call(subject.plain, ready.request, ready.by)
    except Refusal as refusal:
        allowed = (grpc.StatusCode.RESOURCE_EXHAUSTED, INVALID)
        ensure(refusal.code in allowed, f"{refusal}; expected: RESOURCE_EXHAUSTED")
    else:
        fail("twenty megabytes of text were taken")
    await subject.create(trial)


@every("server/unknown-method", "X5")
async def unknown_method(trial: Trial, subject: Subject) -> None:
    call: Any = trial.target.channel.unary_unary(f"/{trial.setup.tested.methods}/NoSuchMethod")
    try:
        await call(b"", timeout=10)
    except grpc.aio.AioRpcError as error:
        ensure(error.code() is grpc.StatusCode.UNIMPLEMENTED, f"{error.code().name}; expected: UNIMPLEMENTED")
        return
    fail("a method that there is not was answered")


@every("server/bytes-that-are-no-message", "X6")
async def no_message(trial: Trial, subject: Subject) -> None:
    call: Any = trial.target.channel.unary_unary(f"/{trial.setup.tested.methods}/{subject.plain}")
    try:
        await call(b"\xff\xff\xff\xff\x00garbage", metadata=tuple(trial.mission.metadata("olga")), timeout=10)
    except grpc.aio.AioRpcError as error:
        ensure(error.code() in (INVALID, grpc.StatusCode.INTERNAL), f"{error.code().name}; expected: INVALID_ARGUMENT")
    else:
        fail("garbage was answered")
    await subject.create(trial)


@every("server/text-too-long", "V1")
async def text_too_long(trial: Trial, subject: Subject) -> None:
    ready, (path, most) = await subject.make(trial), subject.text
    field_set(path, "x" * (most + 1))(ready.request)
    await trial.mission.refused(subject.plain, ready.request, ready.by, status=INVALID, field=path)


@every("server/text-with-controls", "V1")
async def text_with_controls(trial: Trial, subject: Subject) -> None:
    ready, (path, _) = await subject.make(trial), subject.text
    field_set(path, "a\u0000b")(ready.request)
    await trial.mission.refused(subject.plain, ready.request, ready.by, status=INVALID, field=path)


# Time


@every("time/not-given-in-a-real-mission", "Z1")
async def not_in_a_real_one(trial: Trial, subject: Subject) -> None:
    """A real mission keeps the clock's time; nobody brings another."""
    beside = [("osi-time", "2027-01-01T00:00:00Z")]
    ready = await subject.make(trial)
    await trial.mission.refused(subject.plain, ready.request, ready.by, code="time-not-yours", beside=beside)


@every("time/missing-in-a-simulated-mission", "Z2", "simulated")
async def missing_in_a_simulated_one(trial: Trial, subject: Subject) -> None:
    ready = await subject.make(trial)
    beside = trial.mission.metadata(ready.by, timed=False)
    try:
        await trial.target.call(subject.plain, ready.request, beside)
    except Refusal as refusal:
        ensure("time-not-given" in refusal.codes, f"{refusal}; codes: {sorted(refusal.codes)}")
        return
    fail("a simulated mission took the clock's time")


@every("time/is-that-of-the-call", "Z2", "simulated")
async def is_that_of_the_call(trial: Trial, subject: Subject) -> None:
    created = (await subject.create(trial)).message
    told = [moment_of(time_of(one.envelope)) async for one in trial.public() if one.stream == created.name]
    ensure(told == [trial.mission.now], f"{created.name} was created at {told}; the call said {trial.mission.now}")


@every("time/malformed", "Z3", "simulated")
async def malformed_time(trial: Trial, subject: Subject) -> None:
    for wrong in ("yesterday", "2027-01-01", "2027-01-01T00:00:00", "9999999"):
        ready = await subject.make(trial)
        beside = [*trial.mission.metadata(ready.by, timed=False), ("osi-time", wrong)]
        try:
            await trial.target.call(subject.plain, ready.request, beside)
        except Refusal as refusal:
            ensure(refusal.code is INVALID, f"{refusal}; expected: INVALID_ARGUMENT")
        else:
            fail(f"{wrong!r} was taken for a time")
