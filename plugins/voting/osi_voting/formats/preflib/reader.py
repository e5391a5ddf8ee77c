"""Reader of PrefLib files: orders (soc, soi, toc, toi) and categories (cat).

N. Mattei, T. Walsh, "PrefLib: A Library for Preferences", ADT 2013, doi:10.1007/978-3-642-41575-3_20; the format
of 2022, www.preflib.org/format: lines "# KEY: value", then one line for each different ballot, "count: 4,2,{1,3}". Read
line by line, so that a file needs no more room than its ballots.

What a profile holds of it:
* soc, soi: a ranked ballot. What is not named stands below all that is.
* toc, toi: the same where nothing is tied, or where a ballot names everything and ends with its only tie: its last
  items then are left out, which says the same. Any other tie cannot be ranked; with `equal_ranks="points"` the file
  becomes a points profile in which an item gets 1 more than the group below it, the last group 1, and what is not
  named 0: the pairwise rules read the very same preferences off it.
* cat: approval of the first `approve` categories; with `categories="points"` the last category gives 0 points, the one
  above it 1, and so on.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

from osi_core.plugins import BallotKind, Column, Profile
from osi_core.words import Message
from osi_voting.formats.names import distinct, normal
from osi_voting.formats.preflib.lines import Groups, groups_of
from osi_voting.formats.reporting import LONGEST_ID, FormatError, Repair, Reporter
from osi_voting.words import Told, shown

__all__ = ["TYPES", "DataType", "PrefLibElection", "Reading", "read_preflib"]

DataType = Literal["soc", "soi", "toc", "toi", "cat"]
_LONGEST_NAME = LONGEST_ID - 20
"""How long an alternative's name may be: its number may have to stand behind it."""
_MOST_BALLOTS = 10**9
"""The largest count of a line, so that sums of points over all ballots stay whole numbers of 64 bits."""
_MOST_DIGITS = 30
TYPES: tuple[DataType, ...] = ("soc", "soi", "toc", "toi", "cat")


@dataclass(frozen=True)
class PrefLibElection:
    """The profile, the lines "# KEY: value", and the names of the categories. Items are called as in the file; where
    two have one name, by name and number.
    """

    profile: Profile
    data_type: DataType
    meta: Mapping[str, str]
    categories: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_preflib(
    path: str | Path,
    *,
    equal_ranks: Literal["refuse", "points", "end"] = "refuse",
    categories: Literal["approval", "points"] = "approval",
    approve: int = 1,
    lenient: bool = False,
) -> PrefLibElection:
    """Reads a file. Raises `FormatError` (a `ValueError`) with file, line and what was expected.

    With `equal_ranks="end"` a ballot ends before its first tie, as an overvote ends a paper in Scotland, since nobody
    can tell who comes next. With `lenient`, Latin-1 text, wrong totals and ballots that name an item twice or an
    unknown one are taken as far as they can be. `repairs` lists each.
    """
    with Path(path).open("rb") as file:
        return Reading(Reporter(str(path), lenient), equal_ranks, categories, approve).read(file)


