"""The event log of a service, by its address: a SQLite file, or a PostgreSQL database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from osi_core.domain import Service
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_runtime.settings import Settings

__all__ = ["Opened", "default_store", "open_store"]


class Opened(NamedTuple):
    """A store, and whether it was made just now."""

    store: SqlStore
    address: str
    new: bool


def default_store(service: Service) -> str:
    """Where the store lies when nobody says: a file in the folder that the command is run in."""
    return f"{service}.db"


def open_store(settings: Settings, service: Service) -> Opened:
    """The store that the settings name. Raises StoreError, StoreBusy where another process writes to the file.

    One that is named has to be there: a lost store is restored, and never made anew by starting a service
    (`osi migrate` makes it). The one that is taken when nobody says anything is made when it is not there.
    """
    address = settings.store or default_store(service)
    if settings.store is None and not _was_there(address):
        return Opened(SqlStore.create(address), address, new=True)
    return Opened(SqlStore.open(address), address, new=False)


def system_of(store: EventStore) -> str:
    """The database of a store, by the name that OpenTelemetry has for it."""
    if not isinstance(store, SqlStore):
        return "other_sql"
    return "postgresql" if "://" in store.name else "sqlite"


def _was_there(path: str) -> bool:
    """Whether a store lies there, or did: its last head lies beside it."""
    return os.path.exists(path) or Path(f"{path}.head").exists()
