"""The pages of single things: where they stand, what they tell, and what they must not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.challenges.correction_commands import AmendChallenge
from osi_core.domain import Phase
from osi_core.log.memory import MemoryStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process.engine import Engine
from osi_core.process.receipt_codes import read_code
from osi_core.report import MissionReport
from osi_core.report.measures.stories import Kind
from osi_core.report.search import DIGITS, RECEIPTS
from osi_core.simulation import demo_plan, simulate
from osi_core.view import EVERYONE
from tests.unit.process.journey import Journey, travelled
from tests.unit.report.test_page import HOSTILE, Page

SECRET = re.compile(r"Secretword\w*")


def pages(journey: Journey, folder: Path, **options: Any) -> Path:
    MissionReport(journey.engine, "m").pages(folder, "en", **options)
    return folder


def read(folder: Path, name: str, language: str = "en") -> str:
    return (folder / language / f"{name}.html").read_text(encoding="utf-8")


def things(folder: Path) -> Iterator[Path]:
    for kind in Kind:
        yield from folder.glob(f"*/{kind}/*.html")


def data(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8").partition("=")[2].removesuffix(";\n"))


@pytest.fixture(scope="module")
def told(journey: Journey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a mission that has gone through all phases."""
    return pages(journey, tmp_path_factory.mktemp("told"))


def test_the_page_of_a_challenge_leads_from_its_words_to_the_rollout(told: Path) -> None:
    text = read(told, "challenges/heat")
    way = ("Secretwordheattitle", "challenge submitted", "place 1 of 3", "Aue commits: ten squares", "commitment kept")
    assert [part for part in (*way, "Secretwordsails", "pilots", "adopted by") if part not in text] == []
    assert 'href="../commitments/shade.html"' in text
    assert 'href="../solutions/sails.html"' in text
    assert 'href="../../de/challenges/heat.html"' in text
    assert "Herausforderung eingereicht" in read(told, "challenges/heat", "de")


def test_what_was_merged_leads_to_what_it_lives_on_in(told: Path) -> None:
    assert 'href="../challenges/heat.html"' in read(told, "challenges/warmth")


@pytest.mark.parametrize("steps", range(8))
def test_every_page_is_whole_and_its_links_lead_somewhere(tmp_path: Path, steps: int) -> None:
    pages(travelled(upto=steps), tmp_path)
    for path in (*things(tmp_path), *tmp_path.glob("*/*.html")):
        page = Page(path.read_text(encoding="utf-8"))
        assert page.open == []
        led_to = [given.get("href") or given.get("src") for _, given in page.tags if given.keys() & {"href", "src"}]
        files = [one.partition("#")[0] for one in led_to if one and not one.startswith("data:")]
        assert [file for file in files if file and not (path.parent / file).is_file()] == []


def shown_to_everyone(journey: Journey) -> set[str]:
    """The private words that some view shows to whoever asks."""
    reads, found = journey.engine.read("m"), set()
    for part in journey.engine.share.parts:
        for view in part.views:
            if len(view.at.variables) == 1 and view.seen_by >= EVERYONE:
                found |= {word for one in reads.each(view) for word in SECRET.findall(str(one.model_dump()))}
    return found


@pytest.mark.parametrize(
    ("steps", "erased"), [(1, ()), (2, ("dia",)), (4, ("ada",)), (7, ()), (7, ("ada", "ben", "cem", "dia"))]
)
def test_no_word_stands_there_that_the_judge_shows_to_nobody(
    tmp_path: Path, steps: int, erased: tuple[str, ...]
) -> None:
    journey = travelled(upto=steps)
    for person in erased:
        journey.do(EraseParticipant(mission="m", participant=person), by=person)
    pages(journey, tmp_path)
    written = " ".join(path.read_text(encoding="utf-8") for path in (*things(tmp_path), tmp_path / "things.js"))
    assert {*SECRET.findall(written)} <= shown_to_everyone(journey)
    assert "Secretwordspam" not in written


