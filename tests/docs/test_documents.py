"""The documents say what is true: their Python runs and prints what they say, and their links lead somewhere."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for glob in ("*.md", "docs/**/*.md", "examples/**/*.md", "protos/*.md")
    for page in ROOT.glob(glob)
    if "node_modules" not in page.parts  # packages of others, where somebody has installed them
)
BLOCK = re.compile(
    r"^(?P<indent> *)```python(?P<marks>[^\n]*)\n(?P<code>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
OF = re.compile(r" of (?P<file>\S+)")
LINK = re.compile(r"\]\((?P<link>[^)\s]+)\)|(?:src|srcset|href)=\"(?P<html>[^\"\s]+)\"")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
PATH = re.compile(r"`(?P<path>(?:osi_core|tests|examples|docs|plugins|services|protos)/[\w./-]*\w/?)`")
SAID = re.compile(r"^ *print\(.*\)  # (?P<said>.+)$", re.MULTILINE)


class Block(NamedTuple):
    """A block of Python in a page."""

    page: Path
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks() -> Iterator[Block]:
    """Every block of Python that is not marked ```python no-run, and is not taken out of a file."""
    for page, line, marks, code in _blocks():
        if "no-run" not in marks and not OF.search(marks):
            yield Block(page, line, textwrap.dedent(code))


def excerpts() -> Iterator[tuple[Block, str]]:
    """Every block that is taken out of a file, ```python of PATH, and that path. Such files are run by other tests."""
    for page, line, marks, code in _blocks():
        if found := OF.search(marks):
            yield Block(page, line, code), found["file"]


def _blocks() -> Iterator[tuple[Path, int, str, str]]:
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in BLOCK.finditer(text):
            yield page, text[: found.start()].count("\n") + 2, found["marks"], found["code"]


def links() -> Iterator[tuple[Path, str]]:
    """Every link of a page that does not lead out of the repository."""
    for page in PAGES:
        for found in LINK.finditer(CODE.sub("", page.read_text("utf-8"))):
            link = found["link"] or found["html"]
            if not re.match(r"[a-z]+:", link):
                yield page, link


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges make them."""
    headings = re.findall(
        r"^#+ +(.+)$", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def named(argument: object) -> str:
    """How a page or a link is called in the list of tests."""
    return str(argument.relative_to(ROOT)) if isinstance(argument, Path) else str(argument)


@pytest.mark.parametrize("block", list(blocks()), ids=str)
def test_the_python_of_a_page_runs_and_prints_what_it_says(block, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    # Tracebacks name the page and the line in it.
    code = compile("\n" * (block.line - 1) + block.code, str(block.page), "exec")
    exec(code, {"__name__": "__main__"})
    said = SAID.findall(block.code)
    if said:
        assert capsys.readouterr().out.splitlines() == said


@pytest.mark.parametrize(("block", "file"), list(excerpts()), ids=named)
def test_what_is_taken_out_of_a_file_stands_there(block, file):
    text = (ROOT / file).read_text("utf-8")
    depths = ("", "    ", "        ")  # a page may leave out by how much all of it is indented
    assert any("\n" + textwrap.indent(block.code, depth) in text for depth in depths)


@pytest.mark.parametrize(("page", "link"), list(links()), ids=named)
def test_a_link_leads_to_a_file_and_to_a_heading_in_it(page, link):
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.exists(), f"{page.relative_to(ROOT)} links to {link}, which does not exist"
    assert target.is_relative_to(ROOT), f"{page.relative_to(ROOT)} links to {link}, outside of the repository"
    if anchor:
        assert anchor in anchors(target), f"{page.relative_to(ROOT)} links to {link}, but there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_file_or_folder_that_is_named_exists(page):
    paths = PATH.findall(page.read_text("utf-8"))
    places = (ROOT, page.parent, ROOT / "osi_core")
    assert [path for path in paths if not any((place / path).exists() for place in places)] == []


def test_there_are_pages_with_python_in_them():
    assert {"README.md", "docs/hooks.md"} <= {str(block.page.relative_to(ROOT)) for block in blocks()}


def test_a_block_that_is_not_to_be_run_is_left_out():
    text = "```python no-run\nboom\n```\n\n  ```python\n  fine = 1\n  ```\n"
    found = [(match["marks"], textwrap.dedent(match["code"])) for match in BLOCK.finditer(text)]
    assert found == [(" no-run", "boom\n"), ("", "fine = 1\n")]
