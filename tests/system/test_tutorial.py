"""A town and its heat: docs/tutorial.md and its translation are true, command by command."""

from __future__ import annotations

import doctest
import io
import json
import os
import re
import shlex
import shutil
import string
import subprocess
from pathlib import Path

import pytest

from osi_core.cli import main

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
PAGES = ("tutorial.md", "tutorial.de.md")
WANTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples(page: str) -> list[tuple[str, str]]:
    """Each command of the page with what it prints, where the page says that."""
    found = []
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


class Shell:
    """What a shell does with the page's commands: variables, `$(...)` and what is piped into `osi`, which is called in
    this process: that spares a minute of starting Python.
    """

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch
        self.variables: dict[str, str] = {}
        self.code = 0
        """How the last call of `osi` ended."""

    def __call__(self, command: str) -> str:
        """What a command prints."""
        self.code = 0
        if set_ := re.fullmatch(r"(export )?([A-Z_]+)=(.*)", command):
            exported, name, value = set_.groups()
            inner = re.fullmatch(r"\$\((.*)\)", value)
            self.variables[name] = self(inner[1]).strip() if inner else value
            if exported:
                self._monkeypatch.setenv(name, self.variables[name])
            return ""
        before, pipe, after = command.partition(" | osi ")
        if pipe:
            self._monkeypatch.setattr("sys.stdin", io.StringIO(self._system(before)))
            return self._osi(f"osi {after}")
        return self._osi(command) if command.startswith("osi ") else self._system(command)

    def _osi(self, command: str) -> str:
        words = shlex.split(string.Template(command).substitute(self.variables))
        self._capsys.readouterr()
        self.code = main(words[1:])
        printed, errors = self._capsys.readouterr()
        return printed or errors

    def _system(self, command: str) -> str:
        given = {**os.environ, **self.variables}
        return subprocess.run(command, shell=True, env=given, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("page", PAGES)
def test_the_mission_is_played_to_its_end_as_the_page_says(page, tmp_path, capsys, monkeypatch):
    for name in [name for name in os.environ if name.startswith("OSI_") or name in ("LC_ALL", "LC_MESSAGES")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "de_DE.UTF-8" if page.endswith(".de.md") else "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "130")
    shutil.copytree(ROOT / "examples/heat", tmp_path / "heat")
    monkeypatch.chdir(tmp_path)
    shell = Shell(capsys, monkeypatch)
    for command, expected in examples(page):
        printed = shell(command)
        if expected.strip():
            as_told = doctest.OutputChecker().check_output(expected, printed, WANTED)
        else:
            as_told = shell.code == 0
        assert as_told, f"$ {command}\n{printed}"

    phases = json.loads(shell("osi status --json"))["phases"]
    assert [one["state"] for one in phases] == ["closed"] * 6
    trail = json.loads(shell("osi receipt $ANNAS --json"))
    assert trail["reached"] == "adoption"
    assert main(["verify", "--store", "town.db"]) == 0


def test_both_pages_tell_the_same_mission():
    named = [
        [word for command, _ in examples(page) for word in re.findall(r"osi do ([a-z-]+)", command)] for page in PAGES
    ]
    assert named[0] == named[1]
    assert len(named[0]) > 60
