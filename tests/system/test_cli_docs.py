"""The examples of docs/cli.md are true: each is run as it stands there, in their order, in one folder."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/cli.md").read_text(encoding="utf-8")
WANTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples() -> list[tuple[str, str]]:
    """Each command of the page with what it prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


def test_every_example_prints_what_the_page_says(tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    (tmp_path / "osi").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m osi_core.cli "$@"\n')
    (tmp_path / "osi").chmod(0o755)
    plain = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "OSI_STORE")}
    environment = {**plain, "LANG": "C.UTF-8", "PATH": f"{tmp_path}:{os.environ['PATH']}", "COLUMNS": "130"}
    assert len(examples()) >= 10
    for command, expected in examples():
        code = ""
        if "CODE" in command:
            code = json.loads((tmp_path / "demo-output/summary.json").read_text())["receipts"]["adopted"]
        called = command.replace("CODE", code)
        answer = subprocess.run(called, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)
        error = answer.stderr.partition("Error: ")  # behind the note that says which store was taken
        printed = answer.stdout or "".join(error[1:])
        assert doctest.OutputChecker().check_output(expected, printed, WANTED), (
            f"$ {called}\n{answer.stdout}{answer.stderr}"
        )


def test_every_command_stands_on_the_page():
    from osi_core.cli.commands import COMMANDS

    assert [line.name for line in COMMANDS if f"`osi {line.name}" not in PAGE] == []


def test_the_plugin_on_the_page_works():
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    assert callable(names["osi_cli_commands"])


def test_the_page_names_every_command_that_is_there():
    from osi_core.cli.app import build
    from osi_core.cli.session import Session

    commands = [name for name in build(Session(), []) if not name.startswith("-")]
    assert {"status", "parked", "up"} <= set(commands)
    assert [name for name in commands if not re.search(rf"\bosi {name}\b|`{name}`", PAGE)] == []
