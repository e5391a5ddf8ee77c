"""What a real funding service says to requests that are too large, broken off, late, or about something else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import grpc
import pytest
from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import funding_service_pb2_grpc as services

import osi_client
from osi_client import ByToken, ballots
from osi_client.ballots import Stream
from osi_conformance.mission import Mission, until
from osi_conformance.target import Refusal
from osi_core.log.sql import SqlStore
from tests.system.served import Served, Town, served

pytestmark = pytest.mark.system
Story = Callable[[Served, Town], Awaitable[None]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad-input")


@pytest.fixture(scope="module")
def play(folder: Path) -> Any:
    """Plays stories with one service, each in a mission of its own."""
    with asyncio.Runner() as runner:
        ends = served(folder)
        service = runner.run(ends.__aenter__())
        runner.run(service.start())

        async def played(story: Story) -> None:
            mission = service.mission()
            await mission.heard()
            await story(service, Town(mission))

        yield lambda story: runner.run(played(story))
        assert "Traceback" not in service.log
        runner.run(ends.__aexit__(None, None, None))


async def refused(mission: Mission, method: str, request: Any, **expected: Any) -> Refusal:
    """As the town's representative."""
    return await mission.refused(method, request, **expected)


def test_a_page_token_is_good_for_its_own_list_alone(play: Any) -> None:
    async def story(service: Served, town: Town) -> None:
        mission = town.mission
        fund = await town.fund()
        await town.fund()
        for _ in range(3):
            await town.round(fund.name, 1_000)
        asked = api.ListFundsRequest(parent=mission.name, page_size=1)
        token = (await mission.read("ListFunds", asked)).next_page_token
        assert token
        assert (await mission.read("ListFunds", api.ListFundsRequest(parent=mission.name, page_token=token))).funds
        others: list[tuple[str, Any]] = [
            ("ListGrantRounds", api.ListGrantRoundsRequest(parent=mission.name, page_token=token)),
            ("ListLedgerEntries", api.ListLedgerEntriesRequest(parent=fund.name, page_token=token)),
            ("ListFunds", api.ListFundsRequest(parent=mission.name, page_token=token, filter="free > 0")),
            ("ListFunds", api.ListFundsRequest(parent=mission.name, page_token=token, order_by="amount desc")),
            ("ListFunds", api.ListFundsRequest(parent=mission.name, page_token=token[:-2])),
            ("ListFunds", api.ListFundsRequest(parent=mission.name, page_token="x" * 2_000)),
        ]
        another = service.mission()
        await another.heard()
        for method, request in others:
            await refused(mission, method, request, status=grpc.StatusCode.INVALID_ARGUMENT, field="page_token")
        elsewhere = api.ListFundsRequest(parent=another.name, page_token=token)
        await refused(another, "ListFunds", elsewhere, status=grpc.StatusCode.INVALID_ARGUMENT, field="page_token")

    play(story)


def test_a_message_of_20_megabytes_is_not_taken(play: Any) -> None:
    async def story(service: Served, town: Town) -> None:
        large = town.fund_request()
        large.fund.purpose = "x" * 20_000_000
        await refused(town.mission, "CreateFund", large, status=grpc.StatusCode.RESOURCE_EXHAUSTED)
        large.fund.purpose = "x" * 3_000_000
        await refused(town.mission, "CreateFund", large, status=grpc.StatusCode.INVALID_ARGUMENT, field="fund.purpose")
        await town.fund()

    play(story)


