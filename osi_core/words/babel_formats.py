"""Numbers, dates, times and money as the readers of a language write them, by Babel (the CLDR's data).

For what people read: the command line and the report. A language that Babel does not know is written as English.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from osi_core.money import Money, decimals_of

__all__ = ["TIED", "BabelFormat", "locale_of"]

_REGIONS = {"en": "en_GB", "de": "de_DE"}
"""English as institutions in Europe write it; German as in Germany."""
TIED = "\N{NO-BREAK SPACE}"
"""A space that no line ends at."""
_MEDIUM = {"de": "d. MMM y"}
"""Babel's own medium date is all figures in German; months by name are not mistaken for days."""
_WIDE = Context(prec=6_000)
"""Enough for every number that is taken from outside; the usual 28 digits are an error for more."""
Day = date
"""The type's other name, for methods that stand beside one called `date`."""
_PLACES = 6
"""Decimals of a fraction that does not end."""


@cache
def locale_of(language: str) -> Locale:
    """The locale of a language."""
    try:
        return Locale.parse(_REGIONS.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_REGIONS["en"])


class BabelFormat:
    """A `Format` (see `formats`), and what pages need besides.

    `space` stands between the parts of a date: on a page one that no line ends at, in a terminal the one that people
    search for.
    """

    def __init__(self, space: str = " ") -> None:
        self._space = space

    def integer(self, value: int, language: str) -> str:
        return format_decimal(value, locale=locale_of(language))

    def decimal(self, value: Decimal | Fraction, language: str) -> str:
        exact = _decimal(value)
        places = max(0, -int(exact.normalize(_WIDE).as_tuple().exponent))
        return self.rounded(exact, places, language)

    def rounded(self, value: int | Decimal | Fraction, places: int, language: str) -> str:
        """A number with exactly so many decimals, rounded half up as people expect."""
        shown = "#,##0" + ("." + "0" * places if places else "")
        number = _decimal(value)
        with localcontext(_WIDE):
            exact = number.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")
            exact = exact if exact else abs(exact)  # what rounds to nothing is not less than nothing
            return format_decimal(exact, format=shown, locale=locale_of(language))

    def percent(self, share: Fraction, language: str) -> str:
        """A share of one, in whole percent."""
        whole = _decimal(share * 100).quantize(Decimal(1), "ROUND_HALF_UP")
        return format_percent(whole / 100, locale=locale_of(language))

    def money(self, value: Money, language: str) -> str:
        if value.currency == "XXX":  # ISO 4217: no currency is meant
            return self.rounded(_amount(value), decimals_of(value.currency), language)
        locale, amount = locale_of(language), _amount(value)
        if amount == amount.to_integral():  # minor units only where there are any
            shown = locale.currency_formats["standard"].pattern.replace(".00", "")
            return format_currency(amount, value.currency, format=shown, locale=locale, currency_digits=False)
        return format_currency(amount, value.currency, locale=locale)

    def money_in_full(self, value: Money, language: str) -> str:
        """With every minor unit."""
        if value.currency == "XXX":
            return self.money(value, language)
        return format_currency(_amount(value), value.currency, locale=locale_of(language))

    def date(self, value: Day, language: str) -> str:
        return format_date(value, _MEDIUM.get(language, "medium"), locale=locale_of(language)).replace(" ", self._space)

    def long_date(self, value: Day, language: str) -> str:
        """The month in full: 2 March 2026."""
        return format_date(value, "long", locale=locale_of(language)).replace(" ", self._space)

    def month(self, value: Day, language: str) -> str:
        """Month and year."""
        return format_date(value, "MMM y", locale=locale_of(language)).replace(" ", self._space)

    def time(self, value: datetime, language: str) -> str:
        if value.tzinfo is None:
            return f"{self.date(value, language)}, {format_time(value, 'HH:mm', locale=locale_of(language))}"
        in_utc = value.astimezone(UTC)
        return (
            f"{self.date(in_utc, language)}, {format_time(in_utc, 'HH:mm', locale=locale_of(language))}{self._space}UTC"
        )


def _decimal(value: int | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return round(exact, _PLACES) if exact.as_tuple().exponent < -_PLACES else exact  # type: ignore[operator]
    return Decimal(value)


def _amount(value: Money) -> Decimal:
    return Decimal(value.minor).scaleb(-decimals_of(value.currency))
