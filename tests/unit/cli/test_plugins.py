"""Plugins on the command line: the list, and commands of their own."""

from __future__ import annotations

import importlib.metadata
from types import SimpleNamespace
from typing import Annotated

import pytest
from cyclopts import Parameter

from osi_core.cli import Session, current
from osi_core.cli.binding import bound
from osi_core.plugins import Plugins, Registry, hookimpl
from osi_core.words import Catalogue


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


def goodbye(session: Session, /, *, name: Annotated[str, Parameter(help="opt.name")] = "all") -> int:
    """Takes leave."""
    if session.json:
        session.emit({"goodbye": name})
    else:
        session.show(session.say("goodbye", name=name), session.say("error"))
    return 0


FAREWELLS = Catalogue(
    sentences={
        "parting.goodbye": {"en": "Goodbye, {name}.", "de": "Auf Wiedersehen, {name}."},
        "parting.opt.name": {"en": "Who goes", "de": "Wer geht"},
    }
)


class Parting:
    """A plugin whose command has words of its own."""

    @hookimpl
    def osi_cli_commands(self, app):
        app.command(bound(goodbye, current(), "parting", FAREWELLS), name="goodbye")


class Beside:
    """A plugin whose command stands in a group of ours."""

    @hookimpl
    def osi_cli_commands(self, app):
        app["conformance"].command(hello, name="hello")


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


def test_a_plugins_command_has_words_of_its_own_beside_those_of_the_command_line(osi, installed):
    installed(Parting())
    assert osi("goodbye").out == "Goodbye, all.\nError:\n"
    assert osi("goodbye", "--name", "Ada", "--lang", "de").out == "Auf Wiedersehen, Ada.\nFehler:\n"
    assert osi("goodbye", "--json").json == {"goodbye": "all"}
    assert "Wer geht" in osi("goodbye", "--help", "--lang", "de").out
    assert current().say("goodbye", name="all") == "cli.goodbye (name=all)"  # nobody else knows the sentence


def test_a_plugins_command_may_stand_in_a_group_of_ours(osi, installed):
    installed(Beside())
    assert osi("conformance", "hello").out == "Hello\n"
    assert osi("conformance", "hello", "--lang", "de").out == "Hallo\n"
    listed = osi("conformance", "--help").out
    assert "  hello " in listed
    assert "  plugin " in listed


def test_a_plugin_that_fails_is_listed_with_its_reason_and_harms_nobody(osi, installed):
    installed(Broken(), Greeting())
    assert osi("hello").code == 0
    assert osi("rules").code == 0
    answer = osi("plugins")
    assert answer.code == 1
    assert "broken  osi-broken 1.0" in answer.out
    assert "no terminal today" in answer.out
