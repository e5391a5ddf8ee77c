"""Changes of the electorate and of the candidates: participation, independence of clones.

Sources: H. Moulin, "Condorcet's Principle Implies the No Show Paradox", Journal of Economic Theory 45, 1988;
T. N. Tideman, "Independence of Clones as a Criterion for Voting Rules", Social Choice and Welfare 4, 1987.
"""

from __future__ import annotations

from osi_core.plugins import Profile
from osi_core.testing.axioms.axiom import Axiom
from osi_core.testing.axioms.changes import cloned, without
from osi_core.testing.axioms.reading import preferences, winner
from osi_core.testing.rule import Rule
from osi_core.testing.telling import told, told_outcome

__all__ = ["AXIOMS", "clone_independence", "participation"]


def participation(problem: Profile, rule: Rule) -> str | None:
    """A voter would, with every seed, have got a winner that they prefer by staying at home."""
    after = rule.solve(problem)
    for ballot, (wishes, _) in enumerate(preferences(problem)):
        absent = without(problem, ballot)
        before = rule.solve(absent)
        if (winner(before), winner(after)) in wishes:
            firsts, seconds = _winners(absent, rule), _winners(problem, rule)
            if all((one, other) in wishes for one in firsts for other in seconds):
                return (
                    f"{told_outcome(after)}\nwithout one voter of ballot {ballot + 1}, who prefers "
                    f"{winner(before)} to {winner(after)}:\n{told(absent)}\n{told_outcome(before)}"
                )
    return None


def clone_independence(problem: Profile, rule: Rule) -> str | None:
    """With a twin beside an item on all ballots somebody else wins, whatever the seed."""
    before = rule.solve(problem)
    for item in problem.items:
        twin = f"{item}'"
        for first in (_never, _every_other):
            changed = cloned(problem, item, twin, first)
            after = rule.solve(changed)
            if _original(winner(after)) == winner(before):
                continue
            if not {_original(name) for name in _winners(changed, rule)} & _winners(problem, rule):
                return f"{told_outcome(before)}\nwith a twin of {item}:\n{told(changed)}\n{told_outcome(after)}"
    return None


def _winners(problem: Profile, rule: Rule) -> set[str | None]:
    return {winner(outcome) for outcome in rule.outcomes(problem)}


def _original(name: str | None) -> str | None:
    return name.removesuffix("'") if name else None


def _never(ballot: int) -> bool:
    return False


def _every_other(ballot: int) -> bool:
    return ballot % 2 == 1


AXIOMS = (
    Axiom.named("participation", participation, "winner"),
    Axiom.named("clone independence", clone_independence, "complete"),
)
