"""The report as a reader sees it, in the system's Chromium: accessible, within the page, and alone with itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from osi_core.log.memory import MemoryStore
from osi_core.process.engine import Engine
from osi_core.report import MissionReport
from osi_core.report.measures.stories import Kind
from osi_core.report.pages import PAGES
from osi_core.simulation import Played, demo_plan, simulate
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
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="module")
def played(store: MemoryStore) -> Played:
    """A small simulated mission."""
    return simulate(demo_plan(part=20), store)


@pytest.fixture(scope="module")
def codes(played: Played) -> Mapping[str, str]:
    """What became of some contributions → their receipts."""
    return played.receipts


@pytest.fixture(scope="module")
def reports(store: MemoryStore, played: Played, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Its report, by language."""
    folder = tmp_path_factory.mktemp("report")
    paths = {language: folder / f"{language}.html" for language in ("de", "en")}
    made = MissionReport(Engine(store), played.mission, receipts=list(played.receipts.values()))
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


@pytest.mark.parametrize("kind", Kind)
def test_pages_of_single_things_are_accessible_too(visitor: Page, reports: dict[str, Path], kind: Kind) -> None:
    language = visitor.evaluate("navigator.language")
    longest = max((reports["de"].parent / "pages" / language / kind).iterdir(), key=lambda path: path.stat().st_size)
    visitor.goto(longest.as_uri())
    unfold(visitor)
    results = Axe().run(visitor)
    assert results.violations_count == 0, results.generate_report()
    assert visitor.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_things_are_found_by_their_words_from_a_folder(browser: Browser, reports: dict[str, Path]) -> None:
    folder, page = reports["de"].parent / "pages", browser.new_page()
    seen = Seen(page)
    page.goto((folder / "de" / "search.html").as_uri())
    titles: list[str] = page.evaluate("osiThings.map(one => one[2])")
    title = next(title for title in titles if "ä" in title)
    page.get_by_role("searchbox").focus()
    page.keyboard.type(title.upper().replace("Ä", "A"))
    found = page.locator("#found a")
    assert title in found.all_text_contents()
    page.keyboard.type(" xyzzy")
    assert found.count() == 0
    assert page.get_by_role("status").text_content() == "Nichts enthält alle diese Wörter."
    page.keyboard.press("Control+A")
    page.keyboard.type(title)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/*/*.html")
    assert title in str(page.locator("h1").text_content())
    assert all(url.startswith(("file:", "data:")) for url in seen.requests)
    assert seen.console == []
    page.close()


def test_a_receipt_is_found_by_its_code_from_a_folder(
    browser: Browser, reports: dict[str, Path], codes: Mapping[str, str]
) -> None:
    page = browser.new_page()
    seen = Seen(page)
    page.goto((reports["de"].parent / "pages" / "en" / "receipts.html").as_uri())
    told = page.get_by_role("status")
    for typed, says in (("nonsense", "This is no code"), ("0" * 30, "knows no contribution")):
        page.get_by_label("Code of a receipt").fill(typed)
        page.keyboard.press("Enter")
        assert says in str(told.text_content())
    page.get_by_label("Code of a receipt").fill(codes["adopted"].lower().replace("-", " ").replace("0", "o"))
    page.keyboard.press("Enter")
    assert "What became of your contribution" in str(told.text_content())
    told.locator("a").click()
    page.wait_for_url("**/en/*/*.html")
    assert "adoption" in str(page.locator(".reach").text_content())
    assert all(url.startswith(("file:", "data:")) for url in seen.requests)
    assert not any(codes["adopted"][-6:].lower() in url.lower() for url in seen.requests), "the code goes nowhere"
    assert seen.console == []
    page.close()


def test_without_javascript_it_says_what_to_do(browser: Browser, reports: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in ("search", "receipts"):
        page.goto((reports["de"].parent / "pages" / "en" / f"{name}.html").as_uri())
        assert page.locator("form").is_hidden()
        assert page.locator("noscript").is_visible()
    context.close()


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
    for path in sorted(folder.glob("??/*.html")):
        page.goto(path.as_uri())
        for target in page.evaluate("[...document.links].map(one => one.href)"):
            file, _, place = target.removeprefix("file://").partition("#")
            assert Path(file).is_file(), target
            assert not place or f'id="{place}"' in Path(file).read_text(encoding="utf-8"), target
    page.close()
