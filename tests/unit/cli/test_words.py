"""Every sentence there is, in both languages; and none that nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import osi_core.cli
from osi_core.cli.rules import first_sentence
from osi_core.cli.words import WORDS
from osi_core.cli.words_process import CONDITIONS_DE, PLAYBOOK_DE
from osi_core.domain import Condition, Model
from osi_core.process import RULES, Playbook
from osi_core.process.gates import GATES

SOURCE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(osi_core.cli.__file__).parent.glob("*.py")
    if not path.name.startswith("words")
)
SAID = set(re.findall(r"""["']([a-z]+(?:\.[a-z_]+)*)["']""", SOURCE))
MADE = tuple(re.findall(r"""f["']([a-z]+\.)\{""", SOURCE))
"""The beginnings of keys that are put together, such as `phase.{phase}`."""


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_say_it_with_the_same_values(key):
    words = WORDS[key]
    assert words.en.strip()
    assert words.de.strip()
    assert fields(words.en) == fields(words.de)


def test_every_sentence_is_said_somewhere():
    now = {f"{key}_now" for key in SAID}  # of a gate that asks for nothing more
    unsaid = [key for key in WORDS if key not in SAID | now and not key.startswith(MADE)]
    assert unsaid == []


def test_every_key_that_is_said_is_in_the_table():
    called = re.findall(r'(?:say|stop)\((?:Exit\.\w+, )?"([^"]+)"', SOURCE) + re.findall(r'help="([^"]+)"', SOURCE)
    assert [key for key in called if key and key not in WORDS] == []


def conditions() -> Iterator[Condition]:
    for line in RULES.values():
        yield from line.when
    for gate in GATES.values():
        yield from gate.opens_when  # type: ignore[misc]
        yield from gate.closes_when  # type: ignore[misc]


def test_every_condition_says_in_both_languages_what_it_asks_for():
    names = {condition.__name__ for condition in conditions()}
    assert names - set(CONDITIONS_DE) == set()
    assert set(CONDITIONS_DE) - names == set()
    assert all(first_sentence(condition.__doc__ or "") for condition in conditions())


def test_every_key_of_the_playbook_is_described_in_german():
    playbook, keys = Playbook(), set()
    for name in Playbook.model_fields:
        section = getattr(playbook, name)
        keys |= {name} | (
            {f"{name}.{key}" for key in type(section).model_fields} if isinstance(section, Model) else set()
        )
    assert keys == set(PLAYBOOK_DE)


def test_statuses_of_all_facts_have_words():
    from typing import get_args

    from osi_core.challenges.facts import Challenge, Commitment, Statement
    from osi_core.curation.facts import Pilot
    from osi_core.funding.facts import Grant
    from osi_core.solutions.facts import Solution
    from osi_core.support.facts import Need

    for fact in (Challenge, Commitment, Statement, Pilot, Solution, Need, Grant):
        statuses = fact.model_fields["status"].annotation
        for status in get_args(statuses) or statuses:
            assert f"is.{status}" in WORDS
