"""Money: amounts in minor units of one currency, and the double-entry ledger in which they add up.

It lies below all else: support, funding and scaling promise, give and count it, and sentences are told with it. So it
imports nothing of the library.
"""

from osi_core.money.currency import decimals_of, written
from osi_core.money.money import LARGEST, Amount, Currency, CurrencyMismatch, Money

__all__ = ["LARGEST", "Amount", "Currency", "CurrencyMismatch", "Money", "decimals_of", "written"]
