"""What comes next: the days ahead by whose they are, what is overdue, and the phases that are still to be opened."""

from __future__ import annotations

from datetime import datetime

from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge
from osi_core.curation.facts import Pilot
from osi_core.domain import Model, Phase, within_mission
from osi_core.funding.facts import Grant
from osi_core.process.reads.across import DueItem
from osi_core.report.source import Source


class DueRow(Model):
    """A day by which somebody has to do something, or on which something ends."""

    name: str
    """Of the resource that it is about, within the mission."""
    code: str
    on: datetime
    """The moment at which it is over."""
    what: str | None
    """What people call it: a title; None where it has none, or the words were erased."""
    institution: str
    """Whose duty it is, by name; empty where it is no institution's."""


class AheadPart(Model):
    """What comes next at the log's end."""

    open: tuple[Phase, ...]
    waiting: tuple[Phase, ...]
    """Phases that were not opened yet, and can be."""
    ended: bool
    """Whether every phase has been closed."""
    days: tuple[DueRow, ...]
    """The days ahead, the next one first."""
    overdue: tuple[DueRow, ...]
    """Duties of institutions whose day is over, the oldest first."""

    @property
    def duties(self) -> tuple[DueRow, ...]:
        """What institutions owe, overdue or not, by institution and day."""
        owed = (row for row in (*self.overdue, *self.days) if row.institution)
        return tuple(sorted(owed, key=lambda row: (row.institution, row.on)))


def ahead_part(source: Source) -> AheadPart:
    """Asks what is due for everyone to see, and which phases are open."""
    state, now = source.state, source.now
    assert state is not None and now is not None, "a mission that is told has a first event"
    rows = [_row(source, item) for item in source.due()]
    return AheadPart(
        open=tuple(phase for phase in Phase if phase in state.opened and phase not in state.closed),
        waiting=tuple(phase for phase in Phase if phase not in state.opened and phase not in state.closed),
        ended=state.closed_early or all(phase in state.closed for phase in Phase),
        days=tuple(row for row in rows if row.on >= now),
        overdue=tuple(row for row in rows if row.on < now and row.institution),
    )


def _row(source: Source, item: DueItem) -> DueRow:
    name = within_mission(item.name)
    kind, _, id_ = name.partition("/")
    what, institution = None, ""
    match kind:
        case "commitments":
            commitment = source.facts(Commitment)[id_]
            what = source.words(source.facts(Challenge)[commitment.challenge].title)
            institution = source.institution(commitment.institution)
        case "pilots":
            pilot = source.facts(Pilot)[id_]
            what, institution = source.title(pilot.initiative), source.institution(pilot.institution)
        case "assessments":
            what = source.title(id_)
        case "applications":
            what = source.title(source.facts(Grant)[id_].initiative)
    return DueRow(name=name, code=item.code, on=item.time, what=what, institution=institution)
