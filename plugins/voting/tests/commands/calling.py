"""Calling `osi` in this process."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, Protocol


class Answer(NamedTuple):
    """What `osi` said, and its exit code."""

    code: int
    out: str
    err: str


class Osi(Protocol):
    """Calls `osi` with these arguments."""

    def __call__(self, *arguments: str | Path) -> Answer: ...
