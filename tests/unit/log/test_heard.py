"""Hearing: whatever order messages come in, the same is heard; and whatever contradicts it is found."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from osi_core.log.envelope import GENESIS, chained
from osi_core.log.heard import HeardHead, Place, PublicEntry, hash_holds, place
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Batch
from osi_core.testing.stores import heard_of, write

POSITIONS = st.lists(st.integers(1, 60), min_size=1, max_size=12, unique=True).map(sorted)
CHAINS = POSITIONS.map(lambda positions: heard_of("origin", *positions))
NUMBERS = st.integers(-2, 70)


class Hearer:
    """Takes messages in as they come, and asks the origin for what is missing."""

    def __init__(self, origin: Iterable[PublicEntry]) -> None:
        self.store = MemoryStore()
        self.origin = list(origin)

    def place(self, entry: PublicEntry) -> Place:
        head = self.store.heard_heads("m").get(entry.chain, HeardHead())
        return place(entry, head, self.store.heard_at("m", entry.chain, entry.position))

    def hear(self, entry: PublicEntry) -> Place:
        found = self.place(entry)
        if found is Place.GAP:
            head = self.store.heard_heads("m").get(entry.chain, HeardHead())
            write(self.store, Batch("m", heard=[one for one in self.origin if head.position < one.position]))
        elif found is Place.NEXT:
            write(self.store, Batch("m", heard=[entry]))
        return found

    @property
    def heard(self) -> list[PublicEntry]:
        return list(self.store.heard("m", "origin"))


@given(CHAINS, st.data())
def test_an_entry_of_the_chain_is_next_known_or_behind_a_gap_and_never_a_fork(
    chain: list[PublicEntry], data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(chain)))
    hearer = Hearer(chain)
    write(hearer.store, Batch("m", heard=chain[:count]))
    places = [hearer.place(entry) for entry in chain]
    behind = [Place.NEXT, *[Place.GAP] * len(chain)]
    assert places == [Place.DUPLICATE] * count + behind[: len(chain) - count]


@given(CHAINS, st.data())
def test_doubled_shuffled_and_lost_messages_lead_to_the_same_heard_log(
    chain: list[PublicEntry], data: st.DataObject
) -> None:
    hearer = Hearer(chain)
    for entry in data.draw(st.lists(st.sampled_from(chain), max_size=30)):
        assert hearer.hear(entry) is not Place.FORK
        assert hearer.heard == chain[: len(hearer.heard)]
    hearer.hear(chain[-1])
    assert hearer.heard == chain


@given(CHAINS, st.data())
def test_delayed_messages_that_wait_for_those_before_them_are_all_heard(
    chain: list[PublicEntry], data: st.DataObject
) -> None:
    hearer, waiting = Hearer(chain), data.draw(st.permutations(chain + chain))
    while waiting:
        heard = [entry for entry in waiting if hearer.place(entry) is not Place.GAP]
        for entry in heard:
            if hearer.place(entry) is Place.NEXT:
                hearer.hear(entry)
        waiting = [entry for entry in waiting if entry not in heard]
    assert hearer.heard == chain


@given(CHAINS, NUMBERS, NUMBERS, st.booleans())
def test_whatever_an_honest_origin_cannot_have_said_is_a_fork_or_waits_behind_a_gap(
    chain: list[PublicEntry], position: int, previous: int, other_hash: bool
) -> None:
    """Nothing but the chain's own entries is ever a duplicate; what is next may be new, and is above all."""
    hearer = Hearer(chain)
    write(hearer.store, Batch("m", heard=chain))
    known = hearer.store.heard_at("m", "origin", position)
    said = heard_of("origin", position, after=previous)[0]
    said = said._replace(hash=bytes(32)) if other_hash else said
    last = chain[-1].position
    match hearer.place(said):
        case Place.DUPLICATE:
            assert known is not None
            assert known.hash == said.hash
        case Place.NEXT:
            assert previous == last < position
        case Place.GAP:
            assert last < previous < position
        case Place.FORK:
            assert position <= last or previous < last or previous >= position


def test_the_hash_is_held_against_the_bytes_where_nothing_private_lies_between() -> None:
    first = heard_of("origin", 1)[0]
    first = first._replace(hash=chained(GENESIS, first.raw))
    second = heard_of("origin", 2, after=1)[0]
    second = second._replace(hash=chained(first.hash, second.raw))
    behind = HeardHead(1, first.hash)
    assert hash_holds(first, HeardHead())
    assert hash_holds(second, behind)
    assert not hash_holds(second._replace(raw=b"other bytes"), behind)
    assert not hash_holds(second, HeardHead(1, bytes(32)))
    assert hash_holds(second._replace(raw=b""), behind), "the bytes were not kept"
    assert hash_holds(second._replace(position=3), behind), "something private lies between"
