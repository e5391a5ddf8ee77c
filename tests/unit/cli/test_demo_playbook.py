"""`osi demo --playbook FILE`: the demonstration under other rules."""

from __future__ import annotations

import pytest

from osi_core.process.playbook import playbook_of
from osi_core.simulation import demo_plan


def test_what_the_file_says_replaces_the_demos_own_and_nothing_else():
    said = playbook_of({"funding": {"strategy": "score-order"}, "challenges": {"strategy": "borda"}})
    rules = demo_plan(part=40).under(said).rules()
    assert (rules.challenges.strategy, rules.challenges.top) == ("borda", demo_plan(part=40).rules().challenges.top)
    assert rules.solutions == demo_plan(part=40).rules().solutions


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        ("[funding]\nstrategi = 'x'\n", 1, "funding.strategi: unknown key"),
        ("[funding]\nstrategy = 'by-dice'\n", 1, "playbook.funding: no allocation strategy 'by-dice'"),
        (None, 3, "rules.toml"),
    ],
)
def test_a_playbook_that_cannot_be_used_is_named(osi, tmp_path, content, code, said):
    file = tmp_path / "rules.toml"
    if content is not None:
        file.write_text(content)
    answer = osi("demo", "--people", "40", "--out", str(tmp_path / "out"), "--playbook", str(file))
    assert answer.code == code
    assert said in answer.err
