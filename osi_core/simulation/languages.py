"""Several languages of one text: in columns such as title/de, or all in one cell as Decidim writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

__all__ = ["chosen", "in_one_cell"]

_TAG = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_MACHINE = "machine_translations"
"""What a machine has written stands under this key, and is nobody's words."""


def in_one_cell(cell: str) -> dict[str, str]:
    """Language → text of a cell that holds JSON with languages as its keys; empty for any other text.

    >>> in_one_cell('{"ca": "Ombra", "es": "Sombra", "machine_translations": {"en": "Shade"}}')
    {'ca': 'Ombra', 'es': 'Sombra'}
    >>> in_one_cell("{}"), in_one_cell("{curly} words")
    ({}, {})
    """
    if not cell.lstrip().startswith("{"):
        return {}
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    texts = {key: text for key, text in value.items() if key != _MACHINE}
    if not all(_TAG.fullmatch(key) and isinstance(text, str) for key, text in texts.items()):
        return {}
    return {key.replace("_", "-"): text for key, text in texts.items() if text.strip()}


def chosen(texts: Mapping[str, str], wanted: str) -> str:
    """Which of the languages is taken: the wanted one, the one nearest to it, else the first.

    >>> chosen({"ca": "Ombra", "pt-BR": "Sombra"}, "pt"), chosen({"ca": "Ombra", "es": "Sombra"}, "en")
    ('pt-BR', 'ca')
    """
    return next(_by_nearness(texts, wanted))


def _by_nearness(texts: Iterable[str], wanted: str) -> Iterator[str]:
    tags = list(texts)
    yield from (tag for tag in tags if tag.casefold() == wanted.casefold())
    main = wanted.casefold().split("-")[0]
    yield from (tag for tag in tags if tag.casefold().split("-")[0] == main)
    yield from tags
