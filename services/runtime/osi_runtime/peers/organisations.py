"""Whose a mission is: that organisation's whose participation it was first heard of from. It is kept for good.

Two organisations may give two missions one id. The first that is heard of here stays; the other one's is not found.
"""

from __future__ import annotations

import os
import threading
from typing import Protocol

from sqlalchemy import Column, MetaData, NullPool, Table, Text, create_engine, insert, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError

from osi_core.log.store import StoreError

_METADATA = MetaData()
_MISSIONS = Table(
    "osi_mission_organisations",
    _METADATA,
    Column("mission", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
)
_BUSY_SECONDS = 30


class Organisations(Protocol):
    """Mission → organisation."""

    def of(self, mission: str) -> str | None:
        """Whose a mission is, if that is known. Never waits."""

    def keep(self, mission: str, organisation: str) -> str:
        """Notes whose a mission is, unless that is noted already; returns whose it is. Waits until that is durable, so
        it is not for an event loop. Raises StoreError.
        """


class HeldOrganisations:
    """As long as the process lives: for stores in memory, and what durable ones hold in memory."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}
        self._lock = threading.Lock()

    def of(self, mission: str) -> str | None:
        return self._held.get(mission)

    def keep(self, mission: str, organisation: str) -> str:
        with self._lock:
            return self._held.setdefault(mission, organisation)


class SqlOrganisations(HeldOrganisations):
    """In a table of its own in the database where the store is: `osi_mission_organisations`."""

    def __init__(self, url_or_path: str | os.PathLike[str]) -> None:
        super().__init__()
        self._engine = create_engine(_url(os.fspath(url_or_path)), poolclass=NullPool, **_arguments(url_or_path))
        try:
            _METADATA.create_all(self._engine)
            with self._engine.connect() as connection:
                self._held.update((mission, whose) for mission, whose in connection.execute(select(_MISSIONS)))
        except SQLAlchemyError as error:
            raise _store_error(error) from error

    def keep(self, mission: str, organisation: str) -> str:
        with self._lock:
            if mission not in self._held:
                self._held[mission] = self._kept(mission, organisation)
            return self._held[mission]

    def _kept(self, mission: str, organisation: str) -> str:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_MISSIONS).values(mission=mission, organisation=organisation))
            return organisation
        except IntegrityError:  # another replica has noted it
            with self._engine.connect() as connection:
                found = connection.execute(select(_MISSIONS.c.organisation).where(_MISSIONS.c.mission == mission))
                return str(found.scalar_one())
        except SQLAlchemyError as error:
            raise _store_error(error) from error


def _url(given: str) -> URL:
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise StoreError("store.no-address", address=given.rpartition("@")[2]) from error
    return url if url.get_backend_name() == "sqlite" else url.set(drivername="postgresql+psycopg")


def _arguments(url_or_path: str | os.PathLike[str]) -> dict[str, dict[str, int]]:
    """In SQLite the store's own commits are waited for."""
    sqlite = _url(os.fspath(url_or_path)).get_backend_name() == "sqlite"
    return {"connect_args": {"timeout": _BUSY_SECONDS}} if sqlite else {}


def _store_error(error: SQLAlchemyError) -> StoreError:
    return StoreError("store.driver", store=_MISSIONS.name, said=str(getattr(error, "orig", error)))
