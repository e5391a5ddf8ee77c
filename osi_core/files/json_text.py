"""JSON from outside: of bounded depth, with numbers that can be worked with, and text that can be written again."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from osi_core.files.refused import InputRefused
from osi_core.files.text import text_of
from osi_core.words import Message, WordedError

__all__ = ["DEPTH", "DIGITS", "EXPONENT", "JsonUnfit", "json_of", "json_value", "number_unfit", "too_deep"]

DEPTH: Final = 64
"""Levels that objects and lists may nest; what walks over a value calls itself once a level."""
DIGITS: Final = 100
"""Digits of a number: far beyond what anyone counts, and short enough to work with."""
EXPONENT: Final = 200
"""The largest power of ten that a number may be written with: 1e999999999 is short, and no computer holds it."""

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]|-?[0-9][0-9.eE+\-]*+', re.DOTALL)
_LONG = re.compile(rf"[0-9]{{{DIGITS + 1}}}")
_VAST = re.compile(r"[0-9.][eE][+\-]?[0-9]{3}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class JsonUnfit(WordedError, ValueError):
    """A text is not JSON, or goes beyond the bounds; `problem` says what, `line` on which line of the text."""

    def __init__(self, problem: Message, line: int = 1) -> None:
        self.problem, self.line = problem, line
        super().__init__("file.on-line", line=str(line), problem=problem)


def json_of(raw: bytes, file: str, *, first_line: int = 1) -> Any:
    """The value of a file's JSON. Raises InputRefused, with the line.

    `first_line` is the number of the line that `raw` begins with, in a file of which it is a part.
    """
    text = text_of(raw, file, first_line=first_line)
    try:
        return json_value(text)
    except JsonUnfit as unfit:
        raise InputRefused(file, unfit.problem, first_line + unfit.line - 1) from None


def json_value(text: str) -> Any:
    """The value of JSON. Raises JsonUnfit for no JSON, more than DEPTH levels, a number of more than DIGITS digits or
    with an exponent beyond EXPONENT, NaN and Infinity (which are no JSON), and half a surrogate pair.
    """
    if text.count("[") + text.count("{") > DEPTH or _LONG.search(text) or _VAST.search(text):
        _check(text)
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except JsonUnfit:
        raise
    except json.JSONDecodeError as error:
        problem = Message.of("file.not-json", said=error.msg, column=str(error.colno))
        raise JsonUnfit(problem, error.lineno) from None
    except (ValueError, RecursionError):  # pragma: no cover - `_check` has found those
        raise JsonUnfit(Message.of("file.deep", limit=DEPTH)) from None
    if _SURROGATE.search(text):
        _check_text(value, text)
    return value


def too_deep(raw: bytes) -> bool:
    """Whether JSON nests more than DEPTH levels; one look at most values, however large."""
    if raw.count(b"[") + raw.count(b"{") <= DEPTH:
        return False
    depth = 0
    for token in _TOKEN.finditer(raw.decode("utf-8", "replace")):
        first = token[0][0]
        if first in "[{":
            depth += 1
            if depth > DEPTH:
                return True
        elif first in "]}":
            depth -= 1
    return False


def _check(text: str) -> None:
    """Looks at all brackets and numbers outside strings."""
    depth = 0
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first in "[{":
            depth += 1
            if depth > DEPTH:
                raise JsonUnfit(Message.of("file.deep", limit=DEPTH), _line(text, token.start()))
        elif first in "]}":
            depth -= 1
        elif first != '"':
            problem = number_unfit(token[0])
            if problem is not None:
                raise JsonUnfit(problem, _line(text, token.start()))


def number_unfit(number: str) -> Message | None:
    """What is wrong with a decimal number as it is written; None where nothing is."""
    digits, _, exponent = number.lower().partition("e")
    if sum(character.isdigit() for character in digits) > DIGITS:
        return Message.of("file.number-long", limit=DIGITS)
    power = exponent.lstrip("+-").replace("_", "").lstrip("0")
    if len(power) > len(str(EXPONENT)) or (power.isdecimal() and int(power) > EXPONENT):
        return Message.of("file.number-vast", limit=EXPONENT)
    return None


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _no_constant(name: str) -> NoReturn:
    raise JsonUnfit(Message.of("file.json-constant", name=name))


def _check_text(value: Any, text: str) -> None:
    """Half of a surrogate pair is no character: no file and no terminal takes it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if not _whole(one):
                found = _SURROGATE.search(text)
                raise JsonUnfit(Message("file.half-character"), _line(text, found.start() if found else 0))
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
