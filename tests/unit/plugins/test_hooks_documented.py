"""Hook specifications and docs/hooks.md say the same, and each example of the page does what its hook is for."""

import inspect
import re
import textwrap
import types
from pathlib import Path
from typing import Any

import pytest

import osi_core
from osi_core.plugins import KINDS, Plugins, Prepares, hookspecs
from osi_core.testing import samples
from osi_core.testing.words import wordless

PAGE = (Path(__file__).parents[3] / "docs" / "hooks.md").read_text(encoding="utf-8")
FOLDER = Path(osi_core.__file__).parent
"""What an example with a folder `words` beside it is taken to lie in."""
SECTIONS = dict(re.findall(r"^## (osi_\w+)\((?:[\w, ]*)\)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
HEADINGS = re.findall(r"^## (osi_\w+)\(([\w, ]*)\)$", PAGE, re.MULTILINE)


def example(name):
    """The example of a section, as a plugin."""
    code = re.search(r"```python\n(.*?)```", SECTIONS[name], re.DOTALL)
    assert code, f"{name} has no example"
    module = types.ModuleType(f"example_{name}")
    module.__file__ = str(FOLDER / "example.py")
    exec(textwrap.dedent(code[1].replace("\n  ", "\n").removeprefix("  ")), module.__dict__)
    return module


def loaded(name):
    plugins = Plugins.builtin()
    plugins.register(example(name), name="example")
    return plugins


def test_all_hooks_are_documented_in_the_order_of_the_specifications():
    assert [name for name, _ in HEADINGS] == list(hookspecs.HOOKS)


@pytest.mark.parametrize(("name", "arguments"), HEADINGS)
def test_arguments_are_those_of_the_specification(name, arguments):
    assert arguments == ", ".join(inspect.signature(getattr(hookspecs, name)).parameters)
    told = re.search(r"- \*\*Arguments:\*\* (.*)", SECTIONS[name])
    assert told
    assert all(f"`{argument}`" in told[1] for argument in arguments.split(", ") if argument)


@pytest.mark.parametrize("name", hookspecs.HOOKS)
def test_each_section_opens_with_the_sentence_of_the_specification_and_keeps_the_order(name):
    sentence = " ".join((getattr(hookspecs, name).__doc__ or "").split())
    assert SECTIONS[name].strip().startswith(sentence)
    assert re.findall(r"^- \*\*(\w+(?: by)?):\*\*", SECTIONS[name], re.MULTILINE) == [
        "Arguments", "Called", "Returns", "Example", "Used by",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_strategy_hook_reaches_a_decision(kind):
    plugins = loaded(kind.hook)
    mine = next(name for name in plugins.names(kind.name) if name.startswith("my-"))
    strategy, words = plugins.strategy(kind.name, mine), plugins.words()
    for problem in samples(kind.name):
        outcome = strategy.solve(problem, strategy.Options(), b"s" * 32, lambda fraction, best=None: None)
        assert isinstance(outcome, kind.outcome)
        if kind.name != "prioritisation":
            assert problem.valid(outcome) == []
        for message in (message for one in outcome.explanations for message in one.messages):
            assert wordless(message, words) is None


def test_preparing_is_documented_as_the_protocol_says_it():
    said = PAGE.partition("## Preparing\n")[2].partition("\n## ")[0]
    code = re.search(r"```python no-run\n(.*?)```", said, re.DOTALL)
    assert code
    names: dict[str, Any] = {}
    exec("from __future__ import annotations\n" + code[1], names)
    documented, method = names["prepare"], Prepares.prepare
    assert list(inspect.signature(documented).parameters) == list(inspect.signature(method).parameters)
    assert documented.__doc__ == (inspect.getdoc(method) or "").partition("\n")[0]


def test_the_gate_of_the_page_closes_a_phase():
    (gate,) = loaded("osi_phase_gates").gates()
    (unmet,) = gate.unmet(None, None, "scaling", True)
    assert loaded("osi_phase_gates").words().say(unmet, "de") == "der Rat hat nicht getagt"
    assert gate.unmet(None, None, "support", True) == []


def test_the_catalogue_of_the_page_is_read():
    (row,) = [row for row in loaded("osi_catalogues").report() if row.origin.plugin == "example"]
    assert row.provides == ["catalogues: de, en"]


def test_the_reader_of_the_page_reads_and_the_writer_writes(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    reader = next(one for one in loaded("osi_importers").importers() if one.name == "my-csv")
    assert list(reader.read(tmp_path / "x.csv")) == [{"a": "1", "b": "2"}]
    writer = next(one for one in loaded("osi_exporters").exporters() if one.name == "my-count")
    writer.write([{}, {}], tmp_path / "x.count")
    assert (tmp_path / "x.count").read_text() == "2"


def test_the_command_of_the_page_is_added(capsys):
    class App:
        def command(self, function):
            self.greet = function
            return function

    app = App()
    loaded("osi_cli_commands").add_cli_commands(app)
    app.greet("Ada")
    assert capsys.readouterr().out == "Hello, Ada.\n"


def test_the_listener_of_the_page_is_told(capsys):
    loaded("osi_event_recorded").events_recorded(["it happened"])
    assert capsys.readouterr().out == "it happened\n"
