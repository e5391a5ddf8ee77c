"""The report as a reader sees it, in the system's Chromium: accessible, within the page, and alone with itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from osi_core.log.memory import MemoryStore
from osi_core.process.engine import Engine
from osi_core.report import write_report
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
    for language, path in paths.items():
        receipts = list(played.receipts.values())
        write_report(Engine(store), plan.mission, path, language=language, receipts=receipts)
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
