"""What somebody has decided to merge, as a table of a mission folder."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from osi_core.domain import Unmet
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.ids import new_id
from osi_core.simulation.material import Contribution, SourceMerge
from osi_core.simulation.sources import LEAST_STATEMENTS, known_id
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import Wanted


def merges(tables: Tables, name: str, contributions: tuple[Contribution, ...]) -> tuple[SourceMerge, ...]:
    """A table of what somebody has decided to merge: challenge, into, and if wanted reason. Raises FolderInvalid.

    In an order in which it can be done: what is merged into a challenge comes before this one's own merge.
    """
    standing = {one.id for one in contributions if one.moderation >= 0 and not one.metadata}
    known = {one.source_id: one.id for one in contributions} | {one.id: one.id for one in contributions}
    lines: dict[str, int] = {}
    found: dict[str, SourceMerge] = {}
    for row in tables.read(name, Wanted(("merges",)))[1]:
        new_id(row, "challenge", lines)
        id_, into = (known[known_id(row, column, known)] for column in ("challenge", "into"))
        for column, one in (("challenge", id_), ("into", into)):
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
