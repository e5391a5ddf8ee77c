"""What an explanation says of more or fewer votes, against counting again with so many, and with one fewer or more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from osi_core.plugins import AllocationProblem, AllocationRule
from osi_voting.budgets import (
    BosEqualShares,
    EqualShares,
    Greedy,
    GreedyVotes,
    MaximinSupport,
    Phragmen,
    WelfareOptimum,
)
from plugins.voting.tests.budgets.elections import Small, decide, late, small

MANY = int(os.environ.get("OSI_MANY", "1"))
NEVER = {"greedy-budgets.not-enough-left", "budgets.conflict", "budgets.needs", "budgets.category-pot",
         "budgets.district-pot", "budgets.quota"}  # fmt: skip
UNLIKE = {"budgets.too-few-supporters", "budgets.too-few-points", "budgets.all-served"}
"""What these say is how many supporters there are, and how many there should be."""
MEASURES = [("approval", "cost"), ("approval", "count"), ("points", "points"), ("points", "cost"), ("ranked", "borda")]
KEPT = ("conflicts", "requires", "substitutes", "categories", "districts", "category_pots", "district_pots",
        "minimum_support", "budget", "currency")  # fmt: skip


def funded(rule: AllocationRule, one: Small, voters: list[dict[int, int]], **options: Any) -> set[str]:
    """What is funded if these are the voters."""
    return {award.item for award in decide(rule, problem(one, voters), at_most=one.at_most, **options).awards}


def problem(one: Small, voters: list[dict[int, int]]) -> AllocationProblem:
    """The problem with these voters. Borda points are given as points, which comes to the same."""
    if one.problem.kind == "approval":
        ballots: list[Any] = [[one.names[p] for p in voter] for voter in voters]
    else:
        ballots = [{one.names[p]: points for p, points in voter.items() if points} for voter in voters]
    return AllocationProblem.of(
        "approval" if one.problem.kind == "approval" else "points",
        one.names,
        ballots,
        cost=one.costs,
        **{name: getattr(one.problem, name) for name in KEPT},
    )


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("unsupported", [False, True])
@pytest.mark.parametrize(("kind", "satisfaction"), MEASURES)
@pytest.mark.parametrize("rule", [Greedy(), GreedyVotes()], ids=lambda rule: rule.name)
def test_a_greedy_rule_funds_what_has_so_many_votes_more_and_none_with_fewer(
    rule: AllocationRule, kind: str, satisfaction: str, unsupported: bool, limited: bool
) -> None:
    met = Counter[str]()
    for seed in range(30 * MANY):
        one = small(seed, kind, limited=limited)
        options = {"unsupported": unsupported, "satisfaction": satisfaction}
        outcome = decide(rule, one.problem, at_most=one.at_most, **options)
        options["satisfaction"] = satisfaction.replace("borda", "points")
        for told in outcome.explanations:
            case = _Greedy(rule, one, told.item, options, points=satisfaction in ("points", "borda"))
            met[case.judge(told.values, told.reason)] += 1
    assert met["more"] > 5
    assert met["ahead"] > 5 or limited
    assert met["never"] > 2 or not limited


class _Greedy:
    def __init__(self, rule: AllocationRule, one: Small, item: str, options: dict[str, Any], points: bool) -> None:
        self.rule, self.one, self.options, self.points, self.item = rule, one, options, points, item
        self.place = one.names.index(item)

    def judge(self, data: Mapping[str, Any], reason: str) -> str:
        said, name = (self.one, self.item, self.options, data), "more_points" if self.points else "more_votes"
        if name in data:
            assert self.with_more(int(data[name])), said
            assert not any(map(self.with_more, range(int(data[name])))), said
            return "more"
        if "ahead" in data:
            ahead = int(data["ahead"])
            assert all(self.with_fewer(fewer) for fewer in range(ahead + 1)), said
            assert self.with_fewer(ahead + 1) is not True, said
            return "ahead"
        if not data["place"] and reason in NEVER:
            assert not any(map(self.with_more, (1, 5, 50, 5000))), said
            return "never"
        return "weak"

    def with_more(self, votes: int) -> bool:
        new = [{self.place: votes}] if self.points else [{self.place: 1}] * votes
        return self.item in funded(self.rule, self.one, [*self.one.voters, *new], **self.options)

    def with_fewer(self, votes: int) -> bool | None:
        """None where there are not so many."""
        voters = [dict(voter) for voter in self.one.voters]
        for voter in voters:
            taken = min(votes, voter.get(self.place, 0)) if self.points else min(votes, self.place in voter)
            if taken:
                voter[self.place] -= taken if self.points else voter[self.place]
                votes -= taken
        if votes:
            return None
        kept = [{p: points for p, points in voter.items() if points} for voter in voters]
        return self.item in funded(self.rule, self.one, kept, **self.options)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize(
    ("rule", "kind", "options"),
    [
        (Phragmen(), "approval", {}),
        (Phragmen(), "points", {"over_budget": "skip"}),
        (MaximinSupport(), "approval", {}),
        (MaximinSupport(), "points", {}),
    ],
    ids=lambda one: getattr(one, "name", str(one)),
)
def test_what_has_so_many_votes_more_is_funded_and_with_one_fewer_is_not(
    rule: AllocationRule, kind: str, options: dict[str, Any], limited: bool
) -> None:
    """With limits of all kinds too, and where projects waited for others longer than for the money."""
    met = Counter[str]()
    for seed in range(150 * MANY):
        one = small(seed, kind, limited=limited) if seed % 2 else late(seed, kind)
        for told in decide(rule, one.problem, at_most=one.at_most, **options).explanations:
            said, new = (one, told), [{one.names.index(told.item): 1}]
            assert "more_votes_at_most" not in told.values, said
            more = told.values.get("more_votes")
            if isinstance(more, int):
                met[told.reason] += 1
                assert told.item in funded(rule, one, one.voters + new * more, **options), said
                assert told.item not in funded(rule, one, one.voters + new * (more - 1), **options), said
            elif not told.values["place"] and told.reason not in UNLIKE:
                met["never"] += 1
                assert not any(told.item in funded(rule, one, one.voters + new * n, **options) for n in (1, 50, 5000))
    assert met.total() - met["never"] > 40
    assert met["never"] > 20
    assert not limited or (met["budgets.conflict"] and met["budgets.quota"])


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize(
    ("kind", "options"),
    [("approval", {}), ("approval", {"satisfaction": "count"}), ("points", {})],
    ids=str,
)
def test_what_has_so_many_votes_more_is_in_the_welfare_optimum(
    kind: str, options: dict[str, Any], limited: bool
) -> None:
    met, rule = 0, WelfareOptimum()
    for seed in range(500 * MANY):
        one = small(seed, kind, limited=limited) if limited or seed % 2 else late(seed, kind)
        for told in decide(rule, one.problem, at_most=one.at_most, **options).explanations:
            for key in ("more_votes", "more_points"):
                if key in told.values:
                    met += 1
                    number, new = int(str(told.values[key])), [{one.names.index(told.item): 1}]
                    assert told.item in funded(rule, one, one.voters + new * number, **options), (one, told)
                    assert told.item not in funded(rule, one, one.voters + new * (number - 1), **options), (one, told)
    assert met > 10


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("kind", ["approval", "points"])
@pytest.mark.parametrize(
    ("rule", "options"),
    [
        *((EqualShares(), {"completion": completion}) for completion in ("none", "add1", "add1u", "epsilon")),
        (EqualShares(), {"completion": "add1u", "stop_when_exhaustive": True}),
        (BosEqualShares(), {}),
    ],
    ids=lambda one: getattr(one, "name", str(one)),
)
def test_what_so_many_more_voters_with_their_whole_share_support_is_funded(
    rule: AllocationRule, options: dict[str, Any], kind: str, limited: bool
) -> None:
    """Some voters name nothing."""
    met = 0
    options = {"increment": 1} | options if isinstance(rule, EqualShares) else options
    for seed in range(120 * MANY):
        one = small(seed, kind, voters=9, limited=limited) if limited or seed % 2 else late(seed, kind)
        voters = [*one.voters, *([{}] * (1 + seed % 9))]
        one = replace(one, voters=voters, problem=problem(one, voters))
        for told in decide(rule, one.problem, at_most=one.at_most, **options).explanations:
            more = int(told.values.get("more_supporters_at_most", 0))
            if 0 < more <= 1 + seed % 9:
                met += 1
                new = [{one.names.index(told.item): 1}] * more + [{}] * (1 + seed % 9 - more)
                assert told.item in funded(rule, one, [*one.voters[: -len(new)], *new], **options), (one, told)
    assert met > 5 or limited
