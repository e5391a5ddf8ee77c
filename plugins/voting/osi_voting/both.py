"""A sentence in both languages."""

from typing import NamedTuple

__all__ = ["Both"]


class Both(NamedTuple):
    """One sentence in both languages."""

    en: str
    de: str
