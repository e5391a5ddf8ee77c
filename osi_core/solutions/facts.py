"""What other phases, gates and the report may know of phase 3."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, MutableMapping, ValuesView
from datetime import date, datetime, timedelta
from typing import Any

from osi_core.domain import Event, Fact, FactKey, Recorded, StopReason
from osi_core.mission.events import ParticipantErased
from osi_core.solutions import events as e


class Call(Fact):
    """A public call by its id."""

    text: str
    closes_on: date | None

    sources = (e.CallPublished, e.CallAmended)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Call], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.CallPublished | e.CallAmended)
        rows[event.call] = cls(text=event.text, closes_on=event.closes_on)

    def is_open(self, day: date) -> bool:
        """Whether solutions may be submitted on that day; the closing day is the last one."""
        return self.closes_on is None or day <= self.closes_on


def team_of(solution: str, facts: Mapping[FactKey, Any]) -> tuple[str, ...]:
    """The team of a solution, as the facts of a command know it; nobody where there is none."""
    found: Solution | None = facts[FactKey(Solution, solution)]
    return found.team if found else ()


class Solution(Fact):
    """A solution by its id."""

    author: str
    title: str
    text: str
    """As the title, its seal."""
    origin: e.SolutionOrigin
    challenges: tuple[str, ...]
    wanted_skills: tuple[str, ...]
    joining: e.Joining
    team: tuple[str, ...]
    """Participants, in the order in which they joined."""
    submitted_at: datetime
    status: e.SolutionStatus = e.SolutionStatus.SUBMITTED
    reason: StopReason | None = None
    """Why it was withdrawn."""
    speakers: tuple[str, ...] = ()
    """Those of the team who act for it, the founder first as long as that one does."""
    speakerless_since: datetime | None = None
    """Since when nobody has; None while somebody does."""
    version: int = 1
    """Counts the versions of its content, from 1."""
    version_since: datetime | None = None
    """Since when there is this version; None of the first."""

    sources = (
        e.SolutionSubmitted,
        e.SolutionUpdated,
        e.SolutionTied,
        e.SolutionWithdrawn,
        e.TeamJoined,
        e.JoinRequestAccepted,
        e.TeamLeft,
        e.TeamMemberRemoved,
        e.SpeakerAppointed,
        e.SpeakerResigned,
        e.SpeakerChosen,
        e.SpeakerNamed,
        e.ErasureFollowed,
        ParticipantErased,
    )
    followed = (ParticipantErased,)

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.status is not e.SolutionStatus.WITHDRAWN

    def is_only_a_member(self, participant: str) -> bool:
        """Whether somebody is in the team and does not act for it."""
        return participant in self.team and participant not in self.speakers

    @classmethod
    def fold(cls, rows: MutableMapping[str, Solution], record: Recorded) -> None:
        event = record.event
        if isinstance(event, e.SolutionSubmitted):
            rows[event.solution] = cls(
                **event.model_dump(exclude={"solution"}),
                team=(event.author,),
                speakers=(event.author,),
                submitted_at=record.time,
            )
        elif isinstance(event, ParticipantErased | e.ErasureFollowed):
            for name, row in list(rows.items()):
                if event.participant in row.team:
                    rows[name] = row._without(event.participant, record.time)
        else:
            solution: str = event.solution  # type: ignore[attr-defined]
            rows[solution] = rows[solution]._after(event, record.time)

    def _after(self, event: Event, time: datetime) -> Solution:
        match event:
            case e.SolutionUpdated():
                return self._updated(event, time)
            case e.SolutionTied():
                return self.model_copy(update={"challenges": (*self.challenges, event.challenge)})
            case e.SolutionWithdrawn():
                return self.model_copy(update={"status": e.SolutionStatus.WITHDRAWN, "reason": event.reason})
            case e.TeamJoined() | e.JoinRequestAccepted():
                return self.model_copy(update={"team": (*self.team, event.participant)})
            case e.TeamLeft() | e.TeamMemberRemoved():
                return self._without(event.participant, time)
            case e.SpeakerResigned():
                return self._spoken_for_by(_others(self.speakers, event.participant), time)
            case e.SpeakerAppointed():
                stay = _others(self.speakers, event.instead_of)
                return self._spoken_for_by((*stay, event.participant), time)
            case e.SpeakerChosen() | e.SpeakerNamed():
                return self._spoken_for_by((event.participant,), time)
        return self

    def _updated(self, event: e.SolutionUpdated, time: datetime) -> Solution:
        changed = event.model_dump(exclude={"solution", "kind"}, exclude_none=True)
        if event.kind is e.UpdateKind.CONTENT:
            changed |= {"version": self.version + 1, "version_since": time}
        return self.model_copy(update=changed)

    def _without(self, participant: str, time: datetime) -> Solution:
        stay = self.model_copy(update={"team": _others(self.team, participant)})
        return stay._spoken_for_by(_others(self.speakers, participant), time)

    def _spoken_for_by(self, speakers: tuple[str, ...], time: datetime) -> Solution:
        since = None if speakers else self.speakerless_since or time
        return self.model_copy(update={"speakers": speakers, "speakerless_since": since})


def _others(people: tuple[str, ...], one: str | None) -> tuple[str, ...]:
    return tuple(person for person in people if person != one)


class Kickoff(Fact):
    """A kick-off by its id."""

    starts_on: date
    days: int
    max_wishes: int
    table_min: int
    table_max: int
    status: e.KickoffStatus = e.KickoffStatus.PLANNED
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
        e.KickoffMoved,
        e.KickoffCancelled,
    )

    @property
    def held(self) -> bool:
        """Whether it has been held."""
        return self.status is e.KickoffStatus.HELD

    @property
    def ended(self) -> bool:
        """Whether it was held or cancelled."""
        return self.status in (e.KickoffStatus.HELD, e.KickoffStatus.CANCELLED)

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.starts_on + timedelta(days=self.days - 1)

    @property
    def takes_registrations(self) -> bool:
        """Whether people may register, or change their wishes."""
        return self.status in (e.KickoffStatus.PLANNED, e.KickoffStatus.REOPENED)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Kickoff], record: Recorded) -> None:
        match record.event:
            case e.KickoffPlanned() as event:
                rows[event.kickoff] = cls(
                    starts_on=event.starts_on,
                    days=event.days,
                    max_wishes=event.max_wishes,
                    table_min=event.table_min,
                    table_max=event.table_max,
                )
            case e.KickoffMoved() as event:
                moved = {"starts_on": event.starts_on, "days": event.days}
                rows[event.kickoff] = rows[event.kickoff].model_copy(update=moved)
            case e.KickoffCancelled() as event:
                cancelled = {"status": e.KickoffStatus.CANCELLED}
                rows[event.kickoff] = rows[event.kickoff].model_copy(update=cancelled)
            case (
                e.RegistrationClosed()
                | e.AllocationReopened()
                | e.AttendanceClosed()
                | e.KickoffAllocated()
                | e.KickoffHeld() as event
            ):
                rows[event.kickoff] = rows[event.kickoff].model_copy(update=_progress(event, record.time))


def _progress(
    event: e.RegistrationClosed | e.AllocationReopened | e.AttendanceClosed | e.KickoffAllocated | e.KickoffHeld,
    time: datetime,
) -> dict[str, object]:
    """What a step of a kick-off changes of it."""
    match event:
        case e.RegistrationClosed():
            return {"status": e.KickoffStatus.CLOSED, "registered": event.registered}
        case e.AllocationReopened():
            return {"status": e.KickoffStatus.REOPENED}
        case e.AttendanceClosed():
            return {"status": e.KickoffStatus.CLOSED, "registered": event.registered, "attended": event.attended}
        case e.KickoffAllocated():
            return {"status": e.KickoffStatus.ALLOCATED, "placed": event.placed, "running": event.running}
        case e.KickoffHeld():
            counts = {"registered": event.registered, "attended": event.attended}
            return {"status": e.KickoffStatus.HELD, "held_at": time, **counts}


class Registration(Fact):
    """A person's registration for a kick-off, by `key`; private to the service that takes registrations."""

    kickoff: str
    participant: str
    member: int
    """The participant's index among the mission's members."""
    wishes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    status: e.RegistrationStatus = e.RegistrationStatus.REGISTERED
    solution: str | None = None
    """The place given by this kick-off's latest allocation; None when there was none."""

    sources = (
        e.KickoffRegistered,
        e.WishesChanged,
        e.RegistrationCancelled,
        e.KickoffAttended,
        e.PlacesGiven,
        e.ErasureFollowed,
        ParticipantErased,
    )
    followed = (ParticipantErased,)

    @staticmethod
    def key(kickoff: str, participant: str) -> str:
        """The key of a person's registration for one kick-off; a person may register for several."""
        return f"{kickoff}/{participant}"

    @property
    def stands(self) -> bool:
        """Whether the person is expected, or there."""
        return self.status in (e.RegistrationStatus.REGISTERED, e.RegistrationStatus.ATTENDED)

    @property
    def counts(self) -> bool:
        """Whether the person had registered and not cancelled before coming."""
        return self.stands or self.status is e.RegistrationStatus.LEFT

    @property
    def came(self) -> bool:
        """Whether the person came, also when the person left early."""
        return self.status in (e.RegistrationStatus.ATTENDED, e.RegistrationStatus.LEFT)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Registration], record: Recorded) -> None:
        match record.event:
            case e.KickoffRegistered() as event:
                rows[cls.key(event.kickoff, event.participant)] = cls(**event.model_dump())
            case e.WishesChanged() as event:
                _change(rows, event, wishes=event.wishes, skills=event.skills)
            case e.RegistrationCancelled() as event:
                status = e.RegistrationStatus.LEFT if event.attended else e.RegistrationStatus.CANCELLED
                _change(rows, event, status=status, solution=None)
            case e.KickoffAttended() as event:
                _change(rows, event, status=e.RegistrationStatus.ATTENDED)
            case e.PlacesGiven() as event:
                cls._seat(rows, event)
            case ParticipantErased(participant=participant) | e.ErasureFollowed(participant=participant):
                for key, row in [(key, row) for key, row in rows.items() if row.participant == participant]:
                    rows[key] = cls(
                        kickoff=row.kickoff,
                        participant=participant,
                        member=row.member,
                        status=e.RegistrationStatus.ERASED,
                    )

    @classmethod
    def _seat(cls, rows: MutableMapping[str, Registration], event: e.PlacesGiven) -> None:
        places = dict(zip(event.members, event.places, strict=True))
        for participant, row in registered_for(event.kickoff, rows).items():
            place = places.get(row.member) if row.stands else None
            solution = None if place is None else event.solutions[place]
            if solution != row.solution:
                rows[cls.key(event.kickoff, participant)] = row.model_copy(update={"solution": solution})


