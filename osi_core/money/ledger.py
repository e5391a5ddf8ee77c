"""A fund's double-entry ledger: every posting takes from one account what it adds to another, so money adds up.

Luca Pacioli, "Summa de arithmetica" (1494), part 1, section 9, treatise 11: for every debit an equal credit. All
balances together are zero at any time; without the giver's they are what was given.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from osi_core.money.money import Currency, Money


class Account(StrEnum):
    """The accounts of a fund, in the order in which money takes its way."""

    GIVER = "giver"
    """The institution outside; the only account that may stand below zero. It says what was given."""
    FUND = "fund"
    """Given, and not set aside for anything."""
    RESERVED = "reserved"
    """Set aside for grant rounds that are not decided."""
    GRANTED = "granted"
    """Awarded to initiatives, and not paid."""
    PAID = "paid"
    """With the initiatives."""
    RETURNED = "returned"
    """Came back from a grant, unspent, under the first rules; since then it is in the fund again."""
    WRITTEN_OFF = "written_off"
    """With the initiatives, or with nobody any more, and not expected back."""


class Posting(BaseModel):
    """An amount that leaves one account and comes to another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credit: Account
    """The account that gives."""
    debit: Account
    """The account that receives."""
    amount: Money


class PostingRefused(ValueError):
    """A posting that would create money or overdraw an account; the ledger is as it was."""


class Ledger(BaseModel):
    """What each account holds, in minor units of one currency; postings make a new ledger and change none.

    >>> ledger = Ledger(currency="EUR").post([moves(Account.GIVER, Account.FUND, Money(minor=500, currency="EUR"))])
    >>> print(ledger.balance(Account.FUND), ledger.balance(Account.GIVER))
    5.00 EUR -5.00 EUR
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: Currency
    giver: int = 0
    fund: int = 0
    reserved: int = 0
    granted: int = 0
    paid: int = 0
    returned: int = 0
    written_off: int = 0

    def post(self, postings: Iterable[Posting]) -> Ledger:
        """The ledger after all of these, or none of them. Raises PostingRefused naming the posting."""
        balances: dict[str, int] = {}  # of the accounts that something is posted to: two of seven, mostly
        for posting in postings:
            self._check(posting)
            credit, debit, minor = posting.credit, posting.debit, posting.amount.minor
            held = balances[credit] if credit in balances else getattr(self, credit)
            if credit is not Account.GIVER and held < minor:
                raise PostingRefused(f"{credit} holds {self._money(held)}, not {posting.amount}")
            balances[credit] = held - minor
            balances[debit] = (balances[debit] if debit in balances else getattr(self, debit)) + minor
        return self.model_copy(update=balances)

    def balance(self, account: Account) -> Money:
        """What an account holds; of the giver, below zero, what was given."""
        return self._money(getattr(self, account))

    @property
    def given(self) -> Money:
        """All the money that ever came in."""
        return self._money(-self.giver)

    def _money(self, minor: int) -> Money:
        return Money(minor=minor, currency=self.currency)

    def _check(self, posting: Posting) -> None:
        if posting.credit is posting.debit:
            raise PostingRefused(f"{posting.credit} cannot give to itself")
        if posting.debit is Account.GIVER:
            raise PostingRefused("a fund pays initiatives, not its giver")
        if posting.amount.currency != self.currency:
            raise PostingRefused(f"{posting.amount} in a ledger of {self.currency}")
        if posting.amount.minor <= 0:
            raise PostingRefused(f"a posting is of more than nothing, not of {posting.amount}")


def moves(credit: Account, debit: Account, amount: Money) -> Posting:
    """A posting of this amount from the account that gives to the one that receives."""
    return Posting(credit=credit, debit=debit, amount=amount)
