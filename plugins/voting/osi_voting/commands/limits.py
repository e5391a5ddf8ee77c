"""Limits of an election that are given beside its file, with `-o` or in a TOML file, and put into the problem.

They are fields of `Profile` and `AllocationProblem`, so the digest of the input covers them, and an outcome is checked
against them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Final

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.plugins import AllocationProblem, Pot, Profile
from osi_voting.commands.amounts import money
from osi_voting.formats.columns import with_fields
from osi_voting.formats.names import normal

__all__ = ["LIMITS", "Limit", "as_given", "limits_as_json", "limits_told", "read_limits", "with_limits"]

LIMITS: Final = (
    "size", "minimum_support", "minimum_points", "places", "conflicts", "requires", "substitutes", "category_pots",
    "district_pots",
)  # fmt: skip

_MOST_SHOWN = 8


@dataclass(frozen=True)
class Limit:
    """A limit as it was given; `where` names the option, or file and key, for what has to be said about it."""

    where: str
    value: Any


def read_limits(session: Session, path: Path | None) -> dict[str, Limit]:
    """The limits of a TOML file; none without one. Raises `Stop` for a file that is no TOML, and for unknown keys."""
    if path is None:
        return {}
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except ValueError as error:
        told = re.search(r"line (\d+)", str(error))
        line = told[1] if told else text.count("\n") + 1  # "at end of document", or no text at all
        raise session.stop(Exit.USAGE, "limit.toml", path=str(path), line=str(line)) from None
    for name in found:
        if name not in LIMITS:
            raise session.stop(Exit.USAGE, "limit.unknown", path=str(path), name=name, known=", ".join(LIMITS))
    return {name: Limit(f"{path}: {name}", value) for name, value in found.items()}


def with_limits(session: Session, problem: Profile, limits: Mapping[str, Limit]) -> Profile:
    """The problem with these limits. Raises `Stop` naming the limit and what was expected."""
    if not limits:
        return problem
    fields = {name: _field(session, problem, name, limit) for name, limit in limits.items()}
    return with_fields(problem, fields)


def limits_as_json(problem: Profile) -> dict[str, Any]:
    """The limits that a problem sets; amounts in minor units."""
    found = {name: getattr(problem, name, None) for name in LIMITS}
    return {
        name: {pot.id: pot.amount for pot in value} if name.endswith("_pots") else value
        for name, value in found.items()
        if value
    }


def limits_told(session: Session, problem: Profile, currency: str) -> str:
    """The same in a line for people; empty where there are none."""
    parts = []
    for name, value in limits_as_json(problem).items():
        if isinstance(value, int):
            parts.append(f"{name}={session.number(value)}")
            continue
        pots = isinstance(value, dict)
        texts = [
            f"{one} {money(session, value[one], currency)}" if pots else f" {_BETWEEN[name]} ".join(one)
            for one in value
        ]
        more = ["…"] if len(texts) > _MOST_SHOWN else []
        parts.append(f"{name}={', '.join([*texts[:_MOST_SHOWN], *more])}")
    return "; ".join(parts)


_BETWEEN = {"conflicts": "×", "requires": "→", "substitutes": "~"}


def _field(session: Session, problem: Profile, name: str, limit: Limit) -> Any:
    """The value as the model has it."""
    if name not in type(problem).model_fields:
        raise session.stop(Exit.USAGE, "limit.money", where=limit.where)
    if name == "size" and isinstance(problem, AllocationProblem):
        raise session.stop(Exit.USAGE, "limit.size", where=limit.where)
    value = limit.value
    if name in ("size", "minimum_support", "minimum_points", "places"):
        least = 1 if name in ("size", "places") else 0
        if not _whole(value, least):
            raise _unfit(session, limit, session.say("limit.whole", least=least))
        return value
    if name.endswith("_pots"):
        if not isinstance(value, dict) or not all(_whole(amount, 0) for amount in value.values()):
            raise _unfit(session, limit, session.say("limit.pots"))
        return tuple(Pot(id=_drawing(session, problem, name, pot, limit), amount=value[pot]) for pot in value)
    groups = value if isinstance(value, list) and all(isinstance(group, list) for group in value) else None
    if groups is None or not all(_is_id(one) for group in groups for one in group):
        raise _unfit(session, limit, session.say("limit.groups" if name == "substitutes" else "limit.pairs"))
    if name != "substitutes" and any(len(group) != 2 for group in groups):
        raise _unfit(session, limit, session.say("limit.pairs"))
    known = set(problem.items)
    for item in (normal(str(one)) for group in groups for one in group):
        if item not in known:
            raise session.stop(Exit.USAGE, "limit.item", where=limit.where, name=item, count=len(known))
    named = tuple(tuple(normal(str(one)) for one in group) for group in groups)
    _check_groups(session, name, named, limit)
    return named


def _check_groups(session: Session, name: str, groups: tuple[tuple[str, ...], ...], limit: Limit) -> None:
    """What the model would refuse: a pair of one item, a group of one, an item in two groups, needs in a circle."""
    if name == "substitutes":
        if any(len(group) < 2 for group in groups):
            raise _unfit(session, limit, session.say("limit.groups"))
        if twice := _twice(one for group in groups for one in group):
            raise session.stop(Exit.USAGE, "limit.in_groups_twice", where=limit.where, name=twice)
        return
    for number, group in enumerate(groups):
        if group[0] == group[1]:
            raise session.stop(Exit.USAGE, "limit.same_twice", where=f"{limit.where}[{number}]", name=group[0])
    if name == "requires":
        needs: dict[str, set[str]] = {}
        for item, needed in groups:
            needs.setdefault(item, set()).add(needed)
        try:
            TopologicalSorter(needs).prepare()
        except CycleError as error:
            items = " → ".join(error.args[1][::-1])
            raise session.stop(Exit.USAGE, "limit.circle", where=limit.where, items=items) from None


def _twice(items: Iterable[str]) -> str | None:
    """The first item that comes a second time."""
    seen: set[str] = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return None


def _drawing(session: Session, problem: Profile, name: str, pot: str, limit: Limit) -> str:
    """The pot's name; refused where no project draws on it, as that is a slip of the pen."""
    used = {one for row in problem.categories for one in row} if name == "category_pots" else {*problem.districts}
    if pot not in used - {""}:
        known = ", ".join(sorted(used - {""})) or "–"
        raise session.stop(Exit.USAGE, f"limit.{name}", where=limit.where, name=pot, known=known)
    return pot


def as_given(value: Any) -> str:
    """A value of an option or a limit as it was written."""
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53


def _is_id(value: object) -> bool:
    return _whole(value, 0) or (isinstance(value, str) and 1 <= len(value) <= 300)


def _unfit(session: Session, limit: Limit, wanted: str) -> Exception:
    return session.stop(
        Exit.USAGE,
        "limit.value",
        where=limit.where,
        given=as_given(limit.value),
        wanted=wanted,
    )
