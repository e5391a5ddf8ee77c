"""Timetables: sessions, rooms and slots (`TimetableProblem`) in, what takes place when and where (`Timetable`) out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osi_core.plugins.errors import ProblemRefused
from osi_core.plugins.problems.model import Id, Outcome, Problem, check_unique, unexplained

__all__ = ["Room", "Session", "Slot", "Timetable", "TimetableEntry", "TimetableProblem"]


class Slot(BaseModel):
    """A stretch of time in which one session fits. Slots of one `day` stand in the order of the problem."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    day: Id


class Room(BaseModel):
    """A room or video channel with so many seats, and the slots in which it is closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    seats: int = Field(ge=0)
    closed: tuple[Id, ...] = ()


class Session(BaseModel):
    """A session, the people who must be there (each at one place at a time), the seats it needs, and the slots in which
    all of them can; no slots means any.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    people: tuple[Id, ...] = ()
    seats: int = Field(default=0, ge=0)
    slots: tuple[Id, ...] = ()


class TimetableEntry(BaseModel):
    """One session, when and where."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    session: Id
    slot: Id
    room: Id


class Timetable(Outcome):
    """What takes place when and where, and the sessions for which there was no place."""

    model: ClassVar[str] = "osi.timetable"

    entries: tuple[TimetableEntry, ...]
    left_out: tuple[Id, ...] = ()


class TimetableProblem(Problem):
    """Sessions to be given a slot and a room. Time zones are settled before: availability is a list of slots.

    Raises `ValueError` naming the field.
    """

    model: ClassVar[str] = "osi.timetable-problem"

    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    sessions: tuple[Session, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("slots", (slot.id for slot in self.slots))
        check_unique("rooms", (room.id for room in self.rooms))
        check_unique("sessions", (session.id for session in self.sessions))
        known = {slot.id for slot in self.slots}
        for room in self.rooms:
            for slot in room.closed:
                if slot not in known:
                    raise ProblemRefused("plugin.problem-id-unknown", field=f"rooms: closed of {room.id}", id=slot)
        for session in self.sessions:
            check_unique(f"sessions: people of {session.id}", session.people)
            for slot in session.slots:
                if slot not in known:
                    raise ProblemRefused("plugin.problem-id-unknown", field=f"sessions: slots of {session.id}", id=slot)
        return self

    def explained(self) -> tuple[str, ...]:
        return tuple(session.id for session in self.sessions)

    def valid(self, outcome: Timetable) -> list[str]:
        """Unknown ids, a room or a person in two places at once, closed rooms, too few seats, sessions lost."""
        sessions = {session.id: session for session in self.sessions}
        rooms, slots = {room.id: room for room in self.rooms}, {slot.id for slot in self.slots}
        closed = {(room.id, slot) for room in self.rooms for slot in room.closed}
        wrong, room_use, people = [], Counter[tuple[str, str]](), defaultdict[tuple[str, str], list[str]](list)
        for entry in outcome.entries:
            if entry.session not in sessions or entry.room not in rooms or entry.slot not in slots:
                wrong.append(
                    f"entries: unknown session, slot or room in {entry.session!r}, {entry.slot!r}, {entry.room!r}"
                )
                continue
            session, room = sessions[entry.session], rooms[entry.room]
            room_use[entry.room, entry.slot] += 1
            for person in session.people:
                people[person, entry.slot].append(session.id)
            if session.slots and entry.slot not in session.slots:
                wrong.append(f"entries: {session.id!r} cannot take place in {entry.slot!r}")
            if (room.id, entry.slot) in closed or session.seats > room.seats:
                wrong.append(f"entries: {room.id!r} is closed in {entry.slot!r} or too small for {session.id!r}")
        wrong += [f"entries: {n} sessions in {room!r} in {slot!r}" for (room, slot), n in room_use.items() if n > 1]
        wrong += [f"entries: {who!r} is in {at} at once" for (who, _), at in people.items() if len(at) > 1]
        told = Counter([entry.session for entry in outcome.entries] + list(outcome.left_out))
        wrong += [f"left_out: unknown session {name!r}" for name in outcome.left_out if name not in sessions]
        wrong += [f"entries: {name!r} stands there {told[name]} times" for name in sessions if told[name] != 1]
        return wrong + unexplained(self, outcome)
