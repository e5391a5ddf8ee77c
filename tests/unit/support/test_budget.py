"""A stipend budget is never overspent, to the cent, whatever is asked, released or withdrawn in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Actor, Context, DataOrigin, FactKey, Phase, Recorded, Role, StopReason, Unmet
from osi_core.funding.events import FundOpened
from osi_core.funding.facts import Fund
from osi_core.money import Money
from osi_core.money.ledger import Account, moves
from osi_core.process.share import share_of
from osi_core.solutions.events import Joining, SolutionOrigin
from osi_core.solutions.facts import Solution
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.facts import Initiative, Need, Offer, Programme
from osi_core.support.state import OfferState

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SEAL = "0" * 64


def euros(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


class Step(NamedTuple):
    command: type[c.OfOffer]
    need: int
    amount: int | None


AMOUNTS = st.integers(1, 120)
STEPS = st.builds(
    Step,
    st.sampled_from([c.MatchNeed, c.MatchNeed, c.MatchNeed, c.ReleaseMatch, c.DeliverSupport, c.WithdrawOffer]),
    st.integers(0, 5),
    st.none() | AMOUNTS,
)


class Ledger:
    """An offer of stipends with its state and the facts about it, driven through the table of rules."""

    def __init__(self, budget: int, asked: list[int], capacity: int) -> None:
        self.needs: dict[str, Need] = {}
        self.offers: dict[str, Offer] = {}
        self.funds: dict[str, Fund] = {}
        self.state: OfferState | None = None
        self.position = 0
        given, fund = euros(budget), {"fund": "town", "institution": "town", "purpose": "Shade"}
        self.take(FundOpened(**fund, amount=given, postings=(moves(Account.GIVER, Account.FUND, given),)))
        for number, amount in enumerate(asked):
            text, skills = SEAL, ()
            self.take(
                e.NeedStated(
                    need=f"n{number}",
                    initiative="shade",
                    kind=e.SupportKind.STIPEND,
                    text=text,
                    skills=skills,
                    amount=euros(amount),
                )
            )
        self.take(
            e.SupportOffered(
                offer="o1",
                offerer="rita",
                institution="town",
                kind=e.SupportKind.STIPEND,
                text=None,
                capacity=capacity,
                skills=(),
                budget=euros(budget),
                fund="town",
            )
        )

    def take(self, event) -> None:
        self.position += 1
        record = Recorded("m", self.position, "s", 1, "i", "", NOW, "rita", "", DataOrigin.REAL, (), {}, event, b"")
        if isinstance(event, Need.sources):
            Need.fold(self.needs, record)
        if isinstance(event, Offer.sources):
            Offer.fold(self.offers, record)
        if isinstance(event, Fund.sources):
            Fund.fold(self.funds, record)
        if not isinstance(event, (e.NeedStated, FundOpened)):
            self.state = OfferState.evolve(self.state, event)

    def do(self, step: Step) -> list[Unmet]:
        """The step is granted or refused by the rules; what does not hold, if anything."""
        fields: dict[str, Any] = {"need": f"n{step.need}"}
        if step.command is c.MatchNeed:
            fields["amount"] = euros(step.amount) if step.amount else None
        elif step.command is c.ReleaseMatch:
            fields["reason"] = StopReason.CIRCUMSTANCES
        elif step.command is c.WithdrawOffer:
            fields = {"reason": StopReason.NO_TIME}
        command = step.command(mission="m", offer="o1", **fields)
        context = self.context(command)
        line = share_of("all").rules[step.command]
        unmet = [one for condition in line.when for one in condition(command, self.state, context)]
        if not unmet:
            for event in line.decide(command, self.state, context):
                self.take(event)
        return unmet

    def context(self, command: c.OfOffer) -> Context:
        solution = Solution(
            author="ada",
            title=SEAL,
            text=SEAL,
            origin=SolutionOrigin.EXISTING,
            challenges=("heat",),
            wanted_skills=(),
            joining=Joining.OPEN,
            team=("ada",),
            submitted_at=NOW,
        )
        rows = {
            Solution: {"shade": solution},
            Initiative: {
                "shade": Initiative(programme="first", admitted_at=NOW, last_admitted_at=NOW, last_active_at=NOW)
            },
            Need: self.needs,
            Fund: self.funds,
            Programme: {"first": Programme(starts_on=NOW.date(), ends_on=NOW.date())},
        }
        facts = {need: self.known(rows, need) for need in command.needs(self.state)}
        actor = Actor(
            participant="rita", roles=frozenset({Role.REPRESENTATIVE}), institution="town", mandates={"town": True}
        )
        return Context(time=NOW, actor=actor, open_phases=frozenset({Phase.SUPPORT}), facts=facts)

    @staticmethod
    def known(rows, need: FactKey):
        return rows[need.kind] if need.key is None else rows[need.kind].get(need.key)


@given(st.integers(1, 200), st.lists(AMOUNTS, min_size=6, max_size=6), st.integers(1, 6), st.lists(STEPS, max_size=25))
def test_a_budget_is_never_overspent_and_every_cent_is_accounted_for(budget, asked, capacity, steps):
    ledger = Ledger(budget, asked, capacity)
    for step in steps:
        ledger.do(step)
        state, offer = ledger.state, ledger.offers["o1"]
        assert state is not None
        granted = sum(need.granted.minor for need in ledger.needs.values() if need.granted)
        assert 0 <= granted <= budget
        assert state.granted == offer.granted == euros(granted)
        assert state.left == offer.left == euros(budget - granted)
        assert len(state.matches) == offer.taken <= capacity
        assert all(n.granted <= n.amount for n in ledger.needs.values() if n.granted and n.amount)


@given(st.integers(1, 100), st.integers(1, 100))
def test_a_stipend_is_refused_exactly_when_the_budget_falls_short(budget, amount):
    ledger = Ledger(budget, [amount], capacity=1)
    codes = [unmet.code for unmet in ledger.do(Step(c.MatchNeed, 0, None))]
    assert codes == ([] if amount <= budget else ["budget-exceeded"])


def test_two_offers_of_the_last_cent_do_not_both_count():
    ledger = Ledger(100, [100, 1], capacity=2)
    assert ledger.do(Step(c.MatchNeed, 0, None)) == []
    assert [unmet.code for unmet in ledger.do(Step(c.MatchNeed, 1, None))] == ["budget-exceeded"]
    assert ledger.do(Step(c.ReleaseMatch, 0, None)) == []
    assert ledger.do(Step(c.MatchNeed, 1, None)) == []
