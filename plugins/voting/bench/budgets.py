"""Participatory budgeting: pabutools and our rules side by side on one real election, in one run.

python bench/budgets.py [FILE] [--data FOLDER]     (pip install pabutools==1.2.3 gmpy2)

Prints for each task the peer's seconds, ours (kernels compiled before), the ratio, our goal and whether both found the
same winners. Seconds are of the processor, which bear a busy machine better than the clock's; of ours the median of
several is taken, of the peer's one run. By default Łódź 2022 with 90,494 voters and 160 projects; pabutools computes
with floats there, since rational numbers take it hours. Where the file is absent, one as large is made up.
`first_process.py` measures what a new process takes.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from budgets_growth import file_or_made_up  # type: ignore[import-not-found] # beside this script

from osi_core.plugins import AllocationProblem, AllocationRule, no_progress
from osi_voting.budgets import EqualShares, Greedy, Phragmen
from osi_voting.formats import read_pabulib
from osi_voting.kernels import compiling

FOLDER = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "pabulib"


def timed(task: Callable[[], Any], times: int) -> tuple[float, Any]:
    """The median of several times, in seconds of the processor, and the last result."""
    seconds, result = [], None
    for _ in range(times):
        began = time.process_time()
        result = task()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds), result


def winners(rule: AllocationRule, problem: AllocationProblem, options: dict[str, Any]) -> list[str]:
    """The funded projects by name."""
    chosen = rule.Options.model_validate({"ties": "name"} | options)
    return sorted(award.item for award in rule.solve(problem, chosen, b"", no_progress).awards)


def peers(instance: Any, profile: Any) -> dict[str, Callable[[], Any]]:
    """The same tasks in pabutools."""
    from pabutools import election, rules

    cost = election.Cost_Sat
    return {
        "equal shares": lambda: rules.method_of_equal_shares(instance, profile, sat_class=cost),
        "equal shares, add1": lambda: rules.method_of_equal_shares(
            instance, profile, sat_class=cost, voter_budget_increment=1
        ),
        "greedy": lambda: rules.greedy_utilitarian_welfare(instance, profile, sat_class=cost),
        "phragmen": lambda: rules.sequential_phragmen(instance, profile),
    }


OURS: dict[str, tuple[AllocationRule, dict[str, Any], int]] = {
    "equal shares": (EqualShares(), {}, 1000),
    "equal shares, add1": (EqualShares(), {"completion": "add1", "stop_when_exhaustive": True}, 300),
    "greedy": (Greedy(), {}, 500),
    "phragmen": (Phragmen(), {}, 500),
}


def main() -> None:
    """Measures on the file that is asked for."""
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", default="Poland_Lodz_2022.pb")
    parser.add_argument("--data", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(file_or_made_up(arguments.data / arguments.file, Path(folder)))


def measure(file: Path) -> None:
    """Reads and decides one file with both, and prints the table."""
    from pabutools import fractions
    from pabutools.election import parse_pabulib

    fractions.FRACTION = "float"
    theirs, (instance, profile) = timed(lambda: parse_pabulib(str(file)), 1)
    with compiling(True):  # else a first run of a task that is not long would do without compiling
        read_pabulib(file)
        ours, election = timed(lambda: read_pabulib(file), 7)
    problem = election.problem
    print(f"{file.name}: {problem.ballots:,} voters, {len(problem.items)} projects")
    print(f"{'task':20} {'pabutools':>12} {'ours':>12} {'ratio':>10} {'goal':>8}  winners")
    print(f"{'read':20} {theirs:10.3f} s {ours * 1000:9.2f} ms {theirs / ours:9,.0f}x {20:7,}x")
    for name, task in peers(instance, profile).items():
        rule, options, goal = OURS[name]
        theirs, found = timed(task, 1)
        with compiling(True):
            winners(rule, problem, options)
            ours, decided = timed(lambda rule=rule, options=options: winners(rule, problem, options), 15)
        same = "equal" if sorted(project.name for project in found) == decided else "DIFFERENT"
        print(f"{name:20} {theirs:10.3f} s {ours * 1000:9.2f} ms {theirs / ours:9,.0f}x {goal:7,}x  {same}", flush=True)


if __name__ == "__main__":
    main()
