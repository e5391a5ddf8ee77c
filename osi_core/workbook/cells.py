"""Values as cells: a number, a date or a text each, with the format that it is shown in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from osi_core.domain import Model
from osi_core.money import Money, decimals_of
from osi_core.words import Catalogues, Message

__all__ = ["LONGEST", "Cell", "Writing"]

LONGEST: Final = 32_767
"""Characters of a cell; a spreadsheet takes no more."""
_DIGITS: Final = 15
"""A spreadsheet keeps no more of a number: one that has more is text, so that none is lost."""
_FIRST_DAY: Final = date(1900, 3, 1)
"""Spreadsheets know no day before 1900, and take that year for a leap year."""
DATE: Final = "yyyy-mm-dd"
TIME: Final = "yyyy-mm-dd hh:mm"


class Cell(NamedTuple):
    """A cell: a text, a number, or a date or time in UTC."""

    value: str | int | Decimal | date | datetime
    shown: str = ""
    """The number format; empty for the plain one."""


class Writing:
    """Makes cells, with the words of a language."""

    def __init__(self, words: Catalogues, language: str) -> None:
        self._words, self._language = words, language

    def column(self, field: str) -> str:
        """The heading of a field's column."""
        return self.say(f"workbook.column.{field}")

    def sheet(self, key: str) -> str:
        """The name of a sheet."""
        return self.say(f"workbook.sheet.{key}")

    def say(self, code: str, **values: object) -> str:
        """The sentence of a code."""
        return self._words.say(Message(code, values), self._language)

    def cell(self, value: Any) -> Cell | None:
        """The cell of a field's value; None where there is nothing."""
        match value:
            case None | () | "":
                return None
            case bool():
                return Cell(self.say("workbook.yes" if value else "workbook.no"))
            case StrEnum():
                return Cell(self._words.write(value, self._language))
            case Money():
                return _money(value)
            case int() | Decimal():
                return Cell(value) if _fits(Decimal(value)) else Cell(str(value))
            case datetime() if value.tzinfo is not None:
                return self._day(value.astimezone(UTC).replace(tzinfo=None), TIME)
            case date():
                return self._day(value, DATE)
        return Cell(self._cut(self._text(value)))

    def _day(self, value: date | datetime, shown: str) -> Cell:
        day = value.date() if isinstance(value, datetime) else value
        return Cell(value, shown) if day >= _FIRST_DAY else Cell(value.isoformat())

    def _text(self, value: Any) -> str:
        """What stands in several parts, or in words of people."""
        if isinstance(value, tuple):
            between = "\n" if any(isinstance(one, Model) for one in value) else "; "
            return between.join(map(self._text, value))
        if isinstance(value, Model) and not isinstance(value, Money):
            said = ((name, getattr(value, name)) for name in type(value).model_fields)
            return ", ".join(f"{self.column(name)}: {self._text(one)}" for name, one in said if one not in (None, ()))
        if isinstance(value, bool):
            return self.say("workbook.yes" if value else "workbook.no")
        return self._words.write(value, self._language)

    def _cut(self, text: str) -> str:
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _money(value: Money) -> Cell:
    decimals = decimals_of(value.currency)
    amount = Decimal(value.minor).scaleb(-decimals)
    if not _fits(amount):
        return Cell(str(value))
    places = "." + "0" * decimals if decimals else ""
    currency = "" if value.currency == "XXX" else f' "{value.currency}"'  # ISO 4217: no currency is meant
    return Cell(amount, f"#,##0{places}{currency}")


def _fits(number: Decimal) -> bool:
    return number.is_finite() and len(number.as_tuple().digits) <= _DIGITS
