"""The compiled part of equal shares: floating point that knows its own error, and stops where that is not enough.

Budgets are float64 with a bound on their absolute error. The price of each bought project comes from a recurrence over
earlier prices with whole numbers as coefficients, in double-double arithmetic (T. J. Dekker, "A floating-point technique
for extending the available precision", 1971, doi:10.1007/BF01397083), so errors do not grow from round to round: a
voter's budget is either exactly 0 or b0 minus prices of the projects it has paid for. A round is decided here only if
intervals around the prices do not overlap and no supporter is too close to the limit between paying the price and
paying all it has; otherwise the kernel returns and whole numbers decide. IEEE operations in a fixed order, no fused
or reassociated ones: the same on every machine.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osi_voting.budgets.limits_kernel import close_excluded
from osi_voting.grouping import jit

__all__ = ["BOUGHT_ALL", "CONTESTED", "IMPRECISE", "Data", "State", "charge_exactly", "count_paid", "run",
           "settle_exactly"]  # fmt: skip

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OPEN, FUNDED, TOO_POOR, _WEAK, POT_FULL, CONFLICTS = range(6)
BOUGHT_ALL: Final = 0
CONTESTED: Final = 1
IMPRECISE: Final = 2
"""Why `run` returned: nothing is left to buy; a round that needs whole numbers; a price that does."""

_EPS: Final = 2.0**-53
_DD: Final = 2.0**-100
_SURE, _POOR, _WORSE, _UNSURE = range(4)


class Data(NamedTuple):
    """What does not change during a count."""

    costs: Ints
    scale: Floats
    offsets: Ints
    choices: NDArray[np.int32]
    values: Ints
    weights: Ints
    item_offsets: Ints
    item_ballots: NDArray[np.int32]
    item_values: Ints
    units: Ints
    pot_of: Ints
    pots: Ints
    rival_of: Ints
    rivals: Ints
    longest: int


class State(NamedTuple):
    """What does. Round k bought `order[k]`: `died[k]` voters paid all they had, who before had paid `paid[k, j]` units
    of the price of round j; `payers[k]` units paid the price `high[k] + low[k]`, which is off by at most `error[k]`.
    """

    left: Floats
    status: NDArray[np.uint8]
    round_of: NDArray[np.int32]
    order: NDArray[np.int32]
    lowest: Floats
    room: Ints
    died: Ints
    paid: Ints
    payers: Ints
    high: Floats
    low: Floats
    error: Floats
    contest: NDArray[np.int32]
    numbers: Ints


ROUNDS, CONTESTANTS, EVALUATIONS = range(3)
"""Places in `State.numbers`."""


@jit
def _two_sum(a: float, b: float) -> Any:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@jit
def _two_product(a: float, b: float) -> Any:
    product = a * b
    big = 134217729.0 * a
    a_high = big - (big - a)
    a_low = a - a_high
    big = 134217729.0 * b
    b_high = big - (big - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@jit
def _split_whole(value: int) -> Any:
    high = float(value)
    return high, float(value - np.int64(high))


@jit
def _add(a: float, a_low: float, b: float, b_low: float) -> Any:
    high, low = _two_sum(a, b)
    other, rest = _two_sum(a_low, b_low)
    high, low = _two_sum(high, low + other)
    return _two_sum(high, low + rest)


@jit
def _times(a: float, a_low: float, whole: int) -> Any:
    b, b_low = _split_whole(whole)
    high, low = _two_product(a, b)
    return _two_sum(high, low + (a * b_low + a_low * b))


@jit
def _divide(a: float, a_low: float, whole: int) -> Any:
    b, _ = _split_whole(whole)
    first = a / b
    high, low = _times(first, 0.0, whole)
    rest, rest_low = _add(a, a_low, -high, -low)
    second = rest / b
    high, low = _times(second, 0.0, whole)
    rest, _ = _add(rest, rest_low, -high, -low)
    high, low = _two_sum(first, second)
    return _two_sum(high, low + rest / b)


@jit
def _price(data: Any, state: Any, share: float, share_low: float, k: int) -> bool:
    """The price of round k from the counts of `settle`; False where it is not known well enough."""
    item = state.order[k]
    high, low = _split_whole(data.costs[item])
    sizes = abs(high)
    high_d, low_d = _times(share, share_low, -state.died[k])
    sizes += abs(high_d)
    high, low = _add(high, low, high_d, low_d)
    error = float(state.died[k]) * share * _DD
    for j in range(k):
        if state.paid[k, j]:
            part, part_low = _times(state.high[j], state.low[j], state.paid[k, j])
            high, low = _add(high, low, part, part_low)
            sizes += abs(part)
            error += float(state.paid[k, j]) * state.error[j]
    error = (error + (4.0 * k + 8.0) * _DD * sizes) * 1.01
    state.high[k], state.low[k] = _divide(high, low, state.payers[k])
    state.error[k] = 1.01 * error / float(state.payers[k]) + 8.0 * _DD * abs(state.high[k])
    return state.error[k] <= 2.0**-62 * state.high[k]


@jit
def _look(data: Any, state: Any, item: int, slack: float, best: float) -> Any:
    """The price of a project at present budgets: (verdict, lowest, highest), both divided by the project's scale.

    From a lower bound, Newton's method climbs to where the supporters' contributions min(budget, price * value) reach
    the cost; since these are concave in the price, every step gives a lower bound.
    """
    first, end = data.item_offsets[item], data.item_offsets[item + 1]
    cost, scale, weighted, scored = float(data.costs[item]), data.scale[item], len(data.weights), len(data.values)
    size = float(end - first) + 4.0
    price = state.lowest[item]
    known, before = price / scale * (1.0 - 4.0 * _EPS), -1
    while True:
        money, free, capped, units, highest_capped, lowest_free = 0.0, 0.0, 0.0, 0, 0.0, np.inf
        for at in range(first, end):
            ballot = data.item_ballots[at]
            left = state.left[ballot]
            weight = data.weights[ballot] if weighted else 1
            value = data.item_values[at] if scored else 1
            limit = left / value if scored else left
            if limit <= price:
                if left > 0.0:
                    money += weight * left
                    capped += weight
                    highest_capped = max(highest_capped, limit)
            else:
                free += weight * left
                units += weight * value
                lowest_free = min(lowest_free, limit)
        have = money + free
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


@jit
def _settle(data: Any, state: Any, item: int, k: int, price: float, verdicts: Any) -> None:
    """Lets supporters pay who cannot pay the price in full, and counts what they had paid before.

    `verdicts` (empty, or one a supporter) overrules the comparison: 1 pays all it has, 2 pays the price.
    """
    first, end = data.item_offsets[item], data.item_offsets[item + 1]
    weighted, scored = len(data.weights), len(data.values)
    state.order[k] = item
    state.died[k] = state.payers[k] = 0
    state.paid[k, :k] = 0
    for at in range(first, end):
        ballot = data.item_ballots[at]
        left = state.left[ballot]
        if left == 0.0:
            continue
        weight = data.weights[ballot] if weighted else 1
        value = data.item_values[at] if scored else 1
        all_of_it = (left / value if scored else left) <= price
        if len(verdicts) and verdicts[at - first]:
            all_of_it = verdicts[at - first] == 1
        if not all_of_it:
            state.payers[k] += weight * value
            continue
        state.left[ballot] = 0.0
        state.died[k] += weight
        for entry in range(data.offsets[ballot], data.offsets[ballot + 1]):
            earlier = state.round_of[data.choices[entry]]
            if earlier >= 0:
                state.paid[k, earlier] += weight * (data.values[entry] if scored else 1)


@jit
def _charge(data: Any, state: Any, item: int, k: int) -> None:
    """Lets the others pay the price, and closes what is excluded by the purchase."""
    scored, price = len(data.values), state.high[k]
    for at in range(data.item_offsets[item], data.item_offsets[item + 1]):
        ballot = data.item_ballots[at]
        if state.left[ballot] > 0.0:
            due = price * data.item_values[at] if scored else price
            state.left[ballot] = max(state.left[ballot] - due, 1e-300)
    state.round_of[item] = k
    state.status[item] = FUNDED
    state.numbers[ROUNDS] = k + 1
    close_excluded(data.costs, data.pot_of, data.pots, data.rival_of, data.rivals, state.status, state.room, item)


@jit
def _contest(data: Any, state: Any, slack: float, looked: Any, verdict: Any) -> Any:
    """Looks at projects by rising lower bound until none can be better: how many may be the best, and the first."""
    m, stamp, best = len(data.costs), state.numbers[ROUNDS], np.inf
    while True:
        item, lowest = -1, np.inf
        for other in range(m):
            if state.status[other] == OPEN and looked[other] != stamp:
                key = state.lowest[other] / data.scale[other]
                if key < lowest:
                    item, lowest = other, key
        if item < 0 or lowest * (1.0 - 4.0 * _EPS) > best:
            break
        state.numbers[EVALUATIONS] += 1
        said, low, high = _look(data, state, item, slack, best)
        looked[item] = stamp
        verdict[item, 0] = said
        verdict[item, 1] = low
        if said == _POOR:
            state.status[item] = TOO_POOR
        elif said == _SURE:
            best = min(best, high)
    found = 0
    for other in range(m):
        if state.status[other] == OPEN and looked[other] == stamp and verdict[other, 1] <= best:
            state.contest[found] = other
            found += 1
    return found


@jit
def run(data: Any, state: Any, share: float, share_low: float) -> int:
    """Buys round after round. Returns why it stopped: `BOUGHT_ALL`, or `CONTESTED` with `contest[:numbers[1]]`, or
    `IMPRECISE` after settling round `numbers[0]`, whose price must be given by `settle_exactly`'s caller.
    """
    m = len(data.costs)
    looked, verdict = np.full(m, -1, np.int64), np.empty((m, 2))
    nobody = np.empty(0, np.uint8)
    while True:
        k = state.numbers[ROUNDS]
        slack = 4.0 * _EPS * share * (min(k, data.longest) + 1.0)
        found = _contest(data, state, slack, looked, verdict)
        state.numbers[CONTESTANTS] = found
        if not found:
            return BOUGHT_ALL
        item = state.contest[0]
        if found > 1 or verdict[item, 0] != _SURE:
            return CONTESTED
        _settle(data, state, item, k, state.lowest[item], nobody)
        if not _price(data, state, share, share_low, k):
            return IMPRECISE
        _charge(data, state, item, k)


@jit
def settle_exactly(data: Any, state: Any, item: int, price: float, verdicts: Any) -> None:
    """The first half of a purchase that whole numbers have decided."""
    _settle(data, state, item, state.numbers[ROUNDS], price, verdicts)


@jit
def charge_exactly(data: Any, state: Any, item: int, high: float, low: float) -> None:
    """The second half, at the price that whole numbers have found."""
    k = state.numbers[ROUNDS]
    state.high[k], state.low[k], state.error[k] = high, low, 2.0 * _DD * high
    _charge(data, state, item, k)


@jit
def count_paid(data: Any, state: Any, ballots: Any) -> Any:
    """What some voters, who all have money left, have paid: (their weight, units of the price of each round)."""
    weight_sum = 0
    units = np.zeros(max(state.numbers[ROUNDS], 1), np.int64)
    weighted, scored = len(data.weights), len(data.values)
    for ballot in ballots:
        weight = data.weights[ballot] if weighted else 1
        weight_sum += weight
        for entry in range(data.offsets[ballot], data.offsets[ballot + 1]):
            earlier = state.round_of[data.choices[entry]]
            if earlier >= 0:
                units[earlier] += weight * (data.values[entry] if scored else 1)
    return weight_sum, units
