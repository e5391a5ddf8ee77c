"""What an audit takes for granted, checked first: that an outcome keeps to the budget, and pays what it chooses."""

from __future__ import annotations

from osi_core.money import Money
from osi_core.plugins import Allocation, AllocationProblem
from osi_core.words import Message
from osi_voting.commands.outcome_source import Found
from osi_voting.formats.election import Election

__all__ = ["premises"]

_MOST_NAMED = 8


def premises(election: Election, found: Found) -> tuple[Message, ...]:
    """Which premises an outcome does not meet. What is judged then is said of more than the budget buys."""
    problem = election.problem
    if not isinstance(problem, AllocationProblem):
        return ()
    costs, broken = problem.costs(), []
    spent = sum(costs.get(item, 0) for item in found.winners)
    parts = _parts(found, costs)
    if spent > problem.budget and not parts:
        over = {"spent": _money(spent, election), "budget": _money(problem.budget, election)}
        broken.append(Message("voting.premise.over-budget", {"name": found.label, **over}))
    if parts:
        named = tuple(election.called(item) for item in parts[:_MOST_NAMED])
        broken.append(Message.of("voting.premise.in-part", name=found.label, count=len(parts), named=named))
    told = election.published
    if found.official and told is not None and told.selected is not None:
        marked = [item for item, mark in told.selected.items() if mark != "1"]
        if marked:
            named = tuple(election.called(item) for item in marked[:_MOST_NAMED])
            broken.append(Message.of("voting.published.marked", count=len(marked), named=named))
    return tuple(broken)


def _parts(found: Found, costs: dict[str, int]) -> list[str]:
    """What a rule gives less than its cost."""
    outcome = None if found.decision is None else found.decision.outcome
    if not isinstance(outcome, Allocation):
        return []
    return [award.item for award in outcome.awards if award.amount < costs[award.item]]


def _money(minor: int, election: Election) -> Money:
    return Money(minor=minor, currency=election.currency)
