"""Kernels run plain and compiled give the same: outcomes, digests, readings, refusals, on thousands of random draws."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from osi_core.plugins import BallotKind, no_progress, outcome_sha256
from osi_core.testing.problems import sample
from osi_voting import kernels
from osi_voting.budgets.equal_shares import completions
from osi_voting.formats import read_pabulib
from osi_voting.formats.texts import IdTable, repeated
from osi_voting.grouping import group_rows, transpose
from osi_voting.hooks import osi_allocation_rules, osi_prioritisation_rules
from osi_voting.kernels import compiling, jit
from osi_voting.rankings.linear_ordering import best_order
from osi_voting.with_kernels import WithKernels, often

RULES: list[Any] = [
    rule for rule in (*osi_allocation_rules(), *osi_prioritisation_rules()) if isinstance(rule, WithKernels)
]
CASES = [(rule, kind) for rule in RULES for kind in sorted(rule.ballot_kinds)]
DRAWS = 90
ENDLESS = {"pav-exact", "chamberlin-courant-exact", "phragmen-leximax", "welfare-optimum"}
"""They spend their time outside of kernels."""
SLOW = {*ENDLESS, "kemeny", "maximin-support"}


def both(work: Callable[[], Any]) -> tuple[Any, Any]:
    """What comes out plain, and compiled: a result, or the refusal."""
    found = []
    for compiled in (False, True):
        with compiling(compiled):
            try:
                found.append(work())
            except ValueError as error:
                found.append(str(error))
    return found[0], found[1]


def options_of(rule: Any, number: int) -> Any:
    """Options that change from draw to draw."""
    given: dict[str, Any] = {}
    choices = {
        "completion": ["none", "add1", "add1u", "epsilon"],
        "over_budget": ["stop", "skip"],
        "strength": ["margins", "winning-votes"],
        "equal": ["davidson", "half"],
    }
    for name, values in choices.items():
        if name in rule.Options.model_fields:
            given[name] = values[number % len(values)]
    return rule.Options(**given, **({"increment": 10_000} if "completion" in given else {}))


@pytest.mark.parametrize(("rule", "kind"), CASES, ids=[f"{rule.name}-{kind}" for rule, kind in CASES])
def test_a_rule_decides_the_same_plain_and_compiled(rule: Any, kind: BallotKind):
    for number in range(DRAWS // 6 if rule.name in ENDLESS else DRAWS):
        problem = sample(rule.kind, 3 + number % 25, 1000 + number, kind)
        options, seed = options_of(rule, number), bytes([number]) * 32
        plain, compiled = both(lambda p=problem, o=options, s=seed: rule.solve(p, o, s, no_progress))
        assert plain == compiled
        if not isinstance(plain, str):
            assert outcome_sha256(plain) == outcome_sha256(compiled)
            assert plain.model_dump_json() == compiled.model_dump_json()


@pytest.mark.parametrize(("rule", "kind"), CASES, ids=[f"{rule.name}-{kind}" for rule, kind in CASES])
def test_a_larger_problem_is_decided_the_same_plain_and_compiled(rule: Any, kind: BallotKind):
    problem = sample(rule.kind, 56 if rule.name in SLOW else 300, 5, kind)
    options = rule.Options(**{"programmes": 2} if "programmes" in rule.Options.model_fields else {})
    plain, compiled = both(lambda: rule.solve(problem, options, bytes(32), no_progress))
    assert plain == compiled


def pabulib_text(chance: random.Random) -> str:
    """A file of votes, with every fault that the reader knows."""
    kind = chance.choice(["approval", "choose-1", "cumulative", "scoring", "ordinal"])
    scored, count = kind in ("cumulative", "scoring"), chance.randint(1, 8)
    names = [chance.choice(["p", "long-name-", "ü", "1"]) + str(number) for number in range(count)]
    lines = ["META", "key;value", "budget;1000", f"vote_type;{kind}", "PROJECTS", "project_id;cost"]
    lines += [f"{name};{chance.randint(1, 900)}" for name in names]
    lines += ["VOTES", "voter_id;vote;points;age" if scored else "voter_id;age;vote"]
    for number in range(chance.randint(0, 30)):
        voter = str(number if chance.random() < 0.95 else 0)
        vote = [chance.choice(names) for _ in range(chance.randint(0, 4))]
        if chance.random() < 0.8:
            vote = list(dict.fromkeys(vote))[: 1 if kind == "choose-1" and chance.random() < 0.9 else None]
        if chance.random() < 0.05:
            vote.append("unknown")
        values = ["3", "0", "+4", "7.0", "1.5", "1000000000000", "0.000001"]
        wrong = ["-1", "x", "", "1000000000001", "0.0000001", "9" * 30]
        points = [chance.choice(values if chance.random() < 0.95 else wrong) for _ in vote]
        points = points[:-1] if chance.random() < 0.03 else points
        said = chance.choice([",", " , "]).join(vote)
        said = f'"{said}"' if chance.random() < 0.2 else said
        fields = [voter, said, ",".join(points), '"a ""b"";\n c"'] if scored else [voter, "30", said]
        fields = fields[:-1] if chance.random() < 0.03 else fields
        fields += ["more"] if chance.random() < 0.03 else []
        lines += [";".join(fields)] + ([""] if chance.random() < 0.05 else [])
    end = chance.choice(["\n", "\r\n"])
    return end.join(lines) + chance.choice(["", end, ';"never closed'])


def test_a_file_is_read_the_same_plain_and_compiled(tmp_path: Path):
    chance, path, told = random.Random(7), tmp_path / "votes.pb", set[bool]()
    for number in range(1200):
        path.write_text(pabulib_text(chance), encoding="utf-8", newline="")
        plain, compiled = both(lambda lenient=number % 3 > 0: read_pabulib(path, lenient=lenient))
        told.add(isinstance(plain, str))
        if isinstance(plain, str):
            assert plain == compiled
            continue
        assert plain.problem == compiled.problem
        assert (plain.repairs, plain.points_scale) == (compiled.repairs, compiled.points_scale)
        assert {name: list(texts) for name, texts in plain.voters.items()} == {
            name: list(texts) for name, texts in compiled.voters.items()
        }
    assert told == {False, True}, "some are read, and some refused"


def equal(plain: Any, compiled: Any) -> bool:
    """The same arrays, of the same types."""
    return all(
        one.dtype == other.dtype and one.tolist() == other.tolist() for one, other in zip(plain, compiled, strict=True)
    )


def test_rows_are_turned_and_grouped_the_same_up_to_the_largest_numbers():
    chance = np.random.default_rng(11)
    for number in range(600):
        lengths = chance.integers(0, 5, chance.integers(0, 30))
        offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        choices = chance.integers(0, 3, offsets[-1]).astype(np.int32)
        largest = np.array([0, 1, 2**32, 2**53, 2**63 - 1, -1, -(2**63)])
        values = chance.choice(largest, offsets[-1] if number % 2 else 0)
        weights = chance.choice(np.array([1, 3, 2**53]), len(lengths) if number % 3 else 0)
        assert equal(*both(lambda: transpose(3, offsets, choices, values)))  # noqa: B023 # called at once
        assert equal(*both(lambda: group_rows(offsets, choices, values, weights, number % 5 > 0)))  # noqa: B023 # as above


def test_names_are_found_the_same():
    chance = random.Random(5)
    for _ in range(300):
        names = [bytes(chance.choices(b"\x00\x01a\xff", k=chance.randint(0, 4))) for _ in range(chance.randint(0, 20))]
        offsets = np.concatenate(([0], np.cumsum([len(name) for name in names]))).astype(np.int64)
        raw = np.frombuffer(b"".join(names), np.uint8)
        assert equal(*both(lambda: [repeated(raw, offsets)]))  # noqa: B023 # called at once
        assert repeated(raw, offsets).tolist() == [
            names.index(name) if names.index(name) < at else -1 for at, name in enumerate(names)
        ]
        assert equal(*both(lambda: [IdTable.of(names).slots]))  # noqa: B023 # called at once


@jit
def added(values: Any) -> Any:
    total = np.int64(0)
    for value in values:
        total += value
    return total


def test_what_64_bits_do_not_hold_is_an_error_and_not_another_number():
    with compiling(False), pytest.raises(FloatingPointError, match="overflow"):
        added(np.array([2**62, 2**62]))


def test_results_are_pythons_numbers_either_way():
    assert {type(one) for one in both(lambda: added(np.arange(4)))} == {int}


@pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])
def test_ballots_too_many_to_count_are_refused(rule: Any):
    kind = sorted(rule.ballot_kinds)[0]
    ballots: Any = [[("a", "b")], [("b", "a")]] if kind == "paired" else [["a"], ["a", "b"]]
    ballots = [dict.fromkeys(row, 1) for row in ballots] if kind == "points" else ballots
    fields: dict[str, Any] = {"weights": [2**62, 2**62], "cost": [1, 2]}
    if rule.kind == "allocation":
        fields |= {"budget": 2, "currency": "EUR"}
    problem = type(sample(rule.kind, 3, 0, kind)).of(kind, ["a", "b"], ballots, **fields)
    for said in both(lambda: rule.solve(problem, rule.Options(), bytes(32), no_progress)):
        assert "more than 2^53" in said


def test_margins_too_large_to_add_up_are_refused():
    with pytest.raises(ValueError, match="margins add up to more"):
        best_order(np.array([[0, 2**62], [-(2**62), 0]]), 10)


@pytest.fixture
def nothing_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels as in a new process, where they may be kept on disk."""
    for one in kernels.ALL:
        monkeypatch.setattr(one, "_compiled", None)


