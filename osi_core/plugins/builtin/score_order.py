"""Score order: what is best rated is funded first, until the money is spent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

from osi_core.money import Money
from osi_core.plugins.builtin.ballots import points_of
from osi_core.plugins.builtin.borda import borda_scores
from osi_core.plugins.chance import tie_ranks
from osi_core.plugins.ordering import Selection
from osi_core.plugins.problems import Allocation, AllocationProblem, Award, Explanation
from osi_core.plugins.strategy import AllocationRule, Progress, TieOptions
from osi_core.words import Message, Value

__all__ = ["ScoreOrder"]


class ScoreOrder(AllocationRule):
    """Greedy allocation, as most cities use it (D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory
    Budgeting with Additive Utilities", NeurIPS 2021, call it "utilitarian greedy").

    Items go by falling `scores`, or, where the problem has none, by the points of the ballots (Borda's for ranked
    ones; a ballot gives none to what is a substitute of something funded that it has points for). Each gets its cost
    where budget and pots still hold it, and is passed over otherwise; with `partial` it gets what is left. What needs
    another item has its turn after that is funded. Not proportional: a majority can decide on all of the money.
    """

    name = "score-order"
    version = "1"
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: AllocationProblem, options: TieOptions, seed: bytes, progress: Progress) -> Allocation:
        preferred = tie_ranks(problem.items, seed, options.ties, list(problem.costs().values()))
        spending = _Spending(problem)
        for item in spending.turns(preferred):
            spending.fund(item)
        groups: dict[Fraction, list[str]] = {}
        for item, score in spending.scored.items():
            groups.setdefault(score, []).append(problem.items[item])
        return Allocation(
            currency=problem.currency,
            awards=tuple(Award(item=problem.items[item], amount=amount) for item, amount in spending.funded.items()),
            spent=spending.spent,
            tied=tuple(tuple(sorted(group)) for group in groups.values() if len(group) > 1),
            explanations=tuple(_explained(problem, item, spending) for item in spending.scored),
        )


class _Spending:
    """What is funded so far and with how much, by item, and why others are not. `scored` holds the score that each item
    had at its turn, in the order of turns.
    """

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem
        self.funded: dict[int, int] = {}
        self.reasons: dict[int, Message] = {}
        self.scored: dict[int, Fraction] = {}
        self.spent = 0
        self.costs, self._pots = list(problem.costs().values()), list(problem.pots().values())
        self._support, self._drawn = problem.support(), Counter[str]()
        self._selection = Selection.of(problem)
        self._score = _Score(problem)

    def turns(self, preferred: Sequence[int]) -> Iterator[int]:
        """Items by falling score; what waits for another comes when that is funded, or at the very end.

        Scores only fall, so one that fell since it was queued is queued again.
        """
        needs, taken, score = self._selection.needs, self._selection.taken, self._score.of
        parked = {item for item in range(len(score)) if needs[item]}
        queue = [(-score[item], preferred[item], item) for item in range(len(score)) if item not in parked]
        heapify(queue)
        while queue or parked:
            if not queue:
                ready, parked = parked, set()
            else:
                queued, _, item = heappop(queue)
                if -queued != score[item]:
                    heappush(queue, (-score[item], preferred[item], item))
                    continue
                self.scored[item] = score[item]
                yield item
                ready = {one for one in parked if needs[one] <= taken}
                parked -= ready
            for one in ready:
                heappush(queue, (-score[one], preferred[one], one))

    def fund(self, item: int) -> None:
        """Gives an item its cost, or with `partial` what is left of it; or notes why it gets nothing."""
        problem, taken, names = self.problem, self._selection.taken, self.problem.items
        left = [limit - self._drawn[pot] for pot, limit in self._pots[item]]
        room = min([problem.budget - self.spent, *left])
        rivals = sorted(names[other] for other in self._selection.conflicts[item] & taken)
        needs = sorted(names[other] for other in self._selection.needs[item] - taken)
        if self._support[item] < problem.minimum_support:
            about = {"supporters": self._support[item], "minimum": problem.minimum_support}
            self.reasons[item] = Message("score-order.too-few-supporters", about)
        elif rivals:
            self.reasons[item] = Message.of("score-order.conflicts", conflicts_with=rivals[0])
        elif needs:
            self.reasons[item] = Message.of("score-order.needs", needs=needs[0])
        elif self.costs[item] > room and not (problem.partial and room > 0):
            left_over = Money(minor=room, currency=problem.currency)
            self.reasons[item] = Message.of("score-order.not-enough-left", left=left_over)
        else:
            taken.add(item)
            self.funded[item] = min(self.costs[item], room)
            self.spent += self.funded[item]
            self._drawn.update({pot: self.funded[item] for pot, _ in self._pots[item]})
            self._score.fund(item)


class _Score:
    """The score of each item: as given, or the points of all ballots that are not served by a substitute."""

    def __init__(self, problem: AllocationProblem) -> None:
        if problem.scores:
            self.of = [Fraction(score) for score in problem.scores]
        else:
            self.of = [Fraction(score) for score in borda_scores(problem).values()]
        self._substitutes: dict[int, set[int]] = {}
        self._ballots: list[tuple[dict[int, int], int]] = []
        if problem.substitutes and not problem.scores:
            last, place = len(problem.items) - 1, {name: item for item, name in enumerate(problem.items)}
            for group in problem.substitutes:
                self._substitutes |= {place[name]: {place[one] for one in group} - {place[name]} for name in group}
            ballots = points_of(problem, lambda position: last - position)
            self._ballots = [(dict(ballot), weight) for ballot, weight in ballots.items()]

    def fund(self, item: int) -> None:
        """Ballots that gave points to a funded item give none to its substitutes from now on."""
        substitutes = self._substitutes.get(item, set())
        for points, weight in self._ballots if substitutes else ():
            if item in points:
                for other in substitutes & points.keys():
                    self.of[other] -= points.pop(other) * weight


def _explained(problem: AllocationProblem, item: int, spending: _Spending) -> Explanation:
    name = problem.items[item]
    about: dict[str, Value] = {
        "score": spending.scored[item],
        "cost": Money(minor=spending.costs[item], currency=problem.currency),
    }
    if item in spending.funded:
        amount = Money(minor=spending.funded[item], currency=problem.currency)
        return Explanation(item=name, reason="score-order.funded", values={"amount": amount, **about})
    return Explanation(item=name, reason="score-order.not-funded", values={"why": spending.reasons[item], **about})
