"""What the page of a single challenge, commitment or solution shows: its way, with dates, and what comes next.

A page shows what a view shows to everyone of the resource, and the steps of its way that name nobody: no needs and
stipends, and no word of the curation on a team that was told "not yet".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from osi_core.challenges.events import ChallengeStatus, CommitmentStatus
from osi_core.challenges.resources import CHALLENGE, COMMITMENT
from osi_core.challenges.views import ChallengeView, CommitmentView
from osi_core.domain import DataOrigin
from osi_core.plugins import Explanation
from osi_core.report.measures.ahead import AheadPart, DueRow
from osi_core.report.measures.commitments import CommitmentsPart
from osi_core.report.measures.curation import CurationPart, DossierRow
from osi_core.report.measures.priorities import PrioritiesPart
from osi_core.report.measures.steps import StoryStep, steps_of
from osi_core.report.source import Source
from osi_core.scaling.facts import Financing
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.solutions.views import SolutionView
from osi_core.support.facts import Initiative
from osi_core.way import Stage
from osi_core.words import Message

SHOWN = 6
"""How many steps of a stage are told in full."""


class Kind(StrEnum):
    """Kinds of things with a page each; the value is the folder of their pages."""

    CHALLENGE = "challenges"
    COMMITMENT = "commitments"
    SOLUTION = "solutions"


class Ref(NamedTuple):
    """Another thing with a page."""

    kind: Kind
    id: str
    title: str | None


class StoryStage(NamedTuple):
    """A stage of the way: its first steps, and how many more there were."""

    stage: Stage
    steps: tuple[StoryStep, ...]
    more: int
    more_origin: DataOrigin
    last_on: date


class Story(NamedTuple):
    """One thing, from the words of whoever brought it to what is next."""

    kind: Kind
    id: str
    title: str | None
    """None where the words were erased, or taken down. Of a commitment what is promised."""
    text: str | None
    status: str
    """The code of how it stands: `report.thing.<kind>.<status>`, of a commitment `report.commitment.<status>`."""
    reached: Stage
    stages: tuple[StoryStage, ...]
    next: tuple[DueRow, ...]
    """The days ahead, and those that are over and still owed."""
    refs: Mapping[str, tuple[Ref, ...]]
    """Code of the relation → the things that it leads to, in order."""
    waits: Message | None = None
    """What it waits for; None where it has ended."""
    institution: str = ""
    """Who commits; empty for others."""
    category: str | None = None
    why: Explanation | None = None
    """Why a challenge stands where it stands in the order."""
    fit: DossierRow | None = None
    financing: Financing | None = None


class Stories:
    """The pages of single things, made one after the other, so that a million events fit."""

    def __init__(
        self,
        source: Source,
        priorities: PrioritiesPart | None,
        commitments: CommitmentsPart,
        curation: CurationPart,
        ahead: AheadPart,
    ) -> None:
        self._source, self._ended = source, ahead.ended
        self._challenges, self._solutions = tuple(source.views(ChallengeView)), tuple(source.views(SolutionView))
        self._titles: dict[str, str | None] = {CHALLENGE(one.challenge): one.title for one in self._challenges}
        self._titles |= {SOLUTION(one.solution): one.title for one in self._solutions}
        steps = steps_of(source, self._titles)
        self._steps, self.begun = steps.of, steps.begun
        """Position of a contribution → the thing that it began, as `challenges/c-1`."""
        self._why = {row.challenge: row.why for row in priorities.rows} if priorities else {}
        self._commitments = {row.commitment: row for row in commitments.rows}
        self._fits = {row.initiative: row for row in curation.told}
        self._due = _due_by_thing(ahead, {pilot.pilot: pilot.initiative for pilot in curation.pilots}, commitments)

    def __iter__(self) -> Iterator[Story]:
        """Challenges, commitments, solutions; each kind in the order in which they were made."""
        yield from map(self._challenge, self._challenges)
        yield from map(self._commitment, self._source.views(CommitmentView))
        yield from map(self._solution, self._solutions)

    def _challenge(self, view: ChallengeView) -> Story:
        name = CHALLENGE(view.challenge)
        stages, reached = _staged(self._steps.get(name, ()))
        lives_on = tuple(one for one in (view.merged_into, *view.split_into) if one)
        over = view.status in (ChallengeStatus.REJECTED, ChallengeStatus.WITHDRAWN) or bool(lives_on)
        return Story(
            kind=Kind.CHALLENGE,
            id=view.challenge,
            title=view.title,
            text=view.text,
            status=view.status,
            category=view.category,
            reached=reached,
            stages=stages,
            next=self._due.get(name, ()),
            waits=None if over or self._ended else _waits(reached, view.rank),
            why=self._why.get(view.challenge),
            refs={
                "lives_on": self._refs(Kind.CHALLENGE, lives_on),
                "commitments": tuple(self._promise(one) for one in view.commitments),
                "solutions": self._refs(Kind.SOLUTION, view.solutions),
            },
        )

    def _commitment(self, view: CommitmentView) -> Story:
        name = COMMITMENT(view.commitment)
        stages, reached = _staged(self._steps.get(name, ()))
        open_ = view.status in (CommitmentStatus.MADE, CommitmentStatus.OFFERED, CommitmentStatus.LATE)
        return Story(
            kind=Kind.COMMITMENT,
            id=view.commitment,
            title=view.scope,
            text=view.resources or None,
            institution=self._source.institution(view.institution),
            status=view.status,
            reached=reached,
            stages=stages,
            next=self._due.get(name, ()) if open_ else (),
            refs={"for": self._refs(Kind.CHALLENGE, (view.challenge,))},
        )

    def _solution(self, view: SolutionView) -> Story:
        name = SOLUTION(view.solution)
        stages, reached = _staged(self._steps.get(name, ()))
        initiative = self._source.facts(Initiative).get(view.solution)
        stands = self._source.facts(Solution)[view.solution].stands
        out = initiative is not None and initiative.dropped_out
        status = "withdrawn" if not stands else "dropped_out" if out else "admitted" if initiative else "submitted"
        return Story(
            kind=Kind.SOLUTION,
            id=view.solution,
            title=view.title,
            text=view.text,
            status=status,
            reached=reached,
            stages=stages,
            next=self._due.get(name, ()) if stands and not out else (),
            waits=_waits(reached, None) if stands and not out and not self._ended else None,
            fit=self._fits.get(view.solution),
            financing=self._source.facts(Financing).get(view.solution),
            refs={"for": self._refs(Kind.CHALLENGE, view.challenges)},
        )

    def _refs(self, kind: Kind, ids: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(Ref(kind, one, self._titles.get(f"{kind}/{one}")) for one in ids)

    def _promise(self, commitment: str) -> Ref:
        row = self._commitments[commitment]
        return Ref(Kind.COMMITMENT, commitment, f"{row.institution}: {row.scope}")


def _staged(steps: Iterable[StoryStep]) -> tuple[tuple[StoryStage, ...], Stage]:
    stages: dict[Stage, list[StoryStep]] = defaultdict(list)
    for step in steps:
        stages[step.stage].append(step)
    reached = max(stages, default=Stage.CONTRIBUTION, key=lambda stage: stage.place)
    found = (
        StoryStage(
            stage,
            tuple(told[:SHOWN]),
            len(told[SHOWN:]),
            DataOrigin.of_all(step.origin for step in told[SHOWN:]),
            told[-1].on,
        )
        for stage, told in sorted(stages.items(), key=lambda one: one[1][0].on)
    )
    return tuple(found), reached


def _waits(reached: Stage, rank: int | None) -> Message | None:
    """What comes next, where that can be said without a word on whether the curation found a fit."""
    if reached is Stage.COMMITMENT or reached is Stage.PILOT:
        return Message(f"why.{reached}")
    if Stage.COMMITMENT.place < reached.place < Stage.PILOT.place:
        return Message("why.fit")
    if reached.place <= Stage.PRIORITY.place:
        return Message.of("why.place", place=rank) if rank else Message("why.no-place")
    return None


def _due_by_thing(
    ahead: AheadPart, pilots: Mapping[str, str], commitments: CommitmentsPart
) -> dict[str, tuple[DueRow, ...]]:
    """Thing → what is due of it: of a challenge also what its commitments owe, of a solution what its pilots do."""
    challenges = {row.commitment: row.challenge for row in commitments.rows}
    found: dict[str, list[DueRow]] = defaultdict(list)
    for row in (*ahead.overdue, *ahead.days):
        collection, _, id_ = row.name.partition("/")
        match collection:
            case "commitments":
                found[row.name].append(row)
                found[CHALLENGE(challenges[id_])].append(row)
            case "pilots":
                found[SOLUTION(pilots[id_])].append(row)
            case "assessments":
                found[SOLUTION(id_)].append(row)
    return {name: tuple(rows) for name, rows in found.items()}
