"""Which decisions are taken by strategy: one line each, from the close to the command that records the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any, NamedTuple

from osi_core.challenges.events import ChallengesPrioritised, RoundClosed
from osi_core.challenges.problem import prioritisation_command, prioritisation_problem
from osi_core.curation.events import AssessmentClosed, InitiativeAssessed
from osi_core.curation.problem import assessment_command, assessment_problem
from osi_core.domain import Event, Fact, LogView, Recorded
from osi_core.funding.events import GrantRoundClosed, GrantRoundDecided
from osi_core.funding.problem import grant_command, grant_problem
from osi_core.log.decisions import DecisionClosed, RecordDecision
from osi_core.log.records import DecisionRecord
from osi_core.plugins import KindName, Problem
from osi_core.scaling.events import PlanRequested, RolloutPlanned
from osi_core.scaling.problem import plan_command, scaling_problem
from osi_core.solutions.events import AttendanceClosed, KickoffAllocated, RegistrationClosed
from osi_core.solutions.problem import allocation_command, allocation_differs, kickoff_problem


def same_fields(log: LogView, recorded: Recorded, command: RecordDecision) -> Iterator[str]:
    """The fields of a result that were published otherwise than the command of the decision says."""
    shown = recorded.event.model_dump()
    for name, value in command.model_dump(exclude={"mission", "record"}).items():
        if name in shown and shown[name] != value:
            yield name


class DecisionKind(NamedTuple):
    """A line of the table below."""

    closing: type[DecisionClosed]
    """The event that freezes what counts."""
    recorded: type[Event]
    """The event that ends it."""
    strategy_kind: KindName
    problem: Callable[[LogView, Recorded], Problem]
    """Builds the strategy's problem from the log up to the close."""
    command: Callable[[Recorded, DecisionRecord, Any], RecordDecision]
    """The command that brings the result of this close."""
    differs: Callable[[LogView, Recorded, RecordDecision], Iterator[str]] = same_fields
    """Compares what was published, in the log up to the event behind the result, with what was decided."""


# fmt: off
DECISIONS: tuple[DecisionKind, ...] = (
    DecisionKind(RoundClosed, ChallengesPrioritised, "prioritisation", prioritisation_problem, prioritisation_command),
    DecisionKind(RegistrationClosed, KickoffAllocated, "matching", kickoff_problem, allocation_command,
                 allocation_differs),
    DecisionKind(AttendanceClosed, KickoffAllocated, "matching", kickoff_problem, allocation_command,
                 allocation_differs),
    DecisionKind(GrantRoundClosed, GrantRoundDecided, "allocation", grant_problem, grant_command),
    DecisionKind(AssessmentClosed, InitiativeAssessed, "curation", assessment_problem, assessment_command),
    DecisionKind(PlanRequested, RolloutPlanned, "scaling", scaling_problem, plan_command),
)
# fmt: on


class Due(Fact):
    """A decision that is closed and not yet recorded, by the stream of its aggregate."""

    position: int
    """Where its close stands."""

    sources = tuple(kind for line in DECISIONS for kind in (line.closing, line.recorded))

    @classmethod
    def fold(cls, rows: MutableMapping[str, Due], record: Recorded) -> None:
        if isinstance(record.event, DecisionClosed):
            rows[record.stream] = cls(position=record.position)
        else:
            rows.pop(record.stream, None)


def decision_kind(event: Event) -> DecisionKind:
    """The line of a closing event."""
    return next(line for line in DECISIONS if isinstance(event, line.closing))
