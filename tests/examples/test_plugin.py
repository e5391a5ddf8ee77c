"""examples/plugin: a whole plugin in a few lines, as its author would use it. Without a network: nothing is
installed.
"""

import importlib
import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest

from osi_core.plugins import ChildRunner, Plugins, Profile, Ranking, decide_with
from osi_core.testing import StrategyConformance

FOLDER = Path(__file__).parents[2] / "examples" / "plugin"
PROJECT = tomllib.loads((FOLDER / "pyproject.toml").read_text(encoding="utf-8"))


def module():
    """The plugin's module, by its path."""
    if "osi_example_priority" not in sys.modules:
        spec = importlib.util.spec_from_file_location("osi_example_priority", FOLDER / "osi_example_priority.py")
        assert spec
        assert spec.loader
        sys.modules["osi_example_priority"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["osi_example_priority"])
    return sys.modules["osi_example_priority"]


class TestItsConformance(StrategyConformance):
    """What the plugin's own test file says."""

    strategy = module().CumulativeVoting()


def test_the_rule_has_no_more_than_fifteen_lines():
    source = (FOLDER / "osi_example_priority.py").read_text(encoding="utf-8").split('"""', 2)[2]
    code = [line for line in source.splitlines() if line.strip() and not line.strip().startswith('"""')]
    assert len(code) <= 15


def test_an_embedding_program_registers_it_by_its_module():
    plugins = Plugins.builtin()
    plugins.register(module())
    profile = Profile.of("approval", ["a", "b", "c"], [["a"], ["b", "c"], ["c", "b"], ["a"]])
    with ChildRunner(plugins) as runner:
        decided = decide_with(
            plugins,
            "prioritisation",
            "cumulative-voting",
            profile,
            decision="d",
            secret=b"",
            runner=runner,
            deadline=20,
        )
    assert isinstance(decided.outcome, Ranking)
    assert decided.outcome.order[0] == "a"
    assert decided.outcome.scores == ("2", "1", "1")


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The folder as an installer would leave it: the module, and metadata made from its pyproject."""
    project = PROJECT["project"]
    info = tmp_path / f"osi_example_priority-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["osi"].items())
    (info / "entry_points.txt").write_text(f"[osi]\n{points}")
    for name in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]:
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "osi_example_priority", raising=False)
    importlib.invalidate_caches()


@pytest.mark.usefixtures("installed")
def test_once_installed_it_is_found_by_its_entry_point():
    plugins = Plugins.load()
    assert plugins.strategy("prioritisation", "cumulative-voting").version == "1"
    assert str(plugins.origin("prioritisation", "cumulative-voting")) == "osi-example-priority 1.0.0"
