"""Which store a command reads, and which mission of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.log import EventStore

VARIABLE = "OSI_STORE"
PLACES = (Path("osi.db"), Path("demo-output/mission.db"))
"""Where a store is looked for when none is named."""


@contextmanager
def opened(session: Session, given: str | None, *, write: bool = False) -> Iterator[EventStore]:
    """The store that was asked for, or the one found here; the quiet note says which."""
    from osi_core.log.sql import SqlStore

    with closing(SqlStore.open(place(session, given), read_only=not write)) as store:
        yield store


def place(session: Session, given: str | None) -> str:
    """The file or address that was asked for, or the one found here; the quiet note says which."""
    return _place(session, given, os.environ)


def _place(session: Session, given: str | None, environment: Mapping[str, str]) -> str:
    named = given or environment.get(VARIABLE)
    if named:
        place = named if "://" in named else str(_file(session, Path(named)))
        if not given:
            session.note(session.say("store.from_variable", store=_without_password(place), variable=VARIABLE))
        return place
    for path in PLACES:
        if path.exists():
            session.note(session.say("store.found", store=path))
            return str(path)
    raise session.stop(Exit.CANNOT, "store.none", places=", ".join(map(str, PLACES)), variable=VARIABLE)


def found_by_itself(path: Path) -> bool:
    """Whether a command finds this store here when none is named."""
    return not os.environ.get(VARIABLE) and path == next((place for place in PLACES if place.exists()), None)


def _file(session: Session, path: Path) -> Path:
    if path.is_dir() and (path / "mission.db").exists():  # the folder that `osi demo` wrote
        return path / "mission.db"
    if not path.is_file():
        raise session.stop(Exit.CANNOT, "store.missing", store=path)
    return path


def _without_password(url: str) -> str:
    """A URL as it may be shown."""
    before, at, after = url.rpartition("@")
    return f"{before.split('://')[0]}://…@{after}" if at else url


def chosen(session: Session, store: EventStore, given: str | None) -> str:
    """The mission that was asked for, or the only one there is."""
    missions = list(store.missions())
    if given is not None:
        mission = given.removeprefix("missions/")
        if mission in missions:
            return mission
        raise session.stop(Exit.CANNOT, "mission.unknown", mission=mission, known=_listed(session, missions))
    if not missions:
        raise session.stop(Exit.CANNOT, "mission.none")
    if len(missions) > 1:
        raise session.stop(Exit.USAGE, "mission.several", known=_listed(session, missions))
    return missions[0]


def _listed(session: Session, missions: list[str]) -> str:
    shown = ", ".join(missions[:8])
    more = f" … (+{len(missions) - 8})" if len(missions) > 8 else ""
    return (shown + more) or session.say("none")
