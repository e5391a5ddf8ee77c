"""A service is replaced: by one that begins with the mission, or by one that takes the mission over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest

from osi_core.domain import Command, Fact, Refused, Service
from osi_core.funding import commands as funding
from osi_core.funding.facts import GrantRound
from osi_core.hearing.facts import Answer
from osi_core.log.memory import MemoryStore
from osi_core.log.store import EventStore
from osi_core.mission import chain_commands as chains
from osi_core.mission import commands as mission
from osi_core.mission.facts import ServingChain
from osi_core.money import Money
from osi_core.process import Engine
from osi_core.process.chance import by_seed
from osi_core.process.due import Due
from osi_core.process.export import write_bundle
from osi_core.process.hearing import Heard
from osi_core.process.share import service_of
from osi_core.process.verifying import verify_export
from osi_core.process.verifying_store import verify_store
from osi_core.solutions import commands as solutions
from osi_core.solutions.events import ErasureFollowed, UpdateKind
from osi_core.solutions.facts import Solution
from osi_core.testing.scenario import people_have_names
from tests.unit.process.apart import JourneyApart, played, rows_of
from tests.unit.process.journey import STEPS, M

BETTER: dict[str, Any] = {"title": "Sails for all", "kind": UpdateKind.CORRECTION}
PARTICIPATION, MATCHING, FUNDING = Service.PARTICIPATION, Service.MATCHING, Service.FUNDING


def another(journey: JourneyApart, service: Service = MATCHING) -> Engine:
    """A second engine of a service, over a store of its own."""
    journey.stores[service] = MemoryStore()
    return Engine(
        journey.stores[service],
        share=people_have_names(service.value),
        plugins=journey.plugins,
        clock=lambda: journey.now,
        chance=by_seed(b"scenario"),
        chain=f"{service}-2",
    )


def retire(journey: JourneyApart, service: Service = MATCHING) -> None:
    """The mission lets a chain go, at what was heard of it."""
    participation = journey.engine.engines[PARTICIPATION]
    chain = f"{service}-1"
    heads = participation.store.heard_heads("m")
    last = heads[chain].position if chain in heads else 0
    participation.handle(chains.RetireChain(mission="m", chain=chain, last=last, reason="Another one takes over"))


def listed(journey: JourneyApart, service: Service = MATCHING) -> None:
    chain = chains.ListChain(mission="m", chain=f"{service}-2", service=service)
    journey.engine.engines[PARTICIPATION].handle(chain)


def taken_over(journey: JourneyApart, service: Service = MATCHING) -> tuple[Engine, Engine]:
    """A service's engine, retired, and the one that has taken the mission over from it."""
    before, after = journey.engine.engines[service], another(journey, service)
    retire(journey, service)
    listed(journey, service)
    bring_all(journey, before, after)
    journey.engine.engines[service] = after
    journey.engine.carry()
    return before, after


def bring_all(journey: JourneyApart, *engines: Engine) -> None:
    """The last one hears all that the others have to say, asking again for what it could not take."""
    *others, hearer = engines
    origins = [one for service, one in journey.engine.engines.items() if one.share.service is not hearer.share.service]
    for _ in range(3):
        for origin in (*origins, *others):
            hearer.hear(origin.told("m"))


def refused(engine: Engine, command: Command, by: str) -> tuple[str, ...]:
    """The codes of all that speaks against a command."""
    with pytest.raises(Refused) as error:
        engine.handle(command, actor=by)
    return error.value.codes


# From the mission's start


def test_a_service_that_another_one_runs_from_the_start_is_just_another_chain():
    """Nobody has heard anything of the first engine, so all is as if it had never been."""
    journey = JourneyApart()
    taken_over(journey)
    for step in STEPS:
        step(journey)
    journey.engine.carry()
    one = played()
    for service, engine in journey.engine.engines.items():
        expected = rows_of(one.engine.engines[service])
        for kind in (ServingChain, Answer):  # they name chains
            expected[kind] = rows_of(engine)[kind]
        assert rows_of(engine) == expected


# In the middle


@pytest.mark.parametrize("service", [MATCHING, FUNDING])
@pytest.mark.parametrize("upto", range(len(STEPS) + 1))
def test_public_events_lead_every_aggregate_of_the_predecessor_on(service, upto):
    """Wherever it takes over: what each aggregate is, as far as it was said in public."""
    journey = played(upto=upto)
    before, after = taken_over(journey, service)
    for fact, rows in after.memory("m").rows.items():
        if is_public(before, fact):
            assert rows == before.memory("m").rows[fact], fact
    kinds = {line.command.at: line.command.state for line in after.share.rules.values() if line.command.state}
    memory = after.memory("m")
    for stream in {message.stream for message in before.told("m")}:
        for at, kind in kinds.items():
            if at.matches(stream):
                state, version = memory.aggregate(after.store, stream, kind)
                assert (state is not None, version) == (True, 0), stream


