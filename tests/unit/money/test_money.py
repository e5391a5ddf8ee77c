"""Money: integer minor units with a currency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from osi_core.money import Amount, CurrencyMismatch, Money

CENTS = st.integers(-(2**50), 2**50)


def euros(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


@given(CENTS, CENTS)
def test_what_is_added_can_be_taken_away_to_the_cent(a, b):
    assert euros(a) + euros(b) - euros(b) == euros(a)
    assert (euros(a) < euros(b)) == (a < b)
    assert -euros(a) + euros(a) == Money.zero("EUR")


@given(st.lists(st.integers(0, 2**40), max_size=20))
def test_a_total_is_the_sum_of_its_parts(parts):
    assert Money.total(map(euros, parts), "EUR") == euros(sum(parts))


def test_currencies_are_never_set_off_against_each_other():
    francs = Money(minor=1, currency="CHF")
    for operation in (lambda: euros(1) + francs, lambda: euros(1) - francs, lambda: euros(1) <= francs):
        with pytest.raises(CurrencyMismatch, match="EUR and CHF"):
            operation()


@pytest.mark.parametrize("minor", [1.0, 0.5, "1", True, 2**53])
def test_only_a_whole_number_that_json_holds_is_an_amount(minor):
    with pytest.raises(ValidationError, match="minor"):
        Money(minor=minor, currency="EUR")


def test_a_sum_beyond_what_json_holds_is_an_error_and_not_another_number():
    with pytest.raises(ValueError, match="minor"):
        euros(2**53 - 1) + euros(1)


@pytest.mark.parametrize("currency", ["eur", "€", "EURO", ""])
def test_a_currency_is_an_iso_code(currency):
    with pytest.raises(ValidationError, match="three capital letters are expected") as error:
        Money(minor=1, currency=currency)
    assert [found["type"] for found in error.value.errors()] == ["currency_code"]


@pytest.mark.parametrize("minor", [0, -1])
def test_what_is_given_is_more_than_nothing(minor):
    amounts = TypeAdapter(Amount)
    assert amounts.validate_python({"minor": 1, "currency": "EUR"}) == euros(1)
    with pytest.raises(ValidationError) as error:
        amounts.validate_python(euros(minor))
    assert [found["type"] for found in error.value.errors()] == ["amount_not_positive"]


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (euros(19_999), "199.99 EUR"),
        (euros(-5), "-0.05 EUR"),
        (Money(minor=500, currency="JPY"), "500 JPY"),
        (Money(minor=1_500, currency="KWD"), "1.500 KWD"),
    ],
)
def test_an_amount_is_written_with_its_currencys_decimals(money, text):
    assert str(money) == text
