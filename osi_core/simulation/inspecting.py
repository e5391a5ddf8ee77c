"""What a table is: how it is written, which columns are understood and how, what is asked, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from osi_core.domain import Model
from osi_core.files import InputRefused
from osi_core.files.tables import Columns, Order, Table, read_table
from osi_core.simulation import sources
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.ids import id_of
from osi_core.simulation.mappings import APPLIED, Kind, mappings
from osi_core.simulation.mappings import Mapping as Ready
from osi_core.simulation.material import Contribution
from osi_core.simulation.questions import candidates
from osi_core.simulation.tables import LARGEST_FILE, Tables, unfit
from osi_core.simulation.understood import Understood, Wanted, is_address, kinds_of, tells_an_address, understood
from osi_core.simulation.votes import votes
from osi_core.words import Message
from osi_core.words.model_fields import MessageField

__all__ = ["ColumnFound", "Declared", "Inspected", "inspect_file", "wanted_of"]

How = Literal["known", "declared", "question", "address", "unread"]
_EXAMPLE = 60
_ROWS_OF_EXAMPLES = 5


class Declared(Model):
    """What a folder's `mission.toml` says of a table."""

    columns: dict[str, str] = {}
    dates: Order | None = None
    language: str = ""
    longest: int = 300
    """Characters of a statement, as the playbook has it."""


class ColumnFound(Model):
    """A column of the file."""

    title: str
    means: str | None
    """Our column; None where it is not read."""
    how: How
    """By a ready mapping, by what somebody has declared, perhaps the title (asked), an address, or not at all."""
    example: str
    """The first cell that says something; nothing of a column of addresses."""


class Inspected(Model):
    """A file, as far as it was understood."""

    file: str
    kind: str
    encoding: str
    separator: str
    sheet: str
    program: str | None
    """Whose export it is; None where nobody's that is known."""
    own: bool
    """Whether its columns are called as ours."""
    table: Kind | None
    titles_line: int
    columns: tuple[ColumnFound, ...]
    rows: int
    """All below the titles."""
    taken: int
    """Those that could be read."""
    asked: tuple[MessageField, ...] = ()
    """What only people can say, and where they say it."""
    refused: MessageField | None = None
    """Why nothing of it can be used."""
    notes: tuple[MessageField, ...] = ()
    """What is left out, and what was odd and read all the same."""

    @property
    def usable(self) -> bool:
        """Whether it can be played, or applied, as it stands."""
        return self.refused is None and not self.asked and self.table in ("votes", "merges", *APPLIED)


def inspect_file(path: Path, declared: Declared | None = None) -> Inspected:
    """Reads the file as a play would, and says what came of it. Raises FolderInvalid where it is no table at all."""
    said = declared or Declared()
    table, examples, rows = _looked_at(path, said)
    wanted, mapping = _wanted(table, said)
    found = understood(table.titles, wanted) if wanted else None
    tried = _Tried(path, said)
    if found and wanted and mapping_kind(mapping, said) in ("challenges", "votes"):
        tried.play(wanted, found)
    ours = {place.at: name for name, places in found.places.items() for place in places} if found else {}
    if tried.title in table.titles:
        ours[table.titles.index(tried.title)] = "title"
    questions = tried.questions or (found.questions if found and found.mapping and found.mapping.asks else ())
    return Inspected(
        file=path.name,
        kind=table.form.kind,
        encoding=table.form.encoding,
        separator=table.form.separator,
        sheet=table.form.sheet,
        program=mapping.name if mapping and not mapping.own else None,
        own=mapping is not None and mapping.own,
        table=mapping_kind(mapping, said),
        titles_line=table.line,
        columns=tuple(_columns(table, found, said, ours, questions, examples)),
        rows=rows,
        taken=tried.taken if tried.played else rows,
        asked=tuple(tried.asked) if found else (Message("inspect.nothing-known"),),
        refused=Message.of("folder.grants", program=mapping.name)
        if mapping and mapping.table == "grants"
        else tried.refused,
        notes=tuple(tried.notes) if tried.played else tuple(note.placed for note in table.notes),
    )


def wanted_of(path: Path, declared: Declared | None = None) -> Wanted | None:
    """What a file is to be read as; None where it is no table of anything known. Raises FolderInvalid."""
    said = declared or Declared()
    return _wanted(_looked_at(path, said)[0], said)[0]


def mapping_kind(mapping: Ready | None, said: Declared) -> Kind | None:
    """What the table is, of which somebody may have declared the title alone."""
    return mapping.table if mapping else "challenges" if "title" in said.columns else None


