"""Receipts of a house divided: each code is answered for by who issued it, and the whole way is told."""

from __future__ import annotations

from itertools import count

import pytest

from osi_core.domain import Event, Service
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Batch
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.mission.prefixes import prefix_of
from osi_core.process import Engine, ReceiptElsewhere, ReceiptUnknown, Trail, trail_of, trail_of_event
from osi_core.process.as_known import events_as_known
from osi_core.process.receipt_codes import RECEIPT_KEY, ReceiptMalformed, receipt_code
from osi_core.process.receipts import find_receipt
from osi_core.process.verifying_store import verify_store
from osi_core.process.ways import TOLD
from osi_core.testing.scenario import Scenario
from tests.unit.process.apart import JourneyApart, played
from tests.unit.process.journey import M, travelled

PARTICIPATION, MATCHING, FUNDING = Service


def told(journey: JourneyApart, code: str) -> tuple[Engine, Trail]:
    """What somebody is told who asks participation, and who tells it: the issuer finds the event; what is private it
    tells itself.
    """
    asked = journey.engine.engines[PARTICIPATION]
    try:
        return asked, trail_of(asked, code)
    except ReceiptElsewhere as elsewhere:
        issuer = journey.engine.engines[elsewhere.issuer.service]
    found = find_receipt(issuer, code)
    if found.event.public:
        return asked, trail_of_event(asked, found.id, own=True)
    return issuer, trail_of(issuer, code)


def without_places(trail: Trail) -> Trail:
    """A trail without where things stand, which is another place in another chain."""
    steps = tuple(step._replace(chain="", position=0) for step in trail.steps)
    return trail._replace(chain="", position=0, hash="", id="", steps=steps)


@pytest.fixture(scope="module")
def one():
    """The journey through one engine."""
    return travelled()


@pytest.fixture(scope="module")
def three():
    """The journey through three engines."""
    return played()


# The whole way


@pytest.mark.parametrize("seed", [None, *range(4)])
def test_every_receipt_tells_the_same_through_three_services_as_through_one(one, seed, monkeypatch):
    """Step by step, but for the words that lie in another service than the one that tells."""
    three = played(seed)
    assert one.receipts.keys() == three.receipts.keys()
    issuers = set()
    for name, code in three.receipts.items():
        teller, trail = told(three, code)
        issuers.add(trail.id.partition(":")[0])
        with monkeypatch.context() as patched:
            patched.setattr(one.engine, "words", teller.words)
            assert without_places(trail) == without_places(trail_of(one.engine, one.receipts[name])), name
    assert issuers == {"participation-1", "matching-1", "funding-1"}


def test_participation_tells_of_what_is_public_and_its_own_service_of_what_is_private(three):
    tellers: dict[Service, set[str]] = {service: set() for service in Service}
    for name, code in three.receipts.items():
        teller, _ = told(three, code)
        assert teller.share.service is not None
        tellers[teller.share.service].add(name.partition("-")[0])
    assert tellers[FUNDING] == {"grant"}
    assert tellers[MATCHING] == {"registration", "review"}
    assert {"heat", "sails", "team", "need", "application", "contest", "in"} <= tellers[PARTICIPATION]


def test_each_step_says_in_which_chain_of_another_service_it_stands(three):
    engines = three.engine.engines
    trail = trail_of(engines[PARTICIPATION], three.receipts["heat"])
    assert {step.chain for step in trail.steps} == {"", "matching-1", "funding-1"}
    for step in trail.steps:
        service = Service((step.chain or "participation-1").removesuffix("-1"))
        (record,) = engines[service].events("m", step.position - 1, step.position)
        assert (record.event.type, record.time) == (step.type, step.time)


def test_a_contribution_keeps_the_place_that_its_issuer_has_printed(three):
    for name in ("sails", "application-sails"):
        issuer = engine_of(three, three.receipts[name])
        own, (teller, trail) = trail_of(issuer, three.receipts[name]), told(three, three.receipts[name])
        assert teller is not issuer
        assert (trail.position, trail.hash, trail.id) == (own.position, own.hash, own.id)
        assert (own.chain, trail.chain) == ("", issuer.chain)


def engine_of(journey: JourneyApart, code: str) -> Engine:
    """The engine of whoever has issued a code."""
    (found,) = (one for one in journey.engine.engines.values() if code.startswith(prefix_of(one.chain or "")))
    return found


def test_words_stay_in_the_service_that_was_told_them(three):
    for name in ("sails", "need", "heat", "application-sails"):
        code = three.receipts[name]
        _, trail = told(three, code)
        assert "Secretwordsails" not in str(trail.as_plain()), name
        assert trail_of(engine_of(three, code), code).words, "its own service has them"