def _change(
    rows: MutableMapping[str, Registration],
    event: e.WishesChanged | e.RegistrationCancelled | e.KickoffAttended,
    **update: object,
) -> None:
    key = Registration.key(event.kickoff, event.participant)
    rows[key] = rows[key].model_copy(update=update)


def registered_for(kickoff: str, rows: Mapping[str, Registration]) -> Mapping[str, Registration]:
    """The registrations for one kick-off, by participant, in the order in which they came; cancelled ones too."""
    return _RegisteredFor(kickoff, rows)


class _RegisteredFor(Mapping[str, Registration]):
    """Nothing is made of what a page does not show: of a hundred thousand people it has fifty."""

    def __init__(self, kickoff: str, rows: Mapping[str, Registration]) -> None:
        self._rows, self._kickoff = rows, kickoff
        self._found = [row for row in rows.values() if row.kickoff == kickoff]

    def __getitem__(self, participant: str) -> Registration:
        return self._rows[Registration.key(self._kickoff, participant)]

    def __iter__(self) -> Iterator[str]:
        return iter([row.participant for row in self._found])

    def __len__(self) -> int:
        return len(self._found)

    def items(self) -> ItemsView[str, Registration]:
        return self._by_participant().items()

    def values(self) -> ValuesView[Registration]:
        return self._by_participant().values()

    def _by_participant(self) -> dict[str, Registration]:
        return {row.participant: row for row in self._found}
