"""The gates between the phases: what must hold before a phase is opened, and before it is closed.

One line a phase, as in the table of the README; every number in them comes from the playbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, NamedTuple

from osi_core.challenges.facts import Challenge, Commitment, Gap
from osi_core.curation.facts import Dossier
from osi_core.domain import Context, Event, Fact, Need, Phase, State, Unmet
from osi_core.mission.commands import OfMission
from osi_core.mission.events import PhaseClosed, PhaseOpened
from osi_core.mission.state import Mission
from osi_core.process import gate_conditions as _when
from osi_core.scaling.facts import FinalReport, Readings
from osi_core.solutions.facts import Kickoff, Solution
from osi_core.support.facts import Initiative, Programme

Condition = Callable[[Mission, Context], Iterator[Unmet]]


class Gate(NamedTuple):
    """A phase's line in the table: when it opens, when it may be closed, and the facts both look at."""

    opens_when: tuple[Condition, ...]
    closes_when: tuple[Condition, ...]
    facts: tuple[type[Fact], ...] = ()


GATES: dict[Phase, Gate] = {
    Phase.MISSION: Gate(
        opens_when=(),  # it is open from the mission's creation
        closes_when=(_when.goal_has_an_indicator, _when.required_sectors_endorse),
    ),
    Phase.CHALLENGES: Gate(
        opens_when=(_when.mission_is_agreed,),
        closes_when=(_when.priorities_are_published, _when.priorities_are_answered),
        facts=(Challenge, Commitment, Gap),
    ),
    Phase.SOLUTIONS: Gate(
        opens_when=(_when.a_priority_is_committed_to,),
        closes_when=(_when.kickoff_is_held, _when.priorities_have_solutions),
        facts=(Challenge, Commitment, Gap, Solution, Kickoff),
    ),
    Phase.SUPPORT: Gate(
        opens_when=(_when.kickoff_is_held,),
        closes_when=(_when.programme_is_over,),
        facts=(Kickoff, Programme),
    ),
    Phase.CURATION: Gate(
        opens_when=(_when.an_initiative_is_admitted,),
        closes_when=(_when.initiatives_are_finally_assessed,),
        facts=(Initiative, Dossier),
    ),
    Phase.SCALING: Gate(
        opens_when=(_when.an_initiative_can_scale,),
        closes_when=(_when.target_is_reached_or_past, _when.final_report_is_published),
        facts=(Dossier, Readings, FinalReport),
    ),
}


class OpenPhase(OfMission):
    """Open a phase when its gate lets it."""

    phase: Phase
    state: ClassVar[type[State] | None] = Mission

    def needs(self) -> tuple[Need, ...]:
        return tuple(Need(kind) for kind in GATES[self.phase].facts)


class ClosePhase(OpenPhase):
    """Close a phase when its gate lets it."""


def phase_opens(command: OpenPhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase opens once, and only through its gate."""
    if command.phase in state.opened:
        yield Unmet(
            code="phase-opened-already",
            field="phase",
            en=f"the phase {command.phase} was opened already",
            de=f"die Phase {command.phase} wurde schon geöffnet",
        )
        return
    for condition in GATES[command.phase].opens_when:
        yield from condition(state, context)


def phase_closes(command: ClosePhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase closes once, while it is open, and only through its gate."""
    if command.phase not in state.open_phases:
        yield Unmet(
            code="phase-not-open",
            field="phase",
            en=f"the phase {command.phase} is not open",
            de=f"die Phase {command.phase} ist nicht offen",
        )
        return
    for condition in GATES[command.phase].closes_when:
        yield from condition(state, context)


def open_phase(command: OpenPhase, state: Mission, context: Context) -> Iterator[Event]:
    """The phase is open."""
    yield PhaseOpened(phase=command.phase)


def close_phase(command: ClosePhase, state: Mission, context: Context) -> Iterator[Event]:
    """The phase is closed."""
    yield PhaseClosed(phase=command.phase)
