"""Votes of a mission folder's tables, whichever program wrote them.

Agree is 1, disagree -1 and pass 0, and of several votes of one person on one statement the latest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from osi_core.domain import Unmet
from osi_core.files.tables import Times
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.ids import id_of, new_id
from osi_core.simulation.material import Contribution, SourceVote
from osi_core.simulation.rows import Row
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import Wanted

_HEAD = 1_000
"""Rows of a long table that tell how its times are written."""


def votes_wanted(program: str, usual: str, declared: Mapping[str, str]) -> Wanted:
    """How a table of votes is known."""
    return Wanted(("votes",), program, usual, declared, enough="value")


def dated_by_votes(
    tables: Tables, name: str, made: tuple[Contribution, ...], cast: tuple[SourceVote, ...]
) -> tuple[Contribution, ...]:
    """Where votes say when they were cast and no challenge says its time, all were there with the first vote."""
    first = min((vote.time for vote in cast if vote.time), default=None)
    if first is None or any(one.time for one in made):
        return made
    tables.say(name, "folder.dated-by-votes")
    return tuple(one.model_copy(update={"time": first}) for one in made)


def votes(
    tables: Tables, name: str, made: tuple[Contribution, ...], wanted: Wanted, statements: str
) -> tuple[SourceVote, ...]:
    """The votes of a table, in order of time where it has times, else in the order in which they were cast.

    Votes on what `statements` does not bring are left out and counted. Raises FolderInvalid.
    """
    known = {one.source_id: one for one in made}
    found, read = tables.opened(name, wanted)
    if lacking := [one for one in ("participant", "challenge", "value") if one not in found.places]:
        unmet = Unmet("table.columns-missing", lacking[0], missing=tuple(lacking), found=", ".join(found.titles)[:400])
        raise FolderInvalid(name, unmet)
    rows, times, dated = _timed(tables, read)
    lines: dict[str, int] = {}
    people: dict[str, str] = {}
    cast, gone = list[SourceVote](), _Gone()
    for row in rows:
        with tables.row():
            if "id" in found.places:
                new_id(row, "id", lines)
            person, challenge = id_of(row, "participant"), id_of(row, "challenge")
            value, time = row.whole("value", (-1, 0, 1)), row.time("time", times) if dated else None
            if challenge not in known:
                gone.add(row, challenge, tables.strict)
                continue
            cast.append(SourceVote(people.setdefault(person, person), known[challenge].id, value, time, row.line))
    tables.add_times(name, times)
    gone.tell(tables, name, statements)
    cast, early = _not_before(cast, {one.id: one.time for one in made})
    tables.add_counts("folder.votes-early", {name: early})
    return tuple(sorted(cast, key=lambda vote: (vote.time, vote.line)) if dated else cast)


def _timed(tables: Tables, rows: Iterator[Row]) -> tuple[Iterable[Row], Times, bool]:
    """The rows, what reads their times, and whether they say any.

    Of times that are plain numbers only the first are looked at; where one row may tell how another is meant, all are.
    """
    head = list(islice(rows, _HEAD))
    if not all(row.values.get("time", "").strip().isdecimal() for row in head):
        head += rows
    dated = any(row.values.get("time", "").strip() for row in head)
    return chain(head, rows), tables.times(head, "time"), dated


@dataclass
class _Gone:
    """Votes on statements that the table of statements does not bring."""

    votes: int = 0
    statements: frozenset[str] = frozenset()

    def add(self, row: Row, statement: str, strict: bool) -> None:
        if strict:
            raise row.invalid(Unmet("folder.id-unknown", "challenge", id=statement[:60]))
        self.votes += 1
        self.statements |= {statement}

    def tell(self, tables: Tables, name: str, file: str) -> None:
        if self.votes:
            tables.say(name, "folder.votes-unknown", count=self.votes, statements=len(self.statements), file=file)


def _not_before(cast: list[SourceVote], begun: Mapping[str, datetime | None]) -> tuple[list[SourceVote], int]:
    """The votes, none older than its statement; clocks differ, and nobody votes on what is not there."""
    early, right = 0, list[SourceVote]()
    for vote in cast:
        first = begun[vote.contribution]
        if first is not None and vote.time is not None and vote.time < first:
            vote, early = vote._replace(time=first), early + 1
        right.append(vote)
    return right, early
