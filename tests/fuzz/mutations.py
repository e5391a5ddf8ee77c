"""What a file or a request can be made of by somebody who means no good, drawn from a seed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

DEEP: Any = "leaf"
for _ in range(300):
    DEEP = [DEEP]

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, -(10**30), 10**99, 1.5, 1e308, -0.0, "", " ", "0", "x",
    "\0", "a\0b", "\u202eexe", "\x1b[2J", "\ud800", "９", "9" * 5_000, "1e999999", "1e999999999",
    "-1e-999999999", "NaN",
    "Infinity", "9999-12-30", "9999-12-31T23:59:59.999999Z", "0001-01-01", "2026-13-45", "not a time",
    "../../etc/passwd",
    "/dev/zero", "m" * 70_000, "missions/m/rounds/first", "é" * 300, [], {}, [[]], [{}], {"": None}, [None] * 1_000,
    {"type": "i8", "base64": "AA=="}, {"type": [], "base64": 3}, {"type": "i4", "length": 1, "sha256": "/dev/zero"},
    {"decimal": "1e999999999"}, {"ratio": "1e999999999"}, {"ratio": "1/0"}, {"integer": "9" * 4_400}, {"list": 3},
    {"message": {"code": 1, "values": []}}, {"money": {"minor": 10**30, "currency": "€"}}, DEEP,
)  # fmt: skip
TEXTS: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b'"', b"'", b'"""', b"'''", b"\\", b"\\ud800", b",",
    b";", b"=", b"[", b"]", b"{", b"}", b"[" * 500, b'{"a":' * 500, b"a." * 5_000, b"9" * 5_000, b"0x" + b"f" * 5_000,
    b"1e999999", b"-1e-999999999", b"1" + b"_1" * 3_000, b"nan", b"inf", b"9999-12-30", b"0001-01-01", b"24:61:61",
    b"1979-05-27T07:32:00-99:99", b"NaN", b"Infinity", b"null", b"true", b"[[a]]\n", b"[a.b.c]\n", b"../x",
    b"/dev/zero",
    b"x" * 200_000, b"\xe2\x80\xae", b"\x1b[2J", b"#",
)  # fmt: skip


def of_bytes(draw: Random, raw: bytes) -> bytes:
    """The bytes with one to five changes."""
    for _ in range(draw.choice((1, 1, 1, 2, 5))):
        at = draw.randrange(len(raw) + 1)
        until = min(len(raw), at + draw.choice((0, 1, 1, 4, 40, 4_000)))
        match draw.randrange(6):
            case 0:
                raw = raw[:at] + bytes([draw.randrange(256)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + raw[until:]
            case 2:
                raw = raw[:until] + raw[at:]
            case 3:
                raw = raw[:at] + draw.randbytes(draw.randrange(9)) + raw[at:]
            case 4 if draw.random() < 0.2:
                raw = raw[:at]
            case _:
                raw = raw[:at] + draw.choice(TEXTS) + raw[until:]
    return raw


def of_value(draw: Random, value: Any) -> Any:
    """Plain JSON with one to three of its parts replaced, left out, renamed or doubled."""
    value = copy.deepcopy(value)
    for _ in range(draw.choice((1, 1, 2, 3))):
        value = _changed(draw, value)
    return value


def _changed(draw: Random, value: Any) -> Any:
    if isinstance(value, dict) and value and draw.random() < 0.9:
        name = draw.choice(list(value))
        match draw.randrange(8):
            case 0:
                del value[name]
            case 1:
                value[draw.choice(("x", "", "é", "\0", name.upper(), "type"))] = value.pop(name)
            case 2:
                value[name] = copy.deepcopy(draw.choice(VALUES))
            case _:
                value[name] = _changed(draw, value[name])
        return value
    if isinstance(value, list) and value and draw.random() < 0.8:
        at = draw.randrange(len(value))
        if draw.random() < 0.3:
            value.insert(at, copy.deepcopy(draw.choice(value)))
        else:
            value[at] = _changed(draw, value[at])
        return value
    if isinstance(value, str) and value and draw.random() < 0.4:
        at = draw.randrange(len(value))
        return value[:at] + draw.choice(("", "x", "\n", "/", "-", "9", "Ü", "\u202e")) + value[at + 1 :]
    return copy.deepcopy(draw.choice(VALUES))


def as_json(value: Any) -> bytes:
    """The value as JSON; half characters as escapes."""
    return json.dumps(value, ensure_ascii=True).encode()


def of_json(draw: Random, value: Any) -> bytes:
    """A value as JSON, in which the value, the text or both were changed."""
    how = draw.random()
    raw = as_json(of_value(draw, value) if how < 0.7 else value)
    return of_bytes(draw, raw) if how > 0.6 else raw


Case = Callable[[Random], object]
"""Draws one case and reads it; what may be raised for it is caught within."""
