"""The funding service of another make (`examples/swap`): it keeps the contract, and what it has said when it is killed;
and it takes part in the demo, and in a network that `osi up` runs, over NATS.

Its packages come from npm's registry, so these tests are skipped until `make swap` has installed them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError
from osi.log.v1 import log_service_pb2 as log
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.cases import chosen
from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission
from osi_conformance.neighbours import neighbours
from osi_conformance.results import read_expected
from osi_conformance.running import run
from osi_conformance.setup import Setup, settings_text
from osi_conformance.town import Town
from osi_core.domain import Recorded, Service
from osi_core.log.envelope import Entry, decode
from osi_core.log.memory import MemoryStore
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.process.share import service_of
from osi_core.simulation import demo_plan, play, seeded_chance
from osi_core.testing.ports import free_ports
from osi_demo import House
from osi_demo.digest import decided, decisions_of
from osi_up.first_call import main as first_call
from services.demo.tests.test_over_the_wire import AMONG_SERVICES, deeds
from services.demo.tests.test_three_processes import KillsOnTheWay
from services.up.tests.test_up import Network, chains_heard, is_state

SWAP = Path(__file__).parents[2] / "examples" / "swap"
NODE = SWAP / "node_modules" / ".bin" / "node"
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not NODE.exists(), reason="the npm packages of examples/swap are not installed: make swap"),
]


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    target, first, second = free_ports(3)
    setup = Setup(f"127.0.0.1:{target}", "funding", tmp_path / "keys", ports=(first, second), patience=60.0)
    Issuer(setup.folder)
    (tmp_path / "funding.toml").write_text(settings_text(setup), encoding="utf-8")
    return setup


@contextmanager
def served(folder: Path, *, ends: signal.Signals = signal.SIGTERM, store: str = "funding.db") -> Iterator[None]:
    """The service as a process; at the end it gets a signal."""
    call = [str(NODE), "--no-warnings", str(SWAP / "src" / "server.ts")]
    call += ["--config", "funding.toml", "--store", store]
    with (folder / "server.log").open("a") as told:
        server = subprocess.Popen(call, cwd=folder, stdout=told, stderr=told)
        try:
            yield
        finally:
            server.send_signal(ends)
            server.wait(30)


def test_every_case_of_the_kit_passes(setup: Setup, tmp_path: Path) -> None:
    cases = chosen("funding")
    expected = read_expected(SWAP / "expected-failures.txt", [one.name for one in cases])
    with served(tmp_path):
        report = asyncio.run(run(setup, cases, expected=expected))
    assert [(one.name, one.message) for one in report.results if one.status != "passed"] == []


async def _told(mission: Mission) -> list[Any]:
    """Its public log."""
    request = log.ReadPublicRequest(mission=mission.name, chain="funding-1")
    beside = mission.metadata("peer", timed=False)
    return [one async for part in mission.target.stream("ReadPublic", request, beside) for one in part.events]


def test_what_it_has_answered_it_keeps_when_it_is_killed(setup: Setup, tmp_path: Path) -> None:
    async def play() -> None:
        async with neighbours(setup) as around:
            with served(tmp_path, ends=signal.SIGKILL):
                mission = await around.mission()
                town = Town(mission)
                (grant,) = await town.grants(1)
                request = town.application_request((await town.round()).name, request_id="once")
                applied = (await mission.call("CreateApplication", request, "founder-01")).message
                before = await _told(mission)
            with served(tmp_path):
                await mission.heard()
                again = (await mission.call("CreateApplication", request, "founder-01")).message
                assert again == applied
                assert await _told(mission) == before
                assert await grant.held() == {"granted": grant.amount}

    asyncio.run(play())


def test_the_library_reads_what_it_says(setup: Setup, tmp_path: Path) -> None:
    """Its events are those of the library, field by field, and every hash that can be checked holds."""

    async def play() -> None:
        async with neighbours(setup) as around:
            with served(tmp_path):
                mission = await around.mission()
                (grant,) = await Town(mission).grants(1)
                await grant.do("AcceptGrant", grant.founder)
                await grant.do("ProposeGrantMove", "olga")
                await grant.do("PayGrant", "rita", note="Transfer 17")
                told = await _told(mission)
        before = bytes(32)
        for one in told:
            event = decode(
                Entry(mission.id, one.position, one.stream, one.version, one.type, one.envelope, one.hash)
            ).event
            assert event.public
            assert event.type == one.type
            if one.position == one.previous + 1:
                assert hashlib.sha256(before + one.envelope).digest() == one.hash
            before = one.hash
        assert "funding.paid" in [one.type for one in told]

    asyncio.run(play())


def test_what_is_due_and_what_words_lie_behind_seals_is_read(setup: Setup, tmp_path: Path) -> None:
    async def play() -> None:
        async with neighbours(setup) as around:
            with served(tmp_path):
                mission = await around.mission()
                town = Town(mission)
                round_ = await town.round()
                applied = await town.apply(round_.name, purpose="Zwölf Segel für den Platz")
                due = (await mission.read("ListDue", reads.ListDueRequest(parent=mission.name))).due
                assert [(one.name, one.code) for one in due] == [
                    (round_.name, "due.applications"),
                    (round_.name, "due.grant-round"),
                ]
                watching = mission.target.stream("WatchDue", reads.WatchDueRequest(parent=mission.name))
                assert list((await anext(watching)).due) == list(due)
                await watching.aclose()  # type: ignore[attr-defined]
                found = await mission.read("Search", reads.SearchRequest(parent=mission.name, query="segel zwolf"))
                assert [one.name for one in found.results] == [applied.name]
                (said,) = [one for one in await _told(mission) if one.type == "funding.applied"]
                seal = json.loads(said.envelope)["data"]["purpose"]
                asked = reads.BatchGetTextsRequest(parent=mission.name, seals=[seal])
                (text,) = (await mission.read("BatchGetTexts", asked, "peer")).texts
                assert hashlib.sha256(bytes.fromhex(text.salt) + text.text.encode()).hexdigest() == seal
                outlook = await mission.read("GetOutlook", reads.GetOutlookRequest(parent=mission.name), "ada")
                unmet = {one.command: [every.code for every in one.unmet] for one in outlook.commands}
                assert (unmet["ApplyForGrant"], unmet["OpenFund"]) == ([], ["role-missing"])

    asyncio.run(play())


# Over NATS


def on_the_bus(servers: str, mission: str, said: int, heard: int, **shown: Any) -> None:
    """Waits until the service has said there all up to this position, and heard so many messages; asked as itself."""

    async def look() -> None:
        client = await nats.connect(servers, inbox_prefix="_INBOX.funding-1", **shown)
        try:
            async with asyncio.timeout(60):
                while await _last_said(client.jetstream(), mission) < said or await _heard(client.jetstream()) < heard:
                    await asyncio.sleep(0.05)
        finally:
            await client.close()

    asyncio.run(look())


async def _last_said(stream: JetStreamContext, mission: str) -> int:
    try:
        last = await stream.get_msg("OSI", subject=f"osi.v1.funding.{mission}.>")
    except NotFoundError:
        return 0
    return int((last.headers or {})["ce-position"])


async def _heard(stream: JetStreamContext) -> int:
    delivered = (await stream.consumer_info("OSI", "funding-1")).delivered
    return delivered.consumer_seq if delivered else 0


def _deeds(records: Iterable[Recorded]) -> Counter[bytes]:
    """What participation and matching have said in public, but for what services say to each other about it."""
    of = (one for one in records if service_of(type(one.event)) in (Service.PARTICIPATION, Service.MATCHING))
    return Counter(deeds(one for one in of if one.event.public and not isinstance(one.event, AMONG_SERVICES)))


@pytest.mark.nats
def test_in_the_demo_the_others_decide_with_it_as_with_ours(tmp_path: Path) -> None:
    """Participation and matching say and decide the same, to the digest; of grants the same is decided, over ballots in
    another order and with a seed of its own. It and matching are killed once, while a phase asks to close.
    """
    plugins = Plugins.load()
    rules = playbook_of(tomllib.loads((SWAP / "demo.toml").read_text("utf-8")))
    plan = demo_plan(part=110).under(rules)
    alone = Engine(MemoryStore(), plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    in_one = play(alone, plan, runner=InProcessRunner(plugins))
    commands = {Service.FUNDING: f"{NODE} --no-warnings {SWAP / 'src' / 'server.ts'} --config {{config}}"}
    with House(tmp_path, seed=plan.seed, mission=plan.mission, bus=True, commands=commands) as house:
        engines = KillsOnTheWay(house, plugins)
        with_it = play(engines, plan, runner=InProcessRunner(plugins))
        engines.all_heard(plan.mission)
        told = [*engines.records(plan.mission)]
        said = max(one.position for one in told if one.chain == "funding-1")
        heard = sum(one.chain != "funding-1" for one in told)
        on_the_bus(f"nats://{house.bus}", plan.mission, said, heard)
    assert engines.waits_for == []
    assert with_it.receipts.keys() == in_one.receipts.keys()
    mine, others = (decisions_of(records) for records in (alone.events(plan.mission), told))
    grants = [one for one in mine if one.kind == "allocation"]
    assert [one for one in others if one.kind != "allocation"] == [one for one in mine if one.kind != "allocation"]
    assert [decided(one) for one in others if one.kind == "allocation"] == [decided(one) for one in grants] != []
    assert {one.distribution for one in others if one.kind == "allocation"} == {"osi-swap-funding"}
    assert _deeds(told) == _deeds(alone.events(plan.mission))
    assert "the bus" not in house.log_of(Service.FUNDING).read_text("utf-8")


@pytest.mark.nats
def test_it_takes_the_place_that_osi_up_leaves(tmp_path: Path) -> None:
    """It connects as the user that it is there, and may do what its library has to ask for."""
    network = Network(tmp_path / "house", free_ports(4)[0], "--json", "--without", "funding")
    try:
        network.until(is_state("participation", "starts"))  # the settings are written
        with served(tmp_path / "house", store="own.db"):
            network.until(lambda one: one["kind"] == "ready")
            first_call(tmp_path / "house")
            chains_heard(network)
            (bus,) = tomllib.loads((tmp_path / "house" / "funding.toml").read_text("utf-8"))["bus"]["servers"]
            password = (tmp_path / "house" / "funding.nats").read_text("utf-8")
            on_the_bus(bus, "first", said=1, heard=3, user="funding-1", password=password)
        assert "the bus" not in (tmp_path / "house" / "server.log").read_text("utf-8")
    finally:
        network.end()
    assert not (tmp_path / "house" / "funding.db").exists()
