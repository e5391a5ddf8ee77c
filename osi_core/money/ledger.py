"""A fund's double-entry ledger: every posting takes from one account what it adds to another, so money adds up.

Luca Pacioli, "Summa de arithmetica" (1494), part 1, section 9, treatise 11: for every debit an equal credit. The
accounts, in the order in which money takes its way:

* `giver`: the institution outside; the only account that may stand below zero. It says what was given.
* `fund`: given, and not set aside for anything.
* `reserved`: set aside for grant rounds that are not decided.
* `granted`: awarded to initiatives, and not paid.
* `paid`: with the initiatives.
* `returned`: came back from a grant, unspent.

All balances together are zero at any time; without the giver's they are what was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from osi_core.domain import Model
from osi_core.money import Currency, Money

Account = Literal["giver", "fund", "reserved", "granted", "paid", "returned"]
ACCOUNTS: tuple[Account, ...] = get_args(Account)


class Posting(Model):
    """An amount that leaves one account and comes to another."""

    credit: Account
    """The account that gives."""
    debit: Account
    """The account that receives."""
    amount: Money


class PostingRefused(ValueError):
    """A posting that would create money or overdraw an account; the ledger is as it was."""


class Ledger(Model):
    """Balances in minor units, one currency; postings make a new ledger and change none.

    >>> ledger = Ledger(currency="EUR").post([moves("giver", "fund", Money(minor=500, currency="EUR"))])
    >>> print(ledger.balance("fund"), ledger.balance("giver"))
    5.00 EUR -5.00 EUR
    """

    currency: Currency
    balances: Mapping[Account, int] = {}

    def post(self, postings: Iterable[Posting]) -> Ledger:
        """The ledger after all of these, or none of them. Raises PostingRefused naming the posting."""
        balances = dict(self.balances)
        for posting in postings:
            self._check(posting)
            balances[posting.credit] = balances.get(posting.credit, 0) - posting.amount.minor
            balances[posting.debit] = balances.get(posting.debit, 0) + posting.amount.minor
            if posting.credit != "giver" and balances[posting.credit] < 0:
                held = Money(minor=self.balances.get(posting.credit, 0), currency=self.currency)
                raise PostingRefused(f"{posting.credit} holds {held}, not {posting.amount}")
        return self.model_copy(update={"balances": balances})

    def balance(self, account: Account) -> Money:
        """What an account holds; of the giver, below zero, what was given."""
        return Money(minor=self.balances.get(account, 0), currency=self.currency)

    @property
    def given(self) -> Money:
        """All the money that ever came in."""
        return -self.balance("giver")

    def _check(self, posting: Posting) -> None:
        if posting.credit == posting.debit:
            raise PostingRefused(f"{posting.credit} cannot give to itself")
        if posting.debit == "giver":
            raise PostingRefused("a fund pays initiatives, not its giver")
        if posting.amount.currency != self.currency:
            raise PostingRefused(f"{posting.amount} in a ledger of {self.currency}")
        if posting.amount.minor <= 0:
            raise PostingRefused(f"a posting is of more than nothing, not of {posting.amount}")


def moves(credit: Account, debit: Account, amount: Money) -> Posting:
    """A posting of this amount from the account that gives to the one that receives."""
    return Posting(credit=credit, debit=debit, amount=amount)
