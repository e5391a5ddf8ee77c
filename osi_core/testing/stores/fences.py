"""Cases of missions that go on in another store."""

from __future__ import annotations

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.store import NOBODY, Alias, Batch, EventStore, MissionMoved, PrivateText, StoreError, Transaction
from osi_core.testing.stores.entries import (
    append,
    digest,
    entries_behind,
    heard_of,
    interrupt,
    private,
    seal_of,
    write,
)
from osi_core.testing.stores.public import PRIVATE, PUBLIC


def fence(store: EventStore, mission: str = "m", to: str = "elsewhere") -> None:
    """Fences a mission."""
    with store.transaction() as transaction:
        transaction.fence(mission, to)


class FenceCases:
    """Behind a fence nothing is written, and everything read."""

    def test_nothing_is_written_to_a_mission_behind_a_fence(self, store: EventStore) -> None:
        entries = append(store, "box")
        write(store, Batch("m", texts=[private("Worte")]))
        fence(store)
        for batch in (
            Batch("m", entries_behind(store, "box")),
            Batch("m", heard=heard_of("origin", 1)),
            Batch("m", texts=[private("neu")]),
            Batch("m", erased=["p-1"]),
        ):
            with pytest.raises(MissionMoved, match="goes on in elsewhere"):
                write(store, batch)
        assert store.moved_to("m") == "elsewhere"
        assert list(store.read("m")) == entries
        assert store.text("m", seal_of("Worte")) == private("Worte")
        assert store.heard_heads("m") == {}

    def test_other_missions_go_on(self, store: EventStore) -> None:
        append(store, "box")
        append(store, "box", mission="n")
        fence(store)
        append(store, "box", mission="n")
        assert (store.head("m").position, store.head("n").position) == (1, 2)
        assert store.moved_to("n") is None

    def test_a_fence_stands_within_its_transaction_and_goes_with_it(self, store: EventStore) -> None:
        append(store, "box")

        def fenced(transaction: Transaction) -> Batch:
            transaction.fence("m", "elsewhere")
            assert transaction.moved_to("m") == "elsewhere"
            with pytest.raises(MissionMoved):
                transaction.append(Batch("m", entries_behind(transaction, "box")))
            return Batch("n", entries_behind(transaction, "box", mission="n"))

        interrupt(store, fenced)
        assert store.moved_to("m") is None
        append(store, "box")

    def test_what_was_written_with_the_fence_stands_before_it(self, store: EventStore) -> None:
        with store.transaction() as transaction:
            transaction.append(Batch("m", entries_behind(transaction, "box")))
            transaction.fence("m", "elsewhere")
        assert store.head("m").position == 1
        with pytest.raises(StoreError):
            append(store, "box")

    def test_behind_a_fence_that_was_lifted_the_mission_goes_on(self, store: EventStore) -> None:
        append(store, "box")
        fence(store)
        with store.transaction() as transaction:
            transaction.lift_fence("m")
            transaction.append(Batch("m", entries_behind(transaction, "box")))
        append(store, "box")
        assert check_chain(store.read("m")).position == 3
        assert store.moved_to("m") is None

    def test_words_keys_and_aliases_come_back_with_a_mission(self, store: EventStore) -> None:
        words, key = private("Worte"), PrivateText("a key", "", b"", "00ff")
        beside = Batch("m", texts=[words, key], aliases=[Alias(digest("user-1"), "p-1")])
        write(store, beside)
        write(store, Batch("m", erased=["p-1", NOBODY], destroyed=[words.seal, key.seal]))
        write(store, beside)
        assert sorted(store.texts()) == sorted(("m", text) for text in (words, key))
        assert store.text("m", "a key") == key
        assert store.participant("m", digest("user-1")) == "p-1"
        assert list(store.aliases()) == [("m", Alias(digest("user-1"), "p-1"))]

    def test_entries_that_another_store_had_are_as_public_as_they_were_there(self, store: EventStore) -> None:
        with store.transaction() as transaction:
            first = entries_behind(transaction, "box", "box", type=PUBLIC)
            transaction.append(Batch("m", first, public={2}))
        with store.transaction() as transaction:
            transaction.append(Batch("m", entries_behind(transaction, "box", type=PRIVATE), public={3}))
        append(store, "box", type=PUBLIC)
        assert [(previous, entry.position) for previous, entry in store.read_public("m")] == [(0, 2), (2, 3), (3, 4)]
