"""What the columns of a table mean: by a ready mapping, by what somebody has declared, and what is left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from osi_core.domain import Unmet
from osi_core.files.tables.columns import alike
from osi_core.simulation.mappings import ANY_LANGUAGE, Kind, mappings, stands
from osi_core.simulation.mappings import Mapping as Ready

__all__ = [
    "SENT",
    "Place",
    "Understood",
    "Wanted",
    "declared_unfit",
    "is_address",
    "kinds_of",
    "not_understood",
    "tells_an_address",
    "understood",
]

SENT = "sent"
"""Our name for a column that is empty where somebody has begun and not sent the answers."""
_ADDRESSED = re.compile(
    r"\b(?:e-?mails?|courriel|correo(?: electr[oó]nico)?|e-?post|mail|e-?mail-?adresse|adresse e-?mail)\b", re.I
)
_WORDS_OF_A_LABEL = 6
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHOWN = 400
"""Characters of what a refusal says of the titles that are there."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.I)


def tells_an_address(title: str) -> bool:
    """Whether a column of this title holds people's e-mail addresses: it is never read. A long question talks of them.

    >>> tells_an_address("E-Mail-Adresse"), tells_an_address("authors/emails"), tells_an_address("Mailand")
    (True, True, False)
    >>> tells_an_address("Should the town hall answer its e-mails within three days?")
    False
    """
    return _ADDRESSED.search(title) is not None and len(title.split()) <= _WORDS_OF_A_LABEL


