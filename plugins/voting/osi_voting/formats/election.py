"""What an election file holds besides the problem: titles, meta data, who voted, what was officially chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from osi_core.plugins import AllocationProblem

__all__ = ["LONGEST_ID", "Election", "FormatError", "Repair", "TextColumn"]

LONGEST_ID: Final = 300
"""How many characters the id of an item may have."""


class FormatError(ValueError):
    """A file that is not what it should be: says file, line, what was expected and what stands there."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}" if line else f"{path}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(frozen=True)
class Repair:
    """What a lenient reader changed: where, what was wrong and what it did."""

    line: int
    what: str


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
    """A participatory budgeting election as read from a file.

    `problem` is what rules decide on: amounts are minor units of its currency, points are multiplied by
    `points_scale` so that they are whole numbers. `projects` has the file's columns of each project by id, `voters` its
    columns of the voters (without votes and points), `official` the projects that were really chosen, if the file says.
    """

    problem: AllocationProblem
    vote_type: str
    meta: Mapping[str, str]
    projects: Mapping[str, Mapping[str, str]]
    voters: Mapping[str, Sequence[str]]
    official: frozenset[str] | None = None
    points_scale: int = 1
    repairs: tuple[Repair, ...] = field(default=())

    def title(self, project: str) -> str:
        """What a project is called, or its id."""
        return self.projects.get(project, {}).get("name") or project

    @property
    def currency(self) -> str:
        """The ISO 4217 code of all amounts; XXX where the file names none."""
        return self.problem.currency
