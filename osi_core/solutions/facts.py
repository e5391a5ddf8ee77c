"""What other phases, gates and the report may know of phase 3."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime, timedelta
from typing import Literal

from osi_core.domain import Fact, Recorded
from osi_core.mission.events import ParticipantErased
from osi_core.solutions import events as e

THE_KICKOFF = "kickoff"
"""The key of the one kick-off that a mission has."""


class Call(Fact):
    """A public call by its id."""

    text: str
    closes_on: date | None

    sources = (e.CallPublished,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Call], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.CallPublished)
        rows[event.call] = cls(text=event.text, closes_on=event.closes_on)

    def is_open(self, day: date) -> bool:
        """Whether solutions may be submitted on that day; the closing day is the last one."""
        return self.closes_on is None or day <= self.closes_on


class Solution(Fact):
    """A solution by its id."""

    author: str
    title: str
    """The title's seal."""
    text: str
    """The description's seal."""
    origin: e.Origin
    challenges: tuple[str, ...]
    wanted_skills: tuple[str, ...]
    joining: e.Joining
    team: tuple[str, ...]
    """Participants, in the order in which they joined."""
    submitted_at: datetime
    status: Literal["submitted", "withdrawn"] = "submitted"
    reason: str | None = None
    """Why it was withdrawn."""

    sources = (
        e.SolutionSubmitted,
        e.SolutionUpdated,
        e.SolutionTied,
        e.SolutionWithdrawn,
        e.TeamJoined,
        e.TeamLeft,
    )

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.status != "withdrawn"

    @property
    def team_size(self) -> int:
        """How many people carry it."""
        return len(self.team)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Solution], record: Recorded) -> None:
        event = record.event
        if isinstance(event, e.SolutionSubmitted):
            rows[event.solution] = cls(
                author=event.author,
                title=event.title,
                text=event.text,
                origin=event.origin,
                challenges=event.challenges,
                wanted_skills=event.wanted_skills,
                joining=event.joining,
                team=(event.author,),
                submitted_at=record.time,
            )
            return
        assert isinstance(event, e.SolutionUpdated | e.SolutionTied | e.SolutionWithdrawn | e.TeamJoined | e.TeamLeft)
        rows[event.solution] = rows[event.solution]._after(event)

    def _after(
        self, event: e.SolutionUpdated | e.SolutionTied | e.SolutionWithdrawn | e.TeamJoined | e.TeamLeft
    ) -> Solution:
        match event:
            case e.SolutionUpdated():
                return self.model_copy(update=event.model_dump(exclude={"solution"}, exclude_none=True))
            case e.SolutionTied():
                return self.model_copy(update={"challenges": (*self.challenges, event.challenge)})
            case e.SolutionWithdrawn():
                return self.model_copy(update={"status": "withdrawn", "reason": event.reason})
            case e.TeamJoined():
                return self.model_copy(update={"team": (*self.team, event.participant)})
            case e.TeamLeft():
                return self.model_copy(update={"team": tuple(p for p in self.team if p != event.participant)})


class Kickoff(Fact):
    """The kick-off, under the key "kickoff"."""

    starts_on: date
    days: int
    status: Literal["planned", "closed", "allocated", "reopened", "held"] = "planned"
    """In `planned` and `reopened`, people may register."""
    registered: int = 0
    """As last counted: when registration or attendance was closed, or the kick-off held."""
    attended: int = 0
    placed: int = 0
    running: tuple[str, ...] = ()
    """Solutions that have a table by the latest allocation."""
    held_at: datetime | None = None

    sources = (
        e.KickoffPlanned,
        e.RegistrationClosed,
        e.AllocationReopened,
        e.AttendanceClosed,
        e.KickoffAllocated,
        e.KickoffHeld,
    )

    @property
    def held(self) -> bool:
        """Whether it has been held."""
        return self.status == "held"

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.starts_on + timedelta(days=self.days - 1)

    @property
    def takes_registrations(self) -> bool:
        """Whether people may register, or change their wishes."""
        return self.status in ("planned", "reopened")

    @classmethod
    def fold(cls, rows: MutableMapping[str, Kickoff], record: Recorded) -> None:
        event = record.event
        if isinstance(event, e.KickoffPlanned):
            rows[THE_KICKOFF] = cls(starts_on=event.starts_on, days=event.days)
            return
        update: dict[str, object] = {}
        match event:
            case e.RegistrationClosed():
                update = {"status": "closed", "registered": event.registered}
            case e.AllocationReopened():
                update = {"status": "reopened"}
            case e.AttendanceClosed():
                update = {"status": "closed", "registered": event.registered, "attended": event.attended}
            case e.KickoffAllocated():
                update = {"status": "allocated", "placed": event.placed, "running": event.running}
            case e.KickoffHeld():
                counts = {"registered": event.registered, "attended": event.attended}
                update = {"status": "held", "held_at": record.time, **counts}
        rows[THE_KICKOFF] = rows[THE_KICKOFF].model_copy(update=update)


class Registration(Fact):
    """A person's registration for the kick-off, by participant; private to the service that takes registrations."""

    member: int
    """The participant's index among the mission's members."""
    wishes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    status: Literal["registered", "cancelled", "attended", "left", "erased"] = "registered"
    solution: str | None = None
    """The place given by the latest allocation; None when there was none."""

    sources = (
        e.KickoffRegistered,
        e.WishesChanged,
        e.RegistrationCancelled,
        e.KickoffAttended,
        e.PlacesGiven,
        ParticipantErased,
    )

    @property
    def counts(self) -> bool:
        """Whether the person had registered and not cancelled before coming."""
        return self.status in ("registered", "attended", "left")

    @property
    def came(self) -> bool:
        """Whether the person came, also when the person left early."""
        return self.status in ("attended", "left")

    @classmethod
    def fold(cls, rows: MutableMapping[str, Registration], record: Recorded) -> None:
        match record.event:
            case e.KickoffRegistered() as event:
                rows[event.participant] = cls(member=event.member, wishes=event.wishes, skills=event.skills)
            case e.WishesChanged() as event:
                changed = {"wishes": event.wishes, "skills": event.skills}
                rows[event.participant] = rows[event.participant].model_copy(update=changed)
            case e.RegistrationCancelled() as event:
                status = "left" if event.attended else "cancelled"
                update = {"status": status, "solution": None}
                rows[event.participant] = rows[event.participant].model_copy(update=update)
            case e.KickoffAttended() as event:
                rows[event.participant] = rows[event.participant].model_copy(update={"status": "attended"})
            case e.PlacesGiven() as event:
                cls._seat(rows, event)
            case ParticipantErased() as event:
                if event.participant in rows:
                    rows[event.participant] = cls(member=rows[event.participant].member, status="erased")

    @classmethod
    def _seat(cls, rows: MutableMapping[str, Registration], event: e.PlacesGiven) -> None:
        places = dict(zip(event.members, event.places, strict=True))
        for participant, row in list(rows.items()):
            place = places.get(row.member) if row.status in ("registered", "attended") else None
            solution = None if place is None else event.solutions[place]
            if solution != row.solution:
                rows[participant] = row.model_copy(update={"solution": solution})
