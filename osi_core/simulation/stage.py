"""The stage: what happens is put on an agenda, time goes forward along it, and commands reach the engine in groups."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Protocol, TypeVar, TypeVarTuple

from osi_core.domain import Command, DataOrigin, Fact, Phase, Refused, full_name
from osi_core.plugins import Outcome, Plugins, Runner, WorkStage
from osi_core.process.deciding import decide_due
from osi_core.process.engine import Engine
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.request import OPERATOR, Handled, Office, Request
from osi_core.simulation.dice import Dice
from osi_core.simulation.plan import Plan
from osi_core.words import Message

GROUP = 250
"""How many commands are committed together: one sync to disk for all of them."""

F = TypeVar("F", bound=Fact)
Args = TypeVarTuple("Args")
_Entry = tuple[datetime, int, Callable[[], None]]
"""When, a number that keeps the order of equal times, and what happens."""


class Progress(Protocol):
    """Hears how far a simulation has come."""

    def __call__(self, fraction: float, what: Message, /) -> None:
        """`fraction` of 1, and what is being played."""


class Knows(Protocol):
    """What is known of a mission."""

    @property
    def rows(self) -> Mapping[type[Fact], Mapping[str, Fact]]:
        """The facts, by kind and key."""


class Engines(Protocol):
    """What a play needs of several engines that stand where one stands."""

    @property
    def plugins(self) -> Plugins:
        """What all of them have installed."""

    def handle_many(self, requests: Sequence[Request], /) -> list[Handled | Refused]:
        """As one engine does."""

    def memory(self, mission: str, /) -> Knows:
        """Every kind of fact, as those know it whose it is."""

    def all_hearing(self, mission: str, /) -> Iterable[Engine]:
        """The engines, each of which decides what is due in its share, once everything was heard."""


class Stage:
    """Where a mission is played. Nobody looks at a clock: the agenda says what comes next and when."""

    def __init__(self, engine: Engine | Engines, plan: Plan, runner: Runner, progress: Progress | None = None) -> None:
        self.engine, self.plan, self.mission = engine, plan, plan.mission
        self.playbook = plan.rules()
        self._runner = runner
        self.now = self.moment(plan.begins, 8)
        self.codes: dict[str, str] = {}
        """Stream of a contribution → code of its first receipt."""
        self.decisions = 0
        self._tell = progress
        self._chapter = (0.0, 0.0, Message("play.mission"), self.now, self.now)
        self._told = -1.0
        self._preparing = False
        self._agenda: list[_Entry] = []
        self._entries = 0
        self._commands = 0
        self._batch: list[Request] = []

    def dice(self, *names: object) -> Dice:
        """Chance of its own for a part of the play, so that one part never shifts another."""
        return Dice(self.plan.seed, self.mission, *names)

    # Time

    @staticmethod
    def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
        """A time of a day, in UTC."""
        return datetime.combine(day, time(hour, minute), UTC)

    def later(self, dice: Dice, low: int, high: int) -> datetime:
        """Some time by day, so many days after now."""
        return self.moment(
            self.now.date() + timedelta(days=dice.whole(low, high)), dice.whole(8, 20), dice.whole(0, 59)
        )

    def at(self, moment: datetime, action: Callable[[*Args], None], *args: *Args) -> None:
        """Puts something on the agenda; what lies in the past happens now."""
        self._entries += 1
        entry: _Entry = (max(moment, self.now), self._entries, partial(action, *args))
        heapq.heappush(self._agenda, entry)

    def ask_at(
        self,
        moment: datetime,
        command: Command,
        by: str | Office = OPERATOR,
        label: str = "",
        origin: DataOrigin = DataOrigin.SIMULATED,
    ) -> None:
        """Puts a command on the agenda."""
        self.at(moment, self.ask, command, by, label, origin)

    def run(self, until: datetime) -> None:
        """Lets time go forward to a moment, and all that is on the agenda up to there happen."""
        while self._agenda and self._agenda[0][0] <= until:
            moment, _, action = heapq.heappop(self._agenda)
            self.now = max(self.now, moment)
            action()
            self._tell_progress()
        self.now = max(self.now, until)
        self.flush()

    # Commands

    def ask(
        self,
        command: Command,
        by: str | Office = OPERATOR,
        label: str = "",
        origin: DataOrigin = DataOrigin.SIMULATED,
    ) -> None:
        """Gives a command, now; the label says which line of a file it comes from, and is its command id."""
        self._commands += 1
        command_id = label or f"simulated:{self._commands:06d}"
        self._batch.append(Request(command, by, command_id, self.now, origin=origin))
        if len(self._batch) >= GROUP:
            self.flush()

    def flush(self) -> None:
        """Lets the engine decide what was asked. Raises Refused: a play that breaks the rules is a mistake of ours."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        for request, answer in zip(batch, self.engine.handle_many(batch), strict=True):
            if isinstance(answer, Refused):
                answer.add_note(f"{request.command_id} by {request.actor_name} on {request.time}: {request.command!r}")
                raise answer
            if answer.receipt is not None:
                self.codes.setdefault(request.command.stream(), answer.receipt.code)

    def open(self, phase: Phase, origin: DataOrigin = DataOrigin.SIMULATED) -> None:
        """Opens a phase through its gate."""
        self.ask(OpenPhase(mission=self.mission, phase=phase), origin=origin)
        self.flush()

    def close(self, phase: Phase, origin: DataOrigin = DataOrigin.SIMULATED) -> None:
        """Closes a phase through its gate."""
        self.ask(ClosePhase(mission=self.mission, phase=phase), origin=origin)
        self.flush()

    def decide(self, origin: DataOrigin = DataOrigin.SIMULATED) -> None:
        """Computes and records every decision that is due."""
        self.flush()
        engines = (self.engine,) if isinstance(self.engine, Engine) else self.engine.all_hearing(self.mission)
        for engine in engines:
            decided = decide_due(
                engine,
                self.mission,
                runner=self._runner,
                time=self.now,
                command_id="decision",
                origin=origin,
                progress=self._tell_preparing,
            )
            self.decisions += len(decided)

    # Looking

    def facts(self, kind: type[F]) -> Mapping[str, F]:
        """All facts of a kind as they stand now."""
        return self.known()[kind]  # type: ignore[return-value]

    def known(self) -> Mapping[type[Fact], Mapping[str, Fact]]:
        """The facts as they stand now, by kind and key."""
        self.flush()
        return self.engine.memory(self.mission).rows

    def code(self, collection: str, name: str) -> str | None:
        """The receipt of a contribution."""
        return self.codes.get(full_name(self.mission, f"{collection}/{name}"))

    # Progress

    def chapter(self, begins: float, ends: float, until: datetime, what: Message) -> None:
        """Says what is played from here to a moment, and which part of the whole it is."""
        self._chapter = (begins, ends, what, self.now, until)
        self._tell_progress()

    def _tell_preparing(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        """Says that a strategy gets ready, and afterwards again what is played."""
        if self._tell is None or (stage == "preparing") == self._preparing:
            return
        self._preparing = stage == "preparing"
        if self._preparing:
            self._tell(max(self._told, 0.0), Message("decision.preparing"))
        else:
            self._told = -1.0
            self._tell_progress()

    def _tell_progress(self) -> None:
        begins, ends, what, since, until = self._chapter
        passed = (self.now - since) / (until - since) if until > since else 1.0
        fraction = begins + (ends - begins) * min(passed, 1.0)
        if self._tell is not None and fraction - self._told >= 0.005:
            self._told = fraction
            self._tell(fraction, what)
