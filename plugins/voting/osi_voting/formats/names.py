"""Names of items: one form of Unicode, and a name of its own for each."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

__all__ = ["distinct", "normal"]


def normal(text: str) -> str:
    """The text in Unicode's composed form (NFC), so that letters which look alike are alike."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def distinct(given: Sequence[str]) -> tuple[str, ...]:
    """The names, each once: one that several share gets its number behind it, an empty one is its number, and where
    that is a name of another, further numbers are put behind it.

    >>> distinct(["Smith", "Smith", "Smith (1)", "", "4"])
    ('Smith (1) (1)', 'Smith (2)', 'Smith (1)', '4 (4)', '4')
    """
    times = Counter(given)
    taken = {name for name in given if name and times[name] == 1}
    names = []
    for number, name in enumerate(given, 1):
        if not name or times[name] > 1:
            name = f"{name} ({number})" if name else str(number)
            while name in taken:
                name = f"{name} ({number})"
            taken.add(name)
        names.append(name)
    return tuple(names)
