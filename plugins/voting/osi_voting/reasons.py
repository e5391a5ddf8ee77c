"""What explanations are put together from: a reason, what is said besides, and the amounts in them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from osi_core.money import Money
from osi_core.money.currency import decimals_of
from osi_core.words import Message, Value

__all__ = ["Reasons", "money", "numbered", "with_more", "with_values"]

Reasons = tuple[Message, ...]
"""Why an item stands where it stands; the first has all values that programs look for."""

_LARGEST = 2**53 - 1


def with_values(reasons: Reasons, values: Mapping[str, Value]) -> Reasons:
    """The same, with more values."""
    first, *rest = reasons
    return Message(first.code, {**first.values, **values}), *rest


def with_more(reasons: Reasons, message: Message, **values: Value) -> Reasons:
    """The same, and a further sentence; `values` are for programs, beside those of the reason."""
    return *with_values(reasons, values), message


@lru_cache(maxsize=4096)
def numbered(code: str, count: int) -> Message:
    """A sentence about a number; thousands of items may share one."""
    return Message(code, {"count": count})


@lru_cache(maxsize=4096)
def money(amount: int, currency: str) -> Money | Decimal:
    """Minor units as an amount. What is more than `Money` holds, which no city has, is a plain number."""
    if -_LARGEST <= amount <= _LARGEST:
        return Money(minor=amount, currency=currency)
    return Decimal(amount).scaleb(-decimals_of(currency))
