"""What stands on the right of a comparison, by the type of the field on its left; and how values are ordered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from osi_core.money import Money
from osi_core.money.currency import decimals_of
from osi_core.view import View

__all__ = ["ABSENT", "Key", "Kind", "Literal", "NotOne", "key_of", "kind_of"]

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_EQUAL = ("=", "!=")
_ORDERED = ("=", "!=", "<", "<=", ">", ">=")
ORDERED_LETTERS = 40
"""Letters of a text that it is ordered by: page tokens name what they go on behind, and are short."""
_MONEY = re.compile(r"(-?\d{1,15}(?:\.\d{1,12})?)(?: ?([A-Z]{3}))?")


class Literal(StrEnum):
    """What a value can be."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    MEMBER = "member"
    MONEY = "money"
    TIME = "time"
    DAY = "day"


class NotOne(ValueError):
    """A literal that is none of its field's type; `allowed` lists the members where there is a list."""

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.allowed = allowed


class Kind(NamedTuple):
    """One type of field, as filters and orders know it."""

    term: Literal
    """What a value is called."""
    operators: tuple[str, ...]
    read: Callable[[str], Any]
    """The literal's value. Raises NotOne."""
    test: Callable[[str, Any], Callable[[Any], bool]]
    """Of an operator and a literal's value, what asks a field's value; it is asked of no absent one."""
    ordered: bool = True
    """Whether one may order by it."""


@cache
def kind_of(view: type[View], field: str) -> Kind:
    """The kind of a view's field."""
    hint = _plain(get_type_hints(view)[field])
    if get_origin(hint) is tuple:
        one = _single(get_args(hint)[0])
        return Kind(one.term, (":",), one.read, _has, ordered=False)
    return _single(hint)


def _single(hint: Any) -> Kind:
    if issubclass(hint, Enum):
        return Kind(Literal.MEMBER, _EQUAL, _member_of(hint), _compare)
    found = _KINDS.get(hint)
    if found is None:
        raise TypeError(f"one cannot filter by {hint}")
    return found


def _plain(hint: Any) -> Any:
    """The type of a field without None."""
    if get_origin(hint) in (Union, UnionType):
        (hint,) = [part for part in get_args(hint) if part is not NoneType]
    return hint


def _compare(operator: str, wanted: Any) -> Callable[[Any], bool]:
    compare = _COMPARE[operator]
    return lambda value: compare(value, wanted)


def _has(operator: str, wanted: Any) -> Callable[[Any], bool]:
    return lambda values: wanted in values


def _test_text(operator: str, wanted: str) -> Callable[[Any], bool]:
    if operator != ":":
        return _compare(operator, wanted)
    part = wanted.casefold()
    return lambda value: part in value.casefold()


def _test_money(operator: str, wanted: tuple[Decimal, str]) -> Callable[[Any], bool]:
    """An amount without a currency is one of the field's; amounts of two currencies are different, and no more."""
    amount, currency = wanted
    compare = _COMPARE[operator]
    minor = {decimals: amount.scaleb(decimals) for decimals in (0, 2, 3)}

    def test(value: Money) -> bool:
        if currency and value.currency != currency:
            return operator == "!="
        return compare(value.minor, minor[decimals_of(value.currency)])

    return test


def _text(literal: str) -> str:
    return literal


def _number(literal: str) -> int:
    if re.fullmatch(r"-?\d{1,16}", literal, re.ASCII) is None:
        raise NotOne
    return int(literal)


def _flag(literal: str) -> bool:
    if literal not in ("true", "false"):
        raise NotOne
    return literal == "true"


def _money(literal: str) -> tuple[Decimal, str]:
    found = re.fullmatch(_MONEY, literal)
    if found is None or not literal.isascii():
        raise NotOne
    return Decimal(found[1]), found[2] or ""


def _time(literal: str) -> datetime:
    try:
        found = datetime.fromisoformat(literal)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotOne


def _day(literal: str) -> date:
    try:
        return date.fromisoformat(literal)
    except ValueError:
        raise NotOne from None


def _member_of(kind: type[Enum]) -> Callable[[str], Any]:
    """Reads a member: by its value, or as contracts write it, such as STATUS_OPEN for `open` of GrantRoundStatus."""
    members = {str(member.value).lower(): member for member in kind}
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower().split("_")
    prefixes = ["_".join([*words[start:], ""]) for start in range(len(words))]
    spelled = {prefix + value: member for value, member in members.items() for prefix in prefixes} | members

    def read(literal: str) -> Any:
        if literal.lower() not in spelled:
            raise NotOne(tuple(members))
        return spelled[literal.lower()]

    return read


_KINDS: Mapping[Any, Kind] = {
    str: Kind(Literal.TEXT, ("=", "!=", ":"), _text, _test_text),
    int: Kind(Literal.NUMBER, _ORDERED, _number, _compare),
    bool: Kind(Literal.FLAG, _EQUAL, _flag, _compare),
    Money: Kind(Literal.MONEY, _ORDERED, _money, _test_money),
    datetime: Kind(Literal.TIME, _ORDERED, _time, _compare),
    date: Kind(Literal.DAY, _ORDERED, _day, _compare),
}


Key = tuple[Any, ...]
"""What a field's value is ordered by, as JSON holds it; absent ones come last."""
ABSENT: Key = (1,)


def key_of(kind: Kind) -> Callable[[Any], Key]:
    """What values of a kind are ordered by: members by their list's order, texts by their first letters."""
    return _KEYS.get(kind.term, _plain_key)


def _plain_key(value: Any) -> Key:
    return ABSENT if value is None else (0, value)


def _text_key(value: str | None) -> Key:
    return ABSENT if value is None else (0, value[:ORDERED_LETTERS])


def _member_key(value: Any) -> Key:
    return ABSENT if value is None else (0, _places_of(value.__class__)[value])


@cache
def _places_of(kind: type[Enum]) -> Mapping[Enum, int]:
    return {member: place for place, member in enumerate(kind)}


def _money_key(value: Money | None) -> Key:
    return ABSENT if value is None else (0, value.currency, value.minor)


def _time_key(value: datetime | None) -> Key:
    return ABSENT if value is None else (0, value.astimezone(UTC).isoformat(timespec="microseconds"))


def _day_key(value: date | None) -> Key:
    return ABSENT if value is None else (0, value.isoformat())


_KEYS: Mapping[Literal, Callable[[Any], Key]] = {
    Literal.TEXT: _text_key,
    Literal.MEMBER: _member_key,
    Literal.MONEY: _money_key,
    Literal.TIME: _time_key,
    Literal.DAY: _day_key,
}
