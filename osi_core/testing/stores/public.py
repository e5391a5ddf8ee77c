"""Cases of a store's own public entries: each names the public one before it."""

from __future__ import annotations

import pytest

from osi_core.challenges.events import VotesCast
from osi_core.log.envelope import Head
from osi_core.log.store import Batch, EventStore, Reader
from osi_core.mission.events import MissionCreated
from osi_core.testing.stores.entries import append, entries_behind, entry_behind, interrupt, write

PUBLIC = MissionCreated.type
PRIVATE = VotesCast.type
UNKNOWN = "testing.happened"


def places(reader: Reader, mission: str = "m", after: int = 0, upto: int | None = None) -> list[tuple[int, int]]:
    """Of each public entry the position of the public one before it, and its own."""
    return [(previous, entry.position) for previous, entry in reader.read_public(mission, after, upto)]


class PublicCases:
    """Private entries between them are passed over; what has been written with an entry never changes."""

    def test_a_mission_without_public_entries_has_none_to_read(self, store: EventStore) -> None:
        assert places(store) == []
        append(store, "box", type=PRIVATE)
        append(store, "box", type=UNKNOWN)
        assert places(store) == []

    def test_public_entries_name_the_one_before_over_private_ones(self, store: EventStore) -> None:
        for type in (PRIVATE, PUBLIC, PUBLIC, UNKNOWN, PRIVATE, PUBLIC):
            append(store, "box", type=type)
        assert places(store) == [(0, 2), (2, 3), (3, 6)]
        entries = list(store.read("m"))
        assert [entry for _, entry in store.read_public("m")] == [entries[1], entries[2], entries[5]]

    def test_each_mission_has_an_order_of_its_own(self, store: EventStore) -> None:
        for mission in ("m", "n", "m", "n"):
            append(store, "box", mission=mission, type=PUBLIC)
            append(store, "box", "box", mission=mission, type=PRIVATE)
        assert places(store, "m") == places(store, "n") == [(0, 1), (1, 4)]

    def test_batches_of_one_transaction_continue_each_other(self, store: EventStore) -> None:
        append(store, "box", "box", type=PUBLIC)
        with store.transaction() as transaction:
            for type in (PRIVATE, PUBLIC, UNKNOWN, PUBLIC):
                transaction.append(Batch("m", entries_behind(transaction, "box", type=type)))
                transaction.append(Batch("n", entries_behind(transaction, "box", mission="n", type=type)))
            assert places(transaction) == [(0, 1), (1, 2), (2, 4), (4, 6)]
            assert places(transaction, "n") == [(0, 2), (2, 4)]
            assert places(store) == [(0, 1), (1, 2)]
        assert places(store) == [(0, 1), (1, 2), (2, 4), (4, 6)]

    def test_public_and_private_entries_stand_in_one_batch(self, store: EventStore) -> None:
        head, entries = store.head("m"), []
        for version, type in enumerate((PRIVATE, PUBLIC, PRIVATE, UNKNOWN, PUBLIC, PUBLIC), 1):
            entries.append(entry_behind(head, version, type=type))
            head = Head(version, entries[-1].hash)
        write(store, Batch("m", entries))
        assert places(store) == [(0, 2), (2, 5), (5, 6)]

    def test_what_was_rolled_back_is_named_by_nobody(self, store: EventStore) -> None:
        append(store, "box", type=PUBLIC)
        interrupt(store, lambda reader: Batch("m", entries_behind(reader, "box", type=PUBLIC)))
        append(store, "box", type=PRIVATE)
        append(store, "box", type=PUBLIC)
        assert places(store) == [(0, 1), (1, 3)]

    @pytest.mark.parametrize(
        ("after", "upto", "expected"),
        [
            (0, None, [2, 4, 6, 8]),
            (2, None, [4, 6, 8]),
            (3, None, [4, 6, 8]),
            (8, None, []),
            (0, 5, [2, 4]),
            (3, 6, [4, 6]),
            (6, 2, []),
            (7, 99, [8]),
        ],
    )
    def test_a_range_of_public_entries_is_read(
        self, store: EventStore, after: int, upto: int | None, expected: list[int]
    ) -> None:
        for _ in range(4):
            append(store, "box", type=PRIVATE)
            append(store, "box", type=PUBLIC)
        assert [position for _, position in places(store, "m", after, upto)] == expected

    def test_no_more_public_entries_are_read_than_were_asked_for(self, store: EventStore) -> None:
        append(store, *(["box"] * 5), type=PUBLIC)
        found = [entry.position for _, entry in store.read_public("m", after=1, limit=2)]
        assert found == [2, 3]
        assert len(list(store.read_public("m", limit=99))) == 5
        assert list(store.read_public("m", limit=0)) == []

    def test_many_public_entries_are_read_in_order(self, store: EventStore) -> None:
        append(store, *(["box"] * 4_500), type=PUBLIC)
        assert places(store) == [(position - 1, position) for position in range(1, 4_501)]
        assert len(list(store.read_public("m", limit=4_300))) == 4_300
