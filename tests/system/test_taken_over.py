"""A living mission's funding is taken over by another service, over NATS, and given back: the grants that were promised
go on to be paid, receipts are answered, and in the end all is as in one process, to the cent and the digest.

The other service is ours, with a store, a chain and settings of its own; what passes between both is what a stranger's
would have: the contract, and the file of `osi handover`. At each step somebody is killed, and it goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, closing, redirect_stdout
from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from osi.log.v1 import receipt_service_pb2 as receipts
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2

from osi_core.cli import main
from osi_core.domain import Phase, Service, mission_name
from osi_core.funding.commands import PayGrant
from osi_core.funding.facts import Grant
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.mission.facts import ServingChain
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import ClosePhase, Engine, Handled, Request, share_of
from osi_core.process.due import Due
from osi_core.simulation import demo_plan, play
from osi_core.testing.divided import Known
from osi_demo import Refusal, WireEngines
from tests.system.ended import Ended
from tests.system.faults.checker import assert_played_as_in_one
from tests.system.faults.network import Network, network
from tests.system.looking import known, looking
from tests.system.waiting import until

pytestmark = [pytest.mark.system, pytest.mark.nats, pytest.mark.timeout(3_600)]

PLAN = demo_plan(1, part=110)
NAME = mission_name(PLAN.mission)
FUNDING, PARTICIPATION = Service.FUNDING, Service.PARTICIPATION
TAKEN_BEFORE = 3
"""The payment that the other service is the first to make; two are made before, and more are owed."""


def osi(*arguments: str | Path) -> dict[str, Any]:
    """What a command prints that was killed at its first try, and is run again."""
    given = [*map(str, arguments), "--json"]
    with subprocess.Popen([sys.executable, "-m", "osi_core.cli", *given], stdout=subprocess.DEVNULL) as killed:
        killed.kill()
    with redirect_stdout(StringIO()) as told:
        assert main(given) == 0
    found: dict[str, Any] = json.loads(told.getvalue())
    return found


def killed(host: Network, service: Service) -> None:
    """A service is killed, and begins again."""
    host.kill(service)
    host.start(service)


def is_retired(store: str, chain: str) -> bool:
    """Whether a store has heard that its chain was retired."""
    with closing(SqlStore.open(store, read_only=True)) as log:
        row = Engine(log, share=share_of("funding")).memory(PLAN.mission).rows[ServingChain].get(chain)
    return isinstance(row, ServingChain) and row.last is not None


class Succession(WireEngines):
    """Plays, and hands funding over before a payment and back while a phase is closing."""

    def __init__(self, first: Network, other: Network, plugins: Plugins, ends: ExitStack) -> None:
        super().__init__(first, plugins)
        self.first, self.other, self._ends = first, other, ends
        self.look = ends.enter_context(looking(first))
        self.hosts: list[str] = ["funding-1"]
        """The chains of those who ran it, one after the other."""
        self.owed = 0
        """How many grants were promised, and not paid whole, when the other one took over."""
        self._payments = 0

    def _given(self, request: Request) -> Handled:
        match request.command:
            case PayGrant() as payment:
                self._payments += 1
                if self._payments == TAKEN_BEFORE:
                    self._is_taken_over(payment, str(request.actor), request.time)
            case ClosePhase(phase=Phase.SUPPORT) if len(self.hosts) == 2:
                self._is_given_back(request)
        return super()._given(request)

    def _is_taken_over(self, payment: PayGrant, by: str, at: datetime | None) -> None:
        """By the other one, in the middle of paying."""
        self.all_heard(PLAN.mission)
        grants = [one for one in self.memory(PLAN.mission).rows[Grant].values() if isinstance(one, Grant)]
        self.owed = sum(one.paid < one.awarded for one in grants)
        before = self.told()
        self._ends.enter_context(self.other)
        self._retire("funding-1", at)
        killed(self.first, PARTICIPATION)
        with pytest.raises(Refusal) as refused:
            self.caller.give(payment, by, time=at)
        assert "mission-unknown" in refused.value.codes, "the former one takes nothing any more"
        self._list(self.other, at)
        killed(self.other, FUNDING)  # while it hears of all that was said before
        self._goes_on_at(self.other)
        assert set(self.told().values()) == {"receipt.elsewhere-at"}
        self._hands_over(self.first, self.other, "funding-1")
        after = self.told()
        kept = {code for code, what in after.items() if what != "receipt.left-behind"}
        assert {code: before[code] for code in kept} == {code: after[code] for code in kept}
        assert {before[code].split("/")[2] for code in kept} == {"applications"}
        assert {before[code].split("/")[2] for code in set(after) - kept} == {"grant-rounds"}, "ballots alone"

    def _is_given_back(self, request: Request) -> None:
        """The other one is gone while it is asked whether the phase may close: who follows it answers."""
        self.all_heard(PLAN.mission)
        self.other.kill(FUNDING)
        self.caller.give(request.command, request_id=request.command_id, time=request.time)
        assert self._status(Phase.SUPPORT) == res.PHASE_STATUS_CLOSING
        self._retire("funding-2", request.time)
        self.first.write_settings(FUNDING, "funding-3")
        self._list(self.first, request.time)
        self.first.start(FUNDING)
        killed(self.first, FUNDING)
        self._goes_on_at(self.first)
        self.other.start(FUNDING)
        self._hands_over(self.other, self.first, "funding-2")
        assert not [what for what in self.told().values() if what.startswith("receipt.")], "its own words are there"

    def memory(self, mission: str) -> Known:
        """As the stores have it: of a chain that was taken over, the one that follows it tells nothing in public."""
        return known(self.look, mission)

    def is_due(self, mission: str) -> bool:
        return any(self.look(one).memory(mission).rows[Due] for one in Service)

    def told(self) -> dict[str, str]:
        """Code of a receipt of funding's → what the service tells that it stands for, or the code of its no."""
        return {code: self._told(code) for code, service in self.codes.values() if service is FUNDING}

    def _told(self, code: str) -> str:
        try:
            found = self.caller.ask("GetTrail", receipts.GetTrailRequest(code=code), at=FUNDING)
        except Refusal as refused:
            (said,) = refused.codes
            return said
        return str(found.message.resource)

    def _retire(self, chain: str, at: datetime | None) -> None:
        last = self._heard(PARTICIPATION, FUNDING, NAME)
        self.caller.give(RetireChain(mission=PLAN.mission, chain=chain, last=last, reason="Another one"), time=at)

    def _list(self, host: Network, at: datetime | None) -> None:
        address, _, chain = host.own_places[FUNDING]
        self.caller.give(ListChain(mission=PLAN.mission, chain=chain, service=FUNDING, address=address), time=at)

    def _goes_on_at(self, host: Network) -> None:
        self.first.goes_on_at(FUNDING, host)
        self.hosts.append(host.own_places[FUNDING].chain)
        for hearer in (PARTICIPATION, Service.MATCHING):
            until(partial(self._heard, hearer, FUNDING, NAME), f"{hearer} does not hear of it")
        self.all_heard(PLAN.mission)

    def _hands_over(self, former: Network, host: Network, chain: str) -> None:
        """The receipts, by a file."""
        store, to = former.own_places[FUNDING].store, host.own_places[FUNDING].store
        until(lambda: is_retired(store, chain), "the former one does not hear that it is retired")
        former.end(FUNDING)
        host.end(FUNDING)
        file = host.folder / f"{chain}.handover"
        assert osi("handover", "--store", store, "--to", file)["receipts"] > 0
        osi("handover", "take", file, "--store", to)
        assert osi("handover", "take", file, "--store", to)["known"]
        host.start(FUNDING)
        self.all_heard(PLAN.mission)

    def _status(self, phase: Phase) -> int:
        found = self.caller.ask("GetMission", participation.GetMissionRequest(name=NAME)).message
        number = terms_pb2.Phase.Value(f"PHASE_{phase.upper()}")
        return int(next(one.status for one in found.phases if one.phase == number))


