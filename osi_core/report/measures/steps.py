"""The steps of single things' ways, by thing: what happened to them in public, and when, read from the log once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from osi_core.challenges import events as c
from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.resources import CHALLENGE, COMMITMENT
from osi_core.challenges.way import placed
from osi_core.curation import events as cu
from osi_core.domain import DataOrigin, Event, Recorded, within_mission
from osi_core.funding import events as f
from osi_core.process.step_words import StepWords
from osi_core.process.ways import TOLD
from osi_core.report.measures.named import in_words
from osi_core.report.source import Source
from osi_core.scaling import events as sc
from osi_core.solutions import events as s
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support import events as su
from osi_core.way import Stage
from osi_core.words import Message, Value

OF_CHALLENGES: tuple[type[Event], ...] = (
    c.ChallengeSubmitted,
    c.ChallengeAccepted,
    c.ChallengeRejected,
    c.ChallengeMerged,
    c.ChallengeSplit,
    c.MergeUndone,
    c.SplitUndone,
    c.ChallengeAmended,
    c.ChallengeWithdrawn,
    c.CorrectionGranted,
    c.GapAcknowledged,
)
OF_COMMITMENTS: tuple[type[Event], ...] = (
    c.CommitmentMade,
    c.CommitmentOffered,
    c.CommitmentConfirmed,
    c.CommitmentRefused,
    c.CommitmentUndecided,
    c.CommitmentKept,
    c.CommitmentLate,
    c.CommitmentWithdrawn,
)
"""Told of the commitment, and of the challenge that it is for."""
OF_SOLUTIONS: tuple[type[Event], ...] = (
    s.SolutionSubmitted,
    s.SolutionTied,
    s.SolutionWithdrawn,
    cu.PilotAgreed,
    cu.PilotEnded,
    cu.PilotAbandoned,
    sc.InitiativeAdopted,
    sc.AdoptionEnded,
)
"""Told of the solution, and of the challenges that it is for."""
OF_SOLUTIONS_ALONE: tuple[type[Event], ...] = (
    s.SolutionUpdated,
    su.InitiativeAdmitted,
    su.InitiativeDroppedOut,
    su.BundleFormed,
    f.GrantApplied,
    f.GrantAwarded,
    f.GrantDeclined,
    f.GrantLapsed,
    f.GrantPaid,
    f.GrantReturned,
    f.GrantWrittenOff,
    f.WriteOffUndone,
    sc.CooperationDeclared,
    sc.CooperationEnded,
)
_BEGIN = (c.ChallengeSubmitted, c.CommitmentMade, c.CommitmentOffered, s.SolutionSubmitted)


class StoryStep(NamedTuple):
    """One thing that happened."""

    on: date
    stage: Stage
    origin: DataOrigin
    message: Message


class Steps(NamedTuple):
    """All steps of a mission."""

    of: Mapping[str, list[StoryStep]]
    """Thing, as `challenges/c-1` → its steps in order."""
    begun: Mapping[int, str]
    """Position of a contribution → the thing that it began."""


def steps_of(source: Source, titles: Mapping[str, str | None]) -> Steps:
    """Reads them; `titles` are those that everyone may see, by thing."""

    def called(stream: str) -> Value | None:
        collection, _, id_ = within_mission(stream).partition("/")
        if collection == "institutions":
            return source.institution(id_)
        title = titles.get(f"{'solutions' if collection == 'initiatives' else collection}/{id_}")
        return Message.of("receipt.quoted", title=title) if title is not None else None

    telling = StepWords(source.mission, called)
    of: dict[str, list[StoryStep]] = defaultdict(list)
    begun: dict[int, str] = {}
    for record in source.records(*OF_CHALLENGES, *OF_COMMITMENTS, *OF_SOLUTIONS, *OF_SOLUTIONS_ALONE):
        message = in_words(telling.message(record.event))
        step = StoryStep(record.time.date(), TOLD[record.event.type].stage, record.origin, message)
        things = dict.fromkeys(_things(source, record.event))
        if isinstance(record.event, _BEGIN):
            begun[record.position] = next(iter(things))
        for thing in things:
            of[thing].append(step)
    for record in source.records(c.ChallengesPrioritised):
        _add_places(of, telling, record)
    return Steps(of, begun)


def _add_places(of: dict[str, list[StoryStep]], telling: StepWords, record: Recorded) -> None:
    event = record.event
    assert isinstance(event, c.ChallengesPrioritised)
    message = telling.message(event)
    for place, challenge in enumerate(event.order, start=1):
        told = in_words(placed(event, message, place))
        of[CHALLENGE(challenge)].append(StoryStep(record.time.date(), Stage.PRIORITY, record.origin, told))


def _things(source: Source, event: Event) -> Iterator[str]:
    """What an event is told of, first the thing itself.

    All kinds in a list above name it by the same field, which their common type does not have: hence the silencers.
    """
    if isinstance(event, OF_CHALLENGES):
        yield CHALLENGE(event.challenge)  # type: ignore[attr-defined]
    elif isinstance(event, OF_COMMITMENTS):
        commitment: str = event.commitment  # type: ignore[attr-defined]
        yield COMMITMENT(commitment)
        yield CHALLENGE(source.facts(Commitment)[commitment].challenge)
    elif isinstance(event, su.BundleFormed):
        yield from map(SOLUTION, event.initiatives)
    else:
        solution: str = getattr(event, "solution", None) or event.initiative  # type: ignore[attr-defined]
        yield SOLUTION(solution)
        if isinstance(event, s.SolutionTied):
            yield CHALLENGE(event.challenge)
        elif isinstance(event, OF_SOLUTIONS):
            yield from map(CHALLENGE, source.facts(Solution)[solution].challenges)
