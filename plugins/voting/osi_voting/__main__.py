"""`python -m osi_voting` compiles the kernels of all rules and keeps them, so that nobody waits for that later.

Meant for the image of a container, or an installation that many use: the user who runs it must be one who may write
where kernels are kept, and the processor one like those that will count.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from osi_core.plugins import AllocationRule, PrioritisationRule, no_progress
from osi_core.testing.problems import samples
from osi_voting.formats import read_pabulib
from osi_voting.grouping import transpose
from osi_voting.hooks import osi_allocation_rules, osi_prioritisation_rules

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


def main() -> int:
    """Reads a small election, and lets every rule decide some; 1 where the kernels cannot be kept anywhere."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "election.pb"
        path.write_text(ELECTION, encoding="utf-8")
        read_pabulib(path)
    _say("Pabulib", began)
    rules: list[AllocationRule | PrioritisationRule] = [*osi_allocation_rules(), *osi_prioritisation_rules()]
    for rule in rules:
        began = time.perf_counter()
        for problem in samples(rule.kind, rule.ballot_kinds):
            rule.solve(problem, rule.Options(), bytes(32), no_progress)  # type: ignore[arg-type] # of its kind
        _say(rule.name, began)
    if transpose.stats.cache_path is None:  # type: ignore[attr-defined] # what Numba makes of a function
        sys.stderr.write("Nothing is kept: set NUMBA_CACHE_DIR to a folder that can be written to.\n")
        return 1
    return 0


def _say(name: str, began: float) -> None:
    sys.stdout.write(f"{name:28}{time.perf_counter() - began:6.1f} s\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
