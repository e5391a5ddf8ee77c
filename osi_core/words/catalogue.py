"""Catalogues: from a code to the sentence in a language.

One gettext file a language and package: `de.po` is what translators edit, `de.mo` beside it what the standard library
reads. The key of an entry is the code; the sentence calls values by name, `{challenge} is {status} already`. A sentence
with forms for one and for many has the code as its plural key too. Terms stand under their own name,
`Phase.challenges`.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import count, takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

from osi_core.words.formats import PLAIN, Format
from osi_core.words.message import Message, Name, Term, Value, is_money, term_of
from osi_core.words.visible import visible

__all__ = ["LANGUAGES", "OWN", "Catalogue", "CatalogueInvalid", "Catalogues", "Sentences", "places_in"]

LANGUAGES = ("en", "de")
"""The languages that come with the library; the first is used where a catalogue lacks another."""

Sentences = Mapping[str, Mapping[str, str | Sequence[str]]]
"""Code → language → sentence, or two sentences: for one and for many."""

_PLACE = re.compile(r"\{(\w+)\}")


def places_in(sentence: str) -> frozenset[str]:
    """The names of the values that a sentence calls.

    >>> sorted(places_in("{challenge} is {status} already"))
    ['challenge', 'status']
    """
    return frozenset(_PLACE.findall(sentence))


class CatalogueInvalid(ValueError):
    """A catalogue cannot be read; the codes that it was to tell are shown as codes."""

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class Catalogue:
    """The sentences of one package.

    `folder` holds `<language>.mo`. `sentences` are a few that stand beside the code that uses them: code → language →
    sentence, or two sentences, for one and for many. A file is read when a sentence in its language is first asked
    for; one that is broken raises CatalogueInvalid then, and from `check` at once.
    """

    def __init__(self, folder: Path | None = None, sentences: Sentences = MappingProxyType({})) -> None:
        self.folder, self.sentences = folder, sentences
        self._read: dict[str, gettext.NullTranslations | None] = {}

    def find(self, code: str, language: str, count: int | None = None) -> str | None:
        """The sentence of a code in exactly this language; None when there is none. Raises CatalogueInvalid."""
        beside = self.sentences.get(code, {}).get(language)
        if beside is not None:
            return beside if isinstance(beside, str) else beside[0 if count == 1 else -1]
        entries = self._entries(language)
        if entries is None:
            return None
        if count is not None:
            found = entries.ngettext(code, code, count)
            if found != code:
                return found or None
        found = entries.gettext(code)
        return found if found != code else None

    def forms(self, code: str, language: str) -> tuple[str, ...]:
        """The sentence in each of its forms: one, or as many as the language has plurals. Raises CatalogueInvalid."""
        beside = self.sentences.get(code, {}).get(language)
        if beside is not None:
            return (beside,) if isinstance(beside, str) else tuple(beside)
        table: Mapping[Any, str] = getattr(self._entries(language), "_catalog", {})
        if code in table:
            return (table[code],)
        return tuple(table[code, number] for number in takewhile(lambda number: (code, number) in table, count()))

    def codes(self, language: str) -> frozenset[str]:
        """Every code that has a sentence in this language. Raises CatalogueInvalid."""
        beside = {code for code, told in self.sentences.items() if language in told}
        entries = self._entries(language)
        # The parsed catalogue has no public reader; its keys are codes, and (code, form) where a sentence has forms.
        keys = getattr(entries, "_catalog", {})
        return frozenset(beside | {key if isinstance(key, str) else key[0] for key in keys} - {""})

    def languages(self) -> tuple[str, ...]:
        """The languages that there is a file or a sentence for."""
        files = {path.stem for path in self.folder.glob("*.mo")} if self.folder else set()
        return tuple(sorted(files | {language for told in self.sentences.values() for language in told}))

    def check(self) -> None:
        """Reads every file, and looks at every sentence. Raises CatalogueInvalid for what cannot be used."""
        if not isinstance(self.sentences, Mapping):
            raise CatalogueInvalid("words", "code → language → sentence is expected")
        for code, told in self.sentences.items():
            if not isinstance(code, str) or not isinstance(told, Mapping) or not all(map(_is_told, told.values())):
                raise CatalogueInvalid("words", f"{code!r}: a sentence for each language is expected")
        for language in self.languages():
            self._entries(language)

    def _entries(self, language: str) -> gettext.NullTranslations | None:
        if language not in self._read:
            self._read[language] = self._parsed(language)
        return self._read[language]

    def _parsed(self, language: str) -> gettext.NullTranslations | None:
        if self.folder is None or not language.isalnum():
            return None
        path = self.folder / f"{language}.mo"
        try:
            with path.open("rb") as file:
                return gettext.GNUTranslations(file)
        except FileNotFoundError:
            return None
        except Exception as error:  # struct.error, UnicodeDecodeError and others: whatever a damaged file leads to
            raise CatalogueInvalid(path, f"no gettext catalogue ({error}); compile the .po again") from error


def _is_told(sentence: Any) -> bool:
    """Whether this is a sentence, or two: for one and for many."""
    if isinstance(sentence, str):
        return bool(sentence)
    return isinstance(sentence, tuple | list) and len(sentence) == 2 and all(isinstance(one, str) for one in sentence)


class Catalogues:
    """Several catalogues, asked in their order, and how values are written into what they say.

    A code that nobody has words for is shown as the code with its values: never an error, and never nothing.
    """

    def __init__(self, catalogues: Iterable[Catalogue] = (), formats: Format = PLAIN) -> None:
        self.catalogues, self.formats = tuple(catalogues), formats

    def with_(self, *more: Catalogue, formats: Format | None = None) -> Catalogues:
        """The same, with more catalogues behind these, or with other formats."""
        return Catalogues((*self.catalogues, *more), formats or self.formats)

    def languages(self) -> tuple[str, ...]:
        """Every language that one of these catalogues has sentences in."""
        return tuple(sorted({language for one in self.catalogues for language in one.languages()}))

    def say(self, message: Message, language: str = "en") -> str:
        """The sentence in this language, in English where there is none, or the code and its values."""
        sentence = self.sentence(message, language)
        if sentence is None:
            told = ", ".join(f"{name}={self.write(value, language)}" for name, value in message.values.items())
            return f"{message.code} ({told})" if told else message.code
        return self._filled(sentence, message.values, language)

    def forms(self, code: str, language: str) -> tuple[str, ...]:
        """The sentence of a code in exactly this language, in each of its forms; empty where there is none."""
        for catalogue in self.catalogues:
            with suppress(CatalogueInvalid):
                if found := catalogue.forms(code, language):
                    return found
        return ()

    def sentence(self, message: Message, language: str) -> str | None:
        """The sentence with its places, before values are filled in; None when there is none."""
        count = message.values.get("count")
        number = count if isinstance(count, int) and not isinstance(count, bool) else None
        for wanted in dict.fromkeys((language, LANGUAGES[0])):
            for catalogue in self.catalogues:
                with suppress(CatalogueInvalid):  # reported by whoever loaded it; its codes are shown as codes
                    found = catalogue.find(message.code, wanted, number)
                    if found is not None:
                        return found
        return None

    def write(self, value: Value, language: str) -> str:
        """A value as this language writes it; in texts, characters that nobody sees are shown as what they are."""
        if isinstance(value, Message):
            return self.say(value, language)
        if isinstance(value, StrEnum):
            return self._term(term_of(value), language)
        if isinstance(value, Term):
            return self._term(value, language)
        if isinstance(value, str | Name):
            return visible(str(value))
        if isinstance(value, list | tuple | frozenset):
            return ", ".join(self.write(part, language) for part in value)
        return self._number_or_date(value, language)

    def _number_or_date(self, value: Value, language: str) -> str:
        if isinstance(value, bool) or value is None:
            return str(value).lower()
        if isinstance(value, int):
            return self.formats.integer(value, language)
        if isinstance(value, Decimal | Fraction):
            return self.formats.decimal(value, language)
        if is_money(value):
            return self.formats.money(value, language)
        if isinstance(value, datetime):
            return self.formats.time(value, language)
        if isinstance(value, date):
            return self.formats.date(value, language)
        return str(value)

    def _term(self, term: Term, language: str) -> str:
        return self.sentence(Message(str(term)), language) or term.partition(".")[2]

    def _filled(self, sentence: str, values: Mapping[str, Value], language: str) -> str:
        def place(match: re.Match[str]) -> str:
            name = match[1]
            return self.write(values[name], language) if name in values else match[0]

        return _PLACE.sub(place, sentence)


OWN = Catalogues([Catalogue(Path(__file__).parent)])
"""The library's own sentences, with plain formats."""
