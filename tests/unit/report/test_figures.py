"""What is shown adds up: one figure is one number wherever it stands, and so are the rows that it counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from osi_core.log.memory import MemoryStore
from osi_core.process.engine import Engine
from osi_core.report import MissionReport
from osi_core.report.measures.figures import SUMS
from osi_core.simulation import demo_plan, simulate
from osi_core.words import OWN, Message
from tests.unit.process.journey import travelled
from tests.unit.report.seen import Seen

INTERNAL = re.compile(
    r"\b[a-z]+(?:-[a-z]+)*/[a-z0-9-]*\d+\b|\b[a-z]+-\d{2,}\b|\b(phragmen|greedy|review|proportional)-[a-z]+"
)
"""Names that only the software has for things: `needs/n-0073`, `m-016`, `phragmen-sequential`."""


@pytest.fixture(scope="module")
def report() -> MissionReport:
    """A small simulated mission, all of it."""
    store, plan = MemoryStore(), demo_plan(part=20)
    played = simulate(plan, store)
    return MissionReport(Engine(store), plan.mission, receipts=[*played.receipts.values()])


@pytest.fixture(scope="module")
def pages(report: MissionReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    report.pages(folder, "en")
    report.single(folder / "all.html", "en")
    return folder


def read(*paths: Path) -> list[Seen]:
    return [Seen(path.read_text(encoding="utf-8")) for path in paths]


def all_figures(seen: list[Seen]) -> dict[tuple[str, str], set[int]]:
    found: dict[tuple[str, str], set[int]] = {}
    for page in seen:
        for key, values in page.figures.items():
            found.setdefault(key, set()).update(values)
    return found


def wrong(seen: list[Seen]) -> list[str]:
    """Figures that differ from themselves, from their sums, or from the rows that they count."""
    figures = all_figures(seen)
    found = [f"{key} is {values}" for key, values in figures.items() if len(values) > 1]
    for whole, parts in SUMS:
        for (key, of), values in figures.items():
            shown = [figures.get((part, of)) for part in parts]
            if key == whole and any(shown):
                total = sum(min(one) for one in shown if one)  # a part that is not shown is nothing
                found += [] if total == min(values) else [f"{whole} {of} is {min(values)}, its parts {parts} {total}"]
    for page in seen:
        for key, rows in page.rows.items():
            if figures.get((key, ""), {rows}) != {rows}:
                found.append(f"{key} is {figures[key, '']}, and {rows} are listed")
    return found


def test_what_is_shown_adds_up(pages: Path) -> None:
    seen = read(*(pages / "en").glob("*.html"))
    assert wrong(seen) == []
    shown = {key for key, _ in all_figures(seen)}
    assert all({whole, *parts} <= shown for whole, parts in SUMS), "each sum is on the page"
    assert wrong(read(pages / "all.html")) == []


@pytest.mark.parametrize("steps", range(8))
def test_it_adds_up_at_every_point_of_the_way(tmp_path: Path, steps: int) -> None:
    MissionReport(travelled(upto=steps).engine, "m").pages(tmp_path, "en")
    assert wrong(read(*(tmp_path / "en").glob("*.html"))) == []


@pytest.mark.parametrize(
    "page",
    [
        '<data data-figure="pilots" value="3">3</data><data data-figure="pilots" value="4">4</data>',
        '<data data-figure="needs_met" value="1">1</data><li data-row="needs_met"></li><li data-row="needs_met"></li>',
        '<data data-figure="grant_given" value="6">6</data><data data-figure="grant_budget" value="5">5</data>',
        '<data data-figure="bundle_formed" value="15">15</data><li data-row="bundle_formed"></li>',
    ],
)
def test_two_views_of_a_figure_that_differ_are_found(page: str) -> None:
    assert len(wrong([Seen(page)])) == 1


def test_every_figure_has_its_definition(pages: Path) -> None:
    known = OWN.catalogues[0].codes("en")
    for key, _ in all_figures(read(pages / "all.html")):
        assert f"report.define.{key}" in known
        assert f"report.figure.{key}" in known or f"report.step.{key}" in known


def test_no_name_stands_without_its_words(pages: Path) -> None:
    for path in (pages / "en").rglob("*.html"):
        (seen,) = read(path)
        assert [text for text in seen.texts if INTERNAL.search(text)] == [], path.name


def test_teams_that_were_told_not_yet_are_not_named_with_their_scores(report: MissionReport) -> None:
    curation = report.measures.curation
    assert curation.results["not_yet"]
    assert all(row.result != "not_yet" for row in curation.told)
    assert (curation.not_yet is not None) == (curation.results["not_yet"] >= 10)


def test_whoever_looks_sees_what_each_figure_means(pages: Path) -> None:
    (seen,) = read(pages / "en" / "figures.html")
    for whole, parts in SUMS:
        for key in (whole, *parts):
            assert OWN.say(Message(f"report.define.{key}")) in seen.texts
