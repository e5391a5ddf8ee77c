"""TOML from outside: of bounded depth and length of keys, with decimals as they are written."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from osi_core.files.json_text import DEPTH, DIGITS, number_unfit
from osi_core.files.refused import InputRefused
from osi_core.files.text import text_of
from osi_core.words import Message

__all__ = ["toml_of", "toml_value"]

_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+(?:"{3,5})?'
    r"|'''(?:[^']++|'{1,2}(?!'))*+(?:'{3,5})?"
    r'|"(?:[^"\\\n]++|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[A-Za-z0-9_+\-]++"
    r"|[\[\]{}.,=\n]",
    re.DOTALL,
)
_PLACE = re.compile(r" \(at line (\d+), column \d+\)$| \(at end of document\)$")


def toml_of(raw: bytes, file: str) -> dict[str, Any]:
    """The values of a TOML file, numbers with a point as Decimal. Raises InputRefused, with the line.

    Beside what is no TOML, it takes no lists and tables of more than DEPTH levels, no keys of more than DEPTH parts
    (the standard library takes time and memory by their square), and no numbers beyond the bounds of `json_value`.
    """
    return toml_value(text_of(raw, file), file)


def toml_value(text: str, file: str) -> dict[str, Any]:
    """`toml_of` for what is text already."""
    _check(text, file)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        line = int(found[1]) if found and found[1] else len(text.splitlines())
        said = _PLACE.sub("", str(error))
        raise InputRefused(file, Message.of("file.not-toml", said=said), line) from None
    except (ValueError, ArithmeticError, RecursionError) as error:  # a date that there is not, and the like
        raise InputRefused(file, Message.of("file.not-toml", said=str(error))) from None


def _check(text: str, file: str) -> None:
    depth, parts = 0, 1
    for token in _TOKEN.finditer(text):
        first = token[0][0]
        if first in "[{":
            depth, parts = depth + 1, 1
        elif first in "]}":
            depth, parts = max(0, depth - 1), 1
        elif first == ".":
            parts += 1
        elif first in ",=\n":
            parts = 1
        elif first in "+-0123456789":
            problem = _number_unfit(token[0])
            if problem is not None:
                raise InputRefused(file, problem, text.count("\n", 0, token.start()) + 1)
        if depth > DEPTH or parts > DEPTH:
            raise InputRefused(file, Message.of("file.deep", limit=DEPTH), text.count("\n", 0, token.start()) + 1)


def _number_unfit(number: str) -> Message | None:
    if number.startswith(("0x", "0o", "0b")):
        return Message.of("file.number-long", limit=DIGITS) if len(number) > DIGITS else None
    return number_unfit(number)