def _looked_at(path: Path, said: Declared) -> tuple[Table, dict[int, str], int]:
    """The table with its rows read, the first words of each column, and how many rows there are."""
    recognised = _Any(said)
    try:
        columns = Columns(recognised=recognised.rated)
        table = read_table(path.name, columns, limit=LARGEST_FILE, within=path.parent, torn=True)
        examples: dict[int, str] = {}
        rows = 0
        for _, cells in table:
            rows += 1
            for at, cell in enumerate(cells if rows <= _ROWS_OF_EXAMPLES else ()):
                if cell.strip():
                    examples.setdefault(at, " ".join(cell.split())[:_EXAMPLE])
    except InputRefused as refused:
        raise unfit(path.name, refused) from refused
    return table, examples, rows


class _Any:
    """Knows the titles of every table that there is a mapping for."""

    def __init__(self, said: Declared) -> None:
        self._declared = Wanted(("challenges",), declared=said.columns, enough="title")

    def rated(self, titles: Sequence[str]) -> int:
        known = max((one.rated(titles) for one in mappings()), default=0)
        return max(1, 1 + known, self._declared.rated(titles) if self._declared.declared else 0)


def _wanted(table: Table, said: Declared) -> tuple[Wanted | None, Ready | None]:
    mapping = next(kinds_of(table.titles), None)
    if "title" in said.columns and (mapping is None or mapping.table != "votes"):
        wanted = Wanted(("challenges",), declared=said.columns, enough="title")
        return wanted, wanted.ready(table.titles)
    if mapping is None or mapping.table in ("grants", "summary"):
        return (Wanted((mapping.table,)) if mapping else None), mapping
    enough = {"challenges": "title", "votes": "value"}.get(mapping.table, "")
    return Wanted((mapping.table,), declared=said.columns, enough=enough), mapping


class _Tried:
    """A table read as a play would read it; what is asked is answered in turn, so that the next question shows."""

    def __init__(self, path: Path, said: Declared) -> None:
        self._path, self._said = path, said
        self.played, self.taken = False, 0
        self.asked: list[Message] = []
        self.notes: list[Message] = []
        self.refused: Message | None = None
        self.questions: tuple[str, ...] = ()
        self.title = ""
        """The question that was taken as the challenge, by its answers."""

    def play(self, wanted: Wanted, found: Understood) -> None:
        order = self._said.dates
        while True:
            tables = Tables(self._path.parent, order, language=self._said.language)
            try:
                self.taken = self._read(tables, wanted)
            except FolderInvalid as invalid:
                if invalid.unmet.code == "table.time-two-readings" and order is None:
                    self.asked.append(invalid.message)
                    order = Order.DAY_FIRST
                    continue
                self._refuse(invalid, found)
            self.played = True
            told = [note for _, note in tables.told()]
            self.title = next((str(n.values["title"]) for n in told if n.code == "folder.question-taken"), "")
            self.notes = [note for note in told if note.code != "folder.read-as"]
            return

    def _refuse(self, invalid: FolderInvalid, found: Understood) -> None:
        if invalid.unmet.code == "folder.question-asked":
            self.questions = candidates(Tables(self._path.parent), self._path.name, found) or found.questions
            self.asked.append(invalid.message)
        else:
            self.refused = invalid.message

    def _read(self, tables: Tables, wanted: Wanted) -> int:
        name = self._path.name
        if wanted.kinds == ("challenges",):
            return len(sources.contributions(tables, name, wanted, self._said.longest))
        _, rows = Tables(tables.folder, tables.order).read(name, wanted)
        named = dict.fromkeys(id_of(row, "challenge") for row in rows if row.values.get("challenge", "").strip())
        about = [Contribution(id=one, source_id=one, title=one, author=one, line=0) for one in named]
        return len(votes(tables, name, tuple(about), wanted, name))


def _columns(
    table: Table,
    found: Understood | None,
    said: Declared,
    ours: dict[int, str],
    questions: tuple[str, ...],
    examples: dict[int, str],
) -> Iterator[ColumnFound]:
    for at, title in enumerate(table.titles):
        if not title:
            continue
        name = ours.get(at)
        example = examples.get(at, "")
        how: How = "known" if name else "question" if title in questions else "unread"
        if name and name in said.columns:
            how = "declared"
        if tells_an_address(title) or is_address(example):
            how, example = "address", ""
        yield ColumnFound(title=title, means=name, how=how, example=example)
