"""Co-funding problems for the tests: who gave what, as a list of (person, item, minor units)."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from osi_core.plugins import AllocationProblem, Column, Pot

__all__ = ["co_funding", "given_by_ballots", "problem"]

Gifts = list[tuple[int, str, int]]


def problem(items: str, gifts: Gifts, budget: int, cost: int | list[int] = 10**9, **fields: Any) -> AllocationProblem:
    """Items are single letters."""
    costs = [cost] * len(items) if isinstance(cost, int) else cost
    columns = {
        "contributor": Column.of("i4", [person for person, _, _ in gifts]),
        "contribution_item": Column.of("i4", [items.index(item) for _, item, _ in gifts]),
        "contribution": Column.of("i8", [amount for _, _, amount in gifts]),
    }
    fields = {"partial": True, "currency": "EUR"} | fields
    return AllocationProblem.of("approval", list(items), [], cost=costs, budget=budget, **columns, **fields)


def given_by_ballots(election: AllocationProblem) -> AllocationProblem:
    """The same election with contributions: each ballot's voter gives 1 to 4 to each item that it names."""
    gifts = [(voter, item, 1 + (voter + item) % 4) for voter, row in enumerate(election.rows()) for item in row]
    fields = {name: getattr(election, name) for name in type(election).model_fields}
    fields["contributor"] = Column.of("i4", [voter for voter, _, _ in gifts])
    fields["contribution_item"] = Column.of("i4", [item for _, item, _ in gifts])
    fields["contribution"] = Column.of("i8", [amount for _, _, amount in gifts])
    fields["partial"] = bool(election.budget % 2)
    return AllocationProblem.model_validate(fields)


@st.composite
def co_funding(draw: st.DrawFn, partial: bool | None = None) -> AllocationProblem:
    """Up to five items, eight people, with pots and conflicts at times."""
    items = "abcde"[: draw(st.integers(1, 5))]
    gift = st.tuples(st.integers(0, 7), st.sampled_from(items), st.integers(0, 5000))
    fields: dict[str, Any] = {"partial": draw(st.booleans()) if partial is None else partial}
    if draw(st.booleans()):
        fields["districts"] = tuple(draw(st.sampled_from(["north", "south"])) for _ in items)
        fields["categories"] = tuple(tuple(draw(st.sets(st.sampled_from(["green", "young"])))) for _ in items)
        fields["district_pots"] = (Pot(id="north", amount=draw(st.integers(0, 9000))),)
        fields["category_pots"] = (Pot(id="green", amount=draw(st.integers(0, 9000))),)
    if len(items) > 1 and draw(st.booleans()):
        fields["conflicts"] = ((items[0], items[1]),)
    cost = [draw(st.integers(0, 20_000)) for _ in items]
    return problem(items, draw(st.lists(gift, max_size=20)), draw(st.integers(0, 20_000)), cost, **fields)
