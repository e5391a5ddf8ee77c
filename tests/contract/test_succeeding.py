"""A service is succeeded, or restored from an older copy, on PostgreSQL as in memory and on SQLite."""

from __future__ import annotations

import pytest

from osi_core.domain import Service
from osi_core.hearing.events import ErasureAnswered
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process.verifying_store import verify_store
from tests.unit.process.apart import played
from tests.unit.process.journey import M
from tests.unit.process.test_asking import said
from tests.unit.process.test_handover import answers_as_before, succeeded
from tests.unit.process.test_restored import (
    Noting,
    assert_exactly_what_is_named_is_lost,
    assert_nothing_is_done_twice,
    at,
    restored,
)

pytestmark = pytest.mark.postgres


def test_a_successor_is_handed_the_receipts(postgresql_store: SqlStore) -> None:
    answers_as_before(played(), postgresql_store)


def test_a_store_that_was_restored_from_an_older_copy_loses_what_it_names(postgresql_store: SqlStore) -> None:
    first, last = at(Service.MATCHING, "SubmitReview", 2), at(Service.MATCHING, "SubmitReview", -1) + 1
    journey = Noting(Service.MATCHING, first, last, postgresql_store).play()
    before, after = restored(journey)
    assert assert_exactly_what_is_named_is_lost(journey, before, after) >= 3
    assert_nothing_is_done_twice(journey, after)
    assert verify_store(postgresql_store).exit_code == 0


def test_an_erasure_is_answered(postgresql_store: SqlStore) -> None:
    journey = played(upto=3)
    succeeded(journey, postgresql_store)
    journey.do(EraseParticipant(**M, participant="cem"), by="cem")
    journey.engine.carry()
    assert len(said(journey, ErasureAnswered, Service.MATCHING)) == 1
