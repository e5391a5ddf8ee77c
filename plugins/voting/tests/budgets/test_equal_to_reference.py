"""On the real elections the rules find what pabutools finds, and what the town of Assen has published."""

from __future__ import annotations

import pytest

from osi_voting.budgets import EqualShares, Greedy, Phragmen
from plugins.voting.tests.budgets.elections import decide, needs_data, real, real_files, reference

RULES = {
    "greedy": (Greedy(), {}),
    "equal-shares": (EqualShares(), {}),
    "equal-shares-count": (EqualShares(), {"satisfaction": "count"}),
    "equal-shares-add1": (EqualShares(), {"completion": "add1", "stop_when_exhaustive": True}),
    "phragmen": (Phragmen(), {}),
}


@needs_data
@pytest.mark.parametrize("file", real_files())
@pytest.mark.parametrize("named", RULES)
def test_winners_are_those_of_pabutools(file, named):
    if named not in reference()[file]:
        pytest.skip("pabutools did not finish in 100 s, or does not apply")
    rule, options = RULES[named]
    outcome = decide(rule, real(file).problem, **options)
    assert sorted(award.item for award in outcome.awards) == sorted(reference()[file][named]["winners"])


@needs_data
def test_assen_2024_was_decided_so():
    election = real("Netherlands_Assen_2024.pb")
    assert election.meta["rule"] == "equalshares/add1"
    outcome = decide(EqualShares(), election.problem, completion="add1")
    assert {award.item for award in outcome.awards} == election.official
    assert outcome.counters["exact_steps"] > 0, "its ties are decided by whole numbers"


@needs_data
@pytest.mark.parametrize("file", ["Poland_Lodz_2022.pb", "Poland_Warszawa_2020_Bemowo.pb"])
def test_greedy_is_what_cities_have_published(file):
    outcome = decide(Greedy(), real(file).problem)
    assert {award.item for award in outcome.awards} == real(file).official
