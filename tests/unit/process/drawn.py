"""A command with fields drawn by chance: ids of what is there, days around today, amounts, choices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from osi_core.domain import Command
from osi_core.mission.playbook import Playbook
from osi_core.money import Money

ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "into": ("challenge", "institution"),
    "owner": ("institution",),
    "part": ("challenge",),
    "item": ("challenge",),
    "choice": ("challenge", "application"),
    "wishe": ("solution",),
    "initiative": ("solution",),
}
"""Fields that take ids of what is called otherwise; of several, without the plural's ending."""
"""...; where a phase has something of that name itself, it is meant."""
DAYS = (-30, -1, 0, 0, 1, 3, 20, 100, 400, 66_000)
HOURS = (1, 30, 200, 400, 2000)
AMOUNTS = (1, 500, 100_000, 300_000, 10**14)


class Drawing:
    """What fields are drawn from: `there` says which ids there are of a variable, the latest touched last, and
    `related` which ids were named together.
    """

    def __init__(
        self,
        chance: Random,
        there: Mapping[str, Sequence[str]],
        related: Mapping[str, Collection[str]],
        playbooks: Sequence[Playbook],
    ) -> None:
        self.chance, self.there, self.related, self.playbooks = chance, there, related, playbooks
        self.now, self.package = datetime(2026, 1, 1, tzinfo=UTC), ""
        self.focus: tuple[str, ...] = ()
        """Ids of what people deal with just now."""
        self._favourites: dict[type[Enum], Enum] = {}
        """A mission deals mostly with one kind of everything, so that things fit together."""
        self._named: list[str] = []
        self._count = 0

    def fields_of(self, kind: type[Command], aimed: Mapping[str, Any]) -> dict[str, Any]:
        """A value for each field that is required, and for some of the others, beside those of what it is aimed at."""
        fields = {"mission": "m", **aimed}
        for name, info in kind.model_fields.items():
            if name not in fields and (info.is_required() or self.chance.random() < 0.4):
                fields[name] = self.field(kind, name, fields)
        return fields

    def field(self, kind: type[Command], name: str, fields: Mapping[str, Any], hints: Sequence[Any] = ()) -> Any:
        """A value for one field, perhaps one that a refusal has hinted at, or that was named with the other fields'."""
        self.package = package_of(kind)
        named = [value for field, value in fields.items() if isinstance(value, str) and field not in ("mission", name)]
        self._named = named or list(self.focus)
        new = kind.at.variables[-1:] == (name,) and self.chance.random() < 0.1
        return self._value(name, kind.model_fields[name].annotation, hints, new)

    def new(self, name: str) -> str:
        """An id that nothing has yet."""
        self._count += 1
        return f"{name}-{self._count}"

    def one_of(self, ids: Sequence[Any]) -> Any:
        """One of these, mostly one of the last: what was touched lately is what people talk about."""
        if self.chance.random() < 0.7:
            known = set(ids)
            near = [other for one in self._named for other in (*self.related.get(one, ()), one) if other in known]
            ids = near or ids
        return ids[-1 - min(int(self.chance.expovariate(0.4)), len(ids) - 1)]

    def ids(self, package: str, name: str) -> Sequence[str]:
        """What a field can name: of several kinds of things that of its own phase, where that has one."""
        called = ALSO_CALLED.get(name, (name,))
        own = next((self.there[f"{package}.{one}"] for one in called if f"{package}.{one}" in self.there), None)
        return self.there.get(called[0], ()) if own is None or name == "initiative" else own

    def _value(self, name: str, kind: Any, hints: Sequence[Any], new: bool = False) -> Any:
        origin, arguments = get_origin(kind), get_args(kind)
        if hasattr(kind, "__value__") or origin is dict:  # options of a strategy
            return {}
        if origin is Annotated:
            return self._value(name, arguments[0], hints, new)
        if origin in (Union, UnionType):
            kinds = [one for one in arguments if one is not NoneType]
            return self._value(name, self.chance.choice(kinds), hints, new)
        if origin is tuple:
            singular = name.removesuffix("s")
            count = self.chance.choice([1, 1, 2, 2, 5])
            values = [self._value(singular, arguments[0], hints) for _ in range(count)]
            return tuple(values) if isinstance(values[0], dict | bool | int) else tuple(dict.fromkeys(values))
        if origin is Literal:
            return self.chance.choice(arguments)
        return self._plain(name, kind, hints, new)

    def _plain(self, name: str, kind: Any, hints: Sequence[Any], new: bool) -> Any:
        chance = self.chance
        if kind is AwareDatetime:
            kind = datetime
        fitting = [hint for hint in hints if type(hint) is kind]
        if fitting and chance.random() < 0.7:
            return _beside(chance.choice(fitting), chance)
        if kind is str:
            return self._text(name, hints, new)
        if kind is bool:
            return chance.random() < 0.5
        if kind is int:
            return chance.choice([0, 1, 1, 2, 3])
        if kind is Decimal:
            return Decimal(chance.choice([0, 1, 5, 100]))
        if kind is datetime:
            return self.now + timedelta(hours=chance.choice(HOURS))
        if kind is date:
            return self.now.date() + timedelta(days=chance.choice(DAYS))
        if kind is Money:
            return Money(minor=chance.choice(AMOUNTS), currency=chance.choice(["EUR", "EUR", "EUR", "CHF"]))
        if kind is Playbook:
            return chance.choice(self.playbooks)
        if issubclass(kind, Enum):
            favourite = self._favourites.setdefault(kind, chance.choice(list(kind)))
            told = [hint for hint in hints if isinstance(hint, kind)]
            return chance.choice(told or list(kind)) if told or chance.random() < 0.5 else favourite
        assert issubclass(kind, BaseModel), f"nobody knows how to draw {name}: {kind}"
        fields = [one for one in kind.model_fields.items() if one[1].is_required() or chance.random() < 0.4]
        return {inner: self._value(inner, info.annotation, hints) for inner, info in fields}

    def _text(self, name: str, hints: Sequence[Any], new: bool) -> str:
        told = [one for hint in hints if isinstance(hint, tuple) for one in hint if type(one) is str]
        if told:
            return self.chance.choice(told)
        if name in ("currency", "language"):
            return {"currency": "EUR", "language": "en"}[name]
        there = () if new else self.ids(self.package, name)
        return self.one_of(there) if there else self.new(name)


def package_of(kind: type[Command]) -> str:
    """The phase that a command belongs to."""
    return kind.__module__.split(".")[1]


def _beside(value: Any, chance: Random) -> Any:
    """What was hinted at was a bound, perhaps one that must not be touched."""
    if isinstance(value, datetime):
        return value + timedelta(hours=chance.choice([-1, 0, 1]))
    return value + timedelta(days=chance.choice([-1, 0, 1])) if isinstance(value, date) else value
