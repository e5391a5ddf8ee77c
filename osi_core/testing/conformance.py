"""The conformance kit for strategies: one class for an author to derive from, one method for each thing promised."""

from __future__ import annotations

import contextlib
import random
import time
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from osi_core.plugins import (
    ALL_BALLOTS,
    KINDS,
    Chance,
    Options,
    Outcome,
    Problem,
    Profile,
    Strategy,
    Vectors,
    input_sha256,
    no_progress,
    outcome_sha256,
)
from osi_core.plugins.problems.model import unexplained
from osi_core.plugins.strategy import checked_by, wrong_with
from osi_core.testing.problems import sample, samples
from osi_core.testing.rewriting import normal_form, rewritten, spread_out
from osi_core.testing.twins import NAMES, twins

__all__ = ["KIT_VERSION", "StrategyConformance", "run_cases"]

KIT_VERSION = 1
"""Rises when a case is added or becomes stricter."""

_SEEDS = [bytes([number]) * 32 for number in range(40)]
_TAME = 150.0
"""By how much the time may grow when the problem grows fourfold: quadratic is 16, cubic 64."""
_WORTH_JUDGING = 2.0
"""Seconds below which growth is printed, not judged."""


class StrategyConformance:
    """What every strategy promises, case by case. An author writes:

        class TestMine(StrategyConformance):
            strategy = Mine()

    `options` are the options to test with; `problems()` may be replaced or extended by problems of one's own.
    """

    strategy: ClassVar[Strategy[Any, Any]]
    options: ClassVar[dict[str, Any]] = {}

    def problems(self) -> list[Problem]:
        """The problems that the cases run on."""
        return samples(self.strategy.kind, self._ballots())

    # -- what it says of itself ---------------------------------------------------------------------------------------

    def test_says_what_it_is(self) -> None:
        """Name, version, kind, claims, exactness and the signature of `solve` are what the hook asks for."""
        wrong = wrong_with(self.strategy, self.strategy.kind)
        assert not wrong, "; ".join(wrong)

    def test_options_are_sound(self) -> None:
        """Options have defaults, a schema without floats, are frozen, and refuse what they do not know."""
        model = self.strategy.Options
        plain = self._options().model_dump(mode="json")
        assert model.model_validate(plain).model_dump(mode="json") == plain, "options change on their way through JSON"
        assert '"number"' not in repr(model.model_json_schema()).replace("'", '"'), "options hold floats"
        assert model.model_config.get("frozen"), "options are not frozen"
        try:
            model.model_validate({"surely_no_option": 1})
        except ValidationError:
            return
        raise AssertionError("an unknown option was accepted")

    # -- what it answers ----------------------------------------------------------------------------------------------

    def test_outcome_is_valid(self) -> None:
        """The outcome is of its kind and answers the problem: nothing unknown, nothing twice, no limit exceeded."""
        for problem in self.problems():
            wrong = _but_explanations(problem.valid(self._checked_kind(problem)))
            assert not wrong, f"{_told(problem)}: {'; '.join(wrong)}"

    def test_explains_every_item(self) -> None:
        """Each item that the decision concerns has one explanation, in English and in German."""
        for problem in self.problems():
            outcome = self._solve(problem)
            wrong = unexplained(problem, outcome)
            assert not wrong, f"{_told(problem)}: {'; '.join(wrong)}"
            same = [one.item for one in outcome.explanations if one.en.strip() == one.de.strip()]
            assert not same, f"{_told(problem)}: the same words in English and German for {same[0]!r}"

    def test_check_proves_its_outcomes(self) -> None:
        """A checked strategy's own check finds nothing wrong with its outcomes."""
        if self.strategy.exactness != "checked":
            pytest.skip("an exact strategy is checked by computing again")
        for problem in self.problems():
            wrong = checked_by(self.strategy, problem, self._options(), self._solve(problem))
            assert not wrong, f"{_told(problem)}: {'; '.join(wrong)}"

    # -- what it depends on -------------------------------------------------------------------------------------------

    def test_leaves_its_input_unchanged(self) -> None:
        """Problem and options are after the call what they were before."""
        for problem in self.problems():
            options = self._options()
            before, options_before = input_sha256(problem), options.model_dump_json()
            self._solve(problem, options=options)
            assert input_sha256(problem) == before, f"{_told(problem)}: the problem was changed"
            assert options.model_dump_json() == options_before, f"{_told(problem)}: the options were changed"

    def test_same_seed_same_outcome(self) -> None:
        """Nothing but problem, options and seed counts: no chance of its own, no memory of earlier calls."""
        for problem in self.problems():
            self._same(problem, self._with_random_state(problem, 1), self._with_random_state(problem, 2))

    def test_order_of_input_says_nothing(self) -> None:
        """Ballots shuffled and items permuted: the same outcome."""
        for number, problem in enumerate(self.problems()):
            first = self._solve(problem)
            for turn in range(3):
                again = rewritten(problem, Chance(bytes([number, turn]), "rewriting"))
                outcome = self._solve(again)
                if self.strategy.exactness == "checked":
                    wrong = problem.valid(outcome)
                    assert not wrong, f"{_told(problem)}: written in another order: {'; '.join(wrong)}"
                else:
                    self._same(problem, first, outcome, "written in another order")

    def test_weights_are_ballots(self) -> None:
        """A ballot of weight 3 counts like three ballots."""
        for problem in self.problems():
            if not isinstance(problem, Profile):
                pytest.skip("there are no ballots in this kind of decision")
            outcome: Any = self._solve(spread_out(problem))
            if self.strategy.exactness == "checked":
                wrong = problem.valid(outcome)
                assert not wrong, f"{_told(problem)}: weights written as ballots: {'; '.join(wrong)}"
            else:
                self._same(problem, self._solve(problem), outcome, "weights are written as ballots")

    def test_names_say_nothing(self) -> None:
        """Of two that differ only in name, each wins with some seeds."""
        for ballots in sorted(self._ballots()):
            pair = twins(self.strategy.kind, ballots)
            if pair is None:
                pytest.skip("nobody competes in this kind of decision")
            winners = {pair.winner(self._solve(pair.problem, seed)) for seed in _SEEDS}
            missing = set(NAMES) - winners
            assert not missing, f"of two alike, {sorted(missing)[0]!r} never wins in {len(_SEEDS)} seeds"

    # -- how it behaves -----------------------------------------------------------------------------------------------

    def test_works_after_a_raise(self) -> None:
        """Interrupted by an exception in the middle, or by nonsense, it gives the same outcome afterwards."""

        def interrupt(fraction: float, best: Outcome | None = None) -> None:
            raise InterruptedError

        problem = self.problems()[0]
        first = self._solve(problem)
        for nonsense, listener in ((problem, interrupt), (None, no_progress)):
            with contextlib.suppress(Exception):
                self.strategy.solve(nonsense, self._options(), _SEEDS[0], listener)
            self._same(problem, first, self._solve(problem), "after an exception")

    def test_time_grows_tamely(self) -> None:
        """Four times the problem takes far less than the time of a wild algorithm; printed, judged only when plain."""
        ballots = sorted(self._ballots())[0]
        small, large = (self._seconds(sample(self.strategy.kind, size, 0, ballots)) for size in (100, 400))
        growth = large / max(small, 1e-6)
        print(f"{self.strategy.name}: {small:.4f} s, four times the size {large:.4f} s (x {growth:.1f})")  # noqa: T201
        assert growth < _TAME or large < _WORTH_JUDGING, f"four times the problem takes {growth:.0f} times as long"

    # -- tools --------------------------------------------------------------------------------------------------------

    def _ballots(self) -> frozenset[Any]:
        return getattr(self.strategy, "ballot_kinds", ALL_BALLOTS)

    def _options(self) -> Options:
        return self.strategy.Options.model_validate(self.options)

    def _solve(self, problem: Problem, seed: bytes = _SEEDS[0], options: Options | None = None) -> Outcome:
        outcome: Outcome = self.strategy.solve(problem, options or self._options(), seed, no_progress)
        return outcome

    def _checked_kind(self, problem: Problem) -> Outcome:
        outcome, expected = self._solve(problem), KINDS[self.strategy.kind].outcome
        assert isinstance(outcome, expected), f"solve() returned {type(outcome).__name__}, not {expected.__name__}"
        return outcome

    def _with_random_state(self, problem: Problem, state: int) -> Outcome:
        """Solves with the standard library's global generator in a known state, and puts it back."""
        before = random.getstate()
        random.seed(state)
        try:
            return self._solve(problem)
        finally:
            random.setstate(before)

    def _same(self, problem: Problem, one: Outcome, other: Outcome, when: str = "called again") -> None:
        if isinstance(one, Vectors) and isinstance(other, Vectors):
            assert one.values.raw == other.values.raw, f"{_told(problem)}: other vectors when {when}"
            return
        first, second = normal_form(one), normal_form(other)
        differing = [name for name in first if first[name] != second.get(name)]
        assert not differing, (
            f"{_told(problem)}: {when}, {differing[0]} is {second.get(differing[0])!r}, it was {first[differing[0]]!r}"
        )
        if when == "called again":
            assert outcome_sha256(one) == outcome_sha256(other), f"{_told(problem)}: another digest when {when}"

    def _seconds(self, problem: Problem) -> float:
        times = []
        for _ in range(3):
            began = time.process_time()
            self._solve(problem)
            times.append(time.process_time() - began)
            if times[-1] > _WORTH_JUDGING:
                break
        return min(times)


def _but_explanations(wrong: list[str]) -> list[str]:
    """Missing explanations have a case of their own."""
    return [one for one in wrong if not one.startswith("explanations: none")]


def _told(problem: Problem) -> str:
    """A problem in a line, small enough to read."""
    text = problem.model_dump_json(exclude_defaults=True)
    return f"{problem.model} {text[:160]}{'...' if len(text) > 160 else ''}"


def run_cases(strategy: Strategy[Any, Any], options: dict[str, Any] | None = None) -> dict[str, str]:
    """Runs all cases on a strategy, without pytest: for each what is wrong, or "" where it passes or does not apply."""
    case_class = type("Cases", (StrategyConformance,), {"strategy": strategy, "options": options or {}})
    found: dict[str, str] = {}
    for name in vars(StrategyConformance):
        if name.startswith("test_"):
            try:
                getattr(case_class(), name)()
                found[name] = ""
            except pytest.skip.Exception:
                found[name] = ""
            except Exception as error:
                found[name] = f"{type(error).__name__}: {error}"
    return found
