"""Where a setting was said: by a flag, a variable of the environment, or on a line of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Place", "line_of", "place_of", "variable_of"]

_TABLE = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")


class Place(NamedTuple):
    """Where a value comes from."""

    kind: str
    """`flag`, `variable`, `file`, or `default`."""
    name: str = ""
    """The flag, the variable, or the file."""
    line: int | None = None
    """In the file."""

    def __str__(self) -> str:
        return f"{self.name}:{self.line}" if self.line is not None else self.name


def variable_of(key: str) -> str:
    """The variable that says a key: `tls.cert` → `OSI_TLS__CERT`."""
    return f"OSI_{key.replace('.', '__').upper()}"


def place_of(
    path: Sequence[str | int],
    flags: Mapping[str, Any],
    variables: Mapping[str, Any],
    file: tuple[str, str, Mapping[str, Any]] | None,
) -> Place:
    """Where what stands at a path was said: the sources are nested values, the file's come with its name and text."""
    key = ".".join(map(str, path))
    for end in range(len(path), 0, -1):  # of what is missing, where it would stand
        part = path[:end]
        if _has(flags, part):
            return Place("flag", f"--set {key}")
        if _has(variables, part):
            return Place("variable", variable_of(".".join(one for one in part if isinstance(one, str))))
        if file is not None and _has(file[2], part):
            return Place("file", file[0], line_of(file[1], path))
    return Place("default", key)


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line of a TOML text on which a key is said, or else the table that it would stand in; None for neither."""
    names = [part for part in path if isinstance(part, str)]
    numbers = [part for part in path if isinstance(part, int)]
    table: list[str] = []
    found, best, seen = None, 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        said = _names(line, table)
        if said is None:
            continue
        if line.lstrip().startswith("[["):
            seen += said == names[: len(said)]
        if numbers and seen and seen - 1 != numbers[0]:
            continue
        alike = len(said) if said == names[: len(said)] else 0
        if alike > best:
            found, best = number, alike
    return found


def _names(line: str, table: list[str]) -> list[str] | None:
    """The full key that a line says; a head of a table becomes the table from here on."""
    head = _TABLE.match(line)
    if head is not None and "=" not in head[1]:
        table[:] = _parts(head[1])
        return list(table)
    key = _KEY.match(line)
    return None if key is None else [*table, *_parts(key[1])]


def _parts(key: str) -> list[str]:
    return [part.strip().strip("\"'") for part in key.split(".")]


def _has(values: Any, path: Sequence[str | int]) -> bool:
    for part in path:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
