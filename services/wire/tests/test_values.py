"""Single values, there and back, and at their edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from google.protobuf import struct_pb2, timestamp_pb2
from google.type import date_pb2, money_pb2
from hypothesis import given
from hypothesis import strategies as st
from osi.funding.v1 import resources_pb2
from osi.type.v1 import column_pb2, explanation_pb2

from osi_core.money import Money
from osi_core.plugins.problems import Explanation
from osi_wire import Unfit, values
from services.wire.tests.making import COLUMNS, EXPLANATIONS, MONEY, PLAIN, searched

MESSAGES = {
    "money": (values.MONEY, money_pb2.Money, MONEY),
    "time": (values.TIME, timestamp_pb2.Timestamp, st.datetimes(timezones=st.just(UTC))),
    "day": (values.DAY, date_pb2.Date, st.dates()),
    "column": (values.COLUMN, column_pb2.Column, COLUMNS),
    "explanation": (values.EXPLANATION, explanation_pb2.Explanation, EXPLANATIONS),
    "options": (values.OPTIONS, struct_pb2.Struct, st.dictionaries(st.text(max_size=5), PLAIN, max_size=4)),
}
MODELS = {"money": Money, "explanation": Explanation}


@pytest.mark.parametrize("name", MESSAGES)
@searched
@given(data=st.data())
def test_a_value_is_the_same_there_and_back(name, data):
    composite, kind, some = MESSAGES[name]
    value, message = data.draw(some), kind()
    composite.fill(message, value, "m")
    found = composite.read(kind.FromString(message.SerializeToString()), "m")
    assert (MODELS[name](**found) if name in MODELS else found) == value


@searched
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_is_written_without_an_exponent(value):
    text = values.DECIMAL.write(value, "m")
    assert "E" not in text
    assert Decimal(text) == value


@pytest.mark.parametrize(
    ("currency", "minor", "units", "nanos"),
    [
        ("EUR", 1, 0, 10_000_000),
        ("EUR", -1, 0, -10_000_000),
        ("EUR", -150, -1, -500_000_000),
        ("JPY", 150, 150, 0),
        ("KWD", 1_001, 1, 1_000_000),
    ],
)
def test_money_counts_in_the_smallest_unit_of_its_currency(currency, minor, units, nanos):
    message = money_pb2.Money()
    values.MONEY.fill(message, Money(minor=minor, currency=currency), "m")
    assert (message.units, message.nanos) == (units, nanos)


def test_a_time_in_another_zone_is_the_same_moment():
    message = timestamp_pb2.Timestamp()
    values.TIME.fill(message, datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1))), "m")
    assert values.TIME.read(message, "m") == datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_the_first_moment_of_1970_is_told_though_all_its_numbers_are_zero():
    round_ = resources_pb2.GrantRound()
    values.TIME.fill(round_.closes_at, datetime(1970, 1, 1, tzinfo=UTC), "m")
    assert round_.HasField("closes_at")


@pytest.mark.parametrize("day", [date_pb2.Date(month=3, day=2), date_pb2.Date(year=2026), date_pb2.Date(year=-1)])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(Unfit):
        values.DAY.read(day, "m")


def test_the_last_day_there_is():
    message = date_pb2.Date()
    values.DAY.fill(message, date.max, "m")
    assert values.DAY.read(message, "m") == date.max


def test_options_take_no_number_that_json_does_not_hold():
    with pytest.raises(ValueError, match="written as a text"):
        values.OPTIONS.fill(struct_pb2.Struct(), {"large": 2**53}, "m")