def test_who_asks_an_issuer_is_told_what_that_has_heard(three):
    """Matching hears from funding what it needs, and of its own it knows everything."""
    _, whole = told(three, three.receipts["sails"])
    own = trail_of(three.engine.engines[MATCHING], three.receipts["sails"])
    steps = [(step.chain or "matching-1", step.position, step.type) for step in own.steps]
    all_steps = [(step.chain, step.position, step.type) for step in whole.steps]
    assert steps == [step for step in all_steps if step in steps]
    assert {step[0] for step in all_steps if step not in steps} == {"funding-1"}
    assert own.words == "Secretwordsailstitle"


# The order


@pytest.mark.parametrize("seed", [None, 3])
def test_each_event_is_told_behind_all_that_its_writer_knew(seed):
    journey = played(seed)
    for service, engine in journey.engine.engines.items():
        told_to = dict.fromkeys((f"{one}-1" for one in Service), 0)
        events = list(events_as_known(engine.store, "m", Event.registry))
        kept = {chain: [one.position for one in events if one.chain == chain] for chain in told_to}
        for record in events:
            for chain, upto in record.facts_at.items():
                missing = [at for at in kept[chain] if told_to[chain] < at <= upto]
                assert not missing, f"{service}: {record.id} is told before {chain} {missing}"
            assert told_to[record.chain] < record.position
            told_to[record.chain] = record.position
        assert told_to[f"{service}-1"] == engine.head("m").position


def test_what_cannot_be_read_here_is_left_out_and_all_else_is_told():
    """A message of a newer schema is heard, and waits; vectors that name what does not exist tell nothing twice."""
    messages = played(upto=3).engine.engines[MATCHING].told("m")
    newer, later = messages[2], messages[3]
    unread = newer._replace(raw=newer.raw.replace(b'"schema":', b'"schema":9'))
    boasting = later._replace(raw=later.raw.replace(b'"participation-1":', b'"other":99999,"participation-1":'))
    store, heard = MemoryStore(), [unread if one is newer else boasting if one is later else one for one in messages]
    other = [one._replace(chain="other", raw=one.raw.replace(b"matching-1", b"other")) for one in messages]
    with store.transaction() as transaction:
        transaction.append(Batch("m", heard=[*heard, *other]))
    found = [(one.chain, one.position) for one in events_as_known(store, "m", Event.registry)]
    expected = [(one.chain, one.position) for one in (*heard, *other) if one is not unread]
    assert sorted(found) == sorted(expected)


# Who answers


def test_each_service_says_of_another_ones_code_who_answers_for_it(three):
    for code in three.receipts.values():
        issuer = engine_of(three, code)
        for engine in three.engine.engines.values():
            if engine is issuer:
                assert trail_of(engine, code).steps
                continue
            with pytest.raises(ReceiptElsewhere) as raised:
                trail_of(engine, code)
            assert raised.value.issuer == (issuer.chain, issuer.share.service, None)


def test_no_two_chains_have_a_receipt_key_in_common(three):
    keys = [engine.store.text("m", RECEIPT_KEY).text for engine in three.engine.engines.values()]
    assert len(set(keys)) == len(keys)


def test_it_is_said_in_both_languages_and_with_the_address_that_is_listed_also_of_who_is_silent():
    journey = JourneyApart()
    journey.engine.carry()
    participation = journey.engine.engines[PARTICIPATION]
    last = participation.store.heard_heads("m")["matching-1"].position
    journey.do(RetireChain(**M, chain="matching-1", last=last, reason="It moves."))
    journey.do(ListChain(**M, chain="matching-2", service=MATCHING, address="https://matching.example"))
    code = receipt_code(b"k" * 32, 7, "matching-2")
    with pytest.raises(ReceiptElsewhere) as raised:
        find_receipt(participation, code.lower().replace("-", " "))
    assert raised.value.issuer == ("matching-2", MATCHING, "https://matching.example")
    said = raised.value.say("en")
    assert said.endswith(
        "by another service, matching, in its chain matching-2, which answers for it at https://matching.example"
    )
    assert "https://matching.example" in raised.value.say("de")
    assert raised.value.say("de") != said


def test_a_code_of_a_retired_chain_is_answered_with_its_name():
    journey = played(upto=4)
    participation, matching = (journey.engine.engines[one] for one in (PARTICIPATION, MATCHING))
    last = participation.store.heard_heads("m")["matching-1"].position
    journey.do(RetireChain(**M, chain="matching-1", last=last, reason="It moves."))
    journey.do(ListChain(**M, chain="matching-2", service=MATCHING))
    with pytest.raises(ReceiptElsewhere) as raised:
        trail_of(participation, journey.receipts["sails"])
    assert raised.value.issuer.chain == "matching-1"
    found = find_receipt(matching, journey.receipts["sails"])
    assert trail_of_event(participation, found.id).steps, "what was heard of it goes on to be told"


