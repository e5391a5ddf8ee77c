"""Tables that a phone shows as cards: each cell is given the title of its column, which stands in it there."""

from __future__ import annotations

import re

_TABLE = re.compile(r'<table(?: class="([^"]*)")?>(.*?)</table>', re.DOTALL)
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_TITLE = re.compile(r"<th [^>]*>(.*?)</th>", re.DOTALL)
_CELL = re.compile(r"<(th|td)\b(?=[ >])")
_TAG = re.compile(r"<[^>]*>")
_OWN_FORM = {"bars", "funnel", "timeline", "needs"}
"""Classes of tables that are drawn, and have a form for phones of their own."""


def as_cards(page: str) -> str:
    """The page, with titles in the cells of all tables that are to be read and not looked at."""
    return _TABLE.sub(_table, page)


def _table(found: re.Match[str]) -> str:
    classes, inside = (found[1] or "").split(), found[2]
    head = _HEAD.search(inside)
    if head is None or _OWN_FORM & {*classes}:
        return found[0]
    titles = [_TAG.sub("", title).strip() for title in _TITLE.findall(head[1])]
    body = _ROW.sub(lambda row: _row(row[0], titles), inside[head.end() :])
    return f'<table class="{" ".join([*classes, "cardly"])}">{inside[: head.end()]}{body}</table>'


def _row(row: str, titles: list[str]) -> str:
    places = iter(titles)

    def cell(found: re.Match[str]) -> str:
        title = next(places, "")
        return f'<td data-title="{title}"' if found[1] == "td" and title else found[0]

    return _CELL.sub(cell, row)
