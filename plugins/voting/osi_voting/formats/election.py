"""An election as read from a file of any format, and the columns that it has of its voters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import Profile
from osi_core.words import Message
from osi_voting.formats.published import Published
from osi_voting.formats.reporting import Repair

__all__ = ["Election", "TextColumn"]


class TextColumn(Sequence[str]):
    """A column of texts, one a voter, as one string of bytes with offsets: decoded only when looked at."""

    def __init__(self, raw: NDArray[np.uint8], offsets: NDArray[np.int64], encoding: str = "utf-8") -> None:
        self._raw, self._offsets, self._encoding = raw, offsets, encoding

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        piece = self._raw[self._offsets[at] : self._offsets[at + 1]]
        return piece.tobytes().decode(self._encoding).replace('""', '"')

    def __iter__(self) -> Iterator[str]:
        text, offsets = self._raw.tobytes(), self._offsets.tolist()
        for start, end in pairwise(offsets):
            yield text[start:end].decode(self._encoding).replace('""', '"')

    def codes(self) -> tuple[NDArray[np.int32], list[str]]:
        """The column as numbers into a list of its different texts, in alphabetical order."""
        texts = list(self)
        known = {text: code for code, text in enumerate(sorted(set(texts)))}
        return np.fromiter((known[text] for text in texts), np.int32, len(texts)), list(known)


@dataclass(frozen=True)
class Election:
    """An election as read from a file of any format. `official` are the projects really chosen, where the file says;
    `currency` is empty where there is no money; `notices` is what was found odd and counted as it stands; `published`
    how the file says that it was decided; `points_scale` what points were multiplied by to be whole.
    """

    path: str
    problem: Profile
    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    voters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    official: frozenset[str] | None = None
    repairs: tuple[Repair, ...] = ()
    currency: str = ""
    notices: tuple[Message, ...] = ()
    published: Published | None = None
    points_scale: int = 1

    def called(self, item: str) -> str:
        """An item's title; its id where it has none."""
        return self.titles.get(item) or item
