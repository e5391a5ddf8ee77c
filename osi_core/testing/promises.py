"""What every outcome keeps, judged on one problem: each function says what is wrong, or None."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from osi_core.plugins import AllocationProblem, Chance, Column, Problem, Profile, input_sha256, outcome_sha256
from osi_core.plugins.problems.model import unexplained
from osi_core.plugins.strategy import checked_by
from osi_core.testing.rewriting import rewritten, spread_out
from osi_core.testing.rule import Rule, difference
from osi_core.testing.telling import told, told_outcome
from osi_core.testing.words import wordless

__all__ = [
    "budget_kept",
    "check_holds",
    "explained",
    "names_unheeded",
    "order_unheeded",
    "preparing_unheeded",
    "repeatable",
    "unchanged",
    "valid",
    "weights_are_ballots",
    "worded",
]

_TURNS = 2


def valid(problem: Problem, rule: Rule) -> str | None:
    """The outcome answers the problem: nothing unknown, nothing twice, nothing missing. Money and explanations have
    cases of their own.
    """
    outcome = rule.solve(problem)
    wrong = [one for one in problem.valid(outcome) if not one.startswith("explanations:")]
    if isinstance(problem, AllocationProblem):
        wrong = [one for one in wrong if one not in _overspent(problem, outcome)]
    return f"{told_outcome(outcome)}\n{'; '.join(wrong)}" if wrong else None


def budget_kept(problem: AllocationProblem, rule: Rule) -> str | None:
    """No more is spent than the budget and the pots hold."""
    outcome = rule.solve(problem)
    wrong = _overspent(problem, outcome)
    return f"{told_outcome(outcome)}\n{'; '.join(wrong)}" if wrong else None


def _overspent(problem: AllocationProblem, outcome: Any) -> list[str]:
    """In the words of `AllocationProblem.valid`."""
    total = sum(award.amount for award in outcome.awards)
    wrong = [f"awards: {total} exceeds the budget of {problem.budget}"] if total > problem.budget else []
    drawn: Counter[tuple[str, int]] = Counter()
    pots = problem.pots()
    for award in outcome.awards:
        drawn.update(dict.fromkeys(pots.get(award.item, []), award.amount))
    return wrong + [f"awards: {sum_} for {name}, which has {has}" for (name, has), sum_ in drawn.items() if sum_ > has]


def explained(problem: Problem, rule: Rule) -> str | None:
    """Each item has one explanation."""
    outcome = rule.solve(problem)
    wrong = unexplained(problem, outcome)
    return f"{told_outcome(outcome)}\n{'; '.join(wrong)}" if wrong else None


def worded(problem: Problem, rule: Rule) -> str | None:
    """Each explanation can be said in every language, and each place in its sentences has a value."""
    words = rule.words()
    messages = (message for explanation in rule.solve(problem).explanations for message in explanation.messages)
    return next((wrong for message in messages if (wrong := wordless(message, words))), None)


def check_holds(problem: Problem, rule: Rule) -> str | None:
    """A checked strategy's own check finds nothing wrong with its outcome."""
    outcome = rule.solve(problem)
    wrong = checked_by(rule.strategy, problem, rule.options(), outcome)
    return f"{told_outcome(outcome)}\n{'; '.join(wrong)}" if wrong else None


def unchanged(problem: Problem, rule: Rule) -> str | None:
    """Problem and options are after the call what they were before."""
    problem, options = problem.model_copy(), rule.options()  # a copy: what is told must be what was asked
    before, options_before = input_sha256(problem), options.model_dump_json()
    rule.solve(problem, options=options)
    if input_sha256(problem) != before:
        return f"the problem was changed into\n{told(problem)}"
    return None if options.model_dump_json() == options_before else f"the options were changed into {options!r}"


def repeatable(problem: Problem, rule: Rule) -> str | None:
    """Asked again with the same seed, the same to the last letter, whatever the program's own chance is up to."""
    first, again = _with_random_state(problem, rule, 1), _with_random_state(problem, rule, 2)
    if differs := difference(first, again):
        return f"{told_outcome(first)}\nasked again: {differs}"
    return None if outcome_sha256(first) == outcome_sha256(again) else "asked again: the outcome has another digest"


def _with_random_state(problem: Problem, rule: Rule, state: int) -> Any:
    """Solves with the standard library's global generator in a known state, and puts it back."""
    before = random.getstate()
    random.seed(state)
    try:
        return rule.solve(problem)
    finally:
        random.setstate(before)


