"""What was set right: what somebody had said, dated or decided, and said, dated or decided otherwise later."""

from __future__ import annotations

from datetime import date

from osi_core.challenges import events as c
from osi_core.domain import Event, Model
from osi_core.funding.events import GrantRoundCancelled
from osi_core.mission import events as m
from osi_core.report.source import Source
from osi_core.solutions import events as s
from osi_core.support.events import ProgrammeExtended

CORRECTIONS: tuple[type[Event], ...] = (
    m.RoleRevoked,
    m.ClockCorrected,
    c.ChallengeAmended,
    c.ChallengeWithdrawn,
    c.CorrectionGranted,
    c.CorrectionDeclined,
    c.MergeObjected,
    c.MergeUndone,
    c.SplitUndone,
    c.RoundMoved,
    c.RoundCancelled,
    s.CallAmended,
    s.SolutionUpdated,
    s.KickoffMoved,
    s.KickoffCancelled,
    ProgrammeExtended,
    GrantRoundCancelled,
)
"""Overrides and contests of results have a place of their own."""


class SetRightRow(Model):
    """One correction."""

    kind: str
    """The event's type."""
    on: date
    reason: str | None
    """As it was given in public, if it was."""


def set_right(source: Source) -> tuple[SetRightRow, ...]:
    """All corrections in their order; of a solution's updates those that are corrections and no new version."""
    return tuple(
        SetRightRow(kind=record.event.type, on=record.time.date(), reason=_reason(record.event))
        for record in source.records(*CORRECTIONS)
        if getattr(record.event, "kind", None) is not s.UpdateKind.CONTENT
    )


def _reason(event: Event) -> str | None:
    reason = getattr(event, "reason", None)
    return reason if type(reason) is str else None  # a private person's is a code, and concerns nobody else
