"""What a number and a time may mean; what may mean two things is for people to say."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from osi_core.files.tables import Order, Times, TimeUnclear, readings

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
SECONDS = str(int(MOMENT.timestamp()))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,5", ["1.5"]), ("1.5", ["1.5"]), ("1.234,5", ["1234.5"]), ("1,234.5", ["1234.5"]), ("1 234,5", ["1234.5"]),
        ("1'234.50", ["1234.50"]), ("1.234.567", ["1234567"]), ("12,345", ["12.345", "12345"]), ("0,125", ["0.125"]),
        ("1.1250", ["1.1250"]), ("-3", ["-3"]), ("", []), ("abc", []), ("1,2,3", []), ("NaN", []),
    ],
)  # fmt: skip
def test_what_a_number_may_mean(text: str, values: list[str]) -> None:
    assert readings(text) == tuple(map(Decimal, values))


@pytest.mark.parametrize(
    "text",
    [
        SECONDS, SECONDS + ".0", SECONDS + "000", SECONDS + "000.0", SECONDS + "000000", "2026-03-04T05:06:07Z",
        "2026-03-04 05:06:07 UTC", "2026-03-04T06:06:07+01:00", "2026-03-04T06:06:07.000+0100", "2026-03-04 05:06:07",
        "04.03.2026 05:06:07", "4.3.26, 05:06:07 Uhr", "2026/03/04 5:06:07 AM GMT+0", "2026/03/04 6:06:07 AM GMT+1",
        "46085.2125810185",
    ],
)  # fmt: skip
def test_one_moment_in_many_forms(text: str) -> None:
    assert Times().read(text) == MOMENT


def test_days_and_times_without_a_zone_are_counted() -> None:
    times = Times()
    for text in ("2026-03-04", "46085", "04.03.2026 05:06", "2026-03-04T05:06Z"):
        times.read(text)
    assert times.taken == {"table.no-zone": 3, "table.days": 1}


def test_day_and_month_are_told_by_the_column_by_people_or_not_at_all() -> None:
    with pytest.raises(TimeUnclear, match="3/4/2026 may be 2026-04-03 or 2026-03-04; say which"):
        Times().read("3/4/2026")
    assert Times(Order.MONTH_FIRST).read("3/4/2026 5:06:07 AM") == MOMENT
    assert Times(Order.DAY_FIRST).read("4/3/2026 05:06:07") == MOMENT
    times = Times()
    times.learn(["4/3/2026", "soon", "25/3/2026"])
    assert times.read("4/3/2026 05:06:07") == MOMENT
    with pytest.raises(TimeUnclear, match="does not fit dates that are day-first"):
        times.read("3/25/2026")
    assert Times().read("4/4/2026").day == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.65E+12", "a spreadsheet has rounded it; export the file anew"),
        ("1,65E+12", "a spreadsheet has rounded it"),
        ("soon", "'soon' is no time between 2000 and 2099"),
        ("", "'' is no time"), ("1651", "is no time"), ("-5", "is no time"), ("99999999999999999999", "is no time"),
        ("2026-13-01", "is no time"), ("31.02.2026", "is no time"), ("1999-12-31", "is no time"),
        ("2026-03-04 25:00", "is no time"), ("٣", "is no time"), ("2026-03-04 05:06 +99:00", "is no time"),
    ],
)  # fmt: skip
def test_what_is_no_time_is_said(text: str, said: str) -> None:
    with pytest.raises(TimeUnclear) as unclear:
        Times().read(text)
    assert said in str(unclear.value)
    assert unclear.value.say("de") != str(unclear.value)


def test_two_digits_behind_slashes_are_a_year_and_day_and_month_are_asked() -> None:
    with pytest.raises(TimeUnclear, match=r"2026-04-03 or 2026-03-04"):
        Times().read("03/04/26")
    assert Times(Order.DAY_FIRST).read("04/03/26 05:06:07") == MOMENT
    times = Times()
    times.learn(["3/4/26", "3/25/26"])
    assert times.read("3/4/26 5:06:07 AM") == MOMENT
    for between_hyphens in ("03-04-26", "26-04-03", "3/4-26"):
        with pytest.raises(TimeUnclear, match="no time"):
            Times().read(between_hyphens)
