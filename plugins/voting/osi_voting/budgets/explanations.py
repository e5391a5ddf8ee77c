"""From what a rule has decided to an outcome with a sentence for every project, in English and German, and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from osi_core.money.currency import decimals_of
from osi_core.plugins import Allocation, Award, Explanation
from osi_core.plugins.ordering import number_text
from osi_voting.budgets.instance import Instance
from osi_voting.budgets.served import served_by
from osi_voting.budgets.standing import CONFLICTS, POT_FULL, SERVED, TOO_DEAR, WAITING, WEAK, Status
from osi_voting.limits import quotas

__all__ = ["Funded", "Told", "allocation", "basics", "money_text", "refusal"]

Told = tuple[dict[str, int | str], str, str]
"""Data, English, German."""

Funded = Sequence[int]


def money_text(amount: int, currency: str) -> tuple[str, str]:
    """Minor units in English and German: 1,234.50 EUR and 1.234,50 EUR; without XXX, which stands for no currency."""
    digits = decimals_of(currency)
    whole, rest = divmod(amount, 10**digits)
    cents = f"{rest:0{digits}d}"
    one, other = number_text(whole)
    unit = "" if currency == "XXX" else f" {currency}"
    if not digits:
        return f"{one}{unit}", f"{other}{unit}"
    return f"{one}.{cents}{unit}", f"{other},{cents}{unit}"


def allocation(
    instance: Instance,
    order: Funded,
    tied: Iterable[tuple[int, ...]],
    explain: Callable[[int, int], Told],
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
        data, en, de = explain(item, place.get(item, 0))
        if problem.substitutes:
            data, en, de = _with_served(instance, item, order, (data, en, de))
        if names[item] in was_tied:
            data, en, de = {**data, "tied": 1}, f"{en} A tie was broken.", f"{de} Ein Gleichstand wurde aufgelöst."
        explanations.append(Explanation(item=names[item], data=data, en=en, de=de))
    return Allocation(
        currency=problem.currency,
        awards=tuple(Award(item=names[item], amount=costs[item]) for item in order),
        spent=sum(costs[item] for item in order),
        tied=groups,
        explanations=tuple(explanations),
        counters=counters,
    )


def basics(instance: Instance, item: int, place: int) -> dict[str, int | str]:
    """What is said of every project: cost, supporters, and its place in the order of decision (0: not funded)."""
    return {"cost": instance.cost_list[item], "supporters": instance.support_list[item], "place": place}


def _with_served(instance: Instance, item: int, order: Funded, told: Told) -> Told:
    """The same, and of how many supporters a substitute funded before has relieved a project."""
    data, en, de = told
    place = int(data["place"])
    served = served_by(instance, item, order[: place - 1] if place else order)
    if not served:
        return told
    names = [instance.problem.items[other] for other, _ in served]
    counts = [number_text(count) for _, count in served]
    total = sum(count for _, count in served)
    (all_en, all_de), (total_en, total_de) = number_text(instance.support_list[item]), number_text(total)
    by = ", ".join(f"{one} by {name}" for (one, _), name in zip(counts, names, strict=True))
    mit = ", ".join(f"{one} mit {name}" for (_, one), name in zip(counts, names, strict=True))
    return (
        data | {"served": total, "served_by": ", ".join(names)},
        f"{en} Of its {all_en} supporters {total_en} {'is' if total == 1 else 'are'} served already ({by}).",
        f"{de} Von seinen {all_de} Unterstützenden ist {total_de} schon gedient ({mit}).",
    )


def refusal(instance: Instance, status: Sequence[int] | Status, item: int, order: Funded) -> Told | None:
    """Why a project was out of the question, where the rule itself is not the reason; else None."""
    why = status[item]
    explainer = _REFUSALS.get(int(why))
    return explainer and explainer(instance, item, order, basics(instance, item, 0))


def _too_dear(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    cost_en, cost_de = money_text(int(instance.costs[item]), instance.problem.currency)
    data["reason"] = "dearer than the budget"
    return (
        data,
        f"Not funded: it costs {cost_en}, more than the whole budget.",
        f"Nicht gefördert: mit {cost_de} kostet es mehr als das ganze Budget.",
    )


def _conflicts(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    problem = instance.problem
    rivals = {one if other == problem.items[item] else other
              for one, other in problem.conflicts if problem.items[item] in (one, other)}  # fmt: skip
    funded = sorted(rivals & {problem.items[one] for one in order})
    data["reason"], data["conflicts_with"] = "conflict", funded[0]
    return (
        data,
        f"Not funded: it cannot stand beside {funded[0]}, which is funded.",
        f"Nicht gefördert: es schließt sich mit {funded[0]} aus, das gefördert wird.",
    )


def _waiting(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    problem = instance.problem
    needed = {needed for one, needed in problem.requires if one == problem.items[item]}
    lacking = sorted(needed - {problem.items[one] for one in order})
    data["reason"], data["needs"] = "needs another", lacking[0]
    return (
        data,
        f"Not funded: it waits for {lacking[0]}, which is not funded.",
        f"Nicht gefördert: es wartet auf {lacking[0]}, das nicht gefördert wird.",
    )


def _served(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    data["reason"] = "supporters are served"
    return (
        data,
        "Not funded: what is funded serves all of its supporters already.",
        "Nicht gefördert: allen seinen Unterstützenden ist mit Gefördertem schon gedient.",
    )


def _weak(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    wanted, has = max(instance.problem.minimum_support, 1), int(instance.support[item])
    if has >= wanted:
        wanted, has = instance.problem.minimum_points, int(instance.points[item])
        data["reason"], data["minimum_points"], data["more_points"] = "too few points", wanted, wanted - has
        (has_en, has_de), (wanted_en, wanted_de) = number_text(has), number_text(wanted)
        return (
            data,
            f"Not funded: of {wanted_en} points needed it has {has_en}.",
            f"Nicht gefördert: von {wanted_de} nötigen Punkten hat es {has_de}.",
        )
    data["reason"], data["minimum_support"], data["more_supporters"] = "too few supporters", wanted, wanted - has
    (has_en, has_de), (wanted_en, wanted_de) = number_text(has), number_text(wanted)
    return (
        data,
        f"Not funded: of {wanted_en} supporters needed it has {has_en}.",
        f"Nicht gefördert: von {wanted_de} nötigen Unterstützenden hat es {has_de}.",
    )


def _pot_full(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    drawn = instance.problem.pots()
    names, costs = instance.problem.items, instance.costs
    for pot, amount in drawn[names[item]]:
        left = amount - sum(int(costs[one]) for one in order if any(pot == name for name, _ in drawn[names[one]]))
        if left < costs[item]:
            data["reason"], data["pot"], data["pot_left"] = "pot", pot, left
            left_en, left_de = money_text(max(left, 0), instance.problem.currency)
            kind, _, name = pot.partition(" ")
            german = {"category": "in der Kategorie", "district": "im Bezirk"}[kind]
            return (
                data,
                f"Not funded: of the money for {kind} {name} only {left_en} are left.",
                f"Nicht gefördert: vom Geld {german} {name} sind nur noch {left_de} übrig.",
            )
    return _quota_full(instance, item, order, data)


def _quota_full(instance: Instance, item: int, order: Funded, data: dict[str, int | str]) -> Told:
    for name, members, bound in quotas(instance.problem, "at_most", instance.at_most):
        if item in members and len(members.intersection(order)) >= bound:
            data["reason"], data["quota"], data["at_most"] = "quota", name, bound
            bound_en, bound_de = number_text(bound)
            return (
                data,
                f"Not funded: the limit of {bound_en} for {name} is reached.",
                f"Nicht gefördert: die Höchstzahl von {bound_de} für {name} ist erreicht.",
            )
    raise AssertionError(f"{instance.problem.items[item]}: no pot and no quota is too small")


_REFUSALS: dict[int, Callable[[Instance, int, Funded, dict[str, int | str]], Told]] = {
    TOO_DEAR: _too_dear,
    WEAK: _weak,
    CONFLICTS: _conflicts,
    POT_FULL: _pot_full,
    WAITING: _waiting,
    SERVED: _served,
}
