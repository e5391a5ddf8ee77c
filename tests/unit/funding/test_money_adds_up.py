"""Whatever is asked, voted, paid and returned: a fund's accounts add up to the cent, and none is overdrawn."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.domain import Refused, StopReason
from osi_core.funding import commands as c
from osi_core.funding.events import Booked
from osi_core.funding.facts import Fund, Grant
from osi_core.money import Money
from osi_core.money.ledger import Account, Ledger
from tests.unit.funding.conftest import Funded

TEAMS = {"shade": "ada", "wells": "ben", "fans": "cem"}
CENTS = st.integers(1, 60_000)
ACTIONS = st.tuples(
    st.sampled_from(["accept", "lapse", "propose", "pay", "return"]),
    st.sampled_from(sorted(TEAMS)),
    st.none() | CENTS,
)


def euros(minor):
    return Money(minor=minor, currency="EUR")


def attempt(town, command, by):
    """The command is granted, or refused without leaving anything behind."""
    before = town.balances()
    try:
        town.do(command, by=by)
    except Refused:
        assert town.balances() == before


@settings(max_examples=40, deadline=None)
@given(
    budget=CENTS,
    asked=st.tuples(CENTS, CENTS, CENTS),
    votes=st.lists(st.sets(st.sampled_from(sorted(TEAMS))), max_size=4),
    actions=st.lists(ACTIONS, max_size=8),
)
def test_money_adds_up_from_the_fund_to_what_came_back(budget, asked, votes, actions):
    town = Funded()
    town.fund(600)
    town.round(budget / 100)
    for (initiative, by), cents in zip(TEAMS.items(), asked, strict=True):
        if cents <= budget:
            town.apply(initiative, cents / 100, by)
    applied = set(town.facts(Grant))
    town.later(days=8)
    for who, choices in zip(("ada", "ben", "cem", "dia"), votes, strict=False):
        town.cast(who, *sorted(choices & applied))
    town.close()
    town.decide()
    for what, application, cents in actions:
        town.later(days=4)
        grant: dict[str, Any] = {"mission": "m", "round": "first", "application": application}
        amount = cents and euros(cents)
        command, by = {
            "accept": (c.AcceptGrant(**grant), TEAMS[application]),
            "lapse": (c.LapseGrant(**grant), "olga"),
            "propose": (c.ProposeGrantMove(**grant, amount=amount), "olga"),
            "pay": (c.PayGrant(**grant, amount=amount), "rita"),
            "return": (c.ReturnGrant(**grant, reason=StopReason.OTHER, amount=amount), TEAMS[application]),
        }[what]
        attempt(town, command, by)

    it_adds_up(town, given=60_000)
    assert sum(grant.awarded.minor for grant in town.facts(Grant).values()) <= budget


@settings(max_examples=40, deadline=None)
@given(
    actions=st.lists(
        st.tuples(
            st.sampled_from(["lose", "write_off", "lose", "write_off", "find", "return"]),
            st.sampled_from([None, 1, 10_000, 29_999, 30_000]),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_money_that_is_lost_and_found_adds_up(actions):
    town = Funded()
    town.decided()
    town.accept("wells")
    town.propose("wells")
    grant: dict[str, Any] = {"mission": "m", "round": "first", "application": "wells"}
    town.do(c.PayGrant(**grant), by="rita")
    for what, cents in actions:
        amount = cents and euros(cents)
        command, by = {
            "lose": (c.ProposeWriteOff(**grant, amount=amount, reason="gone"), "olga"),
            "write_off": (c.WriteOffGrant(**grant, amount=amount), "rita"),
            "find": (c.UndoWriteOff(**grant, amount=amount, reason="found"), "olga"),
            "return": (c.ReturnGrant(**grant, reason=StopReason.OTHER, amount=amount), "ben"),
        }[what]
        attempt(town, command, by)
        it_adds_up(town, given=100_000)


def it_adds_up(town, given):
    fund, grants = town.fact(Fund, "town"), town.facts(Grant).values()
    held = {account: fund.ledger.balance(account).minor for account in Account}
    assert sum(held.values()) == 0
    assert all(minor >= 0 for account, minor in held.items() if account is not Account.GIVER)
    assert sum(grant.paid.minor for grant in grants) == held[Account.PAID]
    assert held[Account.RETURNED] == 0, "what came back is free again"
    assert sum(grant.written_off.minor for grant in grants) == held[Account.WRITTEN_OFF]
    assert held[Account.FUND] + held[Account.GRANTED] + held[Account.PAID] + held[Account.WRITTEN_OFF] == given
    postings = [posting for event in town.events(Booked) for posting in event.postings]
    assert Ledger(currency="EUR").post(postings) == fund.ledger
