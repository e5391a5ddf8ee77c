"""The contract as classes to derive from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.heard import HeardHead
from osi_core.log.store import NOBODY, Alias, Batch, EventStore, MissionMoved, Receipt, Snapshot
from osi_core.testing.stores.beside import BesideCases
from osi_core.testing.stores.conflicts import ConflictCases
from osi_core.testing.stores.entries import (
    REPLY,
    append,
    digest,
    entries_behind,
    heard_of,
    interrupt,
    private,
    seal_of,
    write,
)
from osi_core.testing.stores.fences import FenceCases, fence
from osi_core.testing.stores.heard import HeardCases
from osi_core.testing.stores.hearing import HearingCases
from osi_core.testing.stores.log import LogCases
from osi_core.testing.stores.public import PRIVATE, PUBLIC, PublicCases
from osi_core.testing.stores.rows import RowCases
from osi_core.testing.stores.transactions import TransactionCases


class EventStoreContract(
    LogCases, TransactionCases, ConflictCases, BesideCases, RowCases, PublicCases, HeardCases, HearingCases, FenceCases
):
    """Every guarantee of the port but durability."""

    @pytest.fixture
    def store(self) -> EventStore:
        """A new, empty store."""
        raise NotImplementedError("give a fixture `store`")


class DurableEventStoreContract(EventStoreContract):
    """The guarantees of a store that outlives its process."""

    @pytest.fixture
    def reopen(self) -> Callable[[], EventStore]:
        """Closes the fixture's store and opens it anew on the same data."""
        raise NotImplementedError("give a fixture `reopen`")

    def test_all_that_was_committed_is_there_again(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        entries = append(store, "box", "round")
        batch = Batch("m", texts=[private("Worte")], aliases=[Alias("user-1", "p-1")], blobs=[b"blob"])
        batch.receipts, batch.replies = [Receipt(digest("code"), 2)], [REPLY]
        write(store, batch)
        store.save_snapshot("m", "facts", Snapshot(2, b"hash", b"content"))
        again = reopen()
        assert list(again.read("m")) == entries
        assert again.text("m", seal_of("Worte")) == private("Worte")
        assert again.participant("m", "user-1") == "p-1"
        assert again.receipt(digest("code")) == ("m", 2)
        assert again.reply("m", "command-1") == REPLY
        assert again.blob(digest("blob")) == b"blob"
        assert again.snapshot("m", "facts") == (2, b"hash", b"content")
        append(again, "box")
        assert check_chain(again.read("m")).position == 3

    def test_what_was_not_committed_is_not_there_again(
        self, store: EventStore, reopen: Callable[[], EventStore]
    ) -> None:
        append(store, "box")
        interrupt(store, lambda reader: Batch("m", entries_behind(reader, "box"), texts=[private("Worte")]))
        again = reopen()
        assert again.head("m").position == 1
        assert again.text("m", seal_of("Worte")) is None

    def test_what_was_heard_is_there_again_and_goes_on(
        self, store: EventStore, reopen: Callable[[], EventStore]
    ) -> None:
        entries = heard_of("origin", 2, 5, 9)
        write(store, Batch("m", entries_behind(store, "box"), heard=entries[:2]))
        interrupt(store, lambda _: Batch("m", heard=entries[2:]))
        again = reopen()
        assert again.heard_heads("m") == {"origin": HeardHead(5, entries[1].hash)}
        write(again, Batch("m", heard=entries[2:]))
        assert list(again.heard("m", "origin")) == entries

    def test_public_entries_name_each_other_over_a_reopening(
        self, store: EventStore, reopen: Callable[[], EventStore]
    ) -> None:
        append(store, "box", type=PUBLIC)
        append(store, "box", type=PRIVATE)
        again = reopen()
        append(again, "box", type=PRIVATE)
        append(again, "box", type=PUBLIC)
        assert [(previous, entry.position) for previous, entry in again.read_public("m")] == [(0, 1), (1, 4)]

    def test_a_fence_stands_after_a_reopening(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        append(store, "box")
        fence(store)
        again = reopen()
        assert again.moved_to("m") == "elsewhere"
        with pytest.raises(MissionMoved, match="goes on in elsewhere"):
            append(again, "box")

    def test_what_was_erased_stays_erased(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        write(store, Batch("m", texts=[private("Worte")], aliases=[Alias("user-1", "p-1")]))
        write(store, Batch("m", erased=["p-1"]))
        again = reopen()
        assert again.text("m", seal_of("Worte")) is None
        assert again.participant("m", "user-1") == NOBODY
