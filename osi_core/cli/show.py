"""`osi show`: what can be read of a mission, as a table or as JSON: one resource, or a list, filtered and ordered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter, validators

from osi_core.cli.access import Access, reached
from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.view import View

_TITLES = ("title", "display_name", "purpose", "scope", "hypothesis", "text", "address")
_AT_MOST = 5
"""Columns of a table beside the id, where none are named."""
_LONGEST = 48
"""Characters of a text in a table of several."""
_CONDITION = re.compile(r"(\w+)\s*(<=|>=|!=|=|<|>|:)\s*(.*)", re.DOTALL)


def show(
    session: Session,
    name: Annotated[str | None, Parameter(help="opt.show_name")] = None,
    /,
    *,
    where: Annotated[tuple[str, ...], Parameter(help="opt.where", metavar="FIELD=VALUE", negative="")] = (),
    sort: Annotated[str, Parameter(help="opt.sort", metavar="FIELD", allow_leading_hyphen=True)] = "",
    columns: Annotated[str, Parameter(help="opt.columns", metavar="A,B")] = "",
    limit: Annotated[int, Parameter(help="opt.show_limit", metavar="N", validator=validators.Number(gte=1))] = 20,
    after: Annotated[str, Parameter(help="opt.page_token", metavar="TOKEN")] = "",
    all: Annotated[bool, Flag, Parameter(help="opt.show_all")] = False,
    by: Annotated[str, Parameter(name="--as", help="opt.show_as", metavar="PARTICIPANT")] = "",
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Lists a collection, or shows one resource; without a name the collections."""
    if name is None:
        return _collections(session)
    with reached(session, store, mission, by) as access:
        view, ids, is_list = _named(session, access.mission, name)
        if not is_list:
            _one(session, access, view, ids)
            return 0
        known = [field for field in view.model_fields if field != "etag"]
        wanted = [one.strip() for one in columns.split(",") if one.strip()]
        for one in wanted:
            if one not in known:
                raise session.stop(Exit.USAGE, "show.no_column", name=one, known=", ".join(known))
        filter_, order = " AND ".join(_condition(session, one) for one in where), _order(sort)
        _list(session, access, view, ids, filter_, order, wanted, (limit, after, all))
    return 0


def _collections(session: Session) -> int:
    told = [(one.at.pattern or "mission", list(one.filters)) for one in _views()]
    if session.json:
        session.emit([{"name": _collection(pattern), "fields": fields} for pattern, fields in told])
        return 0
    from osi_core.cli.terminal import rows

    table = rows("name", "quiet")
    for pattern, fields in told:
        table.add_row(_collection(pattern), ", ".join(fields))
    session.show(session.say("show.collections"), table)
    return 0


def _collection(pattern: str) -> str:
    return pattern.rpartition("/{")[0] or pattern


def _views() -> list[type[View]]:
    from osi_core.process import share_of

    return [view for part in share_of("all").parts for view in part.views]


def _named(session: Session, mission: str, name: str) -> tuple[type[View], tuple[str, ...], bool]:
    """The view that a name means, the ids in it, and whether it is a list. Raises Stop for a name of nothing."""
    from osi_core.domain import Resource, full_name

    whole = name if name.startswith("missions/") else full_name(mission, "" if name == "mission" else name)
    for view in _views():
        if view.at.matches(whole):
            return view, _ids(view.at, whole), False
        list_ = Resource(view.at.collection)
        if view.at.variables and list_.matches(whole):
            return view, _ids(list_, whole), True
    known = ", ".join(_collection(view.at.pattern) or "mission" for view in _views())
    raise session.stop(Exit.USAGE, "show.unknown", name=name, known=known)


def _ids(resource: Any, whole: str) -> tuple[str, ...]:
    found = resource.parse(whole)
    return tuple(found[one] for one in resource.variables)


def _condition(session: Session, text: str) -> str:
    """`status=accepted` as a filter has it (AIP-160), whatever the value holds."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise session.stop(Exit.USAGE, "show.where", given=text)
    field, operator, value = found.groups()
    if operator == ":" and value == "*":
        return f"{field}:*"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{field} {operator} "{escaped}"'


def _order(sort: str) -> str:
    """`-rank` is `rank desc`."""
    parts = (part.strip() for part in sort.split(",") if part.strip())
    return ", ".join(f"{part[1:]} desc" if part.startswith("-") else part for part in parts)


# Printing


def _list(
    session: Session,
    access: Access,
    view: type[View],
    parent: Sequence[str],
    where: str,
    order_by: str,
    columns: list[str],
    paging: tuple[int, str, bool],
) -> None:
    from osi_core.cli.terminal import rows

    limit, token, everything = paging
    items: list[View] = []
    while True:
        size = 1000 if everything else limit
        page = access.page(view, *parent, where=where, order_by=order_by, page_size=size, page_token=token)
        items += page.items
        token = page.next_page_token
        if not (everything and token):
            break
    if session.json:
        plain = [_plain(one, access.mission) for one in items]
        session.emit({"items": plain, "next_page_token": token, "total_size": page.total_size})
        return
    shown = [view.own_id(), *(columns or _chosen(view, items, f"{where} {order_by}"))]
    table = rows("name", *[""] * (len(shown) - 1))
    if items:
        table.add_row(*shown, style="quiet")
    for one in items:
        table.add_row(*(_cut(session, getattr(one, field)) for field in shown))
    session.show(table)
    session.show(session.say("show.count", shown=len(items), count=page.total_size))
    if token:
        session.line(session.say("show.next", token=token))


def _chosen(view: type[View], items: list[View], asked: str) -> list[str]:
    """Columns for a table where none are named: what it is called, its status, what was asked for, then the rest."""
    fields = [one for one in view.model_fields if one not in ("etag", *view.at.variables)]
    first = [next((one for one in _TITLES if one in fields), ""), "status", *re.findall(r"\w+", asked)]
    ranked = dict.fromkeys([*first, *view.filters])
    said = [one for one in ranked if one in fields and any(getattr(item, one) not in (None, ()) for item in items)]
    return said[:_AT_MOST]


def _one(session: Session, access: Access, view: type[View], ids: tuple[str, ...]) -> None:
    from osi_core.cli.terminal import rows

    found = access.get(view, *ids)
    if session.json:
        session.emit(_plain(found, access.mission))
        return
    table = rows("name", "")
    table.add_row("name", found.resource_name(access.mission))
    for field, value in found:
        if field not in ("etag", *view.at.variables) and value not in (None, ()):
            table.add_row(field, _written(session, value))
    session.show(table)


def _plain(view: View, mission: str) -> dict[str, Any]:
    return {"name": view.resource_name(mission), **view.model_dump(mode="json")}


def _cut(session: Session, value: Any) -> str:
    text = " ".join(_written(session, value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _written(session: Session, value: Any) -> str:
    """A value as the language writes it; of a model its fields."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_written(session, one) for one in value)
    fields = getattr(type(value), "model_fields", None)
    if fields is not None and not hasattr(value, "minor"):
        return "; ".join(_said(session, value, fields))
    return session.words.write(value, session.language)


def _said(session: Session, model: Any, fields: Any) -> Iterator[str]:
    for name in fields:
        value = getattr(model, name)
        if value not in (None, ()):
            yield f"{name} {_written(session, value)}"
