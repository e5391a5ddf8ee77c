"""The sentences of the commands, under the short keys by which a session looks them up in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from osi_core.cli.words_help import Both
from osi_core.words import Message
from osi_core.words.babel_formats import BabelFormat
from osi_voting.words import CATALOGUE
from osi_voting.words import WORDS as CATALOGUES

__all__ = ["WORDS"]

_SCOPE = "voting."


class _Sentence(str):
    """A sentence that the catalogue fills in, with its forms for one and for many."""

    __slots__ = ("code", "language")
    code: str
    language: str

    def format(self, *_: object, **values: Any) -> str:
        return _SPEAKING.say(Message(self.code, values), self.language)


def _sentence(code: str, language: str) -> _Sentence:
    sentence = _Sentence(CATALOGUE.find(code, language) or code)
    sentence.code, sentence.language = code, language
    return sentence


def _words() -> Mapping[str, Both]:
    codes = sorted(code for code in CATALOGUE.codes("en") if code.startswith(_SCOPE))
    return {code.removeprefix(_SCOPE): Both(_sentence(code, "en"), _sentence(code, "de")) for code in codes}


_SPEAKING: Final = CATALOGUES.with_(formats=BabelFormat())
WORDS: Final = _words()
