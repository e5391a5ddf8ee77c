"""The example of a client of the funding service runs as it stands."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

EXAMPLE = Path(__file__).parents[2] / "examples" / "services" / "grant_round.py"


def test_a_grant_round_is_played_over_grpc(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, EXAMPLE], cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert said[1] == "decided by score-order: [300] euros"
    assert said[2:] == [
        " 500 euros, funding.fund_opened",
        " 300 euros, funding.round_opened",
        " 300 euros, funding.awarded",
        " 300 euros, funding.paid",
    ]
