"""Allocation: a profile with a budget in, what is funded and with how much out. Money is whole minor units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from osi_core.plugins.columns import Column
from osi_core.plugins.errors import ProblemRefused
from osi_core.plugins.problems.model import Id, Outcome, Rational, check_range, check_type, check_unique, unexplained
from osi_core.plugins.problems.profile import Profile

__all__ = ["Allocation", "AllocationProblem", "Award", "Pot"]

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""An ISO 4217 code, such as EUR."""


class Pot(BaseModel):
    """A part of the budget that one category or one district may at most receive, in minor units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    amount: int = Field(ge=0)


class Award(BaseModel):
    """What one item receives, in minor units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Id
    amount: int = Field(ge=0)


class Allocation(Outcome):
    """What is funded and with how much, in the order of the decision. `spent` is the sum, in minor units."""

    model: ClassVar[str] = "osi.allocation"

    currency: Currency
    awards: tuple[Award, ...]
    spent: int = Field(ge=0)
    tied: tuple[tuple[Id, ...], ...] = ()


class AllocationProblem(Profile):
    """A profile whose `cost` is what each item asks for, and the money there is.

    `budget` and all amounts are whole minor units of `currency`. `scores` (empty, or one an item) is a judgement made
    before, as exact numbers; where it is empty the ballots decide. Contributions of citizens, for matching funds, are
    three columns of equal length: `contributor` (i4, a dense number), `contribution_item` (i4, index into `items`) and
    `contribution` (i8, minor units). `substitutes` are groups of items that serve the same end: one of a group
    satisfies a ballot, the others then give it nothing. `partial` allows to give less than the cost.

    An item that all ballots together give fewer than `minimum_points` is not funded; approvals are a point each. On a
    ranked ballot the first place of `places` gives so many points, the next one fewer, and so on; without `places`
    there are as many as the longest ballot names.
    Raises `ValueError` naming the field.
    """

    model: ClassVar[str] = "osi.allocation-problem"

    budget: int = Field(ge=0)
    currency: Currency
    scores: tuple[Rational, ...] = ()
    contributor: Column = Column("i4")
    contribution_item: Column = Column("i4")
    contribution: Column = Column("i8")
    category_pots: tuple[Pot, ...] = ()
    district_pots: tuple[Pot, ...] = ()
    substitutes: tuple[tuple[Id, ...], ...] = ()
    partial: bool = False
    minimum_points: int = Field(default=0, ge=0)
    places: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _check_money(self) -> Self:
        if self.cost is None:
            raise ProblemRefused("plugin.problem-cost-missing", field="cost")
        if self.scores and len(self.scores) != len(self.items):
            raise ValueError(f"scores: has {len(self.scores)} entries, expected {len(self.items)}")
        check_type("contributor", self.contributor, "i4")
        check_type("contribution_item", self.contribution_item, "i4")
        check_type("contribution", self.contribution, "i8")
        for name in ("contributor", "contribution_item"):
            self._check_length(name, len(getattr(self, name)), len(self.contribution))
        check_range("contributor", self.contributor, 0)
        check_range("contribution_item", self.contribution_item, 0, len(self.items))
        check_range("contribution", self.contribution, 0)
        check_unique("category_pots", (pot.id for pot in self.category_pots))
        check_unique("district_pots", (pot.id for pot in self.district_pots))
        self._check_substitutes()
        return self

    def _check_substitutes(self) -> None:
        known = set(self.items)
        check_unique("substitutes", chain.from_iterable(self.substitutes))
        for number, group in enumerate(self.substitutes):
            if len(group) < 2:
                raise ProblemRefused("plugin.problem-group-too-small", field=f"substitutes[{number}]", count=len(group))
            for item in group:
                if item not in known:
                    raise ProblemRefused("plugin.problem-id-unknown", field=f"substitutes[{number}]", id=item)

    def costs(self) -> dict[str, int]:
        """What each item asks for, in minor units."""
        assert self.cost is not None
        return dict(zip(self.items, self.cost.view().tolist(), strict=True))

    def pots(self) -> dict[str, list[tuple[str, int]]]:
        """For each item the pots that it draws on besides the budget, as (name, amount in minor units)."""
        categories = {pot.id: pot.amount for pot in self.category_pots}
        districts = {pot.id: pot.amount for pot in self.district_pots}
        drawn: dict[str, list[tuple[str, int]]] = {item: [] for item in self.items}
        for item, named in zip(self.items, self.categories, strict=False):
            drawn[item] += [(f"category {name}", categories[name]) for name in named if name in categories]
        for item, name in zip(self.items, self.districts, strict=False):
            drawn[item] += [(f"district {name}", districts[name])] if name in districts else []
        return drawn

    def valid(self, outcome: Allocation) -> list[str]:  # type: ignore[override] # another outcome than a ranking
        """Unknown or repeated items, more than the cost, the budget or a pot, a wrong sum or currency."""
        costs, pots = self.costs(), self.pots()
        wrong: list[str] = []
        drawn: Counter[str] = Counter()
        limits: dict[str, int] = {}
        for award in outcome.awards:
            if award.item not in costs:
                wrong.append(f"awards: unknown item {award.item!r}")
                continue
            if award.amount > costs[award.item] or (award.amount < costs[award.item] and not self.partial):
                wrong.append(f"awards: {award.item!r} gets {award.amount}, it costs {costs[award.item]}")
            for name, limit in pots[award.item]:
                drawn[name] += award.amount
                limits[name] = limit
        wrong += [f"awards: {drawn[n]} for {n}, which has {limit}" for n, limit in limits.items() if drawn[n] > limit]
        return wrong + self._wrong_sums(outcome) + self._wrong_points(outcome) + unexplained(self, outcome)

    def points(self) -> list[int]:
        """What all ballots together give each item, in points."""
        places = self.places or max(map(len, self.rows()), default=0)
        found = [0] * len(self.items)
        for row, values, weight in zip(self.rows(), self._points_of_rows(places), self.ballot_weights(), strict=True):
            for item, value in zip(row, values, strict=True):
                found[item] += value * weight
        return found

    def _points_of_rows(self, places: int) -> Iterator[Sequence[int]]:
        if self.kind == "points":
            yield from self.value_rows()
        for row in self.rows() if self.kind != "points" else ():
            yield [max(places - at, 0) if self.kind == "ranked" else 1 for at in range(len(row))]

    def _wrong_points(self, outcome: Allocation) -> list[str]:
        if not self.minimum_points:
            return []
        points = dict(zip(self.items, self.points(), strict=True))
        weak = [one.item for one in outcome.awards if points.get(one.item, 0) < self.minimum_points]
        return [f"awards: {item!r} has {points.get(item, 0)} of {self.minimum_points} points" for item in weak]

    def _wrong_sums(self, outcome: Allocation) -> list[str]:
        total = sum(award.amount for award in outcome.awards)
        times = Counter(award.item for award in outcome.awards)
        wrong = [f"awards: {item!r} stands there {count} times" for item, count in times.items() if count > 1]
        if total > self.budget:
            wrong.append(f"awards: {total} exceeds the budget of {self.budget}")
        if outcome.spent != total:
            wrong.append(f"spent: says {outcome.spent}, the awards add up to {total}")
        if outcome.currency != self.currency:
            wrong.append(f"currency: {outcome.currency}, expected {self.currency}")
        wrong += [f"awards: {a!r} and {b!r} conflict" for a, b in self.conflicts if a in times and b in times]
        return wrong + [f"awards: {a!r} needs {b!r}" for a, b in self.requires if a in times and b not in times]
