"""Forty thousand projects: memory grows with the ballots, not with pairs of projects, which would take 12 GiB here."""

from __future__ import annotations

import subprocess
import sys

import pytest

resource = pytest.importorskip("resource", reason="memory cannot be limited here")

DECIDED = """
import random, resource, sys
from osi_core.plugins import AllocationProblem, no_progress
from osi_voting.budgets import RULES
from osi_voting.kernels import compiling

GIB = 1 << 30
resource.setrlimit(resource.RLIMIT_AS, (8 * GIB, 8 * GIB))
chance, projects = random.Random(1), [f"p{number}" for number in range(40_000)]
ballots = [[*projects[voter % 4 : 4], *chance.sample(projects[4:], 50)] for voter in range(2000)]
problem = AllocationProblem.of("approval", projects, ballots, cost=[1000] * len(projects), budget=4000, currency="EUR")
(rule,) = [one for one in RULES if one.name == sys.argv[1]]
with compiling(False):
    outcome = rule.solve(problem, rule.Options(), bytes(32), no_progress)
assert outcome.awards
assert len(outcome.explanations) == len(projects)
"""


@pytest.mark.parametrize("rule", ["equal-shares", "bos-equal-shares", "phragmen", "maximin-support", "greedy"])
def test_forty_thousand_projects_fit_into_eight_gibibytes(rule: str) -> None:
    ran = subprocess.run([sys.executable, "-c", DECIDED, rule], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
