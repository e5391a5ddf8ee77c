"""What the gates and the report may know of phase 6."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date
from decimal import Decimal

from osi_core.domain import Fact, Model, Recorded
from osi_core.money import Money
from osi_core.scaling import events as e

THE_READINGS = "readings"
"""The key of the one row of readings that a mission has."""
THE_FINAL_REPORT = "final-report"
"""The key of the one final report that a mission has."""


class Plan(Fact):
    """An initiative's rollout plan, by initiative id."""

    pending: bool
    """Requested, and not yet recorded."""
    target: int | None
    steps: tuple[e.PlanStep, ...] = ()
    """Of the latest recorded plan, in order."""
    left_out: tuple[str, ...] = ()

    sources = (e.PlanRequested, e.RolloutPlanned)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Plan], record: Recorded) -> None:
        match record.event:
            case e.PlanRequested() as event:
                known = rows.get(event.initiative)
                steps, left_out = (known.steps, known.left_out) if known else ((), ())
                rows[event.initiative] = cls(pending=True, target=event.target, steps=steps, left_out=left_out)
            case e.RolloutPlanned() as event:
                planned = {"pending": False, "steps": event.steps, "left_out": event.left_out}
                rows[event.initiative] = rows[event.initiative].model_copy(update=planned)


class Adoption(Fact):
    """A line of the adoption register, by its id."""

    initiative: str
    institution: str
    place: str
    on: date
    pilots: tuple[str, ...]
    """The successful pilots that it builds on."""
    source: str | None = None
    """How it is known; None where the first rules asked for none."""
    signed: bool = False
    """Whether the institution has said so itself."""
    ended_on: date | None = None
    reason: str | None = None
    """Why it ended."""

    sources = (e.InitiativeAdopted, e.AdoptionEnded)

    @property
    def lasts(self) -> bool:
        """Whether the institution still runs the initiative."""
        return self.ended_on is None

    @classmethod
    def fold(cls, rows: MutableMapping[str, Adoption], record: Recorded) -> None:
        match record.event:
            case e.InitiativeAdopted() as event:
                rows[event.adoption] = cls(**event.model_dump(exclude={"adoption"}))
            case e.AdoptionEnded() as event:
                ended = {"ended_on": record.time.date(), "reason": event.reason}
                rows[event.adoption] = rows[event.adoption].model_copy(update=ended)


class Adopter(Model):
    """One adoption of an initiative."""

    adoption: str
    institution: str
    place: str
    on: date
    signed: bool
    """Whether the institution has said so itself."""
    ended_on: date | None = None

    @property
    def lasts(self) -> bool:
        """Whether the institution still runs the initiative."""
        return self.ended_on is None

    def days(self, at: date) -> int:
        """For how many days the institution had run it on a day."""
        return (min(self.ended_on or at, at) - self.on).days


class Cooperation(Model):
    """That an institution works on another one's own solution with it."""

    initiative: str
    institution: str
    owner: str
    statement: str


class Adopters(Fact):
    """Who ever adopted an initiative, and who works on it with its owner, by initiative id."""

    adopters: tuple[Adopter, ...] = ()
    """In the order of the register."""
    cooperations: dict[str, Cooperation] = {}
    """Those that last, by their ids."""

    sources = (e.InitiativeAdopted, e.AdoptionEnded, e.CooperationDeclared, e.CooperationEnded)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Adopters], record: Recorded) -> None:
        match record.event:
            case e.InitiativeAdopted() as event:
                known = rows.get(event.initiative) or cls()
                one = Adopter(**event.model_dump(include={*Adopter.model_fields}))
                rows[event.initiative] = known.model_copy(update={"adopters": (*known.adopters, one)})
            case e.AdoptionEnded() as event:
                ended = (
                    one.model_copy(update={"ended_on": record.time.date()}) if one.adoption == event.adoption else one
                    for one in rows[event.initiative].adopters
                )
                rows[event.initiative] = rows[event.initiative].model_copy(update={"adopters": tuple(ended)})
            case e.CooperationDeclared() as event:
                known = rows.get(event.initiative) or cls()
                declared = Cooperation(**event.model_dump(exclude={"cooperation"}))
                cooperations = {**known.cooperations, event.cooperation: declared}
                rows[event.initiative] = known.model_copy(update={"cooperations": cooperations})
            case e.CooperationEnded() as event:
                known = rows[event.initiative]
                lasting = {name: one for name, one in known.cooperations.items() if name != event.cooperation}
                rows[event.initiative] = known.model_copy(update={"cooperations": lasting})


class Financing(Fact):
    """How an initiative lives on, by initiative id."""

    kind: e.FinancingKind
    description: str
    """The description's seal."""
    per_year: Money | None
    self_sustaining: bool

    sources = (e.FinancingModelSet,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Financing], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.FinancingModelSet)
        rows[event.initiative] = cls(
            kind=event.kind,
            description=event.description,
            per_year=event.per_year,
            self_sustaining=event.self_sustaining,
        )


class Reading(Model):
    """A reading of the mission's indicator."""

    value: Decimal
    on: date
    source: str


class Readings(Fact):
    """All readings of the mission's indicator, under the key "readings"."""

    readings: tuple[Reading, ...]
    """By their dates; of one date in the order in which they were recorded."""

    sources = (e.ReadingRecorded,)

    @property
    def latest(self) -> Reading:
        """The reading of the latest date; of several, the one recorded last."""
        return self.readings[-1]

    @classmethod
    def fold(cls, rows: MutableMapping[str, Readings], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.ReadingRecorded)
        known = rows[THE_READINGS].readings if THE_READINGS in rows else ()
        reading = Reading(value=event.value, on=event.on, source=event.source)
        rows[THE_READINGS] = cls(readings=tuple(sorted((*known, reading), key=lambda one: one.on)))


class FinalReport(Fact):
    """The mission's final report, under the key "final-report"."""

    published_on: date
    summary: str
    sha256: str | None

    sources = (e.FinalReportPublished,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, FinalReport], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.FinalReportPublished)
        rows[THE_FINAL_REPORT] = cls(published_on=record.time.date(), summary=event.summary, sha256=event.sha256)
