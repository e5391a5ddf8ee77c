"""Whose a mission is, kept beside the store."""

from __future__ import annotations

import threading

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreError
from osi_runtime.peers import HeldOrganisations, SqlOrganisations
from osi_runtime.peers.background import organisations_beside


@pytest.fixture
def path(tmp_path):
    store = SqlStore.create(tmp_path / "funding.db")
    yield str(tmp_path / "funding.db")
    store.close()


def test_the_first_one_stays(path):
    known = SqlOrganisations(path)
    assert known.of("m") is None
    assert known.keep("m", "town") == "town"
    assert known.keep("m", "village") == "town"
    assert known.of("m") == "town"


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_it_is_still_known_after_a_restart(path, form):
    SqlOrganisations(path).keep("m", "town")
    assert SqlOrganisations(form.format(path)).of("m") == "town"


def test_two_replicas_agree(path):
    one, other = SqlOrganisations(path), SqlOrganisations(path)
    assert one.keep("m", "town") == "town"
    assert other.keep("m", "village") == "town"


def test_it_waits_for_the_stores_own_commits(tmp_path):
    store = SqlStore.create(tmp_path / "funding.db")
    known = SqlOrganisations(str(tmp_path / "funding.db"))
    with store.transaction():
        thread = threading.Thread(target=known.keep, args=("m", "town"))
        thread.start()
    thread.join()
    assert known.of("m") == "town"
    store.close()


def test_a_place_where_nothing_can_be_kept(tmp_path):
    with pytest.raises(StoreError):
        SqlOrganisations(str(tmp_path / "nowhere" / "funding.db"))
    with pytest.raises(StoreError):
        SqlOrganisations("::://")


def test_beside_each_kind_of_store(tmp_path):
    assert type(organisations_beside(MemoryStore(), None)) is HeldOrganisations
    store = SqlStore.create(tmp_path / "funding.db")
    assert type(organisations_beside(store, None)) is SqlOrganisations
    store.close()


def test_the_store_is_one_that_opens_again(path, tmp_path):
    """A table of ours beside its own is no damage to it."""
    SqlOrganisations(path).keep("m", "town")
    reader = SqlStore.open(path, read_only=True)
    assert reader.missions() == ()
    reader.close()
