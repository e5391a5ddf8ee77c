"""A sentence to be: a code, and the values that vary.

What varies is a value and never part of the code, so a catalogue can be checked for completeness. Values are typed,
because a date or an amount is written otherwise in each language: integers, exact numbers, money, dates and times,
names of resources, terms of a closed list (enums), data of people and files, lists of these, and messages in messages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from osi_core.money import Money

Value = Any
"""`str | bool | int | Decimal | Fraction | Money | date | datetime | Name | Term | StrEnum | Message`, or a tuple."""

_SAFE = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly (RFC 8785, section 3.2.2.3)."""


class Name(str):
    """The name of a resource, such as `challenges/c-17`: shown as it is, in every language."""

    __slots__ = ()


class Term(str):
    """One of a closed list, such as `Phase.challenges`: what a catalogue has a word for.

    Members of a `StrEnum` are terms; this is what is left of one that was read from a record.
    """

    __slots__ = ()


class Message(NamedTuple):
    """What one sentence says: its code, and the values by the names that the sentence calls them.

    Where a sentence has forms for one and for many, the number that decides is the value called `count`.
    """

    code: str
    values: Mapping[str, Value] = MappingProxyType({})

    @classmethod
    def of(cls, code: str, /, **values: Value) -> Message:
        """The message of this code with these values."""
        return cls(code, values)


def is_money(value: Value) -> bool:
    """Whether a value is an amount; asked without loading what amounts are made of, until there is one."""
    module = sys.modules.get("osi_core.money")
    return module is not None and isinstance(value, module.Money)


def _money(inner: Any) -> Money:
    from osi_core.money import Money

    return Money.model_validate(inner)


def term_of(member: StrEnum) -> Term:
    """The term of an enum's member: `Phase.challenges`."""
    return Term(f"{type(member).__name__}.{member.value}")


# ---------------------------------------------------------------------------------------------------------------------
# Values in records: plain JSON without floats, and back
# ---------------------------------------------------------------------------------------------------------------------


def plain_of(value: Value) -> Any:
    """A value as canonical JSON holds it; what JSON has no type for becomes an object of one key, its type.

    Raises TypeError for what is no value (a float, an object of another kind).

    >>> plain_of(Decimal("1.50"))
    {'decimal': '1.50'}
    """
    if type(value) is str or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if -_SAFE <= value <= _SAFE else {"integer": str(value)}
    if isinstance(value, list | tuple) and not isinstance(value, Message):
        return {"list": [plain_of(part) for part in value]}
    for kind, name, plain in _PLAIN:
        if isinstance(value, kind):
            return {name: plain(value)}
    if is_money(value):
        return {"money": {"minor": value.minor, "currency": value.currency}}
    raise TypeError(f"{type(value).__name__} is no value of a message: {value!r}")


_PLAIN: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (Message, "message", lambda value: {"code": value.code, "values": plain_values(value.values)}),
    (StrEnum, "term", lambda value: str(term_of(value))),
    (Term, "term", str),
    (Name, "name", str),
    (Decimal, "decimal", str),
    (Fraction, "ratio", str),
    (datetime, "time", datetime.isoformat),
    (date, "date", date.isoformat),
)


_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]*([eE][+-]?[0-9]{1,3}|/[0-9]+)?")
_LONGEST = 4_300
"""Characters of a number: what Python still reads."""


def _bounded(text: Any) -> str:
    """A number as it is written, which can be held: not 1e999999999. Raises ValueError."""
    if not isinstance(text, str) or len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        raise ValueError("a number that can be held is expected")
    return text


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("a finite number is expected")
    return value


def value_of(plain: Any) -> Value:
    """The value that `plain_of` wrote. Raises ValueError for what it never writes."""
    if isinstance(plain, str | bool | int):
        return plain
    if isinstance(plain, Mapping) and len(plain) == 1:
        ((name, inner),) = plain.items()
        reader = _READ.get(name)
        if reader is not None:
            try:
                return reader(inner)
            except (TypeError, KeyError, ArithmeticError, AttributeError, RecursionError) as error:
                raise ValueError(f"no value of type {name}: {inner!r:.100}") from error
    raise ValueError(f"no value of a message: {plain!r:.100}")


_READ: Mapping[str, Callable[[Any], Any]] = {
    "integer": lambda text: int(_bounded(text)),
    "list": lambda parts: tuple(value_of(part) for part in parts),
    "message": lambda inner: Message(str(inner["code"]), values_of(inner["values"])),
    "term": Term,
    "name": Name,
    "decimal": lambda text: _finite(Decimal(_bounded(text))),
    "ratio": lambda text: Fraction(_bounded(text)),
    "money": lambda inner: _money(inner),
    "time": datetime.fromisoformat,
    "date": date.fromisoformat,
}


def plain_values(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values by name, as canonical JSON holds them."""
    return {name: plain_of(value) for name, value in values.items()}


def values_of(plain: Mapping[str, Any]) -> dict[str, Value]:
    """Values by name, from plain JSON; values that are typed already stay as they are. Raises ValueError."""
    if not isinstance(plain, Mapping):
        raise ValueError("values by their names are expected")
    return {str(name): value if type(value) in _AS_IT_IS else _typed(value) for name, value in plain.items()}


_AS_IT_IS = frozenset({str, bool, int, Decimal, Fraction, Name, Term, datetime, date})
"""What is typed already, and so common that it is not looked at twice."""


def _typed(value: Value) -> Value:
    if isinstance(value, Mapping):
        return value_of(value)
    parts = value.values.values() if type(value) is Message else (value,)
    try:
        for part in parts:
            if type(part) not in _AS_IT_IS:
                plain_of(part)
    except TypeError as error:
        raise ValueError(str(error)) from error
    return tuple(value) if isinstance(value, list) else value


def plain_message(message: Message) -> dict[str, Any]:
    """A message as canonical JSON holds it; values are left out where there are none."""
    values = plain_values(message.values)
    return {"code": message.code, "values": values} if values else {"code": message.code}


def message_of(plain: Any) -> Message:
    """The message that `plain_message` wrote; a message stays as it is. Raises ValueError."""
    if isinstance(plain, Message):
        typed = all(type(value) in _AS_IT_IS for value in plain.values.values())
        return plain if typed else Message(plain.code, values_of(plain.values))
    known = isinstance(plain, Mapping) and plain.keys() <= {"code", "values"}
    if not known or not isinstance(plain.get("code"), str):
        raise ValueError("a message is expected: its code, and values by their names")
    return Message(plain["code"], values_of(plain.get("values", {})))


def parts_of(message: Message) -> Iterator[Message]:
    """The message and all messages and terms among its values: whatever a catalogue must have words for."""
    yield message
    yield from _parts(message.values.values())


def _parts(values: Iterable[Value]) -> Iterator[Message]:
    for value in values:
        if isinstance(value, Message):
            yield from parts_of(value)
        elif isinstance(value, StrEnum | Term):
            yield Message(str(value) if isinstance(value, Term) else str(term_of(value)))
        elif isinstance(value, list | tuple | frozenset):
            yield from _parts(value)
