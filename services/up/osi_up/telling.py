"""What somebody sees of a network: lines, JSON lines, or a screen that is drawn anew."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from rich.live import Live
from rich.table import Table

from osi_core.cli import Session
from osi_core.cli.terminal import rows
from osi_core.words import escaped
from osi_up.children import Change, State
from osi_up.house import ISSUER, ORGANISATION, House
from osi_up.looking import Due, Lag

__all__ = ["JsonLines", "Lines", "Screen", "Teller"]


class Teller(ABC):
    """Is told what happens. A context, for a screen has to be given back."""

    def __init__(self, session: Session, house: House) -> None:
        self.session, self.house = session, house
        self._lags: dict[tuple[str, str], Lag] = {}
        self._due: Sequence[Due] = ()

    def __enter__(self) -> Teller:
        return self

    def __exit__(self, *_: object) -> None:
        return  # most have nothing to give back

    @abstractmethod
    def changed(self, change: Change) -> None:
        """A process is otherwise than before."""

    @abstractmethod
    def ready(self) -> None:
        """All serve, for the first time."""

    @abstractmethod
    def lag(self, lag: Lag) -> None:
        """How far a service is behind has changed."""

    def lags(self, found: list[Lag]) -> None:
        """What was looked at just now; what is as before is not told again."""
        for one in found:
            key = (one.hearer.value, one.chain)
            if self._lags.get(key) != one:
                self._lags[key] = one
                self.lag(one)

    @abstractmethod
    def due(self, found: Sequence[Due]) -> None:
        """What is due now, the earliest first; what is as before need not be told again."""

    def due_sentence(self, due: Due) -> str:
        """Something due in words, with its time on this machine's clock."""
        return self.session.say("due", time=due.time.astimezone().strftime("%Y-%m-%d %H:%M"), said=due.sentence)

    def first_steps(self) -> str:
        """How to get a token, and a first call."""
        folder = self.house.folder
        return self.session.say(
            "ready",
            folder=folder,
            token=f"osi token operator --organisation {ORGANISATION} --keys {self.house.keys.folder} --issuer {ISSUER}",
            call=f"python -m osi_up.first_call {folder}",
        )

    def sentence(self, change: Change) -> str:
        """A change in words."""
        key = (
            "state.died-for-good" if change.state is State.DIED and change.again_in is None else f"state.{change.state}"
        )
        return self.session.say(
            key,
            name=change.name,
            address=change.address,
            log=str(change.log),
            pid=str(change.pid),
            code=str(change.code),
            seconds=f"{change.again_in or 0:g}",
        )

    def lag_sentence(self, lag: Lag) -> str:
        """A lag in words."""
        key = "lag.behind" if lag.positions else "lag.none"
        return self.session.say(
            key, hearer=lag.hearer.value, chain=lag.chain, positions=lag.positions, missions=lag.missions
        )


class Lines(Teller):
    """A line for each change: for logs, and for whoever scrolls."""

    def changed(self, change: Change) -> None:
        self._line(self.sentence(change))

    def ready(self) -> None:
        self._line(self.first_steps())

    def lag(self, lag: Lag) -> None:
        self._line(self.lag_sentence(lag))

    def due(self, found: Sequence[Due]) -> None:
        for one in found:
            if one not in self._due:
                self._line(self.due_sentence(one))
        self._due = found

    def _line(self, text: str) -> None:
        self.session.line(text)
        self.session.out.file.flush()


class JsonLines(Teller):
    """A JSON object a line: for programs."""

    def changed(self, change: Change) -> None:
        self._write("state", {**change._asdict(), "log": str(change.log)})

    def ready(self) -> None:
        services = {one.value: address for one, address in self.house.addresses.items()}
        keys, folder = str(self.house.keys.folder), str(self.house.folder)
        self._write(
            "ready",
            {"folder": folder, "services": services, "keys": keys, "issuer": ISSUER, "organisation": ORGANISATION},
        )

    def lag(self, lag: Lag) -> None:
        self._write("lag", lag._asdict())

    def due(self, found: Sequence[Due]) -> None:
        if [*found] != [*self._due]:
            self._write("due", {"due": [one._asdict() | {"time": one.time.isoformat()} for one in found]})
        self._due = found

    def _write(self, kind: str, values: Mapping[str, Any]) -> None:
        sys.stdout.write(escaped(json.dumps({"kind": kind, **values}, ensure_ascii=False)) + "\n")
        sys.stdout.flush()


class Screen(Teller):
    """A table that is drawn anew, with what to do above it: for a terminal."""

    def __init__(self, session: Session, house: House) -> None:
        super().__init__(session, house)
        self._changes: dict[str, Change] = {}
        self._live = Live(self.table(), console=session.out, auto_refresh=False)

    def __enter__(self) -> Screen:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def changed(self, change: Change) -> None:
        self._changes[change.name] = change
        self._draw()

    def ready(self) -> None:
        self.session.out.print(self.first_steps())

    def lag(self, lag: Lag) -> None:
        self._draw()

    def due(self, found: Sequence[Due]) -> None:
        self._due = found
        self._draw()

    def table(self) -> Table:
        """What stands on the screen."""
        table = rows("name", "", "")
        for name, change in self._changes.items():
            table.add_row(name, change.address, self.sentence(change))
        for lag in self._lags.values():
            if lag.positions:
                table.add_row(lag.hearer.value, lag.chain, self.lag_sentence(lag))
        for due in self._due:
            table.add_row("", due.name, self.due_sentence(due))
        return table

    def _draw(self) -> None:
        self._live.update(self.table(), refresh=True)
