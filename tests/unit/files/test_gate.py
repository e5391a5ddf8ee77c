"""The gate: what is no file, too large, a link out of its folder or beyond the bounds is refused, and nothing hangs."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from osi_core.files import DEPTH, MIB, InputRefused, is_sha256, json_of, open_input, read_input, toml_of
from osi_core.plugins import Plugins
from osi_core.plugins.builtin import JsonLines
from osi_core.plugins.errors import FileRefused
from osi_core.process.export import Bundle, ExportInvalid, write_bundle
from osi_core.process.verifying import verify_export
from osi_core.simulation import FolderInvalid, read_folder
from osi_core.testing.scenario import Scenario
from tests.unit.simulation.conftest import CHALLENGES, MISSION, VOTES


@pytest.fixture(autouse=True)
def in_time():
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 10


def placed(kind: str, path: Path) -> None:
    """Puts something there that is no file of this folder."""
    path.unlink(missing_ok=True)
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "folder":
            path.mkdir()
        case "nowhere":
            path.symlink_to("nowhere")
        case "outside":
            (path.parent.parent / "secret").write_text("{}")
            path.symlink_to("../secret")


KINDS = ("fifo", "device", "folder", "nowhere", "outside")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_of_its_folder_is_refused(kind, tmp_path):
    (tmp_path / "in").mkdir()
    placed(kind, tmp_path / "in" / "x")
    with pytest.raises(InputRefused, match=r"in/x: is (a device, a pipe|a folder|a link|missing)"):
        read_input("x", limit=MIB, within=tmp_path / "in")


@pytest.mark.parametrize("path", ["../x", "/dev/zero", "/etc/hostname", "a\0b", "\ud800", "x" * 5_000])
def test_a_name_that_leads_elsewhere_is_refused(path, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "x").write_text("secret")
    with pytest.raises(InputRefused):
        read_input(path, limit=MIB, within=tmp_path / "in")


def test_a_link_within_its_folder_and_a_linked_folder_are_taken(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "votes.csv").write_text("a")
    (tmp_path / "in" / "latest.csv").symlink_to("votes.csv")
    (tmp_path / "link").symlink_to("in")
    assert read_input("latest.csv", limit=1, within=tmp_path / "link") == b"a"


def test_a_file_that_a_person_names_may_be_a_link_and_no_device(tmp_path):
    (tmp_path / "x").write_bytes(b"abc")
    (tmp_path / "link").symlink_to("x")
    assert read_input(tmp_path / "link", limit=3) == b"abc"
    with pytest.raises(InputRefused, match="is a device, a pipe or a socket; save what it gives as a file"):
        read_input("/dev/zero", limit=MIB)


def test_a_file_beyond_its_limit_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "x").write_bytes(b"a" * (MIB + 1))
    with pytest.raises(InputRefused, match="is larger than 1 MiB, and no more is read; leave out"):
        read_input(tmp_path / "x", limit=MIB)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="a file that states no size: Linux has some")
def test_a_file_that_states_no_size_is_counted_while_it_is_read():
    with pytest.raises(InputRefused, match="is larger than"):
        read_input("/proc/self/maps", limit=100)


def test_a_line_without_end_is_refused_with_its_number(tmp_path):
    (tmp_path / "x").write_bytes(b"short\n" + b"a" * 1_000)
    with open_input(tmp_path / "x", limit=MIB) as file, pytest.raises(InputRefused, match="line 2: is longer than 100"):
        list(file.lines(100))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'\n{"a": ' + b"9" * 5_000 + b"}", "line 2: a number has more than 100 digits"),
        (b"[" * 100_000, f"line 1: nests more than {DEPTH} levels"),
        (b'{"a":' * 100_000, "line 1: nests more than"),
        (b"[1e999999]", "line 1: a number has an exponent beyond"),
        (b"[1e308, 1e309]", "line 1: a number has an exponent beyond"),
        (b"[NaN]", "line 1: NaN is no number of JSON"),
        (b'\n\n["\\ud800"]', "line 3: holds half of a surrogate pair"),
        (b'{"a": 1\n"b"}', "line 2: is not JSON: Expecting ',' delimiter"),
        (b'{\n"\xff"}', r"line 2: byte 3 \(0xff\) is not UTF-8"),
    ],
)
def test_json_beyond_the_bounds_is_refused_with_its_line(raw, said):
    with pytest.raises(InputRefused, match=f"^x, {said}"):
        json_of(raw, "x")


@pytest.mark.parametrize(
    "raw", [b'"' + b"[" * 1_000 + b'"', b'"' + b"9" * 1_000 + b'"', b"[" + b"[],[1e5]," * 99 + b"0]"]
)
def test_what_stands_in_text_and_side_by_side_has_no_bounds(raw):
    assert json_of(raw, "x")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a = 1\nb = " + b"[" * 5_000, "line 2: nests more than"),
        (b"a = " + b"{a = " * 5_000, "line 1: nests more than"),
        (b"\n" + b".".join([b"a"] * 200_000) + b" = 1", "line 2: nests more than"),
        (b"a = " + b"9" * 5_000, "line 1: a number has more than 100 digits"),
        (b"a = 0x" + b"f" * 5_000, "line 1: a number has more than 100 digits"),
        (b"a = 1e999999", "line 1: a number has an exponent beyond"),
        (b"a = 9999-13-30", "line 1: is not TOML"),
    ],
)
def test_toml_beyond_the_bounds_is_refused_with_its_line(raw, said):
    with pytest.raises(InputRefused, match=f"^x, {said}"):
        toml_of(raw, "x")


def test_only_a_digest_is_a_digest():
    assert is_sha256("0" * 64)
    for other in ("/dev/zero", "0" * 63, "0" * 64 + "\n", "A" * 64, "../" + "0" * 61, 7, None, ["0" * 64]):
        assert not is_sha256(other)


# The readers


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "town"
    path.mkdir()
    for name, text in (("mission.toml", MISSION), ("challenges.csv", CHALLENGES), ("votes.csv", VOTES)):
        (path / name).write_text(text)
    return path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["mission.toml", "challenges.csv", "votes.csv"])
def test_a_mission_folder_with_one(folder, name, kind):
    placed(kind, folder / name)
    with pytest.raises(FolderInvalid, match=f"^{name}: is "):
        read_folder(folder)


@pytest.mark.parametrize("day", ["9999-12-30", "0001-01-01"])
def test_a_mission_that_begins_where_nobody_counts(folder, day):
    (folder / "mission.toml").write_text(MISSION.replace("2026-01-12", day))
    with pytest.raises(FolderInvalid, match=r"mission\.toml, line 2, field begins: "):
        read_folder(folder)


@pytest.fixture
def bundle(tmp_path):
    write_bundle(Scenario().engine.store, "m", tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["manifest.json", "log.jsonl"])
def test_a_bundle_with_one(bundle, name, kind):
    placed(kind, bundle / name)
    with pytest.raises(ExportInvalid, match=f"{name}: is "):
        verify_export(bundle, Plugins.builtin())


@pytest.mark.parametrize("kind", KINDS)
def test_blobs_and_records_that_are_none_are_not_there(bundle, kind):
    placed(kind, bundle / "blobs" / ("0" * 64))
    placed(kind, bundle / "decisions" / "x.json")
    read = Bundle(bundle)
    assert read.blob("0" * 64) is None
    assert read.record("x.json") is None
    assert read.blob("/dev/zero") is None
    assert read.record("../manifest.json") is None


def test_json_lines_from_a_device_are_refused(tmp_path):
    (tmp_path / "x.jsonl").symlink_to("/dev/zero")
    with pytest.raises(FileRefused, match="is a device"):
        list(JsonLines().read(tmp_path / "x.jsonl"))
