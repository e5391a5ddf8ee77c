"""Rows of a mission folder's tables, under our names: each error names file, line and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.files.tables import Times, TimeUnclear, whole_number
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.html_text import text_of_html
from osi_core.simulation.languages import chosen, in_one_cell
from osi_core.simulation.understood import SENT, Place, Understood
from osi_core.words.visible import is_blank

__all__ = ["Row", "RowReader"]

_NONE: Mapping[str, dict[str, str]] = {}


class Row(NamedTuple):
    """One line of a table, which may span several lines of the file."""

    file: str
    line: int
    """On which it begins."""
    values: dict[str, str]
    """Our column → what stands there, of several languages in the one that was taken."""
    called: Mapping[str, str] = {}
    """What the file calls our columns, where it calls them otherwise."""
    languages: Mapping[str, dict[str, str]] = {}
    """Our column → language → text, where there are languages; the one that was taken first."""

    def invalid(self, unmet: Unmet) -> FolderInvalid:
        """What is wrong with one of its fields."""
        return FolderInvalid(self.file, self._as_called(unmet), self.line)

    def _as_called(self, unmet: Unmet) -> Unmet:
        if unmet.field is None or unmet.field not in self.called:
            return unmet
        return Unmet(unmet.code, self.called[unmet.field], **unmet.values)

    @property
    def was_sent(self) -> bool:
        """Whether its answers were sent, where the table tells."""
        return SENT not in self.values or bool(self.values[SENT].strip())

    def text(self, column: str, limit: int, *, optional: bool = False) -> str:
        """A person's words: not empty, not longer than the limit."""
        value = self.values.get(column, "").strip()
        if is_blank(value) and not (optional and not value):
            raise self.invalid(Unmet("folder.text-missing", column))
        if len(value) > limit:
            raise self.invalid(Unmet("folder.text-long", column, length=len(value), limit=limit))
        if "\0" in value:
            raise self.invalid(Unmet("folder.text-nul", column))
        return value

    def whole(self, column: str, allowed: Collection[int]) -> int:
        """A whole number, one of those allowed."""
        number = whole_number(self.values[column])
        if number not in allowed or number is None:
            found = repr(self.values[column].strip()[:40])
            raise self.invalid(Unmet("folder.not-among", column, found=found, allowed=tuple(allowed)))
        return number

    def time(self, column: str, times: Times) -> datetime:
        """A moment, in UTC."""
        try:
            return times.read(self.values[column])
        except TimeUnclear as unclear:
            raise self.invalid(Unmet(unclear.problem.code, column, **unclear.problem.values)) from None


class RowReader:
    """Makes rows of cells: which of a column's languages is taken, HTML as text, other people's values as ours."""

    def __init__(self, found: Understood, language: str) -> None:
        self._wanted = language
        mapping = found.mapping
        self._html = frozenset(mapping.html) if mapping else frozenset[str]()
        self._meant = {
            name: {said.casefold(): ours for said, ours in values.items()}
            for name, values in (mapping.values if mapping else {}).items()
            if name not in found.declared
        }
        self._plain = {
            name: places[0].at for name, places in found.places.items() if len(places) == 1 and self._is_plain(name)
        }
        self._others = {name: places for name, places in found.places.items() if name not in self._plain}

    def _is_plain(self, name: str) -> bool:
        return name not in self._html and name not in self._meant and name not in ("title", "text", "category")

    def values(self, cells: Sequence[str]) -> tuple[dict[str, str], Mapping[str, dict[str, str]]]:
        """What a row says under our names, and what it says in other languages too."""
        values = {name: cells[at] for name, at in self._plain.items()}
        languages: dict[str, dict[str, str]] = {}
        for name, places in self._others.items():
            texts = self._texts(name, places, cells)
            if not texts:
                values[name] = self._ours(name, "")
                continue
            taken = chosen(texts, self._wanted)
            values[name] = self._ours(name, texts[taken])
            if name in self._meant:
                values[f"{name}/said"] = texts[taken]
            if taken or len(texts) > 1:
                languages[name] = {taken: texts[taken], **texts}
        return values, languages or _NONE

    def _texts(self, name: str, places: Sequence[Place], cells: Sequence[str]) -> dict[str, str]:
        """Language → text, as far as there is any; under an empty language where none is said."""
        found: dict[str, str] = {}
        for place in places:
            said = in_one_cell(cells[place.at]) or {place.language: cells[place.at]}
            for language, text in said.items():
                plain = text_of_html(text) if name in self._html else text
                if plain.strip():
                    found.setdefault(language, plain)
        return found

    def _ours(self, name: str, text: str) -> str:
        return self._meant.get(name, {}).get(text.strip().casefold(), text)
