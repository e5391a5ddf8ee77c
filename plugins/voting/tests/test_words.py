"""The catalogue: every code that the sources say has a sentence in both languages, and every sentence a code."""

from __future__ import annotations

import ast
import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest

import osi_voting
from osi_core.words import Message
from osi_core.words.__main__ import compiled
from osi_voting.words import CATALOGUE, WORDS, shown

PACKAGE = Path(osi_voting.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
PLACE = re.compile(r"\{(\w+)\}")
CODES = sorted(CATALOGUE.codes("en"))


def texts() -> set[str]:
    """Every text in the sources, and in the templates of the page."""
    found = {
        node.value
        for source in SOURCES
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for template in PACKAGE.rglob("*.html"):
        found |= set(re.findall(r"'([\w.]+)'", template.read_text(encoding="utf-8")))
    return found


TEXTS = texts()
MADE = (
    "audit.by_",
    "audit.deprived_",
    "cmd.",
    "limit.category_",
    "limit.district_",
    "published.only_",
    "published.short_",
)
"""Beginnings of keys that the commands put together."""
MADE_BY_THE_PAGE = ("page.by.", "page.ejr_", "page.measure.", "page.own.", "page.balance.", "page.")


def test_both_languages_tell_the_same_codes() -> None:
    assert CATALOGUE.codes("en") == CATALOGUE.codes("de")
    assert len(CODES) > 250


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_compiled_is_what_its_source_says(language: str) -> None:
    po = PACKAGE / "words" / f"{language}.po"
    kept, made = (GNUTranslations(BytesIO(one)) for one in (po.with_suffix(".mo").read_bytes(), compiled(po)))
    kept_entries, made_entries = (dict(getattr(one, "_catalog")) for one in (kept, made))  # noqa: B009 # of no public name
    assert kept_entries | {"": ""} == made_entries | {"": ""}


@pytest.mark.parametrize("code", CODES)
def test_sentences_of_both_languages_use_the_same_values(code: str) -> None:
    told = [[CATALOGUE.find(code, language, count) for count in (1, 2)] for language in ("en", "de")]
    assert all(all(forms) for forms in told), code
    english, german = (set(PLACE.findall(" ".join(map(str, forms)))) for forms in told)
    assert english == german


def test_every_code_that_is_written_out_has_words() -> None:
    said = {text for text in TEXTS if re.fullmatch(r"voting\.\w+\.[\w.-]+", text)}
    assert len(said) > 80
    assert sorted(said - set(CODES)) == []


def test_every_sentence_has_somebody_who_says_it() -> None:
    keys = {code.removeprefix("voting.") for code in CODES if not code.startswith("strategy.")}
    unsaid = {
        key
        for key in keys
        if f"voting.{key}" not in TEXTS
        and key not in TEXTS
        and key.removeprefix("page.") not in TEXTS
        and not key.startswith(MADE)
        and not key.startswith(MADE_BY_THE_PAGE[:-1])
    }
    assert unsaid == set()


def test_one_is_told_as_one() -> None:
    for count, english, german in ((1, "has 1 field,", "hat 1 Feld,"), (3, "has 3 fields,", "hat 3 Felder,")):
        told = Message.of("voting.file.fields", count=count, header=2)
        assert WORDS.say(told, "en").startswith(english)
        assert WORDS.say(told, "de").startswith(german)


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert shown("a\x1b[31mb\nü") == "a\\x1b[31mb\\nü"
    assert len(shown("x" * 500)) == 40
