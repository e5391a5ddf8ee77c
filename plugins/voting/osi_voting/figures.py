"""Amounts, numbers and shares as people read them outside of sentences: by Babel, in tables and on pages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from babel.numbers import format_percent

from osi_core.money import Money
from osi_core.words.babel_formats import BabelFormat, locale_of
from osi_voting.reasons import money

__all__ = ["Figures"]

_NO_CURRENCY = "XXX"


class Figures:
    """In one language, and one currency (empty: amounts are plain numbers). `space` stands inside what is told; a
    terminal has the common one, a page one that no line ends at.
    """

    def __init__(self, language: str, currency: str, space: str = " ") -> None:
        self.language, self.currency, self._space = language, currency or _NO_CURRENCY, space
        self.formats = BabelFormat(space)

    def money(self, amount: float | Fraction) -> str:
        """Minor units as an amount."""
        told = money(round(amount), self.currency)
        if isinstance(told, Money):
            return self._spaced(self.formats.money(told, self.language))
        return self._spaced(self.formats.decimal(told, self.language))

    def number(self, value: int) -> str:
        """4,400 in English, 4.400 in German."""
        return self.formats.integer(value, self.language)

    def decimal(self, value: float | Fraction) -> str:
        """To two decimals."""
        return self.formats.rounded(Fraction(value), 2, self.language)

    def percent(self, part: float, whole: float) -> str:
        """A part of a whole, to a tenth of a percent."""
        share = Fraction(part) / Fraction(whole) if whole else Fraction(0)
        tenths = Decimal(floor(share * 1000 + Fraction(1, 2))).scaleb(-3)
        pattern = locale_of(self.language).percent_formats[None].pattern.replace("##0", "##0.0")
        return self._spaced(format_percent(tenths, format=pattern, locale=locale_of(self.language)))

    def _spaced(self, told: str) -> str:
        return told.replace("\N{NO-BREAK SPACE}", self._space)
