"""A service of a network whose store was restored from an older copy: it goes on under a new chain, the private range
that `osi adopt` names is gone, and nothing else.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res

from osi_core.domain import Service
from osi_core.hearing.events import ChainAdopted
from osi_core.log.envelope import Entry, decode
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.mission.events import PlaybookChanged
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import OPERATOR, Handled, Request
from osi_core.simulation import demo_plan, play
from osi_core.solutions.commands import RegisterForKickoff
from osi_demo import WireEngines
from osi_demo.house import House, ServiceEnded
from tests.system.faults.network import Network, network
from tests.system.waiting import PATIENCE, until

pytestmark = [pytest.mark.system, pytest.mark.nats]

LIVE = "live"


def osi(*words: str | Path) -> dict[str, Any]:
    """What the command says as JSON."""
    command = [sys.executable, "-m", "osi_core.cli", *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


class Said(NamedTuple):
    """What a service has said in a mission."""

    entries: list[Entry]
    public: set[int]
    """The positions of those that others hear."""


def said(one: Network, service: Service, mission: str) -> Said:
    with closing(SqlStore.open(one.store_of(service), read_only=True)) as store:
        return Said(list(store.read(mission)), {entry.position for _, entry in store.read_public(mission)})


def types_said(one: Network, service: Service, mission: str) -> set[str]:
    return {entry.type for entry in said(one, service, mission).entries}


def goes_on(one: Network, mission: str) -> bool:
    """Whether matching's log goes on in its new chain."""
    return ChainAdopted.type in types_said(one, Service.MATCHING, mission)


class Copying(WireEngines):
    """Has a copy made of matching's store while people register for a kick-off, of which only it knows."""

    def __init__(self, house: House, plugins: Plugins, copy: Path) -> None:
        super().__init__(house, plugins)
        self._copy, self._registered = copy, 0

    def _given(self, request: Request) -> Handled:
        handled = super()._given(request)
        if isinstance(request.command, RegisterForKickoff):
            self._registered += 1
            if self._registered == 3:
                osi("backup", self._copy, "--store", self._house.store_of(Service.MATCHING))
        return handled


def test_what_was_private_behind_the_copy_is_lost_as_it_is_named_and_nothing_else(tmp_path: Path) -> None:
    plugins, plan, copy = Plugins.builtin(), demo_plan(0, part=110), tmp_path / "yesterday.db"
    with network(tmp_path) as one:
        engines = Copying(one, plugins, copy)
        caller = engines.caller
        caller.give(CreateMission(mission=LIVE, title="A cool town"))
        for service in (Service.MATCHING, Service.FUNDING):
            caller.give(ListChain(mission=LIVE, chain=f"{service}-1", service=service))
        play(engines, plan, runner=InProcessRunner(plugins))
        for mission in (LIVE, plan.mission):
            engines.all_heard(mission)
        before = {service: said(one, service, plan.mission) for service in Service}

        # The disk is lost, and there is yesterday's copy
        one.end(Service.MATCHING)
        osi("restore", copy, "--to", one.store_of(Service.MATCHING), "--accept-loss")
        with pytest.raises(ServiceEnded, match="older copy"):
            one.start(Service.MATCHING)
        one.end(Service.MATCHING)

        # What is lost is named
        adopt = ("adopt", "matching", "--chain", "matching-2", "--config", one.folder / "matching.toml")
        named = {told["mission"]: told for told in osi(*adopt)["missions"]}
        entries, public = before[Service.MATCHING]
        after, last = named[plan.mission]["after"], named[plan.mission]["last"]
        behind = [entry.position for entry in entries if after < entry.position <= last]
        private = [position for position in behind if position not in public]
        assert named[plan.mission]["lost"] == len(private) > 0
        assert named[plan.mission]["adopted"] == len(behind) - len(private) > 0
        assert named[LIVE]["lost"] == 0

        # It goes on
        token = tmp_path / "operator.token"
        token.write_text(one.token("", OPERATOR), "utf-8")
        token.chmod(0o600)
        osi(*adopt, "--token-file", token)
        one.write_settings(Service.MATCHING, "matching-2")
        one.start(Service.MATCHING)
        for mission in (LIVE, plan.mission):
            until(partial(goes_on, one, mission), mission)
        _assert_nothing_else_is_lost(one, plan.mission, before, (after, last))
        change = participation.ChangePlaybookRequest(name=f"missions/{LIVE}", playbook=res.Playbook(), reason="later")
        caller.ask("ChangePlaybook", change, OPERATOR, mission=LIVE)
        until(lambda: PlaybookChanged.type in types_said(one, Service.PARTICIPATION, LIVE), "it does not answer")


def _assert_nothing_else_is_lost(
    one: Network, mission: str, before: dict[Service, Said], between: tuple[int, int]
) -> None:
    after, last = between
    entries, public = before[Service.MATCHING]
    now = said(one, Service.MATCHING, mission).entries
    assert now[:after] == entries[:after], "what the copy holds is as it was, bytes and hashes"
    event = decode(now[after]).event
    assert isinstance(event, ChainAdopted)
    assert (event.chain, event.after, event.last) == ("matching-1", after, last)
    with closing(SqlStore.open(one.store_of(Service.MATCHING), read_only=True)) as store:
        adopted = [(entry.position, entry.hash) for entry in store.heard(mission, "matching-1", after)]
    assert adopted == [(entry.position, entry.hash) for entry in entries if entry.position in public][-len(adopted) :]
    assert {entry.position for entry in entries if entry.position > after} & public == dict(adopted).keys()
    for service in (Service.PARTICIPATION, Service.FUNDING):
        was = before[service].entries
        assert said(one, service, mission).entries[: len(was)] == was, f"{service} has lost something"
