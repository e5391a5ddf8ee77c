"""What only an operator does, over the wire: what waits of others is taken up, and a clock that was wrong corrected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from google.rpc import error_details_pb2 as kinds
from grpc import StatusCode, aio
from osi.log.v1 import hearing_service_pb2 as pb
from osi.log.v1.hearing_service_pb2_grpc import HearingServiceStub

from osi_core.domain import Role, Service
from osi_core.mission.commands import GrantRole, JoinMission
from osi_core.mission.events import ParticipantJoined
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_funding import SERVICE
from osi_runtime.compose import Parts, composed
from services.runtime.tests.town import Served, Tokens, details_of, in_a_loop, settings_of
from tests.unit.process.apart import Apart

CHAIN = "missions/m/hearing/participation-1"


@pytest.fixture
def tokens(tmp_path):
    return Tokens(tmp_path)


@pytest.fixture
def town(monkeypatch):
    """Funding could not read that people joined, so all that is about Ben waits."""
    town = Apart()
    town.citizen("ada")
    town.engine.carry()
    participation, funding = (town.engine.engines[one] for one in (Service.PARTICIPATION, Service.FUNDING))
    participation.handle(JoinMission(mission="m", participant="ben"), actor="ben")
    participation.handle(GrantRole(mission="m", participant="ben", role=Role.EXPERT))
    with monkeypatch.context() as older:
        older.setattr(ParticipantJoined, "upcasters", ())
        funding.hear(participation.told("m")[-2:])
    return town


@asynccontextmanager
async def serving(town: Apart, tokens: Tokens) -> AsyncIterator[Served]:
    parts = Parts(
        store=town.stores[Service.FUNDING],
        plugins=Plugins.builtin(),
        clock=lambda: town.now,
        organisation_of={"m": "town"}.get,
    )
    async with (
        composed(settings_of(tokens), SERVICE, parts) as running,
        aio.insecure_channel(running.listening.addresses[0]) as channel,
    ):
        running.runtime.guards.clear()  # the others do not answer here, and what is known of them is not too old
        yield Served(running, channel, tokens)


@in_a_loop
async def test_what_waits_is_listed_in_pages_and_taken_up_in_its_order(town, tokens):
    async with serving(town, tokens) as served:
        stub, by = HearingServiceStub(served.channel), tokens.operator()
        first = await stub.ListParked(pb.ListParkedRequest(parent="missions/m", page_size=1), metadata=by)
        (joined,) = first.parked
        assert (joined.name, joined.subject, joined.reason) == (CHAIN, "missions/m/participants/ben", "unreadable")
        later = pb.TakeUpMessageRequest(name=CHAIN, position=joined.position + 1)
        with pytest.raises(aio.AioRpcError) as refused:
            await stub.TakeUpMessage(later, metadata=by)
        assert details_of(refused.value)[kinds.ErrorInfo].reason == "message-waits-behind"
        await stub.TakeUpMessage(pb.TakeUpMessageRequest(name=CHAIN, position=joined.position), metadata=by)
        # What was told is gone meanwhile, and the next page goes on behind it all the same.
        asked = pb.ListParkedRequest(parent="missions/m", page_token=first.next_page_token)
        (granted,) = (await stub.ListParked(asked, metadata=by)).parked
        assert (granted.position, granted.reason) == (joined.position + 1, "waits-behind")
        await stub.TakeUpMessage(later, metadata=by)
        assert served.runtime.engine.memory("m").rows[Member]["ben"].roles == {Role.CITIZEN, Role.EXPERT}
        assert not (await stub.ListParked(pb.ListParkedRequest(parent="missions/m"), metadata=by)).parked


@in_a_loop
async def test_only_the_operator_knows_what_waits(town, tokens):
    async with serving(town, tokens) as served:
        stub = HearingServiceStub(served.channel)
        asked = pb.ListParkedRequest(parent="missions/m")
        taking = pb.TakeUpMessageRequest(name=CHAIN, position=1)
        correcting = pb.CorrectClockRequest(name="missions/m", reason="It was wrong")
        calls = ((stub.ListParked, asked), (stub.TakeUpMessage, taking), (stub.CorrectClock, correcting))
        for call, request in calls:
            for metadata in ((), tokens.person("ada")):
                with pytest.raises(aio.AioRpcError) as refused:
                    await call(request, metadata=metadata)
                assert refused.value.code() in (StatusCode.UNAUTHENTICATED, StatusCode.PERMISSION_DENIED)
        with pytest.raises(aio.AioRpcError) as malformed:
            await stub.ListParked(pb.ListParkedRequest(parent="missions/m", page_token="7"), metadata=tokens.operator())
        assert malformed.value.code() is StatusCode.INVALID_ARGUMENT


@in_a_loop
async def test_after_a_wrong_clock_nothing_goes_on_until_it_is_corrected(town, tokens):
    async with serving(town, tokens) as served:
        stub, by = HearingServiceStub(served.channel), tokens.operator()
        correcting = pb.CorrectClockRequest(name="missions/m", reason="The machine had started with a wrong clock")
        with pytest.raises(aio.AioRpcError) as refused:
            await stub.CorrectClock(correcting, metadata=by)
        assert details_of(refused.value)[kinds.ErrorInfo].reason == "clock-not-wrong"
        joined = (await stub.ListParked(pb.ListParkedRequest(parent="missions/m"), metadata=by)).parked[0]
        taking = [pb.TakeUpMessageRequest(name=CHAIN, position=joined.position + more) for more in (0, 1)]
        town.later(days=3_653)
        await stub.TakeUpMessage(taking[0], metadata=by)
        town.now -= timedelta(days=3_653)
        with pytest.raises(aio.AioRpcError) as ahead:
            await stub.TakeUpMessage(taking[1], metadata=by)
        assert details_of(ahead.value)[kinds.ErrorInfo].reason == "log-ahead-of-clock"
        await stub.CorrectClock(correcting, metadata=by)
        await stub.TakeUpMessage(taking[1], metadata=by)
        assert [one.time for one in served.runtime.engine.events("m")][-1] == town.now
