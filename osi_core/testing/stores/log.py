"""Cases of a store's log: what is appended, and how it is read."""

from __future__ import annotations

import pytest

from osi_core.log.envelope import Head, check_chain
from osi_core.log.store import Batch, EventStore
from osi_core.testing.stores.entries import TIME, append, entries_behind, interrupt


class LogCases:
    """Order, ranges, types, the sequence of the whole store."""

    def test_a_mission_and_a_stream_that_are_not_there_are_empty(self, store: EventStore) -> None:
        assert store.head("m") == Head()
        assert store.version("missions/m/box") == 0
        assert list(store.read("m")) == []
        assert list(store.read_stream("missions/m/box")) == []
        assert list(store.read_all()) == []
        assert list(store.missions()) == []

    def test_what_was_appended_is_read_back_byte_for_byte(self, store: EventStore) -> None:
        entries = append(store, "box", "box", "round", data="Wärmepumpen für alle ✓")
        assert list(store.read("m")) == entries

    def test_the_head_is_position_hash_and_time_of_the_last_entry(self, store: EventStore) -> None:
        last = append(store, "box", "box")[-1]
        assert store.head("m") == Head(2, last.hash, TIME)

    def test_positions_and_versions_run_on_from_one_transaction_to_the_next(self, store: EventStore) -> None:
        append(store, "box", "round")
        append(store, "round", "box")
        assert [entry.position for entry in store.read("m")] == [1, 2, 3, 4]
        assert [entry.version for entry in store.read_stream("missions/m/box")] == [1, 2]
        assert store.version("missions/m/round") == 2

    def test_each_mission_has_a_chain_of_its_own(self, store: EventStore) -> None:
        for mission in ("m", "n", "m", "n"):
            append(store, "box", "round", mission=mission)
        for mission in ("m", "n"):
            assert check_chain(store.read(mission)) == store.head(mission)
            assert store.head(mission).position == 4

    def test_missions_are_listed_in_the_order_of_their_first_event(self, store: EventStore) -> None:
        for mission in ("zug", "amt", "zug", "bus"):
            append(store, "box", mission=mission)
        assert list(store.missions()) == ["zug", "amt", "bus"]

    @pytest.mark.parametrize(
        ("after", "upto", "expected"),
        [
            (0, None, [1, 2, 3, 4, 5]),
            (2, None, [3, 4, 5]),
            (5, None, []),
            (0, 3, [1, 2, 3]),
            (1, 4, [2, 3, 4]),
            (3, 3, []),
            (4, 2, []),
            (4, 99, [5]),
        ],
    )
    def test_a_range_of_positions_is_read(
        self, store: EventStore, after: int, upto: int | None, expected: list[int]
    ) -> None:
        append(store, "a", "b", "a", "b", "a")
        assert [entry.position for entry in store.read("m", after, upto)] == expected

    def test_only_the_types_asked_for_are_read(self, store: EventStore) -> None:
        for type in ("testing.one", "testing.two", "testing.three"):
            append(store, "box", "box", type=type)
        found = store.read("m", after=1, types={"testing.one", "testing.three"})
        assert [entry.position for entry in found] == [2, 5, 6]
        assert list(store.read("m", types=["testing.four"])) == []
        assert list(store.read("m", types=[])) == []

    def test_a_stream_is_read_behind_a_version_and_up_to_a_position(self, store: EventStore) -> None:
        append(store, "a", "b", "a", "b", "a")
        stream = "missions/m/a"
        assert [entry.version for entry in store.read_stream(stream)] == [1, 2, 3]
        assert [entry.version for entry in store.read_stream(stream, after=1)] == [2, 3]
        assert [entry.version for entry in store.read_stream(stream, upto=4)] == [1, 2]
        assert [entry.version for entry in store.read_stream(stream, after=1, upto=3)] == [2]

    def test_the_whole_store_has_one_sequence_without_gaps(self, store: EventStore) -> None:
        for mission in ("m", "n", "m"):
            append(store, "a", "b", mission=mission)
        interrupt(store, lambda reader: Batch("m", entries_behind(reader, "a")))
        append(store, "a", mission="n")
        found = list(store.read_all())
        assert [sequence for sequence, _ in found] == [1, 2, 3, 4, 5, 6, 7]
        assert [(entry.mission, entry.position) for _, entry in found][-3:] == [("m", 3), ("m", 4), ("n", 3)]

    def test_the_whole_store_is_read_from_a_cursor_and_with_a_limit(self, store: EventStore) -> None:
        append(store, *"abcde")
        assert [sequence for sequence, _ in store.read_all(after=3)] == [4, 5]
        assert [sequence for sequence, _ in store.read_all(after=1, limit=2)] == [2, 3]
        assert list(store.read_all(after=5)) == []

    def test_a_long_log_is_read_in_order(self, store: EventStore) -> None:
        entries = append(store, *(f"s{index % 7}" for index in range(9_500)))
        assert list(store.read("m")) == entries
        assert [sequence for sequence, _ in store.read_all()] == list(range(1, 9_501))
        assert len(list(store.read_stream("missions/m/s3"))) == sum(index % 7 == 3 for index in range(9_500))

    def test_large_events_are_kept(self, store: EventStore) -> None:
        entries = [*append(store, *(["box"] * 12), data="x" * 512_000), *append(store, "box")]
        assert list(store.read("m")) == entries
        assert store.head("m").hash == entries[-1].hash
