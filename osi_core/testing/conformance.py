"""The conformance kit for strategies: one class for an author to derive from, one method for each thing promised."""

from __future__ import annotations

import contextlib
import inspect
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis.strategies import SearchStrategy
from pydantic import ValidationError

from osi_core.plugins import Options, Problem, Strategy
from osi_core.plugins.claims import CLAIMS
from osi_core.plugins.strategy import wrong_with
from osi_core.testing import promises
from osi_core.testing.axioms import AXIOMS, Axiom
from osi_core.testing.behaviour import growth, keeps_threads_apart, survives_interruption
from osi_core.testing.codes import texts_in
from osi_core.testing.drawing import Form, elections
from osi_core.testing.problems import samples
from osi_core.testing.rule import SEEDS, Rule
from osi_core.testing.search import counterexample, finding
from osi_core.testing.searched import Searched
from osi_core.testing.small_problems import DRAWN, small_problems
from osi_core.testing.telling import told
from osi_core.testing.twins import NAMES, twins
from osi_core.words import Catalogue

__all__ = ["NotKept", "StrategyConformance"]

_TAME = 150.0
"""By how much the time may grow when the problem grows fourfold: quadratic is 16, cubic 64."""
_WORTH_JUDGING = 2.0
"""Seconds below which growth is printed, not judged."""


class NotKept(AssertionError):
    """A promise that a strategy does not keep, with the problem that shows it."""


