"""The documentation as a site: built without a warning, and seen in Chromium with nothing fetched from elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import chromium

pytestmark = [pytest.mark.site, pytest.mark.system]

ROOT = Path(__file__).parents[2]
PAGES = ["", "docs/embedding-fastapi/", "docs/hooks/", "examples/mission/contents/", "reference/osi_core/process/"]

OF_THE_THEME = ("aria-dialog-name", "landmark-unique")
"""Rules of axe that mkdocs-material breaks in its own markup: its search and its buttons for copying have no names."""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and writes no line for it."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does; a warning is an error there."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    call = (sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder))
    done = subprocess.run(
        call, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


def test_what_pages_lead_to_outside_of_docs_is_in_the_site(site: Path) -> None:
    assert 'class="nf">create_app<' in (site / "examples/web/fastapi_town.py/index.html").read_text("utf-8")
    assert 'href="../challenges.csv/"' in (site / "examples/mission/contents/index.html").read_text("utf-8")


def test_the_reference_has_every_name_of_a_module(site: Path) -> None:
    import osi_core.process

    page = (site / "reference/osi_core/process/index.html").read_text("utf-8")
    assert [name for name in osi_core.process.__all__ if f'id="osi_core.process.{name}"' not in page] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_fits_is_accessible_and_asks_for_nothing_elsewhere(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for each in PAGES:
        page.goto(address + each, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), each
        results = Axe().run(page, options={"rules": {rule: {"enabled": False} for rule in OF_THE_THEME}})
        assert results.violations_count == 0, f"{each}: {results.generate_report()}"
    page.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert complaints == []
