"""Cases of what is opened when it is read, and of all rows as they lie beside the log."""

from __future__ import annotations

import hashlib

import pytest

from osi_core.log.opening import StoreDamaged
from osi_core.log.store import NOBODY, Alias, Batch, EventStore, PrivateText, Receipt, Snapshot
from osi_core.testing.stores.entries import REPLY, digest, private, seal_of, write


class RowCases:
    """Nothing is given out under a digest that it doesn't have; whoever checks the store sees all that is there."""

    @pytest.mark.parametrize(
        "unfit",
        [
            private("Worte")._replace(text="andere Worte"),
            private("Worte")._replace(salt=b"another salt"),
            PrivateText(hashlib.sha256(b"secret").hexdigest(), "", b"", b"another secret".hex()),
        ],
    )
    def test_a_text_that_is_not_the_one_that_was_sealed_is_not_given_out(
        self, store: EventStore, unfit: PrivateText
    ) -> None:
        write(store, Batch("m", texts=[unfit]))
        with pytest.raises(StoreDamaged, match=unfit.seal):
            store.text("m", unfit.seal)
        with store.transaction() as transaction, pytest.raises(StoreDamaged):
            transaction.text("m", unfit.seal)

    def test_a_secret_is_sealed_by_the_digest_of_its_bytes(self, store: EventStore) -> None:
        secret = PrivateText(hashlib.sha256(b"secret").hexdigest(), "", b"", b"secret".hex())
        write(store, Batch("m", texts=[secret]))
        assert store.text("m", secret.seal) == secret

    def test_all_rows_beside_the_log_are_told_with_their_mission(self, store: EventStore) -> None:
        for mission in ("m", "n"):
            batch = Batch(mission, texts=[private("Worte")], aliases=[Alias("user-1", "p-1")], replies=[REPLY])
            batch.receipts = [Receipt(digest(f"code in {mission}"), 2)]
            batch.blobs = [b"blob", mission.encode()]
            write(store, batch)
            store.save_snapshot(mission, "facts", Snapshot(2, b"hash", b"content"))
        assert sorted(store.texts()) == [("m", private("Worte")), ("n", private("Worte"))]
        assert sorted(store.receipts()) == [(name, Receipt(digest(f"code in {name}"), 2)) for name in ("m", "n")]
        assert sorted(store.replies()) == [("m", REPLY), ("n", REPLY)]
        assert sorted(store.aliases()) == [(name, Alias("user-1", "p-1")) for name in ("m", "n")]
        assert dict(store.blobs()) == {digest(text): text.encode() for text in ("blob", "m", "n")}
        assert sorted(store.snapshots()) == [(name, "facts", (2, b"hash", b"content")) for name in ("m", "n")]

    def test_what_was_erased_is_told_no_more(self, store: EventStore) -> None:
        texts = [private("Worte"), private("andere", "p-2")]
        write(store, Batch("m", texts=texts, aliases=[Alias("user-1", "p-1"), Alias("user-2", "p-2")]))
        write(store, Batch("m", erased=["p-1"]))
        assert list(store.texts()) == [("m", texts[1])]
        assert sorted(store.aliases()) == [("m", Alias("user-1", NOBODY)), ("m", Alias("user-2", "p-2"))]

    def test_many_rows_are_all_told_and_once(self, store: EventStore) -> None:
        words = [private(f"Worte {number}") for number in range(2_500)]
        receipts = [Receipt(digest(text.text), number) for number, text in enumerate(words)]
        replies = [REPLY._replace(command_id=text.text) for number, text in enumerate(words)]
        write(store, Batch("m", texts=words, receipts=receipts, replies=replies))
        assert sorted(text.seal for _, text in store.texts()) == sorted(seal_of(text.text) for text in words)
        assert sorted(receipt for _, receipt in store.receipts()) == sorted(receipts)
        assert sorted(reply for _, reply in store.replies()) == sorted(replies)
