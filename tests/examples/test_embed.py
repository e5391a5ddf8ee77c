"""The example of an institution that embeds the library runs as it stands, and stays short."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "embed" / "town_hall.py"


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("town_hall", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_town_embeds_the_library_with_its_own_database_and_user_ids(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "town.db"
    loaded().run(database)
    said = capsys.readouterr().out
    assert "newsroom: new challenge in missions/cool-town/challenges/shade" in said
    assert "no prioritised challenge has a commitment" in said
    assert "It has come as far as: contribution" in said
    assert database.exists()


def test_the_example_keeps_user_ids_out_of_the_log(tmp_path: Path) -> None:
    from osi_core.log.sql import SqlStore

    loaded().run(tmp_path / "town.db")
    store = SqlStore.open(tmp_path / "town.db", read_only=True)
    assert not any(b"4711" in entry.raw for entry in store.read("cool-town"))
    store.close()


def test_the_example_is_at_most_forty_lines_of_program() -> None:
    body = EXAMPLE.read_text().split('MISSION = "cool-town"')[1]
    assert len([line for line in body.splitlines() if line.strip()]) <= 40
