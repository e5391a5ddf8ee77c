"""Words made alike: upper and lower case, accents and the usual endings of German and English words fall away."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["stems_of"]

_WORD = re.compile(r"\w+")
_ENDINGS = ("ungen", "ung", "ern", "ing", "est", "en", "er", "es", "em", "ed", "ly", "e", "n", "s", "t")
"""Longest first, as they are tried."""
_LEAST = 4
"""Characters that stay, so that short words are not made alike."""


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words; which one comes where is forgotten."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return frozenset(_stem(word) for word in _WORD.findall("".join(filter(_is_kept, plain))))


def _is_kept(character: str) -> bool:
    return not unicodedata.combining(character)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word
