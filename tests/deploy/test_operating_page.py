"""docs/operating.md is true: each command that begins with $ is run as it stands, in this order, in one folder."""

from __future__ import annotations

import doctest
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.installation import PATIENCE, ROOT, Installation, tools_missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.nats,
    pytest.mark.timeout(1_200),
    pytest.mark.skipif(bool(tools_missing()), reason=f"not installed: {tools_missing()}"),
]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
WANTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
ASKS = re.compile(r"osi (health|status|parked list)\b|call\.py \w+\.list_")


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
        else:
            assert_true(installation, command, installation.here(expected))


def assert_true(installation: Installation, command: str, wanted: str) -> None:
    """The command prints what is wanted. What only asks a service is asked again: another one may have yet to hear."""
    until = time.monotonic() + (PATIENCE if ASKS.search(command) else 0)
    while True:
        answer = installation.run(command)
        fits = doctest.OutputChecker().check_output(wanted, answer.stdout, WANTED)
        if answer.returncode == 0 and fits:
            return
        told = f"$ {command}\n{answer.stdout}{answer.stderr}\nexpected:\n{wanted}"
        assert time.monotonic() < until, told