def is_public(engine: Engine, fact: type[Fact]) -> bool:
    """Whether a fact is made of public events of the own service alone."""
    sources = [source for source, kinds in engine.share.sources.items() if fact in kinds]
    own = all(source.public and service_of(source) is engine.share.service for source in sources)
    return fact is not Due and bool(sources) and own


def test_what_was_begun_before_goes_on_in_the_chain_that_takes_over():
    journey = played(upto=4)
    before, after = taken_over(journey)
    update = solutions.UpdateSolution(**M, solution="sails", **BETTER)
    handled = journey.do(update, by="ada")
    (updated,) = handled.events
    assert (updated.chain, updated.version) == ("matching-2", 1)
    assert after.memory("m").rows[Solution].keys() == before.memory("m").rows[Solution].keys()
    before.hear(journey.engine.engines[PARTICIPATION].told("m"))
    assert refused(before, update, by="ada") == ("mission-unknown",)


def test_it_is_made_again_from_its_own_store():
    journey = played(upto=4)
    _, after = taken_over(journey)
    journey.do(solutions.UpdateSolution(**M, solution="sails", **BETTER), by="ada")
    again = Engine(after.store, share=after.share, plugins=journey.plugins, chain="matching-2")
    assert rows_of(again) == rows_of(after)


# And back


def given_back(journey: JourneyApart, store: EventStore, service: Service = MATCHING) -> Engine:
    """The engine that goes on over this store, the first one's or another, once the second chain is retired too."""
    participation, second = journey.engine.engines[PARTICIPATION], journey.engine.engines[service]
    last = participation.store.heard_heads("m")[f"{service}-2"].position
    participation.handle(chains.RetireChain(**M, chain=f"{service}-2", last=last, reason="It is given back"))
    participation.handle(chains.ListChain(**M, chain=f"{service}-3", service=service))
    after = Engine(store, share=second.share, plugins=journey.plugins, clock=lambda: journey.now, chain=f"{service}-3")
    for _ in range(3):
        for other in journey.engine.engines.values():
            if other is not second:
                after.hear(other.told("m"))
        for former in (f"{service}-1", f"{service}-2"):
            after.hear(participation.told("m", of=former))
    journey.engine.engines[service] = after
    journey.engine.carry()
    return after


@pytest.mark.parametrize("own", [True, False], ids=["over its own store", "over a new one"])
@pytest.mark.parametrize("service", [MATCHING, FUNDING])
@pytest.mark.parametrize("upto", range(2, len(STEPS)))
def test_what_was_taken_over_is_given_back_with_what_was_said_meanwhile(upto, service, own, tmp_path):
    journey = played(upto=upto)
    before, between = taken_over(journey, service)
    before.hear(journey.engine.engines[PARTICIPATION].told("m"))
    update = solutions.UpdateSolution(**M, solution="sails", **BETTER)
    if service is MATCHING and not between.unmet(update, actor="ada"):
        journey.do(update, by="ada")
        journey.engine.carry()
    after = given_back(journey, before.store if own else MemoryStore(), service)
    assert after.memory("m").serves
    for fact, rows in after.memory("m").rows.items():
        if is_public(before, fact):
            assert rows == between.memory("m").rows[fact], fact
    kinds = {line.command.at: line.command.state for line in after.share.rules.values() if line.command.state}
    memory, former = after.memory("m"), between.memory("m")
    for stream in {message.stream for message in (*before.told("m"), *between.told("m"))}:
        for kind in [kind for at, kind in kinds.items() if at.matches(stream)]:
            state, _ = memory.aggregate(after.store, stream, kind)
            assert state == former.aggregate(between.store, stream, kind)[0], stream
    again = Engine(after.store, share=after.share, plugins=journey.plugins, chain=after.chain)
    assert rows_of(again) == rows_of(after)
    journey.stores[service] = after.store
    write_bundle(after.store, "m", tmp_path / "bundle", share=service.value)
    report = verify_export(tmp_path / "bundle", journey.plugins)
    assert (report.damaged_at, report.findings) == (None, ())
    assert verify_store(after.store).exit_code == 0


# In order


def test_nothing_is_taken_before_all_of_the_predecessor_was_heard():
    journey = played(upto=3)
    before, after = journey.engine.engines[MATCHING], another(journey)
    retire(journey)
    listed(journey)
    told = journey.engine.engines[PARTICIPATION].told("m")
    assert after.hear(told)[-1] is Heard.GAP
    assert not after.memory("m").serves
    assert after.hear(before.told("m")[:-1])[-1] is Heard.TAKEN
    assert after.hear(told)[-1] is Heard.GAP
    after.hear(before.told("m"))
    assert after.hear(told)[-1] is Heard.TAKEN
    assert after.memory("m").serves


def test_a_chain_retires_where_it_was_heard_to():
    journey = played(upto=3)
    participation = journey.engine.engines[PARTICIPATION]
    heard = participation.store.heard_heads("m")["matching-1"].position
    for last in (0, heard - 1, heard + 1):
        with pytest.raises(Refused) as refused:
            participation.handle(chains.RetireChain(mission="m", chain="matching-1", last=last, reason="It moves"))
        assert refused.value.codes == ("chain-heard-otherwise",)
        assert dict(refused.value.unmet[0].values)["heard"] == heard


