"""Frames: how problems and outcomes travel between a program and the child process that runs a strategy.

A message is a JSON head and the raw bytes of the columns, each with its length before it. Nothing is ever unpickled,
so a message can hold wrong values but no code.
"""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from pydantic import BaseModel

from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Explanation

__all__ = ["Message", "pack", "receive", "send", "unpack"]

Message = dict[str, Any]
"""JSON values, and models or columns as `pack` makes them."""

_LENGTH = struct.Struct("<Q")
_COLUMN = "$column"


def pack(value: Any) -> Any:
    """A model as plain values with its columns in their places."""
    if isinstance(value, Explanation):
        return value.plain()
    if isinstance(value, BaseModel):
        return {name: pack(getattr(value, name)) for name in value.model_fields_set}
    if isinstance(value, dict):
        return {key: pack(entry) for key, entry in value.items()}
    return [pack(entry) for entry in value] if isinstance(value, list | tuple | set | frozenset) else value


def unpack(value: Any, columns: list[bytes]) -> Any:
    """Plain values with columns put back where the head points to them."""
    if isinstance(value, dict):
        if value.keys() == {_COLUMN, "type"}:
            return Column(value["type"], columns[value[_COLUMN]])
        return {key: unpack(entry, columns) for key, entry in value.items()}
    return [unpack(entry, columns) for entry in value] if isinstance(value, list) else value


def send(stream: IO[bytes], message: Message) -> None:
    """Writes one message. Raises `OSError` where the other side is gone."""
    columns: list[bytes] = []

    def by_number(value: Any) -> Any:
        if not isinstance(value, Column):
            return str(value)  # Decimal
        columns.append(value.raw)
        return {_COLUMN: len(columns) - 1, "type": value.type}

    head = json.dumps(pack(message), default=by_number).encode()
    stream.write(_LENGTH.pack(len(columns)))
    for part in [head, *columns]:
        stream.write(_LENGTH.pack(len(part)))
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """Reads one message; None at the end. Raises `ValueError` for one that breaks off."""
    first = stream.read(_LENGTH.size)
    if not first:
        return None
    (count,) = _LENGTH.unpack(_whole(first, _LENGTH.size))
    parts = [_part(stream) for _ in range(count + 1)]
    message: Message = unpack(json.loads(parts[0]), parts[1:])
    return message


def _part(stream: IO[bytes]) -> bytes:
    (length,) = _LENGTH.unpack(_whole(stream.read(_LENGTH.size), _LENGTH.size))
    return _whole(stream.read(length), length)


def _whole(raw: bytes, length: int) -> bytes:
    if len(raw) != length:
        raise ValueError("the message breaks off")
    return raw
