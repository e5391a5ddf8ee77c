"""OpaVote's and OpenSTV's files of ranked ballots (.blt), in and out.

    4 2              candidates and seats
    -3               who has withdrawn
    4 1 2 0          so many papers, their candidates from the first preference on, and a zero
    1 2=4 0          equal preferences, as an extension; "-" is a place left empty
    0                no more papers
    "Castor"         names, in order, and the title last

I. D. Hill, B. A. Wichmann, D. R. Woodall, "Algorithm 123: Single Transferable Vote by Meek's method", The Computer
Journal 30, 1987, doi:10.1093/comjnl/30.3.277; the extensions: www.opavote.com/help/overview#blt-file-format.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Literal

from osi_core.plugins import Profile
from osi_core.words import Message
from osi_voting.formats.names import distinct
from osi_voting.formats.opening import opened
from osi_voting.formats.preflib.lines import Groups
from osi_voting.formats.preflib.reader import Reading
from osi_voting.formats.reporting import Repair, Reporter
from osi_voting.words import shown

__all__ = ["Blt", "BltElection", "read_blt", "write_blt"]

_PAPER = re.compile(r"(?:\([^)]*\)\s*)?(\d{1,10})((?:\s+(?:\d+(?:=\d+)*|-))*)\s+0", re.ASCII)
_QUOTED = re.compile(r'"(.*)"')
_OPTION = re.compile(r"\[.*\]")


@dataclass(frozen=True)
class BltElection:
    """The ballots; the profile's `size` are the seats. Who has withdrawn is no item, and stands on no ballot."""

    profile: Profile
    title: str = ""
    withdrawn: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_blt(
    path: str | Path, *, equal_ranks: Literal["refuse", "points", "end"] = "refuse", lenient: bool = False
) -> BltElection:
    """Reads a file; for `equal_ranks` and `lenient` see `read_preflib`. Raises `FormatError` with file, line and what
    was expected.
    """
    with opened(path) as file:
        reading = _Reading(Reporter(str(path), lenient), equal_ranks, "points", 1, type="toi")
        found = reading.read(file)
    profile = found.profile.model_copy(update={"size": min(reading.seats, len(found.profile.items)) or None})
    return BltElection(profile, reading.title, reading.withdrawn_named(), found.repairs)


@dataclass
class _Reading(Reading):
    """A .blt file while it is read; ballots and names go the way of PrefLib's."""

    seats: int = 0
    title: str = ""
    withdrawn: set[int] = field(default_factory=set)
    called: tuple[str, ...] = ()
    _place: dict[int, int] = field(default_factory=dict)

    def ballots(self, file: IO[bytes]) -> Iterator[tuple[int, Groups]]:
        """Each line of papers with their number. Names come last in a file, so all of it is read first."""
        lines = self._lines(file)
        count = self._first(lines)
        papers: list[tuple[int, int, Groups]] = []
        for text in lines:
            text = text.split("#")[0].strip()
            if text == "0":
                break
            if not text or _OPTION.fullmatch(text):
                continue
            if re.fullmatch(r"(?:-\d+\s*)+", text):
                self.withdrawn |= {int(one[1:]) for one in text.split()}
            elif paper := _PAPER.fullmatch(text):
                groups = [[int(one) for one in place.split("=")] for place in paper[2].split() if place != "-"]
                papers.append((self.line, int(paper[1]), groups))
            else:
                raise self._error(Message.of("voting.file.no-paper", found=shown(text)))
        else:
            raise self._error(Message.of("voting.file.papers-without-end"))
        self._names(lines, count)
        for self.line, number, groups in papers:
            if number:
                known = [[item for item in group if item not in self.withdrawn] for group in self._known(groups)]
                yield number, [[self._place[item] for item in group] for group in known if group]
        # From here on candidates are those who stand.
        self.names = {place: self.called[item - 1] for item, place in self._place.items()}

    def items(self) -> tuple[str, ...]:
        """Who stands."""
        return tuple(self.names.values())

    def withdrawn_named(self) -> tuple[str, ...]:
        """Who does not."""
        return tuple(self.called[item - 1] for item in sorted(self.withdrawn))

    def _first(self, lines: Iterator[str]) -> int:
        text = next(filter(None, (line.split("#")[0].strip() for line in lines)), "")
        first = re.fullmatch(r"(\d{1,6})\s+(\d{1,6})", text, re.ASCII)
        if first is None or not int(first[1]):
            raise self._error(Message.of("voting.file.no-candidates-and-seats", found=shown(text)))
        self.seats = int(first[2])
        return int(first[1])

    def _names(self, lines: Iterator[str], count: int) -> None:
        named = []
        for text in lines:
            quoted = _QUOTED.match(text)
            named.append(quoted[1].strip() if quoted else text.split("#")[0].strip())
        if len(named) < count:
            wrong = Message.of("voting.file.too-few-names", count=len(named), candidates=count)
            self._wrong(wrong, Message.of("voting.done.numbered"))
        self.called = distinct([*named[:count], *[""] * (count - len(named))])
        self.title = named[count] if len(named) > count else ""
        self.names = dict(enumerate(self.called, 1))
        for item in sorted(self.withdrawn - set(self.names)):
            wrong = Message.of("voting.file.no-alternative", number=item, count=count)
            self._wrong(wrong, Message.of("voting.done.passed-over"))
        self.withdrawn &= set(self.names)
        standing = [item for item in self.names if item not in self.withdrawn]
        self._place = {item: place for place, item in enumerate(standing, 1)}


