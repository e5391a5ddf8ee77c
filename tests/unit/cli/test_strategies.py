"""`osi rules PLUGIN`: what a plugin's strategies are called, take and claim."""

from __future__ import annotations


def test_a_plugins_strategies_are_listed_with_options_and_axioms(osi):
    listed = {one["name"]: one for one in osi("rules", "builtin", "--json").json}
    assert {"proportional-ranking", "borda", "score-order"} <= set(listed)
    borda = listed["borda"]
    assert (borda["kind"], borda["exactness"], borda["version"]) == ("prioritisation", "exact", borda["version"])
    assert borda["options"] == {"ties": {"default": "seed", "allowed": "seed | name | cheaper | dearer"}}
    assert "ranked" in borda["ballots"]
    assert borda["axioms"]


def test_the_package_names_them_too_and_people_read_a_table(osi):
    answer = osi("rules", "osi-core", "--lang", "de")
    assert answer.code == 0
    assert "borda" in answer.out
    assert "Stimmzettel" in answer.out
    assert "Axiome" in answer.out


def test_the_full_stop_of_an_initial_ends_no_sentence(osi):
    about = osi("rules", "builtin").out
    assert "(S\n" not in about
    assert "(J.-C\n" not in about


def test_a_plugin_that_is_not_there_is_refused_with_those_that_are(osi):
    answer = osi("rules", "voting-machine")
    assert answer.code == 3
    assert "no plugin 'voting-machine' brings strategies. There are: builtin" in answer.err
