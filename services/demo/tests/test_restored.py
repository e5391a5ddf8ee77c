"""A service whose disk was lost goes on from yesterday's copy, under another chain; nothing that was public is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from osi_core.domain import Service
from osi_core.hearing.events import ChainAdopted
from osi_core.log.envelope import chain_of
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import ChangePlaybook, CreateMission
from osi_core.mission.playbook import Playbook
from osi_core.process import OPERATOR, Engine, share_of
from osi_demo import Caller, House
from osi_demo.house import ServiceEnded

pytestmark = pytest.mark.system
PATIENCE = 60.0
FUNDING, PARTICIPATION = Service.FUNDING, Service.PARTICIPATION


def until(question: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < ends, what
        time.sleep(0.05)


def heard(house: House, hearer: Service, chain: str) -> int:
    """Up to where a service has heard a chain."""
    with closing(SqlStore.open(house.store_of(hearer), read_only=True)) as store:
        found = store.heard_heads("m").get(chain)
        return found.position if found else 0


def change_playbook(house: House, caller: Caller, chain: str, number: int) -> None:
    """Asks all services something, which each answers in public."""
    before = heard(house, PARTICIPATION, chain)
    caller.give(ChangePlaybook(mission="m", playbook=Playbook(), reason=f"change {number}"), request_id=f"c{number}")
    until(lambda: heard(house, PARTICIPATION, chain) > before, f"{chain} has not answered")


def adopt(house: House, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "osi_core.cli", "adopt", "funding", "--json", "--chain", "funding-2", *more]
    config = ["--config", str(house.folder / "funding.toml")]
    return subprocess.run([*command, *config], capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.mark.parametrize("bus", [False, pytest.param(True, marks=pytest.mark.nats)], ids=["by gRPC", "over NATS"])
def test_a_service_goes_on_from_an_older_copy_under_a_new_chain(tmp_path: Path, bus: bool) -> None:
    with House(tmp_path / "house", bus=bus) as house:
        caller = Caller(house)
        caller.give(CreateMission(mission="m", title="Cool"), request_id="create")
        for other in (Service.MATCHING, FUNDING):
            listed = ListChain(mission="m", chain=f"{other}-1", service=other, address=house.addresses[other])
            caller.give(listed, request_id=f"list-{other}")
        change_playbook(house, caller, "funding-1", 1)
        house.end(FUNDING)
        store = Path(house.store_of(FUNDING))
        copies = [(one, tmp_path / one.name) for one in (store, Path(f"{store}.head"))]
        for one, copy in copies:
            shutil.copyfile(one, copy)
        house.start(FUNDING)
        change_playbook(house, caller, "funding-1", 2)
        last = heard(house, PARTICIPATION, "funding-1")
        house.end(FUNDING)
        for one, copy in copies:
            shutil.copyfile(copy, one)

        with pytest.raises(ServiceEnded, match="restored from an older copy"):
            house.start(FUNDING)
        said = adopt(house)
        assert said.returncode == 0, said.stderr
        (mission,) = json.loads(said.stdout)["missions"]
        assert (mission["mission"], mission["last"], mission["adopted"], mission["lost"]) == ("m", last, 1, 0)
        assert mission["after"] < last
        token = tmp_path / "operator.token"
        token.write_text(house.token("", OPERATOR))
        for _ in range(2):  # said again, nothing changes
            said = adopt(house, "--token-file", str(token))
            assert said.returncode == 0, said.stderr
            assert json.loads(said.stdout)["goes_on_as"] == "funding-2"

        house.write_settings(FUNDING, "funding-2")
        house.start(FUNDING)
        until(lambda: heard(house, PARTICIPATION, "funding-2") > 0, "the new chain is not heard")
        change_playbook(house, caller, "funding-2", 3)
        until(lambda: heard(house, Service.MATCHING, "funding-2") > 0, "the new chain is not heard by matching")

    with closing(SqlStore.open(store, read_only=True)) as restored:
        engine = Engine(restored, share=share_of("funding"), chain="funding-2")
        (adopted,) = (one.event for one in engine.events("m") if isinstance(one.event, ChainAdopted))
        assert (adopted.chain, adopted.after, adopted.last) == ("funding-1", mission["after"], last)
        assert {chain_of(entry) for entry in restored.read("m", adopted.after)} == {"funding-2"}
        assert engine.memory("m").serves
        told = [(one.position, one.hash) for one in engine.told("m")]
    with closing(SqlStore.open(house.store_of(PARTICIPATION), read_only=True)) as participation:
        assert [(one.position, one.hash) for one in participation.heard("m", "funding-2")] == told