@dataclass
class Reading:
    """A file while it is read: what its head says so far, and what was repaired."""

    report: Reporter
    equal_ranks: Literal["refuse", "points", "end"]
    categories: Literal["approval", "points"]
    approve: int
    meta: dict[str, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    line: int = 0
    type: DataType = "soc"

    def read(self, file: IO[bytes]) -> PrefLibElection:
        offsets, choices, values, weights = array("q", [0]), array("i"), array("q"), array("q")
        for count, groups in self.ballots(file):
            for item, points in self._given(groups, count):
                choices.append(item - 1)
                values.append(points)
            offsets.append(len(choices))
            weights.append(count)
        kind = self._kind()
        profile = Profile(
            items=self.items(),
            kind=kind,
            offsets=Column.of("i8", offsets),
            choices=Column.of("i4", choices),
            values=Column.of("i8", values) if kind == "points" else None,
            weights=Column.of("i8", weights) if any(weight != 1 for weight in weights) else None,
        )
        return PrefLibElection(profile, self.type, self.meta, self.categories_named(), tuple(self.report.repairs))

    def ballots(self, file: IO[bytes]) -> Iterator[tuple[int, Groups]]:
        """Each ballot with its count. Before the first one, or at the end, the head is known whole."""
        counts, settled = array("q"), False
        for text in self._lines(file):
            if text.startswith("#"):
                self._head(text)
                continue
            if not settled:
                self._settle()
                settled = True
            count, groups = self._ballot(text)
            counts.append(count)
            yield count, groups
        if not settled:
            self._settle()
        self._check_totals(counts)

    def items(self) -> tuple[str, ...]:
        """What the items are called."""
        return distinct([self.names[number] for number in range(1, len(self.names) + 1)])

    def categories_named(self) -> tuple[str, ...]:
        """What the categories are called, as far as the file says."""
        return tuple(self.labels.get(number, "") for number in range(1, max(self.labels, default=0) + 1))

    def _lines(self, file: IO[bytes]) -> Iterator[str]:
        latin = False
        for number, raw in enumerate(file, 1):
            self.line = number
            try:
                text = raw.decode("latin-1") if latin else raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                byte = f"{raw[error.start]:#04x}"
                self._wrong(Message.of("voting.file.not-utf-8", byte=byte), Message.of("voting.done.latin-1-from-here"))
                latin, text = True, raw.decode("latin-1")
            if text.strip():
                yield normal(text.strip())

    def _head(self, text: str) -> None:
        key, colon, value = text[1:].partition(":")
        key, value = key.strip().upper(), value.strip()
        if not colon:
            raise self._error(Message.of("voting.file.no-preflib-key", found=shown(text)))
        for prefix, into in (("ALTERNATIVE NAME ", self.names), ("CATEGORY NAME ", self.labels)):
            if key.startswith(prefix):
                number = key.removeprefix(prefix)
                if not _whole(number):
                    raise self._error(Message.of("voting.file.no-place", key=prefix.strip(), found=shown(number)))
                if int(number) in into:
                    raise self._error(Message.of("voting.file.line-twice", key=shown(key)))
                if len(value) > _LONGEST_NAME:
                    wrong = Message.of("voting.file.name-long", key=key, most=_LONGEST_NAME)
                    self._wrong(wrong, Message.of("voting.done.cut-off"))
                into[int(number)] = value[:_LONGEST_NAME]
                return
        self.meta[key] = value

    def _settle(self) -> None:
        """When the first ballot comes: what kind of file this is, and whether its items are complete."""
        given = self.meta.get("DATA TYPE", "").lower() or Path(self.report.path).suffix.lstrip(".").lower()
        type_ = next((one for one in TYPES if one == given), None)
        if type_ is None:
            raise self._error(Message.of("voting.file.no-data-type", wanted=TYPES, found=shown(given)))
        count = self._number("NUMBER ALTERNATIVES", len(self.names))
        if not count:
            raise self._error(Message.of("voting.file.no-alternatives"))
        if max(self.names, default=0) > count:
            raise self._error(Message.of("voting.file.alternative-named", number=max(self.names), count=count))
        if count > 10**6:
            raise self._error(Message.of("voting.file.too-many-alternatives", number=count))
        for number in range(1, count + 1):
            self.names.setdefault(number, "")
        self.type = type_

    def _kind(self) -> BallotKind:
        if self.type == "cat":
            return BallotKind.APPROVAL if self.categories == "approval" else BallotKind.POINTS
        as_points = self.type in ("toc", "toi") and self.equal_ranks == "points"
        return BallotKind.POINTS if as_points else BallotKind.RANKED

    def _ballot(self, text: str) -> tuple[int, Groups]:
        type_ = self.type
        said, colon, rest = text.partition(":")
        count = _whole(said.strip())
        if not colon or count is None or not 1 <= count <= _MOST_BALLOTS:
            raise self._error(Message.of("voting.file.no-ballot", found=shown(text)))
        try:
            groups = groups_of(rest)
        except Told as error:
            raise self._error(error.message) from None
        groups = self._known(groups)
        if type_ in ("soc", "soi") and any(len(group) > 1 for group in groups):
            raise self._error(Message.of("voting.file.no-ties", type=type_, found=shown(rest.strip())))
        if type_ in ("soc", "toc") and sum(map(len, groups)) != len(self.names):
            values = {"type": type_, "count": len(self.names), "named": sum(map(len, groups))}
            self._wrong(Message("voting.file.not-all-named", values), Message.of("voting.done.kept"))
        return count, groups

    def _known(self, groups: Groups) -> Groups:
        seen: set[int] = set()
        kept: Groups = []
        for group in groups:
            kept.append([])
            for item in group:
                if item not in self.names:
                    wrong = Message.of("voting.file.no-alternative", number=item, count=len(self.names))
                    self._wrong(wrong, Message.of("voting.done.left-out"))
                elif item in seen:
                    wrong = Message.of("voting.file.alternative-twice", number=item)
                    self._wrong(wrong, Message.of("voting.done.later-left-out"))
                else:
                    seen.add(item)
                    kept[-1].append(item)
        return kept

    def _given(self, groups: Groups, count: int) -> list[tuple[int, int]]:
        """The items that the profile's ballot names, with their points."""
        if self.type == "cat":
            last = max(self._number("NUMBER CATEGORIES", max(self.labels, default=0)), len(groups))
            if self.categories == "approval":
                return [(item, 1) for group in groups[: self.approve] for item in group]
            return [(item, last - at) for at, group in enumerate(groups, 1) for item in group if at < last]
        groups = [group for group in groups if group]
        if self._kind() == "points":
            return [(item, len(groups) - at) for at, group in enumerate(groups) for item in group]
        tied = [at for at, group in enumerate(groups) if len(group) > 1]
        if tied == [len(groups) - 1] and sum(map(len, groups)) == len(self.names):
            groups = groups[:-1]
        elif tied:
            groups = self._before_the_tie(groups, tied[0], count)
        return [(item, 0) for group in groups for item in group]

    def _before_the_tie(self, groups: Groups, at: int, count: int) -> Groups:
        """What a ballot ranks before its first tie, where it ends there; else this is an error."""
        one, other = groups[at][:2]
        problem = Message.of("voting.file.tied", one=one, other=other)
        if self.equal_ranks != "end":
            raise FormatError(self.report.path, self.line, problem, repairable=True)
        kept = tuple(self.names[group[0]] or str(group[0]) for group in groups[:at])
        code = "voting.done.ends-there" if kept else "voting.done.ends-at-once"
        self.report.repairs.append(Repair(self.line, problem, Message.of(code, count=count, kept=kept)))
        return groups[:at]

    def _check_totals(self, weights: array[int]) -> None:
        for key, found in (
            ("NUMBER VOTERS", sum(weights)),
            ("NUMBER UNIQUE ORDERS", len(weights)),
            ("NUMBER UNIQUE PREFERENCES", len(weights)),
        ):
            if (said := self._number(key, found)) != found:
                wrong = Message.of("voting.file.other-total", key=key, said=said, found=found)
                self._wrong(wrong, Message.of("voting.done.kept-what-is-there"))

    def _number(self, key: str, without: int) -> int:
        text = self.meta.get(key, "")
        if not text:
            return without
        if (number := _whole(text)) is None:
            raise self._error(Message.of("voting.file.no-whole-number", key=key, found=shown(text)))
        return number

    def _wrong(self, problem: Message, repair: Message) -> None:
        self.report.wrong(self.line, problem, repair)

    def _error(self, problem: Message) -> FormatError:
        return self.report.fatal(self.line, problem)


def _whole(text: str) -> int | None:
    """A number written with digits alone; None for anything else, and for more digits than a number here may have."""
    return int(text) if len(text) <= _MOST_DIGITS and text.isascii() and text.isdigit() else None
