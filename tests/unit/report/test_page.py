"""The page: whole in itself, in both languages, and safe with whatever people write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge
from osi_core.domain import DataOrigin, Phase
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import CreateMission, EraseParticipant, JoinMission
from osi_core.process.engine import Engine
from osi_core.process.request import Request
from osi_core.report import write_report
from osi_core.report.words import Words
from osi_core.support.commands import StartProgramme
from osi_core.words import OWN, Message
from tests.unit.process.journey import Journey, travelled
from tests.unit.solutions.world import two_kickoffs

VOID = {"meta", "link", "br", "img", "input", "hr"}
HOSTILE = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)> & {{ 7 * 7 }}'


class Page(HTMLParser):
    """Tags in order, and what is left open."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.ids = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"


def written(journey, tmp_path, language="en", receipts=()):
    path = tmp_path / "a" / "report.html"
    write_report(journey.engine, "m", path, language=language, receipts=receipts)
    return path.read_text(encoding="utf-8")


def test_programmes_are_listed_where_there_are_several(tmp_path):
    journey = travelled(upto=4)
    assert "The programmes" not in written(journey, tmp_path)
    journey.do(StartProgramme(mission="m", programme="second"), by="olga")
    text = written(journey, tmp_path)
    assert Page(text).open == []
    assert "The programmes" in text
    assert all(f'<th scope="row">{name}</th>' in text for name in ("first", "second"))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_is_whole_in_itself(journey, tmp_path, language):
    text = written(journey, tmp_path, language, list(journey.receipts.values())[:5])
    page = Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert page.tags[0] == ("html", {"lang": language})
    led_to = [value for _, attributes in page.tags for name, value in attributes.items() if name in ("src", "href")]
    assert all(value.startswith(("#", "data:")) for value in led_to)
    assert "url(" not in text
    assert "@import" not in text
    assert "script" not in {tag for tag, _ in page.tags}


@pytest.mark.parametrize(("language", "said"), [("en", "2 kick-offs between"), ("de", "2 Kick-offs zwischen")])
def test_several_kickoffs_have_a_row_each(tmp_path, language, said):
    text = unescape(written(two_kickoffs(), tmp_path, language))
    assert said in text
    assert '<th scope="row">bonn</th>' in text
    assert '<th scope="row">berlin</th>' in text
    assert Page(text).open == []


def test_one_kickoff_needs_no_table_of_kickoffs(journey, tmp_path):
    text = written(journey, tmp_path)
    assert "people were registered" in text
    assert '<th scope="row">town-hall</th>' not in text


def test_links_lead_to_what_is_there(journey, tmp_path):
    page = Page(written(journey, tmp_path))
    assert {a["href"][1:] for tag, a in page.tags if tag == "a"} <= set(page.ids)


def test_german_and_english_have_their_own_forms(journey, tmp_path):
    german, english = written(journey, tmp_path, "de"), written(journey, tmp_path, "en")
    assert "31. Dez. 2040" in german.replace("\u00a0", " ")
    assert "31 Dec 2040" in english.replace("\u00a0", " ")
    assert "0,01\u00a0€" in german
    assert "€0.01" in english


@pytest.mark.parametrize("steps", range(8))
def test_a_mission_can_be_told_at_every_point_of_its_way(tmp_path, steps):
    assert Page(written(travelled(upto=steps), tmp_path)).open == []


def test_what_was_submitted_is_shown_until_a_round_has_put_it_in_order(tmp_path):
    begun = Journey()
    begun.open_without_gates(Phase.CHALLENGES)
    assert "Nobody has taken part yet" in written(begun, tmp_path)
    for number in range(7):
        begun.do(SubmitChallenge(mission="m", challenge=f"c-{number}", title=f"Shade {number}"), by="ada")
        begun.do(AcceptChallenge(mission="m", challenge=f"c-{number}"), by="olga")
    text = written(begun, tmp_path)
    on_the_front = text[text.index('id="front"') : text.index("</section>", text.index('id="front"'))]
    assert re.findall(r"Shade \d", on_the_front) == [f"Shade {number}" for number in (6, 5, 4, 3, 2)]
    assert "2 more were submitted." in on_the_front
    assert "Submitted so far" not in written(travelled(), tmp_path)


