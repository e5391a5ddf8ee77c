"""The words of the package, by the kit; and that rules say nothing but by codes, in a language made up for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import osi_voting
from osi_core.plugins import AllocationProblem, Explanation, Plugins, Problem, Profile, Strategy, no_progress
from osi_core.testing import samples
from osi_core.testing.words import WordsConformance
from osi_voting import budgets, committees, matching_funds, pairs, rankings
from osi_voting.words import CATALOGUE, WORDS
from plugins.voting.tests.matching_funds.cases import given_by_ballots
from plugins.voting.tests.telling import MADE_UP, english, made_up, outside_of_words

PACKAGE = Path(osi_voting.__file__).parent
RULES: list[Strategy[Any, Any]] = [
    *budgets.RULES, *matching_funds.RULES, *committees.RULES, *rankings.RULES, *pairs.RULES,
]  # fmt: skip
AMOUNT = re.compile(r"-?\d+(\.\d+)?%?|EUR|[±,.()]*")


class TestWords(WordsConformance):
    source = PACKAGE
    folder = PACKAGE / "words"
    # Keys of commands and of the page, which are put together there: `test_words` asks for each.
    elsewhere = frozenset(code for code in CATALOGUE.codes("en") if code.startswith(("voting.", "strategy.")))


def explained(rule: Strategy[Any, Any], **options: Any) -> Iterator[tuple[Problem, Explanation]]:
    for problem in samples(rule.kind, getattr(rule, "ballot_kinds", ("approval",))):
        asked: Any = given_by_ballots(problem) if rule in matching_funds.RULES else problem
        names = sorted({name for its in asked.categories for name in its})
        bounded = {"at_most": {names[0]: 1}} if names and (rule.kind == "allocation" or asked.size is not None) else {}
        for more in (options, options | bounded):
            try:
                outcome = rule.solve(asked, rule.Options.model_validate(more), bytes(32), no_progress)
            except ValueError:
                continue  # quotas may leave seats empty
            for one in outcome.explanations:
                yield asked, one


def test_every_rule_has_a_name_that_people_read() -> None:
    said = {code for code in CATALOGUE.codes("en") if code.startswith("strategy.")}
    names = {code for code in said if not code.endswith((".does", ".example"))}
    assert names == {f"strategy.{rule.kind}.{rule.name}" for rule in RULES}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_outside_of_words_stand_data_and_numbers_alone(rule: Strategy[Any, Any]) -> None:
    words, met = made_up(WORDS), 0
    for problem, one in explained(rule):
        asked: Any = problem
        data = {*asked.items, *asked.districts, *(name for its in asked.categories for name in its)}
        told = one.say(MADE_UP, words)
        words_outside = outside_of_words(told).split()
        strange = [word for word in words_outside if word.strip(",.()") not in data and not AMOUNT.fullmatch(word)]
        assert not strange, told
        met += "⟦" in told
    assert met > 20


def test_every_rule_begins_with_version_1() -> None:
    assert {rule.name: rule.version for rule in RULES} == dict.fromkeys((rule.name for rule in RULES), "1")


def test_plugins_find_the_words() -> None:
    """The hook announces the catalogue, and nothing clashes with the library's codes."""
    plugins = Plugins.load()
    assert CATALOGUE in plugins.words().catalogues
    assert [row.failures for row in plugins.report() if str(row.origin).startswith("osi-voting")] == [[]]
    _, one = next(explained(budgets.GreedyVotes()))
    assert one.say("en", plugins.words().with_(formats=WORDS.formats)) == one.say("en", WORDS)
    assert english(one)


def test_the_smallest_examples_come_out_as_they_are_told() -> None:
    rules = {rule.name: rule for rule in RULES}
    wishes = [["shade", "benches"], ["shade"], ["fountain"]]
    profile = Profile.of("approval", ["shade", "benches", "fountain"], wishes, weights=[3, 1, 2])
    phragmen = rules["phragmen-sequential"]
    told = phragmen.solve(profile, phragmen.Options(), bytes(32), no_progress)
    assert told.order == ("shade", "fountain", "benches")
    problem = AllocationProblem.of(
        "approval",
        ["shade", "bench"],
        [["shade"], ["bench"]],
        weights=[2, 1],
        cost=[20_000, 10_000],
        budget=30_000,
        currency="EUR",
    )
    shares = rules["equal-shares"]
    funded = shares.solve(problem, shares.Options(), bytes(32), no_progress)
    assert {award.item for award in funded.awards} == {"shade", "bench"}
