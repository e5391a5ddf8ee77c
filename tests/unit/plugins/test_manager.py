"""The manager finds plugins, and reports by package whatever is wrong with one instead of failing or hiding it."""

import importlib
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from osi_core.plugins import OptionsRefused, Origin, Plugins, PrioritisationRule, StrategyMissing, hookimpl
from osi_core.words import OWN


def rule(name, base=PrioritisationRule, **attributes):
    return type("Rule", (base,), {"name": name, "version": "1", **attributes})()


def plugin(*rules):
    class Plugin:
        @hookimpl
        def osi_prioritisation_rules(self):
            return list(rules)

    return Plugin()


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs packages into a folder on sys.path: `installed("osi-x", module source)`."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(distribution, source, version="1.0", name=None):
        module = distribution.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(textwrap.dedent(source))
        info = tmp_path / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[osi]\n{name or module} = {module}\n")
        importlib.invalidate_caches()

    yield install
    for module in [name for name in sys.modules if name.startswith("osi_test_")]:
        del sys.modules[module]


RULE = """
    from osi_core.plugins import PrioritisationRule, hookimpl

    class Rule(PrioritisationRule):
        name, version = "{name}", "1"

    @hookimpl
    def osi_prioritisation_rules():
        return [Rule()]
"""


def row(plugins, distribution):
    return next(row for row in plugins.report() if row.origin.distribution == distribution)


def failures(plugins, distribution, language="en"):
    """What is wrong with the plugin of a package, in words."""
    return [OWN.say(one, language) for one in row(plugins, distribution).failures]


def test_the_built_in_strategies_are_there():
    plugins = Plugins.builtin()
    assert plugins.names("prioritisation") == ("approval-count", "borda", "proportional-ranking")
    assert plugins.strategy("matching", "greedy").name == "greedy"
    assert [importer.name for importer in plugins.importers()] == ["jsonl"]
    assert [exporter.name for exporter in plugins.exporters()] == ["jsonl"]
    assert row(plugins, "osi-core").status == "ok"


def test_an_installed_plugin_is_found_with_package_and_version(installed):
    installed("osi-test-found", RULE.format(name="found"), version="2.3")
    plugins = Plugins.load()
    assert plugins.strategy("prioritisation", "found").name == "found"
    assert str(plugins.origin("prioritisation", "found")) == "osi-test-found 2.3"
    assert row(plugins, "osi-test-found").as_dict() == {
        "plugin": "osi_test_found",
        "distribution": "osi-test-found",
        "version": "2.3",
        "status": "ok",
        "provides": ["prioritisation: found"],
        "failures": [],
    }


def test_a_plugin_that_fails_to_import_is_reported_and_left_out(installed):
    installed("osi-test-broken", "import no_such_module_at_all\n")
    installed("osi-test-good", RULE.format(name="good"))
    plugins = Plugins.load()
    broken = row(plugins, "osi-test-broken")
    assert broken.status == "left out"
    said = "cannot be imported: ModuleNotFoundError: No module named 'no_such_module_at_all'"
    assert said in failures(plugins, "osi-test-broken")[0]
    assert "kann nicht importiert werden: ModuleNotFoundError" in failures(plugins, "osi-test-broken", "de")[0]
    assert "good" in plugins.names("prioritisation")


def test_a_plugin_that_exits_on_import_is_left_out_too(installed):
    installed("osi-test-exit", "raise SystemExit(3)\n")
    assert "SystemExit: 3" in failures(Plugins.load(), "osi-test-exit")[0]


def test_two_with_one_name_are_both_left_out_and_both_named(installed):
    installed("osi-test-one", RULE.format(name="same"))
    installed("osi-test-two", RULE.format(name="same"))
    plugins = Plugins.load()
    both = "'same' is claimed by osi-test-one 1.0, osi-test-two 1.0: all are left out"
    assert "same" not in plugins.names("prioritisation")
    with pytest.raises(StrategyMissing, match=both):
        plugins.strategy("prioritisation", "same")
    for distribution in ("osi-test-one", "osi-test-two"):
        assert both in failures(plugins, distribution)[0]


