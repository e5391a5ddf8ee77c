"""The codes that stand in a package's source: read from its syntax, nothing of it is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

__all__ = ["Codes", "Said", "codes_in", "texts_in"]

_SAYERS = frozenset(
    {"Unmet", "Message", "PydanticCustomError", "failure", "PluginError", "OptionsRefused", "StrategyMissing",
     "MissingBlob", "OtherModel"}
)  # fmt: skip
"""What is given a code as its first argument, and mostly its values by name."""


@dataclass(frozen=True)
class Said:
    """A code where it is said: file and line, and the names of its values, where they stand there one by one."""

    code: str
    where: str
    values: frozenset[str] | None


@dataclass
class Codes:
    """What a package says, as far as its source shows: `said` where a code is written into the call that says it,
    `texts` all texts, since a code may be chosen before it is said, and `terms` the members of its closed lists.
    """

    said: list[Said] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    terms: dict[str, set[str]] = field(default_factory=dict)


@cache
def codes_in(source: Path) -> Codes:
    """The codes in a file, or in all Python files of a folder."""
    codes = Codes()
    for path in sorted(source.rglob("*.py")) if source.is_dir() else [source]:
        tree = ast.parse(path.read_bytes(), str(path))
        codes.texts |= set(_texts(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                codes.said += _said(node, f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.ClassDef) and any(_name(base) == "StrEnum" for base in node.bases):
                codes.terms.setdefault(node.name, set()).update(_members(node))
            elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
                _add_list(node, codes.terms)
    return codes


def texts_in(path: Path) -> set[str]:
    """All texts in a file, but for the keys of `words`, which stand beside a class."""
    return set(_texts(ast.parse(path.read_bytes(), str(path))))


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.Assign) and any(_name(target) == "words" for target in node.targets):
        return
    if isinstance(node, ast.AnnAssign) and _name(node.target) == "words":
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _said(call: ast.Call, where: str) -> Iterator[Said]:
    named = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    open_ended = len(named) < len(call.keywords)
    called = _name(call.func)
    if called == "Explanation" and "reason" in named:
        yield from _each(named["reason"], where, _keys(named.get("values")) if "values" in named else frozenset())
    elif called == "PydanticCustomError" and call.args:
        context = _keys(call.args[2]) if len(call.args) > 2 else frozenset[str]()
        yield from _each(call.args[0], where, context, "_")
    elif (called in _SAYERS or _is_message_of(call.func)) and call.args:
        plain = called == "Message"
        values = (_keys(call.args[1]) if len(call.args) > 1 else frozenset[str]()) if plain else frozenset(named)
        yield from _each(call.args[0], where, None if open_ended else values)


def _each(code: ast.expr, where: str, values: frozenset[str] | None, between: str = "-") -> Iterator[Said]:
    """The code, or both where a condition chooses between two."""
    if isinstance(code, ast.IfExp):
        yield from _each(code.body, where, values, between)
        yield from _each(code.orelse, where, values, between)
    elif isinstance(code, ast.Constant) and isinstance(code.value, str):
        yield Said(code.value.replace(between, "-"), where, values)


def _keys(values: ast.expr | None) -> frozenset[str] | None:
    """The keys of a table that stands there; None where it comes from elsewhere."""
    if not isinstance(values, ast.Dict):
        return None
    keys = [key.value for key in values.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(keys) if len(keys) == len(values.keys) else None


def _is_message_of(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "of" and _name(function.value) == "Message"


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _members(enum: ast.ClassDef) -> Iterator[str]:
    for line in enum.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str):
            yield line.value.value


def _add_list(line: ast.Assign, terms: dict[str, set[str]]) -> None:
    """`Kind = Literal["one", "other"]`."""
    assert isinstance(line.value, ast.Subscript)
    if _name(line.value.value) == "Literal":
        members = line.value.slice.elts if isinstance(line.value.slice, ast.Tuple) else [line.value.slice]
        found = {one.value for one in members if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        for target in line.targets:
            terms.setdefault(_name(target), set()).update(found)
