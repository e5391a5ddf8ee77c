"""Numbers, dates, times and money as the templates write them: in one language, "–" where there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from osi_core.money import Money
from osi_core.words.babel_formats import TIED, BabelFormat

Day = date | datetime
Number = int | Decimal | Fraction

NOTHING = "–"
NARROW = "\u202f"


class Formats:
    """The forms of one language."""

    def __init__(self, language: str) -> None:
        self.language, self._babel = language, BabelFormat(TIED)
        self._days: dict[Day, str] = {}

    def number(self, value: Number | str | None, places: int | None = None) -> str:
        """4400 → 4.400 (de), 4,400 (en); with `places` rounded half up to so many decimals.

        >>> Formats("de").number(Decimal("13.80"))
        '13,8'
        """
        if value is None:
            return NOTHING
        exact = Fraction(value) if isinstance(value, str) and "/" in value else value
        exact = Decimal(exact) if isinstance(exact, str) else exact
        if places is not None:
            return self._babel.rounded(exact, places, self.language)
        return self._babel.integer(exact, self.language) if isinstance(exact, int) else self._decimal(exact)

    def _decimal(self, value: Decimal | Fraction) -> str:
        return self._babel.decimal(value, self.language)

    def percent(self, part: int, whole: int) -> str:
        """A share, in whole percent; between 0 and 1 percent it says so.

        >>> Formats("en").percent(1, 3)
        '33%'
        """
        if whole == 0:
            return NOTHING
        share = Fraction(part, whole)
        if 0 < share < Fraction(1, 100):
            return f"<{NARROW}{self._babel.percent(Fraction(1, 100), self.language)}"
        return self._babel.percent(share, self.language)

    def long_date(self, day: Day | None) -> str:
        """2. März 2026 (de), 2 March 2026 (en)."""
        return NOTHING if day is None else self._babel.long_date(day, self.language)

    def short_date(self, day: Day | None) -> str:
        """2. Sept. 2026 (de), 2 Sept 2026 (en)."""
        if day is None:
            return NOTHING
        written = self._days.get(day)
        if written is None:  # a mission has many things to tell of one day
            written = self._days[day] = self._babel.date(day, self.language)
        return written

    def month(self, day: Day) -> str:
        """Sept. 2026 (de), Sept 2026 (en): a tick of an axis of time."""
        return self._babel.month(day, self.language)

    def time(self, moment: datetime) -> str:
        """The date, and the time of day in UTC."""
        return self._babel.time(moment, self.language)

    def money(self, amount: Money | None) -> str:
        """12.500 € (de), €12,500 (en); minor units only where there are any."""
        return NOTHING if amount is None else self._babel.money(amount, self.language)

    def cents(self, amount: Money) -> str:
        """12.500,00 € (de), €12,500.00 (en): every minor unit, where sums are compared."""
        return self._babel.money_in_full(amount, self.language)

    def due_day(self, moment: datetime) -> str:
        """The day that is over at a moment: a day is over with its end in UTC."""
        return self.short_date((moment - timedelta(microseconds=1)).date())

    def filters(self) -> dict[str, Callable[..., str]]:
        """By name, for the templates."""
        return {
            "number": self.number,
            "percent": self.percent,
            "date": self.long_date,
            "short_date": self.short_date,
            "month": self.month,
            "time": self.time,
            "money": self.money,
            "cents": self.cents,
            "due_day": self.due_day,
        }
