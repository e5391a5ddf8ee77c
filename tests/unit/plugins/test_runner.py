"""A strategy runs beside the program: whatever it does, the program gets an outcome or one clear error."""

import threading
import time

import pytest

from osi_core.plugins import (
    Cancelled,
    ChildRunner,
    InProcessRunner,
    InvalidOutcome,
    Job,
    Plugins,
    Ranking,
    StrategyFailed,
    StrategyTimeout,
    TieOptions,
)
from osi_core.words import Message

SEED = b"s" * 32


@pytest.fixture(scope="module", params=["in process", "in a child"])
def runner(request, plugins):
    if request.param == "in process":
        yield InProcessRunner(plugins)
    else:
        with ChildRunner(plugins) as child:
            yield child


@pytest.fixture(scope="module")
def child(plugins):
    with ChildRunner(plugins) as child:
        yield child


@pytest.fixture
def job(profile):
    return lambda strategy: Job("prioritisation", strategy, TieOptions(), profile, SEED)


def test_both_runners_give_the_same_outcome(plugins, child, job):
    here = InProcessRunner(plugins).run(job("proportional-ranking"))
    assert child.run(job("proportional-ranking")) == here


def test_a_raise_is_told_with_strategy_package_and_last_line(runner, job):
    with pytest.raises(StrategyFailed) as caught:
        runner.run(job("raises"))
    told = "strategy 'raises' of osi-misbehaving 0.1: RuntimeError: out of ideas (misbehaving.py:18)"
    assert str(caught.value) == told
    assert "misbehaving.py" in caught.value.details


def test_what_a_strategy_refuses_is_told_in_the_words_of_its_package(runner, job, plugins):
    with pytest.raises(StrategyFailed) as caught:
        runner.run(job("refuses"))
    assert caught.value.why == Message.of("refuses.too-many", limit=2)
    said = caught.value.say("de", plugins.words())
    assert said == "Strategie „refuses“ von osi-misbehaving 0.1: höchstens 2 Einträge"


def test_an_unknown_item_is_named(runner, job):
    with pytest.raises(InvalidOutcome, match=r"'unknown-item' of osi-misbehaving 0\.1: .*unknown item 'nobody'"):
        runner.run(job("unknown-item"))


def test_another_kind_of_outcome_is_refused(runner, job):
    with pytest.raises((InvalidOutcome, StrategyFailed), match=r"solve\(\) returned list, expected Ranking"):
        runner.run(job("wrong-kind"))


def test_what_never_ends_is_ended_at_the_deadline_and_the_best_so_far_kept(runner, job):
    began = time.monotonic()
    with pytest.raises(StrategyTimeout, match=r"did not finish within 0\.3 s") as caught:
        runner.run(job("never-ends"), deadline=0.3)
    assert time.monotonic() - began < 10
    assert isinstance(caught.value.best, Ranking)


def test_a_cancelled_job_is_ended(runner, job):
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    with pytest.raises(Cancelled, match="'never-ends' of osi-misbehaving"):
        runner.run(job("never-ends"), cancelled=cancelled)


def test_a_process_that_dies_is_told_with_its_last_words(child, job):
    with pytest.raises(StrategyFailed, match=r"ended with exit code 9; it last said: no memory left"):
        child.run(job("exits-hard"))


def test_after_each_failure_the_next_job_runs(child, job):
    for strategy in ("raises", "exits-hard", "never-ends", "unknown-item"):
        with pytest.raises((StrategyFailed, StrategyTimeout, InvalidOutcome)):
            child.run(job(strategy), deadline=0.3)
        assert child.run(job("borda"), deadline=20).order[0] == "a"


def test_a_warm_child_takes_the_next_job_without_a_new_start(child, job):
    child.warm()
    before = child._child
    child.run(job("borda"))
    child.run(job("approval-count"))
    assert child._child is before


def test_progress_and_the_best_so_far_are_passed_on(runner, job):
    told = []

    def progress(fraction, best=None, *, stage="deciding"):
        if stage == "deciding":
            told.append((fraction, best))

    outcome = runner.run(job("talks"), progress=progress)
    assert len(told) >= 3
    assert told[0] == (0.0, None)
    assert told[1][1] == outcome


def test_what_a_strategy_prints_does_not_disturb_the_answers(child, job):
    assert set(child.run(job("talks")).order) == {"a", "b", "c"}


def test_a_plugin_that_only_this_process_has_is_missed_by_the_child(job):
    """A plugin that is no module cannot be loaded by another process; that is told, not hidden."""
    from osi_core.plugins import PrioritisationRule, hookimpl

    class Here(PrioritisationRule):
        name, version = "here", "1"

    class Plugin:
        @hookimpl
        def osi_prioritisation_rules(self):
            return [Here()]

    plugins = Plugins.builtin()
    plugins.register(Plugin(), name="here")
    with ChildRunner(plugins) as child, pytest.raises(StrategyFailed, match="no prioritisation strategy 'here'"):
        child.run(job("here"))


def test_a_closed_child_leaves_nothing_behind(plugins, job):
    with ChildRunner(plugins) as runner:
        runner.run(job("borda"))
        child = runner._child
    assert child is not None
    assert not child.alive()
