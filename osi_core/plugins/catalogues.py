"""The words of plugins: what is wrong with a catalogue, who claims a code, and sentences that stand beside a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from osi_core.plugins.problems import Outcome
from osi_core.plugins.registry import failure
from osi_core.words import (
    LANGUAGES,
    Catalogue,
    CatalogueInvalid,
    Catalogues,
    Message,
    Sentences,
    UsedSentences,
    sentences_used,
)

__all__ = ["SentencesBeside", "catalogue_fault", "claimed_twice", "codes_of", "explanation_sentences", "sentences_of"]


def explanation_sentences(
    outcomes: Iterable[Outcome], words: Catalogues, languages: Sequence[str] = LANGUAGES
) -> UsedSentences:
    """The sentences that the explanations of some outcomes use, language → code → sentence, for whoever hands the
    outcomes on. A sentence with forms for one and for many is the list of its forms.
    """
    explanations = (explanation for outcome in outcomes for explanation in outcome.explanations)
    return sentences_used((message for one in explanations for message in one.messages), words, languages)


def catalogue_fault(thing: Any) -> Message | None:
    """Why this is no catalogue that can be used in every language of the library; None where it is."""
    if not isinstance(thing, Catalogue):
        return failure("catalogue-expected", found=type(thing).__name__)
    try:
        thing.check()
        missing = tuple(one for one in LANGUAGES if one not in thing.languages())
    except CatalogueInvalid as error:
        return failure("catalogue-broken", path=error.path, error=error.reason)
    if missing:
        return failure("catalogue-language-missing", path=str(thing.folder or ""), languages=missing)
    return None


def sentences_of(thing: Any) -> tuple[Sentences, Message | None]:
    """The sentences that stand beside a strategy or a gate (its `words`), and what is wrong with them."""
    words = getattr(thing, "words", None)
    if not words:
        return {}, None
    try:
        Catalogue(sentences=words).check()
    except CatalogueInvalid as error:
        return {}, failure("words-beside-broken", name=thing.name, error=error.reason)
    return words, None


def codes_of(catalogue: Catalogue) -> frozenset[str]:
    """Every code that a catalogue has words for in some language that can be read."""
    found: set[str] = set()
    for language in catalogue.languages():
        with suppress(CatalogueInvalid):
            found |= catalogue.codes(language)
    return frozenset(found)


def claimed_twice(claims: Mapping[str, Iterable[str]]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """From package → codes: which packages claim the same codes, and which codes these are."""
    packages: dict[str, list[str]] = {}
    for package, codes in claims.items():
        for code in set(codes):
            packages.setdefault(code, []).append(package)
    groups: dict[tuple[str, ...], list[str]] = {}
    for code, claiming in sorted(packages.items()):
        if len(claiming) > 1:
            groups.setdefault(tuple(claiming), []).append(code)
    return [(claiming, tuple(codes)) for claiming, codes in groups.items()]


class SentencesBeside(Catalogue):
    """The sentences that stand beside strategies and gates. These are asked for, and so imported, only when no file has
    words for a code.
    """

    def __init__(self, collect: Callable[[], Sentences]) -> None:
        super().__init__()
        self._collect: Callable[[], Sentences] | None = collect

    def find(self, code: str, language: str, count: int | None = None) -> str | None:
        self._ask()
        return super().find(code, language, count)

    def forms(self, code: str, language: str) -> tuple[str, ...]:
        self._ask()
        return super().forms(code, language)

    def codes(self, language: str) -> frozenset[str]:
        self._ask()
        return super().codes(language)

    def languages(self) -> tuple[str, ...]:
        self._ask()
        return super().languages()

    def _ask(self) -> None:
        collect = self._collect
        if collect is not None:
            self.sentences = collect()
            self._collect = None
