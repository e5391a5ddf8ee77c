"""Proportional ranking: every beginning of the order represents groups by their size. The default of osi-core."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm

from osi_core.plugins.builtin.ballots import Points, points_of
from osi_core.plugins.chance import tie_ranks
from osi_core.plugins.ordering import Order, Selection, ranking, standing
from osi_core.plugins.problems import Profile, Ranking
from osi_core.plugins.strategy import PrioritisationRule, Progress, TieOptions
from osi_core.words import Message

__all__ = ["ProportionalRanking", "supported"]

_LARGEST_LCM_BITS = 8192
_FIXED_POINT = 2**256


class ProportionalRanking(PrioritisationRule):
    """Sequential proportional approval voting, read as a ranking.

    A ballot counts in full until something it supports is placed, then a half, a third, and so on (T. N. Thiele, "Om
    Flerfoldsvalg", 1895, p. 415-441). Item by item the one with the largest sum is placed next. That every prefix then
    is a proportional committee: P. Skowron, M. Lackner, M. Brill, D. Peters, E. Elkind, "Proportional Rankings", IJCAI
    2017, doi:10.24963/ijcai.2017/58. Sequential PAV satisfies JR up to five places and no further (L. Sánchez-Fernández
    et al., "Proportional Justified Representation", AAAI 2017, doi:10.1609/aaai.v31i1.10611, theorem 1, there as RAV),
    so neither EJR nor JR is claimed.

    Other ballots are reweighted likewise: with M the most points that any ballot gives to one item and S the points
    that a ballot gave to what is placed, its p points for an item count p · M / (M + S), which for approval is 1 / (1
    + k). A ranked ballot gives as many points to its best item as the longest ballot has items, and one less at each
    place; a paired one 2 for each comparison won and 1 for each that ended equal.

    All sums are whole numbers over the least common multiple of the denominators, so a tie is a real tie. Where that
    has more than 8192 bits (ranked ballots of about 100 items and more), shares are cut off at 2^-256 instead, the same
    everywhere; the counter `fixed_point` says so. Scores are shown to six decimals. The time grows with the sum of
    (ballot length × supported items placed) over the different ballots.
    """

    name = "proportional-ranking"
    version = "1"
    Options = TieOptions

    def solve(self, problem: Profile, options: TieOptions, seed: bytes, progress: Progress) -> Ranking:
        longest = max((len(row) for row in problem.rows()), default=0) if problem.kind == "ranked" else 0
        ballots = points_of(problem, lambda position: longest - position)
        support = problem.support()
        count = _Count(ballots, len(problem.items))
        ranks = tie_ranks(problem.items, seed, options.ties, problem.item_costs())
        order = _place(problem, count, support, ranks, progress)
        chosen, ballots_cast = len(order.items), sum(problem.ballot_weights())

        def reason(name: str, place: int) -> Message:
            item = index[name]
            weight = Decimal(order.scores[place - 1] if place else count.shown(item))
            return supported(standing(place, chosen), support[item], ballots_cast, weight)

        index = {name: position for position, name in enumerate(problem.items)}
        counters = {"exact_steps": count.steps, "fixed_point": int(not count.exact)}
        return ranking(problem, order, reason, counters)


def supported(standing: Message, supporters: int, ballots: int, weight: Decimal) -> Message:
    """By how many ballots an item is supported, and what they counted together at its turn."""
    about = {"supporters": supporters, "ballots": ballots, "weight": weight}
    return Message("proportional-ranking.supported", {"standing": standing, **about})


class _Count:
    """The sums of all items, and what changes when one of them is placed."""

    def __init__(self, ballots: Points, items: int) -> None:
        self._entries = [dict(ballot) for ballot in ballots]
        self._weights = list(ballots.values())
        self._most = most = max((points for ballot in ballots for _, points in ballot), default=1)
        self.scale, self.exact = _scale(ballots, most)
        self._spent = [0] * len(self._entries)
        self._shares: dict[int, int] = {}
        self.sums = [0] * items
        self._named_by: list[list[tuple[int, int]]] = [[] for _ in range(items)]
        for number, (ballot, weight) in enumerate(ballots.items()):
            share = self._share(0) * weight
            for item, points in ballot:
                self.sums[item] += points * share
                self._named_by[item].append((number, points))
        self.steps = 0

    def place(self, placed: int) -> None:
        """Reweights the ballots that support an item."""
        sums = self.sums
        for number, points in self._named_by[placed]:
            before, spent = self._spent[number], self._spent[number] + points
            self._spent[number] = spent
            loss = (self._share(before) - self._share(spent)) * self._weights[number]
            left = self._entries[number]
            del left[placed]
            for item, given in left.items():
                sums[item] -= given * loss
            self.steps += len(left)

    def shown(self, item: int) -> str:
        """An item's sum, rounded half up to six decimals."""
        millionths = (2 * 10**6 * self.sums[item] + self.scale) // (2 * self.scale)
        return f"{millionths // 10**6}.{millionths % 10**6:06d}".rstrip("0").rstrip(".")

    def _share(self, spent: int) -> int:
        share = self._shares.get(spent)
        if share is None:
            share = self._shares[spent] = self.scale * self._most // (self._most + spent)
        return share


def _scale(ballots: Points, most: int) -> tuple[int, bool]:
    """A multiple of all denominators (M + S) / gcd, and True; or the fixed point, and False, where it gets too
    large.
    """
    scale = 1
    for spent in _reachable(ballots):
        scale = lcm(scale, Fraction(most, most + spent).denominator)
        if scale.bit_length() > _LARGEST_LCM_BITS:
            return _FIXED_POINT, False
    return scale, True


def _reachable(ballots: Points) -> range:
    """A range that holds every sum of points which a ballot may have spent."""
    largest = max((sum(points for _, points in ballot) for ballot in ballots), default=0)
    return range(largest + 1)


def _place(problem: Profile, count: _Count, support: list[int], ranks: list[int], progress: Progress) -> Order:
    """Places item after item; of equal sums the lowest rank wins."""
    able = sorted(range(len(problem.items)), key=ranks.__getitem__)
    left = [item for item in able if support[item] >= problem.minimum_support]
    wanted = len(left) if problem.size is None else min(problem.size, len(left))
    order, sums, selection = Order(), count.sums, Selection.of(problem)
    while len(order.items) < wanted:
        free = left if problem.size is None else [item for item in left if selection.free(item)]
        if not free:
            break
        best = max(free, key=sums.__getitem__)
        equal = tuple(item for item in free if sums[item] == sums[best])
        if len(equal) > 1 and (not order.tied or not set(equal) <= set(order.tied[-1])):
            order.tied.append(equal)
        order.items.append(best)
        order.scores.append(count.shown(best))
        selection.taken.add(best)
        left.remove(best)
        count.place(best)
        progress(len(order.items) / wanted)
    return order