def test_a_mission_is_taken_over_in_the_middle_of_paying_and_given_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plugins = Plugins.builtin()
    with ExitStack() as ends:
        first = ends.enter_context(network(tmp_path / "first"))
        other = Network(tmp_path / "other", first.brokers, beside=first, chains={FUNDING: "funding-2"})
        engines = Succession(first, other, plugins, ends)
        played = play(engines, PLAN, runner=InProcessRunner(plugins))
        engines.all_heard(PLAN.mission)
        assert (engines.hosts, engines.owed) == (["funding-1", "funding-2", "funding-3"], 4)
        between = ends.enter_context(closing(SqlStore.open(other.own_places[FUNDING].store, read_only=True)))
        looks = (*map(engines.look, Service), Engine(between, share=share_of("funding"), chain="funding-2"))
        assert_played_as_in_one(PLAN, Ended(played, looks, engines.memory(PLAN.mission).rows), plugins)
        stores = {place.store for house in (first, other) for place in house.own_places.values()}
        bundles = []
        for number, store in enumerate(sorted(stores)):
            bundles.append(str(tmp_path / f"bundle-{number}"))
            assert main(["export", "--store", store, "--to", bundles[-1]]) == 0
        capsys.readouterr()
        assert main(["verify", *bundles]) == 0, capsys.readouterr().out
