"""Shells complete what is installed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_commands_their_groups_and_their_options(osi, shell):
    script = osi("completion", shell)
    assert script.code == 0, script.err
    for word in ("moderate", "letters", "playbook", "document"):
        assert word in script.out, word


def test_the_version_has_a_short_form_too(osi):
    assert osi("-V").out == osi("--version").out != ""
