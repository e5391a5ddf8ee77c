"""Reading a store: status, log, receipts; and what is said when there is nothing to read."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime

import pytest

from osi_core.domain import DataOrigin
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import CreateMission, JoinMission
from osi_core.process import Engine
from osi_core.process.request import Request
from tests.unit.mission.test_goal_versions import SECTORS, Agreeing, proposing, setting


def test_status_shows_open_phases_and_what_the_gates_ask_for(osi, town):
    answer = osi("status", "--store", str(town.path))
    assert answer.code == 0
    assert "Climate-neutral by 2040" in answer.out
    assert re.search("● Challenges +2 Mar 2026 →", answer.out)
    assert "before it may be closed: no prioritisation result is published" in answer.out
    assert "○ Solutions" in answer.out
    assert "before it opens: no prioritised challenge has a commitment of an institution" in answer.out
    assert "2  1 accepted, 1 rejected" in answer.out


def test_status_speaks_german(osi, town):
    answer = osi("status", "--store", str(town.path), "--lang", "de")
    assert re.search("● Herausforderungen +2. März 2026 →", answer.out)
    assert "es ist kein Ergebnis einer Priorisierung veröffentlicht" in answer.out


def test_status_in_json_has_codes_beside_the_sentences(osi, town):
    standing = osi("status", "--store", str(town.path), "--json").json
    challenges = standing["phases"][1]
    assert (challenges["phase"], challenges["state"]) == ("challenges", "open")
    assert [unmet["code"] for unmet in challenges["unmet"]] == ["priorities-missing"]
    assert standing["counts"]["challenges"] == {"accepted": 1, "rejected": 1}
    assert len(standing["log_digest"]) == 64


def test_status_shows_the_version_of_the_goal_that_waits_for_those_who_endorse(osi, tmp_path):
    store = SqlStore.create(tmp_path / "osi.db")
    scenario = Agreeing(store)
    scenario.now = datetime.now(UTC)
    scenario.do(setting(), by="olga")
    scenario.endorse(*SECTORS)
    scenario.do(proposing(), by="olga")
    scenario.endorse("town", "lab", version=2)
    store.close()
    waits = r"Version 2 of the goal waits until .* for those who endorse: civil society, business So far"
    shown = " ".join(osi("status").out.split())
    assert re.search(waits, shown)
    assert "Fassung 2 des Ziels wartet bis " in osi("status", "--lang", "de").out
    told = osi("status", "--json").json["proposed_goal"]
    assert (told["values"]["version"], told["code"]) == (2, "cli.status.goal")


def test_status_says_what_is_imported_and_what_is_simulated(osi, tmp_path):
    time = datetime(2026, 3, 2, tzinfo=UTC)
    store = SqlStore.create(tmp_path / "osi.db")
    engine = Engine(store)
    engine.handle(CreateMission(mission="s", title="A rehearsal", origin=DataOrigin.IMPORTED), time=time)
    ada = "p-" + "a" * 32
    joining = JoinMission(mission="s", participant=ada)
    engine.handle_many([Request(joining, ada, time=time, origin=DataOrigin.SIMULATED)])
    store.close()
    answer = osi("status")
    assert "· imported\nimported: mission\nsimulated: people\n" in answer.out
    assert "People  simulated  1  joined" in answer.out
    german = osi("status", "--lang", "de").out
    assert "importiert: Mission\nsimuliert: Menschen\n" in german
    assert osi("status", "--json").json["origins"] == {"imported": ["mission"], "simulated": ["people"]}


def test_the_log_is_a_line_an_event(osi, town):
    lines = osi("log", "--store", str(town.path)).out.splitlines()
    assert lines[0].split() == ["1", "2026-03-02", "09:00:00", "operator", "mission.created", "missions/m"]
    assert lines[-1].split()[-2:] == ["challenges.rejected", "challenges/spam"]


def test_the_log_can_be_cut_and_filtered(osi, town):
    store = ("--store", str(town.path))
    whole = osi("log", *store).out.splitlines()
    assert osi("log", *store, "--after", "2", "--limit", "3").out.splitlines() == whole[2:5]
    assert osi("log", *store, "--type", "challenges").out.splitlines() == whole[-4:]
    assert osi("log", *store, "--type", "challenges.rejected").out.splitlines() == whole[-1:]
    assert len(osi("log", *store, "--stream", "challenges/spam").out.splitlines()) == 2
    assert len(osi("log", *store, "--stream", "missions/m/challenges/spam", "--after", "1").out.splitlines()) == 2


def test_the_log_in_json_is_the_stored_bytes(osi, town):
    store = SqlStore.open(town.path, read_only=True)
    stored = [entry.raw.decode() for entry in store.read("m")]
    store.close()
    assert osi("log", "--store", str(town.path), "--json").out.splitlines() == stored
    assert json.loads(stored[0])["type"] == "mission.created"


def test_a_stream_that_is_not_there_is_told(osi, town):
    answer = osi("log", "--store", str(town.path), "--stream", "challenges/spamm")
    assert (answer.code, answer.out) == (1, "")
    assert "nothing is recorded of challenges/spamm in missions/m" in answer.err


def test_an_unknown_type_of_event_is_answered_with_the_nearest(osi, town):
    answer = osi("log", "--store", str(town.path), "--type", "challenges.merge")
    assert answer.code == 2
    assert "challenges.merged" in answer.err


def test_a_receipt_shows_the_way_and_where_it_stopped(osi, town):
    answer = osi("receipt", town.rejected, "--store", str(town.path))
    assert answer.code == 0
    assert "Buy this" in answer.out
    assert "2 Mar 2026  real  moderation    rejected: Advertising." in answer.out
    assert "It ended with the moderation's decision." in answer.out
    german = osi("receipt", town.rejected.lower().replace("-", ""), "--store", str(town.path), "--lang", "de")
    assert "abgelehnt: Advertising." in german.out


def test_a_receipt_in_json_has_every_step(osi, town):
    trail = osi("receipt", town.accepted, "--store", str(town.path), "--json").json
    assert trail["words"] == "Too little shade"
    assert trail["reached"] == "moderation"
    assert [step["type"] for step in trail["steps"]] == ["challenges.submitted", "challenges.accepted"]


def test_an_unknown_receipt_is_a_no_and_a_malformed_one_wrong_usage(osi, town):
    unknown = osi("receipt", "0" * 26, "--store", str(town.path))
    assert (unknown.code, "no contribution in this store" in unknown.err) == (1, True)
    malformed = osi("receipt", "hello", "--store", str(town.path), "--lang", "de")
    assert (malformed.code, "ist kein Quittungscode" in malformed.err) == (2, True)


@pytest.mark.parametrize("command", ["status", "log", "export --to b", "receipt 1", "erase --participant x --yes"])
def test_a_store_that_is_not_there_is_never_made(osi, tmp_path, command):
    answer = osi(*command.split(), "--store", "nowhere.db")
    assert answer.code == 3
    assert "nowhere.db: no such store. Check the path" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_without_a_store_it_says_where_it_looked(osi):
    answer = osi("status")
    assert answer.code == 3
    assert "--store or OSI_STORE" in answer.err
    assert "osi.db, demo-output/mission.db" in answer.err


def test_a_store_is_found_here_or_by_the_variable_and_named(osi, town, tmp_path, monkeypatch):
    town.path.rename(tmp_path / "osi.db")
    assert "Store: osi.db" in osi("status").err
    monkeypatch.setenv("OSI_STORE", str(tmp_path / "osi.db"))
    assert "(from OSI_STORE)" in osi("status").err


def test_a_file_that_is_no_store_is_named(osi, tmp_path):
    (tmp_path / "x.db").write_text("hello, this is not a database at all, just some text in a file")
    answer = osi("status", "--store", "x.db")
    assert answer.code == 3
    assert "x.db" in answer.err


def test_a_mission_must_be_there_and_be_named_when_there_are_several(osi, town):
    unknown = osi("status", "--store", str(town.path), "--mission", "x")
    assert (unknown.code, "There are: m" in unknown.err) == (3, True)
    store = SqlStore.open(town.path)
    Engine(store).handle(CreateMission(mission="n", title="Another"))
    store.close()
    several = osi("status", "--store", str(town.path))
    assert (several.code, "name one with --mission: m, n" in several.err) == (2, True)
    assert osi("status", "--store", str(town.path), "--mission", "missions/n").code == 0


def test_erasing_asks_first_and_leaves_the_receipt_without_words(osi, town):
    store = ("--store", str(town.path))
    asked = osi("erase", "--participant", "ada", *store)
    assert (asked.code, "add --yes" in asked.err) == (2, True)
    done = osi("erase", "--participant", "ada", "--yes", *store)
    assert (done.code, "The words of ada are gone" in done.out) == (0, True)
    assert "(no words, or they were erased)" in osi("receipt", town.accepted, *store).out
    again = osi("erase", "--participant", "ada", "--yes", *store)
    assert (again.code, "refused" in again.err) == (1, True)


@pytest.mark.parametrize("name", ["", "Ada Lovelace", "missions/m/participants/ada"])
def test_what_is_no_id_erases_nobody_and_is_wrong_usage(osi, town, name):
    before = town.path.read_bytes()
    answer = osi("erase", "--participant", name, "--yes", "--store", str(town.path))
    assert (answer.code, f"--participant: {name!r} is no participant's id" in answer.err) == (2, True)
    assert town.path.read_bytes() == before


def test_a_store_held_by_another_writer_is_busy_and_can_still_be_read(osi, town):
    holder = SqlStore.open(town.path)
    try:
        busy = osi("erase", "--participant", "ada", "--yes", "--store", str(town.path))
        assert busy.code == 3
        assert "open for writing in process" in busy.err
        german = osi("erase", "--participant", "ada", "--yes", "--store", str(town.path), "--lang", "de")
        assert f"{town.path} ist im Prozess {os.getpid()} zum Schreiben geöffnet; bitte" in german.err
        assert osi("status", "--store", str(town.path)).code == 0
    finally:
        holder.close()


def test_a_store_is_backed_up_and_restored(osi, town, tmp_path):
    saved = tmp_path / "saved.db"
    done = osi("backup", str(saved), "--store", str(town.path))
    assert (done.code, "read through and whole" in done.out, "missions/m ends at " in done.out) == (
        0,
        True,
        True,
    )
    assert osi("backup", str(saved), "--store", str(town.path)).code == 3
    osi("erase", "--participant", "ada", "--yes", "--store", str(town.path))
    refused = osi("restore", str(saved), "--to", str(town.path))
    assert (refused.code, "2 events would be lost" in refused.err, "--accept-loss" in refused.err) == (3, True, True)
    restored = osi("restore", str(saved), "--to", str(town.path), "--accept-loss")
    assert (restored.code, "2 acknowledged events are lost for good" in restored.out) == (0, True)
    assert "town.db.before-1" in restored.out
    assert osi("status", "--store", str(town.path)).code == 0


def test_snapshots_are_dropped(osi, town):
    store = SqlStore.open(town.path)
    Engine(store).snapshot("m")
    store.close()
    dropped = osi("snapshots", "drop", "--store", str(town.path))
    assert (dropped.code, "1 snapshot removed" in dropped.out) == (0, True)
    assert osi("snapshots", "drop", "--store", str(town.path), "--json").json == {"dropped": 0}