def test_a_chain_hears_neither_itself_nor_one_of_its_service_that_is_not_retired():
    journey = played(upto=3)
    before, after = journey.engine.engines[MATCHING], another(journey)
    after.hear(journey.engine.engines[PARTICIPATION].told("m"))
    assert after.hear(before.told("m")[:1]) == [Heard.UNLISTED]
    taken_over(journey)
    assert before.hear(before.told("m")[:1]) == [Heard.UNLISTED]


# What the predecessor had not done


def team_of_the_sails(engine: Engine) -> Collection[str]:
    sails = engine.memory("m").rows[Solution]["sails"]
    assert isinstance(sails, Solution)
    return sails.team


def test_an_erasure_that_the_predecessor_had_not_heard_of_is_followed():
    journey = played(upto=3)
    participation = journey.engine.engines[PARTICIPATION]
    participation.handle(mission.EraseParticipant(**M, participant="cem"), actor="cem")
    _, after = taken_over(journey)
    followed = [one.event.participant for one in after.events("m") if isinstance(one.event, ErasureFollowed)]
    assert followed == ["cem"]
    assert "cem" not in team_of_the_sails(after)


def test_an_erasure_that_the_predecessor_has_followed_is_not_followed_again():
    journey = played(upto=3)
    journey.do(mission.EraseParticipant(**M, participant="cem"), by="cem")
    journey.engine.carry()
    _, after = taken_over(journey)
    assert not [one for one in after.events("m") if isinstance(one.event, ErasureFollowed)]
    assert "cem" not in team_of_the_sails(after)


# What was private is not there


@pytest.fixture
def funded(monkeypatch: pytest.MonkeyPatch) -> JourneyApart:
    """Aue's fund, and a grant round in which the sails have applied; its days for ballots have begun."""
    journey = played(upto=3)
    with monkeypatch.context() as without:
        without.setattr(JourneyApart, "fund_initiatives", lambda _: None)
        journey.support_initiatives()
    amount = Money(minor=100_000, currency="EUR")
    fund = funding.OpenFund(**M, fund="f1", institution="aue", purpose="A cooler town", amount=amount)
    journey.do(fund, by="aue-speaker")
    days: dict[str, Any] = {
        "applications_until": journey.now + timedelta(days=2),
        "closes_at": journey.now + timedelta(days=4),
    }
    journey.do(funding.OpenGrantRound(**M, round="g1", fund="f1", budget=amount, **days), by="olga")
    asked: dict[str, Any] = {"application": "for-sails", "initiative": "sails", "asked": amount, "purpose": "Cloth"}
    journey.do(funding.ApplyForGrant(**M, round="g1", **asked), by="ada")
    journey.later(days=3)
    journey.engine.carry()
    return journey


BALLOT = funding.CastGrantBallot(**M, round="g1", participant="dia", ballot="b1", choices=("for-sails",))
CLOSE = funding.CloseGrantRound(**M, round="g1")


def test_a_round_whose_key_and_secret_stayed_with_the_predecessor_says_so(funded):
    before, after = taken_over(funded, FUNDING)
    round = before.memory("m").rows[GrantRound]["g1"]
    assert isinstance(round, GrantRound)
    assert before.store.text("m", round.box_sha256 or "")
    assert refused(after, BALLOT, by="dia") == ("box-key-missing",)
    funded.later(days=2)
    assert refused(after, CLOSE, by="olga") == ("secret-lost",)


def test_what_the_predecessor_had_closed_is_not_decided_from_another_log(funded):
    funded.do(BALLOT, by="dia")
    funded.later(days=2)
    funded.do(CLOSE, by="olga")
    funded.engine.carry()
    before, after = taken_over(funded, FUNDING)
    assert before.memory("m").rows[Due]
    assert not after.memory("m").rows[Due]
    ends = after.head("m")
    funded.decide()
    assert after.head("m") == ends


def test_words_and_receipts_of_the_predecessor_stay_with_it():
    journey = played(upto=3)
    before, after = taken_over(journey)
    assert any(text.author for _, text in before.store.texts())
    assert not any(text.author for _, text in after.store.texts())
    assert not [code for _, code in after.store.receipts() if before.store.receipt(code.code_sha256)]


def test_the_bundle_of_the_chain_that_took_over_verifies_alone(tmp_path):
    journey = played(upto=4)
    _, after = taken_over(journey)
    journey.do(solutions.UpdateSolution(**M, solution="sails", **BETTER), by="ada")
    write_bundle(after.store, "m", tmp_path / "bundle", share="matching")
    report = verify_export(tmp_path / "bundle", journey.plugins)
    assert (report.damaged_at, report.findings) == (None, ())
    assert set(report.given) == {"participation-1", "matching-1", "funding-1"}
