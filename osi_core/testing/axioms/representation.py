"""JR, PJR and EJR by search: every set of items that a group approves and can pay for is tried.

Source: H. Aziz, M. Brill, V. Conitzer, E. Elkind, R. Freeman, T. Walsh, "Justified Representation in Approval-Based
Committee Voting", Social Choice and Welfare 48, 2017; PJR: L. Sánchez-Fernández et al., "Proportional Justified
Representation", AAAI 2017, definition 3. With costs: M. Brill, S. Forster, M. Lackner, J. Maly, J. Peters,
"Proportionality in Approval-Based Participatory Budgeting", AAAI 2023. Checking them is coNP-complete, so the elections
must be small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from osi_core.plugins import Allocation, Profile, Ranking
from osi_core.testing.axioms.axiom import Axiom, of_outcome
from osi_core.testing.axioms.reading import Approvals, subsets
from osi_core.testing.telling import count, listed

__all__ = ["AXIOMS", "ejr", "jr", "pjr"]

_Group = list[tuple[frozenset[str], int]]


def jr(problem: Profile, outcome: Ranking | Allocation) -> str | None:
    """A group that approves and can pay for one item, of whom nobody approves anything chosen."""
    seen = Approvals.of(problem, outcome)
    for item in sorted(seen.cost):
        group = [(ballot, weight) for ballot, weight in seen.voters if item in ballot and not ballot & seen.chosen]
        if seen.can_pay(_size(group), [item]) and group:
            return f"{_who(group)} for {item} and can pay for it, but approve nothing that is chosen"
    return None


def pjr(problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> str | None:
    """A group that approves and can pay for a set, and all together approve less of what is chosen."""
    seen = Approvals.of(problem, outcome, by_count=by_count)
    for items, supporters in _owed(seen):
        for union in subsets(seen.chosen, 0):
            group = [(ballot, weight) for ballot, weight in supporters if ballot & seen.chosen <= set(union)]
            if seen.satisfaction(union) < seen.satisfaction(items) and group and seen.can_pay(_size(group), items):
                return (
                    f"{_who(group)} for {listed(items)} and can pay for it, a satisfaction of "
                    f"{seen.satisfaction(items)}; all that any of them approves among the chosen is {listed(union)}, "
                    f"{seen.satisfaction(union)}"
                )
    return None


def ejr(problem: Profile, outcome: Ranking | Allocation, *, by_count: bool = False) -> str | None:
    """A group that approves and can pay for a set, each of whom gets less."""
    seen = Approvals.of(problem, outcome, by_count=by_count)
    for items, supporters in _owed(seen):
        owed = seen.satisfaction(items)
        group = [(ballot, w) for ballot, w in supporters if seen.satisfaction(ballot & seen.chosen) < owed]
        if group and seen.can_pay(_size(group), items):
            most = max(seen.satisfaction(ballot & seen.chosen) for ballot, _ in group)
            return (
                f"{_who(group)} for {listed(items)} and can pay for it, a satisfaction of {owed}; none of them gets "
                f"more than {most}"
            )
    return None


def _owed(seen: Approvals) -> Iterator[tuple[tuple[str, ...], _Group]]:
    """Each set that all of its supporters together can pay for, with these supporters."""
    for items in subsets(seen.cost):
        supporters = [(ballot, weight) for ballot, weight in seen.voters if ballot.issuperset(items)]
        if supporters and seen.can_pay(_size(supporters), items):
            yield items, supporters


def _size(group: _Group) -> int:
    return sum(weight for _, weight in group)


def _who(group: _Group) -> str:
    ballots = " / ".join(sorted({listed(ballot) for ballot, _ in group}))
    verb = "is" if _size(group) == 1 else "are all"
    return f"{count(_size(group), 'voter')} ({ballots}) {verb}"


def _axiom(name: str, check: Callable[..., str | None], **how: bool) -> Axiom:
    return Axiom.named(name, of_outcome(partial(check, **how)), "committee")


AXIOMS = (
    _axiom("JR", jr),
    _axiom("PJR", pjr),
    _axiom("EJR", ejr),
    _axiom("PJR by count", pjr, by_count=True),
    _axiom("EJR by count", ejr, by_count=True),
)
