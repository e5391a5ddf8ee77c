"""`osi --help` lists what this package adds, and loads nothing of what it needs to count."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ["numpy", "numba", "scipy", "highspy", "pydantic", "osi_voting.budgets", "osi_voting.kernels"]


def test_help_lists_the_commands_and_loads_no_rule():
    program = (
        "import sys; from osi_core.cli import main; code = main(['--help', '--lang', 'en']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (answer.returncode, answer.stderr.strip()) == (0, "[]")
    assert [line.split()[0] for line in answer.stdout.splitlines() if line.startswith(("  tally", "  audit"))] == [
        "audit", "tally",
    ]  # fmt: skip


def test_a_commands_own_options_stand_apart_from_those_of_all(osi):
    code, out, _ = osi("--lang", "en", "tally", "--help")
    assert code == 0
    assert out.index("\nOptions\n") < out.index("--rule, -r") < out.index("\nEverywhere\n") < out.index("--json")
