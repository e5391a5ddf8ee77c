"""Where knowledge is late, commands may be refused or granted otherwise than in one engine, and nothing breaks."""

from __future__ import annotations

import os
import random
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from osi_core.domain import Command, Phase, Refused, Service, StopReason
from osi_core.funding.commands import CloseGrantRound, OpenFund, OpenGrantRound
from osi_core.funding.facts import Fund
from osi_core.hearing.events import ErasureAnswered
from osi_core.hearing.facts import Parked, Stopped
from osi_core.mission.commands import CreateMission, EraseParticipant
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.process.erasing import erasures_of
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.process.share import service_of
from osi_core.support import commands as support
from osi_core.support.events import OfferWithdrawn, SupportKind
from tests.unit.process.apart import Apart, JourneyApart, played, rows_of
from tests.unit.process.journey import STEPS, Journey, M

SEEDS = int(os.environ.get("OSI_SOAK_SEEDS", "5"))
MONEY = Money(minor=100_000, currency="EUR")
STIPENDS = support.OfferSupport(**M, offer="o2", kind=SupportKind.STIPEND, budget=MONEY, fund="f2")


def open_round(now: datetime) -> OpenGrantRound:
    until, closes_at = now + timedelta(days=2), now + timedelta(days=4)
    return OpenGrantRound(**M, round="g2", fund="f2", budget=MONEY, applications_until=until, closes_at=closes_at)


# One fund, two who spend it


@pytest.fixture
def town() -> JourneyApart:
    """A programme runs, and Aue has given a fund of which nothing is spent."""
    journey = played(upto=3)
    journey.open(Phase.SUPPORT)
    journey.do(support.StartProgramme(**M, programme="first"), by="olga")
    journey.do(support.AdmitInitiative(**M, initiative="sails", programme="first"), by="olga")
    journey.do(OpenFund(**M, fund="f2", institution="aue", purpose="Shade", amount=MONEY), by="aue-speaker")
    need = support.StateNeed(**M, need="n2", initiative="sails", kind=SupportKind.STIPEND, text="Cloth", amount=MONEY)
    journey.do(need, by="ada")
    journey.engine.carry()
    return journey


def at_once(town: Apart, command: Command, by: str, service: Service = Service.MATCHING) -> Handled:
    """A command is granted by a service that has not heard anything new."""
    return town.engine.engines[service].handle(command, actor=by)


def test_an_offer_of_money_that_was_spent_meanwhile_ends_and_the_money_is_spent_once(town):
    at_once(town, STIPENDS, "aue-speaker")
    at_once(town, open_round(town.now), "olga", Service.FUNDING)
    town.engine.carry()
    matching = town.engine.engines[Service.MATCHING]
    (ended,) = [one.event for one in matching.events("m") if isinstance(one.event, OfferWithdrawn)]
    assert (ended.offer, ended.reason) == ("o2", StopReason.NO_MONEY)
    fund = town.engine.memory("m").rows[Fund]["f2"]
    assert isinstance(fund, Fund)
    assert fund.ledger.balance(Account.RESERVED) == MONEY
    assert_whole(town)


def test_what_an_offer_has_set_aside_no_round_can_have(town):
    at_once(town, STIPENDS, "aue-speaker")
    town.engine.carry()
    with pytest.raises(Refused) as refused:
        at_once(town, open_round(town.now), "olga", Service.FUNDING)
    assert refused.value.codes == ("fund-too-small",)


def test_stipends_are_promised_and_freed_only_once_their_fund_has_set_the_money_aside(town):
    at_once(town, STIPENDS, "aue-speaker")
    match = support.MatchNeed(**M, offer="o2", need="n2")
    for command in (match, support.WithdrawOffer(**M, offer="o2", reason=StopReason.NO_TIME)):
        with pytest.raises(Refused) as refused:
            at_once(town, command, "aue-speaker")
        assert refused.value.codes == ("money-not-set-aside",)
    town.engine.carry()
    at_once(town, match, "aue-speaker")
    town.engine.carry()
    assert_whole(town)


# Whatever comes late


class Asked(NamedTuple):
    command: Command
    by: str | Office
    at: datetime


