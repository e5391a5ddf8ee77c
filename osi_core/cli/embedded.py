"""A mission in a database file, by an engine in this process: `Access` for whoever has the file."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from osi_core.cli.access import Done
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen
from osi_core.domain import Command
from osi_core.log import EventStore
from osi_core.mission.commands import JoinMission
from osi_core.mission.resources import PARTICIPANT
from osi_core.process import OPERATOR, Engine, Office, Trail, decide_due, trail_of, trail_of_event
from osi_core.process.due import Due
from osi_core.process.gates_ahead import GateAhead, gates_ahead
from osi_core.process.judging import May
from osi_core.process.reads import DueItems, FoundItems, Page
from osi_core.view import View

if TYPE_CHECKING:
    from osi_core.process import Handled

__all__ = ["Embedded"]

V = TypeVar("V", bound=View)


class Embedded:
    """Whoever has the file reads as the operator, unless another one is named; what is done names somebody."""

    def __init__(
        self, session: Session, store: EventStore, mission: str | None, by: str = "", *, public: bool = False
    ) -> None:
        self._session, self._store, self._given, self._by = session, store, mission, by
        self._public = public and not by
        self.engine = Engine(store, plugins=session.plugins)

    @cached_property
    def mission(self) -> str:
        return chosen(self._session, self._store, self._given)

    @property
    def _who(self) -> str | Office:
        return OPERATOR if self._by in ("", OPERATOR.name) else self._by

    @property
    def _reader(self) -> str | Office | None:
        return None if self._public else self._who

    def get(self, view: type[V], *ids: str) -> V:
        return self.engine.read(self.mission, self._reader).get(view, *ids)

    def page(
        self,
        view: type[V],
        *parent: str,
        where: str = "",
        order_by: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> Page[V]:
        reads = self.engine.read(self.mission, self._reader)
        return reads.list(view, *parent, where=where, order_by=order_by, page_size=page_size, page_token=page_token)

    def search(self, query: str, *, page_size: int = 0, page_token: str = "") -> FoundItems:
        across = self.engine.across(self.mission, self._who)
        return across.search(query, page_size=page_size, page_token=page_token)

    def due(self, *, page_size: int = 0) -> DueItems:
        return self.engine.across(self.mission, self._who).due(page_size=page_size)

    def gates(self) -> list[GateAhead]:
        return gates_ahead(self.engine, self.mission)

    def may(self, at: str | None = None) -> list[May]:
        if not self._by:
            raise self._session.stop(Exit.USAGE, "do.as")
        return self.engine.may(self.mission, self._who, at)

    def trail(self, code: str) -> Trail:
        return (trail_of_event if ":" in code else trail_of)(self.engine, code)

    def participant(self) -> str:
        return "" if self._who is OPERATOR else self._by

    def do(self, command: Command, request_id: str, time: datetime | None = None) -> Done:
        if not self._by:
            raise self._session.stop(Exit.USAGE, "do.as")
        if isinstance(command, JoinMission):
            # Who acts is the id that another system has of them.
            joined = self.engine.join(command.mission, self._by, time=time)
            return Done(PARTICIPANT.within(command.mission, joined))
        handled: Handled = self.engine.handle(command, actor=self._who, command_id=request_id, time=time)
        if self.engine.memory(command.mission).rows[Due]:
            from osi_core.cli.terminal import noting

            decide_due(self.engine, command.mission, time=time, progress=noting(self._session))
        note = handled.receipt
        return Done(command.stream(), *((note.code, note.place) if note else ()))
