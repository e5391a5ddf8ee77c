"""Random small approval elections with an outcome that some careless rule might have decided."""

from __future__ import annotations

from hypothesis import strategies as st

from osi_core.plugins import Allocation, AllocationProblem, Award, Profile, Ranking

ITEMS = "abcde"


@st.composite
def allocations(draw: st.DrawFn) -> tuple[AllocationProblem, Allocation]:
    """Up to seven ballots with weights, costs up to 12, and anything within the budget chosen."""
    items = ITEMS[: draw(st.integers(1, 5))]
    ballots = draw(st.lists(st.sets(st.sampled_from(items)).map(sorted), min_size=1, max_size=7))
    weights = draw(st.lists(st.integers(1, 4), min_size=len(ballots), max_size=len(ballots)))
    costs = draw(st.lists(st.integers(1, 12), min_size=len(items), max_size=len(items)))
    budget = draw(st.integers(1, 25))
    won, left = [], budget
    for item in draw(st.permutations(items)):
        if costs[items.index(item)] <= left and draw(st.booleans()):
            won.append(item)
            left -= costs[items.index(item)]
    fields = {"weights": weights, "cost": costs, "budget": budget, "currency": "EUR"}
    problem = AllocationProblem.of("approval", items, ballots, **fields)
    awards = tuple(Award(item=item, amount=costs[items.index(item)]) for item in won)
    return problem, Allocation(currency="EUR", awards=awards, spent=budget - left)


@st.composite
def committees(draw: st.DrawFn) -> tuple[Profile, Ranking]:
    """Up to seven ballots with weights, and any items chosen."""
    items = ITEMS[: draw(st.integers(2, 5))]
    ballots = draw(st.lists(st.sets(st.sampled_from(items)).map(sorted), min_size=1, max_size=7))
    weights = draw(st.lists(st.integers(1, 4), min_size=len(ballots), max_size=len(ballots)))
    size = draw(st.integers(1, len(items)))
    order = tuple(draw(st.permutations(items))[:size])
    return Profile.of("approval", items, ballots, weights=weights, size=size), Ranking(order=order)


@st.composite
def scored(draw: st.DrawFn) -> tuple[AllocationProblem, list[str]]:
    """Up to six ballots with points or ranks and weights, costs up to 12, and anything chosen, within the budget or
    not.
    """
    items = ITEMS[: draw(st.integers(1, 5))]
    some = st.lists(st.sampled_from(items), unique=True)
    count = draw(st.integers(1, 6))
    kind = draw(st.sampled_from(["points", "ranked"]))
    one = some if kind == "ranked" else st.dictionaries(st.sampled_from(items), st.integers(0, 9))
    ballots = draw(st.lists(one, min_size=count, max_size=count))
    weights = draw(st.lists(st.integers(1, 4), min_size=count, max_size=count))
    costs = draw(st.lists(st.integers(0, 12), min_size=len(items), max_size=len(items)))
    fields = {"weights": weights, "cost": costs, "budget": draw(st.integers(1, 25)), "currency": "EUR"}
    return AllocationProblem.of(kind, items, ballots, **fields), draw(some)