def test_a_stream_that_breaks_off_counts_nothing_by_half_and_goes_on_by_the_ids(play: Any) -> None:
    async def story(service: Served, town: Town) -> None:
        mission = town.mission
        round_, applications = await town.voting(10_000, 10_000, budget=10_000)
        voters = ("ada", "ben", "cem", "dia", "eli", "mia")
        given = [
            ByToken(mission.token(by), api.GrantBallot(id=f"ballot-{by}", choices=applications[:1])) for by in voters
        ]
        beside = tuple(mission.metadata(timed=True))
        async with grpc.aio.insecure_channel(service.setup.target) as channel:
            stub: Any = services.FundingServiceStub(channel)
            call = stub.StreamGrantBallots(metadata=beside)
            for part in _parts(round_, given)[:2]:
                await call.write(part)
            assert await until(lambda: _lie_there(service, mission, 4), 20)
            call.cancel()
        assert await _standing(service, round_, given, beside) == len(given)
        assert await _lie_there(service, mission, len(given))
        decided = await town.decide(round_)
        assert [award.application for award in decided.awards] == applications[:1]

    play(story)


def _parts(name: str, given: list[ByToken]) -> list[api.StreamGrantBallotsRequest]:
    """Parts of two ballots."""
    stream = Stream(name)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(ballots, "LARGEST_PART", 2)
        for one in given:
            assert stream.take(one)
    return list(stream.requests())


async def _lie_there(service: Served, mission: Mission, count: int) -> bool:
    """Whether so many ballots lie in the boxes of a mission, each once."""
    with closing(SqlStore.open(service.folder / "funding.db", read_only=True)) as store:
        cast = [json.loads(one.raw) for one in store.read(mission.id) if one.type == "funding.ballots_cast"]
    ids = [id for one in cast for id in one["data"]["ids"]]
    assert len(set(ids)) == len(ids)
    return len(ids) == count


async def _standing(service: Served, round_: str, given: list[ByToken], beside: Any) -> int:
    """How many stand once all are sent again."""
    async with grpc.aio.insecure_channel(service.setup.target) as channel:
        stub: Any = services.FundingServiceStub(channel)

        reply = await stub.StreamGrantBallots(iter(_parts(round_, given)), metadata=beside)
        assert not reply.refused_count, reply
        return int(reply.cast)


def test_a_deadline_that_passes_says_whether_it_may_have_happened_and_asking_again_finds_out(play: Any) -> None:
    async def story(service: Served, town: Town) -> None:
        mission = town.mission
        told: set[str] = set()
        ended: set[grpc.StatusCode] = set()
        for number in range(60):
            request = town.fund_request(fund_id=f"late-{number}", request_id=f"request-{number}")
            try:
                await mission.target.call(
                    "CreateFund", request, mission.metadata("rita"), timeout=0.001 * (number % 12 + 1) + 0.02
                )
            except Refusal as refusal:
                ended.add(refusal.code)
                told |= refusal.codes
            made = (await mission.call("CreateFund", request)).message
            assert made.name == mission.at(f"funds/late-{number}")
        assert ended <= {grpc.StatusCode.DEADLINE_EXCEEDED}
        assert told <= {"runtime.deadline-before", "runtime.deadline-unsure"}
        listed = await mission.read("ListFunds", api.ListFundsRequest(parent=mission.name, page_size=1_000))
        assert len(listed.funds) == 60

    play(story)


def test_a_client_that_gives_up_is_told_the_id_to_ask_again_with(play: Any) -> None:
    async def story(service: Served, town: Town) -> None:
        mission = town.mission
        request = town.fund_request(fund_id="given-up")
        never = osi_client.Retries(attempts=1)
        timed = dict(mission.metadata())

        class Timed(grpc.aio.UnaryUnaryClientInterceptor):
            async def intercept_unary_unary(self, go_on: Any, details: Any, request: Any) -> Any:
                beside = [*(details.metadata or ()), ("osi-time", timed["osi-time"])]
                return await go_on(details._replace(metadata=grpc.aio.Metadata(*beside)), request)

        async with osi_client.connect(
            service.setup.target, token=mission.token("rita"), retries=never, interceptors=[Timed()]
        ) as osi:
            try:
                await osi.funding.create_fund(request, timeout=0.022)
            except osi_client.DeadlineExceeded as late:
                request.request_id = late.request_id
            made = await osi.funding.create_fund(request)
            found = [fund.name async for fund in osi.funding.list_funds(parent=mission.name)]
            assert found == [made.name]

    play(story)