def is_address(text: str) -> bool:
    """Whether a cell holds nothing but an e-mail address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


class Place(NamedTuple):
    """A column of the file, counted from 0, and the language that its title names (empty: none)."""

    at: int
    title: str
    language: str = ""


@dataclass(frozen=True)
class Understood:
    """The columns of a table as ours. Where one has several languages, or names, all are there, the best first."""

    titles: tuple[str, ...]
    mapping: Ready | None
    places: Mapping[str, tuple[Place, ...]]
    declared: frozenset[str] = frozenset()
    """Our names that somebody has declared to be other columns than the mapping says."""
    addresses: tuple[str, ...] = ()
    """Titles of columns that hold e-mail addresses, and are never read."""

    @property
    def called(self) -> dict[str, str]:
        """Our name → the title in the file, where it is another one."""
        return {name: found[0].title for name, found in self.places.items() if found[0].title != name}

    @property
    def unread(self) -> tuple[str, ...]:
        """Titles that mean nothing to us."""
        read = {place.at for found in self.places.values() for place in found}
        return tuple(t for at, t in enumerate(self.titles) if t and at not in read and t not in self.addresses)

    @property
    def questions(self) -> tuple[str, ...]:
        """Titles that may be what `mapping.asks` for."""
        aside = {alike(title) for title in self.mapping.aside} if self.mapping else set()
        return tuple(title for title in self.unread if alike(title) not in aside)


@dataclass(frozen=True)
class Wanted:
    """What a table is to be: of which kinds, by which program (empty: any), and what somebody has declared of it."""

    kinds: tuple[Kind, ...]
    program: str = ""
    usual: str = ""
    """The mapping whose columns are missed where the titles are none of those known; empty: our own."""
    declared: Mapping[str, str] = field(default_factory=dict)
    enough: str = ""
    """Our column that is enough where it is declared."""

    def rated(self, titles: Sequence[str]) -> int:
        """How well a row fits as one of titles; 0: not at all."""
        if any(not list(_places(titles, title)) for title in self.declared.values()):
            return 0
        best = self.ready(titles)
        if best is not None:
            return 1 + len(self.declared) + best.rated(titles)
        return 1 + len(self.declared) if self.enough in self.declared else 0

    def lacking(self, titles: Sequence[str]) -> tuple[str, ...]:
        """What would have to be there for a table of the program, or for one of our own."""
        there = [alike(title) for title in (*titles, *self.declared)]
        return tuple(group[0] for group in self._usual.recognised if not any(stands(name, there) for name in group))

    def usually(self, column: str) -> str:
        """What a column of ours is called before it is known what the file calls it."""
        return self.declared.get(column) or self._usual.columns.get(column, (column,))[0]

    @property
    def _usual(self) -> Ready:
        usual = [one for one in mappings() if one.table in self.kinds and (one.own or one.name == self.usual)]
        return min(usual, key=lambda one: one.own)

    def ready(self, titles: Sequence[str]) -> Ready | None:
        """The mapping that knows most of the titles, with what is declared under our own names."""
        under = [*titles, *self.declared]
        able = [one for one in mappings() if one.table in self.kinds and one.name.startswith(self.program)]
        rated = [(one.rated(under if one.own else titles), not one.own, -at) for at, one in enumerate(able)]
        best = max(rated, default=(0, False, 0))
        return able[-best[2]] if best[0] else None


def understood(titles: Sequence[str], wanted: Wanted) -> Understood | None:
    """The columns of these titles; None where they are no table of these kinds."""
    if not wanted.rated(titles):
        return None
    mapping = wanted.ready(titles)
    ready = dict((mapping or next(one for one in mappings() if one.own and one.table in wanted.kinds)).columns)
    addresses = tuple(title for title in titles if tells_an_address(title))
    places: dict[str, tuple[Place, ...]] = {}
    taken = {place.at for title in wanted.declared.values() for place in _places(titles, title)}
    for name in dict.fromkeys((*ready, *wanted.declared)):
        if name in wanted.declared:
            found = list(_places(titles, wanted.declared[name]))
        else:
            found = [
                place
                for title in ready[name]
                for place in _places(titles, title)
                if place.at not in taken or name == SENT
            ]
        if found:
            places[name] = tuple(dict.fromkeys(place for place in found if place.title not in addresses))
    usual = {name: {place.at for title in names for place in _places(titles, title)} for name, names in ready.items()}
    declared = [name for name in wanted.declared if not {p.at for p in places.get(name, ())} <= usual.get(name, set())]
    places = {name: found for name, found in places.items() if found}
    return Understood(tuple(titles), mapping, places, frozenset(declared), addresses)


def kinds_of(titles: Sequence[str]) -> Iterator[Ready]:
    """All mappings that a row of titles fits, the best first."""
    rated = sorted(((one.rated(titles), one) for one in mappings()), key=lambda pair: (-pair[0], pair[1].own))
    return (one for points, one in rated if points)


def not_understood(titles: Sequence[str], wanted: Wanted) -> Unmet:
    """Why these titles are no table of the wanted kinds: what lacks, or what they are instead."""
    found = (", ".join(filter(None, titles)) or "–")[:_SHOWN]
    missing = tuple(title for title in wanted.declared.values() if not list(_places(titles, title)))
    other = next((one for one in kinds_of(titles) if one.table not in wanted.kinds), None)
    if not missing and other is not None:
        return Unmet("folder.grants" if other.table == "grants" else "folder.other-table", program=other.name)
    if not missing:
        missing = wanted.lacking(titles)
    return Unmet("table.columns-missing", missing[0], missing=missing, found=found)


def declared_unfit(declared: Mapping[str, str], key: str) -> Unmet | None:
    """What is wrong with what somebody has declared, whatever the file brings."""
    for name, title in declared.items():
        if tells_an_address(title):
            return Unmet("folder.column-address", f"{key}.{name}", title=title)
    return None


def _places(titles: Sequence[str], wanted: str) -> Iterator[Place]:
    """The columns that a title means; the very same before those that differ in case, and one for each language."""
    if wanted.endswith(ANY_LANGUAGE):
        begin = alike(wanted[:-1])
        for at, title in enumerate(titles):
            end = alike(title).removeprefix(begin)
            if end != alike(title) and _LANGUAGE.fullmatch(end):
                yield Place(at, title, title.rsplit("/", 1)[-1].replace("_", "-"))
        return
    same = [at for at, title in enumerate(titles) if title == wanted]
    for at in same or [at for at, title in enumerate(titles) if alike(title) == alike(wanted)]:
        yield Place(at, titles[at])
