"""Commands, events and views that hypothesis makes of the types of their fields."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

from osi_core.domain import LARGEST_INTEGER, Malformed
from osi_core.log.records import DecisionRecord
from osi_core.money import Money
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Explanation
from osi_core.words import Message, Name

_SEARCH = os.environ.get("OSI_HYPOTHESIS_PROFILE") == "search"
searched = settings(
    deadline=None,
    derandomize=not _SEARCH,
    max_examples=1_000 if _SEARCH else 10,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],  # some fields have to fit each other
)
"""How long a property is looked for a counterexample: `OSI_HYPOTHESIS_PROFILE=search` looks for new ones."""
IDS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
MONEY = st.builds(
    Money,
    minor=st.integers(-LARGEST_INTEGER, LARGEST_INTEGER),
    currency=st.sampled_from(["EUR", "USD", "JPY", "KWD", "XXX"]),
)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.text("abc ä0", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-", max_size=5), inner, max_size=3),
    max_leaves=6,
)
COLUMNS = st.one_of(
    st.binary(max_size=24).map(lambda raw: Column("u1", raw)),
    st.lists(st.integers(-(2**31), 2**31 - 1), max_size=5).map(lambda some: Column.of("i4", some)),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=5).map(lambda some: Column.of("i8", some)),
)
VALUES = st.dictionaries(
    st.sampled_from(["supporters", "amount", "of"]),
    st.integers(-(10**30), 10**30) | st.fractions() | MONEY | st.dates() | IDS.map(Name) | st.booleans(),
    max_size=3,
)
MESSAGES = st.builds(Message, st.sampled_from(["rule.ranked", "rule.tied"]), VALUES)
EXPLANATIONS = st.builds(Explanation.of, IDS, MESSAGES) | st.builds(Explanation.of, IDS, MESSAGES, MESSAGES)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: IDS,
    bool: st.booleans(),
    int: st.integers(0, 2**31 - 1),
    Money: MONEY,
    Column: COLUMNS,
    Explanation: EXPLANATIONS,
    Decimal: st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    AwareDatetime: st.datetimes(timezones=st.just(UTC)),
    NoneType: st.none(),
}


@cache
def made(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Instances of a model, each field as its type allows; what has a default is sometimes left out."""
    needed = {name: _field(info) for name, info in model.model_fields.items() if info.is_required()}
    free = {name: _field(info) for name, info in model.model_fields.items() if not info.is_required()}
    if model is DecisionRecord:
        free["counters"] = st.dictionaries(IDS, st.integers(0, LARGEST_INTEGER), max_size=3)
    return st.fixed_dictionaries(needed, optional=free).map(lambda fields: _made(model, fields))


def _made(model: type[BaseModel], fields: dict[str, Any]) -> Any:
    try:
        return model(**fields)
    except (Malformed, ValidationError):  # its fields do not fit each other
        reject()


def _field(info: FieldInfo) -> st.SearchStrategy[Any]:
    annotation: Any = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    some = _some(annotation)
    return some if info.is_required() or not info.default else some.filter(bool)  # none at all cannot be said


def _some(annotation: Any) -> st.SearchStrategy[Any]:
    if isinstance(annotation, TypeAliasType):
        return PLAIN
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _annotated(annotation, arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        return st.one_of([_some(one) for one in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(_some(arguments[0]), max_size=4).map(tuple)
    if origin is dict:
        return st.dictionaries(IDS, _some(arguments[1]), max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(list(annotation))
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    return made(annotation)


def _annotated(whole: Any, plain: Any, marks: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    limits = [part for mark in marks for part in getattr(mark, "metadata", [mark])]
    pattern = next((found for one in limits if (found := getattr(one, "pattern", None))), None)
    longest = next((found for one in limits if (found := getattr(one, "max_length", None))), 200)
    if plain is int:
        low = next((one.ge if isinstance(one, Ge) else one.gt + 1 for one in limits if isinstance(one, Ge | Gt)), 0)
        high = next((one.le if isinstance(one, Le) else one.lt - 1 for one in limits if isinstance(one, Le | Lt)), 9)
        some: st.SearchStrategy[Any] = st.integers(low, high)
    elif pattern is not None:
        some = st.from_regex(pattern, fullmatch=True)
    elif plain is str:
        some = st.text(min_size=1, max_size=min(longest, 60))
    elif plain is Money:
        some = MONEY.map(lambda money: money if money.minor >= 0 else -money)
    else:
        some = _some(plain)
    return _that_fits(TypeAdapter(whole), some)


def _that_fits(adapter: TypeAdapter[Any], some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def fits(value: Any) -> bool:
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    return some.filter(fits)
