"""HTML and several languages: what a reader sees comes out, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.simulation.html_text import text_of_html
from osi_core.simulation.languages import chosen, in_one_cell


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<style>p {color: red}</style><p>Seen</p>", "Seen"),
        ("<script>alert(1)", ""),
        ("<p onclick='x()'>Click</p><!-- note -->", "Click"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("Fish &amp; chips", "Fish & chips"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("<ol><li>first</li><li>second</li></ol>", "- first\n- second"),
        ("line\nbreaks in <b>source</b>", "line breaks in source"),
        ("line\n\nbreaks in plain text", "line\n\nbreaks in plain text"),
    ],
)
def test_what_is_seen_of_html(html: str, text: str) -> None:
    assert text_of_html(html) == text


@given(st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1), min_size=1))
def test_every_word_of_a_paragraph_is_kept(words: list[str]) -> None:
    assert text_of_html(f"<div><p>{' '.join(words)}</p></div>").split() == words


@given(st.text())
def test_whatever_is_written_gives_a_text_without_scripts(html: str) -> None:
    assert "alert" not in text_of_html(html.replace("alert", "") + "<p><script>alert(1)</script>")


@given(st.dictionaries(st.sampled_from(["de", "pt-BR", "zh-Hant"]), st.text("ab", min_size=1), min_size=1))
def test_all_languages_of_a_cell_are_read(texts: dict[str, str]) -> None:
    assert in_one_cell(json.dumps(texts)) == texts
    assert chosen(texts, "de") in texts


@pytest.mark.parametrize("cell", ["", "{", "{}", "[1]", '{"de": 1}', '{"a b": "x"}', "words", "{" * 10_000])
def test_what_is_no_cell_of_languages_is_a_text(cell: str) -> None:
    assert in_one_cell(cell) == {}
