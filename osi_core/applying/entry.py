"""What a row of a table asks for: commands, and on whose behalf."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from osi_core.domain import Command

__all__ = ["Entry", "Keys", "Step", "slug"]

_LONGEST_KEY = 80
"""Characters of what tells a row apart; longer ones are their digests, so that a command id holds them."""


class Step(NamedTuple):
    """One command of an entry; `mission` and `participant` are filled in when it is given."""

    command: type[Command]
    fields: Mapping[str, Any]
    by_person: bool = True
    """Whether the person gives it; otherwise who brings the table."""
    so_already: frozenset[str] = frozenset()
    """Codes of refusals that say that what it asks for is so already."""


class Entry(NamedTuple):
    """A row, or the rows that count one paper ballot."""

    file: str
    line: int
    key: str
    """What tells it from other rows of the file, wherever it stands there."""
    person: str
    """The login of the person on whose behalf it is; empty where it is of nobody."""
    steps: tuple[Step, ...]

    @property
    def request(self) -> str:
        """The command id; `osi log find --request` finds by it what came of the row."""
        return f"{self.file}:{self.key}"


class Keys:
    """What tells the rows of one file apart: their ids, or what they say and how often it was said before."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, *said: str) -> str:
        """A key that no row before had. A single text that is short is its own key."""
        key = said[0] if len(said) == 1 and len(said[0]) <= _LONGEST_KEY else digest_of(*said)
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}-{self._seen[key]}"


def digest_of(*said: str) -> str:
    """Twelve characters that stand for texts, the same everywhere."""
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def slug(text: str, most: int = 40) -> str:
    """A text as part of an id."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:most].strip("-") or digest_of(text)
