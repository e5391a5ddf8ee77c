"""Problems and outcomes in a few lines that a person can read, to stand beside what is wrong with them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from osi_core.plugins import Allocation, AllocationProblem, Outcome, Problem, Profile, Ranking

__all__ = ["count", "listed", "told", "told_outcome"]


def told(problem: Problem) -> str:
    """An election as a small table; any other problem as one line of JSON."""
    if isinstance(problem, Profile):
        return "\n".join([f"{_heading(problem)}:", *_ballots(problem), *_further(problem)])
    text = problem.model_dump_json(exclude_defaults=True)
    return f"{problem.model} {text[:160]}{'...' if len(text) > 160 else ''}"


def told_outcome(outcome: Outcome) -> str:
    """What was decided, in a line."""
    if isinstance(outcome, Ranking):
        return f"outcome: {', '.join(outcome.order) or 'nothing'}"
    if isinstance(outcome, Allocation):
        funded = [f"{award.item} ({award.amount})" for award in outcome.awards]
        return f"outcome: {', '.join(funded) or 'nothing'}; spent {outcome.spent}"
    text = outcome.model_dump_json(exclude={"explanations"}, exclude_defaults=True)
    return f"outcome: {text[:160]}{'...' if len(text) > 160 else ''}"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun, such as 1 voter or 3 voters."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(names: Any) -> str:
    """Names in alphabetical order, such as `a, b`."""
    return ", ".join(sorted(names)) or "nothing"


def _heading(problem: Profile) -> str:
    voters = sum(problem.ballot_weights())
    start = f"{problem.kind} ballots, {count(voters, 'voter')}, items {', '.join(problem.items) or 'none'}"
    if isinstance(problem, AllocationProblem):
        costs = ", ".join(f"{item} {cost}" for item, cost in problem.costs().items())
        return f"{start}; budget {problem.budget}, costs: {costs}"
    return f"{start}; {'all to be put in order' if problem.size is None else f'{problem.size} to be chosen'}"


def _ballots(problem: Profile) -> list[str]:
    """A line for all ballots that are the same, in the order in which they stand."""
    values = list(problem.value_rows())
    lines: Counter[str] = Counter()
    for row, given, weight in zip(problem.rows(), values, problem.ballot_weights(), strict=True):
        lines[_ballot(problem, [problem.items[index] for index in row], given)] += weight
    return [f"  {times} × {line}" for line, times in lines.items()]


def _ballot(problem: Profile, names: list[str], given: list[int]) -> str:
    if not names:
        return "(empty)"
    if problem.kind == "points":
        return ", ".join(f"{name} {points}" for name, points in zip(names, given, strict=True))
    if problem.kind == "paired":
        return ", ".join(
            f"{a} {'=' if given and given[2 * k] == given[2 * k + 1] else '>'} {b}"
            for k, (a, b) in enumerate(zip(names[::2], names[1::2], strict=True))
        )
    return (" > " if problem.kind == "ranked" else ", ").join(names)


def _further(problem: Profile) -> list[str]:
    """The fields that are not always there."""
    lines = [f"  at most one of {a} and {b}" for a, b in problem.conflicts]
    lines += [f"  {a} only beside {b}" for a, b in problem.requires]
    if problem.minimum_support:
        lines.append(f"  supported by at least {problem.minimum_support}")
    if isinstance(problem, AllocationProblem):
        lines += [f"  one of {', '.join(group)} is enough for a ballot" for group in problem.substitutes]
        if problem.scores:
            lines.append(
                "  scores: " + ", ".join(f"{i} {s}" for i, s in zip(problem.items, problem.scores, strict=True))
            )
        columns = zip(problem.contributor, problem.contribution_item, problem.contribution, strict=True)
        gifts = [f"{person} gives {amount} to {problem.items[item]}" for person, item, amount in columns]
        lines += [f"  contributions: {', '.join(gifts)}"] if gifts else []
        drawn: dict[str, list[str]] = {}
        for item, pots in problem.pots().items():
            for name, amount in pots:
                drawn.setdefault(f"{name} has {amount}", []).append(item)
        lines += [f"  {pot} for {', '.join(items)}" for pot, items in drawn.items()]
    return lines
