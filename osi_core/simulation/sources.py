"""The two formats of statements and votes in a mission folder: `polis-export`, and our own simple `csv`.

Both are described in docs/mission-folder.md. In both, agree is 1, disagree -1 and pass 0, and of several votes of one
person on one statement the latest counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from osi_core.domain import Unmet
from osi_core.files.tables import Columns, Times
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.material import Contribution, Moderation, SourceMerge, SourceVote
from osi_core.simulation.tables import Row, Tables, says_a_number

TITLE_LIMIT = 300
"""Characters of a statement or of a challenge's title."""
TEXT_LIMIT = 10_000
"""Characters of a challenge's text."""
ID_LIMIT = 40
LEAST_STATEMENTS = 2
"""Fewer leave nothing to prioritise."""
TAGS, TAG_LIMIT = 20, 60
"""How many tags a challenge may have, and the characters of each."""

_ID = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")


POLIS_STATEMENTS = Columns(
    ("timestamp", "comment-id", "author-id", "moderated", "comment-body"), ("agrees", "disagrees")
)
POLIS_VOTES = Columns(("timestamp", "comment-id", "voter-id", "vote"))
OWN_CHALLENGES = Columns(
    ("id", "title", "author"), ("text", "tags", "category", "moderated", "time", "agrees", "disagrees")
)
OWN_VOTES = Columns(("id", "participant", "challenge", "value"), ("time",))
MERGES = Columns(("challenge", "into"), ("reason",))


def _called(columns: Columns, called: Mapping[str, str]) -> Columns:
    return Columns(columns.needed, columns.optional, called)


def polis_statements(tables: Tables, name: str, called: Mapping[str, str]) -> tuple[Contribution, ...]:
    """`comments.csv` of a Polis export. Raises FolderInvalid."""
    found: dict[str, Contribution] = {}
    lines: dict[str, int] = {}
    rows = list(tables.rows(name, _called(POLIS_STATEMENTS, called), "comment-body"))
    times = tables.times(rows, "timestamp")
    for row in rows:
        with tables.row():
            id_ = _new_id(row, "comment-id", lines)
            found[id_] = Contribution(
                id=id_,
                title=row.text("comment-body", TITLE_LIMIT),
                author=_author(row, "author-id"),
                moderation=_moderation(row),
                time=row.time("timestamp", times),
                totals=_has_totals(row),
                line=row.line,
            )
    tables.add_times(name, times)
    return _enough(name, found)


def polis_votes(
    tables: Tables, name: str, statements: tuple[Contribution, ...], called: Mapping[str, str]
) -> tuple[SourceVote, ...]:
    """`votes.csv` of a Polis export, sorted by time. Raises FolderInvalid."""
    known = {statement.id: statement.time for statement in statements}
    rows = list(tables.rows(name, _called(POLIS_VOTES, called)))
    times = tables.times(rows, "timestamp")
    votes, early = [], 0
    for row in rows:
        with tables.row():
            voter, statement = _id(row, "voter-id"), _known(row, "comment-id", known)
            value, time = row.whole("vote", (-1, 0, 1)), row.time("timestamp", times)
            begun = known[statement]
            if begun is not None and time < begun:  # clocks differ: nobody votes on what is not there
                time, early = begun, early + 1
            votes.append(SourceVote(voter, statement, value, time, row.line))
    tables.add_times(name, times)
    tables.add_counts("folder.votes-early", {name: early} if early else {})
    return tuple(sorted(votes, key=lambda vote: (vote.time, vote.line)))


def own_challenges(tables: Tables, name: str, called: Mapping[str, str]) -> tuple[Contribution, ...]:
    """`challenges.csv`: id, title, author, and if wanted text, tags (by semicolons), category, moderated and time.

    Raises FolderInvalid.
    """
    found: dict[str, Contribution] = {}
    lines: dict[str, int] = {}
    rows = list(tables.rows(name, _called(OWN_CHALLENGES, called), "text"))
    times = tables.times(rows, "time")
    for row in rows:
        with tables.row():
            id_ = _new_id(row, "id", lines)
            found[id_] = Contribution(
                id=id_,
                title=row.text("title", TITLE_LIMIT),
                text=row.text("text", TEXT_LIMIT, optional=True) or None,
                author=_author(row, "author"),
                tags=_tags(row),
                category=row.text("category", 60, optional=True) or None,
                moderation=_moderation(row) if "moderated" in row.values else 1,
                time=_time(row, times),
                totals=_has_totals(row),
                line=row.line,
            )
    tables.add_times(name, times)
    return _enough(name, found)


