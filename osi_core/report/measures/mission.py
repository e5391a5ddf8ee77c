"""What the header shows: the goal and its indicator, who stands behind it, and where each part's data comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from osi_core.domain import DataOrigin, Model, Phase, Recorded, Sector
from osi_core.mission import events as e
from osi_core.mission.facts import Institution, Member
from osi_core.process.origins import PARTS
from osi_core.report.source import Source
from osi_core.words import WordedError


class Goal(Model):
    """The goal and its indicator, as last set."""

    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date
    set_on: date


class Endorsed(Model):
    """One sector's institutions: those registered, and by name those that endorsed the mission."""

    sector: Sector
    registered: int
    endorsed_by: tuple[str, ...]


class Provenance(Model):
    """What a part's data is, and where it comes from, as far as somebody said."""

    part: str
    origins: tuple[DataOrigin, ...]
    """Of its events; what is real first, nothing where nothing happened."""
    source: str | None = None
    licence: str | None = None


class OfOrigin(Model):
    """Parts that hold something of the same origin."""

    origin: DataOrigin
    parts: tuple[str, ...]


class PhaseSpan(Model):
    """When a phase was opened and closed; None where it was not, or not yet."""

    phase: Phase
    opened: datetime | None = None
    closed: datetime | None = None
    origin: DataOrigin | None = None
    """Whether it was opened for real, or how else."""


class MissionPart(Model):
    """The mission itself."""

    mission: str
    title: str
    language: str
    """The language that the mission is held in."""
    origin: DataOrigin
    sdg: tuple[str, ...]
    created: datetime
    goal: Goal | None
    sectors: tuple[Endorsed, ...]
    unconfirmed: tuple[str, ...]
    """Institutions by name, whose representatives they have not confirmed at the log's end."""
    provenance: Mapping[str, Provenance]
    phases: tuple[PhaseSpan, ...]
    playbook_changes: tuple[tuple[date, str], ...]
    """Day and reason."""

    @property
    def mixed(self) -> bool:
        """Whether it was imported, and simulated from there on."""
        return len({origin for row in self.provenance.values() for origin in row.origins}) > 1

    def origins(self, parts: Iterable[str]) -> tuple[OfOrigin, ...]:
        """These parts by their origin, what is real first; a mixed part stands in each of its origins."""
        asked = tuple(parts)
        groups = (
            OfOrigin(origin=kind, parts=tuple(part for part in asked if kind in self.provenance[part].origins))
            for kind in DataOrigin
        )
        return tuple(group for group in groups if group.parts)

    @property
    def endorsements(self) -> int:
        """How many institutions endorsed the mission."""
        return sum(len(sector.endorsed_by) for sector in self.sectors)

    @property
    def institutions(self) -> int:
        """How many institutions are registered."""
        return sum(sector.registered for sector in self.sectors)


class MissionUnknown(WordedError, LookupError):
    """The log holds no such mission."""


def mission_part(source: Source) -> MissionPart:
    """Reads the mission's own events. Raises MissionUnknown where the log holds no such mission."""
    first = next(source.records(e.MissionCreated), None)
    if first is None:
        raise MissionUnknown("log.no-mission", mission=source.mission)
    created = first.event
    assert isinstance(created, e.MissionCreated)
    return MissionPart(
        mission=source.mission,
        title=created.title,
        language=created.language,
        origin=created.origin,
        sdg=created.sdg,
        created=first.time,
        goal=_goal(source),
        sectors=_sectors(source),
        unconfirmed=_unconfirmed(source),
        provenance=_provenance(source),
        phases=_phases(source, first),
        playbook_changes=tuple(
            (record.time.date(), record.event.reason)
            for record in source.records(e.PlaybookChanged)
            if isinstance(record.event, e.PlaybookChanged)
        ),
    )


def _goal(source: Source) -> Goal | None:
    goal = None
    for record in source.records(e.GoalSet, e.GoalAdopted):
        written = {name: getattr(record.event, name) for name in e.GoalWritten.model_fields}
        goal = Goal(**written, set_on=record.time.date())
    return goal


def _sectors(source: Source) -> tuple[Endorsed, ...]:
    joined = source.joined
    institutions = [row for name, row in source.facts(Institution).items() if name not in joined.into]
    endorsed: dict[Sector | None, dict[str, str]] = {sector: {} for sector in Sector}
    for institution, sector in source.state.endorsements.items() if source.state else ():
        endorsed[joined.sector(institution, sector)][joined.really(institution)] = source.institution(institution)
    return tuple(
        Endorsed(
            sector=sector,
            registered=sum(institution.sector is sector for institution in institutions),
            endorsed_by=tuple(endorsed[sector].values()),
        )
        for sector in Sector
    )


def _unconfirmed(source: Source) -> tuple[str, ...]:
    found: dict[str, bool] = {}
    now = source.now
    assert now is not None, "a mission that is told has a first event"
    for member in source.facts(Member).values():
        for entered, mandate in member.speaks_for(now).items():
            name = source.joined.really(entered)
            found[name] = found.get(name, False) or mandate.confirmed
    return tuple(sorted(source.institution(name) for name, confirmed in found.items() if not confirmed))


def _provenance(source: Source) -> dict[str, Provenance]:
    stated = {event.part: event for event in source.events(e.ProvenanceStated)}
    counted = source.origins
    found = {}
    for part in dict.fromkeys((*PARTS, *stated)):
        said, origins = stated.get(part), counted.get(part, {})
        found[part] = Provenance(
            part=part,
            origins=tuple(origin for origin in DataOrigin if origins.get(origin)),
            source=said.source if said else None,
            licence=said.licence if said else None,
        )
    return found


def _phases(source: Source, first: Recorded) -> tuple[PhaseSpan, ...]:
    opened: dict[Phase, datetime] = {Phase.MISSION: first.time}
    closed: dict[Phase, datetime] = {}
    origins: dict[Phase, DataOrigin] = {Phase.MISSION: first.origin}
    for record in source.records(e.PhaseOpened, e.PhaseClosed):
        match record.event:
            case e.PhaseOpened(phase=phase):
                opened.setdefault(phase, record.time)
                origins.setdefault(phase, record.origin)
                closed.pop(phase, None)
            case e.PhaseClosed(phase=phase):
                closed[phase] = record.time
    return tuple(
        PhaseSpan(phase=phase, opened=opened.get(phase), closed=closed.get(phase), origin=origins.get(phase))
        for phase in Phase
    )
