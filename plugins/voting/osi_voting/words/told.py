"""Errors that are messages: a code and values, which `say` tells in a language and `str` in English."""

from __future__ import annotations

from osi_core.words import Catalogues, Message, Value

__all__ = ["Told", "shown"]

_MOST_SHOWN = 40


class Told(ValueError):
    """What a rule cannot decide, or a reader cannot read: a stable code, and the values that vary."""

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(code, values)
        self.message = Message(code, values)

    def say(self, language: str = "en", words: Catalogues | None = None) -> str:
        """The sentence in this language."""
        from osi_voting.words import WORDS

        return (words or WORDS).say(self.message, language)

    def __str__(self) -> str:
        return self.say()


def shown(text: str, most: int = _MOST_SHOWN) -> str:
    """The beginning of what stands in a file, fit to be shown: what a terminal would not print is written out."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text[:most])
