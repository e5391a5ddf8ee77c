"""Time in a log: it never runs backwards, except where the operator has recorded that a clock had been wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from osi_core.log.envelope import Entry, time_of
from osi_core.mission.events import ClockCorrected

__all__ = ["AHEAD_AT_MOST", "is_ahead", "not_before", "runs_backwards"]

AHEAD_AT_MOST = timedelta(minutes=5)
"""How far a log may be ahead of the clock, as after another machine has written: then time stands still until the clock
has come there. Further ahead, a clock was wrong, and nothing goes on before somebody has said which.
"""


def is_ahead(last: datetime | None, now: datetime) -> bool:
    """Whether a log that ends at `last` is further ahead of the clock than can be waited for."""
    return last is not None and last - _in_utc(now) > AHEAD_AT_MOST


def not_before(last: datetime | None, now: datetime) -> datetime:
    """The time in UTC, or the last event's if that is later."""
    now = _in_utc(now)
    return now if last is None else max(now, last)


def runs_backwards(before: str, entry: Entry) -> bool:
    """Whether an entry's time lies before that of the entry in front of it (as the envelope spells it, "" for none),
    without being the correction of a clock: then the log is damaged.
    """
    return entry.type != ClockCorrected.type and time_of(entry.raw) < before


def _in_utc(time: datetime) -> datetime:
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
