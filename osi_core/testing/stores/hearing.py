"""Cases of hearing: messages that come late, twice or never, and what contradicts what was heard."""

from __future__ import annotations

import random

import pytest

from osi_core.log.heard import HeardHead, Place, PublicEntry, place
from osi_core.log.store import Batch, Conflict, EventStore
from osi_core.testing.stores.conflicts import assert_refused
from osi_core.testing.stores.entries import append, entries_behind, heard_of, write

HEARD = heard_of("origin", 2, 5, 6)
_NEXT = heard_of("origin", 9, after=6)[0]

UNFIT = {
    "the same again": (HEARD[1], Place.DUPLICATE),
    "the last again": (HEARD[2], Place.DUPLICATE),
    "the same without its bytes": (HEARD[1]._replace(raw=b""), Place.DUPLICATE),
    "one before it is missing": (_NEXT._replace(previous=8), Place.GAP),
    "another hash at a known position": (HEARD[1]._replace(hash=bytes(32)), Place.FORK),
    "another hash at the last position": (HEARD[2]._replace(hash=bytes(32)), Place.FORK),
    "a lower position that was never heard": (HEARD[1]._replace(position=4, previous=2), Place.FORK),
    "a position before all": (HEARD[0]._replace(position=1), Place.FORK),
    "no position": (HEARD[0]._replace(position=0), Place.FORK),
    "the one before it is below what was heard": (_NEXT._replace(previous=5), Place.FORK),
    "said to be the first": (_NEXT._replace(previous=0), Place.FORK),
    "the one before it is itself": (_NEXT._replace(previous=9), Place.FORK),
    "the one before it is behind it": (_NEXT._replace(previous=10), Place.FORK),
}
"""What does not continue HEARD, and where it belongs."""


def place_in(store: EventStore, entry: PublicEntry) -> Place:
    """Where an entry belongs, as a hearer asks."""
    head = store.heard_heads(entry.mission).get(entry.chain, HeardHead())
    known = store.heard_at(entry.mission, entry.chain, entry.position) if entry.position <= head.position else None
    return place(entry, head, known)


class HearingCases:
    """Whatever does not continue its chain is refused, and nothing is written; in the end all is heard in order."""

    @pytest.mark.parametrize("unfit", UNFIT)
    def test_what_does_not_continue_its_chain_is_placed_and_refused(self, store: EventStore, unfit: str) -> None:
        write(store, Batch("m", heard=HEARD))
        entry, expected = UNFIT[unfit]
        assert place_in(store, entry) is expected
        batch = Batch("m", entries_behind(store, "box"), heard=[*heard_of("other", 1), entry])
        assert_refused(store, batch, match="does not continue what was heard")
        assert list(store.heard_entries()) == HEARD
        assert place_in(store, _NEXT) is Place.NEXT
        write(store, Batch("m", heard=[_NEXT]))

    @pytest.mark.parametrize("first", [1, 7])
    def test_a_chain_begins_at_any_position_with_nothing_before_it(self, store: EventStore, first: int) -> None:
        entry = heard_of("origin", first)[0]
        late = entry._replace(position=first + 1, previous=first)
        assert place_in(store, late) is Place.GAP
        assert_refused(store, Batch("m", heard=[late]), match="does not continue what was heard up to 0")
        assert place_in(store, entry) is Place.NEXT
        write(store, Batch("m", heard=[entry]))

    def test_entries_of_one_batch_must_continue_what_they_hear(self, store: EventStore) -> None:
        for heard in (HEARD[::2], HEARD[::-1], [HEARD[0], HEARD[0]]):
            assert_refused(store, Batch("m", heard=heard), match="does not continue what was heard")
        assert list(store.heard_entries()) == []

    def test_entries_of_one_transaction_must_continue_what_they_hear(self, store: EventStore) -> None:
        with pytest.raises(Conflict, match="does not continue"):
            write(store, Batch("m", heard=HEARD[:1]), Batch("m", heard=HEARD[2:]))
        assert list(store.heard_entries()) == []
        write(store, Batch("m", heard=HEARD[:1]), Batch("m", heard=HEARD[1:]))

    def test_what_is_heard_of_another_mission_is_a_conflict(self, store: EventStore) -> None:
        assert_refused(store, Batch("m", heard=heard_of("origin", 1, mission="n")), match="missions/n")

    def test_a_conflict_of_own_entries_undoes_what_was_heard(self, store: EventStore) -> None:
        entries = entries_behind(store, "box")
        append(store, "box", data="faster")
        assert_refused(store, Batch("m", entries, heard=HEARD), match="decide again")
        assert store.heard_heads("m") == {}
        write(store, Batch("m", heard=HEARD))

    def test_a_caller_who_passes_over_a_conflict_goes_on(self, store: EventStore) -> None:
        with store.transaction() as transaction:
            transaction.append(Batch("m", heard=HEARD[:1]))
            with pytest.raises(Conflict):
                transaction.append(Batch("m", entries_behind(transaction, "box"), heard=HEARD[2:]))
            transaction.append(Batch("m", heard=HEARD[1:]))
        assert list(store.heard_entries()) == HEARD
        assert store.head("m").position == 0

    @pytest.mark.parametrize("seed", range(3))
    def test_in_whatever_order_messages_come_all_is_heard_in_order(self, store: EventStore, seed: int) -> None:
        dice = random.Random(seed)
        chains = [
            heard_of(chain, *sorted(dice.sample(range(1, 99), 12)), mission=mission)
            for chain in ("a", "b")
            for mission in ("m", "n")
        ]
        messages = [entry for entries in chains for entry in (*entries, *dice.sample(entries, 6))]
        dice.shuffle(messages)
        while messages:
            entry = messages.pop(0)
            match place_in(store, entry):
                case Place.NEXT:
                    write(store, Batch(entry.mission, heard=[entry]))
                case Place.GAP:
                    messages.append(entry)
                case found:
                    assert found is Place.DUPLICATE
        for entries in chains:
            assert list(store.heard(entries[0].mission, entries[0].chain)) == entries
