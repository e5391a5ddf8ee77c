"""Where things stand in a drawing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from osi_core.domain import Sector
from osi_core.report.drawing import MapDrawing, TimeAxis, ValueAxis, columns, share
from osi_core.report.measures.scaling import Place


def place(name: str, latitude: str, longitude: str, adoptions: int) -> Place:
    return Place(
        name=name,
        institution=name,
        sector=Sector.SCIENCE,
        latitude=Decimal(latitude),
        longitude=Decimal(longitude),
        adoptions=adoptions,
    )


def test_a_share_is_percent_of_the_whole():
    assert share(1, 4) == "25.00"
    assert share(1, 0) == "0"


def test_an_axis_of_time_keeps_days_outside_at_its_ends():
    axis = TimeAxis(date(2026, 1, 1), date(2026, 1, 11))
    assert axis.place(date(2026, 1, 6)) == "50.00"
    assert axis.place(date(2027, 1, 1)) == "100.00"
    assert axis.place(date(2025, 1, 1)) == "0.00"


def test_a_mission_of_one_day_has_an_axis():
    axis = TimeAxis(date(2026, 1, 1), date(2026, 1, 1))
    assert axis.span(date(2026, 1, 1), date(2026, 1, 1)).width == "100.00"


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (date(2026, 4, 15), ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]),
        (date(2027, 3, 1), ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01"]),
        (date(2031, 1, 14), [f"{year}-01-01" for year in range(2026, 2032)]),
        (date(2040, 12, 31), ["2030-01-01", "2035-01-01", "2040-01-01"]),
    ],
)
def test_ticks_are_months_quarters_or_years_and_never_crowded(last, ticks):
    assert [str(tick.value) for tick in TimeAxis(date(2026, 1, 1), last).ticks()] == ticks


def test_an_axis_of_values_is_round_and_holds_them_all():
    axis = ValueAxis([Decimal(18), Decimal(40), Decimal("36.9")])
    values = [tick.value for tick in axis.ticks()]
    assert values == [10, 20, 30, 40]
    assert axis.place(Decimal(40)) == "0.00"


def test_equal_values_have_an_axis_too():
    assert len(ValueAxis([Decimal(3), Decimal(3)]).ticks()) >= 1


def test_columns_leave_room_for_what_is_not_there():
    drawn = columns({3: 2, 5: 4})
    assert [(one.key, one.times, one.height) for one in drawn] == [(3, 2, "50.00"), (4, 0, "0.00"), (5, 4, "100.00")]
    assert columns({}) == []


def test_the_map_has_north_above_and_east_to_the_right():
    drawn = MapDrawing(
        [place("Kiel", "54.3", "10.1", 1), place("Ulm", "48.4", "10.0", 2), place("Bonn", "50.7", "7.1", 0)]
    )
    kiel, ulm, bonn = drawn.dots
    assert kiel.y < bonn.y < ulm.y
    assert bonn.x < ulm.x < kiel.x
    assert ulm.radius > kiel.radius > bonn.radius
    assert bonn.label is None


def test_one_place_alone_has_a_map():
    (dot,) = MapDrawing([place("Ulm", "48.4", "10.0", 1)]).dots
    assert 0 < dot.x < MapDrawing.width


def test_names_on_the_map_do_not_cover_each_other():
    crowd = [place(f"Place number {n}", f"{50 + n / 50}", "10.0", 1) for n in range(12)] + [place("Far", "53", "13", 1)]
    labels = [dot.label for dot in MapDrawing(crowd).dots]
    assert sum(label is not None for label in labels) < len(labels)
    rows = [(round(x), round(y)) for x, y, _ in (label for label in labels if label)]
    assert len(rows) == len(set(rows))
