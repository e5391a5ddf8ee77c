"""What the part on priorities shows: the latest published order, why each stands where it stands, who answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from osi_core.ballots import Roster
from osi_core.challenges import events as e
from osi_core.challenges.facts import Challenge, Commitment, Gap, living
from osi_core.domain import Model
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import BallotKind, Ranking
from osi_core.plugins.problems.model import Explanation
from osi_core.report.source import Source
from osi_core.solutions.facts import Solution


class Answer(Model):
    """A commitment to a priority, in short."""

    institution: str
    status: e.CommitmentStatus


class Priority(Model):
    """One challenge of the published order."""

    rank: int
    challenge: str
    title: str | None
    """None where its words were erased."""
    category: str | None
    in_top: bool
    supporters: int | None
    """Ballots that support it, where the strategy says so."""
    score: str | None
    why: Explanation | None
    """Why it stands where it stands, as the strategy explained it; None where the outcome is not at hand."""
    commitments: tuple[Answer, ...]
    solutions: int
    """Solutions that name it and were not withdrawn."""
    gap: str | None
    """Why nobody committed to it, where that was acknowledged in public."""
    merged_in: int
    """Challenges that live on in it."""

    @property
    def standing(self) -> tuple[Answer, ...]:
        """The commitments that were not withdrawn."""
        return tuple(answer for answer in self.commitments if answer.status != e.CommitmentStatus.WITHDRAWN)


class PrioritiesPart(Model):
    """The latest prioritisation."""

    decided: datetime
    kind: BallotKind
    eligible: int
    """People on the roster, with those added later."""
    ballots: int
    """People whose ballot counts."""
    top: int
    record: DecisionRecord
    rows: tuple[Priority, ...]


class GapRow(Model):
    """A prioritised challenge of which it was said in public that it lacks something."""

    challenge: str
    title: str | None
    rank: int | None
    lacks: e.Lack
    reason: str
    filled: bool
    """Whether somebody has filled it since."""


def priorities_part(source: Source) -> PrioritiesPart | None:
    """The newest published priorities; None before the first."""
    newest = source.newest(e.ChallengesPrioritised)
    if newest is None:
        return None
    event, decided = newest
    opened = next(opened for opened in source.events(e.RoundOpened) if opened.round == event.round)
    roster = Roster(opened.roster, tuple(one.voter for one in source.events(e.VoterAdded) if one.round == event.round))
    return PrioritiesPart(
        decided=decided,
        kind=opened.kind,
        eligible=roster.size,
        ballots=len(_voters(source, event.round)),
        top=event.top,
        record=event.record,
        rows=_rows(source, event),
    )


def _voters(source: Source, round_: str) -> set[int]:
    cast = (event for event in source.events(e.BallotsCast) if event.round == round_)
    return {person for event in cast for person in event.persons.view()}


def _rows(source: Source, event: e.ChallengesPrioritised) -> tuple[Priority, ...]:
    challenges = source.facts(Challenge)
    ranking = source.outcome(Ranking, event.record)
    why = {one.item: one for one in ranking.explanations} if ranking else {}
    scores = dict(zip(ranking.order, ranking.scores, strict=False)) if ranking else {}
    answers, solutions, merged = _answers(source), _solution_counts(source), _merged_in(challenges)
    gaps = source.facts(Gap)
    return tuple(
        Priority(
            rank=place,
            challenge=item,
            title=source.words(challenges[item].title),
            category=challenges[item].category,
            in_top=place <= event.top,
            supporters=_supporters(why.get(item)),
            score=scores.get(item),
            why=why.get(item),
            commitments=tuple(answers.get(item, ())),
            solutions=solutions[item],
            gap=gaps[item].commitment if item in gaps else None,
            merged_in=merged[item],
        )
        for place, item in enumerate(event.order, start=1)
    )


def _supporters(explanation: Explanation | None) -> int | None:
    found = explanation.values.get("supporters") if explanation else None
    return found if isinstance(found, int) else None


def _answers(source: Source) -> dict[str, list[Answer]]:
    challenges = source.facts(Challenge)
    found: dict[str, list[Answer]] = {}
    for row in source.facts(Commitment).values():
        answer = Answer(institution=source.institution(row.institution), status=row.status)
        for challenge in dict.fromkeys((row.challenge, *living(row.challenge, challenges))):
            found.setdefault(challenge, []).append(answer)
    return found


def _solution_counts(source: Source) -> Counter[str]:
    standing = (row for row in source.facts(Solution).values() if row.stands)
    return Counter(challenge for row in standing for challenge in row.challenges)


def _merged_in(challenges: Mapping[str, Challenge]) -> Counter[str]:
    merged = (id_ for id_, row in challenges.items() if row.status == e.ChallengeStatus.MERGED)
    return Counter(heir for id_ in merged for heir in living(id_, challenges))


def gap_rows(source: Source) -> tuple[GapRow, ...]:
    """The gap list, by rank; what has been filled since stays on it and says so."""
    challenges, solved = source.facts(Challenge), _solution_counts(source)
    committed = {row.challenge for row in source.facts(Commitment).values() if row.stands}
    rows = []
    for id_, gap in source.facts(Gap).items():
        said: tuple[tuple[e.Lack, str | None, bool], ...] = (
            (e.Lack.COMMITMENT, gap.commitment, id_ in committed),
            (e.Lack.SOLUTION, gap.solution, solved[id_] > 0),
        )
        for lacks, reason, filled in said:
            if reason is not None:
                title, rank = source.words(challenges[id_].title), challenges[id_].rank
                row = GapRow(challenge=id_, title=title, rank=rank, lacks=lacks, reason=reason, filled=filled)
                rows.append(row)
    return tuple(sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.challenge)))
