"""How the terminal looks: few colours, each of them readable on dark and on light ground, and none where not wanted.

rich leaves out colour by itself where NO_COLOR is set, the terminal is dumb, or the output is no terminal.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.theme import Theme

from osi_core.words import Message, visible
from osi_core.words.visible import HIDDEN

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment
    from rich.style import StyleType

    from osi_core.cli.session import Session
    from osi_core.plugins import Outcome, WorkStage
    from osi_core.plugins import Progress as DecisionProgress

THEME = Theme(
    {
        "title": "bold",
        "name": "cyan",
        "quiet": "dim",
        "good": "green",
        "warn": "yellow",
        "bad": "red",
        "bar.back": "dim",
        "bar.complete": "cyan",
        "bar.finished": "green",
        "bar.pulse": "cyan",
        "progress.elapsed": "dim",
    },
    inherit=True,
)
PLAIN_WIDTH = 100
"""Columns of what is written to a file, or to a pipe that no terminal is near, unless COLUMNS says otherwise."""


class _Console(Console):
    """A console that shows what a text would hide (`visible`), so that nobody's words steer the terminal; and one that
    lets a broken pipe through: `osi log | head` is no error.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """All that is printed comes by here, also what stands in the cells of tables, before it is wrapped."""
        return super().render(_shown(renderable), options)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class _Rows(Table):
    """A table whose columns are as wide as what is shown."""

    def add_row(self, *cells: RenderableType | None, style: StyleType | None = None, end_section: bool = False) -> None:
        shown = [None if cell is None else _shown(cell) for cell in cells]
        super().add_row(*shown, style=style, end_section=end_section)


def _shown(part: RenderableType) -> RenderableType:
    """Texts with their hidden characters shown; anything else is made of texts, which come by on their own."""
    if isinstance(part, str):
        return visible(part)
    return _visible(part) if isinstance(part, Text) else part


def _visible(text: Text) -> Text:
    """The same text with its styles, hidden characters shown."""
    found = list(HIDDEN.finditer(text.plain))
    if not found:
        return text
    pieces = text.divide(sorted({place for one in found for place in one.span()}))
    for piece in pieces:
        if piece.plain and HIDDEN.match(piece.plain):
            piece.plain = visible(piece.plain)
    shown = text.blank_copy()
    for piece in pieces:
        shown.append_text(piece)
    return shown


class _Trimmed:
    """A stream without the spaces that fill up a table's last column, which a pipe or a file has no use for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(re.sub(" +$", "", text, flags=re.MULTILINE))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def console(*, stderr: bool = False) -> Console:
    """A console on one of the standard streams, in our colours."""
    stream = sys.stderr if stderr else sys.stdout
    look: dict[str, Any] = {"theme": THEME, "markup": False, "highlight": False, "emoji": False}
    if stream.isatty():
        return _Console(stderr=stderr, **look)
    return _Console(file=cast(TextIO, _Trimmed(stream)), width=_width_near(), **look)


def _width_near() -> int:
    """The width of the terminal that reads a pipe of ours, as far as it can be known."""
    if os.environ.get("COLUMNS", "").isdigit():
        return int(os.environ["COLUMNS"])
    for descriptor in (2, 0):
        try:
            return os.get_terminal_size(descriptor).columns
        except OSError:
            continue
    return PLAIN_WIDTH


def rows(*columns: str, gap: int = 2) -> Table:
    """A table without lines; `columns` are styles, empty for none."""
    table = _Rows(box=None, show_header=False, pad_edge=False, padding=(0, gap, 0, 0))
    for style in columns:
        table.add_column(style=style or None, overflow="fold")
    return table


def heading(text: str) -> Text:
    """The title of a section."""
    return Text(visible(text), style="title")  # rich drops some of them


Report = Callable[[float, str], None]
"""`report(fraction, words)`: how far the work is, from 0 to 1, and what is being done."""


@contextmanager
def progress(session: Session, words: str) -> Iterator[Report]:
    """Shows how far long work is: a bar on a terminal, else a plain line whenever something new begins."""
    if session.err.is_terminal and not session.err.is_dumb_terminal:
        with _bar(session, words) as report:
            yield report
    else:
        yield _plain_lines(words)


def deciding(session: Session, report: Report, words: str) -> DecisionProgress:
    """Tells how far a decision is under these words, and under others while its strategy is still being prepared."""

    def told(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        report(fraction, session.tell(Message("decision.preparing")) if stage == "preparing" else words)

    return told


def noting(session: Session) -> DecisionProgress:
    """Notes that a strategy is being prepared, once, and says nothing more of how far a decision is."""
    said = False

    def told(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        nonlocal said
        if stage == "preparing" and not said:
            said = True
            session.note(session.tell(Message("decision.preparing")))

    return told


@contextmanager
def _bar(session: Session, words: str) -> Iterator[Report]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    spinner = SpinnerColumn("dots" if session.unicode else "line", style="name", finished_text=" ")
    columns = (spinner, TextColumn("{task.description}"), BarColumn(bar_width=28), TimeElapsedColumn())
    with Progress(*columns, console=session.err, transient=True) as bar:
        task = bar.add_task(words, total=1.0)

        def report(fraction: float, said: str) -> None:
            bar.update(task, completed=fraction, description=said or words)

        yield report


def _plain_lines(words: str) -> Report:
    began, last = time.monotonic(), ""

    def report(fraction: float, said: str) -> None:
        nonlocal last
        now = said or words
        if now != last:
            last = now
            sys.stderr.write(f"{time.monotonic() - began:6.1f} s  {now}\n")
            sys.stderr.flush()

    report(0.0, "")
    return report
