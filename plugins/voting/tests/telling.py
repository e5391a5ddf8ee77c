"""Explanations as people read them."""

from __future__ import annotations

from osi_core.money import Money
from osi_core.plugins import Explanation
from osi_core.words.babel_formats import BabelFormat
from osi_voting.words import WORDS

__all__ = ["english", "german", "minor"]

_BY_BABEL = WORDS.with_(formats=BabelFormat())


def english(one: Explanation) -> str:
    """In English, with numbers as they are written there."""
    return one.say("en", _BY_BABEL)


def german(one: Explanation) -> str:
    """In German, with common spaces."""
    return one.say("de", _BY_BABEL).replace("\N{NO-BREAK SPACE}", " ")


def minor(value: object) -> int:
    """The minor units of an amount."""
    assert isinstance(value, Money)
    return value.minor
