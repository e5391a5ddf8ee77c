"""What the header shows: the goal and its indicator, who stands behind it, and where each part's data comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from osi_core.domain import Model, Phase, Sector
from osi_core.mission import events as e
from osi_core.mission.facts import Institution
from osi_core.report.source import Source
from osi_core.words import WordedError

PARTS = (
    "mission",
    "challenges",
    "statements",
    "votes",
    "ballots",
    "commitments",
    "solutions",
    "kickoff",
    "support",
    "curation",
    "scaling",
)
"""The parts whose origin is stated, in the order of the report."""


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
    """Where a part's data comes from. Not `stated`: nobody said, and it is labelled as the mission itself is."""

    part: str
    origin: Literal["real", "derived", "simulated"]
    source: str | None = None
    licence: str | None = None

    @property
    def stated(self) -> bool:
        """Whether the log says so for this part."""
        return self.source is not None


class Origin(Model):
    """Parts whose data has the same origin."""

    origin: Literal["real", "derived", "simulated"]
    parts: tuple[str, ...]


class PhaseSpan(Model):
    """When a phase was opened and closed; None where it was not, or not yet."""

    phase: Phase
    opened: datetime | None = None
    closed: datetime | None = None


class MissionPart(Model):
    """The mission itself."""

    mission: str
    title: str
    language: str
    """The language that the mission is held in."""
    simulated: bool
    sdg: tuple[str, ...]
    created: datetime
    goal: Goal | None
    sectors: tuple[Endorsed, ...]
    provenance: Mapping[str, Provenance]
    phases: tuple[PhaseSpan, ...]
    playbook_changes: tuple[tuple[date, str], ...]
    """Day and reason."""

    @property
    def partly_real(self) -> bool:
        """Whether the mission is simulated, but with parts that are real or derived from what is."""
        return self.simulated and any(row.origin != "simulated" for row in self.provenance.values())

    def origins(self, parts: Collection[str]) -> tuple[Origin, ...]:
        """These parts by their origin, what is real first."""
        kinds: tuple[Literal["real", "derived", "simulated"], ...] = ("real", "derived", "simulated")
        groups = (
            Origin(origin=kind, parts=tuple(part for part in parts if self.provenance[part].origin == kind))
            for kind in kinds
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
        simulated=created.simulated,
        sdg=created.sdg,
        created=first.time,
        goal=_goal(source),
        sectors=_sectors(source),
        provenance=_provenance(source, created.simulated),
        phases=_phases(source, first.time),
        playbook_changes=tuple(
            (record.time.date(), record.event.reason)
            for record in source.records(e.PlaybookChanged)
            if isinstance(record.event, e.PlaybookChanged)
        ),
    )


def _goal(source: Source) -> Goal | None:
    goal = None
    for record in source.records(e.GoalSet):
        goal = Goal(**record.event.model_dump(), set_on=record.time.date())
    return goal


def _sectors(source: Source) -> tuple[Endorsed, ...]:
    institutions = source.facts(Institution).values()
    endorsed: dict[Sector, list[str]] = {sector: [] for sector in Sector}
    for event in source.events(e.MissionEndorsed):
        endorsed[event.sector].append(source.institution(event.institution))
    return tuple(
        Endorsed(
            sector=sector,
            registered=sum(institution.sector is sector for institution in institutions),
            endorsed_by=tuple(endorsed[sector]),
        )
        for sector in Sector
    )


def _provenance(source: Source, simulated: bool) -> dict[str, Provenance]:
    origin: Literal["real", "simulated"] = "simulated" if simulated else "real"
    found = {part: Provenance(part=part, origin=origin) for part in PARTS}
    for event in source.events(e.ProvenanceStated):
        found[event.part] = Provenance(**event.model_dump())
    return found


def _phases(source: Source, created: datetime) -> tuple[PhaseSpan, ...]:
    opened: dict[Phase, datetime] = {Phase.MISSION: created}
    closed: dict[Phase, datetime] = {}
    for record in source.records(e.PhaseOpened, e.PhaseClosed):
        match record.event:
            case e.PhaseOpened(phase=phase):
                opened.setdefault(phase, record.time)
                closed.pop(phase, None)
            case e.PhaseClosed(phase=phase):
                closed[phase] = record.time
    return tuple(PhaseSpan(phase=phase, opened=opened.get(phase), closed=closed.get(phase)) for phase in Phase)
