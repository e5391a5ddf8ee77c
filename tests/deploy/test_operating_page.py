"""docs/operating.md is true: each command that begins with $ is run as it stands, in this order, in one folder."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.installation import ROOT, Installation, tools_missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.nats,
    pytest.mark.timeout(1_200),
    pytest.mark.skipif(bool(tools_missing()), reason=f"not installed: {tools_missing()}"),
]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
WANTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples() -> list[tuple[str, str]]:
    """Each command of the page with what it prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            found.append((command, output))
    return found


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def test_every_command_does_what_the_page_says(installation: Installation) -> None:
    assert len(examples()) >= 30

    for command, expected in examples():
        if command.startswith("systemctl "):
            installation.systemctl(command)
            continue
        answer = installation.run(command)
        assert answer.returncode == 0, f"$ {command}\n{answer.stdout}{answer.stderr}"
        wanted = installation.here(expected)
        fits = doctest.OutputChecker().check_output(wanted, answer.stdout, WANTED)
        assert fits, f"$ {command}\n{answer.stdout}{answer.stderr}\nexpected:\n{wanted}"
