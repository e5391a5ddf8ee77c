"""Which sheets there are, of which resources each is made, and which columns it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from osi_core.domain import Refused
from osi_core.process import share_of
from osi_core.view import View

__all__ = ["PARENTS", "Sheet", "Source", "rows_of", "sheets", "title_of"]

V = TypeVar("V", bound=View)

_OF_TITLES = ("title", "display_name")
"""Fields that say what a resource is called."""
_LEFT_OUT = frozenset(("etag", "record", "explanations", "sha256", "event", "event_type"))
"""Fields for whoever computes a decision again: an export has them, and an office needs none."""
PARENTS = frozenset(("funds/{fund}", "kickoffs/{kickoff}"))
"""What has lists below it."""
_NO_SHEET = frozenset(("chains/{chain}",))
_RANKED = ("rank", "challenge", "title", "in_top", "status", "commitments", "solutions")


class Source(Protocol):
    """Where resources are read, as one asker may see them: `Engine.read`, or services."""

    def get(self, view: type[V], *ids: str) -> V:
        """One resource. Raises Refused for one that is not there."""

    def each(self, view: type[V], *parent: str, where: str = "", order_by: str = "") -> Iterator[V]:
        """All of a list."""


class Sheet(NamedTuple):
    """A sheet; `key` names it in the catalogue."""

    key: str
    view: type[View]
    columns: tuple[str, ...]
    where: str = ""
    order_by: str = ""


def sheets() -> Iterator[Sheet]:
    """All sheets, in the order of the phases; the priorities stand behind the challenges, the best first."""
    for part in share_of("all").parts:
        for view in part.views:
            if view.at.pattern in _NO_SHEET:
                continue
            yield Sheet(_key(view), view, tuple(one for one in view.model_fields if one not in _LEFT_OUT))
            if view.at.pattern == "challenges/{challenge}":
                yield Sheet("priorities", view, _RANKED, where="rank > 0", order_by="rank")


def rows_of(sheet: Sheet, source: Source, known: dict[str, list[str]]) -> Iterator[View]:
    """The rows of a sheet. `known` has the ids of what was read before, by the pattern of its resource: what lies below
    something is read there.
    """
    at = sheet.view.at
    if not at.variables:
        try:
            yield source.get(sheet.view)
        except Refused:  # a final report that is not written yet
            return
        return
    for parent in _parents(sheet.view, known):
        yield from source.each(sheet.view, *parent, where=sheet.where, order_by=sheet.order_by)


def _parents(view: type[View], known: dict[str, list[str]]) -> Iterable[tuple[str, ...]]:
    if len(view.at.variables) == 1:
        return [()]
    return [(id,) for id in known.get(_above(view), ())]


def _above(view: type[View]) -> str:
    """`funds/{fund}` of `funds/{fund}/entries/{entry}`."""
    return view.at.pattern.rpartition("/")[0].rpartition("/")[0]


def _key(view: type[View]) -> str:
    """`funds-entries` of `funds/{fund}/entries/{entry}`."""
    return "-".join(part for part in view.at.pattern.split("/") if not part.startswith("{")) or "mission"


def title_of(row: View) -> str | None:
    """What a resource is called, if it is called anything."""
    found: str | None = next((value for field in _OF_TITLES if (value := getattr(row, field, None))), None)
    return found
