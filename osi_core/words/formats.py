"""How values are written inside a sentence: plainly, as the library does without any other package.

Where people read (the command line, the report), `Format` is taken from a library that knows each language's numbers
and dates; here dates are ISO 8601 and numbers have a decimal point and no separators.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from osi_core.money import Money

__all__ = ["PLAIN", "Format"]


class Format(Protocol):
    """Writes the values that a language writes in its own way."""

    def integer(self, value: int, language: str) -> str: ...

    def decimal(self, value: Decimal | Fraction, language: str) -> str: ...

    def money(self, value: Money, language: str) -> str: ...

    def date(self, value: date, language: str) -> str: ...

    def time(self, value: datetime, language: str) -> str: ...


class _Plain:
    """The same in every language."""

    def integer(self, value: int, language: str) -> str:
        return str(value)

    def decimal(self, value: Decimal | Fraction, language: str) -> str:
        return str(value)

    def money(self, value: Money, language: str) -> str:
        return str(value)

    def date(self, value: date, language: str) -> str:
        return value.isoformat()

    def time(self, value: datetime, language: str) -> str:
        if value.tzinfo is None:
            return f"{value:%Y-%m-%d %H:%M}"
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


PLAIN: Format = _Plain()
