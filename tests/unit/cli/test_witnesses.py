"""`osi checkpoint`, and `osi verify` with what others have kept."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing

import pytest

from osi_core.log.sql import SqlStore


@pytest.fixture
def key(osi, tmp_path):
    """A key that signs, in key.pem, and the one that checks, in key.pub."""
    made = osi("checkpoint", "--make-key", "key.pem", "--name", "example.org/osi")
    assert made.code == 0
    (tmp_path / "key.pub").write_text(made.out)
    return made


def test_a_new_key_is_its_owners_alone_and_is_never_overwritten(osi, key, tmp_path):
    assert key.out.startswith("example.org/osi+")
    assert len(key.out.splitlines()) == 1
    assert "key.pem holds the private key: keep it outside of the store" in key.err
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600
    again = osi("checkpoint", "--make-key", "key.pem")
    assert (again.code, "key.pem is there already" in again.err) == (3, True)


def test_a_checkpoint_is_printed_or_written_and_witnesses_bundle_and_store(osi, key, town, tmp_path):
    store = ("--store", str(town.path))
    printed = osi("checkpoint", "--key", "key.pem", *store)
    assert printed.code == 0
    assert printed.out.startswith("example.org/osi/missions/m\n")
    written = osi("checkpoint", "--key", "key.pem", "--out", "kept", *store)
    (path,) = (tmp_path / "kept").iterdir()
    assert path.read_text(encoding="utf-8") == printed.out
    assert f"{path.name}: missions/m at position" in written.out
    assert osi("checkpoint", "--key", "key.pem", "--json", *store).json["note"] == printed.out
    osi("export", "--to", "bundle", *store)
    witnesses = ("--checkpoint", str(path), "--key", "key.pub")
    for what in (("bundle",), store):
        answer = osi("verify", *what, *witnesses)
        assert (answer.code, "1 witness agrees with it." in answer.out) == (0, True)


def test_a_bundle_that_contradicts_a_witness_is_named(osi, town):
    osi("export", "--to", "bundle", "--store", str(town.path))
    place = osi("receipt", town.accepted, "--store", str(town.path)).out.split("In the log at ")[1].strip()
    agrees = osi("verify", "bundle", "--expect", place, "--expect", place)
    assert (agrees.code, "2 witnesses agree with it." in agrees.out) == (0, True)
    other = osi("verify", "bundle", "--expect", f"{place[:-4]}0000", "--expect", f"999:{'a' * 64}")
    assert other.code == 1
    assert "the log has another hash: it is not the log that was witnessed." in other.out
    assert "it is shorter than was witnessed (position 999)." in other.out
    assert "Keep both, and ask who publishes it." in other.out
    german = osi("verify", "bundle", "--expect", f"999:{'a' * 64}", "--lang", "de")
    assert "es ist kürzer als bezeugt (Position 999)" in german.out
    told = osi("verify", "bundle", "--expect", f"999:{'a' * 64}", "--json")
    assert (told.code, told.json["contradictions"][0]["what"]["code"]) == (1, "witness.log-shorter")


def test_what_is_no_witness_is_refused_with_file_and_line(osi, key, town, tmp_path):
    osi("export", "--to", "bundle", "--store", str(town.path))
    osi("checkpoint", "--make-key", "other.pem", "--name", "example.org/osi")
    osi("checkpoint", "--key", "other.pem", "--out", "kept", "--store", str(town.path))
    (path,) = (tmp_path / "kept").iterdir()
    forged = osi("verify", "bundle", "--checkpoint", str(path), "--key", "key.pub")
    assert (forged.code, "line 5: signed by none of the keys that were given" in forged.err) == (3, True)
    assert osi("verify", "bundle", "--checkpoint", str(path)).code == 2
    (tmp_path / "note").write_text("nothing")
    bad = osi("verify", "bundle", "--checkpoint", "note", "--key", "key.pub")
    assert (bad.code, "note line 1: not a signed note" in bad.err) == (3, True)
    assert osi("verify", "bundle", "--expect", "12").code == 3
    assert osi("verify", "bundle", "--checkpoint", str(path), "--key", "key.pem").code == 3
    assert osi("verify", "bundle", "--checkpoint", "/dev/zero", "--key", "key.pub").code == 3


def test_without_the_library_it_says_what_to_install(osi, monkeypatch):
    monkeypatch.delattr("osi_core.log.ed25519", raising=False)
    monkeypatch.delitem(sys.modules, "osi_core.log.ed25519", raising=False)
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    answer = osi("checkpoint", "--make-key", "key.pem")
    assert (answer.code, "pip install 'osi-core[signing]'" in answer.err) == (3, True)


# The store itself


def test_a_sound_store_is_verified_with_what_was_checked(osi, town):
    answer = osi("verify", "--store", str(town.path))
    assert answer.code == 0
    assert "missions/m ends at " in answer.out
    assert "2 receipts" in answer.out
    assert "Everything in the store fits its log" in answer.out
    assert osi("verify", "--store", str(town.path), "--mission", "m", "--json").json["findings"] == []
    assert osi("verify", "--store", str(town.path), "--mission", "n").code == 3


def test_a_receipt_leads_to_its_place_in_the_log(osi, town):
    place = osi("receipt", town.accepted, "--store", str(town.path)).out.split("In the log at ")[1].strip()
    answer = osi("verify", "--store", str(town.path), "--receipt", town.accepted, "--receipt", town.rejected)
    assert (answer.code, f"The receipt leads to {place} in missions/m." in answer.out) == (0, True)
    unknown = osi("verify", "--store", str(town.path), "--receipt", "0" * 26)
    assert (unknown.code, "no contribution in this store has a receipt" in unknown.out) == (1, True)
    assert osi("verify", "--store", str(town.path), "--receipt", "short").code == 2


def test_what_was_changed_is_named_with_table_row_and_what_to_do(osi, town):
    with closing(SqlStore.open(town.path, read_only=True)) as store:
        seal = next(text.seal for _, text in store.texts() if text.author == "ada")
    with closing(sqlite3.connect(town.path, isolation_level=None)) as connection:
        connection.execute("UPDATE osi_texts SET text = ? WHERE seal = ?", (b"Other words", seal))
    answer = osi("verify", "--store", str(town.path))
    assert answer.code == 1
    assert f"texts of missions/m, {seal}: the text is not the one that was sealed" in answer.out
    assert "a text that does not fit is shown to nobody. Restore a backup" in answer.out
    german = osi("verify", "--store", str(town.path), "--lang", "de")
    assert f"texts von missions/m, {seal}: der Text ist nicht der, der versiegelt wurde" in german.out
    shown = osi("receipt", town.accepted, "--store", str(town.path))
    assert (shown.code, "Other words" in shown.out + shown.err) == (1, False)


def test_either_a_bundle_or_a_store_is_verified(osi, town):
    assert osi("verify").code == 2
    assert osi("verify", "bundle", "--store", str(town.path)).code == 2
    osi("export", "--to", "bundle", "--store", str(town.path))
    assert osi("verify", "bundle", "--receipt", town.accepted).code == 2
