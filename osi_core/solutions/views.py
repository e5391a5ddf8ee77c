"""What can be read of calls, solutions and their teams, kick-offs and registrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import StopReason
from osi_core.mission.resources import PARTICIPANT
from osi_core.solutions import events as e
from osi_core.solutions.facts import Call, Kickoff, Registration, Solution, registered_for
from osi_core.solutions.resources import CALL, KICKOFF, REGISTRATION, SOLUTION
from osi_core.view import THOSE_WHO_TAKE_PART, WHO_MAY_KNOW_WHO, Deadline, Look, View, Viewer

__all__ = ["VIEWS", "CallView", "KickoffView", "RegistrationView", "SolutionView"]


class CallView(View, at=CALL, made_of=Call):
    """A public call for solutions."""

    call: str
    etag: str
    text: str
    """What is called for."""
    closes_on: date | None
    """The last day; None: it stays open."""

    filters = {"closes_on": attrgetter("closes_on")}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.closes_on is not None:
            yield Deadline("due.call", row.closes_on)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Call, look: Look) -> CallView:
        return cls(call=ids[0], etag=look.etag(*ids), text=row.text, closes_on=row.closes_on)


class SolutionView(View, at=SOLUTION, made_of=Solution):
    """A solution, and its team."""

    solution: str
    etag: str
    title: str | None
    """In the author's own words; None once they are erased."""
    text: str | None
    origin: e.SolutionOrigin
    challenges: tuple[str, ...]
    """What it is for."""
    wanted_skills: tuple[str, ...]
    joining: e.Joining
    members: int
    """How many are in the team."""
    team: tuple[str, ...] | None
    """Participants, in the order in which they joined; None to those who do not take part."""
    speakers: tuple[str, ...] | None
    """Those of the team who act for it; None to those who do not take part."""
    author: str | None
    """Who submitted it; None to those who may not know."""
    version: int
    """Counts the versions of its content, from 1."""
    status: e.SolutionStatus
    reason: StopReason | None
    """Why it was withdrawn."""
    create_time: datetime
    """When it was submitted."""

    fields_seen_by = {"team": THOSE_WHO_TAKE_PART, "speakers": THOSE_WHO_TAKE_PART, "author": WHO_MAY_KNOW_WHO}
    filters = {
        "origin": attrgetter("origin"),
        "challenges": attrgetter("challenges"),
        "wanted_skills": attrgetter("wanted_skills"),
        "joining": attrgetter("joining"),
        "members": lambda row: len(row.team),
        "team": attrgetter("team"),
        "speakers": attrgetter("speakers"),
        "author": attrgetter("author"),
        "version": attrgetter("version"),
        "status": attrgetter("status"),
        "create_time": attrgetter("submitted_at"),
    }
    refers = {"challenges": CHALLENGE, "team": PARTICIPANT, "speakers": PARTICIPANT, "author": PARTICIPANT}
    searched = {"title": attrgetter("title"), "text": attrgetter("text")}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        author: str = row.author
        return author

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Solution, look: Look) -> SolutionView:
        return cls(
            solution=ids[0],
            etag=look.etag(*ids),
            title=look.words(row.title),
            text=look.words(row.text),
            origin=row.origin,
            challenges=row.challenges,
            wanted_skills=row.wanted_skills,
            joining=row.joining,
            members=len(row.team),
            team=row.team,
            speakers=row.speakers,
            author=row.author,
            version=row.version,
            status=row.status,
            reason=row.reason,
            create_time=row.submitted_at,
        )


class KickoffView(View, at=KICKOFF, made_of=Kickoff):
    """A kick-off, and how many came."""

    kickoff: str
    etag: str
    starts_on: date
    days: int
    table_min: int
    """The fewest people at a table."""
    table_max: int
    max_wishes: int
    """How many wishes one person may have."""
    status: e.KickoffStatus
    registered: int
    """As last counted: when registration or attendance was closed, or the kick-off held."""
    attended: int
    """How many came, as last counted."""
    placed: int
    """How many got a table."""
    running: tuple[str, ...]
    """Solutions that have a table by the latest allocation."""
    held_time: datetime | None
    """When it was stated that it was held."""

    filters = {
        "starts_on": attrgetter("starts_on"),
        "status": attrgetter("status"),
        "registered": attrgetter("registered"),
        "attended": attrgetter("attended"),
        "running": attrgetter("running"),
        "held_time": attrgetter("held_at"),
    }
    refers = {"running": SOLUTION}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status not in (e.KickoffStatus.HELD, e.KickoffStatus.CANCELLED):
            yield Deadline("due.kickoff", row.starts_on)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Kickoff, look: Look) -> KickoffView:
        return cls(
            kickoff=ids[0],
            etag=look.etag(*ids),
            starts_on=row.starts_on,
            days=row.days,
            table_min=row.table_min,
            table_max=row.table_max,
            max_wishes=row.max_wishes,
            status=row.status,
            registered=row.registered,
            attended=row.attended,
            placed=row.placed,
            running=row.running,
            held_time=row.held_at,
        )


class RegistrationView(View, at=REGISTRATION, made_of=Registration):
    """A person's registration for a kick-off; told to that person and to whoever runs the software."""

    kickoff: str
    participant: str
    etag: str
    wishes: tuple[str, ...]
    """Solutions, the dearest first."""
    skills: tuple[str, ...]
    status: e.RegistrationStatus
    solution: str | None
    """The place given by the latest allocation."""

    seen_by = frozenset({Viewer.ONESELF, Viewer.OPERATOR})
    filters = {
        "wishes": attrgetter("wishes"),
        "skills": attrgetter("skills"),
        "status": attrgetter("status"),
        "solution": attrgetter("solution"),
    }
    refers = {"wishes": SOLUTION, "solution": SOLUTION}

    @classmethod
    def rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...]) -> Mapping[str, Any] | None:
        return registered_for(parent[0], facts)

    @classmethod
    def own_rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...], participant: str) -> Mapping[str, Any]:
        row = cls.row(facts, (*parent, participant))
        return {} if row is None else {participant: row}

    @classmethod
    def row(cls, facts: Mapping[str, Any], ids: tuple[str, ...]) -> Any:
        return facts.get(Registration.key(*ids))

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        participant: str = row.participant
        return participant

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Registration, look: Look) -> RegistrationView:
        return cls(
            kickoff=ids[0],
            participant=ids[1],
            etag=look.etag(*ids),
            wishes=row.wishes,
            skills=row.skills,
            status=row.status,
            solution=row.solution,
        )


VIEWS: tuple[type[View], ...] = (CallView, SolutionView, KickoffView, RegistrationView)
"""All that can be read of phase 3."""
