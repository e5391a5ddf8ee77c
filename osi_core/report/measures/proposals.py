"""What the list of proposed merges shows: challenges that share most of their words. Whoever moderates decides."""

from __future__ import annotations

from osi_core.challenges.facts import Challenge
from osi_core.domain import Model
from osi_core.process.proposals import merges_to_consider
from osi_core.report.source import Source


class Proposal(Model):
    """Two challenges, and what their titles share and do not share."""

    first: str
    """The earlier one's title."""
    second: str
    percent: int
    """Shared words of a hundred that stand in either."""
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]


def proposals_part(source: Source) -> tuple[Proposal, ...]:
    """All that is proposed at the log's end, the most alike first."""
    rows = source.facts(Challenge)
    return tuple(
        Proposal(
            first=source.words(rows[pair.first].title) or "",
            second=source.words(rows[pair.second].title) or "",
            percent=pair.percent,
            first_only=pair.first_only,
            second_only=pair.second_only,
        )
        for pair in merges_to_consider(source.engine, source.mission)
    )
