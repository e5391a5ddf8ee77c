"""The reader of comparisons: a table that says of two items each which one was preferred.

    left,right,preferred,voter,weight
    park,pool,left,anna,1
    pool,path,equal,ben,1

`preferred` is left, right or equal. With the column `voter` all that one person compared makes one ballot, without it
each line does; `weight`, a whole number, counts a ballot that many times.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from osi_core.files.tables import Columns
from osi_core.plugins import BallotKind, Column, Profile
from osi_core.words import Message
from osi_voting.arrays import column
from osi_voting.formats.columns import with_columns
from osi_voting.formats.reporting import LONGEST_ID, Repair, Reporter
from osi_voting.formats.sheet import Sheet
from osi_voting.formats.table_form import COMPARISONS, PLAIN, TableForm
from osi_voting.words import shown

__all__ = ["COMPARISONS", "ComparedItems", "read_comparisons"]

_SAID: Final = {"left": 0, "right": 1, "equal": 2}
_MOST_WEIGHT: Final = 10**9


@dataclass(frozen=True)
class ComparedItems:
    """The comparisons as a paired profile; items stand in the order in which they come up."""

    profile: Profile
    repairs: tuple[Repair, ...] = ()
    notices: tuple[Message, ...] = ()


def read_comparisons(path: str | Path, form: TableForm = PLAIN, *, lenient: bool = False) -> ComparedItems:
    """Reads a file, a million comparisons in about a second.

    Raises `FormatError` (a `ValueError`) with file, line and what was expected; with `lenient` a line that compares
    nothing is left out, and `repairs` lists each.
    """
    report = Reporter(str(path), lenient)
    rows = _Rows(report)
    rows.take(Sheet(path, report, Columns(COMPARISONS, called=form.called)))
    return ComparedItems(rows.profile(), tuple(report.repairs), tuple(report.notices))


@dataclass
class _Rows:
    """The comparisons line by line: numbers of both items, what was said, and whose ballot it is on."""

    report: Reporter
    places: dict[str, int] = field(default_factory=dict)
    left: array[int] = field(default_factory=lambda: array("i"))
    right: array[int] = field(default_factory=lambda: array("i"))
    said: array[int] = field(default_factory=lambda: array("b"))
    ballot: array[int] = field(default_factory=lambda: array("q"))
    weights: array[int] = field(default_factory=lambda: array("q"))
    ballots: dict[str, int] = field(default_factory=dict)

    def take(self, table: Sheet) -> None:
        one, other, preferred = table.columns(COMPARISONS)
        voter, weight = table.column("voter"), table.column("weight")
        # What has been met before, letter by letter, needs no second look: most lines of a long file.
        met: dict[str, int] = {}
        for line, row in table.rows():
            left, right, said = met.get(row[one]), met.get(row[other]), _SAID.get(row[preferred])
            if left is None or right is None or said is None or left == right:
                found = self._compared(line, row[one].strip(), row[other].strip(), row[preferred].strip())
                if found is None:
                    continue
                left, right, said = met[row[one]], met[row[other]], _ = found
            self.left.append(left)
            self.right.append(right)
            self.said.append(said)
            number = None if voter is None or weight is not None else self.ballots.get(row[voter])
            if number is None:
                name = "" if voter is None else row[voter].strip()
                number = self._ballot(line, name, 1 if weight is None else self._weight(line, row[weight].strip()))
            self.ballot.append(number)
        if not self.said:
            self.report.wrong(table.line, Message.of("voting.file.no-comparison"), Message.of("voting.done.without"))

    def _compared(self, line: int, left: str, right: str, preferred: str) -> tuple[int, int, int] | None:
        """Both items' numbers and what was said; None where the line is left out."""
        said, left_out = _SAID.get(preferred.lower()), Message.of("voting.done.left-out")
        if not left or not right:
            empty = "left" if not left else "right"
            self.report.wrong(line, Message.of("voting.file.id-missing", column=empty), left_out)
        elif max(len(left), len(right)) > LONGEST_ID:
            self.report.wrong(line, Message.of("voting.file.id-long", most=LONGEST_ID), left_out)
        elif left == right:
            self.report.wrong(line, Message.of("voting.file.compares-itself", item=shown(left)), left_out)
        elif said is None:
            self.report.wrong(line, Message.of("voting.file.no-preference", found=shown(preferred)), left_out)
        else:
            places = self.places
            return places.setdefault(left, len(places)), places.setdefault(right, len(places)), said
        return None

    def _weight(self, line: int, text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text[:20]) <= _MOST_WEIGHT:
            return int(text)
        wrong = Message.of("voting.file.no-weight", found=shown(text))
        self.report.wrong(line, wrong, Message.of("voting.done.took", value="1"))
        return 1

    def _ballot(self, line: int, voter: str, weight: int) -> int:
        """The ballot of this voter, a new one for somebody new and for nobody in particular."""
        number = self.ballots.setdefault(voter, len(self.weights)) if voter else len(self.weights)
        if number == len(self.weights):
            self.weights.append(weight)
        elif self.weights[number] != weight:
            values = {"voter": shown(voter), "weight": weight, "before": self.weights[number]}
            self.report.wrong(line, Message("voting.file.other-weight", values), Message.of("voting.done.kept-first"))
        return number

    def profile(self) -> Profile:
        """All together. Where nothing was equal the preferred side stands first, and values need not be told."""
        ballot = np.array(self.ballot, np.int64)
        order = np.argsort(ballot, kind="stable")
        said = np.array(self.said, np.int8)[order]
        sides = np.stack([np.array(self.left, np.int32)[order], np.array(self.right, np.int32)[order]], axis=1)
        sides[said == 1] = sides[said == 1, ::-1]
        lengths = 2 * np.bincount(ballot, minlength=len(self.weights))
        weights = np.array(self.weights, np.int64)
        columns = {
            "offsets": column("i8", np.concatenate(([0], np.cumsum(lengths)))),
            "choices": column("i4", sides.ravel()),
            "weights": column("i8", weights) if (weights != 1).any() else None,
        }
        if (said == 2).any():
            values = np.where((said == 2)[:, None], np.array([1, 1]), np.array([2, 0]))
            columns["values"] = column("i8", values.ravel())
        empty = Profile(
            items=tuple(self.places), kind=BallotKind.PAIRED, offsets=Column.of("i8", [0]), choices=Column("i4")
        )
        # Items differ within each pair and their numbers are those of `places`, so there is nothing left to check.
        return with_columns(empty, columns.items())
