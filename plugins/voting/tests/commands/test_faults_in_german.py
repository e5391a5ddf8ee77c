"""The readers' sources, gone through: what they complain of has a German sentence, and so has each repair."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import osi_voting.formats
from osi_voting.commands.faults_in_german import in_german
from osi_voting.formats.scan import FAULTS

SOURCES = sorted(Path(osi_voting.formats.__file__).parent.glob("*.py"))


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
