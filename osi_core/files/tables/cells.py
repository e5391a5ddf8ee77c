"""A cell of a spreadsheet as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from osi_core.files.tables.numbers import as_text

__all__ = ["text_of_cell"]


def text_of_cell(value: Any) -> str:
    """The value as text that can be read in one way only: numbers plainly, dates in ISO form."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return as_text(value)
        case datetime():
            plain = value.hour == value.minute == value.second == value.microsecond == 0
            return value.date().isoformat() if plain else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return str(value)