def own_votes(
    tables: Tables, name: str, challenges: tuple[Contribution, ...], called: Mapping[str, str]
) -> tuple[SourceVote, ...]:
    """`votes.csv`: id, participant, challenge, value, and if wanted time; in the order in which they were cast where it
    has no times. Raises FolderInvalid.
    """
    known = {challenge.id for challenge in challenges}
    lines: dict[str, int] = {}
    votes = []
    rows = list(tables.rows(name, _called(OWN_VOTES, called)))
    times = tables.times(rows, "time")
    for row in rows:
        with tables.row():
            _new_id(row, "id", lines)
            person, challenge = _id(row, "participant"), _known(row, "challenge", known)
            value, time = row.whole("value", (-1, 0, 1)), row.time("time", times) if "time" in row.values else None
            votes.append(SourceVote(person, challenge, value, time, row.line))
    tables.add_times(name, times)
    if any(vote.time for vote in votes):  # then all have one
        votes.sort(key=lambda vote: (vote.time, vote.line))
    return tuple(votes)


def merges(tables: Tables, name: str, contributions: tuple[Contribution, ...]) -> tuple[SourceMerge, ...]:
    """A table of what somebody has decided to merge: challenge, into, and if wanted reason. Raises FolderInvalid.

    In an order in which it can be done: what is merged into a challenge comes before this one's own merge.
    """
    standing = {one.id for one in contributions if one.moderation >= 0}
    known = {one.id for one in contributions}
    lines: dict[str, int] = {}
    found: dict[str, SourceMerge] = {}
    for row in tables.rows(name, MERGES):
        id_ = _new_id(row, "challenge", lines)
        into = _id(row, "into")
        for column, one in (("challenge", id_), ("into", into)):
            _known(row, column, known)
            if one not in standing:
                raise row.invalid(Unmet("folder.merge-rejected", column, id=one))
        reason = row.text("reason", 1_000, optional=True) or None
        found[id_] = SourceMerge(id_, into, reason, row.line)
    try:
        order = tuple(TopologicalSorter(_sources_of(found)).static_order())
    except CycleError as error:
        circle = [one for one in error.args[1] if one in found]
        first = min(circle, key=lambda one: found[one].line)
        unmet = Unmet("folder.merge-circle", "into", circle=tuple(circle[1:]))
        raise FolderInvalid(name, unmet, found[first].line) from None
    if len(standing) - len(found) < LEAST_STATEMENTS:
        unmet = Unmet("folder.statements-few", count=len(standing) - len(found), least=LEAST_STATEMENTS)
        raise FolderInvalid(name, unmet)
    return tuple(found[one] for one in order if one in found)


def _sources_of(found: dict[str, SourceMerge]) -> dict[str, tuple[str, ...]]:
    """Target → what is merged into it, and so comes before the target's own merge."""
    into: dict[str, tuple[str, ...]] = {}
    for one in found.values():
        into[one.into] = (*into.get(one.into, ()), one.contribution)
    return into


def _has_totals(row: Row) -> bool:
    """Whether a statement brings how many agreed or disagreed with it."""
    return any(says_a_number(row.values.get(column, "")) for column in ("agrees", "disagrees"))


def _moderation(row: Row) -> Moderation:
    number = row.whole("moderated", (-1, 0, 1))
    return -1 if number < 0 else 1 if number else 0


def _id(row: Row, column: str) -> str:
    value = row.values[column].strip()
    if not _ID.match(value) or len(value) > ID_LIMIT:
        raise row.invalid(Unmet("folder.no-id", column, found=repr(value[:60]), longest=ID_LIMIT))
    return value


def _author(row: Row, column: str) -> str:
    """Who wrote it; of an account that is gone nobody knows, and each of its rows is somebody else's."""
    return _id(row, column) if row.values[column].strip() else f"unknown-{row.line}"


def _tags(row: Row) -> tuple[str, ...]:
    tags = tuple(tag.strip() for tag in row.text("tags", 1_300, optional=True).split(";") if tag.strip())
    if len(tags) > TAGS or any(len(tag) > TAG_LIMIT for tag in tags):
        raise row.invalid(Unmet("folder.tags-many", "tags", most=TAGS, longest=TAG_LIMIT))
    return tags


def _new_id(row: Row, column: str, lines: dict[str, int]) -> str:
    """An id that no row before has; `lines` says on which line each id stands, and learns this one."""
    value = _id(row, column)
    if value in lines:
        raise row.invalid(Unmet("folder.id-twice", column, id=value, line=str(lines[value])))
    lines[value] = row.line
    return value


def _known(row: Row, column: str, known: Collection[str]) -> str:
    value = _id(row, column)
    if value not in known:
        raise row.invalid(Unmet("folder.id-unknown", column, id=value))
    return value


def _time(row: Row, times: Times) -> datetime | None:
    """When it was, where the table says so."""
    return row.time("time", times) if row.values.get("time", "").strip() else None


def _enough(name: str, found: dict[str, Contribution]) -> tuple[Contribution, ...]:
    accepted = sum(contribution.moderation >= 0 for contribution in found.values())
    if accepted < LEAST_STATEMENTS:
        raise FolderInvalid(name, Unmet("folder.statements-few", count=accepted, least=LEAST_STATEMENTS))
    return tuple(found.values())
