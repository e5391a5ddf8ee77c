"""What a strategy is: a name, a version, options, claims, and one pure method from problem and seed to outcome."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar, get_args, runtime_checkable

from pydantic import BaseModel, ConfigDict

from osi_core.plugins.chance import TieRule, TieRuleWithoutCost
from osi_core.plugins.problems import (
    ALL_BALLOTS,
    Allocation,
    AllocationProblem,
    Evidence,
    FitAssessment,
    Matching,
    MatchingProblem,
    OpinionMap,
    Outcome,
    Problem,
    Profile,
    Ranking,
    RolloutPlan,
    ScalingProblem,
    TextBatch,
    Timetable,
    TimetableProblem,
    Vectors,
    VoteTable,
)
from osi_core.words import Sentences

__all__ = [
    "KINDS",
    "AllocationRule",
    "Checked",
    "CurationStrategy",
    "Kind",
    "KindName",
    "MatchingStrategy",
    "OpinionMapper",
    "Options",
    "Prepares",
    "PrioritisationRule",
    "Progress",
    "ScalingStrategy",
    "Strategy",
    "TextEncoder",
    "TieOptions",
    "TieOptionsWithoutCost",
    "Timetabler",
    "WorkStage",
    "checked_by",
    "no_progress",
    "wrong_with",
]

P = TypeVar("P", bound=Problem)
O = TypeVar("O", bound=Outcome)  # noqa: E741 - the outcome
P_contra = TypeVar("P_contra", bound=Problem, contravariant=True)

KindName = Literal["prioritisation", "allocation", "opinions", "texts", "matching", "timetable", "curation", "scaling"]


@dataclass(frozen=True)
class Kind:
    """One kind of decision: the hook that collects its strategies, and what goes in and comes out."""

    name: KindName
    hook: str
    problem: type[Problem]
    outcome: type[Outcome]


KINDS: dict[KindName, Kind] = {
    kind.name: kind
    for kind in (
        Kind("prioritisation", "osi_prioritisation_rules", Profile, Ranking),
        Kind("allocation", "osi_allocation_rules", AllocationProblem, Allocation),
        Kind("opinions", "osi_opinion_maps", VoteTable, OpinionMap),
        Kind("texts", "osi_text_encoders", TextBatch, Vectors),
        Kind("matching", "osi_matching_strategies", MatchingProblem, Matching),
        Kind("timetable", "osi_timetables", TimetableProblem, Timetable),
        Kind("curation", "osi_curation_strategies", Evidence, FitAssessment),
        Kind("scaling", "osi_scaling_strategies", ScalingProblem, RolloutPlan),
    )
}


class Options(BaseModel):
    """Options of a strategy: frozen, nothing unknown, each with a default. No floats: they are int, str or Decimal,
    since options are part of the decision record. A float field is a `TypeError` when the class is made.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if _mentions_float(field.annotation):
                raise TypeError(f"{cls.__qualname__}.{name}: options hold no floats, use int, str or Decimal")


def _mentions_float(annotation: Any) -> bool:
    return annotation is float or any(_mentions_float(part) for part in get_args(annotation))


class TieOptions(Options):
    """The option that every rule has which may meet ties: who comes first of those that are equal."""

    ties: TieRule = "seed"


class TieOptionsWithoutCost(Options):
    """The same for a strategy to whose problem costs are unknown."""

    ties: TieRuleWithoutCost = "seed"


WorkStage = Literal["preparing", "deciding"]
"""What a strategy is at: first it may load and compile what it needs, then it decides. Each has a limit of its own."""


