"""A scenario: a mission played on a store in memory, so that domain tests read like the process."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from unittest.mock import patch

from osi_core.domain import Command, Event, Fact, Phase, Recorded, Refused, Role, Rule, Sector
from osi_core.log.memory import MemoryStore
from osi_core.log.store import EventStore
from osi_core.mission.commands import ConfirmMandate, CreateMission, GrantRole, JoinMission, RegisterInstitution
from osi_core.mission.conditions import id_is_minted
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process.chance import Chance, by_seed
from osi_core.process.deciding import decide_due
from osi_core.process.engine import Engine
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.playbook import playbook_of
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.process.share import Share, share_of

E = TypeVar("E", bound=Event)
F = TypeVar("F", bound=Fact)


@cache
def people_have_names(name: str = "all") -> Share:
    """A share in which a test's people are called by names, where others have minted ids."""
    share = Share(name, share_of(name).parts)
    share.lines = tuple(
        replace(line, when=tuple(one for one in line.when if one is not id_is_minted)) for line in share.lines
    )
    return share


_AT_ONCE = {"round_days": 0, "least_ballots": 1, "merge_days": 0}
"""A test's rounds and merges wait for nobody, unless it is about that."""


class Scenario:
    """A mission `m` on an engine whose clock stands still until `later` is called."""

    mission = "m"
    chance: Chance = staticmethod(by_seed(b"scenario"))
    """What its engine takes for chance."""

    def __init__(self, store: EventStore | None = None, plugins: Plugins | None = None, **playbook: Any) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.engine = self._engine(store or MemoryStore(), plugins or Plugins.builtin())
        rules = playbook_of({**playbook, "challenges": {**_AT_ONCE, **playbook.get("challenges", {})}})
        self.do(CreateMission(mission="m", title="Climate-neutral by 2040", language="en", playbook=rules))

    def _engine(self, store: EventStore, plugins: Plugins) -> Engine:
        return Engine(
            store,
            share=people_have_names(),
            plugins=plugins,
            clock=lambda: self.now,
            chance=self.chance,
        )

    # Doing

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        """The command is granted."""
        return self.engine.handle(command, actor=by, **options)

    def refused(self, command: Command, by: str | Office = OPERATOR) -> tuple[str, ...]:
        """The command is refused, and the log is as before: the codes of all unmet conditions."""
        before = self.engine.head("m")
        try:
            self.engine.handle(command, actor=by)
        except Refused as refused:
            assert self.engine.head("m") == before, "a refused command left something behind"
            return refused.codes
        raise AssertionError(f"{command!r} was granted")

    def later(self, **time: float) -> datetime:
        """Time passes, e.g. `later(days=3)`."""
        self.now += timedelta(**time)
        return self.now

    def decide(self) -> None:
        """Every decision that was closed is computed and recorded."""
        decide_due(self.engine, "m", runner=InProcessRunner(self.engine.plugins))

    # People and institutions

    def citizen(self, *names: str) -> None:
        """People join the mission."""
        for name in names:
            self.do(JoinMission(mission="m", participant=name), by=name)

    def member(self, name: str, role: Role, institution: str | None = None) -> None:
        """A person joins and gets a role; a mandate is confirmed by a document."""
        self.citizen(name)
        self.do(GrantRole(mission="m", participant=name, role=role, institution=institution))
        if role is Role.REPRESENTATIVE and institution is not None:
            self.do(ConfirmMandate(mission="m", participant=name, institution=institution, document="A letter"))

    def institution(self, name: str, sector: Sector, speaker: str | None = None) -> None:
        """An institution is registered, with a representative."""
        self.do(RegisterInstitution(mission="m", institution=name, name=name.title(), sector=sector, place=name))
        if speaker:
            self.member(speaker, Role.REPRESENTATIVE, name)

    def open_without_gates(self, *phases: Phase) -> None:
        """Opens phases without their gates, for tests of what happens inside of them."""
        for phase in phases:
            self._without_gate(OpenPhase(mission="m", phase=phase))

    def close_without_gates(self, *phases: Phase) -> None:
        """Closes phases without their gates."""
        for phase in phases:
            self._without_gate(ClosePhase(mission="m", phase=phase))

    def _without_gate(self, command: OpenPhase | ClosePhase) -> None:
        lines, kind = self.engine.share.rules, type(command)
        ungated: dict[type[Command], Rule] = {**lines, kind: replace(lines[kind], when=())}
        with patch.object(self.engine.judge, "table", lambda mission: ungated):
            self.do(command)

    # Looking

    def events(self, kind: type[E]) -> list[E]:
        """What happened, of one kind."""
        return [record.event for record in self.records() if isinstance(record.event, kind)]

    def records(self) -> list[Recorded]:
        """The whole log."""
        return list(self.engine.events("m"))

    def fact(self, kind: type[F], key: str) -> F:
        """A fact that must be there."""
        found = self.engine.memory("m").rows[kind][key]
        assert isinstance(found, kind)
        return found

    def facts(self, kind: type[F]) -> dict[str, F]:
        """All facts of a kind."""
        return self.engine.memory("m").rows[kind]  # type: ignore[return-value]
