"""What a reader sees of a page: figures with their keys, rows that are counted, and all text that is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from html.parser import HTMLParser

_UNSEEN = {"style", "title", "script"}
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Seen(HTMLParser):
    """A page, as read."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.figures: dict[tuple[str, str], list[int]] = defaultdict(list)
        """(key, of what) → its values, in the order in which they stand."""
        self.rows: Counter[str] = Counter()
        """The key of a figure → how many rows there are that it counts."""
        self.texts: list[str] = []
        """Every text that is shown, but for code."""
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self._inside.append(tag)
        if key := given.get("data-figure"):
            self.figures[key, given.get("data-of") or ""].append(int(given["value"] or ""))
        if key := given.get("data-row"):
            self.rows[key] += 1

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not _UNSEEN & {*self._inside} and "code" not in self._inside:
            self.texts.append(" ".join(data.split()))
