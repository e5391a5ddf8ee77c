"""A mission through three real services: as docs/tutorial-services.md plays it, and as its example by the client."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import re
import shlex
import signal
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from osi_core.cli import main
from osi_core.testing.ports import free_ports

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

EXAMPLE = Path(__file__).parents[3] / "examples/services/six_phases.py"
PAGE = (Path(__file__).parents[3] / "docs/tutorial-services.md").read_text(encoding="utf-8")
WANTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples() -> list[tuple[str, str]]:
    """Each command of the page with what it prints, where the page says that."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder beside which `osi up town` runs."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="module")
def port(house: Path) -> Iterator[int]:
    """The first port of its services."""
    first, *_ = free_ports(3)
    command = [sys.executable, "-m", "osi_core.cli", "up", "town", "--port", str(first), "--json"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OSI_")}
    with subprocess.Popen(command, cwd=house, env=environ, stdout=subprocess.PIPE, text=True) as network:
        assert network.stdout is not None
        try:
            assert any(json.loads(line)["kind"] == "ready" for line in network.stdout), "the network does not start"
            yield first
        finally:
            network.send_signal(signal.SIGINT)
            network.communicate(timeout=60)


class Shell:
    """What a shell does with the page's commands: variables, `> file` and `$(...)`; `osi` is called in this process,
    which spares half a minute of starting Python.
    """

    def __init__(self, folder: Path, port: int, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys, self.variables = folder, capsys, {}
        self._ports = {str(7070 + number): str(port + number) for number in range(3)}

    def __call__(self, command: str) -> str:
        """What a command prints."""
        for written, real in self._ports.items():
            command = command.replace(f"127.0.0.1:{written}", f"127.0.0.1:{real}")
        if set_ := re.fullmatch(r"(?:export )?([A-Z_]+)=(.*)", command):
            name, value = set_.groups()
            inner = re.fullmatch(r"\$\((.*)\)", value)
            self.variables[name] = self(inner[1]).strip() if inner else value
            return ""
        words = shlex.split(string.Template(command).substitute(self.variables))
        file = words[words.index(">") + 1] if ">" in words else None
        assert words[0] == "osi"
        self._capsys.readouterr()
        code = main(words[1 : words.index(">")] if file else words[1:])
        printed, errors = self._capsys.readouterr()
        assert code == 0, f"$ {command}\n{printed}{errors}"
        for written, real in self._ports.items():
            printed = printed.replace(real, written)
        if file:
            (self._folder / file).write_text(printed)
        return printed


def test_the_mission_is_played_to_its_end_as_the_page_says(house, port, capsys, monkeypatch):
    for name in [name for name in os.environ if name.startswith("OSI_") or name in ("LC_ALL", "LC_MESSAGES")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "130")
    monkeypatch.chdir(house)
    (playbook,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (house / "playbook.toml").write_text(playbook)
    shell, others = Shell(house, port, capsys), list[str]()
    for command, expected in examples():
        printed = shell(command)
        if "OSI_SERVER" in shell.variables:
            monkeypatch.setenv("OSI_SERVER", shell.variables["OSI_SERVER"])
        if expected.strip() and not doctest.OutputChecker().check_output(expected, printed, WANTED):
            others.append(f"$ {command}\n{printed}")
    assert not others, "\n".join(others)

    phases = json.loads(shell("osi status --json"))["phases"]
    assert [one["state"] for one in phases] == ["closed"] * 6
    receipt = json.loads(shell.variables["ADAS"])["receipt"]
    trail = json.loads(shell(f"osi receipt {receipt} --json"))
    assert (trail["reached"], trail["resource"]) == ("adoption", "challenges/heat")
    unknown = main(["receipt", "XXXX-0000"])
    assert (unknown, "Traceback" in capsys.readouterr().err) == (2, False)


def test_the_same_mission_is_played_by_the_client(house, port, capsys, monkeypatch):
    spec = importlib.util.spec_from_file_location("six_phases", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    example = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    monkeypatch.setattr(example, "MISSION", "missions/by-the-client")  # the page has played the other one here
    example.main(house / "town")
    told = capsys.readouterr().out
    assert [line for line in told.splitlines() if line.startswith("closed")][-1] == "closed: PHASE_SCALING"
    assert "institutions have adopted it" in told
