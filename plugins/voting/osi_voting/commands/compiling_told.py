"""What people read while kernels are compiled, which happens once and takes far longer than counting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from osi_voting.keeping import folder_to_write
from osi_voting.kernels import telling

if TYPE_CHECKING:
    from osi_core.cli import Session

__all__ = ["compiling_told"]


@contextmanager
def compiling_told(session: Session) -> Iterator[None]:
    """Says so once, on a terminal's standard error, as soon as something read or decided within has to be compiled.

    A script gets no line beside its result.
    """
    told = False

    def say(kernel: str) -> None:
        nonlocal told
        if not told:
            told = True
            key = "compiling.kept" if folder_to_write() else "compiling.not_kept"
            session.err.print(session.say(key), style="quiet")

    if session.json or not session.err.is_terminal:
        yield
        return
    with telling(say):
        yield
