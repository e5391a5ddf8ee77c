"""The playbook on the command line: defaults that can be read back, and checks that name file and key."""

from __future__ import annotations

import tomllib

import pytest

from osi_core.process import Playbook, read_playbook


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_defaults_come_back_from_their_own_text(osi, tmp_path, language):
    (tmp_path / "p.toml").write_text(osi("playbook", "show", "--lang", language).out, encoding="utf-8")
    assert read_playbook(tmp_path / "p.toml") == Playbook()
    answer = osi("playbook", "check", "p.toml")
    assert (answer.code, answer.out) == (0, "p.toml: can be used.\n")


def test_every_key_is_described_above_it(osi):
    for language in ("de", "en"):
        lines = osi("playbook", "show", "--lang", language).out.splitlines()
        keys = [place for place, line in enumerate(lines) if line and not line.startswith(("#", "[", " ", "]"))]
        assert keys
        assert all(lines[place - 1].startswith("# ") for place in keys)


def test_the_defaults_in_json_are_those_that_a_mission_records(osi):
    assert osi("playbook", "show", "--json").json == Playbook().as_plain()


def check(osi, tmp_path, text, *options):
    (tmp_path / "p.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return osi("playbook", "check", "p.toml", *options)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[challenges]\ntpo = 5", "p.toml: challenges.tpo: unknown key"),
        ("[support]\nmonths = 0", "p.toml: support.months: must be at least 1 (found 0)"),
        ("[support]\nmonths = 'nine'", "p.toml: support.months:"),
        ('[challenges]\nstrategy = "lottery"', "p.toml: challenges.strategy: no prioritisation strategy 'lottery'"),
        ("[challenges.options]\nfoo = 1", "p.toml: challenges.strategy: options of 'proportional-ranking': foo"),
        ("[challenges\n", "p.toml: line 1: is not TOML"),
        (b"title = '\xff'", "p.toml: line 1: byte 9 (0xff) is not UTF-8"),
    ],
)
def test_a_bad_playbook_is_named_by_file_and_key(osi, tmp_path, text, words):
    answer = check(osi, tmp_path, text)
    assert answer.code == 1
    assert words in answer.err
    told = check(osi, tmp_path, text, "--json")
    assert (told.code, told.json["ok"]) == (1, False)
    assert words in told.json["problems"][0]


def test_every_problem_is_named_not_only_the_first(osi, tmp_path):
    answer = check(osi, tmp_path, "[challenges]\ntop = 0\nfoo = 1", "--lang", "de")
    assert "challenges.top" in answer.err
    assert "challenges.foo" in answer.err
    assert "das Playbook ist nicht benutzbar" in answer.err


def test_a_playbook_that_is_not_there_cannot_be_checked(osi):
    answer = osi("playbook", "check", "nowhere.toml")
    assert (answer.code, "nowhere.toml: no such file or folder" in answer.err) == (3, True)


def test_values_of_toml_survive_their_writing():
    from osi_core.cli.playbook import _toml

    value = {"a": ['quo"te', "new\nline", "ü"], "b": True, "c": {"d": 1}, "e": {}}
    assert tomllib.loads(f"x = {_toml(value)}")["x"] == value
