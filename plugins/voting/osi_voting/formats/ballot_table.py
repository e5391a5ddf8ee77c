"""Ballots from a table, as forms and election tools write them: one row a ballot.

* `Rank [Park],Rank [Pool]` (a grid of a form): a column for each item, the place in the cell: 1, 1st, Choice 1.
* `Order [Rank 1],Order [Rank 2]`, `Q1[1],Q1[2]` (LimeSurvey), `Choice 1,rank2` (RCVis): a column for each place, the
  item in the cell; "skipped" and an empty cell are no item, "overvote" is a tie that nobody can tell.
* `vote`, or the only column beside times and ids, if it is said what its cells are (a question with several answers):
  the items approved, parted by ";" or ","; parted by ">", or if these are said to be ranks, a ranking.
* any other columns, one for each item (BetterVoting and others), if it is said what their cells are: ranks, approval or
  points. BetterVoting's own columns tell ranks.

`ballot_columns` tells these apart, and whether there are several questions.

A column `weight` counts a row that many times; times, ids and the like are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from osi_core.plugins import Profile
from osi_core.words import Message
from osi_voting.formats.ballot_columns import SeveralQuestions, Unnamed, ballots_in, place_of, recognised
from osi_voting.formats.listed_items import always_together, parted, sign_between
from osi_voting.formats.names import distinct
from osi_voting.formats.preflib.lines import Groups
from osi_voting.formats.reporting import LONGEST_ID, FormatError, Repair, Reporter
from osi_voting.formats.sheet import Sheet
from osi_voting.formats.table_form import PLAIN, Cells, TableForm
from osi_voting.words import shown

__all__ = ["BallotTable", "read_ballot_table"]


Ties = Literal["refuse", "points", "end"]

_WEIGHTS: Final = ("weight", "count")
_YES: Final = frozenset(("x", "1", "yes", "y", "ja", "j", "true", "wahr", "checked", "✓", "✔", "on"))
_NO: Final = frozenset(("", "0", "no", "n", "nein", "false", "falsch", "off", "-"))
_SKIPPED: Final = frozenset(("", "skipped", "undervote", "n/a", "-"))
_OVERVOTE: Final = "overvote"


@dataclass(frozen=True)
class BallotTable:
    """The ballots; items stand in the order of their columns, or in which they come up."""

    profile: Profile
    repairs: tuple[Repair, ...] = ()
    notices: tuple[Message, ...] = ()


def read_ballot_table(
    path: str | Path, form: TableForm = PLAIN, *, equal_ranks: Ties = "refuse", lenient: bool = False
) -> BallotTable:
    """Reads a table; `form` says what its titles do not. For `equal_ranks` see `read_preflib`: a tie is two items in
    one place. Raises `FormatError` with file, line and what was expected.
    """
    report = Reporter(str(path), lenient)
    sheet = Sheet(path, report, recognised(form))
    try:
        columns = ballots_in(sheet.titles, form)
    except SeveralQuestions as several:
        code = "voting.file.questions" if several.asked is None else "voting.file.no-question"
        values = {"asked": several.asked or "", "found": tuple(map(shown, several.found))}
        raise report.fatal(sheet.line, Message(code, values)) from None
    except Unnamed as unnamed:
        values = {"missing": (unnamed.named or "vote",), "found": ", ".join(map(shown, unnamed.found))}
        raise report.fatal(sheet.line, Message("table.columns-missing", values)) from None
    reading = _Reading(sheet, report, equal_ranks)
    if columns.places:
        rows = reading.by_place(columns.places)
    elif columns.listed is not None:
        rows = reading.listed(columns.listed, form)
    else:
        rows = reading.by_item(columns.items, columns.cells)
    return BallotTable(reading.profile(rows), tuple(report.repairs), tuple(report.notices))


@dataclass
class _Reading:
    """A table while it is read. A row is (its line, how often it counts, its groups from the first place on)."""

    table: Sheet
    report: Reporter
    ties: Ties
    names: list[str] = field(default_factory=list)
    scored: list[dict[int, int]] = field(default_factory=list)
    kind: Literal["ranked", "approval", "points"] = "ranked"

    def by_place(self, places: dict[int, int]) -> Iterator[tuple[int, int, Groups]]:
        """Cells hold items, columns are places."""
        columns, known = sorted(places, key=places.__getitem__), dict[str, int]()
        for line, row in self.table.rows():
            groups: Groups = []
            for at in columns:
                cell = row[at].strip()
                if cell.lower() in _SKIPPED:
                    continue
                if cell.lower() == _OVERVOTE:
                    groups.append([-1, -1])
                    continue
                item = self._number(line, cell, known)
                if item is not None and not any(item in group for group in groups):
                    groups.append([item])
                elif item is not None:
                    wrong = Message.of("voting.file.item-twice", item=shown(cell))
                    self.report.wrong(line, wrong, Message.of("voting.done.later-left-out"))
            yield line, self._weight(line, row), groups

    def by_item(self, items: dict[int, str], cells: Cells | None) -> Iterator[tuple[int, int, Groups]]:
        """Columns are items, cells hold ranks, marks or points."""
        self.names = list(distinct([name[:LONGEST_ID] for name in items.values()]))
        self.kind = "approval" if cells is Cells.APPROVAL else "points" if cells is Cells.POINTS else "ranked"
        rows: Iterable[tuple[int, list[str]]] = self.table.rows()
        if cells is None:
            rows = list(rows)
            cells = self._told_by([(line, row[at].strip()) for line, row in rows for at in items])
            self.kind = "approval" if cells is Cells.APPROVAL else "ranked"
        for line, row in rows:
            given = [(item, row[at].strip()) for item, at in enumerate(items)]
            if cells is Cells.RANKS:
                yield line, self._weight(line, row), self._ranked(line, given)
            else:
                values = {item: value for item, cell in given if (value := self._worth(line, cell, cells))}
                self.scored.append(values)
                yield line, self._weight(line, row), [[item] for item in values]

    def listed(self, column: int, form: TableForm) -> Iterator[tuple[int, int, Groups]]:
        """One cell holds all items: approved, or in order."""
        known: dict[str, int] = {}
        rows = list(self.table.rows())
        apart = sign_between(row[column] for _, row in rows)
        ranked = apart == ">" or form.cells is Cells.RANKS or self.table.titles[column].lower() == "ranking"
        self.kind = "ranked" if ranked else "approval"
        cells = [parted(row[column], apart, form.items) for _, row in rows]
        if apart == ",":
            for one, other in always_together(cells):
                self.report.notices.append(Message.of("voting.note.one-item", one=shown(one), other=shown(other)))
        for (line, row), names in zip(rows, cells, strict=True):
            items = [self._number(line, name, known) for name in names]
            named = list(dict.fromkeys(item for item in items if item is not None))
            if len(named) < len(items):
                wrong = Message.of("voting.file.names-item-twice", found=shown(row[column]))
                self.report.wrong(line, wrong, Message.of("voting.done.kept-first"))
            self.scored.append(dict.fromkeys(named, 1))
            yield line, self._weight(line, row), [[item] for item in named]

    def profile(self, rows: Iterator[tuple[int, int, Groups]]) -> Profile:
        """All rows as one profile of the kind that they turned out to be."""
        found = [(line, weight, groups) for line, weight, groups in rows if weight]
        if not found:
            self.report.wrong(self.table.line, Message.of("voting.file.no-vote"), Message.of("voting.done.without"))
        weights = [weight for _, weight, _ in found]
        if self.kind != "ranked":
            named = [{self.names[item]: value for item, value in one.items()} for one in self.scored]
            ballots = named if self.kind == "points" else [list(one) for one in named]
            return Profile.of(self.kind, self.names, ballots, weights=weights)
        if self.ties == "points":
            points = [self._as_points(groups) for _, _, groups in found]
            return Profile.of("points", self.names, points, weights=weights)
        ranked = [self._without_ties(line, groups) for line, _, groups in found]
        return Profile.of("ranked", self.names, ranked, weights=weights)

    def _as_points(self, groups: Groups) -> dict[str, int]:
        return {self.names[i]: len(groups) - at for at, group in enumerate(groups) for i in group if i >= 0}

    def _without_ties(self, line: int, groups: Groups) -> list[str]:
        tied = next((at for at, group in enumerate(groups) if len(group) > 1), None)
        if tied is None:
            return [self.names[item] for group in groups for item in group]
        kept = [self.names[group[0]] for group in groups[:tied]]
        named = [self.names[item] for item in groups[tied] if item >= 0]
        problem = (
            Message.of("voting.file.tied-items", items=tuple(named)) if named else Message.of("voting.file.overvote")
        )
        if self.ties != "end":
            raise FormatError(self.report.path, line, problem, repairable=True)
        code = "voting.done.ends-there" if kept else "voting.done.ends-at-once"
        self.report.repairs.append(Repair(line, problem, Message.of(code, count=1, kept=tuple(kept))))
        return kept

    def _ranked(self, line: int, given: list[tuple[int, str]]) -> Groups:
        places: dict[int, list[int]] = {}
        for item, cell in given:
            if cell.lower() in _SKIPPED:
                continue
            place = place_of(cell)
            if not place:
                wrong = Message.of("voting.file.no-rank", item=shown(self.names[item]), found=shown(cell))
                self.report.wrong(line, wrong, Message.of("voting.done.left-out"))
                continue
            places.setdefault(place, []).append(item)
        return [places[place] for place in sorted(places)]

    def _worth(self, line: int, cell: str, cells: Cells) -> int:
        if cells is Cells.APPROVAL:
            if cell.lower() in _YES | _NO:
                return int(cell.lower() in _YES)
            wrong = Message.of("voting.file.no-mark", found=shown(cell))
        else:
            if cell.isascii() and cell.isdecimal() and len(cell) <= 12:
                return int(cell)
            if cell.lower() in _SKIPPED:
                return 0
            wrong = Message.of("voting.file.no-whole-points", found=shown(cell))
        self.report.wrong(line, wrong, Message.of("voting.done.left-out"))
        return 0

    def _told_by(self, given: list[tuple[int, str]]) -> Cells:
        """What a grid holds, by all its cells; plain numbers may be ranks or points, which is for people to say."""
        said = {cell.lower(): (line, cell) for line, cell in reversed(given) if cell}
        if said and said.keys() <= (_YES | _NO) and not said.keys() <= {"0", "1"}:
            return Cells.APPROVAL
        if any(place_of(cell) is not None and not cell.isdecimal() for cell in said):
            return Cells.RANKS
        line, cell = next(reversed(said.values()), (self.table.line, ""))
        raise self.report.fatal(line, Message.of("voting.file.cells-unclear", found=shown(cell)))

    def _number(self, line: int, name: str, known: dict[str, int]) -> int | None:
        if len(name) > LONGEST_ID:
            wrong = Message.of("voting.file.id-long", most=LONGEST_ID)
            self.report.wrong(line, wrong, Message.of("voting.done.left-out"))
            return None
        if name not in known:
            known[name] = len(self.names)
            self.names.append(name)
        return known[name]

    def _weight(self, line: int, row: list[str]) -> int:
        at = next((at for at, name in enumerate(self.table.header) if name in _WEIGHTS), None)
        text = "1" if at is None else row[at].strip()
        if text.isascii() and text.isdecimal() and 1 <= int(text[:20]) <= 10**9:
            return int(text)
        wrong = Message.of("voting.file.no-weight", found=shown(text))
        self.report.wrong(line, wrong, Message.of("voting.done.took", value="1"))
        return 1
