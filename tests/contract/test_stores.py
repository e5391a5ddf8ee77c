"""The contract of event stores, held against each of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.testing.stores import (
    DurableEventStoreContract,
    EventStoreContract,
)


class Reopening:
    """Opens an address again and again, and closes what it has opened."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.store = SqlStore.create(address)

    def __call__(self) -> SqlStore:
        self.store.close()
        self.store = SqlStore.open(self.address)
        return self.store


class TestMemoryStore(EventStoreContract):
    @pytest.fixture
    def store(self) -> EventStore:
        return MemoryStore()


class TestSqliteStore(DurableEventStoreContract):
    @pytest.fixture
    def opened(self, path: Path) -> Iterator[Reopening]:
        reopening = Reopening(str(path))
        yield reopening
        reopening.store.close()

    @pytest.fixture
    def store(self, opened: Reopening) -> EventStore:
        return opened.store

    @pytest.fixture
    def reopen(self, opened: Reopening) -> Callable[[], EventStore]:
        return opened


@pytest.mark.postgres
class TestPostgresqlStore(DurableEventStoreContract):
    @pytest.fixture
    def opened(self, postgres_url: str) -> Iterator[Reopening]:
        reopening = Reopening(postgres_url)
        yield reopening
        reopening.store.close()

    @pytest.fixture
    def store(self, opened: Reopening) -> EventStore:
        return opened.store

    @pytest.fixture
    def reopen(self, opened: Reopening) -> Callable[[], EventStore]:
        return opened
