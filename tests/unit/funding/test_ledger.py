"""The ledger: money adds up to the cent, whatever is posted, and no account but the giver's falls below zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.money import Money
from osi_core.money.ledger import ACCOUNTS, Ledger, Posting, PostingRefused, moves


def euros(minor):
    return Money(minor=minor, currency="EUR")


GIVEN = Ledger(currency="EUR").post([moves("giver", "fund", euros(10_000))])


def test_what_is_given_stands_in_the_fund_and_against_the_giver():
    assert GIVEN.balance("fund") == GIVEN.given == euros(10_000)
    assert GIVEN.balance("giver") == euros(-10_000)


def test_money_goes_its_way_from_account_to_account():
    after = GIVEN.post(
        [
            moves("fund", "reserved", euros(600)),
            moves("reserved", "granted", euros(599)),
            moves("granted", "paid", euros(1)),
        ]
    )
    assert [after.balance(account).minor for account in ACCOUNTS] == [-10_000, 9_400, 1, 598, 1, 0]


@pytest.mark.parametrize(
    ("posting", "said"),
    [
        (moves("fund", "reserved", euros(10_001)), "fund holds 100.00 EUR, not 100.01 EUR"),
        (moves("paid", "returned", euros(1)), "paid holds 0.00 EUR, not 0.01 EUR"),
        (moves("fund", "fund", euros(1)), "fund cannot give to itself"),
        (moves("fund", "giver", euros(1)), "a fund pays initiatives, not its giver"),
        (moves("fund", "reserved", euros(0)), "more than nothing, not of 0.00 EUR"),
        (moves("fund", "reserved", euros(-1)), "more than nothing, not of -0.01 EUR"),
        (moves("fund", "reserved", Money(minor=1, currency="CHF")), "0.01 CHF in a ledger of EUR"),
    ],
)
def test_a_posting_that_would_make_or_overdraw_money_is_refused(posting, said):
    with pytest.raises(PostingRefused, match=said):
        GIVEN.post([posting])


def test_postings_are_taken_together_or_not_at_all():
    with pytest.raises(PostingRefused):
        GIVEN.post([moves("fund", "reserved", euros(1)), moves("paid", "returned", euros(1))])
    assert GIVEN.balance("reserved") == euros(0)


POSTINGS = st.builds(
    Posting,
    credit=st.sampled_from(ACCOUNTS),
    debit=st.sampled_from(ACCOUNTS),
    amount=st.builds(Money, minor=st.integers(-3, 2_000), currency=st.sampled_from(["EUR", "EUR", "EUR", "CHF"])),
)


@given(st.lists(st.lists(POSTINGS, max_size=3), max_size=60))
def test_whatever_is_posted_money_adds_up_and_no_account_is_overdrawn(groups):
    ledger, came_in = Ledger(currency="EUR"), 0
    for group in groups:
        before = ledger
        try:
            ledger = ledger.post(group)
        except PostingRefused:
            assert ledger == before
            continue
        came_in += sum(posting.amount.minor for posting in group if posting.credit == "giver")
    held = {account: ledger.balance(account).minor for account in ACCOUNTS}
    assert sum(held.values()) == 0
    assert all(minor >= 0 for account, minor in held.items() if account != "giver")
    assert ledger.given.minor == came_in
