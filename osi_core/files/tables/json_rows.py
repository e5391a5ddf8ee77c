"""Rows of JSON and of JSON Lines: a list of objects, alone or under a key of its own, or an object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from osi_core.files.json_text import json_of
from osi_core.files.refused import InputRefused
from osi_core.files.tables.encodings import encoding_of
from osi_core.files.tables.numbers import as_text
from osi_core.files.tables.table import Form, Note, Numbered
from osi_core.words import Message

__all__ = ["json_rows", "looks_like_json"]

_SPACE: Final = " \t\r\n"


def looks_like_json(raw: bytes) -> bool:
    """Whether the first letter begins a list or an object; a text in brackets may be a title of CSV."""
    begin = raw[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if begin.startswith(b"{"):
        return True
    return begin.startswith(b"[") and begin[1:].lstrip()[:1] in (b"{", b"[", b"]", b'"')


def json_rows(raw: bytes, file: str, notes: list[Note], form: Form) -> Iterator[Numbered]:
    """The titles first: all keys, in the order in which they come up; then a row an object. Raises `InputRefused`.

    What nests gets titles such as `title/de`; a list of plain values becomes one cell, with semicolons between.
    """
    encoding, said = encoding_of(raw, file)
    if said is not None:
        notes.append(Note(said))
    text = raw.decode(encoding)
    lines = _is_lines(text)
    form.kind, form.encoding = "json-lines" if lines else "json", encoding
    objects = list(_by_line(text, file) if lines else _listed(text, file))
    flat = [(line, _flat(value, file, line)) for line, value in objects]
    titles = list(dict.fromkeys(key for _, values in flat for key in values))
    yield 1, titles
    for line, values in flat:
        yield line, [values.get(title, "") for title in titles]


def _is_lines(text: str) -> bool:
    """Whether the first line is an object of its own, and more follow."""
    first, _, more = text.lstrip().partition("\n")
    if not first.startswith("{") or not first.rstrip().endswith("}"):
        return False
    return more.lstrip().startswith("{")


def _by_line(text: str, file: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, json_of(line.encode(), file, first_line=number)


def _listed(text: str, file: str) -> Iterator[tuple[int, Any]]:
    """The entries of the list, or of the only list of objects that the object has, each with its line; else itself."""
    value = json_of(text.encode(), file)  # bounded, and right: from here on nothing can fail
    at = len(text) - len(text.lstrip(_SPACE))
    if isinstance(value, dict):
        lists = [key for key, inner in value.items() if isinstance(inner, list) and any(_is_object(i) for i in inner)]
        if not lists:
            return iter([(1, value)])
        if len(lists) > 1:
            found = ", ".join(map(str, value))[:200] or "–"
            raise InputRefused(file, Message.of("table.lists", found=found), 1)
        at = _value_of(text, at, lists[0])
    return _entries(text, at)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _value_of(text: str, at: int, wanted: str) -> int:
    """Where the value of a key begins, in the object that begins at `at`; the last one where the key is repeated."""
    decoder, at, found = json.JSONDecoder(), _skipped(text, at + 1), at
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skipped(text, _skipped(text, at) + 1)
        if key == wanted:
            found = at
        _, at = decoder.raw_decode(text, at)
        at = _skipped(text, at)
        at = _skipped(text, at + 1) if text[at] == "," else at
    return found


def _entries(text: str, at: int) -> Iterator[tuple[int, Any]]:
    decoder, line, counted = json.JSONDecoder(), 1, 0
    at = _skipped(text, at + 1)
    while text[at] != "]":
        line, counted = line + text.count("\n", counted, at), at
        value, at = decoder.raw_decode(text, at)
        yield line, value
        at = _skipped(text, at)
        at = _skipped(text, at + 1) if text[at] == "," else at


def _skipped(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at


def _flat(value: Any, file: str, line: int) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InputRefused(file, Message.of("table.no-object", found=json.dumps(value)[:60]), line)
    cells: dict[str, str] = {}
    waiting = list(value.items())
    while waiting:
        key, inner = waiting.pop(0)
        if isinstance(inner, dict):
            waiting[:0] = [(f"{key}/{name}", one) for name, one in inner.items()]
        else:
            cells[key] = _cell(inner)
    return cells


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return as_text(value)
        case list() if not any(isinstance(one, dict | list) for one in value):
            return ";".join(map(_cell, value))
        case list():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
