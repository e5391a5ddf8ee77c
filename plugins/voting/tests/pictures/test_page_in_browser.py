"""The audit's page as a reader sees it, in the system's Chromium: accessible, within the screen, and silent."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from osi_core.plugins import AllocationProblem, Profile
from osi_voting.audits import OwnPrices, Robustness, audit, voter_groups
from osi_voting.formats.election import Election
from osi_voting.pictures import write_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
LONG = "Ein Spielplatz mit Wasserlauf, Sandkasten und Bänken für die ganze Nachbarschaft am alten Güterbahnhof"


def town() -> Election:
    """60 projects, so that the pictures leave some out; voters of three districts, three ages and no sex said."""
    random = np.random.default_rng(3)
    items = [f"p{number}" for number in range(60)]
    ballots = [sorted(random.choice(items, random.integers(0, 6), replace=False)) for _ in range(300)]
    problem = AllocationProblem.of(
        "approval",
        items,
        ballots,
        cost=[int(cost) for cost in random.integers(1_000, 90_000, 60)],
        budget=1_500_000,
        currency="EUR",
        categories=tuple((("green", "culture", "sport")[number % 3],) for number in range(60)),
        districts=tuple(("North", "South")[number % 2] for number in range(60)),
    )
    voters = {
        "district": [("North", "South", "East")[number % 3] for number in range(300)],
        "age": [str(age) for age in random.integers(14, 90, 300)],
    }
    titles = {item: f"{LONG} {item}" if number % 2 else item for number, item in enumerate(items)}
    return Election("town.pb", problem, "Kleine Stadt 2026", titles, voters, currency="EUR")


def committee() -> Election:
    """A council of 2 from ranked ballots: no money, no districts."""
    profile = Profile.of("ranked", "abc", [["a", "b"]] * 3 + [["c"]] * 2, size=2)
    return Election("council.soi", profile, "Council")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for election, chosen in ((town(), [f"p{number}" for number in range(45)]), (committee(), ["a", "b"])):
        name = Path(election.path).stem
        groups = voter_groups(election.voters)
        robust = Robustness(20, 3, 12, {chosen[0]: 12, chosen[1]: 19}, "0")
        own = OwnPrices("price", {chosen[0]: 1234, chosen[1]: 99}, {chosen[0]: 831})
        audits = [
            audit(election.problem, chosen, "greedy", groups=groups, robust=robust, own=own),
            audit(election.problem, chosen[:1], "nearly nothing", groups=groups),
        ]
        for language in ("de", "en"):
            found[f"{name}-{language}"] = folder / f"{name}-{language}.html"
            write_page(election, audits, found[f"{name}-{language}"], language)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


WAYS = [("town-de", 1280, "light"), ("town-de", 390, "dark"), ("town-en", 390, "light"), ("council-en", 390, "dark")]


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: "-".join(map(str, way)))
def seen(request: pytest.FixtureRequest, browser: Any, pages: dict[str, Path]) -> Iterator[Any]:
    name, width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("request", lambda asked: page.said.append(asked.url) if not asked.url.startswith(("file:", "data:")) else 0)
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    yield page
    page.close()


def test_axe_finds_nothing_wrong(seen: Any) -> None:
    results = axe.Axe().run(seen)
    assert results.violations_count == 0, results.generate_report()


def test_nothing_stands_out_of_the_page_and_no_words_of_a_picture_overlap(seen: Any) -> None:
    assert seen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    overlapping = """[...document.querySelectorAll('svg text.end')].filter(end => {
        const narrow = end.previousElementSibling, wide = narrow.previousElementSibling;
        const shown = narrow.getBoundingClientRect().width ? narrow : wide;
        return shown.getBoundingClientRect().right > end.getBoundingClientRect().left; }).length"""
    assert seen.evaluate(overlapping) == 0


def test_the_page_asks_for_nothing_and_complains_of_nothing(seen: Any) -> None:
    assert seen.said == []


def test_every_picture_has_a_name_and_a_table_with_all_its_rows(seen: Any) -> None:
    pictures = seen.locator("figure")
    assert pictures.count() >= 2
    for index in range(pictures.count()):
        picture = pictures.nth(index)
        assert picture.locator("svg[role=img] > title").first.text_content()
        rows = picture.locator("xpath=following-sibling::details[1]//tbody/tr").count()
        assert rows >= picture.locator("svg > text:not(.end):not(.wide)").count()