class Listening(Journey):
    """A journey that notes what is asked for."""

    asked: list[Asked]

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        vars(self).setdefault("asked", []).append(Asked(command, by, self.now))
        return super().do(command, by, **options)


def everything() -> list[Asked]:
    """What the whole journey asks for, and others who want the same money, or go."""
    journey = Listening()
    for step in STEPS[:3]:
        step(journey)
    early = len(journey.asked)
    for step in STEPS[3:]:
        step(journey)
    asked = [one for one in journey.asked if not isinstance(one.command, CreateMission)]
    starts = next(n for n, one in enumerate(asked) if isinstance(one.command, support.StartProgramme))
    fund = OpenFund(**M, fund="f2", institution="aue", purpose="Shade", amount=MONEY)
    more = [
        (fund, "aue-speaker"),
        (STIPENDS, "aue-speaker"),
        (open_round(asked[starts].at), "olga"),
        (STIPENDS.model_copy(update={"offer": "o3"}), "aue-speaker"),
        (support.WithdrawOffer(**M, offer="o3", reason=StopReason.NO_TIME), "aue-speaker"),
    ]
    closes = next(n for n, one in enumerate(asked) if isinstance(one.command, CloseGrantRound))
    asked.insert(closes + 1, asked[closes]._replace(command=CloseGrantRound(**M, round="g2")))
    asked[starts + 1 : starts + 1] = [Asked(command, by, asked[starts].at) for command, by in more]
    gone = (early, "cem"), (len(asked) - 40, "ben")
    for place, who in gone:
        asked.insert(place, Asked(EraseParticipant(**M, participant=who), who, asked[place].at))
    return asked


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_is_decided_on_older_knowledge_all_agree_in_the_end_and_no_money_is_lost_or_made(seed):
    """People ask in somewhat another order, and again when they were refused."""
    dice, asked = random.Random(seed), everything()
    town = Apart(seed=seed, late=0.8, challenges={"top": 2})
    for store in town.stores.values():  # readers are in the way of most erasures
        store.scrub = lambda: dice.random() < 0.2  # type: ignore[method-assign]
    order = sorted(range(len(asked)), key=lambda place: place + dice.random() * 3)
    again: list[Asked] = []
    granted = 0
    for number, place in enumerate(order):
        town.now = max(town.now, asked[number].at)
        tried, again = [asked[place], *again], []
        for one in tried:
            try:
                town.do(one.command, by=one.by)
                granted += 1
            except Refused:
                again.append(one)
        if number % 10 == 0:
            town.decide()
    town.engine.carry()
    assert granted > len(asked) / 2
    assert_erased_everywhere(town)
    assert_whole(town)


def assert_erased_everywhere(town: Apart) -> None:
    """Once no reader is in the way any more, and timers have run, each chain has answered each erasure, once."""
    for service, engine in town.engine.engines.items():
        del town.stores[service].scrub
        engine.settle("m")
    town.engine.carry()
    erasures = erasures_of(town.engine.engines[Service.PARTICIPATION].memory("m"))
    assert {one.erasure.participant for one in erasures} == {"cem", "ben"}
    for one in erasures:
        assert (len(one.answered), one.silent, one.retired) == (3, {}, ())
    for engine in town.engine.engines.values():
        said = [one.event.position for one in engine.events("m") if isinstance(one.event, ErasureAnswered)]
        assert sorted(said) == [one.erasure.position for one in erasures]


def assert_whole(town: Apart) -> None:
    """Nothing waits, all know the same of what was said in public and know it again, and all money is accounted for."""
    for service, engine in town.engine.engines.items():
        rows = rows_of(engine)
        assert rows[Parked] == rows[Stopped] == {}, service
        assert rows_of(town.engine_of(service)) == rows, service
        for kind in rows:
            if service_of(kind) is not None and all(source.public for source in kind.sources):
                assert rows[kind] == town.engine.memory("m").rows[kind], f"{service} of {kind.__name__}"
    for name, fund in town.engine.memory("m").rows[Fund].items():
        assert isinstance(fund, Fund)
        assert sum(fund.ledger.balance(account).minor for account in Account) == 0, name
        set_aside = sum(one.reserved.minor for one in fund.stipends.values())
        assert fund.ledger.reserved >= set_aside >= sum(one.matched.minor for one in fund.stipends.values())
