"""Ready mappings: which columns other programs' exports have, and what they are to us.

Each is a small table in TOML beside this file: by which titles an export is known, and which of its columns is which of
ours. A program that is not among them is added as a file; a folder's `[challenges.columns]` goes before all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from osi_core.domain import Model
from osi_core.files import toml_of
from osi_core.files.tables.columns import alike

__all__ = ["APPLIED", "Kind", "Mapping", "mappings"]

Kind = Literal["challenges", "votes", "merges", "grants", "summary", "institutions", "people", "solutions", "ballots"]
"""What a table is of. The last four are brought into a mission by `osi apply` alone."""
APPLIED: tuple[Kind, ...] = ("institutions", "people", "challenges", "solutions", "ballots")
"""What `osi apply` brings into a mission, in an order in which each finds what it names."""
ANY_LANGUAGE = "/*"
"""Stands behind a title that is written once for each language: `title/*` means title/de, title/pt-BR."""


class Mapping(Model):
    """One of a program's exports."""

    name: str
    """Program and export, as its people call it: no sentence, the same in every language."""
    table: Kind
    own: bool = False
    """Whether it is a table of our own making, which is what a file is taken for where nothing else is known."""
    recognised: tuple[tuple[str, ...], ...]
    """The titles that have to be there: of each group one."""
    first: bool = False
    """Whether the first of these stands in the first column."""
    width: int | None = None
    """How many columns there are, where that tells."""
    columns: dict[str, tuple[str, ...]] = {}
    """Our column → what it may be called, the best first."""
    asks: tuple[str, ...] = ()
    """Our columns that no title tells: somebody has to say which question is meant."""
    aside: tuple[str, ...] = ()
    """Titles that are no answers."""
    html: tuple[str, ...] = ()
    """Our columns whose cells are HTML."""
    values: dict[str, dict[str, str]] = {}
    """Our column → what stands in its cells → what that is to us."""

    def rated(self, titles: Sequence[str]) -> int:
        """How many of the columns are there that it knows; 0 where it is another program's export."""
        there = [alike(title) for title in titles if title]
        if self.width is not None and len(titles) != self.width:
            return 0
        if not all(any(stands(name, there) for name in group) for group in self.recognised):
            return 0
        if self.first and not any(stands(name, there[:1]) for name in self.recognised[0]):
            return 0
        known = [*self.recognised, *self.columns.values()]
        return sum(any(stands(name, there) for name in group) for group in known)


def stands(name: str, there: Sequence[str]) -> bool:
    """Whether a title is there (all in the form in which they are compared)."""
    if name.endswith(ANY_LANGUAGE):
        return any(title.startswith(alike(name[:-1])) for title in there)
    return alike(name) in there


@cache
def mappings() -> tuple[Mapping, ...]:
    """All of them, in order of their files' names."""
    tables = sorted(
        (one for one in files(__name__).iterdir() if one.name.endswith(".toml")), key=lambda table: table.name
    )
    return tuple(Mapping.model_validate(toml_of(table.read_bytes(), table.name)) for table in tables)
