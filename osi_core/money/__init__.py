"""Money: amounts in minor units of one currency, and the double-entry ledger that keeps them from appearing or vanishing.

It lies below the phases: support, funding and scaling all promise, give and count it.
"""

from osi_core.money.currency import decimals_of, written
from osi_core.money.money import LARGEST, Currency, CurrencyMismatch, Money

__all__ = ["LARGEST", "Currency", "CurrencyMismatch", "Money", "decimals_of", "written"]