class StrategyConformance:
    """What every strategy promises, case by case, and what this one claims besides. An author writes:

        class TestMine(StrategyConformance):
            strategy = Mine()

    `options` are the options to test with; `catalogues` those of the package, where words do not stand beside the
    strategy; `axioms` are axioms of the author's own, tested where they are claimed.
    `problems()` may be extended by problems of one's own, and `elections()` narrowed for a rule that takes only some.
    `effort` is what `pytest --osi-effort N` says: how many times as many problems are searched. `searched` says how
    many it were, and of what sizes.
    """

    strategy: ClassVar[Strategy[Any, Any]]
    options: ClassVar[dict[str, Any]] = {}
    catalogues: ClassVar[tuple[Catalogue, ...]] = ()
    axioms: ClassVar[tuple[Axiom, ...]] = ()
    effort: float = 1.0

    @property
    def searched(self) -> Searched:
        """What the strategy has been asked by the cases of this instance."""
        found: Searched = self.__dict__.setdefault("_searched", Searched())  # pytest wants no __init__
        return found

    def problems(self) -> list[Problem]:
        """The problems that the cases run on."""
        return samples(self.strategy.kind, self.rule.ballots)

    def elections(self, ballots: frozenset[Any], form: Form) -> SearchStrategy[Any]:
        """The elections, or small problems of another kind, that are searched for counterexamples."""
        if self.strategy.kind in DRAWN:
            return small_problems(self.strategy.kind, form)
        return elections(self.strategy.kind, ballots, form)

    # -- what it says of itself ---------------------------------------------------------------------------------------

    def test_says_what_it_is(self) -> None:
        """Name, version, kind, claims, exactness and the signatures of its methods are what the hook asks for."""
        _require(not (wrong := wrong_with(self.strategy, self.strategy.kind)), "; ".join(wrong))

    def test_options_are_sound(self) -> None:
        """Options have defaults, a schema without floats, are frozen, and refuse what they do not know."""
        model: type[Options] = self.strategy.Options
        missing = [name for name, field in model.model_fields.items() if field.is_required()]
        _require(not missing, f"options without a default: {', '.join(missing)}")
        plain = model.model_validate(self.options).model_dump(mode="json")
        again = model.model_validate(plain).model_dump(mode="json")
        _require(again == plain, "options change on their way through JSON")
        schema = json.dumps(model.model_json_schema(mode="serialization"))  # in which a decimal is a string
        _require('"number"' not in schema, "options hold floats")
        _require(bool(model.model_config.get("frozen")), "options are not frozen")
        with contextlib.suppress(ValidationError):
            model.model_validate({"surely_no_option": 1})
            raise NotKept("an unknown option was accepted")

    def test_claims_are_known(self) -> None:
        """Each claim is a word of the vocabulary, and can be judged on what the strategy decides."""
        wrong = [why for claim in self.rule.claims() if (why := self._cannot_judge(claim))]
        _require(not wrong, "; ".join(wrong))

    # -- what it answers ----------------------------------------------------------------------------------------------

    def test_outcome_is_valid(self) -> None:
        """The outcome is of its kind and answers the problem: nothing unknown, nothing twice, nothing missing."""
        self._always(promises.valid)

    def test_budget_is_never_exceeded(self) -> None:
        """Neither the budget nor the pot of a category or district."""
        if self.strategy.kind != "allocation":
            pytest.skip("no money is spent in this kind of decision")
        self._always(promises.budget_kept)

    def test_explains_every_item(self) -> None:
        """Each item that the decision concerns has one explanation."""
        self._always(promises.explained)

    def test_explanations_have_words(self) -> None:
        """Each code has a sentence in every language, each place in it a value, and no words stand there unused."""
        home = inspect.getsourcefile(type(self.strategy))
        beside = set(self.strategy.words) - (texts_in(Path(home)) if home else set(self.strategy.words))
        _require(not beside, f"words that the strategy's module never says: {', '.join(sorted(beside))}")
        self._always(promises.worded)

    def test_check_proves_its_outcomes(self) -> None:
        """A checked strategy's own check finds nothing wrong with its outcomes."""
        if self.rule.exact:
            pytest.skip("an exact strategy is checked by computing again")
        self._always(promises.check_holds)

    def test_claim_holds(self, claim: str) -> None:
        """No small election breaks what the strategy claims."""
        wanted = self.rule.claims() if claim == ALL_CLAIMS else [claim] * bool(claim)
        axioms = [self._axioms()[name] for name in wanted if not self._cannot_judge(name)]
        if not axioms:
            pytest.skip("nothing that can be judged is claimed")
        for axiom in axioms:
            self._search_only(axiom)

    # -- what it depends on -------------------------------------------------------------------------------------------

    def test_leaves_its_input_unchanged(self) -> None:
        """Problem and options are after the call what they were before."""
        self._always(promises.unchanged)

    def test_same_seed_same_outcome(self) -> None:
        """Nothing but problem, options and seed counts: no chance of its own, no memory of earlier calls."""
        self._always(promises.repeatable)

    def test_preparing_changes_no_answer(self) -> None:
        """Prepared, twice or not at all: the same outcome, and problem and options are what they were."""
        if not self.rule.prepares:
            pytest.skip("it has nothing to prepare")
        self._always(promises.preparing_unheeded)

    def test_order_of_input_says_nothing(self) -> None:
        """Ballots shuffled and items permuted: the same outcome."""
        self._always(promises.order_unheeded)

    def test_weights_are_ballots(self) -> None:
        """A ballot of weight 3 counts like three ballots."""
        if not self.rule.votes:
            pytest.skip("there are no ballots in this kind of decision")
        self._always(promises.weights_are_ballots)

    def test_names_say_nothing(self) -> None:
        """Items that swap names swap places, and of two that differ only in name, each wins with some seeds."""
        for ballots in sorted(self.rule.ballots):
            pair = twins(self.strategy.kind, ballots)
            if pair is None:
                pytest.skip("nobody competes in this kind of decision")
            winners = {pair.winner(outcome) for outcome in self.rule.outcomes(pair.problem)}
            missing = set() if winners == {None} else set(NAMES) - winners  # a rule may well choose neither
            wrong = f"of two alike, {sorted(missing)[0]!r} never wins in {len(SEEDS)} seeds" if missing else ""
            _require(not missing, f"{told(pair.problem)}\n{wrong}")
        if self.rule.votes:
            self._always(promises.names_unheeded)

    # -- how it behaves -----------------------------------------------------------------------------------------------

    def test_works_after_a_raise(self) -> None:
        """Interrupted by an exception in the middle, or by nonsense, it gives the same outcome afterwards."""
        _require_none(finding(self.problems()[0], partial(survives_interruption, rule=self.rule)))

    def test_threads_do_not_disturb_each_other(self) -> None:
        """Asked in several threads at once, it gives each the outcome that it gives alone."""
        _require_none(keeps_threads_apart(self.problems(), self.rule))

    def test_time_grows_tamely(self) -> None:
        """Four times the problem takes far less than the time of a wild algorithm; printed, judged only when plain."""
        if getattr(self.strategy, "worst_case", "polynomial") == "exponential":
            pytest.skip("it says that its time may grow exponentially")
        small, large = growth(self.rule, _WORTH_JUDGING)
        times = large / max(small, 1e-6)
        print(f"{self.strategy.name}: {small:.4f} s, four times the size {large:.4f} s (x {times:.1f})")  # noqa: T201
        _require(times < _TAME or large < _WORTH_JUDGING, f"four times the problem takes {times:.0f} times as long")

    # -- tools --------------------------------------------------------------------------------------------------------

    @pytest.fixture(autouse=True)
    def osi_effort(self, request: pytest.FixtureRequest) -> None:
        """Takes the effort from the command line."""
        self.effort = request.config.getoption("osi_effort", self.effort)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One case for each claim; one for all where the strategy is named only later, by a fixture."""
        if "claim" in metafunc.fixturenames:
            named = getattr(self, "strategy", None)
            claims = [ALL_CLAIMS] if named is None else self.rule.claims() or [""]
            metafunc.parametrize("claim", claims, ids=[claim or "none" for claim in claims])

    @property
    def rule(self) -> Rule:
        """The strategy with the options it is tested with."""
        return Rule(self.strategy, self.options, self.catalogues)

    def _always(self, promise: Callable[[Any, Rule], str | None]) -> None:
        """Searches small problems, where there are any, then goes through the sample problems."""
        rule = self.rule

        def judge(problem: Any) -> str | None:
            return promise(problem, rule)

        if rule.votes or rule.kind in DRAWN:
            able = self.elections(rule.ballots, "any")
            _require_none(counterexample(able, judge, self.effort, searched=self.searched))
        for problem in self.problems():
            self.searched.add(problem)
            _require_none(finding(problem, judge))

    def _search_only(self, axiom: Axiom) -> None:
        rule = self.rule
        able = self.elections(axiom.claim.ballots & rule.ballots, axiom.form)
        found = counterexample(
            able,
            lambda problem: axiom.judge(problem, rule),
            self.effort,
            examples=500,
            seconds=1.5,
            searched=self.searched,
        )
        _require(found is None, f"{self.strategy.name} claims {axiom.claim.name}, but:\n{found}")

    def _axioms(self) -> dict[str, Axiom]:
        return {**AXIOMS, **{axiom.claim.name: axiom for axiom in self.axioms}}

    def _cannot_judge(self, name: str) -> str:
        axiom = self._axioms().get(name)
        if axiom is None:
            known = [claim.name for claim in CLAIMS.values() if self.strategy.kind in claim.kinds]
            return f"{name!r} is no known claim; known for {self.strategy.kind}: {', '.join(known) or 'none'}"
        if self.strategy.kind not in axiom.claim.kinds:
            return f"{name!r} is for {' and '.join(sorted(axiom.claim.kinds))}, not for {self.strategy.kind}"
        if self.rule.votes and not axiom.claim.ballots & self.rule.ballots:
            return f"{name!r} is judged on {' or '.join(sorted(axiom.claim.ballots))} ballots, which it does not take"
        return ""


ALL_CLAIMS = "all"


def _require(kept: bool, wrong: str) -> None:
    __tracebackhide__ = True
    if not kept:
        raise NotKept(wrong)


def _require_none(wrong: str | None) -> None:
    __tracebackhide__ = True
    if wrong is not None:
        raise NotKept(wrong)
