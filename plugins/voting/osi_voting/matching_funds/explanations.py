"""Why an item received what it did, as data and in a sentence of English and of German."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from osi_core.plugins import AllocationProblem, Explanation
from osi_core.plugins.ordering import number_text
from osi_voting.budgets.explanations import money_text
from osi_voting.matching_funds.contributions import Contributions
from osi_voting.matching_funds.filling import Limit

__all__ = ["Case", "explained"]

_WHY = {
    "formula": ("that is all it is due", "das ist alles, was ihm zusteht"),
    "cap": ("it can receive no more", "mehr kann es nicht erhalten"),
    "budget": ("the budget is used up", "das Budget ist aufgebraucht"),
    "support": ("too few people gave", "zu wenige haben gegeben"),
    "conflict": ("it conflicts with one that is due more", "es schließt sich mit einem aus, dem mehr zusteht"),
    "quota": (
        "as many of its category or district as may receive anything are due more",
        "in seiner Kategorie oder seinem Bezirk ist die Höchstzahl mit denen erreicht, denen mehr zusteht",
    ),
    "needs": ("what it needs receives nothing beside it", "was es voraussetzt, erhält daneben nichts"),
    "whole": ("its cost was not reached", "seine Kosten wurden nicht erreicht"),
    "nobody": ("nothing is due", "es steht ihm nichts zu"),
}


@dataclass
class Case:
    """One decision while it is made: what each item is due and may receive at most, and why some are left out."""

    problem: AllocationProblem
    given: Contributions
    due: list[Fraction]
    caps: list[int]
    out: dict[int, str] = field(default_factory=dict)
    reached: dict[int, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.limits: list[Limit] = limits_of(self.problem)


def limits_of(problem: AllocationProblem) -> list[Limit]:
    """The budget and the pots as limits."""
    limits = [Limit("budget", problem.budget, frozenset(range(len(problem.items))))]
    members: dict[tuple[str, int], set[int]] = {}
    for item, drawn in enumerate(problem.pots().values()):
        for pot in drawn:
            members.setdefault(pot, set()).add(item)
    return limits + [Limit(name, amount, frozenset(items)) for (name, amount), items in sorted(members.items())]


def explained(case: Case, amounts: list[int], stopped: list[str]) -> tuple[Explanation, ...]:
    """One explanation for each item, by falling award, then by id."""
    names = case.problem.items
    order = sorted(range(len(names)), key=lambda item: (-amounts[item], names[item]))
    return tuple(_explained(case, item, amounts[item], stopped[item]) for item in order)


def _explained(case: Case, item: int, amount: int, stopped: str) -> Explanation:
    people, raised, match = case.given.people(item), case.given.raised(item), floor(case.due[item])
    why = case.out.get(item) or (stopped if case.due[item] else "nobody")
    data: dict[str, int | str] = {
        "contributors": people, "raised": raised, "match": match, "award": amount, "stopped_by": why,
    }  # fmt: skip
    en_why, de_why = _WHY.get(why, (f"the money of {why} is used up", f"das Geld von {why} ist aufgebraucht"))
    if why == "whole":
        lacked = case.problem.costs()[case.problem.items[item]] - floor(case.reached[item])
        data["lacked"] = lacked
        en_why += f", {_money(lacked, case)} were lacking"
        de_why += f", es fehlten {_geld(lacked, case)}"
    (many, viele), one = number_text(people), people == 1
    en = f"{many} {'person' if one else 'people'} gave {_money(raised, case)}. The formula adds {_money(match, case)}; "
    de = f"{viele} {'Mensch gab' if one else 'Menschen gaben'} {_geld(raised, case)}. Die Formel fügt "
    en, de = f"{en}awarded are ", f"{de}{_geld(match, case)} hinzu; bewilligt sind "
    en, de = f"{en}{_money(amount, case)}: {en_why}.", f"{de}{_geld(amount, case)}: {de_why}."
    return Explanation(item=case.problem.items[item], data=data, en=en, de=de)


def _money(amount: int, case: Case) -> str:
    return money_text(amount, case.problem.currency)[0]


def _geld(amount: int, case: Case) -> str:
    return money_text(amount, case.problem.currency)[1]
