"""The command, for tests that count what a reader has read."""

from plugins.voting.tests.commands.conftest import osi

__all__ = ["osi"]
