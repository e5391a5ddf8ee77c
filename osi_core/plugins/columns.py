"""Columns: the numbers of a problem or an event, as immutable little-endian bytes.

A `Column` can be hashed, compared, sent and digested without being unpacked, and read without a copy: by plain Python
through `view()`, by NumPy through `numpy.asarray(column.view())`, which is read-only there too. (A standard `array`
in a frozen model cannot be hashed, and NumPy wrote through it.)
"""

from __future__ import annotations

import binascii
import hashlib
import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, Literal, NoReturn, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

__all__ = ["Column", "ElementType"]

ElementType = Literal["u1", "i4", "i8", "f8"]
"""Unsigned byte, signed 32 and 64 bit integer, 64 bit float; all little-endian."""

_CODE: Final[dict[str, Literal["B", "i", "q", "d"]]] = {"u1": "B", "i4": "i", "i8": "q", "f8": "d"}
_SIZE: Final[dict[str, int]] = {"u1": 1, "i4": 4, "i8": 8, "f8": 8}
_BIG_ENDIAN: Final = sys.byteorder == "big"
_KEYS: Final = {"type", "base64"}


class Column:
    """A fixed sequence of numbers of one element type.

    `type` is one of u1, i4, i8, f8; `raw` holds the little-endian bytes; `len(column)` counts elements. In JSON a
    column is `{"type": "i4", "base64": "..."}`. Raises `ValueError` for an unknown type or bytes that do not divide
    evenly.
    """

    __slots__ = ("_digest", "raw", "type")

    type: ElementType
    raw: bytes
    _digest: str | None

    def __init__(self, type: ElementType, raw: bytes = b"") -> None:
        if not isinstance(type, str) or type not in _SIZE:
            raise ValueError(f"column: unknown element type {type!r}, expected one of {', '.join(_SIZE)}")
        if len(raw) % _SIZE[type]:
            raise ValueError(
                f"column: {len(raw)} bytes are no whole number of {type} elements ({_SIZE[type]} bytes each)"
            )
        object.__setattr__(self, "type", type)
        object.__setattr__(self, "raw", bytes(raw))
        object.__setattr__(self, "_digest", None)

    @classmethod
    def of(cls, type: ElementType, values: Iterable[float] = ()) -> Column:
        """Pack numbers into a column. Raises `ValueError` where a value does not fit the element type."""
        if type not in _CODE:
            raise ValueError(f"column: unknown element type {type!r}, expected one of {', '.join(_SIZE)}")
        try:
            packed: array[Any] = array(_CODE[type], values)
        except (OverflowError, TypeError) as error:
            raise ValueError(f"column: a value does not fit {type}: {error}") from None
        if _BIG_ENDIAN:  # pragma: no cover - no such machine among ours
            packed.byteswap()
        return cls(type, packed.tobytes())

    def view(self) -> memoryview[Any]:
        """The elements as a read-only memoryview, without a copy (with one on big-endian machines)."""
        if _BIG_ENDIAN:  # pragma: no cover
            swapped: array[Any] = array(_CODE[self.type])
            swapped.frombytes(self.raw)
            swapped.byteswap()
            return memoryview(swapped).toreadonly()
        return memoryview(self.raw).cast(_CODE[self.type])

    def digest(self) -> str:
        """SHA-256 of the raw bytes, in hex; computed once."""
        if self._digest is None:
            object.__setattr__(self, "_digest", hashlib.sha256(self.raw).hexdigest())
        assert self._digest is not None
        return self._digest

    def __len__(self) -> int:
        return len(self.raw) // _SIZE[self.type]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.view())

    def __getitem__(self, index: int) -> Any:
        return self.view()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Column) and self.type == other.type and self.raw == other.raw

    def __hash__(self) -> int:
        return hash((self.type, self.raw))

    def __repr__(self) -> str:
        shown = ", ".join(str(value) for value in self.view()[:6])
        return f"Column({self.type}, {len(self)}: {shown}{', ...' if len(self) > 6 else ''})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"column: {name} cannot be set, a column is immutable")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"column: {name} cannot be deleted, a column is immutable")

    def __reduce__(self) -> tuple[object, tuple[str, bytes]]:
        return Column, (self.type, self.raw)

    def __copy__(self) -> Column:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Column:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validated,
            serialization=core_schema.plain_serializer_function_ser_schema(cls._dumped, when_used="json"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "object",
            "properties": {
                "type": {"enum": list(get_args(ElementType))},
                "base64": {"type": "string", "contentEncoding": "base64"},
            },
            "required": ["type", "base64"],
            "additionalProperties": False,
        }

    @classmethod
    def _validated(cls, value: object) -> Column:
        if isinstance(value, Column):
            return value
        if not isinstance(value, dict) or value.keys() != _KEYS:
            raise ValueError('expected a Column, or {"type": ..., "base64": ...}')
        type, text = value["type"], value["base64"]
        if isinstance(type, str) and isinstance(text, str) and len(text) <= _SHORT:
            return _short(type, text)
        return _unpacked(type, text)

    @staticmethod
    def _dumped(column: Column) -> dict[str, str]:
        return {"type": column.type, "base64": binascii.b2a_base64(column.raw, newline=False).decode("ascii")}


def _unpacked(type: Any, text: Any) -> Column:
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise ValueError(f"column: not base64: {error}") from None
    return Column(type, raw)


_SHORT: Final = 16
"""Characters of a column of two numbers. A log has millions of single votes, and most of their columns are the same."""
_short: Final = lru_cache(maxsize=4_096)(_unpacked)
