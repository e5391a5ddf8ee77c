"""A made-up third language: every sentence stands in ⟦⟧. What people see outside of them is data, a number or a name.

So a sentence that does not come from a catalogue is found, wherever it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from osi_core.cli import main
from osi_core.cli.commands import COMMANDS
from osi_core.domain import Event
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process import share_of
from osi_core.process.codes import codes
from osi_core.simulation import demo_plan
from osi_runtime.auth.words import CATALOGUE as TOKENS
from tests.unit.cli.conftest import Osi, osi

__all__ = ["osi"]

pytestmark = pytest.mark.system
LANGUAGE = "qx"
_WORD = re.compile(r"[^\W\d_]{2,}")
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
_OF_FORMATS = {"UTC", "EUR", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
               "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
               "December"}  # fmt: skip
"""What Babel writes: months of a language that it does not know are English."""


@pytest.fixture
def third_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """The English sentences of the library and of all plugins in brackets, as one more language of their catalogues."""
    for catalogue in (*Plugins.load().words().catalogues, TOKENS):
        sentences: dict[str, dict[str, object]] = {}
        for code in catalogue.codes("en"):
            forms = tuple(f"⟦{form}⟧" for form in catalogue.forms(code, "en"))
            sentences[code] = {LANGUAGE: forms[0] if len(forms) == 1 else forms}
        monkeypatch.setattr(catalogue, "sentences", sentences)


def outside(text: str) -> str:
    """What stands outside of all brackets."""
    while (shorter := _INNERMOST.sub(" ", text)) != text:
        text = shorter
    return text


def data_of(store: Path) -> set[str]:
    """Every word of the log, its hash, the texts beside it, the names of resources, and the folder it lies in."""
    words = set(_WORD.findall(str(store.resolve().parent))) | set(_WORD.findall(store.name))
    with closing(SqlStore.open(store, read_only=True)) as source:
        for mission in source.missions():
            words.update(_WORD.findall(source.head(mission).hash.hex()))
            for entry in source.read(mission):
                words.update(_WORD.findall(entry.raw.decode()))
                for seal in re.findall(r'"([0-9a-f]{64})"', entry.raw.decode()):
                    found = source.text(mission, seal)
                    words.update(_WORD.findall(found.text if found else ""))
    return words


def names() -> Iterator[str]:
    """Names that are the same in every language: of the program, its commands, events, resources and files."""
    yield from ("osi", "Open", "Social", "Innovation", "mission", "missions", "store", "people", "demo", "db", "html")
    yield from ("pages", "report", "json", "export", "manifest", "out", "to", "debug", LANGUAGE)
    for code in codes():
        yield from _WORD.findall(f"{code.code} {code.status}")
    for line in COMMANDS:
        yield from _WORD.findall(line.name)
    for command in share_of("all").rules:
        yield command.__name__
        yield from _WORD.findall(command.at.pattern)
        yield from _WORD.findall(" ".join(command.model_fields))
    for kind in Event.registry:
        yield from _WORD.findall(kind)


def named_in(help_page: str) -> Iterator[str]:
    """Names of commands, options and what they take, as a page of help has them; plugins bring theirs."""
    for found in re.findall(r"^ {2}([a-z][\w-]*)|(--[a-z][\w-]*)|\b([A-Z][A-Z_]+)\b", help_page, re.MULTILINE):
        yield from _WORD.findall(" ".join(found))


class Visible(HTMLParser):
    """The text of a page that people see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "script")
        self.text += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def unsaid(text: str, known: set[str]) -> list[str]:
    """Words outside of the brackets that are neither data nor names."""
    return sorted(set(_WORD.findall(outside(text))) - known)


@pytest.fixture
def played(osi: Osi, third_language: None, tmp_path: Path) -> tuple[Path, str, set[str]]:
    """A small mission: its folder, what playing it printed, and the words that are no sentences."""
    answer = osi("--lang", LANGUAGE, "demo", "--people", "150", "--out", "played")
    assert answer.code == 0, answer.err
    folder, title = tmp_path / "played", set(_WORD.findall(demo_plan(2021).title_en or ""))
    return folder, answer.out + answer.err, data_of(folder / "mission.db") | set(names()) | title | _OF_FORMATS


def test_whatever_is_printed_or_shown_is_a_sentence_of_a_catalogue_or_data(played, osi, tmp_path):
    folder, printed, known = played
    store = ("--store", str(folder / "mission.db"))
    receipt_codes = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{6}-[0-9A-Z-]{23}\b", printed)
    known |= {word for code in receipt_codes for word in _WORD.findall(code)}
    shown = {
        "demo": printed,
        "status": osi("--lang", LANGUAGE, "status", *store).out,
        "rules": osi("--lang", LANGUAGE, "rules").out,
        "codes": osi("--lang", LANGUAGE, "codes").out,
        "may": osi("--lang", LANGUAGE, "may", "--as", "operator", "--all", *store).out,
        "verify": osi("--lang", LANGUAGE, "verify", str(folder / "export")).out,
        "help": osi("--lang", LANGUAGE, "--help").out,
        "playbook": osi("--lang", LANGUAGE, "playbook", "show").out,
        **{f"receipt {code}": osi("--lang", LANGUAGE, "receipt", code, *store).out for code in receipt_codes},
    }
    receipts = [part for code in receipt_codes for part in ("--receipt", code)]
    osi("--lang", LANGUAGE, "report", *store, "--to", "page.html", *receipts)
    page = Visible()
    page.feed((tmp_path / "page.html").read_text(encoding="utf-8"))
    shown["report"] = "\n".join(page.text)
    known |= set(named_in(outside(shown["help"])))
    assert all("⟦" in text for text in shown.values()), [name for name, text in shown.items() if "⟦" not in text]
    found = {name: words for name, text in shown.items() if (words := unsaid(text, known))}
    assert found == {}, found


PARK = """META
key;value
description;Hill
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
currency;EUR
PROJECTS
project_id;cost;name
1;60;Park
2;40;Pool
3;70;Path
VOTES
voter_id;vote
a;1,2
b;1
c;2,3
d;1,3
"""


@pytest.mark.parametrize("rule", ["equal-shares", "phragmen", "greedy-votes", "maximin-support"])
def test_a_count_is_told_in_it(rule, osi, third_language, tmp_path):
    (tmp_path / "hill.pb").write_text(PARK, encoding="utf-8")
    answer = osi("--lang", LANGUAGE, "tally", "hill.pb", "--rule", rule)
    assert answer.code == 0, answer.err
    known = set(names()) | set(_WORD.findall(PARK)) | set(_WORD.findall(rule))
    assert unsaid(answer.out + answer.err, known) == []


def test_a_refusal_is_told_in_it(osi, third_language, tmp_path):
    answer = osi("--lang", LANGUAGE, "status", "--store", "nowhere.db")
    assert answer.code != 0
    assert unsaid(answer.err, set(names()) | set(_WORD.findall(f"{tmp_path} nowhere"))) == []


def test_an_unknown_language_is_refused_with_those_there_are(capsys):
    assert main(["--lang", "xx", "status"]) == 2
    assert "de or en" in capsys.readouterr().err
