"""The report as a reader sees it, in the system's Chromium: accessible, within the page, and alone with itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from osi_core.log.memory import MemoryStore
from osi_core.process.engine import Engine
from osi_core.report import MissionReport
from osi_core.report.pages import PAGES
from osi_core.simulation import demo_plan, simulate
from tests.conftest import chromium

pytestmark = [pytest.mark.browser, pytest.mark.system]

FLAGS = [
    "--no-sandbox",  # tests run as root in a container
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
SIZES = {"desk": (1280, 1600), "phone": (390, 844)}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report of a small simulated mission, by language."""
    store, plan = MemoryStore(), demo_plan(part=20)
    played = simulate(plan, store)
    folder = tmp_path_factory.mktemp("report")
    paths = {language: folder / f"{language}.html" for language in ("de", "en")}
    made = MissionReport(Engine(store), plan.mission, receipts=list(played.receipts.values()))
    for language, path in paths.items():
        made.single(path, language)
    made.pages(folder / "pages", "de")
    return paths


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


class Seen:
    """A page with what it said and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))


WAYS = [
    ("de", "desk", "light"),
    ("de", "desk", "dark"),
    ("de", "phone", "light"),
    ("de", "phone", "dark"),
    ("en", "phone", "light"),
]
"""Language, size and scheme in which the report is looked at."""


@pytest.fixture(scope="module", params=WAYS, ids="-".join)
def seen(request: pytest.FixtureRequest, browser: Browser, reports: dict[str, Path]) -> Iterator[Seen]:
    language, size, scheme = request.param
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    looked_at = Seen(page)
    page.goto(reports[language].as_uri())
    unfold(page)
    yield looked_at
    page.close()


def unfold(page: Page) -> None:
    """Opens everything that can be opened."""
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")


def test_axe_finds_nothing_wrong(seen: Seen) -> None:
    results = Axe().run(seen.page)
    assert results.violations_count == 0, results.generate_report()


def test_nothing_stands_out_of_the_page(seen: Seen) -> None:
    assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_page_asks_for_nothing_and_complains_of_nothing(seen: Seen) -> None:
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []
    assert len([url for url in seen.requests if url.startswith("file:")]) == 1
    assert seen.console == []


def test_every_drawing_has_a_name_and_the_data_beside_it(seen: Seen) -> None:
    drawings = seen.page.locator("svg")
    assert drawings.count() >= 4
    for index in range(drawings.count()):
        drawing = drawings.nth(index)
        assert drawing.get_attribute("role") == "img"
        assert drawing.locator("title").first.text_content()
        assert drawing.locator("xpath=ancestor::section//table").count() > 0


def test_the_report_prints_on_white_paper(browser: Browser, reports: dict[str, Path]) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(reports["de"].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    page.close()


@pytest.fixture(scope="module", params=["de-phone-dark", "en-desk-light"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Whoever goes through the folder of pages."""
    language, size, scheme = request.param.split("-")
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale=language)
    yield page
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_accessible_and_within_the_window(visitor: Page, reports: dict[str, Path], name: str) -> None:
    language = visitor.evaluate("navigator.language")
    visitor.goto((reports["de"].parent / "pages" / language / f"{name}.html").as_uri())
    unfold(visitor)
    results = Axe().run(visitor)
    assert results.violations_count == 0, results.generate_report()
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if visitor.evaluate("window.innerWidth") == SIZES["phone"][0]:
        cut = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
        assert visitor.evaluate(cut) == 0, "tables are cards, and nothing is cut"


def test_the_pages_are_walked_by_keyboard(browser: Browser, reports: dict[str, Path]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((reports["de"].parent / "pages" / "index.html").as_uri())
    page.wait_for_url("**/de/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hreflang") == "en"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/index.html")
    page.close()


def test_every_link_leads_to_a_page_that_is_there(reports: dict[str, Path], browser: Browser) -> None:
    folder, page = reports["de"].parent / "pages", browser.new_page()
    for path in sorted(folder.rglob("*.html")):
        page.goto(path.as_uri()) if path.parent != folder else None
        for target in page.evaluate("[...document.links].map(one => one.href)"):
            file, _, place = target.removeprefix("file://").partition("#")
            assert Path(file).is_file(), target
            assert not place or f'id="{place}"' in Path(file).read_text(encoding="utf-8"), target
    page.close()
