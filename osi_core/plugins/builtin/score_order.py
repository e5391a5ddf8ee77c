"""Score order: what is best rated is funded first, until the money is spent."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from osi_core.plugins.builtin.borda import borda_scores
from osi_core.plugins.chance import tie_key
from osi_core.plugins.currency import written
from osi_core.plugins.ordering import conflicts_of
from osi_core.plugins.problems import Allocation, AllocationProblem, Award, Explanation
from osi_core.plugins.strategy import AllocationRule, Progress, TieOptions

__all__ = ["ScoreOrder"]


class ScoreOrder(AllocationRule):
    """Greedy allocation, as most cities use it (D. Peters, G. Pierczyński, P. Skowron, "Proportional Participatory
    Budgeting with Additive Utilities", NeurIPS 2021, call it "utilitarian greedy").

    Items go by falling `scores`, or, where the problem has none, by the points of the ballots (Borda's for ranked
    ones). Each gets its cost where budget and pots still hold it, and is passed over otherwise; with `partial` it
    gets what is left. Not proportional: a majority can decide on all of the money.
    """

    name = "score-order"
    version = 1
    Options = TieOptions
    claims = frozenset({"monotone"})

    def solve(self, problem: AllocationProblem, options: TieOptions, seed: bytes, progress: Progress) -> Allocation:
        scores = _scores(problem)
        order = sorted(
            range(len(problem.items)),
            key=lambda item: (-scores[item], tie_key(seed, problem.items[item], options.ties)),
        )
        funded, reasons = _spend(problem, order)
        groups: dict[Fraction, list[str]] = {}
        for item in order:
            groups.setdefault(scores[item], []).append(problem.items[item])
        return Allocation(
            currency=problem.currency,
            awards=tuple(Award(item=name, amount=amount) for name, amount in funded.items()),
            spent=sum(funded.values()),
            tied=tuple(tuple(sorted(group)) for group in groups.values() if len(group) > 1),
            explanations=tuple(_explained(problem, item, scores[item], funded, reasons) for item in order),
        )


def _scores(problem: AllocationProblem) -> list[Fraction]:
    if problem.scores:
        return [Fraction(score) for score in problem.scores]
    by_ballots = borda_scores(problem)
    return [Fraction(by_ballots[item]) for item in problem.items]


def _spend(problem: AllocationProblem, order: list[int]) -> tuple[dict[str, int], dict[str, tuple[str, str]]]:
    """What each funded item gets, in order; and why the others get nothing, in English and German."""
    costs, pots, hostile = problem.costs(), problem.pots(), conflicts_of(problem)
    support = problem.support()
    drawn: Counter[str] = Counter()
    funded: dict[str, int] = {}
    reasons: dict[str, tuple[str, str]] = {}
    for item in order:
        name = problem.items[item]
        room = min([problem.budget - sum(funded.values()), *(limit - drawn[pot] for pot, limit in pots[name])])
        rivals = sorted(problem.items[other] for other in hostile[item] if problem.items[other] in funded)
        if support[item] < problem.minimum_support:
            reasons[name] = ("it has too few supporters", "es wird von zu wenigen unterstützt")
        elif rivals:
            reasons[name] = (f"it conflicts with {rivals[0]}", f"es schließt sich mit {rivals[0]} aus")
        elif costs[name] > room and not (problem.partial and room > 0):
            left = written(room, problem.currency)
            reasons[name] = (f"only {left} were left", f"es waren nur noch {left} übrig")
        else:
            funded[name] = min(costs[name], room)
            drawn.update({pot: funded[name] for pot, _ in pots[name]})
    return funded, reasons


def _explained(
    problem: AllocationProblem,
    item: int,
    score: Fraction,
    funded: dict[str, int],
    reasons: dict[str, tuple[str, str]],
) -> Explanation:
    name = problem.items[item]
    cost, amount = problem.costs()[name], funded.get(name, 0)
    costs, given = written(cost, problem.currency), written(amount, problem.currency)
    data: dict[str, int | str] = {"score": str(score), "cost": cost, "amount": amount}
    if name in funded:
        en = f"Funded with {given} of {costs}: its score of {score} came before the money was spent."
        de = f"Gefördert mit {given} von {costs}: mit der Wertung {score} an der Reihe, solange Geld da war."
    else:
        why_en, why_de = reasons[name]
        en = f"Not funded: at its turn, with a score of {score} and a cost of {costs}, {why_en}."
        de = f"Nicht gefördert: an der Reihe mit der Wertung {score} und Kosten von {costs}; {why_de}."
    return Explanation(item=name, data=data, en=en, de=de)
