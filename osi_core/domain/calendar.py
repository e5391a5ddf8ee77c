"""Counting on the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TypeVar

D = TypeVar("D", bound=date)


def months_later(day: D, months: int) -> D:
    """The same day of the month so many months later, or the month's last where it is shorter.

    >>> months_later(date(2021, 5, 31), 9)
    datetime.date(2022, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
