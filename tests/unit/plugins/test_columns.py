"""A column: numbers that cannot be changed, in a form that can be hashed, sent and read without a copy."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from osi_core.plugins import Column


class Holder(BaseModel):
    model_config = ConfigDict(frozen=True)
    column: Column


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_what_goes_in_comes_out(values):
    column = Column.of("i8", values)
    assert list(column) == values
    assert len(column) == len(values)
    assert Holder.model_validate_json(Holder(column=column).model_dump_json()).column == column


def test_bytes_are_little_endian():
    assert Column.of("i4", [1, -2]).raw == b"\x01\0\0\0\xfe\xff\xff\xff"
    assert Column.of("f8", [1.0]).raw == b"\0\0\0\0\0\0\xf0\x3f"


def test_its_view_is_read_only_and_no_copy():
    column = Column.of("i4", [1, 2])
    with pytest.raises(TypeError, match="read-only"):
        column.view()[0] = 3
    assert column.view().obj is column.raw


def test_it_cannot_be_changed():
    column = Column.of("u1", [1])
    with pytest.raises(AttributeError, match="immutable"):
        column.raw = b"\2"
    with pytest.raises(AttributeError, match="immutable"):
        del column.raw


def test_equal_columns_hash_alike_and_types_count():
    assert hash(Column.of("i4", [1])) == hash(Column.of("i4", [1]))
    assert Column.of("u1", [1]) != Column.of("i4", [1])
    assert Column("u1", b"\1\0\0\0") != Column("i4", b"\1\0\0\0")
    assert hash(Holder(column=Column.of("u1", [1]))) == hash(Holder(column=Column.of("u1", [1])))


def test_it_survives_pickle_and_copy():
    column = Column.of("i8", [1, 2])
    assert pickle.loads(pickle.dumps(column)) == column  # noqa: S301 - our own bytes
    assert copy.deepcopy(column) is column


def test_bytes_that_do_not_divide_are_refused():
    with pytest.raises(ValueError, match="5 bytes are no whole number of i4 elements"):
        Column("i4", b"12345")


@pytest.mark.parametrize(("kind", "value"), [("u1", 256), ("u1", -1), ("i4", 2**31), ("i8", 2**63), ("i4", "x")])
def test_values_that_do_not_fit_are_refused(kind, value):
    with pytest.raises(ValueError, match=f"does not fit {kind}"):
        Column.of(kind, [value])


def test_unknown_types_are_refused():
    with pytest.raises(ValueError, match="unknown element type 'i2'"):
        Column("i2")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown element type 'i2'"):
        Column.of("i2", [1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "json", ['{"type":"i4","base64":"!"}', '{"type":"i4"}', "[1,2]", '{"type":"i4","base64":"AA=="}']
)
def test_broken_json_names_the_field(json):
    with pytest.raises(ValidationError, match="column"):
        Holder.model_validate_json(f'{{"column":{json}}}')


def test_its_digest_is_that_of_its_bytes():
    import hashlib

    column = Column.of("i8", range(5))
    assert column.digest() == column.digest() == hashlib.sha256(column.raw).hexdigest()


def test_it_is_described_in_the_json_schema():
    assert Holder.model_json_schema()["properties"]["column"]["required"] == ["type", "base64"]


def test_its_text_is_short():
    assert repr(Column.of("i4", range(9))) == "Column(i4, 9: 0, 1, 2, 3, 4, 5, ...)"
