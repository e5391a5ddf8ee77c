"""What the part on the discussion shows: challenges by category, and how people voted on statements."""

from __future__ import annotations

from collections import Counter

from osi_core.challenges import events as e
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Statement
from osi_core.domain import Model
from osi_core.report.measures.votes import Votes
from osi_core.report.source import Source

FEWEST_VOTES = 20
"""A statement with fewer votes is not shown among those with most agreement or division: a few votes say little."""
SHOWN = 5


class Stand(Model):
    """How people voted on one statement; each person's latest vote counts."""

    statement: str
    text: str | None
    agree: int
    disagree: int
    passed: int

    @property
    def votes(self) -> int:
        """All votes, passes included."""
        return self.agree + self.disagree + self.passed

    @property
    def division(self) -> int:
        """How near it is to a draw: the smaller of both sides, in thousandths of all votes."""
        return 1000 * min(self.agree, self.disagree) // max(self.votes, 1)


class DiscussionPart(Model):
    """Challenges, statements and votes."""

    categories: tuple[tuple[str | None, int], ...]
    """Accepted challenges by category, the largest first; None for those without."""
    statuses: dict[str, int]
    """How many challenges have each status."""
    statements: int
    accepted: int
    voters: int
    votes: int
    agreed: tuple[Stand, ...]
    """The statements with the largest share of agreement."""
    divided: tuple[Stand, ...]
    """The statements on which both sides are largest."""


def discussion_part(source: Source, votes: Votes) -> DiscussionPart:
    """Counts challenges and votes at the log's end."""
    challenges, statements = source.facts(Challenge).values(), source.facts(Statement)
    stands = _stands(source, votes)
    telling = [stand for stand in stands if stand.votes >= FEWEST_VOTES] or list(stands)
    agreed = sorted(telling, key=lambda one: (-one.agree * 1000 // max(one.votes, 1), -one.votes))[:SHOWN]
    shown = {stand.statement for stand in agreed}
    divided = sorted((one for one in telling if one.statement not in shown), key=lambda one: -one.division)
    accepted = [row for row in challenges if row.status == e.ChallengeStatus.ACCEPTED]
    return DiscussionPart(
        categories=tuple(Counter(row.category for row in accepted).most_common()),
        statuses=dict(Counter(row.status for row in challenges)),
        statements=len(statements),
        accepted=sum(row.status == e.StatementStatus.ACCEPTED for row in statements.values()),
        voters=votes.voters,
        votes=votes.total,
        agreed=tuple(agreed),
        divided=tuple(one for one in divided[:SHOWN] if one.division),
    )


def _stands(source: Source, votes: Votes) -> list[Stand]:
    counts = votes.counts
    return [
        Stand(
            statement=id_,
            text=source.words(row.text),
            agree=counts.get((row.index, 1), 0),
            disagree=counts.get((row.index, -1), 0),
            passed=counts.get((row.index, 0), 0),
        )
        for id_, row in source.facts(Statement).items()
        if row.status == e.StatementStatus.ACCEPTED
    ]
