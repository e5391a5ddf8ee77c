"""`osi export`: a mission as a folder that anyone can check, or as a workbook for an office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import Parameter

from osi_core.cli.access import Access, all_of, reached
from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session, Stop
from osi_core.cli.stores import chosen, opened

if TYPE_CHECKING:
    from osi_core.view import View

    V = TypeVar("V", bound=View)
else:
    V = TypeVar("V")


def export(
    session: Session,
    *,
    to: Annotated[Path | None, Parameter(help="opt.to", metavar="DIR")] = None,
    xlsx: Annotated[Path | None, Parameter(help="opt.xlsx", metavar="FILE")] = None,
    by: Annotated[str, Parameter(name="--as", help="opt.export_as", metavar="PARTICIPANT")] = "",
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Writes log, decision records and their inputs, without personal data; or what can be read, as a workbook."""
    if to is None and xlsx is None:
        raise session.stop(Exit.USAGE, "export.where")
    if to is not None and session.server.addresses:
        raise session.stop(Exit.USAGE, "export.bundle_here")
    told = {} if to is None else _bundle(session, to, mission, store)
    if xlsx is not None:
        told |= _workbook(session, xlsx, by, mission, store)
    if session.json:
        session.emit(told)
    return 0


def _bundle(session: Session, to: Path, mission: str | None, store: str | None) -> dict[str, object]:
    from osi_core.process import write_bundle
    from osi_core.process.witnesses import place_of

    with opened(session, store) as source:
        manifest = write_bundle(source, chosen(session, source, mission), to, session.plugins.words())
    if not session.json:
        counts = {key: session.number(manifest[key]) for key in ("events", "decisions")}
        session.show(session.say("export.done", folder=to, mission=manifest["mission"], **counts))
        session.show(session.say("export.hash", place=place_of(manifest["events"], manifest["head_hash"])))
    return {**manifest, "folder": str(to)}


def _workbook(session: Session, path: Path, by: str, mission: str | None, store: str | None) -> dict[str, object]:
    from osi_core.workbook import write_workbook

    with reached(session, store, mission, by, public=True) as access:
        written = write_workbook(path, _Read(access), session.words, session.language)
        name = access.mission
    if not session.json:
        rows = session.number(sum(written.values()))
        session.show(session.say("export.workbook", path=path, mission=name, sheets=len(written), rows=rows))
    return {"workbook": str(path), "mission": name, "sheets": written}


class _Read:
    """What the command reaches, as a workbook reads it."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def get(self, view: type[V], *ids: str) -> V:
        from osi_core.domain import Refused

        try:
            return self._access.get(view, *ids)
        except Stop as stop:
            if stop.code is not Exit.NO:
                raise
            raise Refused(view.__name__, []) from stop

    def each(self, view: type[V], *parent: str, where: str = "", order_by: str = "") -> Iterator[V]:
        return all_of(self._access, view, *parent, where=where, order_by=order_by)
