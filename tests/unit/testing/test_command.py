"""`run_conformance`: the kit as plain data, for the command line."""

import json
import types

import pytest

from osi_core.plugins import OptionsRefused, Plugins, StrategyMissing, hookimpl
from osi_core.plugins.builtin import ScoreOrder
from osi_core.testing import KIT_VERSION, run_conformance, search
from tests.unit.testing import broken as rules

EFFORT = 0.05


@pytest.fixture
def plugins():
    """The built-in strategies, and a plugin of two."""
    module = types.ModuleType("two_rules")

    @hookimpl
    def osi_prioritisation_rules():
        return [rules.Honest(), rules.BordaClaimsCondorcet()]

    module.osi_prioritisation_rules = osi_prioritisation_rules  # type: ignore[attr-defined]
    found = Plugins.builtin()
    found.register(module, name="two", distribution="osi-two", version="1.2")
    return found


def test_a_strategy_is_named_and_each_case_reported(plugins):
    report = run_conformance(plugins, "honest", effort=EFFORT)
    (honest,) = report.strategies
    assert report.passed
    assert (honest.kind, honest.strategy, honest.distribution) == ("prioritisation", "honest", "osi-two 1.2")
    assert {case.case for case in honest.with_status("skipped")} == {
        "test_budget_is_never_exceeded", "test_check_proves_its_outcomes", "test_preparing_changes_no_answer",
    }  # fmt: skip
    assert all(case.asks.endswith(".") for case in honest.cases)


def test_a_plugin_or_a_package_is_named_and_all_its_strategies_reported(plugins):
    by_plugin, by_package = (run_conformance(plugins, name, effort=EFFORT) for name in ("two", "osi-two"))
    assert [one.strategy for one in by_plugin.strategies] == ["borda-condorcet", "honest"]
    assert [one.strategy for one in by_package.strategies] == ["borda-condorcet", "honest"]


def test_what_a_claim_breaks_on_stands_in_the_report(plugins):
    report = run_conformance(plugins, "borda-condorcet", effort=0.5)
    (failed,) = report.strategies[0].with_status("failed")
    assert not report.passed
    assert failed.case == "test_claim_holds[Condorcet]"
    assert "beats every other item by a majority" in failed.message


def test_the_report_is_plain_data(plugins):
    plain = json.loads(json.dumps(run_conformance(plugins, "honest", effort=EFFORT).as_dict()))
    assert plain["passed"] is True
    assert plain["kit_version"] == KIT_VERSION
    assert plain["strategies"][0]["cases"][0]["case"] == "test_says_what_it_is"


def test_each_case_is_told_as_it_ends(plugins):
    heard = []
    report = run_conformance(plugins, "honest", effort=EFFORT, listener=lambda name, case: heard.append((name, case)))
    assert heard == [("honest", case) for case in report.strategies[0].cases]


def test_a_name_that_nobody_has_is_answered_with_those_that_there_are(plugins):
    with pytest.raises(StrategyMissing, match="no strategy, plugin or package 'nobody' for matching: there are greedy"):
        run_conformance(plugins, "nobody", "matching")


def test_options_that_do_not_fit_are_refused_before_anything_runs(plugins):
    with pytest.raises(OptionsRefused, match="surely_none"):
        run_conformance(plugins, "honest", options={"surely_none": 1})


def test_a_hard_problem_may_say_so():
    class Hard(rules.GrowsWildly):
        worst_case = "exponential"

    plugins = Plugins.builtin()
    plugins.register(types.SimpleNamespace(osi_prioritisation_rules=hookimpl(lambda: [Hard()])), name="hard")
    (report,) = run_conformance(plugins, "honest", effort=EFFORT).strategies
    assert "test_time_grows_tamely" in {case.case for case in report.with_status("skipped")}


def test_a_case_names_its_claim_and_the_kind_where_two_kinds_have_the_name(plugins):
    class Namesake(ScoreOrder):
        name = "honest"

    plugins.register(types.SimpleNamespace(osi_allocation_rules=hookimpl(lambda: [Namesake()])), name="namesake")
    heard = []
    run_conformance(plugins, "honest", effort=EFFORT, listener=lambda name, _: heard.append(name))
    assert set(heard) == {"honest (allocation)", "honest (prioritisation)"}
    (report,) = run_conformance(plugins, "borda-condorcet", effort=EFFORT).strategies
    asked = {case.case: case.asks for case in report.cases}
    assert asked["test_claim_holds[Condorcet]"] == "No small election breaks what the strategy claims: Condorcet."


def test_a_verdict_says_on_how_many_problems_of_what_sizes_it_rests(plugins, monkeypatch):
    monkeypatch.setattr(
        search, "time", types.SimpleNamespace(process_time=lambda: 0.0)
    )  # a slow processor ends it sooner
    report = run_conformance(plugins, "greedy", "matching", effort=EFFORT)
    cases = {case.case: case.searched for case in report.strategies[0].cases}
    assert cases["test_says_what_it_is"].problems == 0
    assert cases["test_claim_holds[non-wastefulness]"].problems in range(10, 26)
    assert cases["test_claim_holds[non-wastefulness]"].largest.keys() == {"seekers", "offers"}
    assert report.searched.problems == sum(searched.problems for searched in cases.values())
    assert f"in {report.searched.problems} problems (up to 12 seekers, 5 offers)" in report.verdict
    assert report.as_dict()["searched"]["problems"] == report.searched.problems


def test_a_search_with_less_than_effort_1_says_what_it_may_miss(plugins):
    """Which it does: one election does not show that Borda is no Condorcet rule."""
    few = run_conformance(plugins, "borda-condorcet", effort=0.002)
    assert few.passed
    assert few.verdict.endswith("At effort 0.002 claims may pass that effort 1 refutes.")
    more = run_conformance(plugins, "borda-condorcet")
    assert not more.passed
    assert more.verdict.startswith("Not kept.")
    assert "effort" not in run_conformance(plugins, "honest", effort=0.5).verdict, "it claims nothing"
