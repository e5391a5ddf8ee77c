"""From what a rule has decided to an outcome with a sentence for every project, in English and German, and as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from osi_core.plugins import Allocation, Award, Explanation
from osi_voting.budgets.instance import CONFLICTS, POT_FULL, TOO_DEAR, WEAK, Instance, Status
from osi_voting.formats.money import minor_digits

__all__ = ["Funded", "Told", "allocation", "basics", "count_text", "money_text", "refusal"]

Told = tuple[dict[str, int | str], str, str]
"""Data, English, German."""

Funded = Sequence[int]


def count_text(number: int) -> tuple[str, str]:
    """A whole number in English and German: 1,234 and 1.234."""
    text = f"{number:,}"
    return text, text.replace(",", ".")


def money_text(amount: int, currency: str) -> tuple[str, str]:
    """Minor units in English and German: 1,234.50 EUR and 1.234,50 EUR."""
    digits = minor_digits(currency)
    whole, rest = divmod(amount, 10**digits)
    cents = f"{rest:0{digits}d}"
    one, other = count_text(whole)
    if not digits:
        return f"{one} {currency}", f"{other} {currency}"
    return f"{one}.{cents} {currency}", f"{other},{cents} {currency}"


def allocation(
    instance: Instance,
    order: Funded,
    tied: Iterable[tuple[int, ...]],
    tell: Callable[[int, int], Told],
    counters: dict[str, int],
) -> Allocation:
    """The outcome. `order` are the funded projects; `tell(item, place)` explains one, place 0 being not funded."""
    problem, names = instance.problem, instance.problem.items
    costs = instance.cost_list
    place = {item: number for number, item in enumerate(order, 1)}
    groups = tuple(tuple(sorted(names[item] for item in group)) for group in tied)
    was_tied = {name for group in groups for name in group}
    explanations = []
    rest = sorted((item for item in range(instance.m) if item not in place), key=names.__getitem__)
    for item in [*order, *rest]:
        data, en, de = tell(item, place.get(item, 0))
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


def refusal(instance: Instance, status: Sequence[int] | Status, item: int, order: Funded) -> Told | None:
    """Why a project was out of the question, where the rule itself is not the reason; else None."""
    why = status[item]
    if why not in (TOO_DEAR, WEAK, CONFLICTS, POT_FULL):
        return None
    problem, currency = instance.problem, instance.problem.currency
    data = basics(instance, item, 0)
    if why == TOO_DEAR:
        cost_en, cost_de = money_text(int(instance.costs[item]), currency)
        data["reason"] = "dearer than the budget"
        return (
            data,
            f"Not funded: it costs {cost_en}, more than the whole budget.",
            f"Nicht gefördert: mit {cost_de} kostet es mehr als das ganze Budget.",
        )
    if why == WEAK:
        return _weak(instance, item, data)
    if why == CONFLICTS:
        rivals = {one if other == problem.items[item] else other
                  for one, other in problem.conflicts if problem.items[item] in (one, other)}  # fmt: skip
        funded = sorted(rivals & {problem.items[one] for one in order})
        data["reason"], data["conflicts_with"] = "conflict", funded[0]
        return (
            data,
            f"Not funded: it cannot stand beside {funded[0]}, which is funded.",
            f"Nicht gefördert: es schließt sich mit {funded[0]} aus, das gefördert wird.",
        )
    return _pot_full(instance, item, order, data)


def _weak(instance: Instance, item: int, data: dict[str, int | str]) -> Told:
    wanted, has = max(instance.problem.minimum_support, 1), int(instance.support[item])
    data["reason"], data["minimum_support"], data["more_supporters"] = "too few supporters", wanted, wanted - has
    (has_en, has_de), (wanted_en, wanted_de) = count_text(has), count_text(wanted)
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
    raise AssertionError(f"{names[item]}: no pot is too small")
