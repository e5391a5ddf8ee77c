"""`osi` as people call it: real processes on a small demonstration, its export, its receipts, and pipes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osi_core.log.envelope import check_chain
from osi_core.log.sql import SqlStore

pytestmark = pytest.mark.system

OSI = (sys.executable, "-m", "osi_core.cli")
SMALL = ("--people", "120")


def osi(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Calls `osi` in a process of its own, in English unless the environment says otherwise."""
    plain = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "OSI_STORE")}
    environment = {**plain, "LANG": "C.UTF-8", **environment}
    return subprocess.run([*OSI, *arguments], cwd=cwd, env=environment, capture_output=True, text=True)


class Demo(NamedTuple):
    """A small demonstration that was played."""

    folder: Path
    result: dict[str, Any]
    err: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo") / "out"
    answer = osi("demo", *SMALL, "--out", folder, "--json")
    assert answer.returncode == 0, answer.stderr
    return Demo(folder, json.loads(answer.stdout), answer.stderr)


def test_the_demo_prints_one_object_and_its_progress_beside_it(demo):
    result = demo.result
    assert len(result["log_digest"]) == 64
    assert result["events"] > 500
    assert result["decisions"] > 5
    assert 0 < result["seconds"] < 60
    for key in ("store", "report", "export"):
        assert Path(result[key]).exists()
    assert result["receipts"]
    assert "Citizens submit challenges" in demo.err


def test_the_report_is_there_in_both_languages(demo):
    assert '<html lang="en"' in (demo.folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="de"' in (demo.folder / "report.de.html").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_log_and_another_seed_another(demo, tmp_path):
    again = json.loads(osi("demo", *SMALL, "--out", tmp_path / "a", "--json", "--lang", "de").stdout)
    assert again["log_digest"] == demo.result["log_digest"]
    other = json.loads(osi("demo", *SMALL, "--seed", "7", "--out", tmp_path / "a", "--json").stdout)
    assert other["log_digest"] != demo.result["log_digest"]


def test_every_decision_of_the_demo_is_verified_equal(demo):
    answer = osi("verify", demo.folder / "export", "--json")
    report = json.loads(answer.stdout)
    found = {verdict["decision"]: verdict for verdict in report["verdicts"] if verdict["answer"] != "equal"}
    assert found == {}
    assert answer.returncode == 0
    assert len(report["verdicts"]) == demo.result["decisions"]
    assert report["head_hash"] == demo.result["log_digest"]


def test_a_single_record_is_verified(demo):
    record = next((demo.folder / "export/decisions").glob("*.json"))
    answer = osi("verify", record)
    assert (answer.returncode, answer.stdout.split()[0]) == (0, "equal")


def test_one_changed_byte_is_found_with_its_position(demo, tmp_path):
    shutil.copytree(demo.folder / "export", tmp_path / "export")
    log = tmp_path / "export/log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    lines[499] = lines[499].replace(b'"version":', b'"Version":')
    log.write_bytes(b"".join(lines))
    answer = osi("verify", tmp_path / "export")
    assert answer.returncode == 1, answer.stderr
    assert "The first damage is at position 500" in answer.stdout


def test_a_strategy_of_another_version_cannot_be_recomputed(demo, tmp_path):
    shutil.copytree(demo.folder / "export", tmp_path / "export")
    record = next((tmp_path / "export/decisions").glob("*.json"))
    record.write_text(json.dumps({**json.loads(record.read_text()), "version": "999"}))
    answer = osi("verify", record)
    assert answer.returncode == 3
    assert "cannot recompute" in answer.stdout
    assert "version 999" in answer.stdout


def test_receipts_are_followed_to_their_end(demo):
    for what, code in demo.result["receipts"].items():
        trail = json.loads(osi("receipt", code, "--store", demo.folder, "--json").stdout)
        assert trail["steps"], what
        assert trail["ended"], what
        assert trail["end"]["code"], what
    adopted = osi("receipt", demo.result["receipts"]["adopted"], "--store", demo.folder, LANG="de_DE.UTF-8")
    assert "übernommen von" in adopted.stdout


def test_a_pipe_that_closes_early_is_quiet(demo):
    script = '"$@" | head -1'
    environment = {**os.environ, "OSI_STORE": str(demo.folder)}
    for command in (["log"], ["log", "--json"], ["rules"], ["status"]):
        call = ["bash", "-o", "pipefail", "-c", script, "bash", *OSI, *command]
        answer = subprocess.run(call, env=environment, capture_output=True, text=True)
        assert answer.returncode == 0, answer.stderr
        assert "Traceback" not in answer.stderr
        assert "BrokenPipe" not in answer.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_output_is_named(demo):
    for command in (["log"], ["log", "--json"], ["status", "--json"]):
        with Path("/dev/full").open("w") as full:
            call = [*OSI, *command, "--store", str(demo.folder), "--lang", "en"]
            answer = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True)
        assert answer.returncode == 3
        assert answer.stderr.startswith("Error: standard output: no space is left")
        assert "Traceback" not in answer.stderr


def test_what_is_piped_has_no_colours_and_one_line_an_event(demo):
    answer = osi("log", "--store", demo.folder, NO_COLOR="1", TERM="dumb")
    assert "\x1b" not in answer.stdout
    assert len(answer.stdout.splitlines()) == demo.result["events"]
    status = osi("status", "--store", demo.folder, "--json")
    assert json.loads(status.stdout)["log_digest"] == demo.result["log_digest"]


def test_an_ascii_terminal_gets_signs_it_can_show(demo):
    answer = osi("status", "--store", demo.folder, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert answer.returncode == 0
    assert "x Mission" in answer.stdout


def test_the_demo_never_replaces_what_is_not_its_own(demo, tmp_path):
    (tmp_path / "mission.db").write_text("mine")
    answer = osi("demo", *SMALL, "--out", tmp_path)
    assert answer.returncode == 3
    assert "--force" in answer.stderr
    assert (tmp_path / "mission.db").read_text() == "mine"


def interruptible() -> None:
    """A shell starts what it runs in the background deaf to interrupts, and tests may be run there."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupted_demo_leaves_a_whole_log(tmp_path):
    call = [*OSI, "demo", "--lang", "en", "--out", str(tmp_path)]
    running = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible
    )  # fmt: skip
    assert running.stderr is not None
    for line in running.stderr:
        if "prioritised" in line:
            break
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert "interrupted. What was committed stays in the log" in err
    store = SqlStore.open(tmp_path / "mission.db")
    (mission,) = store.missions()
    assert check_chain(store.read(mission)) == store.head(mission)
    store.close()
