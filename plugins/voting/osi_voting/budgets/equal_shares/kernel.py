"""The compiled part of equal shares: floating point that knows its own error, and stops where that is not enough.

Voters who have paid for the same projects have the same left, so they are at one node of a tree of histories. The price
of each bought project comes from a recurrence over earlier prices with whole numbers as coefficients, computed with
about 106 bits, so that errors do not grow from round to round; what is left at a node is the first budget minus such
prices, or exactly 0. A round is decided here only if intervals around the prices do not overlap and no supporter is too
close to the limit between paying the price and paying all it has; otherwise the kernel returns, and whole numbers
decide.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.equal_shares.double_double import add, divide, from_whole, times
from osi_voting.budgets.equal_shares.history import add_history, take_units
from osi_voting.budgets.equal_shares.state import CONTESTANTS, EVALUATIONS, IN_HEAP, NODES, OLD_NODES, ROUNDS
from osi_voting.budgets.equal_shares.sums import sums, sums_weighted
from osi_voting.budgets.heap import drop_first, put
from osi_voting.budgets.limits.kernel import close_and_open
from osi_voting.budgets.standing import FUNDED, OPEN, TOO_POOR
from osi_voting.kernels import inner, jit

__all__ = ["BOUGHT_ALL", "CONTESTED", "FREE", "IMPRECISE", "charge_exactly", "give", "run", "settle_exactly", "start"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

BOUGHT_ALL: Final = 0
CONTESTED: Final = 1
IMPRECISE: Final = 2
FREE: Final = 3
"""Why `run` returned: nothing is left to buy; a round that needs whole numbers; a price that does; open projects cost
nothing.
"""

_EPS: Final = 2.0**-53
_DD: Final = 2.0**-100
_SURE, _POOR, _WORSE, _UNSURE = range(4)


@inner
def _price(data: Any, state: Any, share: float, share_low: float, k: int, precision: float) -> bool:
    """The price of round k from the counts of `settle`; False where it is not known well enough."""
    item = state.order[k]
    high, low = from_whole(data.costs[item])
    sizes = abs(high)
    high_d, low_d = times(share, share_low, -state.died[k])
    sizes += abs(high_d)
    high, low = add(high, low, high_d, low_d)
    error = float(state.died[k]) * share * _DD
    for at in range(state.paid_from[k], state.paid_from[k + 1]):
        j, units = state.paid_round[at], state.paid_units[at]
        part, part_low = times(state.high[j], state.low[j], units)
        high, low = add(high, low, part, part_low)
        sizes += abs(part)
        error += float(units) * state.error[j]
    error = (error + (4.0 * k + 8.0) * _DD * sizes) * 1.01
    state.high[k], state.low[k] = divide(high, low, state.payers[k])
    state.error[k] = 1.01 * error / float(state.payers[k]) + 8.0 * _DD * abs(state.high[k])
    return bool(state.error[k] <= precision * state.high[k])


@inner
def _look(data: Any, state: Any, item: Any, slack: float, best: float) -> Any:
    """The price of a project at present budgets: (verdict, lowest, highest), both divided by the project's scale.

    From a lower bound, Newton's method climbs to where the supporters' contributions min(budget, price * value) reach
    the cost; since these are concave in the price, every step gives a lower bound. The sums: the money of those who
    pay all they have, of all, the weight of the first, the units of the others, and the limits (budget / value) on both
    sides next to the price.
    """
    ballots, values, weights = state.standing.ballots, state.standing.values, state.standing.weights
    first, end = state.standing.offsets[item], state.standing.ends[item]
    cost, scale = float(data.costs[item]), data.scale[item]
    plain = len(weights) == 0 and len(values) == 0
    size = float(end - first) + 4.0
    price = state.lowest[item]
    known, before = price / scale * (1.0 - 4.0 * _EPS), -1
    while True:
        if plain:
            found = sums(state.left, state.node, ballots, first, end, price)
        else:
            found = sums_weighted(state.left, state.node, ballots, weights, values, first, end, price)
        money, have, capped, units, highest_capped, lowest_free = found
        count = capped + float(units)
        unsure = size * _EPS * have + count * slack + 4.0 * _EPS * cost
        if have < cost - unsure:
            return _POOR, known, np.inf
        if units == 0 or have < cost + unsure:
            return _UNSURE, known, np.inf
        old = price
        price = (cost - money) / float(units)
        off = (size * _EPS * money + capped * slack + 4.0 * _EPS * cost) / float(units) + 8.0 * _EPS * abs(price)
        low, high = (price - off) / scale * (1.0 - 4.0 * _EPS), (price + off) / scale * (1.0 + 4.0 * _EPS)
        known = max(known, low)
        state.lowest[item] = max(state.lowest[item], price - off)
        if low > best:
            return _WORSE, known, high
        margin = off + slack + 8.0 * _EPS * abs(price)
        if highest_capped + margin < price and price + margin < lowest_free:
            return _SURE, low, high
        if units == before or (price <= old and before >= 0):
            return _UNSURE, known, high
        before = units


@inner
def _settle(state: Any, item: Any, k: int, price: float, verdicts: Any) -> None:
    """Moves supporters: to node 0 who cannot pay the price in full, the others to the node of those who have paid it.

    `verdicts` (empty, or one a supporter) overrules the comparison: 1 pays all it has, 2 pays the price. Voters at one
    node and with one value fare alike, so the first of them decides.
    """
    first, end = state.standing.offsets[item], state.standing.ends[item]
    ballots, values, weights = state.standing.ballots, state.standing.values, state.standing.weights
    weighted, scored, told = len(weights) > 0, len(values) > 0, len(verdicts) > 0
    left_of, node_of, child, sibling, weight_at = state.left, state.node, state.child, state.sibling, state.weight_at
    parent, paid_in, worth, touched = state.parent, state.paid_in, state.worth, state.touched
    nodes = old = state.numbers[NODES]
    for at in range(first, end):
        ballot = ballots[at]
        node = node_of[ballot]
        weight = weights[at] if weighted else np.int64(1)
        value = values[at] if scored else np.int64(1)
        down = child[node]
        if down < old:
            down = 0
        while scored and down and worth[down] != value:
            down = sibling[down]
        if not down:
            down = nodes
            nodes += 1
            parent[down], paid_in[down], worth[down], weight_at[down] = node, k, value, 0
            sibling[down], child[down] = child[node] if child[node] >= old else 0, 0
            child[node] = down
            left = left_of[node]
            all_of_it = (left / value if scored else left) <= price
            if told and verdicts[at - first]:
                all_of_it = verdicts[at - first] == 1
            touched[down] = 0 if all_of_it or node == 0 else down
        weight_at[down] += weight
        node_of[ballot] = touched[down]
    state.order[k] = item
    state.numbers[OLD_NODES], state.numbers[NODES] = old, nodes
    _count_settled(state, k, old, nodes)


@inner
def _count_settled(state: Any, k: int, old: int, nodes: int) -> None:
    """Who paid all it had, what these had paid before, and how many units pay the price."""
    died, payers, first = 0, 0, state.paid_from[k]
    end = first
    for down in range(old, nodes):
        weight = state.weight_at[down]
        state.weight_at[down] = 0
        if state.touched[down]:
            payers += weight * state.worth[down]
        elif state.parent[down]:
            died += weight
            end = add_history(state, state.parent[down], weight, state.paid_round, end)
    state.died[k], state.payers[k] = died, payers
    take_units(state, state.paid_round[first:end], state.paid_units[first:end])
    state.paid_from[k + 1] = end


@inner
def _charge(data: Any, state: Any, item: Any, k: int) -> None:
    """Once the price is known: what is left at the new nodes, and what its limits say of others."""
    for node in range(state.numbers[OLD_NODES], state.numbers[NODES]):
        up = state.parent[node]
        due, due_low = times(state.high[k], state.low[k], state.worth[node])
        left, left_low = add(state.left[up], state.left_low[up], -due, -due_low)
        if left <= 0.0:
            left, left_low = 1e-300, 0.0
        state.left[node], state.left_low[node] = left, left_low
    state.standing.status[item] = FUNDED
    state.numbers[ROUNDS] = k + 1
    if close_and_open(data.limits, state.standing, item):
        for at in range(data.limits.open_of[item], data.limits.open_of[item + 1]):
            if state.standing.status[data.limits.opens[at]] == OPEN:
                _wait(state, data.limits.opens[at])


@inner
def _wait(state: Any, item: Any) -> None:
    """Puts a project among those that wait to be looked at."""
    put(state.heap, state.numbers[IN_HEAP], state.keys, item)
    state.numbers[IN_HEAP] += 1


@inner
def _contest(data: Any, state: Any, slack: float) -> Any:
    """Looks at projects by rising lower bound until none can be better. How many may be the best, which then stand in
    `contest`, and whether that is one alone, whose price is sure.
    """
    looked, best, status, heap, keys = 0, np.inf, state.standing.status, state.heap, state.keys
    while state.numbers[IN_HEAP] and not keys[heap[0]] * (1.0 - 4.0 * _EPS) > best:
        item = np.int64(heap[0])
        drop_first(heap, state.numbers[IN_HEAP], keys)
        state.numbers[IN_HEAP] -= 1
        if status[item] != OPEN:
            continue
        state.numbers[EVALUATIONS] += 1
        said, low, high = _look(data, state, item, slack, best)
        keys[item] = state.lowest[item] / data.scale[item]
        if said == _POOR:
            status[item] = TOO_POOR
            continue
        if said == _SURE:
            best = min(best, high)
        state.contest[looked], state.known[looked], state.verdict[looked] = item, low, said
        looked += 1
    found, sure = 0, False
    for at in range(looked):
        item = state.contest[at]
        _wait(state, item)
        if state.known[at] <= best:
            state.contest[found] = item
            sure = found == 0 and state.verdict[at] == _SURE
            found += 1
    state.contest[:found].sort()
    return found, sure


@inner
def _close_hopeless(data: Any, state: Any, share: float) -> None:
    """Passes over projects that all of their supporters could not pay for with their first budget: to look at each of
    a hundred thousand would take as many passes over all.
    """
    standing = state.standing
    for item in range(len(data.costs)):
        if standing.status[item] == OPEN and standing.support[item] * share * 1.000001 < data.costs[item]:
            standing.status[item] = TOO_POOR


@inner
def _free(data: Any, state: Any) -> int:
    """How many open projects cost nothing; they stand in `contest`."""
    found = 0
    for item in data.free:
        if state.standing.status[item] == OPEN:
            state.contest[found] = item
            found += 1
    return found


@jit
def start(data: Any, state: Any, share: float, share_low: float) -> None:
    """Puts all voters at node 1, with their first budget."""
    _close_hopeless(data, state, share)
    state.numbers[NODES] = 2
    state.node[:] = 1
    for node in range(2):
        state.parent[node] = state.child[node] = 0
        state.weight_at[node] = 0
    state.left[0] = state.left_low[0] = 0.0
    state.left[1], state.left_low[1] = share, share_low


@jit
def run(data: Any, state: Any, share: float, share_low: float, precision: float) -> int:
    """Buys round after round. Returns why it stopped: `BOUGHT_ALL`, or `CONTESTED` or `FREE` with
    `contest[:numbers[1]]`, or `IMPRECISE` after settling round `numbers[0]`, whose price is off by more than
    `precision`, relatively.
    """
    nobody = np.empty(0, np.uint8)
    while True:
        k = state.numbers[ROUNDS]
        slack = 4.0 * _EPS * share
        state.numbers[CONTESTANTS] = _free(data, state)
        if state.numbers[CONTESTANTS]:
            return FREE
        found, sure = _contest(data, state, slack)
        state.numbers[CONTESTANTS] = found
        if not found:
            return BOUGHT_ALL
        item = np.int64(state.contest[0])
        if not sure:
            return CONTESTED
        _settle(state, item, k, state.lowest[item], nobody)
        if not _price(data, state, share, share_low, k, precision):
            return IMPRECISE
        _charge(data, state, item, k)


@jit
def settle_exactly(state: Any, item: Any, price: float, verdicts: Any) -> None:
    """The first half of a purchase that whole numbers have decided."""
    _settle(state, item, state.numbers[ROUNDS], price, verdicts)


@jit
def charge_exactly(data: Any, state: Any, item: Any, high: float, low: float) -> None:
    """The second half, at the price that whole numbers have found."""
    k = state.numbers[ROUNDS]
    state.high[k], state.low[k], state.error[k] = high, low, 2.0 * _DD * high
    _charge(data, state, item, k)


@jit
def give(data: Any, state: Any, item: Any) -> None:
    """Funds a project that costs nothing."""
    k = state.numbers[ROUNDS]
    state.order[k] = item
    state.paid_from[k + 1] = state.paid_from[k]
    state.died[k], state.payers[k] = 0, 1
    state.high[k] = state.low[k] = state.error[k] = 0.0
    state.numbers[OLD_NODES] = state.numbers[NODES]
    _charge(data, state, item, k)
