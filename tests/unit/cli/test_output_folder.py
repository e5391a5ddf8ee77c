"""The folder of a play: its own files are written anew, those of others never without being told to."""

from __future__ import annotations

import pytest

from osi_core.cli import Session, Stop
from osi_core.cli.output_folder import OutputFolder
from osi_core.log import StoreBusy
from osi_core.log.sql import SqlStore

SESSION = Session("en")


def claim(path, force=False):
    return OutputFolder(path, "osi demo").claimed(SESSION, force)


def test_a_new_folder_is_made_and_marked(tmp_path):
    folder = claim(tmp_path / "a/b")
    assert folder.path.is_dir()
    assert "osi demo" in (folder.path / ".osi-output").read_text()


def test_what_a_play_wrote_is_replaced(tmp_path):
    folder = claim(tmp_path / "a")
    SqlStore.create(folder.store).close()
    folder.report.write_text("old")
    folder.export.mkdir()
    claim(tmp_path / "a")
    assert not folder.store.exists()
    assert not folder.report.exists()
    assert not folder.export.exists()


@pytest.mark.parametrize("name", ["mission.db", "report.html", "export"])
def test_what_others_wrote_stays_unless_forced(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(Stop, match="no play wrote it") as stopped:
        claim(tmp_path)
    assert stopped.value.code == 3
    assert (tmp_path / name).read_text() == "mine"
    claim(tmp_path, force=True)
    assert not (tmp_path / name).exists()


def test_what_a_killed_play_left_is_replaced(tmp_path):
    folder = claim(tmp_path)
    SqlStore.create(folder.store).close()
    for end in ("-wal", "-shm"):  # the store takes these away itself when it is opened and closed
        (tmp_path / f"mission.db{end}").write_bytes(b"")
    claim(tmp_path)
    assert not folder.store.exists()


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    claim(tmp_path)
    claim(tmp_path, force=True)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_store_that_another_process_writes_is_not_taken_away(tmp_path):
    folder = claim(tmp_path)
    holder = SqlStore.create(folder.store)
    try:
        with pytest.raises(StoreBusy):
            claim(tmp_path)
        assert folder.store.exists()
    finally:
        holder.close()
