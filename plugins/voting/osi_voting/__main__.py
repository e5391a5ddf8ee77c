"""`python -m osi_voting` compiles the kernels of all rules and keeps them, so that nobody waits for that later.

Meant for the image of a container, or an installation that many use: the user who runs it must be one who may write
where kernels are kept, and the processor one like those that will count. Who counts later need only be able to read.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from osi_core.plugins import AllocationRule, PrioritisationRule, Problem, no_progress
from osi_core.testing.problems import sample
from osi_voting.formats import read_pabulib
from osi_voting.hooks import osi_allocation_rules, osi_prioritisation_rules
from osi_voting.keeping import folder_to_write
from osi_voting.kernels import compiling
from osi_voting.with_kernels import WithKernels

__all__ = ["main"]

ELECTION = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost
a;60
b;40
VOTES
voter_id;vote;age
1;a,b;20
2;b;70
"""
"""What `read_pabulib` reads with all kernels of its own; points go the same way."""


def main() -> int:
    """Reads a small election, and lets every rule decide some; 1 where the kernels cannot be kept anywhere."""
    _say("Compiling what large elections are counted with; seconds by rule, little where it is kept already.")
    rules: list[AllocationRule | PrioritisationRule] = [*osi_allocation_rules(), *osi_prioritisation_rules()]
    with compiling(True):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "election.pb"
            path.write_text(ELECTION, encoding="utf-8")
            read_pabulib(path)
        _say(f"{'Pabulib':28}{time.perf_counter() - began:6.1f}")
        for rule in rules:
            if isinstance(rule, WithKernels):
                began = time.perf_counter()
                _prepare(rule)
                _say(f"{rule.name:28}{time.perf_counter() - began:6.1f}")
    kept = folder_to_write()
    if kept is None:
        sys.stderr.write("Nothing is kept: set NUMBA_CACHE_DIR to a folder that can be written to.\n")
        return 1
    _say(f"Kept in {kept}")
    return 0


def _prepare(rule: Any) -> None:
    for ballots in sorted(rule.ballot_kinds):
        problem: Problem = sample(rule.kind, 4, 0, ballots)
        rule.prepare(problem, rule.Options(), no_progress)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