class Progress(Protocol):
    """Called by a strategy while it works: what fraction is done (0 to 1), and the best outcome so far if there is
    one.

    `stage` is for those who listen, and said by the runner: fractions while a strategy is prepared are no fractions of
    the decision. A strategy leaves it out.
    """

    def __call__(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None: ...


def no_progress(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
    """A `Progress` that nobody listens to."""


class Strategy(Generic[P, O]):
    """A way to decide, of one kind. Derive from the class of the kind, such as `PrioritisationRule`.

    * `name` is what a playbook says; it is unique among the installed strategies of the kind.
    * `version` is a text, such as "1". It rises whenever any decision may change: what is decided, or the codes and
      values that explain it. Sentences are no part of it.
    * `words` are the sentences of its explanations, where they stand beside the class: code → language → sentence. A
      package with many brings catalogues (hook `osi_catalogues`); the codes of osi-core have their words already.
    * `claims` are properties of the rule that the conformance kit searches for counterexamples of, in the words of
      osi_core/plugins/claims.py (`EJR+`, `monotonicity`).
    * `exactness` is `exact` (the same bits on any machine) or `checked` (a time limit, floating point); a checked
      strategy also has `check(problem, options, outcome) -> list[str]`.
    * `worst_case` says how its time may grow with the problem; an exact solution of a hard problem says `exponential`,
      and wants a deadline.
    """

    kind: ClassVar[KindName]
    name: ClassVar[str]
    version: ClassVar[str]
    Options: ClassVar[type[Options]] = TieOptionsWithoutCost
    claims: ClassVar[frozenset[str]] = frozenset()
    words: ClassVar[Sentences] = MappingProxyType({})
    exactness: ClassVar[Literal["exact", "checked"]] = "exact"
    worst_case: ClassVar[Literal["polynomial", "exponential"]] = "polynomial"

    def solve(self, problem: P, options: Any, seed: bytes, progress: Progress) -> O:
        """The outcome. Pure: nothing but the arguments counts, and none of them is changed.

        `options` is an instance of `Options`; `seed` is 32 bytes, the only source of chance; calling `progress` is a
        courtesy to those who wait, and gives the best outcome so far to those whose deadline comes first.
        """
        raise NotImplementedError

    def claims_with(self, options: Any) -> frozenset[str]:
        """Which of the `claims` hold under these options, for a rule whose options change that."""
        return self.claims


class Checked(Protocol):
    """What a strategy with `exactness = "checked"` offers besides: proof without computing the outcome again."""

    def check(self, problem: Any, options: Any, outcome: Any) -> list[str]:
        """What is wrong with validity, objective or stated gap, one sentence each; empty where all is proven."""


@runtime_checkable
class Prepares(Protocol[P_contra]):
    """What a strategy offers besides that needs time before it can decide anything, such as one that is compiled.

    A runner calls it where `solve` will run, before the decision's clock begins. It may be called for every job, in
    several threads, and be ended at any moment (an exception from `progress`, a killed process): what it keeps for
    later processes it writes whole or not at all, piece by piece, so that the next call goes on from there.
    """

    def prepare(self, problem: P_contra, options: Any, progress: Progress) -> None:
        """Load and compile what `solve` will need for a problem of this size; changes no answer.

        `progress` is called before each piece that takes time, with the fraction done, and not where all is ready: only
        there can it be cancelled in the program's own process, and from it those who wait know what they wait for.
        """


class PrioritisationRule(Strategy[Profile, Ranking]):
    """From ballots to an order of items, or the top N. `ballot_kinds` says which ballots the rule takes."""

    kind = "prioritisation"
    Options: ClassVar[type[Options]] = TieOptions
    ballot_kinds: ClassVar[frozenset[str]] = ALL_BALLOTS


class AllocationRule(Strategy[AllocationProblem, Allocation]):
    """From ballots, scores or contributions and a budget to what is funded. `ballot_kinds` says which ballots the rule
    takes.
    """

    kind = "allocation"
    Options: ClassVar[type[Options]] = TieOptions
    ballot_kinds: ClassVar[frozenset[str]] = ALL_BALLOTS


class OpinionMapper(Strategy[VoteTable, OpinionMap]):
    """From votes on statements to groups, consensus and bridges."""

    kind = "opinions"


class TextEncoder(Strategy[TextBatch, Vectors]):
    """From texts to vectors."""

    kind = "texts"


class MatchingStrategy(Strategy[MatchingProblem, Matching]):
    """From wishes, skills and room to who goes where."""

    kind = "matching"


class Timetabler(Strategy[TimetableProblem, Timetable]):
    """From sessions, rooms and availability to a timetable."""

    kind = "timetable"


class CurationStrategy(Strategy[Evidence, FitAssessment]):
    """From reviews and pilots to an assessment of problem-solution fit."""

    kind = "curation"


class ScalingStrategy(Strategy[ScalingProblem, RolloutPlan]):
    """From institutions and their commitments to a plan of the rollout."""

    kind = "scaling"


def checked_by(strategy: Strategy[Any, Any], problem: Problem, options: Options, outcome: Outcome) -> list[str]:
    """What the strategy's own `check` says. Raises `TypeError` for one that has none."""
    check = getattr(strategy, "check", None)
    if check is None:
        raise TypeError(f"{strategy.name}: is checked, but has no check(problem, options, outcome)")
    return list(check(problem, options, outcome))


def wrong_with(strategy: object, kind: KindName) -> list[str]:
    """Why an object cannot serve as a strategy of this kind, one sentence each; empty where it can."""
    wrong = []
    if not isinstance(getattr(strategy, "name", None), str) or not strategy.name:  # type: ignore[attr-defined]
        wrong.append("name: a text is expected")
    if not isinstance(getattr(strategy, "version", None), str) or not strategy.version:  # type: ignore[attr-defined]
        wrong.append('version: a text is expected, such as "1"')
    if getattr(strategy, "kind", None) != kind:
        wrong.append(f"kind: {getattr(strategy, 'kind', None)!r}, but {KINDS[kind].hook} takes {kind!r}")
    options = getattr(strategy, "Options", None)
    if not (isinstance(options, type) and issubclass(options, Options)):
        wrong.append("Options: a class derived from osi_core.plugins.Options is expected")
    if not isinstance(getattr(strategy, "claims", None), frozenset):
        wrong.append("claims: a frozenset is expected")
    exactness = getattr(strategy, "exactness", None)
    if exactness not in ("exact", "checked"):
        wrong.append(f"exactness: {exactness!r}, expected 'exact' or 'checked'")
    if exactness == "checked" and not callable(getattr(strategy, "check", None)):
        wrong.append("check: a checked strategy needs check(problem, options, outcome)")
    if not callable(getattr(strategy, "solve", None)):
        return [*wrong, "solve: is missing"]
    wrong += _wrong_signature(strategy, "solve", "problem, options, seed, progress")
    if hasattr(strategy, "prepare"):
        wrong += _wrong_signature(strategy, "prepare", "problem, options, progress")
    return wrong


def _wrong_signature(strategy: object, name: str, expected: str) -> list[str]:
    """Whether a method can be called with these arguments, by place."""
    method = getattr(strategy, name)
    if not callable(method):
        return [f"{name}: a method {name}({expected}) is expected"]
    signature = inspect.signature(method)
    try:
        signature.bind(*expected.split(", "))
    except TypeError:
        return [f"{name}{signature}: expected {name}({expected})"]
    return []
