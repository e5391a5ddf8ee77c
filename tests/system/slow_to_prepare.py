"""A plugin that takes seconds to get ready and no time to decide, as one does that is compiled; each piece it keeps."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from osi_core.plugins import PrioritisationRule, Profile, Progress, Ranking, hookimpl, ranking_by_score

FOLDER = "OSI_TEST_PIECES"
"""The variable that names the folder of the pieces."""
PIECES = 6
SECONDS = 0.5
"""How long each piece takes."""


class Compiles(PrioritisationRule):
    """Approval, once all pieces are there."""

    name, version = "compiles", "1"

    def prepare(self, problem: Profile, options: Any, progress: Progress) -> None:
        for done, piece in enumerate(missing()):
            progress(done / PIECES)
            time.sleep(SECONDS)
            beside = piece.with_suffix(f".{os.getpid()}")
            beside.write_text(str(os.getpid()), encoding="ascii")
            beside.replace(piece)

    def solve(self, problem: Profile, options: Any, seed: bytes, progress: Progress) -> Ranking:
        for _ in missing():
            raise RuntimeError("a piece is missing")
        votes = dict(zip(problem.items, problem.support(), strict=True))
        return ranking_by_score(problem, votes, seed, options.ties)


def missing() -> Iterator[Path]:
    """The pieces that are not there yet."""
    pieces = (Path(os.environ[FOLDER]) / f"{number}.piece" for number in range(PIECES))
    return (piece for piece in pieces if not piece.exists())


@hookimpl
def osi_prioritisation_rules() -> list[PrioritisationRule]:
    return [Compiles()]
