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


PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


def environment(folder: Path, *wheels: object) -> Path:
    """The Python of a new environment with these wheels; skips where pip cannot install."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    for step in ((sys.executable, "-m", "venv", folder), (python, *PIP, "install", *wheels)):
        done = ran(folder.parent, *step)
        if done.returncode:
            pytest.skip(f"cannot be installed here: {done.stderr.strip()[-300:]}")
    return python


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheels of the library and of the example's plugin; skips where pip cannot build them."""
    folder = tmp_path_factory.mktemp("wheels")
    done = ran(
        folder, sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder, ROOT, ROOT / "examples/plugin"
    )
    if done.returncode:
        pytest.skip(f"cannot be built here: {done.stderr.strip()[-300:]}")
    return folder


@pytest.fixture(scope="module")
def installed(wheels: Path) -> Path:
    """An environment with library, command line, kit and plugin."""
    core, *others = sorted(wheels.glob("*.whl"), key=lambda wheel: not wheel.name.startswith("osi_core-"))
    return environment(wheels / "venv", f"{core}[cli,testing]", *others)


@pytest.fixture(scope="module")
def alone(wheels: Path) -> Path:
    """An environment with the library and nothing that it does not need."""
    return environment(wheels / "alone", *wheels.glob("osi_core-*.whl"))


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


@pytest.mark.parametrize(
    ("call", "extra"),
    [
        ("from osi_core.cli import main; raise SystemExit(main(['status']))", "cli"),
        ("import osi_core.log.ed25519", "signing"),
        ("import osi_core.log.sql", "sql"),
        ("import osi_core.report", "report"),
        ("from osi_core.testing import StrategyConformance", "testing"),
        ("import osi_core.testing.stores", "testing"),
    ],
)
def test_the_library_alone_names_the_extra_that_is_missing(alone: Path, tmp_path: Path, call: str, extra: str) -> None:
    answer = ran(tmp_path, alone, "-c", call)
    assert answer.returncode
    assert answer.stderr.splitlines()[-1].endswith(f"pip install 'osi-core[{extra}]'")


def test_the_library_alone_has_what_the_readme_begins_with(alone: Path, tmp_path: Path) -> None:
    ten_lines = (ROOT / "README.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    answer = ran(tmp_path, alone, "-c", ten_lines)
    assert answer.returncode == 0, answer.stderr
    assert "OpenPhase refused: the mission is not agreed" in answer.stdout
