"""Canonical JSON: the same value has the same bytes, with orjson, without it, and by the reference library."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from osi_core.log.canonical import LARGEST_INTEGER, canonical, canonical_by_standard_library, canonical_unchecked, parse

canonical_module = importlib.import_module("osi_core.log.canonical")  # whose name the function bears, too
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
INTEGERS = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)
ESCAPES = {
    "controls": "".join(map(chr, range(0x21))),
    "delete": "\x7f\x80\u2028\u2029\ufeff\uffff",
    "tree": "\U0001f333",
}


@given(VALUES)
@example(ESCAPES)
@example({"b": 1, "a": [], "B": {}, "": None, "a\x00": "", "é".encode().hex(): "é"})
@example([LARGEST_INTEGER, -LARGEST_INTEGER, 0, True, False])
def test_it_is_rfc_8785_by_the_reference_library(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
@example(ESCAPES)
def test_the_standard_library_writes_the_same_bytes(value: Any) -> None:
    assert canonical_by_standard_library(value) == canonical(value)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert parse(canonical(value)) == value
    assert json.loads(canonical(value)) == value


@given(VALUES)
def test_without_orjson_nothing_changes(value: Any) -> None:
    expected = canonical(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canonical_module, "orjson", None)
        assert canonical(value) == expected
        assert canonical_unchecked(value) == expected
        assert parse(expected) == value


@given(st.dictionaries(KEYS, INTEGERS, min_size=2))
def test_the_order_in_which_a_dict_was_filled_does_not_matter(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_a_tuple_is_written_as_a_list() -> None:
    assert canonical({"pair": (1, "zwei")}) == b'{"pair":[1,"zwei"]}'


def test_text_is_written_as_utf_8_and_not_escaped() -> None:
    assert canonical("Grüße ✓") == '"Grüße ✓"'.encode()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"data": {"share": 0.5}}, r"^\$\.data\.share: float cannot be written; decimals and fractions are strings$"),
        ([1, [float("nan")]], r"^\$\[1\]\[0\]: float cannot be written"),
        ({"n": 2**53}, r"^\$\.n: 9007199254740992 is beyond ±\(2\^53 - 1\); write it as a string$"),
        ({"n": -(2**53)}, r"beyond"),
        ({"größe": 1}, r"^\$: key 'größe' is not ASCII$"),
        ({"a": [{"b": {1: 2}}]}, r"^\$\.a\[0\]\.b: key 1 is not ASCII$"),
        ({"words": "\ud800"}, r"^\$\.words: a lone surrogate is not text$"),
        ([Decimal(1)], r"^\$\[0\]: Decimal cannot be written"),
        ([b"bytes"], r"bytes cannot be written"),
        ([{1, 2}], r"set cannot be written"),
    ],
)
@pytest.mark.parametrize("orjson", ["with orjson", "without orjson"])
def test_what_has_no_canonical_form_is_refused_where_it_stands(
    monkeypatch: pytest.MonkeyPatch, value: Any, message: str, orjson: str
) -> None:
    if orjson == "without orjson":
        monkeypatch.setattr(canonical_module, "orjson", None)
    with pytest.raises(ValueError, match=message):
        canonical(value)


@pytest.mark.parametrize("write", [canonical_unchecked, canonical_by_standard_library])
def test_a_lone_surrogate_is_never_written_unchecked_either(write: Callable[[Any], bytes]) -> None:
    with pytest.raises((ValueError, TypeError)):
        write({"words": "\udfff"})


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":1}}', b"\xff", b"nonsense"])
@pytest.mark.parametrize("orjson", ["with orjson", "without orjson"])
def test_what_is_no_json_is_a_value_error(monkeypatch: pytest.MonkeyPatch, raw: bytes, orjson: str) -> None:
    if orjson == "without orjson":
        monkeypatch.setattr(canonical_module, "orjson", None)
    with pytest.raises(ValueError):  # noqa: PT011 - whose words differ between the two libraries
        parse(raw)
