"""Export and verify, on a mission without decisions; with decisions: tests/system/test_cli.py."""

from __future__ import annotations

import openpyxl
import pytest


def test_an_export_is_verified(osi, town):
    done = osi("export", "--to", "bundle", "--store", str(town.path))
    assert done.code == 0
    assert "bundle: missions/m" in done.out
    answer = osi("verify", "bundle")
    assert answer.code == 0
    assert "The log of missions/m is whole" in answer.out
    assert osi("verify", "bundle/log.jsonl").code == 0


def test_a_changed_byte_is_found_with_its_position(osi, town, tmp_path):
    osi("export", "--to", "bundle", "--store", str(town.path))
    log = tmp_path / "bundle/log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"Climate", b"Klimate"))
    answer = osi("verify", "bundle")
    assert answer.code == 1
    assert "The first damage is at position 1:" in answer.out
    told = osi("verify", "bundle", "--json")
    assert (told.code, told.json["damaged_at"], told.json["whole"]) == (1, 1, False)


def test_damage_is_told_in_german(osi, town, tmp_path):
    osi("export", "--to", "bundle", "--store", str(town.path))
    log = tmp_path / "bundle/log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"Climate", b"Klimate"))
    answer = osi("verify", "bundle", "--lang", "de")
    assert "an Position 1: seine Bytes oder sein Hash wurden verändert, oder ein Ereignis davor." in answer.out
    assert osi("verify", "bundle", "--json").json["damage"] == {"code": "log.changed"}


def test_an_export_never_replaces_a_folder_of_something_else(osi, town, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    answer = osi("export", "--to", "mine", "--store", str(town.path))
    assert answer.code == 3
    assert "mine is not empty" in answer.err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_what_is_no_bundle_cannot_be_verified(osi, tmp_path):
    missing = osi("verify", "nowhere")
    assert (missing.code, "nowhere: no such file or folder" in missing.err) == (3, True)
    empty = osi("verify", ".")
    assert (empty.code, "there is no manifest.json" in empty.err) == (3, True)
    (tmp_path / "x.json").write_text("{}")
    other = osi("verify", "x.json", "--lang", "de")
    assert (other.code, "kein Export, den diese Version liest" in other.err) == (3, True)
    assert "x.json: keine Aufzeichnung einer Entscheidung" in other.err.splitlines()[0]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"events": 12', '"events": "many"', ": events: is missing"),
        ('"head_hash"', '"head"', ": head_hash: is missing"),
        ("{", "[" * 100_000, ", line 1: nests"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_named(osi, town, tmp_path, before, after, said):
    osi("export", "--to", "bundle", "--store", str(town.path))
    manifest = tmp_path / "bundle/manifest.json"
    text = manifest.read_text()
    assert before in text
    manifest.write_text(text.replace(before, after, 1))
    answer = osi("verify", "bundle")
    assert answer.code == 3
    assert f"manifest.json{said}" in answer.err
    assert "unexpected" not in answer.err


def test_a_folder_among_the_records_is_passed_over(osi, town, tmp_path):
    osi("export", "--to", "bundle", "--store", str(town.path))
    (tmp_path / "bundle/decisions/notes.json").mkdir()
    assert osi("verify", "bundle").code == 0


def test_a_workbook_shows_what_everybody_may_see_or_more_to_who_asks_as_somebody(osi, town, tmp_path):
    store = str(town.path)
    told = osi("--json", "export", "--xlsx", "town.xlsx", "--store", store)
    assert told.code == 0, told.err
    assert told.json["sheets"]["Challenges"] == 2
    assert "Participants" not in told.json["sheets"]
    said = osi("--lang", "de", "export", "--xlsx", "amt.xlsx", "--as", "operator", "--store", store)
    assert "missions/m, " in said.out
    sheets = openpyxl.load_workbook(tmp_path / "amt.xlsx").sheetnames
    assert {"Herausforderungen", "Beteiligte", "Institutionen"} <= set(sheets)


def test_an_export_says_where_to(osi, town):
    answer = osi("export", "--store", str(town.path))
    assert (answer.code, "--xlsx" in answer.err) == (2, True)
    both = osi("--json", "export", "--to", "bundle", "--xlsx", "town.xlsx", "--store", str(town.path))
    assert (both.code, both.json["folder"], both.json["workbook"]) == (0, "bundle", "town.xlsx")
    assert osi("export", "--xlsx", "nowhere/town.xlsx", "--store", str(town.path)).code == 3
