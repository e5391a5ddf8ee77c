"""The funding service of another make (`examples/swap`): it keeps the contract, and what it has said when it is killed.

Its packages come from npm's registry, so these tests are skipped until `make swap` has installed them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
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
from osi_core.log.envelope import Entry, decode
from osi_core.testing.ports import free_ports

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
def served(folder: Path, *, ends: signal.Signals = signal.SIGTERM) -> Iterator[None]:
    """The service as a process; at the end it gets a signal."""
    call = [str(NODE), "--no-warnings", str(SWAP / "src" / "server.ts")]
    call += ["--config", "funding.toml", "--store", "funding.db"]
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