def test_the_same_entry_point_name_in_two_packages_is_no_clash(installed):
    installed("osi-test-one", RULE.format(name="first"), name="mine")
    installed("osi-test-two", RULE.format(name="second"), name="mine")
    assert {"first", "second"} <= set(Plugins.load().names("prioritisation"))


def test_a_built_in_name_stays_with_the_built_in():
    plugins = Plugins.builtin()
    plugins.register(plugin(rule("borda"), rule("mine")), name="mine")
    assert plugins.origin("prioritisation", "borda").builtin
    mine = row(plugins, "mine")
    assert mine.status == "partly"
    assert mine.provides == ["prioritisation: mine"]
    assert "the built-in one stays" in failures(plugins, "mine")[0]
    assert row(plugins, "osi-core").failures == []


def test_a_hook_with_wrong_arguments_is_refused_with_both_signatures(installed):
    installed("osi-test-args", "from osi_core.plugins import hookimpl\n@hookimpl\ndef osi_event_recorded(evnt): ...\n")
    (failure,) = failures(Plugins.load(), "osi-test-args")
    for part in ("osi-test-args", "osi_event_recorded", "(evnt)", "'evnt'"):
        assert part in failure
    assert failure.endswith("expected osi_event_recorded(event)")


def test_a_hook_that_does_not_exist_is_refused(installed):
    installed("osi-test-typo", "from osi_core.plugins import hookimpl\n@hookimpl\ndef osi_rules(): ...\n")
    (failure,) = failures(Plugins.load(), "osi-test-typo")
    assert "'osi_rules'" in failure
    assert "hooks are osi_prioritisation_rules, osi_allocation_rules" in failure


class Counting:
    """A plugin that notes which of its hooks are called, and takes its time."""

    def __init__(self):
        self.called = []

    @hookimpl
    def osi_prioritisation_rules(self):
        self.called.append("prioritisation")
        time.sleep(0.05)
        return [rule("slow")]

    @hookimpl
    def osi_importers(self):
        self.called.append("importers")
        return []

    @hookimpl
    def osi_cli_commands(self, app):
        app.append("a command")


def test_a_hook_is_called_when_somebody_first_wants_what_it_returns():
    plugins, counting = Plugins.builtin(), Counting()
    app: list[str] = []
    plugins.add(counting, Origin("counting", "osi-counting", "1.0"))
    plugins.add_cli_commands(app)
    assert plugins.gates() == ()
    assert (app, counting.called) == (["a command"], [])
    for _ in range(2):
        assert plugins.strategy("prioritisation", "slow").name == "slow"
        assert counting.called == ["prioritisation"]
    plugins.report()
    assert counting.called == ["prioritisation", "importers"]


def test_threads_that_ask_at_the_same_time_get_the_same_and_the_hook_is_called_once():
    plugins, counting = Plugins.builtin(), Counting()
    plugins.add(counting, Origin("counting", "osi-counting", "1.0"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: plugins.names("prioritisation"), range(4)))
    assert set(found) == {("approval-count", "borda", "proportional-ranking", "slow")}
    assert counting.called == ["prioritisation"]


