"""Times as people and programs write them: since 1970, in ISO form, the German and the American way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Final

from osi_core.words import Message, WordedError

__all__ = ["Order", "TimeUnclear", "Times"]

_FIRST: Final = 946_684_800
"""2000-01-01 in seconds since 1970; what lies before it, and behind 2099, is no time of anything that we read."""
_LAST: Final = 4_102_444_800
_UNITS: Final = (1, 1_000, 1_000_000, 1_000_000_000)
_DAYS: Final = (36_526, 73_051)
"""2000-01-01 and 2100-01-01 in days since the day zero of spreadsheets."""
_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_NUMBER: Final = re.compile(r"\d{1,20}(?:\.\d{1,20})?", re.ASCII)
_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", re.ASCII)
_CLOCK: Final = (
    r"(?:[T ,]+(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"(?:\s*Uhr)?\s*(?P<zone>Z|UTC|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|GMT)?)?"
)
_YEAR_FIRST: Final = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<mo>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_CLOCK}", re.ASCII)
_DOTS: Final = re.compile(rf"(?P<d>\d{{1,2}})\. ?(?P<mo>\d{{1,2}})\. ?(?P<y>\d{{4}}|\d{{2}}){_CLOCK}", re.ASCII)
_EITHER: Final = re.compile(
    rf"(?P<one>\d{{1,2}})([/-])(?P<two>\d{{1,2}})\2(?P<y>\d{{4}}|(?<=/)\d{{2}}){_CLOCK}", re.ASCII
)
"""Two digits behind slashes are a year; between hyphens they may stand first as well."""


class Order(StrEnum):
    """Which stands first in a date such as 3/4/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class TimeUnclear(WordedError, ValueError):
    """A text is no time, or may be two; `problem` says which and what to do."""

    def __init__(self, problem: Message) -> None:
        self.problem = problem
        super().__init__(problem.code, **problem.values)


@dataclass
class Times:
    """Reads the times of a column. `order` is declared, or what `learn` finds in the column; `taken` counts what was
    read by a convention, by the code that tells it: as UTC, or as a spreadsheet's number of days.
    """

    order: Order | None = None
    taken: dict[str, int] = field(default_factory=dict)

    def learn(self, texts: Iterable[str]) -> None:
        """Finds the order of day and month from dates that have but one, where none was declared."""
        if self.order is not None:
            return
        for text in texts:
            found = _EITHER.fullmatch(text.strip())
            if found and (int(found["one"]) > 12) != (int(found["two"]) > 12):
                self.order = Order.DAY_FIRST if int(found["one"]) > 12 else Order.MONTH_FIRST
                return

    def read(self, text: str) -> datetime:
        """The moment, in UTC. Raises TimeUnclear."""
        text = text.strip()
        if _NUMBER.fullmatch(text):
            return self._since(text)
        if _ROUNDED.fullmatch(text):
            raise TimeUnclear(Message.of("table.time-rounded", found=text[:40]))
        for form in (_YEAR_FIRST, _DOTS):
            if found := form.fullmatch(text):
                return self._dated(text, found, found["mo"], found["d"])
        if found := _EITHER.fullmatch(text):
            return self._either(text, found)
        raise TimeUnclear(Message.of("table.no-time", found=repr(text[:40])))

    def _since(self, text: str) -> datetime:
        number = Decimal(text)
        for unit in _UNITS:
            if _FIRST * unit <= number < _LAST * unit:
                return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(number * 1_000_000 / unit))
        if _DAYS[0] <= number < _DAYS[1]:
            self._count("table.days")
            self._count("table.no-zone")
            return _DAY_ZERO + timedelta(seconds=round(float(number) * 86_400))
        raise TimeUnclear(Message.of("table.no-time", found=repr(text[:40])))

    def _either(self, text: str, found: re.Match[str]) -> datetime:
        one, two = found["one"], found["two"]
        order = self.order
        if int(one) > 12 or int(two) > 12:
            order = Order.DAY_FIRST if int(one) > 12 else Order.MONTH_FIRST
            if self.order is not None and order is not self.order:
                raise TimeUnclear(Message.of("table.time-other-order", found=text[:40], order=self.order.value))
        if order is None and one != two:
            if int(one) == int(two):
                order = Order.DAY_FIRST
            else:
                day = f"{_year(found)}-{int(two):02d}-{int(one):02d}"
                month = f"{_year(found)}-{int(one):02d}-{int(two):02d}"
                raise TimeUnclear(Message.of("table.time-two-readings", found=text[:40], one=day, other=month))
        return self._dated(text, found, *((one, two) if order is Order.MONTH_FIRST else (two, one)))

    def _dated(self, text: str, found: re.Match[str], month: str, day: str) -> datetime:
        try:
            hour = int(found["h"] or 0)
            if half := (found["half"] or "").lower():
                hour = hour % 12 + (12 if half[0] == "p" else 0)
            micros = int((found["f"] or "").ljust(6, "0")[:6])
            moment = datetime(
                _year(found),
                int(month),
                int(day),
                hour,
                int(found["m"] or 0),
                int(found["s"] or 0),
                micros,
                self._zone(found["zone"]),
            ).astimezone(UTC)
        except (ValueError, OverflowError):
            raise TimeUnclear(Message.of("table.no-time", found=repr(text[:40]))) from None
        if not 2000 <= moment.year < 2100:
            raise TimeUnclear(Message.of("table.no-time", found=repr(text[:40])))
        return moment

    def _zone(self, said: str | None) -> timezone:
        if not said:
            self._count("table.no-zone")
            return UTC
        shift = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", said)
        if shift is None:
            return UTC
        minutes = int(shift[2]) * 60 + int(shift[3] or 0)
        return timezone(timedelta(minutes=minutes if shift[1] == "+" else -minutes))

    def _count(self, what: str) -> None:
        self.taken[what] = self.taken.get(what, 0) + 1


def _year(found: re.Match[str]) -> int:
    """Two digits are of this century."""
    return int(found["y"]) if len(found["y"]) == 4 else 2000 + int(found["y"])
