"""Mission folders to read: a good one of each format, in which a test changes one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

MISSION = """\
title = "Hitzeschutz"
begins = 2026-01-12

[indicator]
name = "Einsätze"
unit = "im Jahr"
baseline = 21.4
target = 12
deadline = 2029-12-31

[challenges]
format = "csv"
challenges = "challenges.csv"
votes = "votes.csv"
source = "Rathaus"
licence = "CC0-1.0"

[programme]
seed = 7
months = 9
"""
CHALLENGES = """\
id,title,text,author,tags,category
platz,Kein Schatten auf dem Platz,"Ab elf Uhr
hält es niemand aus.",a1,schatten;markt,Hitze
bus,"Der Bus ""Linie 3"" ist zu heiß",,a2,,Verkehr
"""
VOTES = """\
id,participant,challenge,value
v1,a1,platz,1
v2,a2,platz,-1
v3,a1,platz,0
v4,a3,bus,1
"""
POLIS = (
    MISSION.replace('"csv"', '"polis-export"').replace("challenges = ", "statements = ").replace("begins", "# begins")
)
COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1651000900000,Tue,1,20,5,1,1,"Weniger
Verpackung"
1651000000000,Tue,0,0,2,1,0,Mehr Reparatur
1651000800000,Tue,2,21,0,9,-1,Unfug
"""
POLIS_VOTES = """\
timestamp,datetime,comment-id,voter-id,vote
1651009000000,Tue,1,20,-1
1651001000000,Tue,1,20,1
1651001000001,Tue,0,21,1
1651001000002,Tue,2,21,0
"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes a folder in our own format; `bytes` and texts replace files, None leaves one out."""
    return lambda **changed: _write(
        tmp_path, {"mission.toml": MISSION, "challenges.csv": CHALLENGES, "votes.csv": VOTES}, changed
    )


@pytest.fixture
def polis(tmp_path: Path) -> Folder:
    """Writes a folder with a Polis export."""
    return lambda **changed: _write(
        tmp_path, {"mission.toml": POLIS, "challenges.csv": COMMENTS, "votes.csv": POLIS_VOTES}, changed
    )


def _write(path: Path, files: dict[str, str], changed: dict[str, str | bytes | None]) -> Path:
    contents: dict[str, str | bytes | None] = {**files}
    contents.update({f"{name}.{'toml' if name == 'mission' else 'csv'}": value for name, value in changed.items()})
    for name, content in contents.items():
        if content is not None:
            (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
