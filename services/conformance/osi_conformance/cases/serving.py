"""The server itself: health, reflection, time, deadlines, sizes, and what it does not know."""

from __future__ import annotations

from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc  # type: ignore[import-untyped]
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.mission import until
from osi_conformance.target import SERVICES, Refusal
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


@case("funding/server/health", "X1")
async def health(trial: Trial) -> None:
    stub = health_pb2_grpc.HealthStub(trial.target.channel)
    for service in ("", SERVICES[0]):
        request = health_pb2.HealthCheckRequest(service=service)

        async def serves(request: Any = request) -> bool:
            answer = await stub.Check(request, timeout=10)
            return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

        ensure(await until(serves, trial.setup.patience), f"{service or 'the whole'} is not SERVING")


@case("funding/server/reflection", "X2")
async def reflection(trial: Trial) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(trial.target.channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    async for answer in stub.ServerReflectionInfo(iter([request]), timeout=10):
        names = {one.name for one in answer.list_services_response.service}
        missing = {*SERVICES, "grpc.health.v1.Health"} - names
        ensure(not missing, f"reflection does not tell of {sorted(missing)}")
        return
    ensure(False, "reflection answers nothing")


@case("funding/server/deadline-then-asked-again", "X3")
async def deadline(trial: Trial) -> None:
    """Whoever was not answered in time asks again under the same request id, and it has happened once."""
    request = trial.town.fund_request(request_id=trial.mission.new_id("request"))
    try:
        await trial.target.call("CreateFund", request, trial.mission.metadata("rita"), timeout=0.0005)
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.DEADLINE_EXCEEDED, f"{refusal}; expected: DEADLINE_EXCEEDED")
    created = (await trial.mission.call("CreateFund", request)).message
    listed = await trial.mission.read(
        "ListFunds", api.ListFundsRequest(parent=trial.mission.name, page_size=1000, order_by="create_time desc")
    )
    ensure([one.name for one in listed.funds].count(created.name) == 1, "the fund is there twice, or not at all")


@case("funding/server/message-too-large", "X4")
async def message_too_large(trial: Trial) -> None:
    request = trial.town.fund_request()
    request.fund.purpose = "x" * 20_000_000
    try:
        await trial.mission.call("CreateFund", request)
    except Refusal as refusal:
        allowed = (grpc.StatusCode.RESOURCE_EXHAUSTED, INVALID)
        ensure(refusal.code in allowed, f"{refusal}; expected: RESOURCE_EXHAUSTED")
    else:
        ensure(False, "twenty megabytes of text were taken")
    await trial.town.fund()


@case("funding/server/unknown-method", "X5")
async def unknown_method(trial: Trial) -> None:
    call: Any = trial.target.channel.unary_unary(f"/{SERVICES[0]}/NoSuchMethod")
    try:
        await call(b"", timeout=10)
    except grpc.aio.AioRpcError as error:
        ensure(error.code() is grpc.StatusCode.UNIMPLEMENTED, f"{error.code().name}; expected: UNIMPLEMENTED")
        return
    ensure(False, "a method that there is not was answered")


@case("funding/server/bytes-that-are-no-message", "X6")
async def no_message(trial: Trial) -> None:
    call: Any = trial.target.channel.unary_unary(f"/{SERVICES[0]}/CreateFund")
    try:
        await call(b"\xff\xff\xff\xff\x00garbage", metadata=tuple(trial.mission.metadata("rita")), timeout=10)
    except grpc.aio.AioRpcError as error:
        ensure(error.code() in (INVALID, grpc.StatusCode.INTERNAL), f"{error.code().name}; expected: INVALID_ARGUMENT")
    else:
        ensure(False, "garbage was answered")
    await trial.town.fund()


@case("funding/server/text-too-long", "V1")
async def text_too_long(trial: Trial) -> None:
    request = trial.town.fund_request()
    request.fund.purpose = "x" * 2_001
    await trial.mission.refused("CreateFund", request, status=INVALID, field="fund.purpose")


@case("funding/server/text-with-controls", "V1")
async def text_with_controls(trial: Trial) -> None:
    request = trial.town.fund_request()
    request.fund.purpose = "a\u0000b"
    await trial.mission.refused("CreateFund", request, status=INVALID, field="fund.purpose")


@case("funding/server/enum-beyond-its-list", "V1")
async def enum_beyond(trial: Trial) -> None:
    request = trial.town.round_request((await trial.town.fund()).name)
    request.round.kind = 77  # type: ignore[assignment]
    await trial.mission.refused("CreateGrantRound", request, "olga", status=INVALID, field="round.kind")


@case("funding/server/output-fields-are-ignored", "V3")
async def output_is_ignored(trial: Trial) -> None:
    request = trial.town.fund_request(1_000)
    request.fund.name, request.fund.etag = trial.mission.at("funds/other"), "17"
    request.fund.free.units = 5_000
    created = (await trial.mission.call("CreateFund", request)).message
    ensure(created.free == created.amount, "what is only told was taken")
    ensure(created.name.endswith(request.fund_id), f"the fund is called {created.name}")


# Time


@case("funding/time/not-given-in-a-real-mission", "Z1")
async def not_in_a_real_one(trial: Trial) -> None:
    """A real mission keeps the clock's time; nobody brings another."""
    beside = [("osi-time", "2027-01-01T00:00:00Z")]
    await trial.mission.refused("CreateFund", trial.town.fund_request(), code="time-not-yours", beside=beside)


@case("funding/time/missing-in-a-simulated-mission", "Z2", "simulated")
async def missing_in_a_simulated_one(trial: Trial) -> None:
    beside = trial.mission.metadata("rita", timed=False)
    try:
        await trial.target.call("CreateFund", trial.town.fund_request(), beside)
    except Refusal as refusal:
        ensure("time-not-given" in refusal.codes, f"{refusal}; codes: {sorted(refusal.codes)}")
        return
    ensure(False, "a simulated mission took the clock's time")


@case("funding/time/is-that-of-the-call", "Z2", "simulated")
async def is_that_of_the_call(trial: Trial) -> None:
    fund = await trial.town.fund()
    told = fund.create_time.ToDatetime(tzinfo=trial.mission.now.tzinfo)
    ensure(told == trial.mission.now, f"the fund was opened at {told}; the call said {trial.mission.now}")


@case("funding/time/malformed", "Z3", "simulated")
async def malformed_time(trial: Trial) -> None:
    for wrong in ("yesterday", "2027-01-01", "2027-01-01T00:00:00", "9999999"):
        beside = [*trial.mission.metadata("rita", timed=False), ("osi-time", wrong)]
        try:
            await trial.target.call("CreateFund", trial.town.fund_request(), beside)
        except Refusal as refusal:
            ensure(refusal.code is INVALID, f"{refusal}; expected: INVALID_ARGUMENT")
        else:
            ensure(False, f"{wrong!r} was taken for a time")
