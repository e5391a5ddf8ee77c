"""Workbooks of the programs before 2007 (xls), read in a process of its own.

Their container is a file system in a file, and one that was damaged on purpose or by chance can lead the library in a
circle, or have it print what went wrong inside it. A child process ends at a limit of time and memory, and what it
prints is not shown; the newer forms are checked before they are opened (`unpacking`) and need none.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from osi_core.files.refused import InputRefused
from osi_core.files.tables.cells import text_of_cell
from osi_core.files.tables.extra import calamine_for
from osi_core.words import Message

__all__ = ["OldSheet", "old_sheets", "serve"]

SECONDS: Final = 30
"""After these it is taken that no end is to come."""
_MEMORY: Final = 4 * 2**30
_LOCKED: Final = 3
_CHILD: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from osi_core.files.tables.old_workbook import serve; serve()"
)


@dataclass(frozen=True)
class OldSheet:
    """A sheet as the child has sent it: what the library's own sheets have, as far as it is asked for."""

    name: str
    shown: bool
    start: tuple[int, int] | None
    merged_cell_ranges: list[tuple[tuple[int, int], tuple[int, int]]]
    rows: list[list[Any]]

    def iter_rows(self) -> Iterator[list[Any]]:
        """From the first row on, the empty ones too."""
        return iter(self.rows)


def old_sheets(raw: bytes, file: str) -> list[OldSheet]:
    """All worksheets. Raises `InputRefused`, also where reading finds no end."""
    call = [sys.executable, "-c", _CHILD, json.dumps(sys.path)]
    try:
        done = subprocess.run(call, input=raw, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputRefused(file, Message("table.damaged")) from None
    if done.returncode:
        raise InputRefused(file, Message("table.encrypted" if done.returncode == _LOCKED else "table.damaged"))
    return [OldSheet(**one) for one in json.loads(done.stdout)]


def serve() -> None:
    """What the child does: a workbook on standard input, its sheets as JSON on standard output."""
    calamine = calamine_for("stdin")
    _bounded()
    try:
        book = calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    except calamine.PasswordError:
        sys.exit(_LOCKED)
    json.dump(
        [_sent(calamine, book, about) for about in book.sheets_metadata if _holds_cells(calamine, about)], sys.stdout
    )


def _holds_cells(calamine: Any, about: Any) -> bool:
    return bool(about.typ is calamine.SheetTypeEnum.WorkSheet)


def _sent(calamine: Any, book: Any, about: Any) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(about.name)
    return {
        "name": about.name,
        "shown": about.visible is calamine.SheetVisibleEnum.Visible,
        "start": sheet.start,
        "merged_cell_ranges": sheet.merged_cell_ranges or [],
        "rows": [
            [cell if isinstance(cell, float) else text_of_cell(cell) for cell in row] for row in sheet.iter_rows()
        ],
    }


def _bounded() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows has none
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
