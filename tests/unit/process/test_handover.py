"""A successor answers for the receipts of the chain that it succeeds, once it was handed them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from osi_core.cli import main
from osi_core.domain import Refused, Service
from osi_core.hearing.events import HandoverTaken
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import Batch, EventStore, StoreError
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.process import Engine, ReceiptElsewhere, ReceiptUnknown, trail_of, trail_of_event
from osi_core.process.export import write_bundle
from osi_core.process.handover import ChainHandover, Handover, HandoverInvalid, hand_over, handover_of, take_over
from osi_core.process.moving import Place, move
from osi_core.process.receipts import ReceiptLeftBehind, find_receipt
from osi_core.process.verifying import verify_export
from osi_core.process.verifying_store import verify_store
from osi_core.testing.scenario import people_have_names
from tests.unit.process.apart import JourneyApart, played
from tests.unit.process.journey import M
from tests.unit.process.test_asking import said
from tests.unit.process.test_receipts_apart import without_places
from tests.unit.process.test_replacing import bring_all, listed, retire

PARTICIPATION, MATCHING, FUNDING = Service


def succeeded(journey: JourneyApart, store: EventStore) -> tuple[Engine, Engine]:
    """Matching, retired, and the engine over a store of its own that has taken over from it and heard everything."""
    before = journey.engine.engines[MATCHING]
    journey.stores[MATCHING] = store
    after = matching_2(journey, store)
    retire(journey)
    listed(journey)
    bring_all(journey, before, after)
    before.hear(journey.engine.engines[PARTICIPATION].told("m"))
    journey.engine.engines[MATCHING] = after
    journey.engine.carry()
    return before, after


def matching_2(journey: JourneyApart, store: EventStore) -> Engine:
    share = people_have_names("matching")
    return Engine(store, share=share, plugins=journey.plugins, clock=lambda: journey.now, chain="matching-2")


def of_matching(journey: JourneyApart, before: Engine) -> dict[str, str]:
    """The receipts that the former engine has given, by name, whose contribution was public; and those that was not."""
    found = {}
    for name, code in journey.receipts.items():
        try:
            found[name] = "public" if find_receipt(before, code).event.public else "private"
        except ReceiptUnknown:
            continue
    return found


@pytest.fixture(params=["memory", "sqlite"])
def new(request: Any, tmp_path: Path) -> Iterator[EventStore]:
    """The store of the successor."""
    store = MemoryStore() if request.param == "memory" else SqlStore.create(tmp_path / "new.db")
    yield store
    store.close()


def answers_as_before(journey: JourneyApart, store: EventStore) -> None:
    """The successor over this store, once it was handed the former one's receipts, tells what that has told."""
    before, after = succeeded(journey, store)
    known = of_matching(journey, before)
    assert set(known.values()) == {"public", "private"}
    for name in known:
        with pytest.raises(ReceiptElsewhere) as elsewhere:
            trail_of(after, journey.receipts[name])
        assert elsewhere.value.issuer.chain == "matching-1"
    assert take_over(after, hand_over(before.store, "m")).known is False
    for name, kind in known.items():
        code = journey.receipts[name]
        if kind == "private":
            with pytest.raises(ReceiptLeftBehind) as left:
                trail_of(after, code)
            assert left.value.contribution.stream == find_receipt(before, code).stream
            continue
        told, expected = trail_of(after, code), trail_of(before, code)
        assert (told.id, told.hash, told.position) == (expected.id, expected.hash, expected.position)
        assert without_places(told)._replace(words=None, steps=()) == without_places(expected)._replace(
            words=None, steps=()
        )
        assert [step.type for step in told.steps] == [step.type for step in expected.steps]
    assert verify_store(store).exit_code == 0


def test_it_tells_what_the_former_store_has_told_of_all_that_was_public(new):
    answers_as_before(played(), new)


@pytest.fixture
def town() -> JourneyApart:
    return played(upto=4)


