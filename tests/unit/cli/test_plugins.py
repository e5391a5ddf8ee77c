"""Plugins on the command line: the list, and commands of their own."""

from __future__ import annotations

import importlib.metadata
from types import SimpleNamespace

import pytest

from osi_core.cli import current
from osi_core.plugins import Plugins, Registry, hookimpl


def hello() -> int:
    """Greets."""
    session = current()
    if session.json:
        session.emit({"hello": session.language})
    else:
        session.show("Hallo" if session.language == "de" else "Hello")
    return 0


class Greeting:
    """A plugin with a command."""

    @hookimpl
    def osi_cli_commands(self, app):
        app.command(hello, name="hello")


class Broken:
    """A plugin whose command cannot be added."""

    @hookimpl
    def osi_cli_commands(self, app):
        raise RuntimeError("no terminal today")


@pytest.fixture
def installed(monkeypatch):
    """Lets the command find these plugins."""

    def install(*modules):
        plugins = Plugins.builtin()
        for module in modules:
            name = type(module).__name__.lower()
            plugins.register(module, name=name, distribution=f"osi-{name}", version="1.0")
        for kind in (Plugins, Registry):
            monkeypatch.setattr(kind, "load", classmethod(lambda cls: plugins))
        found = [SimpleNamespace(name="x")] if modules else []
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found)

    return install


def test_the_list_says_who_provides_what(osi, installed):
    installed()
    answer = osi("plugins")
    assert answer.code == 0
    assert "builtin  osi-core" in answer.out
    assert "prioritisation    proportional-ranking" in answer.out
    assert "Priorisierung" in osi("plugins", "--lang", "de").out
    assert osi("plugins", "--json").json[0]["distribution"] == "osi-core"


def test_a_plugin_adds_a_command_that_speaks_the_sessions_language(osi, installed):
    installed(Greeting())
    assert osi("hello").out == "Hello\n"
    assert osi("hello", "--lang", "de").out == "Hallo\n"
    assert osi("hello", "--json").json == {"hello": "en"}
    assert "  hello " in osi("--help").out


def test_a_plugin_that_fails_is_listed_with_its_reason_and_harms_nobody(osi, installed):
    installed(Broken(), Greeting())
    assert osi("hello").code == 0
    assert osi("rules").code == 0
    answer = osi("plugins")
    assert answer.code == 1
    assert "broken  osi-broken 1.0" in answer.out
    assert "no terminal today" in answer.out
