"""How an amount of minor units is written: how many decimals a currency has (ISO 4217, amendment 177)."""

from __future__ import annotations

_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"


def decimals_of(currency: str) -> int:
    """How many decimals an amount of this currency has."""
    return 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2


def written(minor: int, currency: str) -> str:
    """An amount of minor units with its currency.

    >>> written(1_250_050, "EUR")
    '12500.50 EUR'
    """
    decimals = decimals_of(currency)
    whole, part = divmod(abs(minor), 10**decimals)
    sign = "-" if minor < 0 else ""
    fraction = f".{part:0{decimals}}" if decimals else ""
    return f"{sign}{whole}{fraction} {currency}"
