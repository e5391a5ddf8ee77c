"""Ballots that did not come through the portal: on paper, by phone, at a counter.

A ballot on paper has a number and no name. Two people count it, each in a row of their own that says who counted; it is
cast only where both have read the same. What somebody says by phone or at a counter stands in one row under their
login, and replaces what they have cast before, as any later ballot does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from osi_core.applying.entry import Entry, Keys, digest_of
from osi_core.applying.rows import made, several
from osi_core.challenges.commands import AddVoter, CastBallot
from osi_core.domain import Unmet
from osi_core.simulation.ids import id_of
from osi_core.simulation.rows import Row
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import Wanted

__all__ = ["ballots"]

_COUNTS = 2
_REGISTERED = frozenset({"eligible-already"})


def ballots(tables: Tables, name: str, wanted: Wanted, any_order: Callable[[str], bool]) -> Iterator[Entry]:
    """One entry a ballot. Raises FolderInvalid; counts that differ leave the ballot out, with both lines told."""
    _, found = tables.read(name, wanted)
    papers: dict[tuple[str, str], list[Row]] = defaultdict(list)
    keys = Keys()
    for row in found:
        with tables.row():
            round_, number = id_of(row, "round"), id_of(row, "ballot")
            voter = row.values.get("voter", "").strip()
            if voter:
                yield _entry(name, row, round_, keys.of(round_, number, voter, row.values["choices"]), voter)
            else:
                papers[round_, number].append(row)
    for (round_, number), rows in papers.items():
        with tables.row():
            row = _agreed(rows, ordered=not any_order(round_))
            yield _entry(name, row, round_, f"{round_}:{number}", f"paper {round_} {number}")


def _agreed(rows: Sequence[Row], ordered: bool) -> Row:
    """The row that both counts say. Raises FolderInvalid where one is missing, or they differ."""
    first, *others = rows
    lines = ", ".join(str(row.line) for row in rows)
    who = {row.values.get("counter", "").strip().casefold() for row in rows} - {""}
    if len(rows) != _COUNTS or len(who) != _COUNTS:
        raise first.invalid(Unmet("apply.counts-two", "counter", count=len(who), lines=lines))
    read = [several(row, "choices") if ordered else tuple(sorted(several(row, "choices"))) for row in rows]
    if any(other != read[0] for other in read[1:]):
        raise others[-1].invalid(Unmet("apply.counts-differ", "choices", lines=lines))
    return first


def _entry(name: str, row: Row, round_: str, key: str, person: str) -> Entry:
    choices = several(row, "choices")
    cast = {"round": round_, "ballot": f"b-{digest_of(name, key, *choices)}", "choices": choices}
    registered = made(row, AddVoter, {"round": round_}, by_person=False, so_already=_REGISTERED)
    return Entry(name, row.line, key, person, (registered, made(row, CastBallot, cast)))
