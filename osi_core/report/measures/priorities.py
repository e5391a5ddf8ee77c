"""What the part on priorities shows: the latest published order, why each stands where it stands, who answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from osi_core.ballots import Roster
from osi_core.challenges import events as e
from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.facts import Challenge, living
from osi_core.challenges.round_facts import Round
from osi_core.domain import Model, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import BallotKind, Ranking
from osi_core.plugins.problems.model import Explanation
from osi_core.report.source import Source
from osi_core.solutions.facts import Solution


class Answer(Model):
    """A commitment to a priority, in short."""

    institution: str
    status: e.CommitmentStatus


_ENDED = (e.CommitmentStatus.WITHDRAWN, e.CommitmentStatus.REFUSED)


class Inherited(Model):
    """A challenge of the same order that lives on in another one: what was cast for it counts where it was given."""

    title: str | None
    supporters: int | None


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
    inherited: tuple[Inherited, ...] = ()
    """Those of them that the order names too."""
    lives_on: tuple[str | None, ...] = ()
    """The titles of what it lives on in itself; empty while it stands."""

    @property
    def standing(self) -> tuple[Answer, ...]:
        """The commitments that were neither withdrawn nor refused."""
        return tuple(answer for answer in self.commitments if answer.status not in _ENDED)


class RoundRow(Model):
    """One round: what its result was to do, and what came of it."""

    round: str
    status: e.RoundStatus
    effect: e.RoundEffect
    """What it does; until it is decided, what it is to do."""
    closes_at: datetime
    ballots: int
    eligible: int
    too_few: bool
    """Whether it only advises because too few people have voted."""
    said: str | None
    """Why it was moved or cancelled."""


class PrioritiesPart(Model):
    """The priorities that hold: those of the latest result that replaces, and what others have added to it."""

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
    """The published priorities; None before the first result that does more than advise."""
    results = [record for record in source.records(e.ChallengesPrioritised) if _result(record).effect is not _ADVISE]
    if not results:
        return None
    newest = _result(results[-1])
    replaced = (place for place, one in enumerate(results) if _result(one).effect is e.RoundEffect.REPLACE)
    held = results[max(replaced, default=0) :]
    opened = next(opened for opened in source.events(e.RoundOpened) if opened.round == newest.round)
    rows: dict[str, Priority] = {}
    for record in held:
        for row in _rows(source, _result(record), behind=len(rows)):
            known = rows.get(row.challenge)
            added = row if known is None else known.model_copy(update={"in_top": known.in_top or row.in_top})
            rows[row.challenge] = added
    return PrioritiesPart(
        decided=results[-1].time,
        kind=opened.kind,
        eligible=_roster(source, opened).size,
        ballots=len(_voters(source, newest.round)),
        top=newest.top,
        record=newest.record,
        rows=tuple(row.model_copy(update={"rank": place}) for place, row in enumerate(rows.values(), start=1)),
    )


_ADVISE = e.RoundEffect.ADVISE


def _result(record: Recorded) -> e.ChallengesPrioritised:
    assert isinstance(record.event, e.ChallengesPrioritised)
    return record.event


def _roster(source: Source, opened: e.RoundOpened) -> Roster:
    added = (one.voter for one in source.events(e.VoterAdded) if one.round == opened.round)
    return Roster(opened.roster, tuple(added))


def round_rows(source: Source) -> tuple[RoundRow, ...]:
    """All rounds in the order of their opening, also those that advise, were cancelled, or ended without a ballot."""
    rounds, results = source.facts(Round), {one.round: one for one in source.events(e.ChallengesPrioritised)}
    said = {one.round: one.reason for one in source.events(e.RoundMoved)}
    said |= {one.round: one.reason for one in source.events(e.RoundCancelled)}
    return tuple(
        RoundRow(
            round=opened.round,
            status=rounds[opened.round].status,
            effect=results[opened.round].effect if opened.round in results else opened.effect,
            closes_at=rounds[opened.round].closes_at,
            ballots=len(_voters(source, opened.round)),
            eligible=_roster(source, opened).size,
            too_few=opened.round in results and results[opened.round].too_few,
            said=said.get(opened.round),
        )
        for opened in source.events(e.RoundOpened)
    )


def _voters(source: Source, round_: str) -> set[int]:
    cast = (event for event in source.events(e.BallotsCast) if event.round == round_)
    return {person for event in cast for person in event.persons.view()}


def _rows(source: Source, event: e.ChallengesPrioritised, behind: int) -> tuple[Priority, ...]:
    challenges = source.facts(Challenge)
    ranking = source.outcome(Ranking, event.record)
    why = {one.item: one for one in ranking.explanations} if ranking else {}
    scores = dict(zip(ranking.order, ranking.scores, strict=False)) if ranking else {}
    answers, solutions, merged = _answers(source), _solution_counts(source), _merged_in(challenges)
    gaps, inherited = source.facts(Gap), _inherited(source, event, why)
    return tuple(
        Priority(
            rank=behind + place,
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
            inherited=inherited.get(item, ()),
            lives_on=tuple(source.words(challenges[heir].title) for heir in living(item, challenges) if heir != item),
        )
        for place, item in enumerate(event.order, start=1)
    )


def _inherited(
    source: Source, event: e.ChallengesPrioritised, why: Mapping[str, Explanation]
) -> dict[str, tuple[Inherited, ...]]:
    """What each challenge shows of the support that was given to those which live on in it."""
    challenges, found = source.facts(Challenge), dict[str, tuple[Inherited, ...]]()
    for item in event.order:
        for heir in living(item, challenges):
            if heir != item:
                one = Inherited(title=source.words(challenges[item].title), supporters=_supporters(why.get(item)))
                found[heir] = (*found.get(heir, ()), one)
    return found


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
    today = source.now.date() if source.now else date.max
    committed = {row.challenge for row in source.facts(Commitment).values() if row.answers(today)}
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
