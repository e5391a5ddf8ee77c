"""Cases of what was heard of other chains: how it is kept, and how it is read."""

from __future__ import annotations

import hashlib
import threading

import pytest

from osi_core.domain import full_name
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Batch, EventStore
from osi_core.testing.stores.entries import append, entries_behind, heard_of, interrupt, run_together, write


class HeardCases:
    """By chain and mission, in the order of positions, apart from the store's own log."""

    def test_of_a_chain_that_was_never_heard_there_is_nothing(self, store: EventStore) -> None:
        assert store.heard_heads("m") == {}
        assert list(store.heard("m", "origin")) == []
        assert store.heard_at("m", "origin", 1) is None
        assert list(store.heard_stream("missions/m/box", {"origin": 9})) == []
        assert list(store.heard_entries()) == []
        assert list(store.heard_missions()) == []

    def test_what_was_heard_is_read_back_byte_for_byte(self, store: EventStore) -> None:
        entries = heard_of("origin", 2, 3, 7)
        write(store, Batch("m", heard=entries[:1]))
        write(store, Batch("m", heard=entries[1:]))
        assert list(store.heard("m", "origin")) == entries
        assert store.heard_heads("m") == {"origin": HeardHead(7, entries[2].hash)}

    def test_of_a_type_that_is_not_folded_place_and_hash_are_kept(self, store: EventStore) -> None:
        entries = [entry._replace(raw=b"") for entry in heard_of("origin", 1, 4)]
        write(store, Batch("m", heard=entries))
        assert list(store.heard("m", "origin")) == entries
        assert store.heard_heads("m") == {"origin": HeardHead(4, entries[1].hash)}

    def test_each_chain_and_mission_is_heard_by_itself(self, store: EventStore) -> None:
        chains = {
            (mission, chain): heard_of(chain, *positions, mission=mission)
            for mission in ("m", "n")
            for chain, positions in {"b": (1, 4), "a": (2, 3), "c": (1, 9)}.items()
        }
        for turn in (0, 1):
            for mission in ("m", "n"):
                write(store, Batch(mission, heard=[chains[mission, chain][turn] for chain in ("b", "a", "c")]))
        for (mission, chain), entries in chains.items():
            assert list(store.heard(mission, chain)) == entries
        assert {chain: head.position for chain, head in store.heard_heads("m").items()} == {"a": 3, "b": 4, "c": 9}

    @pytest.mark.parametrize(
        ("after", "upto", "expected"),
        [
            (0, None, [2, 3, 7, 9]),
            (3, None, [7, 9]),
            (4, None, [7, 9]),
            (9, None, []),
            (0, 6, [2, 3]),
            (2, 7, [3, 7]),
            (7, 3, []),
            (8, 99, [9]),
        ],
    )
    def test_a_range_of_what_was_heard_is_read(
        self, store: EventStore, after: int, upto: int | None, expected: list[int]
    ) -> None:
        write(store, Batch("m", heard=[*heard_of("origin", 2, 3, 7, 9), *heard_of("other", 1, 5)]))
        assert [entry.position for entry in store.heard("m", "origin", after, upto)] == expected

    def test_only_the_types_asked_for_are_read_of_what_was_heard(self, store: EventStore) -> None:
        after, entries = 0, []
        for position in range(1, 7):
            entries += heard_of("origin", position, after=after, type=f"testing.{position % 3}")
            after = position
        write(store, Batch("m", heard=entries))
        found = store.heard("m", "origin", after=1, types={"testing.0", "testing.1"})
        assert [entry.position for entry in found] == [3, 4, 6]
        assert list(store.heard("m", "origin", types=["testing.9"])) == []
        assert list(store.heard("m", "origin", types=[])) == []

    def test_what_stands_at_a_position_is_found(self, store: EventStore) -> None:
        entries = heard_of("origin", 2, 5)
        write(store, Batch("m", heard=entries))
        found = [store.heard_at("m", "origin", position) for position in range(1, 7)]
        assert found == [None, entries[0], None, None, entries[1], None]
        assert store.heard_at("n", "origin", 2) is None
        assert store.heard_at("m", "other", 2) is None

    def test_a_stream_is_read_up_to_a_vector_by_chain_and_position(self, store: EventStore) -> None:
        heard = []
        for chain in ("ß", "b", "a", "Z"):
            box = heard_of(chain, 1, 4)
            other = heard_of(chain, 3, after=1, stream="other")
            heard += [box[0], *other, box[1]._replace(previous=3), *heard_of(chain, 6, after=4)]
        write(store, Batch("m", heard=heard))
        write(store, Batch("n", heard=heard_of("a", 1, mission="n")))

        def places(upto: dict[str, int], stream: str = "box") -> list[tuple[str, int]]:
            return [(entry.chain, entry.position) for entry in store.heard_stream(full_name("m", stream), upto)]

        assert places({"b": 4, "a": 99, "Z": 0}) == [("a", 1), ("a", 4), ("a", 6), ("b", 1), ("b", 4)]
        assert places({"ß": 1, "a": 1, "Z": 1}) == [("Z", 1), ("a", 1), ("ß", 1)]
        assert places({"b": 99}, "other") == [("b", 3)]
        assert places({"none": 99}) == places({}) == []

    def test_what_was_heard_is_never_mixed_with_own_entries(self, store: EventStore) -> None:
        entries = append(store, "box", "box")
        before = store.head("m"), list(store.read_all()), list(store.missions())
        assert list(store.heard_missions()) == []
        write(
            store, Batch("m", heard=heard_of("origin", 1, 2, 3)), Batch("n", heard=heard_of("origin", 1, mission="n"))
        )
        assert (store.head("m"), list(store.read_all()), list(store.missions())) == before
        assert list(store.heard_missions()) == ["m", "n"]
        assert store.version("missions/m/box") == 2
        assert list(store.read_stream("missions/m/box")) == entries
        assert list(store.read_stream("missions/n/box")) == []
        append(store, "box")
        assert len(list(store.heard_stream("missions/m/box", {"origin": 9}))) == 3

    def test_what_was_heard_takes_effect_with_own_entries(self, store: EventStore) -> None:
        heard = heard_of("origin", 1, 2)
        with store.transaction() as transaction:
            batch = Batch("m", entries_behind(transaction, "box"), heard=heard[:1])
            transaction.append(batch)
            transaction.append(Batch("m", heard=heard[1:]))
            assert list(transaction.heard("m", "origin")) == heard
            assert transaction.heard_heads("m")["origin"].position == 2
            assert transaction.heard_at("m", "origin", 2) == heard[1]
            assert list(transaction.heard_stream("missions/m/box", {"origin": 2})) == heard
            assert store.heard_heads("m") == {}
            assert list(store.heard("m", "origin")) == list(store.heard_entries()) == []
        assert list(store.heard("m", "origin")) == heard
        assert list(store.read("m")) == batch.entries

    def test_an_exception_undoes_what_was_heard_and_it_is_heard_again(self, store: EventStore) -> None:
        entries = heard_of("origin", 1, 2, 3)
        write(store, Batch("m", heard=entries[:1]))
        interrupt(store, lambda reader: Batch("m", entries_behind(reader, "box"), heard=entries[1:]))
        assert list(store.heard("m", "origin")) == list(store.heard_entries()) == entries[:1]
        assert store.heard_heads("m") == {"origin": HeardHead(1, entries[0].hash)}
        assert store.heard_at("m", "origin", 2) is None
        write(store, Batch("m", heard=entries[1:]))
        assert list(store.heard("m", "origin")) == entries

    def test_all_that_was_heard_is_told_each_chain_in_order(self, store: EventStore) -> None:
        expected = {}
        for mission in ("n", "m"):
            for chain in ("b", "a"):
                expected[mission, chain] = heard_of(chain, *range(1, 400, 3), mission=mission)
                write(store, Batch(mission, heard=expected[mission, chain]))
        told = list(store.heard_entries())
        assert len(told) == sum(map(len, expected.values()))
        for (mission, chain), entries in expected.items():
            assert [entry for entry in told if (entry.mission, entry.chain) == (mission, chain)] == entries
        copy = MemoryStore()
        for entry in told:
            write(copy, Batch(entry.mission, heard=[entry]))
        assert copy.heard_heads("m") == store.heard_heads("m")

    def test_long_chains_and_large_events_are_read_in_order(self, store: EventStore) -> None:
        entries = heard_of("origin", *range(1, 9_001, 2))
        entries[100:112] = [_of(entry, b"x" * 512_000) for entry in entries[100:112]]
        write(store, Batch("m", heard=entries))
        assert list(store.heard("m", "origin")) == list(store.heard_entries()) == entries
        assert list(store.heard_stream("missions/m/box", {"origin": 7_000})) == entries[:3_500]

    def test_a_reader_beside_a_writer_hears_a_chain_without_gaps(self, store: EventStore) -> None:
        entries, done = heard_of("origin", *range(1, 181, 3)), threading.Event()

        def read() -> None:
            while not done.is_set():
                heard = list(store.heard("m", "origin"))
                assert heard == entries[: len(heard)]
                assert store.heard_heads("m").get("origin", HeardHead()).position >= (
                    heard[-1].position if heard else 0
                )

        def write_all() -> None:
            try:
                for entry in entries:
                    write(store, Batch("m", entries_behind(store, "box"), heard=[entry]))
            finally:
                done.set()

        run_together([read, write_all, read])
        assert list(store.heard("m", "origin")) == entries


def _of(entry: PublicEntry, raw: bytes) -> PublicEntry:
    return entry._replace(raw=raw, hash=hashlib.sha256(raw).digest())
