"""Numbers, dates, times and money as a German or an English reader writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from osi_core.money import Money

Day = date | datetime

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sep. Okt. Nov. Dez.",
}
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
NARROW, SPACE, MINUS = "\u202f", "\u00a0", "\u2212"


class Formats:
    """The forms of one language, `de` or `en`."""

    def __init__(self, language: str) -> None:
        self.language = "de" if language == "de" else "en"
        self._group, self._point = (".", ",") if self.language == "de" else (",", ".")

    def number(self, value: int | Decimal | Fraction | str | None, places: int | None = None) -> str:
        """4400 → 4.400 (de), 4,400 (en); with `places` rounded half up to so many decimals; "–" for None.

        >>> Formats("de").number(Decimal("13.80"))
        '13,8'
        """
        if value is None:
            return "–"
        exact = _decimal(value)
        if places is not None:
            exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole, _, part = f"{abs(exact):f}".partition(".")
        part = part if places is not None else part.rstrip("0")
        text = self._grouped(whole) + (self._point + part if part else "")
        return MINUS + text if exact < 0 and text.strip("0.,") else text

    def percent(self, part: int, whole: int) -> str:
        """A share, in whole percent; "–" of nothing. Between 0 and 1 percent it says so.

        >>> Formats("en").percent(1, 3)
        '33%'
        """
        if whole == 0:
            return "–"
        share = Fraction(100 * part, whole)
        sign = f"{SPACE}%" if self.language == "de" else "%"
        if 0 < share < 1:
            return f"<{NARROW}1{sign}"
        return self.number(share, 0) + sign

    def long_date(self, day: Day | None) -> str:
        """2. März 2026 (de), 2 March 2026 (en)."""
        return self._date(day, MONTHS)

    def short_date(self, day: Day | None) -> str:
        """2. Sep. 2026 (de), 2 Sep 2026 (en)."""
        return self._date(day, SHORT_MONTHS)

    def month(self, day: Day) -> str:
        """Sep. 2026 (de), Sep 2026 (en): a tick of an axis of time."""
        return f"{SHORT_MONTHS[self.language].split()[day.month - 1]}{SPACE}{day.year}"

    def time(self, moment: datetime) -> str:
        """The date, and the time of day in UTC."""
        return f"{self.short_date(moment)}, {moment.astimezone(UTC):%H:%M}{SPACE}UTC"

    def money(self, amount: Money | None) -> str:
        """12.500 € (de), €12,500 (en); minor units only where there are any; "–" for None."""
        if amount is None:
            return "–"
        value, currency = Decimal(str(amount).split()[0]), amount.currency
        text = self.number(value, None if value == value.to_integral() else len(str(value).partition(".")[2]))
        symbol = SYMBOLS.get(currency)
        if self.language == "de" or symbol is None:
            return f"{text}{SPACE}{symbol or currency}"
        return f"{MINUS}{symbol}{text[1:]}" if text.startswith(MINUS) else f"{symbol}{text}"

    def _date(self, day: Day | None, months: dict[str, str]) -> str:
        if day is None:
            return "–"
        dot = "." if self.language == "de" else ""
        return f"{day.day}{dot}{SPACE}{months[self.language].split()[day.month - 1]}{SPACE}{day.year}"

    def _grouped(self, whole: str) -> str:
        head = len(whole) % 3 or 3
        return self._group.join([whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))])

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
        }


def _decimal(value: int | Decimal | Fraction | str) -> Decimal:
    if isinstance(value, str) and "/" in value:
        value = Fraction(value)
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)
