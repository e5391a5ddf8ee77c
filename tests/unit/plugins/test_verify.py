"""A published decision can be computed again by anyone who has its record and what lies beside it."""

import hashlib

import pytest

from osi_core.log.records import seed_of
from osi_core.plugins import (
    Answer,
    InProcessRunner,
    InvalidOutcome,
    OptionsRefused,
    Plugins,
    PrioritisationRule,
    Ranking,
    decide_with,
    hookimpl,
    input_sha256,
    outcome_sha256,
    pieces,
    ranking_by_score,
    verify,
)


class Kept(dict):
    def __init__(self, *blobs):
        super().__init__({hashlib.sha256(blob).hexdigest(): blob for blob in blobs})

    def blob(self, sha256):
        return self.get(sha256)


@pytest.fixture
def decide(plugins, profile):
    def decide(strategy="proportional-ranking", **more):
        name = "missions/m/rounds/r"
        return decide_with(plugins, "prioritisation", strategy, profile, decision=name, secret=b"secret", **more)

    return decide


def test_the_record_says_all_that_is_needed(decide, profile):
    record = decide().record
    assert record.input_sha256 == input_sha256(profile)
    assert record.seed == seed_of(b"secret", input_sha256(profile)).hex()
    assert record.seed == hashlib.sha256(b"secret" + bytes.fromhex(record.input_sha256)).hexdigest()
    assert (record.strategy, record.version, record.distribution) == ("proportional-ranking", "1", "osi-core")
    assert record.options == {"ties": "seed"}
    assert type(record).model_validate_json(record.canonical()) == record


def test_an_honest_decision_is_equal(decide, plugins):
    decided = decide()
    verdict = verify(decided.record, Kept(*decided.blobs()), plugins)
    assert (verdict.answer, verdict.exit_code, verdict.where) == (Answer.EQUAL, 0, "")


def test_whoever_checks_waits_without_a_limit_and_is_told_of_preparing(decide, plugins):
    class Unhurried(InProcessRunner):
        def run(self, job, *, deadline=None, prepare_limit=1, **more):
            assert (deadline, prepare_limit) == (None, None)
            return super().run(job, deadline=deadline, prepare_limit=prepare_limit, **more)

    stages = []

    def progress(fraction, best=None, *, stage="deciding"):
        stages.append(stage)

    decided = decide("prepares-slowly", deadline=0.5)
    verdict = verify(decided.record, Kept(*decided.blobs()), plugins, Unhurried(plugins), progress)
    assert verdict.answer is Answer.EQUAL
    assert stages[0] == "preparing"
    assert stages[-1] == "deciding"


def test_it_is_equal_with_none_but_the_built_in_plugins(decide):
    decided = decide()
    assert verify(decided.record, Kept(*decided.blobs()), Plugins.builtin()).answer is Answer.EQUAL


def test_a_changed_outcome_is_not_equal_and_the_place_is_named(decide, plugins):
    decided = decide()
    order = tuple(reversed(decided.outcome.order))
    forged = decided.outcome.model_copy(update={"order": order})
    record = decided.record.model_copy(update={"outcome_sha256": outcome_sha256(forged)})
    verdict = verify(record, Kept(*pieces(decided.problem), *pieces(forged)), plugins)
    assert (verdict.answer, verdict.exit_code) == (Answer.NOT_EQUAL, 1)
    assert verdict.where == f"order[0]: recorded {order[0]!r}, computed {order[-1]!r}"


def test_changed_counters_are_not_equal(decide, plugins):
    decided = decide()
    record = decided.record.model_copy(update={"counters": {"exact_steps": 10**6}})
    verdict = verify(record, Kept(*decided.blobs()), plugins)
    assert verdict.answer is Answer.NOT_EQUAL
    assert verdict.where.startswith("counters: recorded")


def test_another_version_cannot_recompute(decide, plugins):
    decided = decide()
    record = decided.record.model_copy(update={"version": 3})
    verdict = verify(record, Kept(*decided.blobs()), plugins)
    assert (verdict.answer, verdict.exit_code) == (Answer.CANNOT_RECOMPUTE, 3)
    assert "made with version 3 of 'proportional-ranking' (osi-core" in verdict.where


