"""Who is tied to an initiative, and was within the past year: what recusal is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime, timedelta

from osi_core.domain import Fact, Joined, Recorded, Role
from osi_core.funding.events import GrantAwarded, GrantRoundOpened
from osi_core.mission.events import MandateConfirmed, ParticipantErased, RoleGranted, RoleRevoked
from osi_core.solutions.events import (
    JoinRequestAccepted,
    SolutionSubmitted,
    TeamJoined,
    TeamLeft,
    TeamMemberRemoved,
)
from osi_core.support.events import NeedStated

YEAR = timedelta(days=365)
"""How long a tie still counts after its end."""


class Ties(Fact):
    """What one thing is tied to, with the end of each tie."""

    until: dict[str, datetime | None] = {}
    """Whom or what → when it ended; None while it lasts."""

    def within_a_year(self, at: datetime) -> frozenset[str]:
        """The ties that last, and those that ended within the year before."""
        return frozenset(name for name, end in self.until.items() if end is None or end > at - YEAR)

    def _with(self, name: str, end: datetime | None) -> dict[str, datetime | None]:
        return {**self.until, name: end}


class Affiliations(Ties):
    """The institutions that a person works at or speaks for, or did, by participant.

    People speak for several until a mandate ends; where somebody works, the later grant ends the one before.
    """

    sources = (RoleGranted, MandateConfirmed, RoleRevoked, ParticipantErased)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Affiliations], record: Recorded) -> None:
        event = record.event
        if isinstance(event, ParticipantErased):
            rows.pop(event.participant, None)
            return
        assert isinstance(event, RoleGranted | MandateConfirmed | RoleRevoked)
        known = rows.get(event.participant) or cls()
        match event:
            case RoleGranted(role=Role.REPRESENTATIVE, institution=str(institution)):
                ends = min((end for end in (event.until, event.confirm_by) if end), default=None)
                rows[event.participant] = cls(until=known._with(institution, ends))
            case RoleGranted(institution=str(institution)):
                ended = {name: end or record.time for name, end in known.until.items()}
                rows[event.participant] = cls(until={**ended, institution: None})
            case MandateConfirmed():
                rows[event.participant] = cls(until=known._with(event.institution, event.until))
            case RoleRevoked(institution=str(institution)):
                rows[event.participant] = cls(until=known._with(institution, record.time))


class Involved(Ties):
    """The people who are or were in an initiative's team, by initiative."""

    sources = (SolutionSubmitted, TeamJoined, JoinRequestAccepted, TeamLeft, TeamMemberRemoved)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Involved], record: Recorded) -> None:
        match record.event:
            case SolutionSubmitted() as event:
                rows[event.solution] = cls(until={event.author: None})
            case TeamJoined() | JoinRequestAccepted() as event:
                rows[event.solution] = cls(until=rows[event.solution]._with(event.participant, None))
            case TeamLeft() | TeamMemberRemoved() as event:
                rows[event.solution] = cls(until=rows[event.solution]._with(event.participant, record.time))


class Asking(Fact):
    """What an initiative has asked support for, by initiative: so that its helpers are found without asking all."""

    needs: tuple[str, ...] = ()

    sources = (NeedStated,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Asking], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, NeedStated)
        known = rows.get(event.initiative) or cls()
        rows[event.initiative] = cls(needs=(*known.needs, event.need))


class Funded(Ties):
    """The initiatives that were awarded money, by grant round, with when."""

    institution: str
    """Who gives the money."""

    sources = (GrantRoundOpened, GrantAwarded)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Funded], record: Recorded) -> None:
        match record.event:
            case GrantRoundOpened() as event:
                rows[event.round] = cls(institution=event.institution)
            case GrantAwarded() as event:
                awarded = rows[event.round]._with(event.initiative, record.time)
                rows[event.round] = rows[event.round].model_copy(update={"until": awarded})


def institutions_of(
    people: Iterable[str], known: Mapping[str, Affiliations], at: datetime, joined: Joined
) -> frozenset[str]:
    """Every institution that some people have, or had within the past year; one that was entered twice is one."""
    return joined.all_really(name for person in people if person in known for name in known[person].within_a_year(at))
