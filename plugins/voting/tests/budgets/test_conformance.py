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


class TestEqualShares(StrategyConformance):
    strategy = EqualShares()


class TestEqualSharesWithAdd1(StrategyConformance):
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "add1", "increment": 1}


class TestEqualSharesByCount(StrategyConformance):
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"satisfaction": "count"}


class TestEqualSharesWithAdd1U(StrategyConformance):
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "add1u"}


class TestEqualSharesWithEpsilon(StrategyConformance):
    strategy = EqualShares()
    options: ClassVar[dict[str, Any]] = {"completion": "epsilon"}


class TestBosEqualShares(StrategyConformance):
    strategy = BosEqualShares()


class TestPhragmen(StrategyConformance):
    strategy = Phragmen()


class TestPhragmenThatSkips(StrategyConformance):
    strategy = Phragmen()
    options: ClassVar[dict[str, Any]] = {"over_budget": "skip"}


class TestMaximinSupport(StrategyConformance):
    strategy = MaximinSupport()


class TestGreedy(StrategyConformance):
    strategy = Greedy()


class TestGreedyVotes(StrategyConformance):
    strategy = GreedyVotes()


class TestWelfareOptimum(StrategyConformance):
    strategy = WelfareOptimum()
