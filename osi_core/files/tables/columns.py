"""Other people's columns under our names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from osi_core.files.refused import InputRefused
from osi_core.words import Message

__all__ = ["Columns", "alike"]

_SHOWN = 400
"""Characters of what a refusal says of the titles that are there."""


def alike(title: str) -> str:
    r"""A title as it is compared: letters in one form, of one case, and one space between words.

    >>> alike(" Comment\n ID ")
    'comment id'
    """
    return " ".join(unicodedata.normalize("NFC", title).casefold().split())


@dataclass(frozen=True)
class Columns:
    """Which columns have to be there, which may be (both by our names), and how the file calls them where its titles
    are others: our name → the file's title. Titles are compared without regard to case and spaces, the very same first.
    `recognised` tells a row of titles where no names have to be there, and of several the one that it rates highest.
    """

    needed: Sequence[str] = ()
    optional: Sequence[str] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    recognised: Callable[[Sequence[str]], int] | None = None

    @property
    def asked(self) -> bool:
        """Whether not just any row is one of titles."""
        return bool(self.needed or self.called or self.recognised)

    def fit(self, titles: Sequence[str]) -> bool:
        """Whether a row is one of titles."""
        return self.rated(titles) > 0

    def rated(self, titles: Sequence[str]) -> int:
        """How well a row fits as one of titles; 0: not at all."""
        if self.lacking(titles):
            return 0
        return 1 if self.recognised is None else int(self.recognised(titles))

    def lacking(self, titles: Sequence[str]) -> tuple[str, ...]:
        """What a row of titles lacks, as the file would call it."""
        there = set(map(alike, titles))
        wanted = [self.called.get(name, name) for name in dict.fromkeys((*self.needed, *self.called))]
        return tuple(one for one in wanted if alike(one) not in there)

    def named(self, file: str, line: int, titles: Sequence[str]) -> tuple[str, ...]:
        """The titles, with ours instead of the file's. Raises `InputRefused` for those that lack or stand there twice.

        A column that would bear a name of ours by chance, where another one was named for it, keeps no title.
        """
        if lacking := self.lacking(titles):
            found = ", ".join(filter(None, titles))[:_SHOWN] or "–"
            raise InputRefused(
                file, Message.of("table.columns-missing", missing=lacking, found=found), line, lacking[0]
            )
        found_at: dict[str, int] = {}
        for name in dict.fromkeys((*self.needed, *self.optional, *self.called)):
            if (at := _place(file, line, titles, self.called.get(name, name))) is not None:
                found_at[name] = at
        ours = {at: name for name, at in found_at.items()}
        return tuple(ours.get(at, "" if title in found_at else title) for at, title in enumerate(titles))


def _place(file: str, line: int, titles: Sequence[str], wanted: str) -> int | None:
    for candidates in (_places(titles, wanted, str), _places(titles, wanted, alike)):
        if len(candidates) > 1:
            raise InputRefused(file, Message.of("table.column-twice"), line, wanted)
        if candidates:
            return candidates[0]
    return None


def _places(titles: Iterable[str], wanted: str, form: Callable[[str], str]) -> list[int]:
    return [at for at, title in enumerate(titles) if form(title) == form(wanted)]
