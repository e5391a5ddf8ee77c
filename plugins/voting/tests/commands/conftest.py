"""The command, called in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from osi_core.cli import main
from plugins.voting.tests.commands.calling import Answer, Osi


@pytest.fixture
def osi(capsys: pytest.CaptureFixture[str]) -> Osi:
    """Calls `osi`, in English unless asked otherwise."""

    def call(*arguments: str | Path) -> Answer:
        given = [str(one) for one in arguments]
        code = main(given if "--lang" in given else [*given, "--lang", "en"])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call
