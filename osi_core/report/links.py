"""Where a link leads: to a section of the same file, or to a page of the folder; and the same in other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from osi_core.report.pages import PAGES


class Links(Protocol):
    """How one page leads to others."""

    @property
    def page(self) -> str | None:
        """The page's name; None for one file that holds all of them."""

    @property
    def style(self) -> str | None:
        """The address of the style sheet; None where it stands in the page itself."""

    def to(self, section: str) -> str:
        """The address of a section."""

    def of(self, kind: str, id: str | None) -> str | None:
        """The address of the page of a single challenge, commitment or solution; None where it has none."""

    def beside(self, file: str) -> str | None:
        """The address of a file that lies beside the folders of the languages; None where there are none."""

    @property
    def others(self) -> Mapping[str, str]:
        """Language → the address of what stands here, in that language."""


class OneFile:
    """All in one file."""

    page: str | None = None
    style: str | None = None

    def __init__(self, others: Mapping[str, str]) -> None:
        self.others = others

    def to(self, section: str) -> str:
        """A place in the file."""
        return f"#{section}"

    def of(self, kind: str, id: str | None) -> str | None:
        """Nothing has a page of its own."""
        return None

    def beside(self, file: str) -> str | None:
        """Nothing lies beside it."""
        return None


class OnePage:
    """A page in the folder of its language, the style sheet above it; `stories`: single things have pages too."""

    style: str | None = "../style.css"

    def __init__(self, page: str, language: str, languages: Iterable[str], *, stories: bool) -> None:
        self.page: str | None = page
        self._stories = stories
        self.others = {one: f"../{one}/{page}.html" for one in languages if one != language}

    def to(self, section: str) -> str:
        """A page, and the place on it where there is more than one section."""
        return _address(section)

    def of(self, kind: str, id: str | None) -> str | None:
        """A page in the folder of its kind."""
        return f"{kind}/{id}.html" if id and self._stories else None

    def beside(self, file: str) -> str | None:
        """Above the folder of the language."""
        return f"../{file}"


class OneStory:
    """The page of a single thing, in the folder of its kind."""

    page: str | None = "story"
    style: str | None = "../../style.css"

    def __init__(self, kind: str, id: str, language: str, languages: Iterable[str]) -> None:
        self.others = {one: f"../../{one}/{kind}/{id}.html" for one in languages if one != language}

    def to(self, section: str) -> str:
        """A page one folder up."""
        return f"../{_address(section)}"

    def of(self, kind: str, id: str | None) -> str | None:
        """Another single thing's page."""
        return f"../{kind}/{id}.html"

    def beside(self, file: str) -> str | None:
        """Above the folder of the language."""
        return f"../../{file}"


def _address(section: str) -> str:
    page = next(page for page, sections in PAGES.items() if section in sections)
    return f"{page}.html" if PAGES[page][0] == section else f"{page}.html#{section}"
