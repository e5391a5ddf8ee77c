"""Money as integer minor units of one currency; no float ever holds money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from osi_core.money.currency import written

LARGEST = 2**53 - 1
"""What a JSON number holds exactly (RFC 8785, section 3.2.2.3)."""

_CODE = re.compile(r"[A-Z]{3}")


def _code(currency: str) -> str:
    if _CODE.fullmatch(currency) is None:
        raise PydanticCustomError("currency_code", "a currency's three capital letters are expected, such as EUR")
    return currency


Currency = Annotated[str, AfterValidator(_code)]
"""An ISO 4217 code, such as EUR."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met; nothing here knows a rate."""


class Money(BaseModel):
    """An amount in the minor units of its currency: 250 EUR are `Money(minor=25_000, currency="EUR")`.

    Sums, differences and comparisons take the same currency and raise CurrencyMismatch otherwise; a sum beyond
    ±(2^53 - 1) minor units raises ValueError.

    >>> print(Money(minor=19_999, currency="EUR") + Money(minor=1, currency="EUR"))
    200.00 EUR
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    minor: int = Field(strict=True, ge=-LARGEST, le=LARGEST)
    currency: Currency

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in a currency."""
        return cls(minor=0, currency=currency)

    @classmethod
    def total(cls, amounts: Iterable[Money], currency: str) -> Money:
        """The sum of any number of amounts, all in this currency."""
        return sum(amounts, start=cls.zero(currency))

    def __add__(self, other: Money) -> Money:
        return Money(minor=self.minor + self._same(other), currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(minor=self.minor - self._same(other), currency=self.currency)

    def __neg__(self) -> Money:
        return Money(minor=-self.minor, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return written(self.minor, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be set off against each other")
        return other.minor


def _positive(amount: Money) -> Money:
    if amount.minor <= 0:
        raise PydanticCustomError("amount_not_positive", "an amount of more than nothing is expected")
    return amount


Amount = Annotated[Money, AfterValidator(_positive)]
"""Money, and more than nothing: what is given, asked for and promised."""
