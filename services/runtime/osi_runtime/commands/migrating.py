"""`osi migrate`: a store whose tables are those of this version."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session
from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit
from osi_core.log.store import StoreError
from osi_runtime.commands.options import ConfigOption, StoreOption, settings_of, stopped

__all__ = ["migrate"]


def migrate(
    session: Session,
    *,
    store: StoreOption = None,
    config: ConfigOption = None,
    check: Annotated[bool, Flag, Parameter(help="opt.migrate_check")] = False,
) -> int:
    """Makes a store where there is none, and says whether one that is there is of this version."""
    from osi_core.log.sql import SqlStore
    from osi_core.log.sql.schema import SCHEMA_VERSION

    settings = settings_of(session, config, None, store=store).settings
    if settings.store is None:
        raise session.stop(Exit.USAGE, "migrate.which")
    made, code = False, "migrate.current"
    try:
        with closing(SqlStore.open(settings.store, read_only=True)) as found:
            name = found.name
    except StoreError as error:
        if error.code not in ("store.missing", "store.none-there"):
            raise stopped(session, error) from error
        if check:
            raise session.stop(Exit.NO, "migrate.would_make", store=error.values.get("store", "")) from None
        try:
            with closing(SqlStore.create(settings.store)) as new:
                name, made, code = new.name, True, "migrate.made"
        except StoreError as failed:
            raise stopped(session, failed) from failed
    if session.json:
        session.emit({"store": name, "schema": SCHEMA_VERSION, "made": made})
    else:
        session.show(session.say(code, store=name, schema=SCHEMA_VERSION))
    return 0
