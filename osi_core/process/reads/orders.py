"""Orders (AIP-132): fields by commas, each with `desc` behind it or not. What is equal stays in the order in which it
came, texts go by their first letters, and what is absent comes last.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from osi_core.domain import Malformed, Unmet
from osi_core.process.reads.filters import names_of
from osi_core.process.reads.literals import kind_of
from osi_core.view import View
from osi_core.words import Name

__all__ = ["By", "orders_of"]

LONGEST = 500
"""Characters of an order."""
MOST = 5
"""Fields of an order."""

_PART = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)(\s+desc|\s+asc)?\s*")


class By(NamedTuple):
    """One field to order by."""

    field: str
    descending: bool


def orders_of(view: type[View], text: str) -> tuple[By, ...]:
    """The fields to order by, the first one first. Raises Malformed, which names the place and what is allowed."""
    if len(text) > LONGEST:
        raise Malformed(view.__name__, [Unmet("string-too-long", "order_by", max_length=LONGEST)])
    found: list[By] = []
    place = 0
    for part in text.split(",") if text.strip() else ():
        if len(found) == MOST:
            raise Malformed(view.__name__, [Unmet("order-too-many", "order_by", most=MOST)])
        found.append(_by(view, part, place))
        if found[-1].field in [one.field for one in found[:-1]]:
            raise Malformed(view.__name__, [Unmet("order-repeated", "order_by", place=place + 1)])
        place += len(part) + 1
    return tuple(found)


def _by(view: type[View], part: str, place: int) -> By:
    found = _PART.fullmatch(part)
    if found is None:
        raise Malformed(view.__name__, [Unmet("order-malformed", "order_by", place=place + 1)])
    known = [name for name in names_of(view) if kind_of(view, name).ordered]
    if found[1] not in known:
        unknown = Unmet("order-field-unknown", "order_by", place=place + 1, known=tuple(map(Name, known)))
        raise Malformed(view.__name__, [unknown])
    return By(found[1], (found[2] or "").strip() == "desc")
