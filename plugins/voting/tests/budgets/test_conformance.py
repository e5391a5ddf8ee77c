"""Every rule keeps what strategies promise."""

from __future__ import annotations

from typing import Any, ClassVar

from osi_core.testing import StrategyConformance
from osi_voting.budgets import (
    BosEqualShares,
    EqualShares,
    Greedy,
    GreedyVotes,
    MaximinSupport,
    Phragmen,
    WelfareOptimum,
)
from osi_voting.words import CATALOGUE


class Budgeting(StrategyConformance):
    __test__ = False
    catalogues = (CATALOGUE,)


class TestEqualShares(Budgeting):
    __test__ = True
    strategy = EqualShares()


class TestEqualSharesWithAdd1(Budgeting):
    __test__ = True
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "add1", "increment": 1}


class TestEqualSharesByCount(Budgeting):
    __test__ = True
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"satisfaction": "count"}


class TestEqualSharesWithAdd1U(Budgeting):
    __test__ = True
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "add1u"}


class TestEqualSharesWithEpsilon(Budgeting):
    __test__ = True
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "epsilon"}


class TestBosEqualShares(Budgeting):
    __test__ = True
    strategy = BosEqualShares()


class TestPhragmen(Budgeting):
    __test__ = True
    strategy = Phragmen()


class TestPhragmenThatSkips(Budgeting):
    __test__ = True
    strategy = Phragmen()
    options: ClassVar[dict[str, Any]] = {"over_budget": "skip"}


class TestMaximinSupport(Budgeting):
    __test__ = True
    strategy = MaximinSupport()


class TestGreedy(Budgeting):
    __test__ = True
    strategy = Greedy()


class TestGreedyVotes(Budgeting):
    __test__ = True
    strategy = GreedyVotes()


class TestWelfareOptimum(Budgeting):
    __test__ = True
    strategy = WelfareOptimum()
