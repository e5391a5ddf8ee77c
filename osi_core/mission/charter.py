"""What a mission is, for everyone to read: its goal, who stands behind it, what is said of it, and which phases it has
come through.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from osi_core.domain import DataOrigin, Event, Fact, Model, Phase, Recorded, Sector
from osi_core.mission import events as e

THE_CHARTER = "charter"
"""The key of the one charter that a mission has."""


class PhaseStatus(StrEnum):
    """How far a phase has come."""

    OPEN = "open"
    CLOSING = "closing"
    """It was asked to close, and waits for what the services answer; nothing is taken in it."""
    CLOSED = "closed"


class PhaseNote(Model):
    """A phase that was opened."""

    phase: Phase
    status: PhaseStatus = PhaseStatus.OPEN
    open_time: datetime
    """When it was opened, the last time if it was opened again."""
    close_time: datetime | None = None
    """When it was closed, if it is."""


class GoalNote(Model):
    """The goal, and the indicator by which it is measured."""

    version: int
    """Counts the versions of the goal from 1."""
    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class Endorsement(Model):
    """That an institution stands behind the goal."""

    institution: str
    sector: Sector
    statement: str | None
    version: int | None
    """Of the goal, or of one that is proposed."""


class Charter(Fact):
    """What a mission is, under the key "charter"."""

    title: str
    language: str
    languages: tuple[str, ...]
    sdg: tuple[str, ...]
    origin: DataOrigin
    rules: int
    began_at: datetime
    written: int = 0
    """How many versions of the goal there were so far."""
    goal: GoalNote | None = None
    endorsements: tuple[Endorsement, ...] = ()
    """Of each institution the latest."""
    phases: Mapping[Phase, PhaseNote] = {}
    """In the order in which they were first opened."""
    closed_early: str | None = None
    """Why it was given up, unless it was resumed."""

    sources = (
        e.MissionCreated,
        e.RulesAdopted,
        e.PlaybookChanged,
        e.GoalSet,
        e.GoalProposed,
        e.GoalAdopted,
        e.MissionEndorsed,
        e.PhaseOpened,
        e.ClosingAsked,
        e.ClosingCancelled,
        e.PhaseClosed,
        e.MissionClosedEarly,
        e.MissionResumed,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Charter], record: Recorded) -> None:
        event = record.event
        if isinstance(event, e.MissionCreated):
            rows[THE_CHARTER] = cls(
                title=event.title,
                language=event.language,
                languages=event.playbook.languages,
                sdg=event.sdg,
                origin=event.origin,
                rules=event.rules,
                began_at=record.time,
                phases={Phase.MISSION: PhaseNote(phase=Phase.MISSION, open_time=record.time)},
            )
        else:
            rows[THE_CHARTER] = rows[THE_CHARTER]._after(event, record.time)

    def _after(self, event: Event, time: datetime) -> Charter:
        match event:
            case e.RulesAdopted():
                return self.model_copy(update={"rules": event.rules})
            case e.PlaybookChanged():
                return self.model_copy(update={"languages": event.playbook.languages})
            case e.GoalSet():
                return self._with_goal(event, self.written + 1)
            case e.GoalProposed():
                return self.model_copy(update={"written": event.version})
            case e.GoalAdopted():
                return self._with_goal(event, event.version)
            case e.MissionEndorsed():
                told = {name: getattr(event, name) for name in Endorsement.model_fields}
                others = (one for one in self.endorsements if one.institution != event.institution)
                return self.model_copy(update={"endorsements": (*others, Endorsement(**told))})
            case e.MissionClosedEarly():
                return self.model_copy(update={"closed_early": event.reason})
            case e.MissionResumed():
                return self.model_copy(update={"closed_early": None})
        return self._with_phase(event, time)

    def _with_goal(self, event: e.GoalWritten, version: int) -> Charter:
        told = {name: getattr(event, name) for name in e.GoalWritten.model_fields}
        goal = GoalNote(version=version, **told)
        return self.model_copy(update={"goal": goal, "written": max(version, self.written)})

    def _with_phase(self, event: Event, time: datetime) -> Charter:
        match event:
            case e.PhaseOpened(phase=phase):
                note = PhaseNote(phase=phase, open_time=time)
            case e.ClosingAsked(phase=phase):
                note = self.phases[phase].model_copy(update={"status": PhaseStatus.CLOSING})
            case e.ClosingCancelled(phase=phase):
                note = self.phases[phase].model_copy(update={"status": PhaseStatus.OPEN})
            case e.PhaseClosed(phase=phase):
                note = self.phases[phase].model_copy(update={"status": PhaseStatus.CLOSED, "close_time": time})
            case _:
                return self
        return self.model_copy(update={"phases": {**self.phases, phase: note}})


class GoalComment(Fact):
    """What somebody said of the goal, by its number, from 1."""

    version: int
    """Of the goal, or of one that was proposed."""
    author: str
    text: str
    """The text's seal."""
    said_at: datetime

    sources = (e.GoalCommented,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, GoalComment], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.GoalCommented), "it has no other source"
        number = str(len(rows) + 1)
        rows[number] = cls(version=event.version, author=event.author, text=event.text, said_at=record.time)