def at_hand() -> set[tuple[str, str]]:
    """All kernels with all lists of types for which they are compiled or loaded."""
    return {(one.__name__, str(types)) for one in kernels.ALL if one.at_hand for types in one.compiled.signatures}


@pytest.mark.usefixtures("nothing_at_hand")
@pytest.mark.parametrize(("rule", "kind"), CASES, ids=[f"{rule.name}-{kind}" for rule, kind in CASES])
def test_what_was_prepared_compiles_nothing_more(rule: Any, kind: BallotKind):
    many = range(2 if rule.name in ENDLESS else 12)
    with compiling(True):
        rule.prepare(sample(rule.kind, 8, 1, kind), rule.Options(), no_progress)
        before = at_hand()
        for number in many:
            rule.solve(sample(rule.kind, 5 + 2 * number, 500 + number, kind), rule.Options(), bytes(32), no_progress)
    assert at_hand() - before == set()


def test_many_small_decisions_are_work_enough_to_compile(monkeypatch: pytest.MonkeyPatch):
    asked: list[float] = []
    monkeypatch.setattr(kernels, "pays", lambda steps, used: bool(asked.append(steps)))
    rule = next(rule for rule in RULES if rule.name == "phragmen")
    problem = sample("allocation", 12, 1)
    for times in (1, 1000):
        with often(times, rule, problem, rule.Options()):
            rule.solve(problem, rule.Options(), bytes(32), no_progress)
    assert asked[1] == 1000 * asked[0] > 0
    with often(1000, object(), problem, None) as compiled:
        assert not compiled


def test_counts_in_other_threads_go_the_same_way(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(completions, "_WORTH_THREADS", 0)
    monkeypatch.setattr(completions.os, "cpu_count", lambda: 2)
    asked: list[Any] = []
    monkeypatch.setattr(kernels, "pays", lambda steps, used: bool(asked.append(used)))
    rule = next(rule for rule in RULES if rule.name == "equal-shares")
    rule.solve(sample("allocation", 12, 1), rule.Options(completion="add1", increment=10_000), bytes(32), no_progress)
    assert len(asked) == 1


def test_a_decision_goes_one_way(monkeypatch: pytest.MonkeyPatch):
    asked: list[Any] = []
    monkeypatch.setattr(kernels, "pays", lambda steps, used: bool(asked.append(used)))
    for rule, kind in CASES:
        problem = sample(rule.kind, 10, 3, kind)
        rule.prepare(problem, rule.Options(), no_progress)
        rule.solve(problem, rule.Options(), bytes(32), no_progress)
        assert asked == [rule.kernels] * 2, "once for preparing, once for deciding, and for no kernel alone"
        asked.clear()
