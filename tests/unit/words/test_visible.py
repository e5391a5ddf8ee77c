"""Characters that steer a terminal or turn the direction of reading are shown as what they are."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.words import Catalogue, Catalogues, Message, escaped, visible
from osi_core.words.visible import HIDDEN, is_blank

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_every_control_and_every_bidirectional_control_is_shown():
    for number in range(0x110000):
        character = chr(number)
        steers = unicodedata.bidirectional(character) in BIDI or character in "\u200e\u200f\u061c"
        control = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character not in "\t\n"
        if steers or control:
            assert visible(character) == f"[U+{number:04X}]"


@pytest.mark.parametrize("text", ["Größe\n\t„so“ – 3 × 4", "a\u00a0b\u202fc", "می\u200cخواهم", "👩\u200d👧", ""])
def test_what_people_write_stays_as_it_is(text):
    assert visible(text) == text


def test_a_line_break_of_windows_is_a_line_break_and_a_return_alone_is_shown():
    assert visible("one\r\ntwo\rthree") == "one\ntwo[U+000D]three"


@given(st.text())
def test_what_is_shown_hides_nothing_and_is_shown_once(text):
    shown = visible(text)
    assert not HIDDEN.search(shown)
    assert visible(shown) == shown


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_escaped_json_is_the_same_value_and_hides_nothing(value):
    text = escaped(json.dumps(value, ensure_ascii=False))
    assert not HIDDEN.search(text)
    assert json.loads(text) == value


def test_a_sentence_shows_what_its_values_hide():
    words = Catalogues([Catalogue(sentences={"found": {"en": "found {it}"}})])
    assert words.say(Message.of("found", it="\x1b[2Jexe.\u202egnp")) == "found [U+001B][2Jexe.[U+202E]gnp"


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u00ad\u2060", "\ufeff", "\u3164", "\u2800 \u115f", "\u0301", "\t\n"]
)
def test_a_text_of_which_nothing_can_be_seen_is_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", "é", "e\u0301", "社", "👩\u200d🔬", "–", "42", "مرحبا", "हिन्दी"])
def test_a_text_of_any_script_is_not(text):
    assert not is_blank(text)
