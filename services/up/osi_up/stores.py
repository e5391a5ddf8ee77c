"""Where the services of a network keep their logs: in files of its folder, or in databases of a PostgreSQL server."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from osi_core.domain import Service
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreError
from osi_core.words import Name, WordedError

__all__ = ["CannotBegin", "Databases", "Files", "Stores", "stores_in"]

_KNOWN = "stores.json"
"""Which stores a folder's network has: those of its first start, so that a later one begins no second log."""


class CannotBegin(WordedError, RuntimeError):
    """A network cannot be started here; the sentence says what is in the way."""


class Stores(ABC):
    """The stores of one network."""

    @abstractmethod
    def address_of(self, service: Service) -> str:
        """As the setting `store` takes it."""

    @abstractmethod
    def name_of(self, service: Service) -> str:
        """As people may read it."""

    @abstractmethod
    def make(self, service: Service) -> None:
        """Makes a store that was never there. Raises StoreError or CannotBegin."""


class Files(Stores):
    """A SQLite file for each service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def address_of(self, service: Service) -> str:
        return str(self._folder / f"{service}.db")

    def name_of(self, service: Service) -> str:
        return f"{service}.db"  # wherever the folder is moved to

    def make(self, service: Service) -> None:
        store = Path(self.address_of(service))
        if not store.exists() and not Path(f"{store}.head").exists():  # a lost one is restored, not made anew
            SqlStore.create(store).close()


class Databases(Stores):
    """A database for each service: `postgresql://…/town` stands for `town_participation` and so on."""

    def __init__(self, address: str) -> None:
        """Raises CannotBegin for what is no address."""
        try:
            self._url = make_url(address)
        except ArgumentError as error:
            raise CannotBegin("up.no-postgresql-address") from error
        if self._url.get_backend_name() != "postgresql":
            raise CannotBegin("up.no-postgresql-address")

    def address_of(self, service: Service) -> str:
        return self._of(service).render_as_string(hide_password=False)

    def name_of(self, service: Service) -> str:
        return self._of(service).render_as_string()

    def make(self, service: Service) -> None:
        self._make_database(service)
        try:
            SqlStore.open(self.address_of(service), read_only=True).close()
        except StoreError as error:
            if error.code != "store.none-there":
                raise
            SqlStore.create(self.address_of(service)).close()

    def _of(self, service: Service) -> URL:
        return self._url.set(drivername="postgresql", database=f"{self._url.database or 'osi'}_{service}")

    def _make_database(self, service: Service) -> None:
        """Where there is none of this name; the one that is always there is asked to."""
        database = self._of(service).database
        server = self._url.set(drivername="postgresql+psycopg", database="postgres")
        try:
            engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
            with engine.connect() as connection:
                found = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": database})
                if found.first() is None:
                    quoted = engine.dialect.identifier_preparer.quote(str(database))
                    connection.execute(text(f"CREATE DATABASE {quoted}"))
        except ModuleNotFoundError as error:
            raise CannotBegin("up.no-postgresql-driver") from error
        except SQLAlchemyError as error:
            code = "up.postgresql-away" if isinstance(error, OperationalError) else "up.no-database"
            said = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise CannotBegin(code, database=Name(str(database)), said=said) from error


def stores_in(folder: Path, postgresql: str | None, services: list[Service]) -> Stores:
    """The stores of a folder's network, which are those of its first start. Raises CannotBegin for others."""
    stores: Stores = Files(folder) if postgresql is None else Databases(postgresql)
    known, now = folder / _KNOWN, {one.value: stores.name_of(one) for one in services}
    files = {one.value: f"{one}.db" for one in services if (folder / f"{one}.db").exists()}
    before = json.loads(known.read_text("utf-8")) if known.exists() else files
    for service, name in now.items():
        if before.get(service, name) != name:
            raise CannotBegin("up.other-store", service=Name(service), before=Name(before[service]), now=Name(name))
    known.write_text(json.dumps(before | now, indent=2) + "\n", "utf-8")
    return stores
