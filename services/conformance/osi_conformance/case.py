"""A case: what it is called, which rule it is about, what it proves, and how."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn

if TYPE_CHECKING:
    from osi_conformance.trial import Trial

__all__ = ["CASES", "Case", "Failed", "Place", "case", "chosen", "ensure", "fail", "register"]

Place = Literal["real", "simulated", "own-real", "own-simulated", "own-new"]
"""The mission that a case works in: one that it shares with others, or one that nobody else changes. Where missions
begin at the service, the last is simulated and still in its mission phase.
"""
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){2,}")


class Failed(Exception):
    """The service does not do what the case asks for. English: it is for whoever writes the service."""


class Case(NamedTuple):
    """One case."""

    name: str
    """Its path: `funding/fund/create/refuses-negative-amount`. It stays when the words change."""
    rule: str
    """Id of the rule of the contract that it is about: `M2`. docs/conformance.md lists them."""
    run: Callable[[Trial], Awaitable[None]]
    place: Place = "real"
    says: str = ""
    """Key of the sentence that says what it proves; of cases that repeat over methods all have one."""
    values: Mapping[str, str] = {}
    """What varies in that sentence."""


CASES: dict[str, Case] = {}
"""Every case by its name, in the order in which they run."""


def register(one: Case) -> None:
    """Adds a case. Raises ValueError for a name that is taken or is none."""
    if _NAME.fullmatch(one.name) is None or one.name in CASES:
        raise ValueError(f"{one.name!r} is no name for a case, or is taken")
    CASES[one.name] = one._replace(says=one.says or one.name.replace("/", "."))


def case(
    name: str, rule: str, place: Place = "real"
) -> Callable[[Callable[[Trial], Awaitable[None]]], Callable[[Trial], Awaitable[None]]]:
    """Makes a function a case."""

    def keep(function: Callable[[Trial], Awaitable[None]]) -> Callable[[Trial], Awaitable[None]]:
        register(Case(name, rule, function, place))
        return function

    return keep


def chosen(service: str, patterns: Iterable[str] = ()) -> list[Case]:
    """The cases of a service whose names fit one of the patterns (`*` stands for anything); all where there is none."""
    wanted = tuple(patterns) or ("*",)
    own = [one for one in CASES.values() if one.name.startswith(f"{service}/")]
    return [one for one in own if any(fnmatchcase(one.name, glob) for glob in wanted)]


def ensure(holds: object, wrong: str) -> None:
    """Raises Failed where something does not hold."""
    if not holds:
        raise Failed(wrong)


def fail(wrong: str) -> NoReturn:
    """Raises Failed."""
    raise Failed(wrong)