def test_a_strategy_that_is_not_installed_cannot_recompute(decide):
    decided = decide("talks")
    verdict = verify(decided.record, Kept(*decided.blobs()), Plugins.builtin())
    assert verdict.answer is Answer.CANNOT_RECOMPUTE
    assert "no prioritisation strategy 'talks'" in verdict.where


def test_a_lost_or_changed_input_cannot_recompute(decide, plugins):
    decided = decide()
    kept = Kept(*decided.blobs())
    kept[decided.record.input_sha256] += b" "
    verdict = verify(decided.record, kept, plugins)
    assert verdict.answer is Answer.CANNOT_RECOMPUTE
    assert "its bytes are not what the digest says" in verdict.where


def test_a_strategy_that_drifts_is_not_equal(decide, plugins):
    for _ in range(8):
        decided = decide("drifts")
        if verify(decided.record, Kept(*decided.blobs()), plugins).answer is Answer.NOT_EQUAL:
            return
    raise AssertionError("never noticed")


def test_a_checked_strategy_is_checked_by_its_own_proof(profile):
    class Checked(PrioritisationRule):
        name, version, exactness = "checked", "1", "checked"

        def solve(self, problem, options, seed, progress):
            return ranking_by_score(problem, dict.fromkeys(problem.items, 0), seed)

        def check(self, problem, options, outcome):
            return [] if outcome.scores[0] == "0" else ["scores: the first is not 0"]

    class Plugin:
        @hookimpl
        def osi_prioritisation_rules(self):
            return [Checked()]

    plugins = Plugins.builtin()
    plugins.register(Plugin(), name="mine")
    decided = decide_with(plugins, "prioritisation", "checked", profile, decision="d", secret=b"")
    verdict = verify(decided.record, Kept(*decided.blobs()), plugins)
    assert (verdict.answer, verdict.exit_code) == (Answer.CHECKED, 4)
    forged = decided.outcome.model_copy(update={"scores": ("1", "0", "0")})
    record = decided.record.model_copy(update={"outcome_sha256": outcome_sha256(forged)})
    verdict = verify(record, Kept(*pieces(profile), *pieces(forged)), plugins)
    assert (verdict.answer, verdict.where) == (
        Answer.NOT_EQUAL,
        "the recorded outcome does not hold: scores: the first is not 0",
    )


def test_an_invalid_outcome_makes_no_decision(decide):
    with pytest.raises(InvalidOutcome, match="unknown item 'nobody'"):
        decide("unknown-item")


def test_options_and_ballots_that_do_not_fit_are_refused(decide):
    with pytest.raises(OptionsRefused, match="colour"):
        decide(options={"colour": "red"})
    with pytest.raises(OptionsRefused, match="'only-ranked' takes ballots of these kinds: ranking"):
        decide("only-ranked")


def test_an_outcome_is_data_only():
    assert Ranking.model_validate_json(Ranking(order=("a",)).model_dump_json()) == Ranking(order=("a",))


def test_a_verdict_says_why_in_both_languages_and_travels_as_json(decide, plugins):
    decided = decide()
    record = decided.record.model_copy(update={"version": "99"})
    verdict = verify(record, Kept(*decided.blobs()), plugins)
    assert verdict.answer is Answer.CANNOT_RECOMPUTE
    assert verdict.where.startswith("the decision was made with version 99 of 'proportional-ranking' (osi-core ")
    assert verdict.say("de").startswith("entschieden wurde mit Version 99 von „proportional-ranking“ (osi-core ")
    assert type(verdict).model_validate_json(verdict.model_dump_json()) == verdict


def test_a_piece_that_is_missing_is_named_in_both_languages(decide, plugins):
    decided = decide()
    verdict = verify(decided.record, Kept(), plugins)
    assert verdict.where == f"{decided.record.input_sha256}: is not there, or was changed"
    assert verdict.say("de") == f"{decided.record.input_sha256}: ist nicht da oder wurde verändert"
