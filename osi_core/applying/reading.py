"""Entries of a file or a folder: each table by the reader of its kind; what cannot be read is left out and told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from osi_core.applying import ballots, rows
from osi_core.applying.entry import Entry
from osi_core.domain import Unmet
from osi_core.files import read_input
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.inspecting import wanted_of
from osi_core.simulation.mappings import APPLIED, Kind
from osi_core.simulation.proposing import declared_in
from osi_core.simulation.tables import LARGEST_FILE, FileNote, Tables
from osi_core.simulation.understood import Wanted

__all__ = ["Bringing", "read"]


@dataclass
class Bringing:
    """What a file or a folder brings, in an order in which each finds what it names."""

    entries: list[Entry] = field(default_factory=list)
    sha256: dict[str, str] = field(default_factory=dict)
    """Of each file, what it was when it was read."""
    notes: list[FileNote] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """How many rows of each file cannot be read."""

    @property
    def for_others(self) -> set[str]:
        """Files with entries on behalf of people."""
        return {entry.file for entry in self.entries if entry.person}


def read(
    path: Path,
    files: list[Path],
    *,
    longest: int,
    any_order: Callable[[str], bool],
    language: str = "",
    strict: bool = False,
) -> Bringing:
    """What the files bring that lie in a folder, or the one that is named. Raises FolderInvalid; then nothing is used.

    `longest` is how many characters a challenge may have; `any_order` tells of a round whether the order of choices on
    its ballots means nothing.
    """
    folder = path if path.is_dir() else path.parent
    said = declared_in(folder)
    known = [(file, said.get(file.name), wanted_of(file, said.get(file.name))) for file in files]
    brought = Bringing()
    for kind in APPLIED:
        for file, declared, wanted in known:
            if wanted is not None and wanted.kinds == (kind,):
                order = declared.dates if declared else None
                tables = Tables(
                    folder, order, strict, declared.language if declared and declared.language else language
                )
                brought.sha256[file.name] = _sha256(folder, file)
                brought.entries += _entries(kind, tables, file.name, wanted, longest, any_order)
                brought.notes += tables.told()
                brought.left_out |= tables.left_out
    for file, _, wanted in known:
        if wanted is None or wanted.kinds[0] not in APPLIED:
            if len(known) == 1:
                raise FolderInvalid(file.name, Unmet("apply.not-known"))
            brought.notes.append(FileNote(file.name, Unmet("apply.not-known").message))
    return brought


def _entries(
    kind: Kind, tables: Tables, name: str, wanted: Wanted, longest: int, any_order: Callable[[str], bool]
) -> Iterator[Entry]:
    match kind:
        case "institutions":
            return rows.institutions(tables, name, wanted)
        case "people":
            return rows.people(tables, name, wanted)
        case "challenges":
            return rows.challenges(tables, name, wanted, longest)
        case "solutions":
            return rows.solutions(tables, name, wanted)
    return ballots.ballots(tables, name, wanted, any_order)


def _sha256(folder: Path, file: Path) -> str:
    return hashlib.sha256(read_input(file.name, limit=LARGEST_FILE, within=folder)).hexdigest()
