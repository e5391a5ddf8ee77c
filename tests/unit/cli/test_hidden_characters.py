"""Nobody's words steer the terminal of whoever reads them."""

from __future__ import annotations

import io

import pytest
from rich.text import Text

from osi_core.challenges.commands import SubmitChallenge
from osi_core.cli import terminal
from osi_core.domain import Phase
from osi_core.log.sql import SqlStore
from osi_core.testing.scenario import Scenario
from osi_core.words.visible import HIDDEN

TITLE = "Shade\x1b[2J\x07 \x9b31m exe.\u202egnp\u2066 \r gone"
SHOWN = "Shade[U+001B][2J[U+0007] [U+009B]31m exe.[U+202E]gnp[U+2066] [U+000D] gone"


@pytest.fixture
def receipt(tmp_path):
    store = SqlStore.create(tmp_path / "town.db")
    scenario = Scenario(store)
    scenario.citizen("ada")
    scenario.open_without_gates(Phase.CHALLENGES)
    command = SubmitChallenge(mission="m", challenge="shade", title=TITLE, language="en")
    note = scenario.do(command, by="ada").receipt
    store.close()
    assert note is not None
    return note.code


def test_a_receipt_shows_them(osi, receipt):
    told = osi("receipt", receipt, "--store", "town.db")
    assert told.code == 0
    assert SHOWN in told.out.replace("\n", " ")
    assert not HIDDEN.search(told.out)


def test_json_holds_the_same_text_and_no_bare_character(osi, receipt):
    told = osi("receipt", receipt, "--store", "town.db", "--json")
    assert told.json["words"] == TITLE
    assert not HIDDEN.search(told.out)


def test_a_report_shows_them(osi, receipt, tmp_path):
    done = osi("report", "--store", "town.db", "--receipt", receipt, "--to", "page.html")
    assert done.code == 0, done.err
    page = (tmp_path / "page.html").read_text("utf-8")
    assert SHOWN in page
    assert not HIDDEN.search(page)


def test_an_error_shows_them(osi):
    told = osi("playbook", "check", "no\x1b[2J\u202efile.toml")
    assert told.code == 3
    assert "no[U+001B][2J[U+202E]file.toml" in told.err
    assert not HIDDEN.search(told.err)


@pytest.mark.parametrize("width", [20, 200])
def test_a_table_shows_them_whole_and_keeps_its_styles(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    console = terminal.console()
    console.file = io.StringIO()
    table = terminal.rows("", "")
    table.add_row("a\u202eb", Text.assemble(("red\x1b[2J", "bad"), "\u2066 plain"))
    console.print(table)
    told = console.file.getvalue()
    assert told == "a[U+202E]b  red[U+001B][2J[U+2066] plain\n" or width == 20
    assert not HIDDEN.search(told)


def test_styles_stay_where_they_were():
    text = Text.assemble(("red\x1bmore", "bad"), " plain\u202e")
    shown = terminal._visible(text)
    assert shown.plain == "red[U+001B]more plain[U+202E]"
    bad = {place for span in shown.spans if span.style == "bad" for place in range(span.start, span.end)}
    assert {0, 1, 2, 11, 14} <= bad
    assert 15 not in bad
