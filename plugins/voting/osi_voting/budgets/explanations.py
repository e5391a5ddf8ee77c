"""From what a rule has decided to an outcome with the reasons for every project, as codes and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from osi_core.plugins import Allocation, Award, Explanation
from osi_core.words import Message, Value
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.served import served_by
from osi_voting.budgets.standing import CONFLICTS, POT_FULL, SERVED, TOO_DEAR, WAITING, WEAK, Status
from osi_voting.limits import quotas
from osi_voting.reasons import Reasons, with_more

__all__ = ["FREE", "Funded", "allocation", "basics", "refusal"]

Funded = Sequence[int]
Values = dict[str, Value]

FREE = "budgets.free"
"""Of what costs nothing and has supporters."""

_TIE_BROKEN = Message("ranking.tie-broken")


def allocation(
    instance: Instance,
    order: Funded,
    tied: Iterable[tuple[int, ...]],
    explain: Callable[[int, int], Reasons],
    counters: dict[str, int],
) -> Allocation:
    """The outcome. `order` are the funded projects; `explain(item, place)` explains one, place 0 being not funded."""
    problem, names = instance.problem, instance.problem.items
    costs = instance.cost_list
    place = {item: number for number, item in enumerate(order, 1)}
    groups = tuple(tuple(sorted(names[item] for item in group)) for group in tied)
    was_tied = {name for group in groups for name in group}
    explanations = []
    rest = sorted((item for item in range(instance.m) if item not in place), key=names.__getitem__)
    for item in [*order, *rest]:
        reasons = explain(item, place.get(item, 0))
        if problem.substitutes:
            reasons = _with_served(instance, item, order, reasons)
        if names[item] in was_tied:
            reasons = with_more(reasons, _TIE_BROKEN, tied=True)
        explanations.append(Explanation.of(names[item], *reasons))
    return Allocation(
        currency=problem.currency,
        awards=tuple(Award(item=names[item], amount=costs[item]) for item in order),
        spent=sum(costs[item] for item in order),
        tied=groups,
        explanations=tuple(explanations),
        counters=counters,
    )


def basics(instance: Instance, item: int, place: int) -> Values:
    """What is said of every project: cost, supporters, and its place in the order of decision (0: not funded)."""
    cost = instance.money(instance.cost_list[item])
    return {"cost": cost, "supporters": instance.support_list[item], "place": place}


def _with_served(instance: Instance, item: int, order: Funded, reasons: Reasons) -> Reasons:
    """The same, and of how many supporters a substitute funded before has relieved a project."""
    place = int(reasons[0].values["place"])
    served = served_by(instance, item, order[: place - 1] if place else order)
    if not served:
        return reasons
    names = tuple(instance.problem.items[other] for other, _ in served)
    total = sum(count for _, count in served)
    by = tuple(
        Message("budgets.served-by", {"number": count, "item": name})
        for (_, count), name in zip(served, names, strict=True)
    )
    said = {"count": total, "supporters": instance.support_list[item], "by": by}
    return with_more(reasons, Message("budgets.supporters-served", said), served=total, served_by=names)


def refusal(instance: Instance, status: Sequence[int] | Status, item: int, order: Funded) -> Reasons | None:
    """Why a project was out of the question, where the rule itself is not the reason; else None."""
    explainer = _REFUSALS.get(int(status[item]))
    return explainer and (explainer(instance, item, order, basics(instance, item, 0)),)


def _too_dear(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    return Message("budgets.too-dear", values)


def _conflicts(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    problem = instance.problem
    rivals = {one if other == problem.items[item] else other
              for one, other in problem.conflicts if problem.items[item] in (one, other)}  # fmt: skip
    funded = sorted(rivals & {problem.items[one] for one in order})
    return Message("budgets.conflict", {**values, "conflicts_with": funded[0]})


def _waiting(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    problem = instance.problem
    needed = {needed for one, needed in problem.requires if one == problem.items[item]}
    lacking = sorted(needed - {problem.items[one] for one in order})
    return Message("budgets.needs", {**values, "needs": lacking[0]})


def _served(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    return Message("budgets.all-served", values)


def _weak(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    """`count` are the supporters that are needed."""
    wanted, has = max(instance.problem.minimum_support, 1), int(instance.support[item])
    if has >= wanted:
        wanted, has = instance.problem.minimum_points, int(instance.points[item])
        lacks = {"minimum_points": wanted, "points": has, "more_points": wanted - has}
        return Message("budgets.too-few-points", {**values, **lacks, "count": wanted})
    lacks = {"minimum_support": wanted, "more_supporters": wanted - has}
    return Message("budgets.too-few-supporters", {**values, **lacks, "count": wanted})


def _pot_full(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    drawn = instance.problem.pots()
    names, costs = instance.problem.items, instance.costs
    for pot, amount in drawn[names[item]]:
        left = amount - sum(int(costs[one]) for one in order if any(pot == name for name, _ in drawn[names[one]]))
        if left < costs[item]:
            kind, _, name = pot.partition(" ")
            said = {**values, "pot": name, "pot_left": instance.money(max(left, 0))}
            return Message("budgets.category-pot" if kind == "category" else "budgets.district-pot", said)
    return _quota_full(instance, item, order, values)


def _quota_full(instance: Instance, item: int, order: Funded, values: Values) -> Message:
    for name, members, bound in quotas(instance.problem, "at_most", instance.at_most):
        if item in members and len(members.intersection(order)) >= bound:
            return Message("budgets.quota", {**values, "quota": name, "at_most": bound})
    raise AssertionError(f"{instance.problem.items[item]}: no pot and no quota is too small")


_REFUSALS: dict[int, Callable[[Instance, int, Funded, Values], Message]] = {
    TOO_DEAR: _too_dear,
    WEAK: _weak,
    CONFLICTS: _conflicts,
    POT_FULL: _pot_full,
    WAITING: _waiting,
    SERVED: _served,
}
