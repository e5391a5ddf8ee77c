"""Single values: how each looks in a message, and how the library has it.

A `Scalar` is a field by itself; a `Composite` is a message within a message. Both are pairs of functions that take the
mission too, for names say it and ids do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from google.protobuf.unknown_fields import UnknownFieldSet

from osi_core.domain import LARGEST_INTEGER, Unmet
from osi_core.money.currency import decimals_of
from osi_core.plugins.columns import Column, ElementType
from osi_core.plugins.problems import Explanation
from osi_core.words import plain_values
from osi_wire.faults import Place, Places, Unfit

Read = Callable[[Any, str], Any]
"""(what the message has, mission) → what the library takes. Raises Unfit."""


class Scalar(NamedTuple):
    """A value that is a field by itself."""

    read: Read
    write: Callable[[Any, str], Any]


class Composite(NamedTuple):
    """A value that is a message."""

    read: Read
    fill: Callable[[Any, Any, str], None]
    """(message to fill, value, mission)."""
    places: Places = {}


def same(value: Any, _mission: str) -> Any:
    """The value as it is."""
    return value


SAME = Scalar(same, same)


def knows_all(message: Any) -> None:
    """Raises Unfit where a message has fields that this contract does not know: what is not understood is not done."""
    unknown = UnknownFieldSet(message)
    if len(unknown):
        numbers = sorted({unknown[at].field_number for at in range(len(unknown))})
        raise Unfit(*[Unmet("field-unknown", str(number)) for number in numbers])


# ----------------------------------------------------------------------------------------------------------------------
# Money: units and billionths of them, to the currency's smallest unit

_BILLION = 10**9


@lru_cache(maxsize=256)
def _scale(currency: str) -> int:
    return 10 ** decimals_of(currency) if len(currency) == 3 else 100


def _read_money(money: Any, _mission: str) -> dict[str, Any]:
    currency, units, nanos = money.currency_code, money.units, money.nanos
    scale = _scale(currency)
    minor = units * scale
    if nanos:
        part, rest = divmod(abs(nanos) * scale, _BILLION)
        if rest:
            raise Unfit(Unmet("money-too-fine", "nanos", count=decimals_of(currency)))
        if abs(nanos) >= _BILLION or units * nanos < 0:
            raise Unfit(Unmet("money-signs", "nanos"))
        minor += part if nanos > 0 else -part
    return {"minor": minor, "currency": currency}


def _fill_money(money: Any, value: Any, _mission: str) -> None:
    minor, currency = value.minor, value.currency
    scale = _scale(currency)
    units, part = divmod(abs(minor), scale)
    sign = -1 if minor < 0 else 1
    money.currency_code = currency
    money.units = sign * units
    if part:
        money.nanos = sign * part * (_BILLION // scale)


MONEY = Composite(_read_money, _fill_money, {"minor": Place("units"), "currency": Place("currency_code")})

# ----------------------------------------------------------------------------------------------------------------------
# Times and days

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _read_time(timestamp: Any, _mission: str) -> datetime:
    nanos = timestamp.nanos
    if not 0 <= nanos < _BILLION:
        raise Unfit(Unmet("time-out-of-range", "nanos"))
    if nanos % 1000:
        raise Unfit(Unmet("time-too-fine", "nanos"))
    try:
        return _EPOCH + timedelta(0, timestamp.seconds, nanos // 1000)
    except OverflowError:
        raise Unfit(Unmet("time-out-of-range", "seconds")) from None


def _fill_time(timestamp: Any, value: datetime, _mission: str) -> None:
    since = value - _EPOCH
    timestamp.SetInParent()  # midnight of 1970 is a time too
    timestamp.seconds = since.days * 86_400 + since.seconds
    if since.microseconds:
        timestamp.nanos = since.microseconds * 1000


TIME = Composite(_read_time, _fill_time)


def _read_day(day: Any, _mission: str) -> date:
    try:
        return date(day.year, day.month, day.day)
    except (OverflowError, ValueError):
        raise Unfit(Unmet("day-invalid")) from None


def _fill_day(day: Any, value: date, _mission: str) -> None:
    day.year, day.month, day.day = value.year, value.month, value.day


DAY = Composite(_read_day, _fill_day)


def _write_decimal(value: Decimal, _mission: str) -> str:
    return format(value, "f")


DECIMAL = Scalar(same, _write_decimal)
"""A text; the library reads it, and refuses what is none."""

# ----------------------------------------------------------------------------------------------------------------------
# Columns

_ELEMENTS: Mapping[int, ElementType] = {1: "u1", 2: "i4", 3: "i8", 4: "f8"}
_NUMBERS = {element: number for number, element in _ELEMENTS.items()}


def _read_column(column: Any, _mission: str) -> Column:
    element = _ELEMENTS.get(column.type)
    if element is None:
        raise Unfit(Unmet("enum-unknown", "type"))
    try:
        return Column(element, column.values)
    except ValueError:
        raise Unfit(Unmet("column-uneven", "values")) from None


def _fill_column(column: Any, value: Column, _mission: str) -> None:
    column.type = _NUMBERS[value.type]
    column.values = value.raw


COLUMN = Composite(_read_column, _fill_column)

# ----------------------------------------------------------------------------------------------------------------------
# Options: what canonical JSON may hold. A number of a Struct is a double, exact for whole numbers up to 2^53 - 1


def _read_options(struct: Any, _mission: str) -> dict[str, Any]:
    return {key: _read_plain(value, key) for key, value in struct.fields.items()}


def _read_plain(value: Any, key: str) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "number_value":
        number = value.number_value
        if not (number.is_integer() and abs(number) <= LARGEST_INTEGER):
            raise Unfit(Unmet("number-not-whole", key if key.isidentifier() else "…", largest=LARGEST_INTEGER))
        return int(number)
    if kind == "struct_value":
        return {name: _read_plain(one, key) for name, one in value.struct_value.fields.items()}
    if kind == "list_value":
        return [_read_plain(one, key) for one in value.list_value.values]
    return None if kind in (None, "null_value") else getattr(value, kind)


def _fill_options(struct: Any, value: Mapping[str, Any], _mission: str) -> None:
    struct.SetInParent()
    for key, one in value.items():
        _fill_plain(struct.fields[key], one)


def _fill_plain(target: Any, value: Any) -> None:
    match value:
        case None:
            target.null_value = 0
        case bool():
            target.bool_value = value
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise ValueError(f"a number beyond ±{LARGEST_INTEGER} is written as a text")
            target.number_value = value
        case str():
            target.string_value = value
        case list() | tuple():
            target.list_value.SetInParent()
            for one in value:
                _fill_plain(target.list_value.values.add(), one)
        case dict():
            _fill_options(target.struct_value, value, "")
        case _:
            raise TypeError(f"options hold no {type(value).__name__}")


OPTIONS = Composite(_read_options, _fill_options)

# ----------------------------------------------------------------------------------------------------------------------
# Explanations; their sentence is for whoever knows the reader's language


def _read_explanation(message: Any, mission: str) -> dict[str, Any]:
    said = [{"code": one.code, "values": _read_options(one.values, mission)} for one in message.reasons]
    first = said[0] if said else {"code": "", "values": {}}
    return {"item": message.item, "reason": first["code"], "values": first["values"], "also": said[1:]}


def _fill_explanation(message: Any, value: Explanation, mission: str) -> None:
    message.item = value.item
    for one in value.messages:
        reason = message.reasons.add(code=one.code)
        _fill_options(reason.values, plain_values(one.values), mission)


EXPLANATION = Composite(_read_explanation, _fill_explanation)
