"""Every key that the command line says has a sentence, and no sentence is there that nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import osi_core.cli
from osi_core.cli.commands import COMMANDS
from osi_core.cli.rules import asked_of_all
from osi_core.domain import Condition, Model
from osi_core.process import SHARES, Playbook, share_of
from osi_core.process.gates import GATES
from osi_core.words import OWN

(LIBRARY,) = OWN.catalogues
CODES = LIBRARY.codes("en")
KEYS = {code.removeprefix("cli.") for code in CODES if code.startswith("cli.")}
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in Path(osi_core.cli.__file__).parent.glob("*.py"))
SAID = set(re.findall(r"""["']([a-z]+(?:\.[a-z_]+)*)["']""", SOURCE))
MADE = (*re.findall(r"""f["']([a-z]+\.)\{""", SOURCE), "cmd.")
"""The beginnings of keys that are put together from names of a closed list, such as `phase.{phase}`."""


def test_every_sentence_is_said_somewhere():
    now = {f"{key}_now" for key in SAID}  # of a gate that asks for nothing more
    assert sorted(key for key in KEYS if key not in SAID | now and not key.startswith(MADE)) == []


def test_every_key_that_is_said_has_a_sentence():
    called = re.findall(r'(?:say|stop)\((?:Exit\.\w+, )?"([^"]+)"', SOURCE) + re.findall(r'help="([^"]+)"', SOURCE)
    assert [key for key in called if key and key not in KEYS] == []


def test_every_command_is_described():
    assert {f"cmd.{line.name.replace(' ', '.')}" for line in COMMANDS} <= KEYS


def conditions() -> Iterator[Condition]:
    for share in SHARES:
        for line in share_of(share).lines:  # also those of older rules, which a mission may stand under
            yield from line.when
    for gate in GATES.values():
        yield from gate.opens_when
        yield from gate.closes_when
    yield from asked_of_all()


def test_every_condition_says_what_it_asks_for_and_nothing_else_is_called_one():
    asked = {f"rule.{one.__module__.removeprefix('osi_core.')}.{one.__name__}" for one in conditions()}
    assert asked == {key for key in KEYS if key.startswith("rule.")}


def test_every_key_of_the_playbook_is_described():
    playbook, keys = Playbook(), set()
    for name in Playbook.model_fields:
        section = getattr(playbook, name)
        inner = {f"key.{name}.{key}" for key in type(section).model_fields} if isinstance(section, Model) else set()
        keys |= {f"key.{name}", *inner}
    assert keys == {key for key in KEYS if key.startswith("key.")}


def test_the_status_has_a_word_for_each_status_of_a_fact():
    """The counts of `osi status` name statuses; each is a member of an enum."""
    for fact in share_of("all").facts:
        status = fact.model_fields.get("status")
        if status is None:
            continue
        assert isinstance(status.annotation, type), fact
        assert issubclass(status.annotation, StrEnum), fact
        untold = [member for member in status.annotation if f"{status.annotation.__name__}.{member}" not in CODES]
        assert untold == [], fact
