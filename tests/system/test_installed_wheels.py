"""The kit runs from installed wheels alone: built, installed into a new environment, run far from the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
CASES = """
from osi_core.plugins.builtin import GreedyMatching
from osi_core.testing import StrategyConformance

class TestGreedy(StrategyConformance):
    strategy = GreedyMatching()
"""


def ran(folder: Path, *call: object) -> subprocess.CompletedProcess[str]:
    """Runs something where nothing of the repository can be imported by chance."""
    plain = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(list(map(str, call)), cwd=folder, env=plain, capture_output=True, text=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheels of the library and of the example's plugin; skips where pip cannot install."""
    folder = tmp_path_factory.mktemp("wheels")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    steps: list[tuple[object, ...]] = [
        (*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, ROOT / "examples/plugin"),
        (sys.executable, "-m", "venv", folder / "venv"),
    ]
    for step in steps:
        done = ran(folder, *step)
        if done.returncode:
            pytest.skip(f"cannot be built here: {done.stderr.strip()[-300:]}")
    core, *others = sorted(folder.glob("*.whl"), key=lambda wheel: not wheel.name.startswith("osi_core-"))
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = ran(folder, python, *pip[1:], "install", f"{core}[cli,testing]", *others)
    if done.returncode:
        pytest.skip(f"pip cannot install here: {done.stderr.strip()[-300:]}")
    return python


def test_what_is_installed_is_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = ran(tmp_path, installed, "-c", "import osi_core; print(osi_core.__file__)").stdout
    assert Path(where.strip()).is_relative_to(installed.parents[1])


@pytest.mark.parametrize("strategy", [("greedy", "--kind", "matching"), ("review-mean",), ("cumulative-voting",)])
def test_the_command_runs_every_case(installed: Path, tmp_path: Path, strategy: tuple[str, ...]) -> None:
    call = (installed, "-m", "osi_core.cli", "conformance", "plugin", *strategy, "--effort", "0.1", "--json")
    answer = ran(tmp_path, *call)
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
    report = json.loads(answer.stdout)
    assert report["passed"]
    assert report["searched"]["problems"] > 100


def test_pytest_runs_an_authors_class(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(CASES, encoding="utf-8")
    answer = ran(tmp_path, installed, "-m", "pytest", "-q", "--osi-effort", "0.1", "test_mine.py")
    assert answer.returncode == 0, answer.stdout[-2000:]
    assert "osi conformance kit" in ran(tmp_path, installed, "-m", "pytest", "--co", "test_mine.py").stdout