def preparing_unheeded(problem: Problem, rule: Rule) -> str | None:
    """Prepared or not, once or twice, or for another problem before: the same outcome, and the same problem and options
    afterwards.
    """
    problem, options = problem.model_copy(), rule.options()
    before, options_before = input_sha256(problem), options.model_dump_json()
    first = rule.solve(problem)
    for times in ("once", "twice"):
        rule.prepare(problem, options=options)
        if input_sha256(problem) != before:
            return f"preparing changed the problem into\n{told(problem)}"
        if options.model_dump_json() != options_before:
            return f"preparing changed the options into {options!r}"
        if wrong := _not_the_same(problem, first, rule):
            return f"{told_outcome(first)}\nprepared {times}: {wrong}"
    return None


def _not_the_same(problem: Problem, first: Any, rule: Rule) -> str:
    """How the outcome of a problem now differs, to the last letter; for a checked rule, what is not valid in it."""
    outcome = rule.solve(problem)
    if not rule.exact:
        return "; ".join(problem.valid(outcome))
    same = outcome_sha256(first) == outcome_sha256(outcome) and first.counters == outcome.counters
    return difference(first, outcome) or ("" if same else "the outcome has another digest, or other counters")


def order_unheeded(problem: Problem, rule: Rule) -> str | None:
    """Ballots shuffled and items permuted: the same outcome."""
    first = rule.solve(problem)
    for turn in range(_TURNS):
        again = rewritten(problem, Chance(bytes([turn]), "rewriting"))
        if wrong := _as_good(again, first, rule):
            return f"{told_outcome(first)}\nthe same, written in another order:\n{told(again)}\n{wrong}"
    return None


def weights_are_ballots(problem: Profile, rule: Rule) -> str | None:
    """A ballot of weight 3 counts like three ballots."""
    if problem.weights is None:
        return None
    first, again = rule.solve(problem), spread_out(problem)
    wrong = _as_good(again, first, rule)
    return f"{told_outcome(first)}\nwith each ballot as often as it weighs: {wrong}" if wrong else None


def _as_good(again: Problem, first: Any, rule: Rule) -> str:
    """How the outcome of the same problem, written otherwise, differs; for a checked rule, what is not valid in it."""
    outcome = rule.solve(again)
    return difference(first, outcome) if rule.exact else "; ".join(again.valid(outcome))


def names_unheeded(problem: Profile, rule: Rule) -> str | None:
    """Items that swap their names swap their places. Ties aside: what all seeds say of two items must not turn round
    with their names.
    """
    if len(problem.items) < 2:
        return None
    turned = dict(zip(problem.items, reversed(problem.items), strict=True))
    again = _renamed(problem, turned)
    first, second = rule.solve(problem), rule.solve(again)
    if [turned[item] for item in _places(first)] == _places(second):
        return None
    before = [_rank(problem, outcome) for outcome in rule.outcomes(problem)]
    after = [_rank(again, outcome) for outcome in rule.outcomes(again)]
    for a in problem.items:
        for b in problem.items:
            always = all(rank[a] < rank[b] for rank in before)
            if always and all(rank[turned[a]] > rank[turned[b]] for rank in after):
                swapped = ", ".join(f"{old} is now {new}" for old, new in turned.items())
                return f"{told_outcome(first)}\n{swapped}:\n{told(again)}\n{told_outcome(second)}"
    return None


def _places(outcome: Any) -> list[str]:
    return list(outcome.order) if hasattr(outcome, "order") else [award.item for award in outcome.awards]


def _rank(problem: Profile, outcome: Any) -> dict[str, int]:
    """The place of each item; of an allocation only whether it is funded."""
    places = _places(outcome)
    if isinstance(problem, AllocationProblem):
        return {item: item not in places for item in problem.items}
    return {item: places.index(item) if item in places else len(places) for item in problem.items}


def _renamed(problem: Profile, names: dict[str, str]) -> Profile:
    """The same election with other names, the items in their old order."""
    order = sorted(range(len(problem.items)), key=lambda index: problem.items.index(names[problem.items[index]]))
    place = {old: new for new, old in enumerate(order)}
    fields: dict[str, Any] = {name: getattr(problem, name) for name in type(problem).model_fields}
    fields["choices"] = Column.of("i4", [place[index] for index in problem.choices])
    for name in fields.keys() & {"conflicts", "requires", "substitutes"}:
        fields[name] = tuple(tuple(names[item] for item in group) for group in fields[name])
    if problem.cost is not None:
        fields["cost"] = Column.of("i8", [problem.cost[old] for old in order])
    for name in ("categories", "districts", "scores"):
        if entries := fields.get(name):
            fields[name] = tuple(entries[old] for old in order)
    if isinstance(problem, AllocationProblem):
        fields["contribution_item"] = Column.of("i4", [place[index] for index in problem.contribution_item])
    return type(problem).model_validate(fields)