def test_words_behind_followed_receipts_are_judged_too(journey: Journey, tmp_path: Path) -> None:
    MissionReport(journey.engine, "m", receipts=[journey.receipts["spam"]]).pages(tmp_path, "en")
    text = read(tmp_path, "receipts")
    assert "rejected: advertising" in text
    assert "Secretwordspam" not in text


def test_an_address_stays_when_the_title_changes(tmp_path: Path) -> None:
    journey = travelled(upto=1)
    journey.open(Phase.CHALLENGES)
    journey.do(SubmitChallenge(mission="m", challenge="dust", title="Dust"), by="ada")
    pages(journey, tmp_path)
    before = {*things(tmp_path)}
    journey.do(AmendChallenge(mission="m", challenge="dust", title="Fine dust"), by="ada")
    pages(journey, tmp_path)
    assert {*things(tmp_path)} == before
    assert "Fine dust" in read(tmp_path, "challenges/dust")


def test_hostile_titles_stay_words(tmp_path: Path) -> None:
    journey = travelled(upto=1)
    journey.open(Phase.CHALLENGES)
    journey.do(SubmitChallenge(mission="m", challenge="evil", title=HOSTILE), by="ada")
    pages(journey, tmp_path)
    page = Page(read(tmp_path, "challenges/evil"))
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert data(tmp_path, "things.js") == [["challenges", "evil", HOSTILE, ""]]


def test_without_stories_nothing_leads_to_one(journey: Journey, tmp_path: Path) -> None:
    pages(journey, tmp_path, stories=False)
    assert [*things(tmp_path)] == []
    assert 'class="thing"' not in read(tmp_path, "challenges")
    assert data(tmp_path, "things.js") == []
    assert data(tmp_path, RECEIPTS) == {}


# Receipts


def test_a_receipt_is_found_by_its_digest_if_what_it_stands_for_has_a_page(journey: Journey, told: Path) -> None:
    found = data(told, RECEIPTS)
    leads = {name: found.get(read_code(code).digest[:DIGITS]) for name, code in journey.receipts.items()}
    assert leads["heat"] == "challenges/heat"
    assert leads["commitment"] == "commitments/shade"
    private = ("vote", "ballot-ada", "trees", "comment")
    assert [leads[name] for name in private] == [None] * len(private)
    assert sum(lead is not None for lead in leads.values()) <= len(found)


def test_no_code_and_no_private_step_lies_in_the_folder(journey: Journey, tmp_path: Path) -> None:
    codes = list(journey.receipts.values())
    MissionReport(journey.engine, "m", receipts=codes).pages(tmp_path, "en")
    MissionReport(journey.engine, "m", receipts=codes).single(tmp_path / "all.html", "en")
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    for code in codes:
        plain = code.replace("-", "")
        assert code not in written
        assert plain[-26:] not in written
        assert sha256(plain[-26:].encode()).hexdigest() not in written, "only the beginning of a digest"
    assert "your mean scores" not in written
    assert {*journey.receipts} >= {"heat"}


# What is not told of teams


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> tuple[MissionReport, Path]:
    store, plan = MemoryStore(), demo_plan(part=20)
    simulate(plan, store)
    report, folder = MissionReport(Engine(store), plan.mission), tmp_path_factory.mktemp("simulated")
    report.pages(folder, "en")
    return report, folder


def test_teams_that_were_told_not_yet_have_nothing_of_it_on_their_pages(simulated: tuple[MissionReport, Path]) -> None:
    report, folder = simulated
    said = {row.initiative: row.result for row in report.measures.curation.dossiers if row.computed}
    assert {"not_yet"} < {*said.values()}
    for initiative, result in said.items():
        text = read(folder, f"solutions/{initiative}")
        assert ("Does it hold?" in text) == (result != "not_yet")
        assert "problem-solution fit" not in text
        assert "not yet" not in text


def test_nobody_is_named_as_the_holder_of_a_stipend(simulated: tuple[MissionReport, Path]) -> None:
    report, folder = simulated
    assert any(row.granted for row in report.measures.support.needs)
    for path in (folder / "en" / Kind.SOLUTION).iterdir():
        assert "stipend" not in path.read_text(encoding="utf-8").lower()
