"""The ledger: money adds up to the cent, whatever is posted, and no account but the giver's falls below zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.money import Money
from osi_core.money.ledger import Account, Ledger, Posting, PostingRefused, moves


def euros(minor):
    return Money(minor=minor, currency="EUR")


GIVEN = Ledger(currency="EUR").post([moves(Account.GIVER, Account.FUND, euros(10_000))])


def test_what_is_given_stands_in_the_fund_and_against_the_giver():
    assert GIVEN.balance(Account.FUND) == GIVEN.given == euros(10_000)
    assert GIVEN.balance(Account.GIVER) == euros(-10_000)


def test_every_account_has_its_balance():
    assert set(Ledger.model_fields) == {"currency", *Account}
    assert Ledger(currency="EUR", giver=-10_000, fund=10_000) == GIVEN


def test_money_goes_its_way_from_account_to_account():
    after = GIVEN.post(
        [
            moves(Account.FUND, Account.RESERVED, euros(600)),
            moves(Account.RESERVED, Account.GRANTED, euros(599)),
            moves(Account.GRANTED, Account.PAID, euros(1)),
        ]
    )
    assert [after.balance(account).minor for account in Account] == [-10_000, 9_400, 1, 598, 1, 0, 0]


@pytest.mark.parametrize(
    ("posting", "said"),
    [
        (moves(Account.FUND, Account.RESERVED, euros(10_001)), "fund holds 100.00 EUR, not 100.01 EUR"),
        (moves(Account.PAID, Account.RETURNED, euros(1)), "paid holds 0.00 EUR, not 0.01 EUR"),
        (moves(Account.FUND, Account.FUND, euros(1)), "fund cannot give to itself"),
        (moves(Account.FUND, Account.GIVER, euros(1)), "a fund pays initiatives, not its giver"),
        (moves(Account.FUND, Account.RESERVED, euros(0)), "more than nothing, not of 0.00 EUR"),
        (moves(Account.FUND, Account.RESERVED, euros(-1)), "more than nothing, not of -0.01 EUR"),
        (moves(Account.FUND, Account.RESERVED, Money(minor=1, currency="CHF")), "0.01 CHF in a ledger of EUR"),
    ],
)
def test_a_posting_that_would_make_or_overdraw_money_is_refused(posting, said):
    with pytest.raises(PostingRefused, match=said):
        GIVEN.post([posting])


def test_postings_are_taken_together_or_not_at_all():
    with pytest.raises(PostingRefused):
        GIVEN.post([moves(Account.FUND, Account.RESERVED, euros(1)), moves(Account.PAID, Account.RETURNED, euros(1))])
    assert GIVEN.balance(Account.RESERVED) == euros(0)


POSTINGS = st.builds(
    Posting,
    credit=st.sampled_from(Account),
    debit=st.sampled_from(Account),
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
        came_in += sum(posting.amount.minor for posting in group if posting.credit is Account.GIVER)
    held = {account: ledger.balance(account).minor for account in Account}
    assert sum(held.values()) == 0
    assert all(minor >= 0 for account, minor in held.items() if account is not Account.GIVER)
    assert ledger.given.minor == came_in