def test_hostile_words_stay_words(tmp_path):
    journey = travelled(upto=1)
    journey.open(Phase.CHALLENGES)
    evil = SubmitChallenge(mission="m", challenge="evil", title=HOSTILE, category=HOSTILE[:60])
    journey.take("evil", journey.do(evil, by="ada"))
    journey.do(SubmitChallenge(mission="m", challenge="plain", title="plain"), by="ben")
    text = written(journey, tmp_path, receipts=[journey.receipts["evil"]])
    page = Page(text)
    assert page.open == []
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "&lt;script&gt;alert(" in text
    assert "{{ 7 * 7 }}" in text


def test_hostile_names_of_a_mission_stay_words(tmp_path):
    engine = Engine(MemoryStore())
    engine.handle(CreateMission(mission="m", title=HOSTILE))
    path = tmp_path / "report.html"
    write_report(engine, "m", path)
    assert "<script>" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "word"), [("en", "[erased]"), ("de", "[gelöscht]")])
def test_erased_words_are_gone_and_said_to_be(tmp_path, language, word):
    journey = travelled()
    code = journey.receipts["heat"]
    assert "Secretwordheattitle" in written(journey, tmp_path, language, [code])
    journey.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    text = written(journey, tmp_path, language, [code])
    assert word in text
    assert "Secretwordheat" not in text
    assert "Secretwordsails" not in text
    assert "Secretwordwatertitle" in text  # Ben's


def test_a_real_mission_is_not_called_simulated(journey, tmp_path):
    assert "Simulated mission" not in written(journey, tmp_path)


def of_origin(tmp_path, origin, *, played_on=False):
    engine, day = Engine(MemoryStore()), datetime(2026, 1, 1, tzinfo=UTC)
    engine.handle(CreateMission(mission="m", title="Cool towns", origin=origin), time=day)
    if played_on:
        ada = "p-" + "a" * 32
        joining = JoinMission(mission="m", participant=ada)
        engine.handle_many([Request(joining, ada, time=day, origin=DataOrigin.SIMULATED)])
    path = tmp_path / "report.html"
    write_report(engine, "m", path, language="en")
    return path.read_text(encoding="utf-8")


def test_a_simulated_mission_says_so_at_its_head(tmp_path):
    text = of_origin(tmp_path, DataOrigin.SIMULATED)
    assert text.index("Simulated mission") < text.index("<h1>")
    assert "People, institutions and numbers are invented." in text


def test_a_mission_that_was_imported_and_played_on_names_its_parts_at_its_head(tmp_path):
    text = of_origin(tmp_path, DataOrigin.IMPORTED, played_on=True)
    assert text.index("Partly imported, partly simulated") < text.index("<h1>")
    assert "<dt>imported</dt><dd>Mission</dd>" in text
    assert "<dt>simulated</dt><dd>People</dd>" in text
    assert "are invented" not in text


def test_an_imported_mission_says_so(tmp_path):
    text = of_origin(tmp_path, DataOrigin.IMPORTED)
    assert text.index("Imported data") < text.index("<h1>")
    assert "simulated" not in text.partition("</style>")[2]


def test_every_figure_and_step_says_what_it_is(journey, tmp_path):
    text = written(journey, tmp_path, receipts=[journey.receipts["heat"]])
    mark = '<span class="origin mark real">real</span>'
    for figure in re.findall(r'<p class="figure">.*?</li>', text.partition('<ol class="glance">')[2], re.DOTALL)[:6]:
        assert mark in figure
    bars = re.findall(r'<th scope="row">[^\n]*<small>', text.partition('<table class="funnel')[2])
    assert len(bars) >= 18
    assert all(mark in bar for bar in bars[:18])
    steps = re.findall(r"<li><time.*?</li>", text)
    assert steps
    assert all(mark in step for step in steps)


def test_every_definition_of_the_funnel_is_on_the_page(journey, tmp_path):
    text = unescape(written(journey, tmp_path))
    definitions = [
        OWN.say(Message(code)) for code in OWN.catalogues[0].codes("en") if code.startswith("report.define.")
    ]
    assert len(definitions) >= 18
    assert all(definition in text for definition in definitions)


def test_one_and_many_have_their_own_words():
    assert Words("en", OWN)("solutions_n", count=1) == "1 solution"
    assert Words("de", OWN)("solutions_n", count=3) == "3 Lösungen"


def test_a_name_without_words_is_shown_as_it_is():
    assert Words("de", OWN).of("criterion", "open_source") == "open source"
