"""A command with fields drawn by chance: ids of what is there, days around today, amounts, choices."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from osi_core.challenges.facts import Challenge, Commitment, Round, Statement
from osi_core.curation.facts import Pilot
from osi_core.domain import Command, Fact
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.mission.facts import Institution
from osi_core.money import Money
from osi_core.scaling.facts import Adoption
from osi_core.solutions.facts import Call, Kickoff, Solution
from osi_core.support.facts import Bundle, Initiative, Need, Offer, Programme
from osi_core.testing.scenario import Scenario

KNOWN: dict[str, tuple[type[Fact], ...]] = {
    "challenge": (Challenge,),
    "into": (Challenge, Institution),
    "owner": (Institution,),
    "parts": (Challenge,),
    "challenges": (Challenge,),
    "items": (Challenge,),
    "choices": (Challenge, Grant),
    "solution": (Solution,),
    "initiative": (Solution,),
    "wishes": (Solution,),
    "initiatives": (Initiative,),
    "round": (Round, GrantRound),
    "statement": (Statement,),
    "commitment": (Commitment,),
    "call": (Call,),
    "kickoff": (Kickoff,),
    "programme": (Programme,),
    "need": (Need,),
    "offer": (Offer,),
    "bundle": (Bundle,),
    "fund": (Fund,),
    "application": (Grant,),
    "pilot": (Pilot,),
    "adoption": (Adoption,),
}
"""Field → whose ids it takes; the first is what it makes."""
PEOPLE = ("ada", "ben", "eli", "olga", "rita")
DAYS = (-1, 0, 0, 1, 3, 20, 100, 400, 66_000)


def drawn(kind: type[Command], chance: Random, mission: Scenario, who: object) -> Command:
    """A command of this kind. Raises Malformed where what was drawn does not fit together."""
    fields: dict[str, Any] = {}
    for name, info in kind.model_fields.items():
        if name == "mission":
            fields[name] = "m"
        elif info.is_required() or chance.random() < 0.4:
            fields[name] = _value(name, info.annotation, chance, mission, who)
    return kind(**{name: value for name, value in fields.items() if value is not None})


def _value(name: str, kind: Any, chance: Random, mission: Scenario, who: object) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if hasattr(kind, "__value__"):
        return {}
    if origin is Annotated:
        return _value(name, arguments[0], chance, mission, who)
    if origin in (Union, UnionType):
        kinds = [one for one in arguments if one is not NoneType]
        return _value(name, chance.choice(kinds), chance, mission, who)
    if origin is tuple:
        values = [_value(name, arguments[0], chance, mission, who) for _ in range(chance.choice([1, 1, 2, 2, 5]))]
        return tuple(values) if isinstance(values[0], BaseModel | dict) else tuple(dict.fromkeys(values))
    if origin is dict:
        return {}
    if origin is Literal:
        return chance.choice(arguments)
    return _plain(name, kind, chance, mission, who)


def _plain(name: str, kind: Any, chance: Random, mission: Scenario, who: object) -> Any:
    if kind is str:
        return _text(name, chance, mission, who)
    if kind is bool:
        return chance.random() < 0.5
    if kind is int:
        return chance.choice([0, 1, 1, 2, 3])
    if kind is Decimal:
        return Decimal(chance.choice([0, 1, 5, 100]))
    if kind in (datetime, AwareDatetime):
        return mission.now + timedelta(days=chance.choice(DAYS), hours=1)
    if kind is date:
        return mission.now.date() + timedelta(days=chance.choice(DAYS))
    if kind is Money:
        return Money(minor=chance.choice([1, 500, 100_000, 10**14]), currency=chance.choice(["EUR", "EUR", "CHF"]))
    if issubclass(kind, Enum):
        return chance.choice(list(kind))
    if issubclass(kind, BaseModel):
        return {
            inner: _value(inner, info.annotation, chance, mission, who) for inner, info in kind.model_fields.items()
        }
    raise AssertionError(f"nobody knows how to draw {name}: {kind}")


def _text(name: str, chance: Random, mission: Scenario, who: object) -> str:
    if name == "participant":
        return who if isinstance(who, str) and chance.random() < 0.7 else chance.choice(PEOPLE)
    if name == "institution":
        return chance.choice(["town", "works"])
    if name == "criterion":
        return chance.choice(["problem", "solution", "fit", "feasibility", "impact"])
    if name == "currency":
        return "EUR"
    if name == "language":
        return "en"
    known = mission.engine.memory("m").rows
    there = [one.rpartition("/")[2] for kind in KNOWN.get(name, ()) for one in known[kind]]
    return chance.choice(there) if there and chance.random() < 0.7 else f"{name}-{chance.randrange(9)}"
