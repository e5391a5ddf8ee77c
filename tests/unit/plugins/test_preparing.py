"""A strategy may prepare itself before the clock of its decision begins, with a limit and a cancel of its own."""

import threading
import time

import pytest

from osi_core.plugins import (
    Cancelled,
    ChildRunner,
    InProcessRunner,
    Job,
    StrategyFailed,
    StrategyTimeout,
    TieOptions,
)

SEED = b"s" * 32


class Heard:
    """Keeps what a listener is told: stage and fraction."""

    def __init__(self):
        self.all = []

    def __call__(self, fraction, best=None, *, stage="deciding"):
        self.all.append((stage, fraction))


@pytest.fixture(scope="module", params=["in process", "in a child"])
def runner(request, plugins):
    if request.param == "in process":
        yield InProcessRunner(plugins)
    else:
        with ChildRunner(plugins) as child:
            child.warm()
            yield child


@pytest.fixture
def job(profile):
    return lambda strategy: Job("prioritisation", strategy, TieOptions(), profile, SEED)


def test_the_deadline_counts_from_when_preparing_has_ended(runner, job):
    began = time.monotonic()
    outcome = runner.run(job("prepares-slowly"), deadline=0.5)
    assert time.monotonic() - began > 0.7
    assert set(outcome.order) == {"a", "b", "c"}


def test_who_waits_hears_of_preparing_and_of_deciding_apart(runner, job):
    heard = Heard()
    runner.run(job("prepares-slowly"), progress=heard)
    stages = [stage for stage, _ in heard.all]
    assert stages == sorted(stages, reverse=True)  # first preparing, then deciding
    assert ("preparing", 0.5) in heard.all
    assert heard.all[stages.index("deciding")] == ("deciding", 0.0)
    assert ("deciding", 0.25) in heard.all


def test_a_child_that_takes_long_to_get_ready_is_told_of_before_the_strategy_says_a_word(plugins, job):
    heard = Heard()
    with ChildRunner(plugins) as child:
        child.run(job("prepares-slowly"), progress=heard)
    assert heard.all[0] == ("preparing", 0.0)


def test_a_strategy_that_is_ready_is_not_told_of_as_preparing(plugins, job):
    heard = Heard()
    InProcessRunner(plugins).run(job("prepares-at-once"), progress=heard)
    assert {stage for stage, _ in heard.all} == {"deciding"}


def test_a_strategy_without_preparing_is_not_told_of_as_preparing(plugins, job):
    heard = Heard()
    InProcessRunner(plugins).run(job("borda"), progress=heard)
    assert {stage for stage, _ in heard.all} == {"deciding"}


def test_a_raise_while_preparing_is_told_as_such(runner, job):
    with pytest.raises(StrategyFailed) as caught:
        runner.run(job("raises-while-preparing"))
    told = "strategy 'raises-while-preparing' of osi-misbehaving 0.1: while preparing: RuntimeError: no compiler"
    assert str(caught.value) == f"{told} (misbehaving.py:95)"
    assert caught.value.stage == "preparing"
    assert "misbehaving.py" in caught.value.details


def test_a_process_that_dies_while_preparing_is_told_as_such(plugins, job):
    with ChildRunner(plugins) as child:
        with pytest.raises(StrategyFailed, match="while preparing: its process ended with exit code 7"):
            child.run(job("dies-while-preparing"))
        assert child.run(job("borda")) == InProcessRunner(plugins).run(job("borda"))


def test_preparing_has_a_limit_of_its_own_and_names_its_key(runner, job):
    with pytest.raises(StrategyTimeout) as caught:
        runner.run(job("prepares-forever"), deadline=100, prepare_limit=0.3)
    assert "was still preparing (loading and compiling) after 0.3 s" in str(caught.value)
    assert "raise prepare_seconds in the playbook" in str(caught.value)
    assert (caught.value.stage, caught.value.seconds) == ("preparing", 0.3)


def test_the_deadline_names_its_key_too(runner, job):
    with pytest.raises(StrategyTimeout, match="decision_seconds in the playbook") as caught:
        runner.run(job("never-ends"), deadline=0.2, prepare_limit=100)
    assert caught.value.stage == "deciding"


def test_preparing_can_be_cancelled(runner, job):
    cancelled = threading.Event()
    threading.Timer(0.2, cancelled.set).start()
    with pytest.raises(Cancelled, match="'prepares-forever' of osi-misbehaving"):
        runner.run(job("prepares-forever"), cancelled=cancelled)


def test_a_job_that_was_cancelled_before_it_began_never_runs(runner, job):
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(Cancelled):
        runner.run(job("talks"), cancelled=cancelled)


def test_starting_the_child_counts_as_preparing(plugins, job):
    with ChildRunner(plugins) as child, pytest.raises(StrategyTimeout) as caught:
        child.run(job("borda"), prepare_limit=0.0)
    assert caught.value.stage == "preparing"
    with ChildRunner(plugins) as child, pytest.raises(StrategyTimeout):
        child.warm(prepare_limit=0.0)
    assert child._child is None