@pytest.fixture
def two(town) -> tuple[Engine, Engine]:
    return succeeded(town, MemoryStore())


def test_who_asks_another_service_is_sent_to_the_successor_from_then_on(town, two):
    before, after = two
    code = town.receipts["sails"]
    for asked, chain in ((PARTICIPATION, "matching-1"), (FUNDING, "matching-1")):
        with pytest.raises(ReceiptElsewhere) as elsewhere:
            trail_of(town.engine.engines[asked], code)
        assert elsewhere.value.issuer.chain == chain
    take_over(after, hand_over(before.store, "m"))
    town.engine.carry()
    for asked in (PARTICIPATION, FUNDING):
        with pytest.raises(ReceiptElsewhere) as elsewhere:
            trail_of(town.engine.engines[asked], code)
        assert elsewhere.value.issuer.chain == "matching-2"
    assert trail_of_event(town.engine.engines[PARTICIPATION], find_receipt(after, code).id).steps


def test_a_handover_that_is_taken_again_changes_nothing(town, two):
    before, after = two
    given = hand_over(before.store, "m")
    first = take_over(after, given)
    head = after.head("m")
    again = take_over(after, handover_of(given.as_bytes()))
    assert (again.known, again.receipts, again.chains) == (True, first.receipts, ("matching-1",))
    assert after.head("m") == head
    assert len(said(town, HandoverTaken, MATCHING)) == 1


def test_it_stands_after_a_restart_in_the_export_and_in_another_store(town, two, tmp_path):
    before, after = two
    take_over(after, hand_over(before.store, "m"))
    expected = trail_of(after, town.receipts["sails"])
    assert trail_of(matching_2(town, after.store), town.receipts["sails"]) == expected
    write_bundle(after.store, "m", tmp_path / "bundle", share="matching")
    report = verify_export(tmp_path / "bundle", town.plugins)
    assert (report.damaged_at, report.findings) == (None, ())
    key = hand_over(before.store, "m").chains[0].key
    assert not [path for path in (tmp_path / "bundle").rglob("*") if path.is_file() and key in path.read_text()]
    there = MemoryStore()
    move("m", Place(after.store, "here"), Place(there, "there"))
    assert trail_of(matching_2(town, there), town.receipts["sails"]) == expected
    assert verify_store(there).exit_code == 0


def test_a_successor_of_the_successor_answers_for_both(town, two):
    before, second = two
    take_over(second, hand_over(before.store, "m"))
    town.engine.carry()
    participation = town.engine.engines[PARTICIPATION]
    last = participation.store.heard_heads("m")["matching-2"].position
    participation.handle(RetireChain(**M, chain="matching-2", last=last, reason="Once more"))
    participation.handle(ListChain(**M, chain="matching-3", service=MATCHING))
    third = Engine(MemoryStore(), share=second.share, plugins=town.plugins, clock=lambda: town.now, chain="matching-3")
    bring_all(town, before, second, third)
    second.hear(participation.told("m"))
    taken = take_over(third, hand_over(second.store, "m"))
    assert taken.chains == ("matching-2", "matching-1")
    assert trail_of(third, town.receipts["sails"]).id == trail_of(before, town.receipts["sails"]).id


# What is no handover, or another one's


def with_chain(given: Handover, **changes: Any) -> Handover:
    return given.model_copy(update={"chains": (given.chains[0].model_copy(update=changes),)})


