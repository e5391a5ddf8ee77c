"""What others may read of the own log: services of a mission and the operator of its organisation, and no one else."""

from __future__ import annotations

import asyncio

import pytest
from osi.log.v1 import log_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_core.domain import Refused, Service
from osi_core.mission.chain_commands import RetireChain
from osi_core.mission.commands import ChangePlaybook
from osi_core.mission.playbook import Playbook
from osi_runtime.auth import NOBODY, Operator, Peer, Person
from osi_runtime.errors import CallRefused
from osi_runtime.peers import public_log

FUNDING = Peer(Service.FUNDING, frozenset({"funding-1"}), frozenset({"town"}))
OPERATOR = Operator(frozenset({"town"}))
STRANGERS = [
    NOBODY,
    Person("m", "p-1", "town"),
    Operator(frozenset({"village"})),
    Peer(Service.MATCHING, frozenset({"matching-1"}), frozenset({"town"})),
    Peer(Service.FUNDING, frozenset({"funding-1"}), frozenset({"village"})),
    Peer(Service.FUNDING, frozenset({"funding-1"})),
]


@pytest.fixture
def log(town):
    """Of participation, which has begun a mission that lists funding."""
    town.create()
    asyncio.run(town.participation.prepare())
    yield town.participation.peers.log
    asyncio.run(town.participation.end())


async def read(log, caller, **asked):
    given = {"mission": "missions/m", "chain": "participation-1"} | asked
    return [one async for one in log.read_public(caller, pb.ReadPublicRequest(**given))]


@pytest.mark.parametrize("caller", [FUNDING, OPERATOR])
def test_services_of_the_mission_and_its_operator_read(town, log, caller):
    async def play():
        head = await log.get_head(caller, pb.GetHeadRequest(mission="missions/m"))
        own = town.participation.engine.head("m")
        assert (head.position, head.hash, head.last_public) == (own.position, own.hash, 2)
        assert (head.chain, head.service) == ("participation-1", terms_pb2.SERVICE_PARTICIPATION)
        assert list(head.serving_chains) == ["funding-1"]
        answers = await read(log, caller)
        told = [event for answer in answers for event in answer.events]
        assert [one.type for one in told] == ["mission.created", "mission.chain_listed"]
        assert [one.envelope for one in told] == [one.raw for one in town.participation.engine.told("m")]
        assert {answer.last_public for answer in answers} == {2}
        assert (await log.get_heard_head(caller, pb.GetHeardHeadRequest(mission="missions/m", chain="x"))).position == 0

    asyncio.run(play())


@pytest.mark.parametrize("caller", STRANGERS, ids=str)
def test_to_everybody_else_the_mission_is_not_there(log, caller):
    async def play():
        assert not (await log.list_heads(caller, pb.ListHeadsRequest())).heads
        for call in (
            log.get_head(caller, pb.GetHeadRequest(mission="missions/m")),
            log.get_heard_head(caller, pb.GetHeardHeadRequest(mission="missions/m", chain="funding-1")),
            read(log, caller),
        ):
            with pytest.raises(Refused) as refused:
                await call
            assert refused.value.codes == ("mission-unknown",)

    asyncio.run(play())


@pytest.mark.parametrize(
    "name", ["", "m", "missions/", "missions/unknown", "missions/m/funds/f", "missions/M", "x" * 999]
)
def test_names_of_nothing(log, name):
    with pytest.raises(Refused):
        asyncio.run(log.get_head(OPERATOR, pb.GetHeadRequest(mission=name)))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"chain": "matching-1"}, "peers.chain-of-another"),
        ({"chain": ""}, "peers.chain-of-another"),
        ({"after": 3}, "peers.after-beyond-end"),
        ({"follow": True, "upto": 2}, "peers.follow-and-upto"),
    ],
)
def test_what_cannot_be_read(log, asked, code):
    with pytest.raises(CallRefused) as refused:
        asyncio.run(read(log, FUNDING, **asked))
    assert refused.value.code == code


def test_a_part_of_it(town, log):
    town.join(50)
    answers = asyncio.run(read(log, FUNDING, after=10, upto=20))
    assert [event.position for answer in answers for event in answer.events] == list(range(11, 21))


def test_many_events_come_in_answers_of_some_hundred(town, log):
    town.join(1000)
    answers = asyncio.run(read(log, FUNDING))
    sizes = [len(one.events) for one in answers]
    assert max(sizes) <= public_log.MOST_EVENTS
    assert sum(sizes) == 1002


def test_large_events_come_one_by_one(town, log, monkeypatch):
    monkeypatch.setattr(public_log, "MOST_BYTES", 10)
    town.join(5)
    assert [len(one.events) for one in asyncio.run(read(log, FUNDING))] == [1] * 7


def test_heads_in_pages(town, log):
    for number in range(7):
        town.create(f"m-{number}")
    town.create("hidden", lists=())

    async def pages(size):
        token, found = "", []
        while True:
            answer = await log.list_heads(FUNDING, pb.ListHeadsRequest(page_size=size, page_token=token))
            found.append([head.mission for head in answer.heads])
            token = answer.next_page_token
            if not token:
                return found

    names = ["missions/m", *(f"missions/m-{number}" for number in range(7))]
    assert asyncio.run(pages(0)) == [names]
    assert [name for page in asyncio.run(pages(3)) for name in page] == names
    with pytest.raises(CallRefused) as refused:
        asyncio.run(log.list_heads(FUNDING, pb.ListHeadsRequest(page_token="Not A Name")))
    assert refused.value.code == "peers.page-token-malformed"


def test_a_chain_that_is_retired_reads_that_it_is(town, log):
    engine = town.participation.engine
    engine.handle(RetireChain(mission="m", chain="funding-1", last=0, reason="replaced"))
    answers = asyncio.run(read(log, FUNDING))
    assert answers[-1].events[-1].type == "mission.chain_retired"
    head = asyncio.run(log.get_head(FUNDING, pb.GetHeadRequest(mission="missions/m")))
    assert not head.serving_chains


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 700])
def test_the_last_public_one_is_found_wherever_it_is(town, log, count):
    town.join(count)
    for _ in range(2):
        head = asyncio.run(log.get_head(FUNDING, pb.GetHeadRequest(mission="missions/m")))
        assert head.last_public == town.participation.engine.told("m")[-1].position
        town.join(3, start=count)
        count += 3


def test_who_follows_gets_heartbeats_and_what_comes(town, log):
    async def play():
        answers = log.read_public(
            FUNDING, pb.ReadPublicRequest(mission="missions/m", chain="participation-1", after=2, follow=True)
        )
        silent = await anext(answers)
        assert (len(silent.events), silent.last_public) == (0, 2)
        change = ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed")
        await asyncio.to_thread(town.participation.engine.handle, change)
        while not (answer := await anext(answers)).events:
            pass
        assert [one.type for one in answer.events] == ["mission.playbook_asked"]
        assert town.participation.peers._bell._listening
        await answers.aclose()
        assert not town.participation.peers._bell._listening

    asyncio.run(play())


def test_events_are_shown_as_messages_where_there_are_some(town, log):
    from google.protobuf.struct_pb2 import Struct

    shown = public_log.PublicLog(
        town.participation.engine,
        town.participation.peers._bell,
        asyncio.to_thread,
        lambda _: "town",
        message_of=_struct_of_creation(Struct),
    )
    (answer,) = asyncio.run(read(shown, FUNDING))
    assert [one.HasField("payload") for one in answer.events] == [True, False]


def _struct_of_creation(kind):
    def message(event, mission):
        if event.type != "mission.created":
            raise KeyError(event.type)
        return kind()

    return message
