"""Bradley and Terry's rule: items in order of the strengths that best explain who was preferred to whom."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, WithJsonSchema

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking, TieOptions, tie_ranks
from osi_core.plugins.ordering import Order, ranking, standing
from osi_core.words import Message, Value
from osi_voting.arrays import Ints
from osi_voting.lacking import lacking_support, with_what_lacked
from osi_voting.limits import Limits, QuotaOptions, Room, fill
from osi_voting.pairs.comparisons import Comparisons
from osi_voting.pairs.davidson import Fit, fit, slope_at
from osi_voting.pairs.newton import Floats
from osi_voting.pairs.next_pair import next_pair
from osi_voting.reasons import Reasons, with_more
from osi_voting.with_kernels import WithKernels

__all__ = ["BradleyTerry", "BradleyTerryOptions"]

_WITH_ERRORS = 4000
"""Up to how many items standard errors are computed: their matrix takes 8 m² bytes, 128 MB."""

_AS_TEXT = WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"})


class BradleyTerryOptions(QuotaOptions, TieOptions):
    """`penalty`: the normal prior of log-strengths has the variance 1 / penalty; a higher one trusts few comparisons
    less. `tolerance`: items whose log-strengths are less apart are tied. `equal`: what ended equal is a third result
    (Davidson), or half a win for each side.
    """

    penalty: Annotated[Decimal, Field(ge=Decimal("0.0001"), le=1_000_000), _AS_TEXT] = Decimal(1)
    tolerance: Annotated[Decimal, Field(gt=0, le=1), _AS_TEXT] = Decimal("0.000001")
    equal: Literal["davidson", "half"] = "davidson"


class BradleyTerry(WithKernels, PrioritisationRule):
    """By falling log-strength θ, the maximum of the penalised likelihood of Davidson's model (`davidson.fit`: formula
    and sources): P(i preferred to j) grows with θ_i - θ_j.

    Floats decide the order only where two log-strengths are further apart than `tolerance`, and the maximum is proven
    to be four times as near: the length of the gradient, divided by the penalty, bounds the distance (counter
    `error_e12`, in units of 10^-12). What is nearer is tied. Where comparisons fall into several parts (counter
    `parts`), each part's mean is 0: nothing says more. An item never compared has 0, the mean.

    Each item's explanation gives its standard error, from the observed information, and how likely it is the stronger
    one of itself and the next (`above_next`), for up to 4,000 items and where comparisons connect the two; where they
    do not connect all, it says with how many it cannot be compared. Monotone where ties are halves: an added win for i
    acts like a current flowing in at i, which raises no potential as much as that of i. Not Condorcet: it heeds who was
    preferred how often. Time of some dozen passes over the pairs, and m³ for the errors.
    """

    name = "bradley-terry"
    version = "1"
    Options = BradleyTerryOptions
    exactness = "checked"
    claims = frozenset({"monotonicity"})
    ballot_kinds = frozenset({"paired"})

    def claims_with(self, options: BradleyTerryOptions) -> frozenset[str]:
        """Monotonicity is proven for halves only."""
        return self.claims if options.equal == "half" else frozenset()

    def solve(self, problem: Profile, options: BradleyTerryOptions, seed: bytes, progress: Progress) -> Ranking:
        found = _fitted(Comparisons.of(problem), options)
        progress(0.5)
        apart = max(float(options.tolerance), 4 * found.error)
        names = sorted(problem.items, key=str.encode)
        strengths = {name: float(value) for name, value in zip(names, found.strengths, strict=True)}
        origin, limits = {name: item for item, name in enumerate(problem.items)}, Limits.of(problem, options)
        weak = lacking_support(problem)
        ranks = tie_ranks(problem.items, seed, options.ties, problem.item_costs())
        groups = [sorted(group, key=lambda name: ranks[origin[name]]) for group in _groups(strengths, apart)]
        order = _placed(problem, limits, weak, groups, strengths)
        counters = {
            "exact_steps": 0,
            "steps": found.steps,
            "parts": len(np.unique(found.comparisons.components())),
            "error_e12": min(math.ceil(found.error * 1e12), 2**53 - 1),
        }
        explainer = _Explainer(problem, found, names, order)
        told = with_what_lacked(explainer.explain, origin, weak, limits, set(order.items), {})
        return ranking(problem, order, told, counters)

    def next_pair(
        self, problem: Profile, options: BradleyTerryOptions, seed: bytes, asked: Iterable[tuple[str, str]] = ()
    ) -> tuple[str, str]:
        """The two items to compare next, after the comparisons so far: see `next_pair.next_pair`. `asked` are pairs
        not to ask (this person, again). Raises `ValueError` where none is left.
        """
        found = _fitted(Comparisons.of(problem), options)
        names = sorted(problem.items, key=str.encode)
        place = {name: item for item, name in enumerate(names)}
        one, other = next_pair(found, seed, asked=[(place[a], place[b]) for a, b in asked])
        return names[one], names[other]

    def check(self, problem: Profile, options: BradleyTerryOptions, outcome: Ranking) -> list[str]:
        """Takes the strengths from the explanations and proves them by the length of the gradient there; then whether
        the order follows them.
        """
        wrong = problem.valid(outcome)
        if wrong:
            return wrong
        told = {one.item: one.values for one in outcome.explanations}
        names = sorted(problem.items, key=str.encode)
        try:
            values = np.array([float(told[name]["log_strength"]) for name in names])
            ties = {told[name]["log_tie"] for name in names if "log_tie" in told[name]}
            tie = float(ties.pop()) if len(ties) == 1 else None
        except (KeyError, ValueError) as lack:
            return [f"explanations: no log-strength for each item ({lack})"]
        comparisons = Comparisons.of(problem)
        if ties or (tie is None) != (options.equal == "half" or not comparisons.even.any()):
            return ["explanations: one log_tie is expected where results may end equal"]
        error = slope_at(comparisons, float(options.penalty), values, tie) / float(options.penalty)
        stated = outcome.counters.get("error_e12", 0)
        if not error * 1e12 <= stated + 1000:  # another machine may add in another order
            wrong.append(f"log_strength: may be {error:.3g} from the maximum, {stated / 1e12:.3g} is stated")
        apart = max(float(options.tolerance), 4 * error)
        free = not Limits.of(problem, options) and not problem.minimum_support
        return wrong + _disorder(problem, outcome, dict(zip(names, values.tolist(), strict=True)), apart, free)


def _fitted(comparisons: Comparisons, options: BradleyTerryOptions) -> Fit:
    penalty = float(options.penalty)
    return fit(comparisons, penalty, penalty * float(options.tolerance) / 1000, options.equal == "half")


def _groups(strengths: dict[str, float], apart: float) -> list[list[str]]:
    """Items by falling strength, those together that no gap of more than `apart` separates."""
    groups: list[list[str]] = []
    before = math.inf
    for name in sorted(strengths, key=lambda name: -strengths[name]):
        if before - strengths[name] > apart:
            groups.append([])
        groups[-1].append(name)
        before = strengths[name]
    return groups


def _placed(
    problem: Profile, limits: Limits, weak: Ints, groups: list[list[str]], strengths: dict[str, float]
) -> Order:
    origin = {name: item for item, name in enumerate(problem.items)}
    able = [[origin[name] for name in group if not weak[origin[name]]] for group in groups]
    flat = list(chain.from_iterable(able))
    taken = flat if problem.size is None else fill(Room(limits, weak == 0, min(problem.size, len(flat))), flat)
    scores = (strengths[problem.items[item]] for item in taken)
    order = Order(taken, [f"{round(score, 6) + 0.0:.6f}" for score in scores])  # no -0
    order.tied = [tuple(group) for group in able if len(group) > 1 and not set(taken).isdisjoint(group)]
    return order


def _disorder(problem: Profile, outcome: Ranking, strengths: dict[str, float], apart: float, free: bool) -> list[str]:
    """Where the order, or (`free`) who is in it, does not follow the strengths, by more than the tie rule may decide.
    What needs another may have waited for it.
    """
    waits = {item for item, _ in problem.requires} if problem.size is not None else set()
    group = {name: number for number, names in enumerate(_groups(strengths, apart)) for name in names}
    placed = [group[name] for name in outcome.order]
    wrong = [
        f"order: {b!r} is stronger than {a!r}, which stands above it"
        for a, b in zip(outcome.order, outcome.order[1:], strict=False)
        if group[a] > group[b] and b not in waits
    ]
    if placed and len(placed) == problem.size and free:
        outside = set(problem.items) - set(outcome.order)
        wrong += [f"order: {name!r} is stronger than the last" for name in sorted(outside) if group[name] < placed[-1]]
    return wrong


def _rivals(c: Comparisons) -> dict[int, tuple[int, int]]:
    """For each item that was preferred to less often than another it was compared with: the one for which that is
    clearest (the first by name of several), and by how many comparisons.
    """
    item, other = np.concatenate([c.first, c.second]), np.concatenate([c.second, c.first])
    behind = np.concatenate([c.losses - c.wins, c.wins - c.losses])
    most, rival = np.zeros(c.m, np.int64), np.full(c.m, c.m, np.int64)
    np.maximum.at(most, item, behind)
    clearest = (behind > 0) & (behind == most[item])
    np.minimum.at(rival, item[clearest], other[clearest])
    return {i: (r, n) for i, (r, n) in enumerate(zip(rival.tolist(), most.tolist(), strict=True)) if n}


@dataclass
class _Explainer:
    """The explanations of one outcome."""

    problem: Profile
    found: Fit
    names: list[str]
    order: Order

    def __post_init__(self) -> None:
        self.place = {name: item for item, name in enumerate(self.names)}
        self.won, self.even, self.lost = self.found.comparisons.of_items()
        self.rivals = _rivals(self.found.comparisons)
        self.islands = self.found.comparisons.components()
        self.sizes = np.bincount(self.islands, minlength=len(self.names)).tolist()
        self.errors: Floats | None = self.found.standard_errors() if 0 < len(self.names) <= _WITH_ERRORS else None

    def above(self, one: int, other: int) -> Decimal:
        """How likely it is that `one` is the stronger: Φ of their distance by its standard error."""
        c = self.found.covariance
        spread = math.sqrt(max(c[one, one] + c[other, other] - 2 * c[one, other], 1e-300))
        apart = float(self.found.strengths[one] - self.found.strengths[other])
        return _rounded(math.erfc(-apart / spread / math.sqrt(2)) / 2, 3)

    def explain(self, name: str, place: int) -> Reasons:
        """How one item is explained; `count` is how often it was preferred."""
        item = self.place[name]
        won, even, lost = int(self.won[item]), int(self.even[item]), int(self.lost[item])
        strength = float(self.found.strengths[item])
        about: dict[str, Value] = {"standing": standing(place, len(self.order.items)), "place": place}
        about |= {"won": won, "equal": even, "lost": lost, "count": won}
        about |= {"log_strength": Decimal(repr(strength)), "strength": _rounded(strength, 2)}
        if self.found.tie is not None:
            about["log_tie"] = Decimal(repr(self.found.tie))
        about |= self._certainty(item, place)
        code = "bradley-terry.compared" if self.errors is None else "bradley-terry.compared-with-error"
        reasons: Reasons = (Message(code, about),)
        if rival := self.rivals.get(item):
            other, more = self.names[rival[0]], rival[1]
            further = Message("bradley-terry.clearest-defeat", {"beaten_by": other, "count": more})
            reasons = with_more(reasons, further, beaten_by=other, short_by=more)
        if not won + even + lost:
            return (*reasons, Message("bradley-terry.never-compared"))
        return (*reasons, *self._apart(item))

    def _apart(self, item: int) -> Reasons:
        """That nothing is known of an item beside those of other islands, where comparisons fall into several: `count`
        are the items that comparisons connect it with. The prior alone places the islands among each other.
        """
        size = self.sizes[self.islands[item]]
        others = len(self.names) - size
        return (Message("bradley-terry.island", {"count": size - 1, "others": others}),) if others else ()

    def _certainty(self, item: int, place: int) -> dict[str, Value]:
        """The standard error of an item's strength, and how likely it is stronger than the next in order."""
        if self.errors is None:
            return {}
        error = float(self.errors[item])
        about: dict[str, Value] = {"standard_error": _rounded(error, 6), "error": _rounded(error, 2)}
        if 0 < place < len(self.order.items):
            following = self.place[self.problem.items[self.order.items[place]]]
            if self.islands[item] == self.islands[following]:
                about["above_next"] = self.above(item, following)
        return about


def _rounded(value: float, places: int) -> Decimal:
    """A float with so many decimals, and no -0."""
    return Decimal(f"{round(value, places) + 0.0:.{places}f}")
