"""What the part on scaling shows: who adopted what and where, the indicator on its path, and who pays."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from osi_core.curation.facts import Dossier
from osi_core.domain import Model, Sector
from osi_core.mission import events as m
from osi_core.money import Money
from osi_core.report.source import Source
from osi_core.scaling.adoption_conditions import unmet_for_claim
from osi_core.scaling.events import FinancingKind
from osi_core.scaling.facts import (
    THE_FINAL_REPORT,
    THE_READINGS,
    Adopters,
    Adoption,
    FinalReport,
    Financing,
    Reading,
    Readings,
)


class AdoptionRow(Model):
    """A line of the adoption register."""

    adoption: str
    initiative: str
    title: str | None
    institution: str
    sector: Sector | None
    place: str
    on: date
    pilots: int
    """Successful pilots that it builds on."""
    source: str | None
    """How it is known."""
    ended_on: date | None
    reason: str | None
    per_year: Money | None
    """What the initiative costs a year, as far as its financing says so."""

    @property
    def lasts(self) -> bool:
        """Whether the institution still runs the initiative."""
        return self.ended_on is None


class Place(Model):
    """A place on the map: an institution that takes part, and what it runs now."""

    name: str
    institution: str
    sector: Sector
    latitude: Decimal
    longitude: Decimal
    adoptions: int


class FinancingRow(Model):
    """How one initiative lives on."""

    initiative: str
    title: str | None
    kind: FinancingKind
    description: str | None
    per_year: Money | None
    self_sustaining: bool


class Progress(Model):
    """The indicator's readings against a straight path from baseline to target."""

    start: date
    baseline: Decimal
    target: Decimal
    deadline: date
    readings: tuple[Reading, ...]

    @property
    def latest(self) -> Reading | None:
        """The newest reading."""
        return self.readings[-1] if self.readings else None

    def expected(self, on: date) -> Decimal:
        """Where the indicator would stand on a day, if it went from baseline to target at an even pace."""
        days = (self.deadline - self.start).days
        done = min(max((on - self.start).days, 0), days)
        return self.baseline + (self.target - self.baseline) * done / max(days, 1)

    def on_path(self, reading: Reading) -> bool:
        """Whether a reading is at least as near to the target as the even path is."""
        if self.target < self.baseline:
            return reading.value <= self.expected(reading.on)
        return reading.value >= self.expected(reading.on)

    @property
    def way_done(self) -> Decimal | None:
        """The part of the way from baseline to target that the newest reading has gone; negative if it went back."""
        if self.latest is None:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)


class ScalingPart(Model):
    """Rollout, indicator, financing."""

    adoptions: tuple[AdoptionRow, ...]
    """By date."""
    initiatives: int
    """Initiatives adopted by at least one institution, and still run."""
    institutions: int
    """Institutions that run at least one."""
    proven: int
    """Initiatives that count as proven on the report's day: what has lapsed or is contested does not."""
    by_institution: tuple[tuple[str, Sector | None, int], ...]
    """Name, sector and how many adoptions that have not ended; most first."""
    places: tuple[Place, ...]
    """Institutions with coordinates; empty where none has any."""
    progress: Progress | None
    financing: tuple[FinancingRow, ...]
    self_sustaining: int
    per_year: tuple[Money, ...]
    """What is secured a year, one sum a currency."""
    final_report: FinalReport | None

    @property
    def lasting(self) -> int:
        """Adoptions that have not ended."""
        return sum(row.ended_on is None for row in self.adoptions)


def scaling_part(source: Source) -> ScalingPart:
    """The rollout at the log's end."""
    lasting = [row for row in source.facts(Adoption).values() if row.lasts]
    financing = _financing(source)
    amounts = [row.per_year for row in financing if row.per_year]
    currencies = sorted({amount.currency for amount in amounts})
    adoptions = _adoptions(source)
    return ScalingPart(
        adoptions=adoptions,
        initiatives=len({row.initiative for row in lasting}),
        institutions=len(source.joined.all_really(row.institution for row in lasting)),
        proven=_proven(source),
        by_institution=_by_institution(adoptions),
        places=_places(source, lasting),
        progress=_progress(source),
        financing=financing,
        self_sustaining=sum(row.self_sustaining for row in financing),
        per_year=tuple(Money.total((a for a in amounts if a.currency == c), c) for c in currencies),
        final_report=source.facts(FinalReport).get(THE_FINAL_REPORT),
    )


def _proven(source: Source) -> int:
    mission = source.state
    if mission is None or source.now is None:
        return 0
    settings, adopters, today = mission.playbook.scaling, source.facts(Adopters), source.now.date()
    return sum(
        not any(unmet_for_claim(name, dossier, adopters.get(name), settings, today, source.joined))
        for name, dossier in source.facts(Dossier).items()
    )


def _adoptions(source: Source) -> tuple[AdoptionRow, ...]:
    per_year = {initiative: row.per_year for initiative, row in source.facts(Financing).items()}
    rows = (
        AdoptionRow(
            adoption=id_,
            initiative=row.initiative,
            title=source.title(row.initiative),
            institution=source.institution(row.institution),
            sector=source.sector(row.institution),
            place=row.place,
            on=row.on,
            pilots=len(row.pilots),
            source=row.source,
            ended_on=row.ended_on,
            reason=row.reason,
            per_year=per_year.get(row.initiative),
        )
        for id_, row in source.facts(Adoption).items()
    )
    return tuple(sorted(rows, key=lambda row: (row.on, row.adoption)))


def _by_institution(adoptions: tuple[AdoptionRow, ...]) -> tuple[tuple[str, Sector | None, int], ...]:
    counts = Counter((row.institution, row.sector) for row in adoptions if row.ended_on is None)
    rows = ((name, sector, count) for (name, sector), count in counts.items())
    return tuple(sorted(rows, key=lambda row: (-row[2], row[0])))


def _places(source: Source, lasting: list[Adoption]) -> tuple[Place, ...]:
    found = []
    for event in source.events(m.InstitutionRegistered):
        goes_on = event.institution not in source.joined.into
        if goes_on and event.latitude is not None and event.longitude is not None:
            found.append(
                Place(
                    name=event.place or event.name,
                    institution=event.name,
                    sector=event.sector,
                    latitude=event.latitude,
                    longitude=event.longitude,
                    adoptions=sum(source.joined.really(row.institution) == event.institution for row in lasting),
                )
            )
    return tuple(sorted(found, key=lambda place: (-place.adoptions, place.institution)))


def _progress(source: Source) -> Progress | None:
    newest, readings = source.newest(m.GoalSet, m.GoalAdopted), source.facts(Readings).get(THE_READINGS)
    if newest is None:
        return None
    goal, set_at = newest
    return Progress(
        start=set_at.date(),
        baseline=goal.baseline,
        target=goal.target,
        deadline=goal.deadline,
        readings=readings.readings if readings else (),
    )


def _financing(source: Source) -> tuple[FinancingRow, ...]:
    rows = (
        FinancingRow(
            initiative=id_,
            title=source.title(id_),
            kind=row.kind,
            description=source.words(row.description),
            per_year=row.per_year,
            self_sustaining=row.self_sustaining,
        )
        for id_, row in source.facts(Financing).items()
    )
    return tuple(sorted(rows, key=lambda row: (not row.self_sustaining, row.kind)))
