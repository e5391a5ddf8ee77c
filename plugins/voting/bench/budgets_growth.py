"""How the cost of the budgeting rules grows with the voters: a table for a plot, as comma-separated values.

python bench/budgets_growth.py [--projects 500] [--most 10000000] [--rules equal-shares,phragmen,greedy] [--read]

Voters fall into 40 groups, each with its own taste, and approve 1 to 9 projects; costs are log-normal; the budget pays
a tenth of them. Columns: rule, voters, choices, seconds of the processor, which bear a busy machine better than the
clock's, and the largest memory of the process so far in MiB. Kernels are loaded before. With `--read` each election is
also written as a Pabulib file and read back, which is timed.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from osi_core.plugins import AllocationProblem, Column, no_progress
from osi_voting.arrays import column
from osi_voting.budgets import RULES as ALL
from osi_voting.formats import read_pabulib
from osi_voting.kernels import compiling

RULES = {rule.name: rule for rule in ALL}


def synthetic(voters: int, projects: int) -> AllocationProblem:
    """An approval election; the same for the same numbers."""
    chance = np.random.default_rng(7)
    taste = chance.gamma(0.15, size=(40, projects))
    taste = np.cumsum(taste / taste.sum(axis=1, keepdims=True), axis=1)
    lengths, chosen = np.empty(voters, np.int64), []
    for start in range(0, voters, 500_000):
        count = min(500_000, voters - start)
        group, wanted = chance.integers(0, 40, count), chance.integers(1, 10, count)
        drawn = np.empty((count, 9), np.int32)
        for one in range(40):
            rows = np.flatnonzero(group == one)
            drawn[rows] = np.searchsorted(taste[one], chance.random((len(rows), 9))).clip(0, projects - 1)
        drawn.sort(axis=1)
        keep = np.ones(drawn.shape, bool)
        keep[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
        keep &= np.arange(9) < wanted[:, None]
        lengths[start : start + count] = keep.sum(axis=1)
        chosen.append(drawn[keep])
    costs = (chance.lognormal(11, 1.2, projects).astype(np.int64) + 1) * 100
    small = AllocationProblem(
        items=tuple(f"p{number:04d}" for number in range(projects)),
        kind="approval",
        offsets=Column.of("i8", [0]),
        choices=Column("i4"),
        cost=column("i8", costs),
        budget=int(costs.sum()) // 10,
        currency="EUR",
    )
    fields: dict[str, Any] = {name: getattr(small, name) for name in type(small).model_fields}
    ballots = {
        "offsets": column("i8", np.concatenate(([0], np.cumsum(lengths)))),
        "choices": column("i4", np.concatenate(chosen)),
    }
    return AllocationProblem.model_construct(**(fields | ballots))


def write_plainly(problem: AllocationProblem, path: Path) -> None:
    """A Pabulib file, by blocks: the package's own writer goes voter by voter."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f"META\nkey;value\nbudget;{problem.budget / 100:.2f}\nvote_type;approval\ncurrency;EUR\n")
        file.write("PROJECTS\nproject_id;cost\n")
        file.writelines(f"{item};{cost / 100:.2f}\n" for item, cost in problem.costs().items())
        file.write("VOTES\nvoter_id;vote;age\n")
        names = np.array(problem.items)
        ends, choices = np.asarray(problem.offsets.view()), np.asarray(problem.choices.view())
        for start in range(0, problem.ballots, 100_000):
            stop = min(start + 100_000, problem.ballots)
            words = names[choices[ends[start] : ends[stop]]].tolist()
            cuts = (ends[start : stop + 1] - ends[start]).tolist()
            lines = (f"{start + n};{','.join(words[cuts[n] : cuts[n + 1]])};{n % 90}\n" for n in range(stop - start))
            file.writelines(lines)


def seconds_to_read(problem: AllocationProblem) -> float:
    """What it takes to read the election from a Pabulib file."""
    with tempfile.TemporaryDirectory() as folder:
        write_plainly(problem, Path(folder) / "election.pb")
        began = time.process_time()
        again = read_pabulib(Path(folder) / "election.pb")
        seconds = time.process_time() - began
        assert again.problem.choices == problem.choices
    return seconds


def memory() -> int:
    """The largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def file_or_made_up(file: Path, folder: Path) -> Path:
    """The file; where it is absent, an election as large as Łódź 2022 that is made up in a folder."""
    if file.is_file():
        return file
    print(f"{file} is absent: an election of 90,000 voters and 160 projects is made up instead")
    made_up = folder / "made-up.pb"
    write_plainly(synthetic(90_000, 160), made_up)
    return made_up


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=500)
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--rules", default="equal-shares,phragmen,greedy")
    parser.add_argument("--read", action="store_true")
    arguments = parser.parse_args()
    rules = [RULES[name] for name in arguments.rules.split(",")]
    small = synthetic(1000, 20)
    with compiling(True):
        for rule in rules:
            rule.prepare(small, rule.Options(), no_progress)
            rule.solve(small, rule.Options(), b"", no_progress)
        seconds_to_read(small)
    print("rule,voters,choices,seconds,memory_mib")
    voters = 10_000
    while voters <= arguments.most:
        problem = synthetic(voters, arguments.projects)
        if arguments.read:
            seconds = seconds_to_read(problem)
            print(f"read,{voters},{len(problem.choices)},{seconds:.4f},{memory()}", flush=True)
        for rule in rules:
            began = time.process_time()
            rule.solve(problem, rule.Options(), b"", no_progress)
            seconds = time.process_time() - began
            print(f"{rule.name},{voters},{len(problem.choices)},{seconds:.4f},{memory()}", flush=True)
        voters *= 10


if __name__ == "__main__":
    main()
