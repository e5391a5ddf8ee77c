"""What holds for every rule: quotas and conflicts, names and order say nothing, twice the voters the same outcome."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osi_core.plugins import Profile, no_progress
from osi_core.plugins.builtin.proportional_ranking import ProportionalRanking
from osi_core.plugins.strategy import TieOptions
from osi_core.testing.problems import sample
from osi_voting.committees import RULES, FastProportionalRanking

SEED = b"s" * 32
APPROVAL = [rule for rule in RULES if "approval" in rule.ballot_kinds]
QUOTAS = [rule for rule in RULES if "at_most" in rule.Options.model_fields and "approval" in rule.ballot_kinds]
ITEMS = list("abcdef")

ballots = st.lists(st.lists(st.sampled_from(ITEMS), unique=True, min_size=1, max_size=4), min_size=1, max_size=8)
unhurried = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def solve(rule, profile, **options):
    return rule.solve(profile, rule.Options.model_validate({"ties": "name"} | options), SEED, no_progress)


@pytest.mark.parametrize("rule", APPROVAL, ids=lambda rule: rule.name)
@unhurried
@given(cast=ballots, size=st.integers(1, 5), times=st.integers(2, 5))
def test_everybody_voting_several_times_changes_nothing(rule, cast, size, times):
    once = solve(rule, Profile.of("approval", ITEMS, cast, size=size))
    often = solve(rule, Profile.of("approval", ITEMS, cast * times, size=size))
    assert set(once.order) == set(often.order)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@unhurried
@given(cast=ballots, size=st.integers(1, 5), order=st.permutations(ITEMS), data=st.data())
def test_the_order_of_ballots_and_items_says_nothing(rule, cast, size, order, data):
    kind = "approval" if rule in APPROVAL else "ranked"
    shuffled = data.draw(st.permutations(cast))
    one = solve(rule, Profile.of(kind, ITEMS, cast, size=size))
    other = solve(rule, Profile.of(kind, order, shuffled, size=size))
    assert set(one.order) == set(other.order)


@pytest.mark.parametrize("rule", APPROVAL, ids=lambda rule: rule.name)
@unhurried
@given(cast=ballots, size=st.integers(1, 5))
def test_other_names_get_the_same_seats(rule, cast, size):
    """Renamed in the same alphabetical order, so that ties by name fall alike."""
    renamed = [[item.upper() * 2 for item in row] for row in cast]
    one = solve(rule, Profile.of("approval", ITEMS, cast, size=size))
    other = solve(rule, Profile.of("approval", [item.upper() * 2 for item in ITEMS], renamed, size=size))
    assert [item.upper() * 2 for item in one.order] == list(other.order)


@pytest.mark.parametrize("rule", QUOTAS, ids=lambda rule: rule.name)
@unhurried
@given(cast=ballots)
def test_no_category_gets_more_than_its_quota(rule, cast):
    if rule.name == "phragmen-leximax" and len({item for row in cast for item in row}) < 3:
        return
    kinds = tuple(("red",) if item in "abc" else ("blue",) for item in ITEMS)
    profile = Profile.of("approval", ITEMS, cast, size=3, categories=kinds)
    outcome = solve(rule, profile, at_most={"red": 1})
    assert len(outcome.order) == 3
    assert sum(item in "abc" for item in outcome.order) <= 1


@pytest.mark.parametrize("name", ["pav-exact", "chamberlin-courant-exact"])
def test_exact_rules_keep_quotas_from_below(name):
    rule = next(rule for rule in RULES if rule.name == name)
    kinds = tuple(("red",) if item in "abc" else ("blue",) for item in ITEMS)
    profile = Profile.of("approval", ITEMS, [["a", "b", "c"]] * 9 + [["d"]], size=3, categories=kinds)
    assert sum(item in "def" for item in solve(rule, profile, at_least={"blue": 2}).order) == 2
    with pytest.raises(ValueError, match="at_least: no committee meets the quotas"):
        solve(rule, profile, at_least={"blue": 4})


def test_a_quota_from_below_is_refused_by_rules_that_cannot_promise_it():
    rule = next(rule for rule in RULES if rule.name == "pav-sequential")
    with pytest.raises(ValueError, match="at_least"):
        rule.Options.model_validate({"at_least": {"red": 1}})


def test_a_quota_on_an_unknown_category_is_refused():
    for rule in QUOTAS:
        with pytest.raises(ValueError, match="at_most: no item is in category or district 'green'"):
            solve(rule, Profile.of("approval", ITEMS, [["a"]], size=1), at_most={"green": 1})


@pytest.mark.parametrize("name", ["pav-exact", "chamberlin-courant-exact"])
def test_a_worse_committee_is_found_out(name):
    rule = next(rule for rule in RULES if rule.name == name)
    profile = Profile.of("approval", ITEMS, [["a"]] * 3 + [["b"]] * 2 + [["c"]], size=2)
    outcome = solve(rule, profile)
    assert rule.check(profile, rule.Options(), outcome) == []
    wrong = rule.check(profile, rule.Options(), outcome.model_copy(update={"order": ("a", "c")}))
    assert len(wrong) == 1
    assert "more than the stated gap allows" in wrong[0]


@pytest.mark.parametrize("kind", ["approval", "ranked", "points", "paired"])
def test_proportional_ranking_is_the_built_in_rule_to_the_letter(kind):
    for number in range(60):
        profile = sample("prioritisation", (6, 12, 30, 60)[number % 4], 500 + number, kind)
        seed = bytes([number]) * 32
        built_in = ProportionalRanking().solve(profile, TieOptions(), seed, no_progress)
        rule = FastProportionalRanking()
        fast = rule.solve(profile, rule.Options(), seed, no_progress)
        assert (fast.order, fast.scores, fast.tied) == (built_in.order, built_in.scores, built_in.tied)
        for ours, theirs in zip(fast.explanations, built_in.explanations, strict=True):
            assert ours.reason == theirs.reason
            assert {**ours.values, **theirs.values} == ours.values
            assert set(ours.values) - set(theirs.values) <= {"more_votes", "more_supporters"}
            assert all(said in ours.also for said in theirs.also)
