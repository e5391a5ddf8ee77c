"""The votes on statements, read once: of a million events they are most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from osi_core.challenges.events import VotesCast
from osi_core.challenges.problem import counted_votes
from osi_core.domain import Recorded
from osi_core.report.source import Source


class Votes(NamedTuple):
    """What was voted; of each person and statement the latest vote counts."""

    counts: Mapping[tuple[int, int], int]
    """(Statement, in the order of submission; value) → votes."""
    voters: int
    total: int
    most: int
    """How many cast votes into the box into which most did."""


def votes_of(source: Source) -> Votes:
    """Counts them at the log's end."""
    cast_by: dict[str, set[str]] = defaultdict(set)

    def cast() -> Iterator[Recorded]:
        for record in source.records(VotesCast):
            cast_by[record.stream].add(record.actor)
            yield record

    counts: Counter[tuple[int, int]] = Counter()
    voters: set[str] = set()
    for vote in counted_votes(cast()):
        counts[vote.statement, vote.value] += 1
        voters.add(vote.voter)
    return Votes(counts, len(voters), counts.total(), max(map(len, cast_by.values()), default=0))