def write_blt(path: str | Path, profile: Profile, seats: int, title: str = "") -> None:
    """Writes ranked ballots, equal ones as one line, the most frequent first; all of them or no file. Raises
    `ValueError` for ballots that are not ranked.
    """
    if profile.kind != "ranked":
        raise ValueError(f"kind: blt holds ranked ballots, not {profile.kind}")
    papers: Counter[str] = Counter()
    for row, weight in zip(profile.rows(), profile.ballot_weights(), strict=True):
        papers[" ".join(str(item + 1) for item in row)] += weight
    _write(Path(path), profile.items, seats, title, papers)


def _write(path: Path, items: Iterable[str], seats: int, title: str, papers: Counter[str]) -> None:
    names = list(items)
    part = path.with_name(f"{path.name}.part-{os.getpid()}")
    lines = [f"{len(names)} {seats}", *(f"{n} {row} 0" if row else f"{n} 0" for row, n in papers.most_common()), "0"]
    lines += [f'"{_flat(name)}"' for name in (*names, title)]
    try:
        part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _flat(text: str) -> str:
    return " ".join(text.replace('"', "'").split())


class Blt:
    """Reads and writes .blt files, as importer and as exporter: a record a line of meaning.

    First `{"section": "meta", "TITLE": ..., "SEATS": ...}`, then one `{"section": "alternative", "name": ...}` for each
    who stands, then one `{"section": "ballot", "count": 4, "order": [["a"], ["b"]]}` for each line of papers.
    """

    name = "blt"
    suffixes: tuple[str, ...] = (".blt",)

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        """The records of the file. Raises `ValueError` that names file and line."""
        election = read_blt(path)
        profile = election.profile
        yield {"section": "meta", "TITLE": election.title, "SEATS": str(profile.size or 0)}
        yield from ({"section": "alternative", "name": name} for name in profile.items)
        for row, weight in zip(profile.rows(), profile.ballot_weights(), strict=True):
            yield {"section": "ballot", "count": weight, "order": [[profile.items[item]] for item in row]}

    def write(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Writes all records or leaves no file. Raises `ValueError` naming the record where one does not fit."""
        meta: dict[str, str] = {}
        places: dict[str, int] = {}
        papers: Counter[str] = Counter()
        for number, record in enumerate(records, 1):
            section = record.get("section")
            if section == "meta":
                meta |= {str(key).upper(): str(value) for key, value in record.items() if key != "section"}
            elif section == "alternative":
                places.setdefault(str(record.get("name", "")), len(places) + 1)
            elif section == "ballot":
                papers[_paper(number, record, places)] += int(record.get("count", 1))
            else:
                raise ValueError(f"record {number}: section: {section!r}, expected meta, alternative or ballot")
        seats = meta.get("SEATS", "1")
        if not seats.isdecimal():
            raise ValueError(f"SEATS: {seats!r} is no whole number")
        _write(Path(path), places, int(seats), meta.get("TITLE", ""), papers)


def _paper(number: int, record: Mapping[str, Any], places: Mapping[str, int]) -> str:
    try:
        return " ".join("=".join(str(places[item]) for item in group) for group in record.get("order", ()))
    except KeyError as error:
        raise ValueError(
            f"record {number}: order: {error.args[0]!r} is none of the {len(places)} alternatives"
        ) from None
