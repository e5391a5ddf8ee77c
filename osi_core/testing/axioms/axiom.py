"""What an axiom is here: a claim, the elections it is judged on, and what finds an outcome that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from osi_core.plugins.claims import CLAIMS, Claim
from osi_core.testing.drawing import Form
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told_outcome

__all__ = ["Axiom", "of_outcome"]


@dataclass(frozen=True)
class Axiom:
    """One property of rules. `judge(problem, rule)` says what breaks it on an election, in a few lines, or None.

    Judging is exact and knows nothing of any rule. Where a property compares two elections, chance is no excuse and no
    offence: it is broken only when it is with every seed.
    """

    claim: Claim
    judge: Callable[[Any, Rule], str | None]
    form: Form = "plain"

    @classmethod
    def named(cls, name: str, judge: Callable[[Any, Rule], str | None], form: Form = "plain") -> Axiom:
        """The axiom for a claim of the vocabulary."""
        return cls(CLAIMS[name], judge, form)


def of_outcome(check: Callable[[Any, Any], str | None]) -> Callable[[Any, Rule], str | None]:
    """A `judge` from a `check(problem, outcome)` that looks at one outcome alone."""

    def judge(problem: Any, rule: Rule) -> str | None:
        outcome = rule.solve(problem)
        wrong = check(problem, outcome)
        return None if wrong is None else f"{told_outcome(outcome)}\n{wrong}"

    return judge
