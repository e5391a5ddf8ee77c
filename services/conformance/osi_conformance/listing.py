"""Lists as cases read them: a page, or all pages one after the other."""

from __future__ import annotations

from typing import Any

from osi_conformance.case import fail
from osi_conformance.target import method_named, new_request
from osi_conformance.trial import Trial

__all__ = ["all_of", "asked", "names_of", "page_of"]

_MOST_PAGES = 60


def asked(method: str, parent: str, **fields: Any) -> Any:
    """A request for a list."""
    request = new_request(method_named(method))
    request.parent = parent
    for name, value in fields.items():
        setattr(request, name, value)
    return request


async def page_of(
    trial: Trial, method: str, field: str, parent: str, by: str = "", **fields: Any
) -> tuple[list[Any], str, int]:
    """The items of a page, the token of the next, and how many there are in all."""
    answer = await trial.mission.read(method, asked(method, parent, **fields), by)
    return list(getattr(answer, field)), answer.next_page_token, answer.total_size


async def all_of(trial: Trial, method: str, field: str, parent: str, by: str = "", **fields: Any) -> list[Any]:
    """All items, page by page. Raises Failed where the list does not end."""
    found: list[Any] = []
    token = fields.pop("page_token", "")
    for _ in range(_MOST_PAGES):
        items, token, _ = await page_of(trial, method, field, parent, by, page_token=token, **fields)
        found += items
        if not token:
            return found
    fail(f"{method} has given {_MOST_PAGES} pages and does not end")


def names_of(items: list[Any]) -> list[str]:
    """Their names."""
    return [one.name for one in items]
