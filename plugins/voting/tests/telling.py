"""Explanations as people read them."""

from __future__ import annotations

import re

from osi_core.money import Money
from osi_core.plugins import Explanation
from osi_core.words import Catalogue, Catalogues
from osi_core.words.babel_formats import BabelFormat
from osi_voting.words import WORDS

__all__ = ["MADE_UP", "english", "german", "made_up", "minor", "outside_of_words"]

_BY_BABEL = WORDS.with_(formats=BabelFormat())


def english(one: Explanation) -> str:
    """In English, with numbers as they are written there."""
    return one.say("en", _BY_BABEL)


def german(one: Explanation) -> str:
    """In German, with common spaces."""
    return one.say("de", _BY_BABEL).replace("\N{NO-BREAK SPACE}", " ")


MADE_UP = "xx"
"""A language that puts into brackets what sentences say themselves; their values stay outside."""
_PLACE = re.compile(r"(\{\w+\})")


def made_up(known: Catalogues) -> Catalogues:
    """All that these catalogues say, in the made-up language."""
    codes = {code for one in known.catalogues for code in one.codes("en")}
    told = {code: tuple(map(_bracketed, known.forms(code, "en"))) for code in codes}
    sentences = {code: {MADE_UP: forms if len(forms) > 1 else forms[0]} for code, forms in told.items()}
    return Catalogues([Catalogue(sentences=sentences)])


def _bracketed(sentence: str) -> str:
    return "".join(part if _PLACE.fullmatch(part) else f"⟦{part}⟧" for part in _PLACE.split(sentence) if part)


def outside_of_words(text: str) -> str:
    """What stands outside of all brackets."""
    return re.sub(r"⟦[^⟦⟧]*⟧", " ", text)


def minor(value: object) -> int:
    """The minor units of an amount."""
    assert isinstance(value, Money)
    return value.minor
