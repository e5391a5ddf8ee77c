"""Frames: how problems and outcomes travel between a program and the child process that runs a strategy.

A frame is a mark, the lengths of its parts, the parts (a JSON head and the raw bytes of the columns) and another mark.
Nothing is ever unpickled, so a frame can hold wrong values but no code. The program reads with the limits `ANSWER`:
whatever a child puts into the pipe, junk between or within frames included, is a `FrameRefused` and never more.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from osi_core.plugins.columns import Column
from osi_core.plugins.errors import FrameRefused
from osi_core.plugins.problems import Explanation

__all__ = ["ANSWER", "Limits", "Message", "Readable", "frame", "pack", "receive", "unpack"]

Message = dict[str, Any]
"""JSON values, and models or columns as `pack` makes them."""


class Readable(Protocol):
    """What frames are read from; may give less than is asked for, and nothing at the end."""

    def read(self, size: int, /) -> bytes | None: ...


@dataclass(frozen=True)
class Limits:
    """How large a frame may be: bytes of its head (JSON grows to many times that when it is read) and of all its parts,
    and the number of its columns.
    """

    head: int
    all: int
    columns: int


ANSWER = Limits(head=64 << 20, all=1 << 30, columns=1024)
"""What a child may answer: 100,000 explained items, or vectors of 768 numbers for 170,000 texts."""

_BEGIN, _END = b"\x93osi\x1a\r\n\x00", b"\x00end\x1a\r\n\x94"
_OPENING = struct.Struct("<8sQ")
"""The mark, and how many columns follow the head."""
_LENGTH = struct.Struct("<Q")
_CHUNK = 1 << 20
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


def frame(message: Message) -> Iterator[bytes]:
    """The bytes of one message, in few pieces; columns are not copied."""
    columns: list[bytes] = []

    def by_number(value: Any) -> Any:
        if not isinstance(value, Column):
            return str(value)  # Decimal
        columns.append(value.raw)
        return {_COLUMN: len(columns) - 1, "type": value.type}

    head = json.dumps(pack(message), default=by_number).encode()
    lengths = b"".join(_LENGTH.pack(len(part)) for part in (head, *columns))
    opening = _OPENING.pack(_BEGIN, len(columns)) + lengths + head
    return iter([opening, *columns, _END] if columns else [opening + _END])


def receive(stream: Readable, limits: Limits | None = None) -> Message | None:
    """Reads one message; None at the end. Raises `FrameRefused` for what is none, breaks off or is too large."""
    opening = _up_to(stream, _OPENING.size)
    if not opening:
        return None
    if not _BEGIN.startswith(opening[: len(_BEGIN)]):
        raise FrameRefused("plugin.answer-no-message", found=opening[:8].hex(" "))
    mark, count = _OPENING.unpack(_whole(opening, _OPENING.size))
    if mark != _BEGIN or (limits and count > limits.columns):
        raise FrameRefused("plugin.answer-no-message", found=opening[:8].hex(" "))
    lengths = [_LENGTH.unpack(_part(stream, _LENGTH.size))[0] for _ in range(count + 1)]
    if limits and (lengths[0] > limits.head or sum(lengths) > limits.all):
        allowed, found = (limits.head, lengths[0]) if lengths[0] > limits.head else (limits.all, sum(lengths))
        raise FrameRefused("plugin.answer-too-large", mib=-(-found >> 20), limit=allowed >> 20)
    parts = [_part(stream, length) for length in lengths]
    if _part(stream, len(_END)) != _END:
        raise FrameRefused("plugin.answer-mixed")
    return _read(parts)


def _read(parts: list[bytes]) -> Message:
    try:
        message = unpack(json.loads(parts[0]), parts[1:])
    except (ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        raise FrameRefused("plugin.answer-unreadable", error=f"{type(error).__name__}: {error}"[:200]) from None
    if not isinstance(message, dict):
        raise FrameRefused("plugin.answer-unreadable", error=f"{type(message).__name__}, expected an object")
    return message


def _part(stream: Readable, length: int) -> bytes:
    return _whole(_up_to(stream, length), length)


def _up_to(stream: Readable, length: int) -> bytes:
    """As much as comes, up to a length that may be a lie: memory is taken for what has come only."""
    chunks: list[bytes] = []
    while length > 0 and (chunk := stream.read(min(length, _CHUNK))):
        chunks.append(chunk)
        length -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _whole(raw: bytes, length: int) -> bytes:
    if len(raw) != length:
        raise FrameRefused("plugin.answer-breaks-off")
    return raw
