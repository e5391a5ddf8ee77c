"""Institutions, people, challenges and solutions: a row is an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from osi_core.applying.entry import Entry, Keys, Step, slug
from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Command, Malformed, Role, Sector, Unmet
from osi_core.mission.commands import ConfirmMandate, GrantRole, RegisterInstitution
from osi_core.simulation import sources
from osi_core.simulation.ids import id_of
from osi_core.simulation.rows import Row
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import Wanted
from osi_core.solutions.commands import SubmitSolution

__all__ = ["challenges", "institutions", "made", "people", "several", "solutions"]

_TEXT = 10_000
_SHORT = 300
_HELD = frozenset({"mandate-held"})
_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def institutions(tables: Tables, name: str, wanted: Wanted) -> Iterator[Entry]:
    """Those that are entered by whoever brings the table."""
    _, found = tables.read(name, wanted)
    keys = Keys()
    for row in found:
        with tables.row():
            fields = {one: text for one in ("place", "latitude", "longitude") if (text := _said(row, one))}
            fields |= {"institution": id_of(row, "institution"), "name": row.text("name", _SHORT)}
            fields["sector"] = _among(row, "sector", [one.value for one in Sector])
            step = made(row, RegisterInstitution, fields, by_person=False)
            yield Entry(name, row.line, keys.of(fields["institution"]), "", (step,))


def people(tables: Tables, name: str, wanted: Wanted) -> Iterator[Entry]:
    """Those who join under a login, with a role if they have one; a mandate is confirmed where a document is named."""
    _, found = tables.read(name, wanted)
    keys = Keys()
    for row in found:
        with tables.row():
            login = id_of(row, "login")
            role = _among(row, "role", ["", *(one.value for one in Role if one not in (Role.OPERATOR, Role.ENGINE))])
            institution, document = _said(row, "institution"), _said(row, "document")
            steps: list[Step] = []
            if role not in ("", Role.CITIZEN):
                granted = {"role": role, **({"institution": institution} if institution else {})}
                steps.append(made(row, GrantRole, granted, by_person=False, so_already=_HELD))
            if role == Role.REPRESENTATIVE and document:
                confirmed = {"institution": institution, "document": document}
                steps.append(made(row, ConfirmMandate, confirmed, by_person=False))
            yield Entry(name, row.line, keys.of(login, role, institution), login, tuple(steps))


def challenges(tables: Tables, name: str, wanted: Wanted, longest: int) -> Iterator[Entry]:
    """What people say stands in the way, whichever program wrote the table. What it has moderated out stays out."""
    keys = Keys()
    for one in sources.contributions(tables, name, wanted, longest, least=0):
        if one.moderation < 0 or one.metadata:
            tables.left_out[name] = tables.left_out.get(name, 0) + 1
            code = "apply.metadata" if one.metadata else "apply.moderated-out"
            tables.say(name, "file.on-line", line=str(one.line), problem=Unmet(code).message)
            continue
        is_own = not one.source_id.startswith("line-")
        key = keys.of(one.source_id) if is_own else keys.of(one.title, one.text or "")
        unknown = one.author.startswith("unknown-")
        fields = {
            "challenge": _id(name, one.id if is_own else key),
            "title": one.title,
            "text": one.text,
            "language": one.language or tables.language or "de",
            "tags": one.tags,
            "category": one.category,
        }
        person = f"{name}:{key}" if unknown else one.author
        yield Entry(name, one.line, key, person, (Step(SubmitChallenge, fields),))


def solutions(tables: Tables, name: str, wanted: Wanted) -> Iterator[Entry]:
    """Solutions with who founds their teams."""
    _, found = tables.read(name, wanted, "text")
    keys = Keys()
    for row in found:
        with tables.row():
            source = id_of(row, "id")
            fields = {
                "solution": _id(name, source),
                "title": row.text("title", _SHORT),
                "text": row.text("text", _TEXT, optional=True) or row.text("title", _SHORT),
                "origin": _among(row, "origin", ["existing", "newly_developed"]),
                "challenges": several(row, "challenges"),
                "wanted_skills": several(row, "skills"),
            }
            yield Entry(name, row.line, keys.of(source), id_of(row, "author"), (made(row, SubmitSolution, fields),))


def made(
    row: Row,
    command: type[Command],
    fields: Mapping[str, object],
    *,
    by_person: bool = True,
    so_already: frozenset[str] = frozenset(),
) -> Step:
    """A step whose command can be made. Raises FolderInvalid where a field does not fit: before anything happens."""
    somebody = {"participant": "somebody"} if "participant" in command.model_fields else {}
    try:
        command(mission="m", **somebody, **fields)
    except Malformed as malformed:
        fault = malformed.unmet[0]
        raise row.invalid(Unmet(fault.code, (fault.field or "").split(".")[0] or None, **fault.values)) from None
    return Step(command, fields, by_person, so_already)


def several(row: Row, column: str) -> tuple[str, ...]:
    """What stands in a cell between semicolons."""
    return tuple(part.strip() for part in row.values.get(column, "").split(";") if part.strip())


def _said(row: Row, column: str) -> str:
    return row.text(column, 2_000, optional=True) if column in row.values else ""


def _among(row: Row, column: str, allowed: list[str]) -> str:
    value = _said(row, column).casefold().replace(" ", "_")
    if value not in allowed:
        raise row.invalid(
            Unmet("folder.not-among", column, found=repr(value[:40]), allowed=tuple(filter(None, allowed)))
        )
    return value


def _id(file: str, id_: str) -> str:
    """An id that people gave; a mere number, or what cannot be one, has the file's name before it."""
    if _ID.fullmatch(id_) and re.search(r"[a-z]", id_) and not re.fullmatch(r"[0-9a-f]{12}(-\d+)?", id_):
        return id_
    return f"{slug(file.rsplit('.', 1)[0], 24)}-{slug(id_, 36)}"