def test_who_has_only_heard_of_a_mission_knows_who_answers():
    journey = JourneyApart()
    journey.stores[MATCHING] = MemoryStore()
    matching = journey.engine_of(MATCHING)
    matching.hear(journey.engine.engines[PARTICIPATION].told("m", limit=1))
    assert (matching.head("m").position, matching.store.missions()) == (0, ())
    for chain, elsewhere in {
        "participation-1": True,
        "funding-1": False,
        "matching-1": False,
        "nobody-1": False,
    }.items():
        with pytest.raises(ReceiptUnknown) as raised:
            find_receipt(matching, receipt_code(b"k" * 32, 7, chain))
        assert isinstance(raised.value, ReceiptElsewhere) is elsewhere, chain


def test_a_mistyped_code_leads_nowhere_and_one_without_a_prefix_to_no_other(three):
    code = three.receipts["sails"]
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(ReceiptElsewhere):
        find_receipt(three.engine.engines[PARTICIPATION], mistyped)
    for engine, wrong in ((MATCHING, mistyped), (PARTICIPATION, f"0000{code[4:]}"), (PARTICIPATION, code[5:])):
        with pytest.raises(ReceiptUnknown) as raised:
            find_receipt(three.engine.engines[engine], wrong)
        assert not isinstance(raised.value, ReceiptElsewhere)
    assert find_receipt(three.engine.engines[MATCHING], code[5:]).chain == "matching-1"
    with pytest.raises(ReceiptMalformed):
        find_receipt(three.engine.engines[MATCHING], code[:-1])


def test_an_event_that_is_private_unheard_or_no_contribution_has_no_trail(three):
    engines = three.engine.engines
    review = find_receipt(engines[MATCHING], three.receipts["review-rosa"]).id
    untold = next(one.id for one in engines[PARTICIPATION].events("m") if one.event.type not in TOLD)
    wrong = ["", ":", "m", "m:1", "matching-1:m:", "matching-1:m:x", "matching-1:m:²", "matching-1:m:0"]
    wrong += ["matching-1:m:-1", f"matching-1:m:{10**30}", "matching-1:n:1", "nobody-1:m:1", "funding-1:m:1:1"]
    for engine in engines.values():
        for id in (review, untold, *wrong):
            with pytest.raises(ReceiptUnknown, match="no contribution is known here as"):
                trail_of_event(engine, id)


def test_of_an_event_anyone_is_told_only_what_concerns_all(three):
    sails = find_receipt(three.engine.engines[MATCHING], three.receipts["sails"])
    participation = three.engine.engines[PARTICIPATION]
    assert "means" in str(trail_of_event(participation, sails.id, own=True).steps)
    assert "means" not in str(trail_of_event(participation, sails.id).steps)


def test_a_store_is_verified_with_the_codes_that_its_own_chain_has_issued(three):
    sails, heat = three.receipts["sails"], three.receipts["heat"]
    store = three.engine.engines[MATCHING].store
    report = verify_store(store, codes=[sails, sails[5:]])
    assert [seen.mission for seen in report.receipts] == ["m", "m"]
    for wrong in (heat, heat[:4] + sails[4:]):
        report = verify_store(store, codes=[wrong])
        assert report.receipts == ()
        assert "store-check.receipt-unknown" in {finding.what.code for finding in report.findings}


# One prefix, one chain


def namesakes(name: str) -> str:
    """Another name with the same prefix."""
    return next(other for other in map("other-{}".format, count()) if prefix_of(other) == prefix_of(name))


def test_two_chains_whose_receipts_would_begin_alike_cannot_be_listed():
    world, other = Scenario(), namesakes("matching-1")
    world.do(ListChain(**M, chain="matching-1", service=MATCHING))
    assert world.refused(ListChain(**M, chain=other, service=FUNDING)) == ("chain-prefix-taken",)
    world.do(RetireChain(**M, chain="matching-1", last=0, reason="It was a try."))
    assert world.refused(ListChain(**M, chain=other, service=MATCHING)) == ("chain-prefix-taken",)
    world.do(ListChain(**M, chain="matching-2", service=MATCHING))


def test_nor_one_that_would_begin_like_the_missions_own():
    world = Scenario()
    own = world.engine.memory("m").chain or ""
    assert world.refused(ListChain(**M, chain=namesakes(own), service=MATCHING)) == ("chain-prefix-taken",)
