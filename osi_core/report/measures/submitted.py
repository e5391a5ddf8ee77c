"""What people have submitted, for as long as no round has put it in order."""

from __future__ import annotations

from typing import NamedTuple

from osi_core.challenges.events import ChallengeStatus
from osi_core.challenges.facts import Challenge
from osi_core.domain import Model
from osi_core.report.source import Source

_SHOWN = 50


class SubmittedRow(NamedTuple):
    """A challenge that moderation has let in."""

    challenge: str
    title: str | None
    """None where the words were erased."""


class SubmittedPart(Model):
    """The newest first, and how many more there are."""

    rows: tuple[SubmittedRow, ...]
    more: int


def submitted_part(source: Source) -> SubmittedPart:
    """The challenges that stand, the newest first."""
    standing = [
        (row.submitted_at, id_, row.title)
        for id_, row in source.facts(Challenge).items()
        if row.status is ChallengeStatus.ACCEPTED
    ]
    newest = sorted(standing, reverse=True)[:_SHOWN]
    rows = tuple(SubmittedRow(id_, source.words(title)) for _, id_, title in newest)
    return SubmittedPart(rows=rows, more=len(standing) - len(rows))