def test_a_hook_that_raises_is_reported_and_the_rest_of_the_plugin_kept(installed):
    source = RULE.format(name="kept") + "\n    @hookimpl\n    def osi_timetables():\n        raise OSError('no disk')\n"
    installed("osi-test-half", source)
    plugins = Plugins.load()
    assert row(plugins, "osi-test-half").status == "partly"
    assert "osi_timetables() raised OSError: no disk (osi_test_half.py:" in failures(plugins, "osi-test-half")[0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (rule(""), "name: a text is expected"),
        (rule("x", version=None), 'version: a text is expected, such as "1"'),
        (rule("x", version=1), 'version: a text is expected, such as "1"'),
        (rule("x", kind="matching"), "kind: 'matching', but osi_prioritisation_rules takes 'prioritisation'"),
        (rule("x", Options=dict), "Options: a class derived from"),
        (rule("x", claims=["EJR+"]), "claims: a frozenset"),
        (rule("x", exactness="roughly"), "exactness: 'roughly'"),
        (rule("x", exactness="checked"), "check: a checked strategy needs check"),
        (rule("x", solve=lambda self, problem: None), "expected solve(problem, options, seed, progress)"),
        (rule("x", solve=None), "solve: is missing"),
        (rule("x", prepare=lambda self: None), "expected prepare(problem, options, progress)"),
        (rule("x", prepare=True), "prepare: a method prepare(problem, options, progress) is expected"),
    ],
)
def test_what_is_no_strategy_is_left_out_with_the_reason(wrong, said):
    plugins = Plugins.builtin()
    with pytest.raises(ValueError, match="left out") as caught:
        plugins.register(plugin(wrong, rule("good")), name="mine")
    assert said in str(caught.value)
    assert plugins.names("prioritisation") == ("approval-count", "borda", "good", "proportional-ranking")


def test_a_missing_strategy_says_what_there_is_and_what_was_left_out(installed):
    installed("osi-test-broken", "1 / 0\n")
    with pytest.raises(StrategyMissing) as caught:
        Plugins.load().strategy("prioritisation", "phragmen")
    said = str(caught.value)
    assert "no prioritisation strategy 'phragmen': there are: " in said
    assert all(name in said for name in ("approval-count", "borda", "proportional-ranking"))
    assert "left out: osi-test-broken 1.0: cannot be imported: ZeroDivisionError" in said
    with pytest.raises(StrategyMissing, match="there is no kind 'voting'"):
        Plugins.builtin().strategy("voting", "x")  # type: ignore[arg-type]


def test_unknown_options_are_refused_by_name():
    with pytest.raises(OptionsRefused, match="options of 'borda'") as caught:
        Plugins.builtin().options("prioritisation", "borda", {"tie": "name"})
    assert str(caught.value) == "options of 'borda': tie: there is no such field (options: ties)"
    assert caught.value.say("de") == "Optionen von „borda“: tie: dieses Feld gibt es nicht (Optionen: ties)"


def test_a_taken_plugin_name_is_refused():
    plugins = Plugins.builtin()
    plugins.register(plugin(rule("a")), name="mine")
    with pytest.raises(ValueError, match="plugin 'mine' of mine is there already"):
        plugins.register(plugin(rule("b")), name="mine")
    assert plugins.names("prioritisation")[0] == "a"


def test_every_listener_is_told_of_an_event_even_if_one_raises():
    told = []

    class Raises:
        @hookimpl
        def osi_event_recorded(self, event):
            raise RuntimeError("not today")

    class Listens:
        @hookimpl
        def osi_event_recorded(self, event):
            told.append(event)

    plugins = Plugins.builtin()
    plugins.register(Listens(), name="listens")
    plugins.register(Raises(), name="raises")
    plugins.events_recorded(range(2))
    assert told == [0, 1]
    assert row(plugins, "listens").provides == ["hook: osi_event_recorded"]
    (failure,) = failures(plugins, "raises")
    assert "osi_event_recorded() raised RuntimeError: not today" in failure


def test_gates_and_commands_come_through_hooks():
    class Gate:
        name = "council"

        def unmet(self, state, facts, phase, opening):
            return ["the council has not met"]

    class Mine:
        @hookimpl
        def osi_phase_gates(self):
            return [Gate(), object()]

        @hookimpl
        def osi_cli_commands(self, app):
            app.append("tally")

    plugins = Plugins.builtin()
    with pytest.raises(ValueError, match=r"needs a name and a method unmet\(\)"):
        plugins.register(Mine(), name="mine")
    assert [list(gate.unmet(None, None, "scaling", True)) for gate in plugins.gates()] == [["the council has not met"]]
    app: list[str] = []
    plugins.add_cli_commands(app)
    assert app == ["tally"]


def test_options_may_not_hold_floats():
    from osi_core.plugins import Options

    with pytest.raises(TypeError, match="share: options hold no floats"):

        class Wrong(Options):
            share: float | None = None
