"""The kit itself: strategies broken on purpose, each in one way, fail the case that is about it."""

import random
import time
from collections import Counter

import pytest

from osi_core.plugins import Options, PrioritisationRule, Ranking, TieOptions, ranking_by_score, tie_key
from osi_core.testing import run_cases


class Honest(PrioritisationRule):
    name, version = "honest", 1

    def scores(self, problem):
        return dict(zip(problem.items, problem.support(), strict=True))

    def solve(self, problem, options, seed, progress):
        progress(0.5)
        return ranking_by_score(problem, self.scores(problem), seed, options.ties)


class FavoursTheFirstName(Honest):
    def scores(self, problem):
        return {item: 2 * n + (item == min(problem.items)) for item, n in super().scores(problem).items()}


class TiesByName(Honest):
    def solve(self, problem, options, seed, progress):
        return ranking_by_score(problem, self.scores(problem), seed, "name")


class UnknownItem(Honest):
    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        return honest.model_copy(update={"order": ("nobody", *honest.order[1:])})


class DependsOnDictOrder(Honest):
    def solve(self, problem, options, seed, progress):
        votes = Counter(problem.items[item] for row in problem.rows() for item in row)
        votes.update(dict.fromkeys(problem.items, 0))
        order = [item for item, _ in votes.most_common()]  # ties: in the order in which they were met
        scores = {item: 1000 - place for place, item in enumerate(order)}
        return ranking_by_score(problem, scores, seed)


class DependsOnBallotOrder(Honest):
    def scores(self, problem):
        scores = super().scores(problem)
        for row in problem.rows():
            for item in row[:1]:
                scores[problem.items[item]] *= 2
            break
        return scores


class ForgetsWeights(Honest):
    def scores(self, problem):
        votes = Counter(problem.items[item] for row in problem.rows() for item in row)
        return {item: votes[item] for item in problem.items}


class MutatesItsInput(Honest):
    def solve(self, problem, options, seed, progress):
        outcome = super().solve(problem, options, seed, progress)
        object.__setattr__(problem, "__dict__", problem.__dict__ | {"size": 1})
        return outcome


class ThrowsDiceOfItsOwn(Honest):
    def solve(self, problem, options, seed, progress):
        return super().solve(problem, options, random.randbytes(32), progress)


class Remembers(Honest):
    def __init__(self):
        self.calls = 0

    def solve(self, problem, options, seed, progress):
        self.calls += 1
        return super().solve(problem, options, seed + bytes([self.calls % 256]), progress)


class TakesAnyOption(Honest):
    class Options(TieOptions):
        model_config = {"extra": "allow"}


class DemandingOptions(Options):
    ties: str


class OptionWithoutDefault(Honest):
    Options = DemandingOptions


class ExplainsOnlyWinners(Honest):
    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        return honest.model_copy(update={"explanations": honest.explanations[:1]})


class SpeaksOnlyEnglish(Honest):
    def solve(self, problem, options, seed, progress):
        honest = super().solve(problem, options, seed, progress)
        english = tuple(one.model_copy(update={"de": one.en}) for one in honest.explanations)
        return honest.model_copy(update={"explanations": english})


class BreaksAfterARaise(Honest):
    def __init__(self):
        self.busy = False

    def solve(self, problem, options, seed, progress):
        assert not self.busy, "still busy"
        self.busy = True
        outcome = super().solve(problem, options, seed, progress)
        self.busy = False
        return outcome


class GrowsWildly(Honest):
    def solve(self, problem, options, seed, progress):
        end = time.process_time() + 2.2 * (len(problem.items) > 100)
        while time.process_time() < end:
            tie_key(seed, "work")
        return super().solve(problem, options, seed, progress)


class CountsNothing(Honest):
    def solve(self, problem, options, seed, progress):
        return Ranking(order=())


class HasNoVersion(Honest):
    version = None  # type: ignore[assignment]


BROKEN = [
    (FavoursTheFirstName, "test_names_say_nothing"),
    (TiesByName, "test_names_say_nothing"),
    (UnknownItem, "test_outcome_is_valid"),
    (DependsOnDictOrder, "test_order_of_input_says_nothing"),
    (DependsOnBallotOrder, "test_order_of_input_says_nothing"),
    (ForgetsWeights, "test_weights_are_ballots"),
    (MutatesItsInput, "test_leaves_its_input_unchanged"),
    (ThrowsDiceOfItsOwn, "test_same_seed_same_outcome"),
    (Remembers, "test_same_seed_same_outcome"),
    (TakesAnyOption, "test_options_are_sound"),
    (OptionWithoutDefault, "test_options_are_sound"),
    (ExplainsOnlyWinners, "test_explains_every_item"),
    (SpeaksOnlyEnglish, "test_explains_every_item"),
    (BreaksAfterARaise, "test_works_after_a_raise"),
    (GrowsWildly, "test_time_grows_tamely"),
    (CountsNothing, "test_outcome_is_valid"),
    (HasNoVersion, "test_says_what_it_is"),
]

ONLY = [FavoursTheFirstName, TiesByName, ForgetsWeights, TakesAnyOption, SpeaksOnlyEnglish, ExplainsOnlyWinners,
        GrowsWildly, HasNoVersion]  # fmt: skip


def test_an_honest_strategy_passes_every_case():
    assert {case: wrong for case, wrong in run_cases(Honest()).items() if wrong} == {}


@pytest.mark.parametrize(("broken", "case"), BROKEN, ids=[broken.__name__ for broken, _ in BROKEN])
def test_a_broken_strategy_fails_the_case_about_it(broken, case):
    assert run_cases(broken())[case]


@pytest.mark.parametrize("broken", ONLY, ids=[broken.__name__ for broken in ONLY])
def test_and_no_case_that_is_about_something_else(broken):
    failed = {case for case, wrong in run_cases(broken()).items() if wrong}
    assert failed == {case for known, case in BROKEN if known is broken}


def test_failures_show_the_problem():
    wrong = run_cases(UnknownItem())["test_outcome_is_valid"]
    assert "unknown item 'nobody'" in wrong
    assert "osi.profile" in wrong
