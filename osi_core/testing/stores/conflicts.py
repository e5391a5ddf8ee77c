"""Cases of appends that meet a log which has moved on."""

from __future__ import annotations

import pytest

from osi_core.log.envelope import Entry, Head, check_chain
from osi_core.log.store import Batch, Conflict, EventStore
from osi_core.testing.stores.entries import append, digest, entries_behind, entry_behind, private, seal_of, write


class ConflictCases:
    """Whatever does not continue chain and stream is refused, and nothing is written."""

    @pytest.mark.parametrize("wrong", ["an old position", "a position too far", "another hash", "bytes changed"])
    def test_an_entry_that_does_not_continue_the_chain_is_a_conflict(self, store: EventStore, wrong: str) -> None:
        append(store, "box", "box")
        head = store.head("m")
        entry = {
            "an old position": lambda: entry_behind(Head(1, head.hash), 3),
            "a position too far": lambda: entry_behind(Head(3, head.hash), 3),
            "another hash": lambda: entry_behind(Head(2, bytes(32)), 3),
            "bytes changed": lambda: _with_changed_bytes(entry_behind(head, 3)),
        }[wrong]()
        assert_refused(store, Batch("m", [entry]), match="continue")

    @pytest.mark.parametrize("version", [1, 2, 4])
    def test_an_entry_that_does_not_continue_its_stream_is_a_conflict(self, store: EventStore, version: int) -> None:
        append(store, "box", "box")
        entry = entry_behind(store.head("m"), version)
        assert_refused(store, Batch("m", [entry]), match=rf"missions/m/box stands at version 2, not at {version - 1}")

    def test_a_new_stream_begins_with_version_one(self, store: EventStore) -> None:
        append(store, "box")
        assert_refused(store, Batch("m", [entry_behind(store.head("m"), 2, stream="new")]), match="stands at version 0")

    def test_a_conflict_is_found_among_many_streams(self, store: EventStore) -> None:
        append(store, *(f"s{index}" for index in range(70)))
        with store.transaction() as transaction:
            entries = entries_behind(transaction, *(f"s{index}" for index in range(69)))
        head = Head(entries[-1].position, entries[-1].hash)
        stale = entry_behind(head, 3, stream="s69")
        assert_refused(store, Batch("m", [*entries, stale]), match="missions/m/s69 stands at version 1, not at 2")

    def test_entries_of_one_batch_must_continue_each_other(self, store: EventStore) -> None:
        first = entry_behind(Head(), 1)
        after = Head(1, first.hash)
        assert_refused(store, Batch("m", [first, entry_behind(after, 3)]), match="version")
        assert_refused(store, Batch("m", [first, entry_behind(Head(2, first.hash), 2)]), match="position")

    def test_an_entry_of_another_mission_is_a_conflict(self, store: EventStore) -> None:
        assert_refused(store, Batch("m", [entry_behind(Head(), 1, mission="n")]), match="missions/n")

    def test_a_conflict_undoes_the_batches_before_it(self, store: EventStore) -> None:
        fine = Batch("n", entries_behind(store, "box", mission="n"), blobs=[b"blob"])
        with pytest.raises(Conflict):
            write(store, fine, Batch("m", [entry_behind(Head(), 2)]))
        assert list(store.missions()) == []
        assert store.blob(digest("blob")) is None

    def test_of_two_who_have_read_the_same_head_the_second_gets_a_conflict(self, store: EventStore) -> None:
        mine, theirs = entries_behind(store, "box"), entries_behind(store, "box", data="faster")
        write(store, Batch("m", theirs))
        assert_refused(store, Batch("m", mine), match="decide again")


def _with_changed_bytes(entry: Entry) -> Entry:
    raw = entry.raw.replace(b"p-1", b"p-2")
    return Entry(entry.mission, entry.position, entry.stream, entry.version, entry.type, raw, entry.hash)


def assert_refused(store: EventStore, batch: Batch, match: str) -> None:
    """The batch is a conflict, nothing of it is written, and the store works on."""
    before = list(store.read_all())
    batch.blobs, batch.texts = [b"refused"], [private("refused")]
    with pytest.raises(Conflict, match=match):
        write(store, batch)
    assert list(store.read_all()) == before
    assert store.blob(digest("refused")) is None
    assert store.text("m", seal_of("refused")) is None
    append(store, "afterwards")
    assert check_chain(store.read("m")) == store.head("m")
