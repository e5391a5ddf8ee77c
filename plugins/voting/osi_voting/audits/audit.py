"""All that an audit finds of one outcome, put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_core.words import Message
from osi_voting.audits.balance import Line, by_group_of_items, by_group_of_voters, group_numbers
from osi_voting.audits.ejr_plus import Deprived, ejr_plus
from osi_voting.audits.judged import Judged, Measure
from osi_voting.audits.payments import OwnPrices, Payments, payments
from osi_voting.audits.priceability import Prices, priceability
from osi_voting.audits.representation import Degree, Spread, proportionality_degree, spread
from osi_voting.audits.robustness import Robustness

__all__ = ["Audit", "VoterGroups", "audit", "voter_groups"]

_COLUMNS = ("district", "neighborhood", "subdistrict", "age", "sex")
"""What a file may say of its voters, and people ask about; the first that is there divides the payments."""
_AGES = (18, 30, 45, 60, 75)
_MOST_GROUPS = 60


@dataclass(frozen=True)
class VoterGroups:
    """Voters by one column of the file: `numbers[i]` is the group of ballot i, an index into `names`."""

    column: str
    names: tuple[str, ...]
    numbers: NDArray[np.int32]


@dataclass(frozen=True)
class Audit:
    """What was found of the outcome `label`. `deprived` are the groups that EJR+ says get too little, by each measure;
    `groups` say what the voters of a district (age, sex) get, by column; `own` are the prices of the rule itself;
    `premises` what is taken for granted and not so, such as that the money suffices.
    """

    label: str
    judged: Judged
    deprived: Mapping[Measure, tuple[Deprived, ...]]
    prices: Prices
    degree: tuple[Degree, ...]
    spread: Spread
    payments: Payments
    districts: tuple[Line, ...]
    categories: tuple[Line, ...]
    groups: Mapping[str, tuple[Line, ...]]
    robustness: Robustness | None = None
    own: OwnPrices | None = None
    premises: tuple[Message, ...] = ()

    @property
    def keeps_ejr_plus(self) -> bool:
        """Whether EJR+ holds, by the measure that the ballots say most plainly."""
        return not self.deprived[self.judged.measures[0]]

    @property
    def winners(self) -> list[str]:
        """The chosen, in the order of decision."""
        return [self.judged.names[item] for item in self.judged.order]


def audit(
    problem: Profile,
    winners: Iterable[str],
    label: str,
    *,
    groups: Sequence[VoterGroups] = (),
    seconds: float = 60.0,
    robust: Robustness | None = None,
    own: OwnPrices | None = None,
    progress: Callable[[float], None] = lambda fraction: None,
) -> Audit:
    """Judges an outcome. `progress` hears how far priceability is, which alone may take long. Raises `ValueError` for
    winners that are no items of the problem.
    """
    judged = Judged.of(problem, winners)
    districts = [(name,) if name else () for name in problem.districts]
    return Audit(
        label=label,
        judged=judged,
        deprived={measure: tuple(ejr_plus(judged, measure)) for measure in judged.measures},
        prices=priceability(judged, seconds, progress),
        degree=tuple(proportionality_degree(judged)),
        spread=spread(judged),
        payments=payments(judged),
        districts=tuple(by_group_of_items(judged, districts)),
        categories=tuple(by_group_of_items(judged, problem.categories)),
        groups={one.column: tuple(by_group_of_voters(judged, one.numbers, one.names)) for one in groups},
        robustness=robust,
        own=own,
    )


def voter_groups(columns: Mapping[str, Sequence[str]]) -> list[VoterGroups]:
    """Voters by district, age and sex, as far as the file says; columns with one value, or very many, say nothing."""
    found = []
    for name in _COLUMNS:
        if name not in columns:
            continue
        numbers, names = group_numbers(columns[name])
        if name == "age":
            numbers, names = _ages(numbers, names)
        else:
            numbers, names = _largest_first(numbers, names)
        if 1 < len(names) <= _MOST_GROUPS:
            found.append(VoterGroups(name, tuple(names), numbers))
    return found


def _largest_first(numbers: NDArray[np.int32], names: list[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Groups by their number of ballots."""
    order = np.argsort(-np.bincount(numbers, minlength=len(names)), kind="stable")
    place = np.empty(len(names), np.int32)
    place[order] = np.arange(len(names))
    return place[numbers], [names[at] for at in order.tolist()]


def _ages(numbers: NDArray[np.int32], names: list[str]) -> tuple[NDArray[np.int32], list[str]]:
    """Years as bands; anything else stays as it is."""
    bands = [f"0–{_AGES[0] - 1}"]
    bands += [f"{low}–{high - 1}" for low, high in pairwise(_AGES)]
    bands += [f"{_AGES[-1]}+"]
    called = [bands[sum(int(name) >= age for age in _AGES)] if name.isdecimal() else name for name in names]
    there = set(called)
    kept = [one for one in [*bands, *sorted(there - set(bands))] if one in there]
    place = {one: at for at, one in enumerate(kept)}
    table = np.array([place[one] for one in called], np.int32)
    return table[numbers], kept
