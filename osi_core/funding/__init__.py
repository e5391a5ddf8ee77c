"""Money: integer minor units with a currency (`Money`), which support uses for stipends and scaling for financing."""

from osi_core.funding.money import CurrencyMismatch, Money

__all__ = ["CurrencyMismatch", "Money"]
