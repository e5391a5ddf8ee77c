"""Money: what institutions give, what people vote to fund with it, and a ledger in which it adds up to the cent.

A *fund* is money that an institution gives for a purpose. A *grant round* sets a budget of it aside, takes applications
of the initiatives in support and then ballots, and an allocation rule of the playbook decides. Every movement is a
posting of a double-entry ledger (`ledger`). `Money`, integer minor units with a currency, serves stipends in support
and financing in scaling too.
"""

from osi_core.money import CurrencyMismatch, Money

__all__ = ["CurrencyMismatch", "Money"]
