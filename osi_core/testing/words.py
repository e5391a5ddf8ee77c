"""The conformance kit for words: every code has a sentence in every language, every sentence a code, and each fits.

    class TestMyWords(WordsConformance):
        source = Path(my_package.__file__).parent
        folder = source / "words"

A strategy's own words are asked for by `StrategyConformance` too, for each explanation that it gives.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from osi_core.testing.codes import Codes, Said, codes_in
from osi_core.words import LANGUAGES, OWN, Catalogue, Catalogues, Message, parts_of, places_in
from osi_core.words.__main__ import compiled

__all__ = ["WordsConformance", "WordsMissing", "wordless"]

_MSGID = re.compile(r'^msgid "(.+)"$', re.MULTILINE)


class WordsMissing(AssertionError):
    """What is wrong with a catalogue, one line each."""


def wordless(message: Message, words: Catalogues) -> str | None:
    """What a message, or one within it, lacks in a language of its catalogue; None where nothing is lacking."""
    for part in parts_of(message):
        if wrong := _wordless(part, words):
            return wrong
    return None


def _wordless(message: Message, words: Catalogues) -> str | None:
    code, known = message.code, message.values.keys()
    told = {language: words.forms(code, language) for language in _languages(code, words)}
    for language, forms in told.items():
        if not forms:
            return f"{code}: no words in {language!r}"
        if unfilled := sorted({place for form in forms for place in places_in(form)} - known):
            return f"{code}: no value fills {{{unfilled[0]}}} in {language!r}; its values are {_listed(known)}"
        if len(forms) > 1 and "count" not in known:
            return f"{code}: has forms for one and for many in {language!r}, but no value called count"
    if told["en"] == told["de"] and any(re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", one)) for one in told["en"]):
        return f"{code}: the same words in English and German"
    return None


def _languages(code: str, words: Catalogues) -> list[str]:
    """The languages of the library, and those of the catalogue that has words for this code."""
    home = next((one for one in words.catalogues if any(one.forms(code, two) for two in one.languages())), None)
    return list(dict.fromkeys([*LANGUAGES, *(home.languages() if home else ())]))


def _wrong_forms(entry: Any, read: Any, plural: bool) -> str:
    """What is wrong with the forms of one entry; `plural` is whether any language has a plural for it."""
    if plural and not entry.pluralizable:
        return "has no plural"
    forms, wanted = (entry.string, read.num_plurals) if entry.pluralizable else ((entry.string,), 1)
    given = sum(map(bool, forms))
    return "" if given == wanted else f"has {given} forms of {wanted}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


class WordsConformance:
    """What the catalogue of a package promises. `folder` holds its `.po` and `.mo`, `source` is the code that says the
    codes. `others` are catalogues whose codes it may say as well, `elsewhere` codes that other code says.
    """

    folder: ClassVar[Path]
    source: ClassVar[Path]
    others: ClassVar[Catalogues] = OWN
    elsewhere: ClassVar[frozenset[str]] = frozenset()

    def test_each_language_has_its_file(self) -> None:
        """There is a `.po` and a `.mo` for each language of the library, and both can be read."""
        found = {path.name for path in self.folder.iterdir()}
        wanted = (f"{name}.{ending}" for name in LANGUAGES for ending in ("po", "mo"))
        _require(f"{self.folder / name}: is missing" for name in wanted if name not in found)
        Catalogue(self.folder).check()

    def test_compiled_is_what_its_source_says(self) -> None:
        """Each `.mo` is what its `.po` compiles to."""
        stale = (path for path in self._files if path.with_suffix(".mo").read_bytes() != compiled(path))
        _require(f"{path}: compile it: python -m osi_core.words {self.folder}" for path in stale)

    def test_each_code_stands_once(self) -> None:
        """No code has two entries in one file, and none is unfinished (`fuzzy`)."""
        for path in self._files:
            text = path.read_text(encoding="utf-8")
            twice = [code for code, times in Counter(_MSGID.findall(text)).items() if times > 1]
            _require([f"{path.name}: {code} stands there more than once" for code in twice])
            _require(
                f"{path.name}: {one.id} is marked as fuzzy" for one in self._read[path.stem] if one.fuzzy and one.id
            )

    def test_each_code_has_words(self) -> None:
        """Each code that the source says has a sentence in each language."""
        known = {language: self._known(language) for language in self._languages}
        _require(
            f"{said.where}: {said.code} has no words in {language!r}"
            for said in self._codes.said
            for language in known
            if said.code not in known[language]
        )

    def test_all_words_have_a_code(self) -> None:
        """Each sentence is that of a code which stands in the source, and each term a member of its list."""
        codes = self._codes.texts | {one.code for one in self._codes.said} | self.elsewhere
        terms = {f"{name}.{value}" for name, values in self._codes.terms.items() for value in values}
        _require(f"{code}: stands nowhere in {self.source}" for code in sorted(self._all_codes - codes - terms))

    def test_lists_are_told_whole(self) -> None:
        """Where one member of a list has a word, all have."""
        known, terms = self._all_codes | self._elsewhere_known, self._codes.terms
        told = {name for name, values in terms.items() if any(f"{name}.{value}" in known for value in values)}
        wanted = (f"{name}.{value}" for name in sorted(told) for value in sorted(terms[name]))
        _require(f"{term}: has no word" for term in wanted if term not in known)

    def test_languages_tell_the_same_codes(self) -> None:
        """What can be said in one language can be said in all."""
        _require(
            f"{code}: has no words in {language!r}"
            for code in sorted(self._all_codes)
            for language in self._languages
            if code not in self._catalogue.codes(language)
        )

    def test_sentences_have_the_same_places(self) -> None:
        """The sentences of a code call the same values in each language."""
        for code in sorted(self._all_codes):
            places = {language: self._places(code, language) for language in self._languages}
            first = next(iter(places.values()))
            _require(
                f"{code}: {language!r} calls {_listed(names)}, {self._languages[0]!r} calls {_listed(first)}"
                for language, names in places.items()
                if names != first
            )

    def test_each_place_has_a_value(self) -> None:
        """Where the source says a code with its values, each place of the sentence is among them."""
        _require(wrong for said in self._codes.said for wrong in self._unfilled(said))

    def test_plural_forms_are_complete(self) -> None:
        """A sentence that has forms has all of its language's, none is empty, and it has forms in every language."""
        plural = {one.id[0] for read in self._read.values() for one in read if one.pluralizable}
        _require(
            f"{language}.po: {code} {wrong}"
            for language, read in self._read.items()
            for one in read
            if (code := one.id[0] if one.pluralizable else one.id)
            and (wrong := _wrong_forms(one, read, code in plural))
        )

    # -- tools --------------------------------------------------------------------------------------------------------

    @cached_property
    def _codes(self) -> Codes:
        return codes_in(self.source)

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(self.folder)

    @cached_property
    def _languages(self) -> list[str]:
        return list(dict.fromkeys([*LANGUAGES, *self._catalogue.languages()]))

    @cached_property
    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("*.po"))

    @cached_property
    def _read(self) -> Mapping[str, Any]:
        """Language → what Babel reads from its `.po`."""
        from babel.messages.pofile import read_po

        return {path.stem: read_po(io.BytesIO(path.read_bytes()), locale=path.stem) for path in self._files}

    @cached_property
    def _all_codes(self) -> frozenset[str]:
        return frozenset(code for language in self._languages for code in self._catalogue.codes(language))

    @cached_property
    def _elsewhere_known(self) -> frozenset[str]:
        return frozenset(code for one in self.others.catalogues for code in one.codes(LANGUAGES[0]))

    def _known(self, language: str) -> frozenset[str]:
        """The codes that can be said in a language; those of others in the library's first, where they lack another."""
        own = self._catalogue.codes(language)
        return own | (self._elsewhere_known - self._all_codes)

    def _places(self, code: str, language: str) -> frozenset[str]:
        return frozenset(place for form in self._catalogue.forms(code, language) for place in places_in(form))

    def _unfilled(self, said: Said) -> list[str]:
        if said.values is None:
            return []
        missing = self._places(said.code, self._languages[0]) - said.values
        return [f"{said.where}: no value fills {{{place}}} of {said.code}" for place in sorted(missing)]


def _require(wrong: Iterable[str]) -> None:
    __tracebackhide__ = True
    if lines := list(wrong):
        raise WordsMissing("\n".join(lines))
