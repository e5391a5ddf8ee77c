"""Numbers, dates and money in the form of each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from osi_core.money import Money
from osi_core.report.formats import Formats

DE, EN = Formats("de"), Formats("en")


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (4_400, "4.400", "4,400"),
        (13_800_000, "13.800.000", "13,800,000"),
        (-1_200, "-1.200", "-1,200"),
        (Decimal("13.80"), "13,8", "13.8"),
        (Decimal("1E+3"), "1.000", "1,000"),
        (Decimal("-0.0"), "0", "0"),
        ("10/4", "2,5", "2.5"),
        (None, "–", "–"),
    ],
)
def test_numbers(value, german, english):
    assert (DE.number(value), EN.number(value)) == (german, english)


def test_a_number_of_places_is_rounded_half_up():
    assert EN.number(Fraction(10, 3), 1) == "3.3"
    assert EN.number(Decimal("2.25"), 1) == "2.3"
    assert EN.number(3, 1) == "3.0"
    assert EN.number(Decimal("-0.04"), 1) == "0.0"


def test_shares():
    assert DE.percent(1, 3) == "33\u00a0%"
    assert EN.percent(1, 3) == "33%"
    assert EN.percent(1, 1000) == "<\u202f1%"
    assert EN.percent(0, 5) == "0%"
    assert EN.percent(5, 0) == "–"


def test_dates():
    assert DE.long_date(date(2026, 3, 2)) == "2.\u00a0März\u00a02026"
    assert EN.long_date(date(2026, 3, 2)) == "2\u00a0March\u00a02026"
    assert DE.short_date(date(2026, 9, 30)) == "30.\u00a0Sept.\u00a02026"
    assert EN.month(date(2026, 9, 1)) == "Sept\u00a02026"
    assert EN.time(datetime(2026, 1, 14, 9, 5, tzinfo=UTC)) == "14\u00a0Jan\u00a02026, 09:05\u00a0UTC"
    assert EN.short_date(None) == "–"


@pytest.mark.parametrize(
    ("minor", "currency", "german", "english"),
    [
        (1_250_000, "EUR", "12.500\u00a0€", "€12,500"),
        (1_250_050, "EUR", "12.500,50\u00a0€", "€12,500.50"),
        (-100, "EUR", "-1\u00a0€", "-€1"),
        (12_500, "JPY", "12.500\u00a0¥", "JP¥12,500"),
        (990, "CHF", "9,90\u00a0CHF", "CHF9.90"),
    ],
)
def test_money(minor, currency, german, english):
    amount = Money(minor=minor, currency=currency)
    assert (DE.money(amount), EN.money(amount)) == (german, english)
