"""Cases of transactions: all or nothing, one after the other, seen only when done."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.heard import Carried
from osi_core.log.store import Alias, Batch, Conflict, EventStore, Receipt
from osi_core.testing.stores.entries import (
    REPLY,
    append,
    digest,
    entries_behind,
    entry_behind,
    heard_of,
    interrupt,
    private,
    run_together,
    seal_of,
    write,
)


class TransactionCases:
    """Atomicity, isolation, one writer at a time."""

    def test_an_empty_transaction_changes_nothing(self, store: EventStore) -> None:
        with store.transaction():
            pass
        with store.transaction() as transaction:
            transaction.append(Batch("m"))
        assert list(store.missions()) == []

    def test_several_batches_of_several_missions_take_effect_together(self, store: EventStore) -> None:
        with store.transaction() as transaction:
            for mission in ("m", "n", "m"):
                transaction.append(Batch(mission, entries_behind(transaction, "box", "round", mission=mission)))
        assert (store.head("m").position, store.head("n").position) == (4, 2)

    def test_a_transaction_reads_what_it_has_appended(self, store: EventStore) -> None:
        first = append(store, "box")
        with store.transaction() as transaction:
            batch = Batch("m", entries_behind(transaction, "box", "round"))
            batch.texts, batch.aliases, batch.blobs = [private("Worte")], [Alias("user-1", "p-1")], [b"blob"]
            batch.receipts, batch.replies = [Receipt(digest("code"), 2)], [REPLY]
            transaction.append(batch)
            assert list(transaction.read("m")) == first + batch.entries
            assert list(transaction.read("m", after=1, upto=2)) == batch.entries[:1]
            assert [entry.version for entry in transaction.read_stream("missions/m/box")] == [1, 2]
            assert transaction.head("m").hash == batch.entries[-1].hash
            assert transaction.version("missions/m/round") == 1
            assert transaction.text("m", seal_of("Worte")) == private("Worte")
            assert transaction.participant("m", "user-1") == "p-1"
            assert transaction.receipt(digest("code")) == ("m", 2)
            assert transaction.reply("m", "command-1") == REPLY
            assert transaction.blob(digest("blob")) == b"blob"

    def test_a_trace_stands_beside_its_entry_and_changes_nothing_of_it(self, store: EventStore) -> None:
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        with store.transaction() as transaction:
            batch = Batch("m", entries_behind(transaction, "box", "box", "round"), traces={2: trace})
            transaction.append(batch)
            assert transaction.traces("m", 0, 3) == {2: trace}
        assert store.traces("m", 1, 2) == {2: trace}
        assert store.traces("m", 2, 9) == store.traces("m", 0, 1) == store.traces("n", 0, 9) == {}
        assert list(store.read("m")) == batch.entries
        write(store, Batch("m", heard=[Carried.with_trace(one, trace) for one in heard_of("other", 1, 2)]))
        assert list(store.heard("m", "other")) == heard_of("other", 1, 2)

    def test_looking_up_before_changes_no_answer(self, store: EventStore) -> None:
        append(store, "box", "round")
        write(store, Batch("m", replies=[REPLY]))
        box, new, second = "missions/m/box", "missions/m/new", REPLY._replace(command_id="command-2", position=3)
        with store.transaction() as transaction:
            transaction.look_up("m", [box, new], ["command-1", "command-2"])
            assert (transaction.version(box), transaction.version(new)) == (1, 0)
            assert [entry.version for entry in transaction.read_stream(box)] == [1]
            assert list(transaction.read_stream(new)) == []
            assert transaction.reply("m", "command-1") == REPLY
            assert transaction.reply("m", "command-2") is transaction.reply("n", "command-1") is None
            transaction.append(Batch("m", entries_behind(transaction, "box", "new", "new"), replies=[second]))
            assert (transaction.version(box), transaction.version(new)) == (2, 2)
            assert [entry.version for entry in transaction.read_stream(new)] == [1, 2]
            assert transaction.reply("m", "command-2") == second
        assert (store.version(box), store.version(new), store.reply("m", "command-2")) == (2, 2, second)

    def test_an_append_to_a_stream_that_was_looked_up_is_checked_as_any_other(self, store: EventStore) -> None:
        append(store, "box")
        with store.transaction() as transaction:
            transaction.look_up("m", ["missions/m/box", "missions/m/new"], ())
            for stream, version in (("box", 1), ("box", 3), ("new", 2)):
                with pytest.raises(Conflict):
                    transaction.append(Batch("m", [entry_behind(transaction.head("m"), version, stream=stream)]))
        assert store.head("m").position == 1

    def test_nothing_is_seen_before_the_commit(self, store: EventStore) -> None:
        append(store, "box")
        with store.transaction() as transaction:
            batch = Batch("m", entries_behind(transaction, "box", "new"), texts=[private("Worte")])
            transaction.append(batch)
            assert store.head("m").position == 1
            assert len(list(store.read("m"))) == 1
            assert len(list(store.read_all())) == 1
            assert store.version("missions/m/new") == 0
            assert store.text("m", seal_of("Worte")) is None
        assert store.head("m").position == 3
        assert store.text("m", seal_of("Worte")) is not None

    def test_an_exception_undoes_everything(self, store: EventStore) -> None:
        append(store, "box")
        write(store, Batch("m", texts=[private("bleibt", "p-2"), private("auch")], aliases=[Alias("user-2", "p-2")]))
        before = list(store.read_all())
        batch = Batch("m", entries_behind(store, "box", "new"), erased=["p-2"], blobs=[b"blob"])
        batch.texts, batch.aliases = [private("Worte")], [Alias("user-1", "p-1")]
        batch.receipts, batch.replies, batch.destroyed = [Receipt(digest("code"), 2)], [REPLY], [digest("auch")]
        interrupt(store, lambda _: batch)
        assert list(store.read_all()) == before
        assert store.head("m") == check_chain(store.read("m"))
        assert store.version("missions/m/new") == 0
        assert store.text("m", seal_of("Worte")) is None
        assert store.participant("m", "user-1") is None
        assert store.receipt(digest("code")) is None
        assert store.reply("m", "command-1") is None
        assert store.blob(digest("blob")) is None
        assert store.text("m", seal_of("bleibt")) == private("bleibt", "p-2")
        assert store.text("m", seal_of("auch")) == private("auch")
        assert store.participant("m", "user-2") == "p-2"

    def test_the_store_works_on_after_an_exception(self, store: EventStore) -> None:
        interrupt(store, lambda reader: Batch("m", entries_behind(reader, "box")))
        append(store, "box")
        assert check_chain(store.read("m")).position == 1

    def test_a_reader_is_not_disturbed_by_what_is_written_meanwhile(self, store: EventStore) -> None:
        append(store, *(["box"] * 1_000))
        reading = store.read("m", upto=1_000)
        first = next(reading)
        append(store, *(["box"] * 10))
        assert [first.position, *(entry.position for entry in reading)] == list(range(1, 1_001))

    def test_writers_wait_for_each_other(self, store: EventStore) -> None:
        def write_some(stream: str) -> None:
            for _ in range(25):
                append(store, stream)

        run_together([partial(write_some, f"s{number}") for number in range(8)])
        assert check_chain(store.read("m")).position == 200
        assert [sequence for sequence, _ in store.read_all()] == list(range(1, 201))

    def test_a_reader_beside_a_writer_sees_a_log_without_gaps(self, store: EventStore) -> None:
        done = threading.Event()

        def read() -> None:
            while not done.is_set():
                sequences = [sequence for sequence, _ in store.read_all()]
                assert sequences == list(range(1, len(sequences) + 1))
                assert store.head("m").position >= len(sequences)

        def write_all() -> None:
            try:
                for _ in range(60):
                    append(store, "box", "round")
            finally:
                done.set()

        run_together([read, write_all, read])
        assert store.head("m").position == 120
