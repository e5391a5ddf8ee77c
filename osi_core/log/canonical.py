"""Canonical JSON (RFC 8785) for the values that the log holds.

Keys are ASCII and no value is a float, so sorted compact JSON *is* RFC 8785; a property test holds it equal to the
`rfc8785` library. orjson writes it when it is installed (extra `fast`), the standard library otherwise: the same bytes.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from osi_core.files import too_deep

try:
    import orjson
except ImportError:  # pragma: no cover - exercised by the test that hides orjson
    orjson = None  # type: ignore[assignment]

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that JSON numbers hold exactly (RFC 8785, section 3.2.2.3); beyond it, write a string."""


def canonical(value: Any) -> bytes:
    """The canonical UTF-8 bytes of a value of None, bool, int, str, list, tuple and dict with ASCII keys.

    Raises ValueError for a float, an integer beyond ±(2^53 − 1), a key that is not ASCII, or a lone surrogate.
    """
    _check(value, "$")
    return canonical_unchecked(value)


def canonical_unchecked(value: Any) -> bytes:
    """`canonical` for values that are known to hold no float: what a validated event dumps to."""
    if orjson is not None:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return canonical_by_standard_library(value)


def canonical_by_standard_library(value: Any) -> bytes:
    """The same bytes without orjson."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def parse(raw: bytes | str) -> Any:
    """The value of JSON bytes. Raises ValueError for anything that is not JSON, or nests deeper than anyone writes."""
    if too_deep(raw.encode("utf-8", "replace") if isinstance(raw, str) else raw):
        raise ValueError("nests too deep")
    return orjson.loads(raw) if orjson is not None else json.loads(raw, parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _check(value: Any, path: str) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{path}: {value} is beyond ±(2^53 - 1); write it as a string")
    elif isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{path}: a lone surrogate is not text") from error
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"{path}: key {key!r} is not ASCII")
            _check(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _check(item, f"{path}[{index}]")
    else:
        raise ValueError(f"{path}: {type(value).__name__} cannot be written; decimals and fractions are strings")
