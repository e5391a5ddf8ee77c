"""What is told while a decision is taken: that its strategy is being prepared, and then how far it is."""

from __future__ import annotations

import pytest

from osi_core.cli import Session
from osi_core.cli.terminal import deciding, noting, progress

SAID = {
    "en": "Loading the strategy, compiling once ...",
    "de": "Die Strategie wird geladen und einmalig übersetzt ...",
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_preparing_has_words_of_its_own(language, capsys):
    session = Session(language)
    with progress(session, "Counting") as report:
        told = deciding(session, report, "Counting")
        told(0.0, stage="preparing")
        told(0.5, stage="preparing")
        told(0.0)
        told(0.5)
    lines = [line.split("s  ", 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert lines == ["Counting", SAID[language], "Counting"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_where_nothing_else_is_told_preparing_is_noted_once(language, capsys):
    told = noting(Session(language))
    told(0.0)
    told(0.0, stage="preparing")
    told(0.5, stage="preparing")
    told(1.0)
    assert capsys.readouterr().err.splitlines() == [SAID[language]]
