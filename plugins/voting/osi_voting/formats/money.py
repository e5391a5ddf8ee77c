"""How many decimals a currency has."""

from __future__ import annotations

from typing import Final

__all__ = ["minor_digits"]

_WITHOUT_CENTS: Final = frozenset({"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"})
"""Currencies without minor units (ISO 4217); all others count in hundredths here."""


def minor_digits(currency: str) -> int:
    """How many decimals an amount of this currency has."""
    return 0 if currency in _WITHOUT_CENTS else 2
