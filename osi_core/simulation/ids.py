"""Ids of other people's tables: of any form, for the log gets its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from osi_core.domain import Unmet
from osi_core.simulation.rows import Row

__all__ = ["IdsOfRows", "id_of", "new_id"]

LONGEST = 40
_FITS = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")
_DECIMAL = re.compile(r"(\d+)\.0+")


def id_of(row: Row, column: str) -> str:
    """What stands there as an id, whatever its form; a number that a program has written as 17.0 is 17.

    Raises FolderInvalid where nothing does.
    """
    value = row.text(column, 300)
    number = _DECIMAL.fullmatch(value)
    return number[1] if number else value


def new_id(row: Row, column: str, lines: dict[str, int]) -> str:
    """An id that no row before has; `lines` says on which line each id stands, and learns this one."""
    value = id_of(row, column)
    if value in lines:
        raise row.invalid(Unmet("folder.id-twice", column, id=value[:60], line=str(lines[value])))
    lines[value] = row.line
    return value


class IdsOfRows:
    """The ids that the rows of a table get in the log: the file's where all of them fit there, else their lines."""

    def __init__(self, rows: Iterable[Row], column: str) -> None:
        self._column = column
        self._lines: dict[str, int] = {}
        values = [row.values.get(column, "").strip() for row in rows]
        self.there = any(values)
        """Whether the table has ids at all."""
        self.kept = self.there and all(self._fits(value) for value in values if value)

    def new(self, row: Row) -> tuple[str, str]:
        """The id of a row in the file, and in the log. Raises FolderInvalid."""
        if not self.there:
            return f"line-{row.line}", f"line-{row.line}"
        value = new_id(row, self._column, self._lines)
        return value, value if self.kept else f"line-{row.line}"

    @staticmethod
    def _fits(value: str) -> bool:
        number = _DECIMAL.fullmatch(value)
        return number is not None or (len(value) <= LONGEST and _FITS.fullmatch(value) is not None)
