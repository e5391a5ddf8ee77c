"""Stores to test with: a SQLite file, and a PostgreSQL server that runs for the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from osi_core.log.sql import SqlStore
from tests.contract.postgres import postgres_cluster


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "osi.db"


@pytest.fixture
def sqlite_store(path: Path) -> Iterator[SqlStore]:
    store = SqlStore.create(path)
    yield store
    store.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    with postgres_cluster() as url:
        yield url


@pytest.fixture
def postgres_url(cluster: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the cluster, new for each test."""
    name = f"t{abs(hash(request.node.name)):x}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield cluster.replace("/postgres?", f"/{name}?")
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def postgresql_store(postgres_url: str) -> Iterator[SqlStore]:
    store = SqlStore.create(postgres_url)
    yield store
    store.close()
