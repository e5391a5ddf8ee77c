"""HTML as text: what a reader sees, paragraph by paragraph."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

__all__ = ["text_of_html"]

_PARAGRAPHS = frozenset(("p", "div", "ul", "ol", "table", "blockquote", "section", "article", "header", "footer", "hr"))
_PARAGRAPHS |= {"h1", "h2", "h3", "h4", "h5", "h6", "figure", "pre", "dl", "form", "fieldset"}
_LINES = frozenset(("br", "tr", "dt", "dd"))
_UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object"))
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")


def text_of_html(html: str) -> str:
    r"""The words of HTML: paragraphs with an empty line between them, a line for each item of a list, no scripts and
    styles. Text without any markup comes back as it is.

    >>> text_of_html("<p>Shade &amp; water</p><ul><li>trees</li><li>fountains</li></ul><script>alert(1)</script>")
    'Shade & water\n\n- trees\n- fountains'
    """
    if not _MARKUP.search(html):
        return unescape(html).strip()
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(reader.found).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects what is seen; what is never closed hides nothing beyond the paragraph that it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._hidden.append(tag)
        elif tag in _PARAGRAPHS:
            self._hidden.clear()
            self.found.append("\n\n")
        elif tag == "li":
            self.found.append("\n- ")
        elif tag in _LINES:
            self.found.append("\n")
        elif tag in ("td", "th"):
            self.found.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _PARAGRAPHS:
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data.replace("\n", " "))
