"""What can be read of a mission: what it is, its institutions, who takes part, and the chains that serve it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from osi_core.domain import DataOrigin, Model, Role, Sector, Service
from osi_core.mission.charter import Charter, Endorsement, GoalComment, GoalNote, PhaseNote
from osi_core.mission.facts import THE_JOINED, Institution, JoinedInstitutions, Mandate, Member, ServingChain
from osi_core.mission.resources import CHAIN, GOAL_COMMENT, INSTITUTION, MISSION, PARTICIPANT
from osi_core.view import THOSE_WHO_TAKE_PART, WHO_MAY_KNOW_WHO, Look, View

__all__ = ["VIEWS", "ChainView", "GoalCommentView", "InstitutionView", "MandateView", "MissionView", "ParticipantView"]


class MissionView(View, at=MISSION, made_of=Charter):
    """What a mission is."""

    etag: str
    title: str
    language: str
    """Its main language."""
    languages: tuple[str, ...]
    sdg: tuple[str, ...]
    """Sustainable Development Goals, "13", or targets of theirs, "13.2"."""
    origin: DataOrigin
    rules: int
    """The version of the phase rules that its commands are judged by."""
    goal: GoalNote | None
    endorsements: tuple[Endorsement, ...]
    """Of each institution the latest."""
    phases: tuple[PhaseNote, ...]
    """In the order in which they were first opened."""
    closed_early: str | None
    """Why it was given up, unless it was resumed."""
    create_time: datetime
    """When it began."""

    filters = {
        "title": attrgetter("title"),
        "language": attrgetter("language"),
        "languages": attrgetter("languages"),
        "sdg": attrgetter("sdg"),
        "origin": attrgetter("origin"),
        "rules": attrgetter("rules"),
        "closed_early": attrgetter("closed_early"),
        "create_time": attrgetter("began_at"),
    }

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Charter, look: Look) -> MissionView:
        return cls(
            etag=look.etag(),
            title=row.title,
            language=row.language,
            languages=row.languages,
            sdg=row.sdg,
            origin=row.origin,
            rules=row.rules,
            goal=row.goal,
            endorsements=row.endorsements,
            phases=tuple(row.phases.values()),
            closed_early=row.closed_early,
            create_time=row.began_at,
        )


class GoalCommentView(View, at=GOAL_COMMENT, made_of=GoalComment):
    """What somebody said of the goal, or of a version that was proposed."""

    comment: str
    """Its number, from 1."""
    version: int
    """Of the goal, or of one that was proposed."""
    text: str | None
    """In the author's own words; None once they are erased."""
    author: str | None
    """Who said it; None to those who may not know."""
    create_time: datetime
    """When it was said."""

    fields_seen_by = {"author": WHO_MAY_KNOW_WHO}
    filters = {
        "version": attrgetter("version"),
        "author": attrgetter("author"),
        "create_time": attrgetter("said_at"),
    }
    searched = {"text": attrgetter("text")}
    refers = {"author": PARTICIPANT}

    @classmethod
    def belongs_to(cls, row: GoalComment) -> str | None:
        return row.author

    @classmethod
    def of(cls, ids: tuple[str, ...], row: GoalComment, look: Look) -> GoalCommentView:
        return cls(
            comment=ids[0],
            version=row.version,
            text=look.words(row.text),
            author=row.author,
            create_time=row.said_at,
        )


class InstitutionView(View, at=INSTITUTION, made_of=Institution):
    """An institution that takes part."""

    institution: str
    etag: str
    display_name: str
    """What it is called."""
    sector: Sector
    place: str | None
    """Where it works: a place or region by name."""
    latitude: Decimal | None
    longitude: Decimal | None
    joined_into: str | None
    """The institution that it is, where it was entered twice; all that is counted counts for that one."""
    create_time: datetime
    """When it was registered."""

    filters = {
        "display_name": attrgetter("name"),
        "sector": attrgetter("sector"),
        "place": attrgetter("place"),
        "create_time": attrgetter("registered_at"),
    }

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Institution, look: Look) -> InstitutionView:
        joined = look.rows(JoinedInstitutions).get(THE_JOINED)
        return cls(
            institution=ids[0],
            etag=look.etag(*ids),
            display_name=row.name,
            sector=row.sector,
            place=row.place,
            latitude=row.latitude,
            longitude=row.longitude,
            joined_into=joined.into.get(ids[0]) if joined else None,
            create_time=row.registered_at,
        )


class MandateView(Model):
    """That somebody speaks for an institution, or did."""

    institution: str
    confirmed: bool
    """Whether the institution has said so too."""
    end_time: datetime | None
    """When it ends or ended; None: it holds until it is revoked."""

    @classmethod
    def of(cls, institution: str, mandate: Mandate) -> MandateView:
        """The view of a mandate."""
        return cls(institution=institution, confirmed=mandate.confirmed, end_time=mandate.ends_at)


class ParticipantView(View, at=PARTICIPANT, made_of=Member):
    """Somebody who takes part, under an id that leads to nobody. Who was erased is told as that, and holds nothing."""

    participant: str
    etag: str
    roles: tuple[Role, ...]
    """What the participant may act as, as far as its mandates hold."""
    mandates: tuple[MandateView, ...]
    """The latest of each institution, also those that have ended."""
    erased: bool
    create_time: datetime
    """When the participant joined."""

    seen_by = THOSE_WHO_TAKE_PART
    filters = {
        "roles": lambda row: tuple(sorted(row.roles)),
        "erased": attrgetter("erased"),
        "create_time": attrgetter("joined_at"),
    }

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Member, look: Look) -> ParticipantView:
        return cls(
            participant=ids[0],
            etag=look.etag(*ids),
            roles=tuple(sorted(row.roles)),
            mandates=tuple(MandateView.of(*one) for one in row.mandates.items()),
            erased=row.erased,
            create_time=row.joined_at,
        )


class ChainView(View, at=CHAIN, made_of=ServingChain):
    """A chain that serves the mission."""

    chain: str
    etag: str
    service: Service
    key: str | None
    """The public key that signs its checkpoints."""
    address: str | None
    """Where its service answers."""
    last: int | None
    """The last position of it that counts, once it is retired."""

    filters = {"service": attrgetter("service"), "last": attrgetter("last")}

    @classmethod
    def of(cls, ids: tuple[str, ...], row: ServingChain, look: Look) -> ChainView:
        return cls(
            chain=ids[0], etag=look.etag(*ids), service=row.service, key=row.key, address=row.address, last=row.last
        )


VIEWS: tuple[type[View], ...] = (MissionView, GoalCommentView, InstitutionView, ParticipantView, ChainView)
"""All that can be read of phase 1."""
