"""The sources, gone through: what readers and rules complain of has a German sentence, and so has each repair."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import osi_voting
import osi_voting.formats
from osi_voting.commands.faults_in_german import in_german
from osi_voting.formats.scan import FAULTS

SOURCES = sorted(Path(osi_voting.formats.__file__).parent.rglob("*.py"))
PACKAGE = Path(osi_voting.__file__).parent
UNREACHED = {"arrays.py", "next_pair.py", "placing.py", "loads.py"}
"""Modules whose errors only a program can cause, which calls them by itself."""
RULES = sorted(
    source
    for source in PACKAGE.rglob("*.py")
    if not {"formats", "commands", "pictures"} & set(source.parts) and source.name not in UNREACHED
)


def texts(node: ast.expr) -> list[str]:
    """What an expression may say, with 7 for every value; nothing where it is not written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return []


def said(source: Path) -> Iterator[tuple[str, str]]:
    """("fault" or "repair", sentence) of each complaint in a reader's source."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, arguments = node.func.attr, node.args
            if name in ("wrong", "fatal", "_wrong", "_error"):
                given = arguments if name.startswith("_") else arguments[1:]
                yield from (("fault", text) for text in texts(given[0]))
                yield from (("repair", text) for one in given[1:] for text in texts(one))
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Dict)
            and "REPAIRS" in ast.unparse(node.targets[0])
        ):
            yield from (("repair", text) for one in node.value.values for text in texts(one))


SAID = sorted({one for source in SOURCES for one in said(source)} | {("fault", text) for text in FAULTS.values()})


def test_the_sources_say_what_they_are_searched_for() -> None:
    assert len([kind for kind, _ in SAID if kind == "fault"]) > 30
    assert len([kind for kind, _ in SAID if kind == "repair"]) > 15


@pytest.mark.parametrize(("kind", "text"), SAID)
def test_every_sentence_of_a_reader_has_a_german_one(kind: str, text: str) -> None:
    if kind == "repair":
        assert in_german(f"x: {text}") != f"x: {text}"
    elif text.strip("7"):
        assert in_german(f"town.pb, line 3: {text}") != f"town.pb, Zeile 3: {text}"


def refusals(source: Path) -> Iterator[str]:
    """What the rules of a module raise `ValueError` with; where a function makes the sentence, what that returns."""
    tree = ast.parse(source.read_text())
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Raise)
            and isinstance(node.exc, ast.Call)
            and ast.unparse(node.exc.func) == "ValueError"
        ):
            given = node.exc.args[0]
            yield from texts(given)
            if isinstance(given, ast.Call) and ast.unparse(given.func) in functions:
                made = ast.walk(functions[ast.unparse(given.func)])
                yield from (
                    text for one in made if isinstance(one, ast.Return) and one.value for text in texts(one.value)
                )


REFUSALS = sorted({text for source in RULES for text in refusals(source)})


def test_the_rules_refuse_in_many_words() -> None:
    assert len(REFUSALS) > 15


@pytest.mark.parametrize("text", REFUSALS)
def test_every_refusal_of_a_rule_has_a_german_one(text: str) -> None:
    german = in_german(text)
    assert german != text
    left = {" the ", " is ", " no ", " than ", " not ", " of ", " with ", " more "}
    assert not [word for word in left if word in german], german
