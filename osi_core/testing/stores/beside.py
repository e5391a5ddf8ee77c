"""Cases of what lies beside the log: replies, receipts, aliases, texts, blobs, snapshots; and of erasing."""

from __future__ import annotations

import hashlib

from osi_core.log.envelope import check_chain
from osi_core.log.store import NOBODY, Alias, Batch, EventStore, PrivateText, Receipt, Reply, Snapshot
from osi_core.testing.stores.conflicts import assert_refused
from osi_core.testing.stores.entries import REPLY, append, digest, entries_behind, private, seal_of, write


class BesideCases:
    """Found by its key, and erased where it is a person's."""

    def test_a_reply_is_kept_for_mission_and_command_id(self, store: EventStore) -> None:
        write(store, Batch("m", replies=[REPLY]))
        assert store.reply("m", "command-1") == REPLY
        assert store.reply("n", "command-1") is None
        assert store.reply("m", "command-2") is None

    def test_a_command_id_is_answered_once(self, store: EventStore) -> None:
        write(store, Batch("m", replies=[REPLY]))
        second = Batch("m", entries_behind(store, "box"), replies=[Reply("command-1", digest("other"), 9, 1)])
        assert_refused(store, second, match="command|replies")
        assert store.reply("m", "command-1") == REPLY

    def test_a_receipt_leads_to_its_contribution(self, store: EventStore) -> None:
        write(store, Batch("m", receipts=[Receipt(digest("one"), 7), Receipt(digest("two"), 8)]))
        assert store.receipt(digest("two")) == ("m", 8)
        assert store.receipt(digest("three")) is None

    def test_an_alias_leads_to_a_participant_of_its_mission(self, store: EventStore) -> None:
        write(store, Batch("m", aliases=[Alias("jörg@example.org", "p-1"), Alias("user-1", "p-1")]))
        write(store, Batch("m", aliases=[Alias("user-1", "p-1")]))
        assert store.participant("m", "jörg@example.org") == store.participant("m", "user-1") == "p-1"
        assert store.participant("n", "user-1") is None

    def test_an_alias_is_not_tied_to_a_second_participant(self, store: EventStore) -> None:
        write(store, Batch("m", aliases=[Alias("user-1", "p-1")]))
        assert_refused(store, Batch("m", aliases=[Alias("user-1", "p-2")]), match="tied to p-1")
        assert store.participant("m", "user-1") == "p-1"

    def test_a_text_is_found_by_its_seal_in_its_mission(self, store: EventStore) -> None:
        words = private("Grüße\n\0\U0001f333" + "x" * 10_000)
        write(store, Batch("m", texts=[words, PrivateText("seal", "", b"", "a secret")]))
        write(store, Batch("m", texts=[words]))
        assert store.text("m", words.seal) == words
        assert store.text("m", "seal") == PrivateText("seal", "", b"", "a secret")
        assert store.text("n", words.seal) is None

    def test_a_blob_is_found_by_its_digest(self, store: EventStore) -> None:
        large = bytes(range(256)) * 8_192
        write(store, Batch("m", blobs=[large, b"", b"small"]))
        write(store, Batch("n", blobs=[b"small"]))
        assert store.blob(hashlib.sha256(large).hexdigest()) == large
        assert store.blob(digest("")) == b""
        assert store.blob(digest("small")) == b"small"
        assert store.blob(digest("other")) is None

    def test_the_newest_snapshot_of_a_name_is_kept(self, store: EventStore) -> None:
        assert store.snapshot("m", "facts") is None
        nine = Snapshot(9, b"hash of 9", b"nine" * 300_000)
        store.save_snapshot("m", "facts", Snapshot(5, b"hash of 5", b"five"))
        store.save_snapshot("m", "facts", nine)
        store.save_snapshot("m", "state", Snapshot(3, b"hash of 3", b"three"))
        assert store.snapshot("m", "facts") == nine
        assert store.snapshot("m", "state") == (3, b"hash of 3", b"three")
        assert store.snapshot("n", "facts") is None

    def test_snapshots_can_be_dropped(self, store: EventStore) -> None:
        assert store.drop_snapshots() == 0
        for mission in ("m", "n"):
            store.save_snapshot(mission, "facts", Snapshot(5, b"hash", b"five"))
        assert store.drop_snapshots() == 2
        assert [store.snapshot(mission, "facts") for mission in ("m", "n")] == [None, None]

    def test_erasing_takes_the_words_and_aliases_of_one_participant_in_one_mission(self, store: EventStore) -> None:
        for mission in ("m", "n"):
            texts = [private("eins"), private("zwei"), private("drei", "p-2")]
            write(store, Batch(mission, texts=texts, aliases=[Alias("user-1", "p-1"), Alias("user-2", "p-2")]))
        write(store, Batch("m", erased=["p-1"]))
        assert [store.text("m", seal_of(words)) is None for words in ("eins", "zwei", "drei")] == [True, True, False]
        assert [store.participant("m", alias) for alias in ("user-1", "user-2")] == [NOBODY, "p-2"]
        assert store.text("n", seal_of("eins")) == private("eins")
        assert store.participant("n", "user-1") == "p-1"

    def test_when_nobody_is_in_the_way_nothing_is_left_of_what_was_erased(self, store: EventStore) -> None:
        assert store.scrub()
        write(store, Batch("m", texts=[private("Worte")], aliases=[Alias("user-1", "p-1")]))
        write(store, Batch("m", erased=["p-1"]))
        assert store.scrub()

    def test_erasing_comes_last_in_its_batch(self, store: EventStore) -> None:
        write(store, Batch("m", texts=[private("Worte")], aliases=[Alias("user-1", "p-1")], erased=["p-1"]))
        assert store.text("m", seal_of("Worte")) is None
        assert store.participant("m", "user-1") == NOBODY

    def test_erasing_is_seen_within_its_transaction(self, store: EventStore) -> None:
        write(store, Batch("m", texts=[private("Worte")], aliases=[Alias("user-1", "p-1")]))
        with store.transaction() as transaction:
            transaction.append(Batch("m", erased=["p-1"]))
            assert transaction.text("m", seal_of("Worte")) is None
            assert transaction.participant("m", "user-1") == NOBODY
            transaction.append(Batch("m", erased=[NOBODY]))
            assert transaction.participant("m", "user-1") is None
            assert store.participant("m", "user-1") == "p-1"
            assert store.text("m", seal_of("Worte")) is not None

    def test_a_text_is_destroyed_by_its_seal_whoever_wrote_it(self, store: EventStore) -> None:
        secret, words = PrivateText(digest("key"), "", b"", b"key".hex()), private("Worte")
        for mission in ("m", "n"):
            write(store, Batch(mission, texts=[secret, words]))
        write(store, Batch("m", destroyed=[secret.seal, digest("was never here")]))
        assert store.text("m", secret.seal) is None
        assert store.text("m", words.seal) == words
        assert store.text("n", secret.seal) == secret
        write(store, Batch("m", erased=["p-1"]))
        assert store.text("m", words.seal) is None

    def test_destroying_comes_last_in_its_batch_and_is_seen_within_its_transaction(self, store: EventStore) -> None:
        write(store, Batch("m", texts=[private("alt")]))
        with store.transaction() as transaction:
            transaction.append(Batch("m", texts=[private("neu")], destroyed=[seal_of("alt"), seal_of("neu")]))
            assert [transaction.text("m", seal_of(words)) for words in ("alt", "neu")] == [None, None]
            assert store.text("m", seal_of("alt")) is not None
        assert [store.text("m", seal_of(words)) for words in ("alt", "neu")] == [None, None]

    def test_erasing_one_who_has_nothing_here_changes_nothing(self, store: EventStore) -> None:
        write(store, Batch("m", texts=[private("Worte")]))
        write(store, Batch("m", erased=["p-9"]))
        write(store, Batch("n", erased=["p-1"]))
        assert store.text("m", seal_of("Worte")) == private("Worte")

    def test_an_alias_of_nobody_is_tied_to_nobody_else(self, store: EventStore) -> None:
        write(store, Batch("m", aliases=[Alias("user-1", "p-1")]))
        write(store, Batch("m", erased=["p-1"]))
        assert_refused(store, Batch("m", aliases=[Alias("user-1", "p-2")]), match="tied")
        write(store, Batch("m", erased=["p-1", "p-9"]))
        assert store.participant("m", "user-1") == NOBODY

    def test_an_alias_of_nobody_that_goes_can_be_tied_anew(self, store: EventStore) -> None:
        for mission in ("m", "n"):
            write(store, Batch(mission, aliases=[Alias("user-1", "p-1"), Alias("user-2", "p-2")]))
            write(store, Batch(mission, erased=["p-1"]))
        write(store, Batch("m", erased=[NOBODY, "p-2"]))
        assert [store.participant("m", alias) for alias in ("user-1", "user-2")] == [None, NOBODY]
        assert store.participant("n", "user-1") == NOBODY
        write(store, Batch("m", aliases=[Alias("user-1", "p-3")]))
        write(store, Batch("m", erased=[NOBODY]))
        assert [store.participant("m", alias) for alias in ("user-1", "user-2")] == ["p-3", None]

    def test_erasing_leaves_log_receipts_and_replies_as_they_are(self, store: EventStore) -> None:
        entries = append(store, "box", "box")
        write(store, Batch("m", texts=[private("Worte")], receipts=[Receipt(digest("code"), 2)], replies=[REPLY]))
        write(store, Batch("m", entries_behind(store, "box"), erased=["p-1"]))
        assert list(store.read("m"))[:2] == entries
        assert check_chain(store.read("m")).position == 3
        assert store.receipt(digest("code")) == ("m", 2)
        assert store.reply("m", "command-1") == REPLY