SPOILT: dict[str, Callable[[ChainHandover], dict[str, Any]]] = {
    "another key": lambda one: {"key": "0" * 64},
    "a receipt at another position": lambda one: {
        "receipts": ((one.receipts[0][0] + 1, *one.receipts[0][1:]), *one.receipts[1:])
    },
    "a receipt of another resource": lambda one: {
        "receipts": tuple((position, "missions/m/solutions/other", sha) for position, _, sha in one.receipts)
    },
    "a receipt twice": lambda one: {"receipts": (one.receipts[0], *one.receipts)},
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_does_not_fit_its_key_or_what_was_heard_is_not_taken(two, spoilt):
    before, after = two
    given = hand_over(before.store, "m")
    head = after.head("m")
    with pytest.raises(HandoverInvalid) as invalid:
        take_over(after, with_chain(given, **SPOILT[spoilt](given.chains[0])))
    assert invalid.value.code == "handover.unfit"
    assert after.head("m") == head


def test_one_of_another_story_of_the_chain_is_refused(two):
    before, after = two
    given = hand_over(before.store, "m")
    earlier = given.chains[0].last - 1
    receipts = tuple(one for one in given.chains[0].receipts if one[0] <= earlier)
    for changes in ({"hash": "0" * 64}, {"last": earlier, "receipts": receipts}):
        with pytest.raises(Refused) as refused:
            take_over(after, with_chain(given, **changes))
        assert refused.value.codes == ("handover-of-another",)


def test_a_chain_hands_over_once(two):
    before, after = two
    given = hand_over(before.store, "m")
    take_over(after, with_chain(given, receipts=given.chains[0].receipts[:1]))
    with pytest.raises(Refused) as refused:
        take_over(after, given)
    assert refused.value.codes == ("handover-taken",)


def test_another_service_takes_none_and_none_is_taken_of_a_chain_that_serves(town, two):
    before, _ = two
    given = hand_over(before.store, "m")
    for engine in (town.engine.engines[FUNDING], town.engine.engines[PARTICIPATION], before):
        with pytest.raises(Refused) as refused:
            take_over(engine, given)
        assert "chain-not-succeeded" in refused.value.codes
    with pytest.raises(StoreError) as serving:
        hand_over(town.engine.engines[FUNDING].store, "m")
    assert serving.value.code == "store.handover-not-retired"
    with pytest.raises(StoreError, match="nothing here to hand over"):
        hand_over(MemoryStore(), "m")


def test_a_store_that_ends_before_what_others_have_heard_cannot_hand_over(two):
    before, _ = two
    older = MemoryStore()
    entries = list(before.store.read("m"))
    with older.transaction() as transaction:
        heard = [one for chain in before.store.heard_heads("m") for one in before.store.heard("m", chain)]
        transaction.append(Batch("m", entries[: len(entries) // 2], heard=heard))
    with pytest.raises(StoreError) as behind:
        hand_over(older, "m")
    assert behind.value.code == "store.handover-ends-before"


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"format":"osi-handover","version":2}', b"\xff", b'{"a":' * 10_000],
    ids=["empty", "object", "list", "newer", "bytes", "deep"],
)
def test_a_file_that_is_no_handover_is_refused_with_what_does_not_fit(content):
    with pytest.raises(HandoverInvalid) as invalid:
        handover_of(content)
    assert invalid.value.code == "handover.malformed"


# In the command line


def test_the_commands_hand_over_and_take(town, tmp_path, capsys):
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with_store = SqlStore.create(new)
    before, after = succeeded(town, with_store)
    file_of_old = SqlStore.create(old)
    move("m", Place(before.store, "memory"), Place(file_of_old, "old"))
    file_of_old.close()
    after.store.close()
    file = tmp_path / "handover.json"
    assert main(["handover", "--store", str(old), "--to", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert main(["handover", "--store", str(old), "--to", str(file)]) != 0, "it is there already"
    assert main(["handover", "take", str(file), "--store", str(new)]) == 0
    assert main(["handover", "take", str(file), "--store", str(new)]) == 0
    said_so = capsys.readouterr().out
    assert "From here on it answers for" in said_so
    assert "as before" in said_so
    file.write_text("{}")
    assert main(["handover", "take", str(file), "--store", str(new)]) != 0
    opened = SqlStore.open(new)
    assert trail_of(matching_2(town, opened), town.receipts["sails"]).steps
    opened.close()
