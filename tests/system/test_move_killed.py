"""A move between two files that is killed at any step is run again, and nothing is lost or double."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from osi_core.cli import main
from osi_core.log.sql import SqlStore
from osi_core.log.store import MissionMoved
from osi_core.process.verifying_store import verify_store
from osi_core.testing.stores import append
from tests.unit.process.journey import travelled
from tests.unit.process.test_moving import content

pytestmark = pytest.mark.system

KILLED = 9

# Moves the mission, and dies at the n-th moment: before an append, before and after a commit, before letting go.
MOVER = """
import os, sys
from osi_core.log.sql import SqlStore
from osi_core.log.sql.transaction import SqlTransaction
from osi_core.process import moving

left = int(sys.argv[3])

def step():
    global left
    if left == 0:
        os._exit(9)
    left -= 1

def around(kind, name, after):
    call = getattr(kind, name)
    def counted(*given):
        step()
        found = call(*given)
        if after:
            step()
        return found
    setattr(kind, name, counted)

around(SqlTransaction, "append", after=False)
around(SqlStore, "_commit", after=True)
around(moving, "_let_go", after=False)
here, there = SqlStore.open(sys.argv[1]), SqlStore.open(sys.argv[2])
moving.move("m", moving.Place(here, here.name), moving.Place(there, there.name))
here.close(), there.close()
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    here, there = tmp_path / "here.db", tmp_path / "there.db"
    with closing(SqlStore.create(here)) as store:
        travelled(store, upto=2).engine.join("m", "user-1")
    SqlStore.create(there).close()
    return here, there


def test_a_move_that_is_killed_at_each_step_in_turn_loses_nothing(files: tuple[Path, Path]) -> None:
    here, there = files
    before, kills = looked_at(here, content), 0
    while moved(here, there, kills) == KILLED:
        kills += 1
        with closing(SqlStore.open(here)) as source, closing(SqlStore.open(there)) as target:
            assert list(source.read("m")) == before["log"]
            assert list(target.read("m")) in ([], before["log"]), "all of it or nothing"
            if source.moved_to("m") is not None:
                with pytest.raises(MissionMoved):
                    append(source, "box")
            assert target.head("m").position or list(source.texts()), "words are somewhere"
    assert kills > 10
    assert looked_at(there, content) == before
    for file in files:
        assert looked_at(file, verify_store).exit_code == 0


def moved(here: Path, there: Path, step: int) -> int:
    return subprocess.run([sys.executable, "-c", MOVER, str(here), str(there), str(step)], check=False).returncode


def looked_at(file: Path, look: Callable[[SqlStore], Any]) -> Any:
    with closing(SqlStore.open(file, read_only=True)) as store:
        return look(store)


def test_the_command_moves_a_mission_and_back_and_says_where_it_is(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = files
    new = there.with_name("new.db")
    assert main(["move", "--store", str(here), "--to", str(new)]) != 0, "no store is there"
    assert main(["move", "--store", str(here), "--to", str(new), "--new"]) == 0
    assert main(["move", "undo", "--store", str(here), "--to", str(new)]) != 0, "it was taken"
    capsys.readouterr()
    for file in (here, new):
        assert main(["verify", "--store", str(file)]) == 0
    assert f"missions/m goes on in {new}" in capsys.readouterr().out.replace("\n", "")
    assert main(["erase", "--store", str(here), "--participant", "ada", "--yes"]) != 0
    assert main(["erase", "--store", str(new), "--participant", "ada", "--yes"]) == 0
    assert main(["move", "--store", str(new), "--to", str(here)]) == 0
    assert not looked_at(here, lambda store: [text for _, text in store.texts() if text.author == "ada"])
