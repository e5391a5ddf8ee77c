"""`osi run`: what a folder tells is imported and ends there, what is played on is simulated, and both are said."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from osi_core.log.sql import SqlStore
from osi_core.mission.commands import CreateMission, JoinMission
from osi_core.process import Engine
from osi_core.simulation.real_challenges import RealChallenges
from tests.unit.cli.conftest import Osi

MISSION = """\
title = "Streets"
language = "en"

[indicator]
name = "Accidents"
unit = "a year"
baseline = 21
target = 12
deadline = 2031-12-31

[challenges]
format = "polis-export"
statements = "comments.csv"
votes = "votes.csv"

[programme]
solutions = 5
institutions = 6
experts = 8
"""
COMMENTS = """\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1650000060000,x,0,100,0,0,1,Don't ban cars from the old town
1650000000000,x,1,101,3,0,1,Ban cars from the old town
1650000120000,x,2,102,1,0,1,Buses should run every ten minutes
1650000180000,x,3,103,0,1,-1,Buy my cars
"""
VOTES = "timestamp,datetime,comment-id,voter-id,vote\n" + "".join(
    f"16500036{n:02d}000,x,{statement},{voter},1\n"
    for n, (statement, voter) in enumerate([(1, 200), (1, 201), (1, 202), (0, 203), (2, 200)])
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "streets"
    path.mkdir()
    for name, content in (("mission.toml", MISSION), ("comments.csv", COMMENTS), ("votes.csv", VOTES)):
        (path / name).write_text(content, encoding="utf-8")
    return path


def without_votes(folder: Path) -> Path:
    (folder / "mission.toml").write_text(MISSION.replace('votes = "votes.csv"\n', ""), encoding="utf-8")
    return folder


def test_what_people_said_is_imported_and_the_mission_ends_where_the_folder_does(osi: Osi, folder: Path) -> None:
    answer = osi("run", str(folder), "--out", "out")
    assert answer.code == 0, answer.err
    assert "imported: people said this elsewhere" in answer.out
    assert re.search(r"\n +[0-9]+ imported\n", answer.out)
    assert "The folder tells no more, so the mission stops here." in answer.out
    standing = osi("status", "--store", "out", "--json").json
    assert (standing["origin"], set(standing["origins"])) == ("imported", {"imported"})
    assert [phase["state"] for phase in standing["phases"]][:3] == ["closed", "open", "not_opened"]
    assert standing["counts"]["institutions"] == {}


def test_alike_ones_are_proposed_in_folder_status_and_report_and_not_merged(osi: Osi, folder: Path) -> None:
    answer = osi("run", str(folder), "--out", "out")
    assert "1 pair of challenges shares most of its words. None was merged by a machine" in answer.out
    with Path("out/merges-proposed.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["challenge"], row["into"]) == ("0", "1"), "the later into the earlier, whatever the order of the file"
    assert (row["challenge_only"], row["into_only"]) == ("don't", "")
    status = osi("status", "--store", "out").out
    assert "To look at: 1 pair of challenges shares most of its words\n  85 %  c-0 → c-1  – / don't" in status
    (pair,) = osi("status", "--store", "out", "--json").json["proposed_merges"]
    assert (pair["first"], pair["second"], pair["second_only"]) == ("c-1", "c-0", ["don't"])
    assert "Proposed for merging" in Path("out/report.html").read_text(encoding="utf-8")
    assert osi("status", "--store", "out", "--json").json["counts"]["challenges"] == {"accepted": 3, "rejected": 1}


def test_what_was_proposed_can_be_read_back_as_what_is_to_be_merged(osi: Osi, folder: Path) -> None:
    osi("run", str(folder), "--out", "out")
    (folder / "merges.csv").write_bytes(Path("out/merges-proposed.csv").read_bytes())
    (folder / "mission.toml").write_text(MISSION.replace("votes =", 'merges = "merges.csv"\nvotes ='), encoding="utf-8")
    osi("run", str(folder), "--out", "again")
    counts = osi("status", "--store", "again", "--json").json["counts"]["challenges"]
    assert counts == {"accepted": 2, "merged": 1, "rejected": 1}
    assert not Path("again/merges-proposed.csv").exists()


def test_played_on_every_receipt_says_which_it_is(osi: Osi, folder: Path) -> None:
    answer = osi("run", str(folder), "--simulate", "--out", "out", "--json")
    assert answer.code == 0, answer.err
    result = answer.json
    assert set(result["origins"]) == {"imported", "simulated"}
    assert (result["receipt_origins"]["adopted"], result["receipt_origins"]["rejected"]) == ("simulated", "imported")
    receipt = osi("receipt", result["receipts"]["adopted"], "--store", "out").out
    assert re.search(r"2022  imported +contribution +challenge submitted", receipt)
    assert re.search(r"simulated +adoption +adopted by .+ in .+", receipt)
    assert "It is in use: institutions have adopted it. (simulated)" in receipt
    told = osi("run", str(folder), "--simulate", "--out", "out").out
    assert "partly imported, what people said elsewhere; partly simulated, what nobody did" in told


def test_an_invented_folder_stops_with_the_priorities_when_told_to(osi: Osi, folder: Path) -> None:
    text = MISSION.replace("votes =", 'origin = "simulated"\nvotes =')
    (folder / "mission.toml").write_text(text, encoding="utf-8")
    result = osi("run", str(folder), "--until", "challenges", "--out", "out", "--json").json
    assert (result["origin"], result["decisions"]) == ("simulated", 1)


def test_totals_without_votes_are_not_ranked_and_the_code_says_why(osi: Osi, folder: Path) -> None:
    result = osi("run", str(without_votes(folder)), "--out", "out", "--json").json
    assert (result["unranked"]["code"], result["decisions"]) == ("ranking-from-totals", 0)
    answer = osi("run", str(folder), "--out", "out")
    assert "Nothing was ranked: these totals say how many agreed with each statement, not who" in answer.out
    refused = osi("run", str(folder), "--simulate", "--out", "other")
    assert refused.code == 1
    assert "comments.csv, field agrees: these totals say how many agreed" in refused.err
    assert not Path("other").exists()


def test_a_clock_is_corrected_with_its_reason(osi: Osi, tmp_path: Path) -> None:
    store = SqlStore.create(tmp_path / "osi.db")
    ahead = datetime(2126, 3, 2, tzinfo=UTC)
    Engine(store, clock=lambda: ahead).handle(CreateMission(mission="m", title="Streets"))
    store.close()
    assert "a clock was ahead" in osi("status").out
    answer = osi("correct-clock", "--reason", "The battery was empty.")
    assert (answer.code, answer.out.split(".")[0]) == (0, "Corrected at position 2")
    store = SqlStore.open(tmp_path / "osi.db")
    ada = "p-" + "a" * 32
    (joined,) = Engine(store).handle(JoinMission(mission="m", participant=ada), actor=ada).events
    store.close()
    assert joined.time < ahead
    again = osi("correct-clock", "--reason", "The battery was empty.")
    assert again.code == 1
    assert "there is nothing to correct" in again.err


def test_of_a_play_that_fails_half_way_nothing_is_left(
    osi: Osi, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: RealChallenges) -> bool:
        raise RuntimeError("half way")

    monkeypatch.setattr(RealChallenges, "play_round", fails)
    out = tmp_path / "half"
    assert osi("run", str(folder), "--out", str(out)).code != 0
    assert {path.name for path in out.iterdir()} <= {".osi-output", "mission.db.lock"}


def test_what_only_the_source_has_counted_is_listed(osi: Osi, folder: Path) -> None:
    answer = osi("run", str(without_votes(folder)), "--out", "out", "--json")
    assert answer.json["unranked"]["code"] == "ranking-from-totals"
    rows = Path("out/totals.csv").read_text(encoding="utf-8").splitlines()
    assert rows == ["challenge,supports,objections", "1,3,0", "2,1,0", "3,0,1"]
