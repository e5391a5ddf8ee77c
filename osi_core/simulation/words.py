"""What invented people and institutions say: themes and phrases, read from the TOML files beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from osi_core.domain import StopReason
from osi_core.simulation.dice import Dice


@dataclass(frozen=True, slots=True)
class Theme:
    """A field that challenges and solutions are about."""

    id: str
    name: str
    words: tuple[str, ...]
    """Beginnings of words by which a real text finds its theme."""
    tails: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]
    """Each in two wordings."""
    statements: tuple[str, ...]
    solutions: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an invented challenge is about: a problem of a theme, and where or for whom it arises."""

    theme: Theme
    problem: int
    tail: str
    place: str = ""
    """Told apart by a place where there are more challenges than problems and tails."""

    def title(self, dice: Dice, wording: int = 0) -> str:
        """A title in one of the two wordings."""
        problem, tail = self.theme.problems[self.problem][wording], self.tail
        joined = say(dice, "wordings", "joined", problem=problem, tail=tail, Tail=tail[:1].upper() + tail[1:])
        return f"{joined} ({self.place})" if self.place else joined


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("osi_core.simulation") / name).read_text(encoding="utf-8"))


@cache
def themes() -> tuple[Theme, ...]:
    """All themes, in the order of their file."""
    return tuple(
        Theme(
            id=one["id"],
            name=one["name"],
            words=tuple(one["words"]),
            tails=tuple(one["tails"]),
            problems=tuple((first, second) for first, second in one["problems"]),
            statements=tuple(one["statements"]),
            solutions=tuple(one["solutions"]),
            skills=tuple(one["skills"]),
        )
        for one in _read("themes.toml")["theme"]
    )


def phrases(*path: str) -> Any:
    """Phrases by their path in `phrases.toml`."""
    found: Any = _read("phrases.toml")
    for key in path:
        found = found[key]
    return found


def why(dice: Dice, *path: str) -> tuple[StopReason, str]:
    """A reason to stop, and what somebody adds in their own words."""
    reason, note = dice.pick(list(phrases(*path).items()))
    return StopReason(reason), note


def say(dice: Dice, *path: str, **fill: object) -> str:
    """One of the phrases at a path, filled in."""
    found = phrases(*path)
    return (found if isinstance(found, str) else dice.pick(found)).format(**fill)


def places(dice: Dice, count: int) -> list[str]:
    """Names of invented places, all different."""
    names = [first + last for first in phrases("places_first") for last in phrases("places_last")]
    found = dice.some(names, count)
    return found + [f"{dice.pick(names)} {number}" for number in range(2, count - len(found) + 2)]


def subjects(dice: Dice) -> Iterator[Subject]:
    """Subjects of challenges, all different, theme after theme, without end."""
    by_theme = [
        dice.shuffled([Subject(theme, problem, tail) for problem in range(len(theme.problems)) for tail in theme.tails])
        for theme in themes()
    ]
    for number in range(max(map(len, by_theme))):
        yield from (subjects_of[number] for subjects_of in by_theme if number < len(subjects_of))
    for place in places(dice, 1_000):
        for subjects_of in by_theme:
            subject = dice.pick(subjects_of)
            yield Subject(subject.theme, subject.problem, subject.tail, place)


def theme_of(text: str, dice: Dice) -> Theme:
    """The theme that shares most words with a text; of none, or of equals, one by chance."""
    words = re.findall(r"\w+", text.lower())
    hits = {theme.id: sum(word.startswith(theme.words) for word in words) for theme in themes()}
    most = max(hits.values())
    return dice.pick([theme for theme in themes() if hits[theme.id] == most])
