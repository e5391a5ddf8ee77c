"""A strategy under test with its options: asked at given seeds, and its outcomes compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from osi_core.plugins import (
    ALL_BALLOTS,
    KINDS,
    KindName,
    Options,
    Outcome,
    Prepares,
    Problem,
    Progress,
    Strategy,
    Vectors,
    no_progress,
)
from osi_core.plugins.claims import claim_named
from osi_core.testing.rewriting import normal_form
from osi_core.words import OWN, Catalogue, Catalogues

__all__ = ["SEEDS", "Rule", "difference"]

SEEDS = [bytes([number]) * 32 for number in range(40)]
"""What stands for chance: of two that tie, each wins with some of these seeds, or with very bad luck (2^-39) not."""


@dataclass(frozen=True)
class Rule:
    """A strategy, the plain options it is tested with, and the catalogues of its package."""

    strategy: Strategy[Any, Any]
    plain: dict[str, Any] = field(default_factory=dict)
    catalogues: tuple[Catalogue, ...] = ()

    @property
    def kind(self) -> KindName:
        """The kind of its decisions."""
        return self.strategy.kind

    @property
    def votes(self) -> bool:
        """Whether it decides by ballots."""
        return self.kind in ("prioritisation", "allocation")

    @property
    def exact(self) -> bool:
        """Whether the same bits are promised anywhere; a checked strategy promises a valid outcome."""
        return self.strategy.exactness != "checked"

    @property
    def ballots(self) -> frozenset[str]:
        """The kinds of ballots that it takes."""
        return getattr(self.strategy, "ballot_kinds", ALL_BALLOTS)

    @property
    def prepares(self) -> bool:
        """Whether it offers to be prepared."""
        return isinstance(self.strategy, Prepares)

    def options(self) -> Options:
        """The options, made anew."""
        return self.strategy.Options.model_validate(self.plain)

    def words(self) -> Catalogues:
        """The library's words, those of the package, and those beside the strategy."""
        return OWN.with_(*self.catalogues, Catalogue(sentences=self.strategy.words))

    def claims(self) -> list[str]:
        """What it claims under these options, in the words of the vocabulary where they are known."""
        told = getattr(self.strategy, "claims_with", None)
        claimed = told(self.options()) if told else self.strategy.claims
        known = ((name, claim_named(name)) for name in claimed)
        return sorted({claim.name if claim else name for name, claim in known})

    def solve(
        self,
        problem: Problem,
        seed: bytes = SEEDS[0],
        *,
        options: Options | None = None,
        progress: Progress = no_progress,
    ) -> Any:
        """The outcome; an `AssertionError` where it is of another kind."""
        outcome = self.strategy.solve(problem, options or self.options(), seed, progress)
        expected = KINDS[self.kind].outcome
        assert isinstance(outcome, expected), f"solve() returned {type(outcome).__name__}, not {expected.__name__}"
        return outcome

    def prepare(self, problem: Problem, *, options: Options | None = None, progress: Progress = no_progress) -> None:
        """Lets it load and compile what it needs for this problem, where it offers that."""
        if isinstance(self.strategy, Prepares):
            self.strategy.prepare(problem, options or self.options(), progress)

    def outcomes(self, problem: Problem) -> Iterator[Any]:
        """The outcome for each of `SEEDS`: where there are ties, all that chance may bring."""
        return (self.solve(problem, seed) for seed in SEEDS)


def difference(one: Outcome, other: Outcome) -> str:
    """Where two outcomes differ in what they say, in a few words; empty where they are the same."""
    if isinstance(one, Vectors) and isinstance(other, Vectors):
        return "" if one.values.raw == other.values.raw else "the vectors are others"
    first, second = normal_form(one), normal_form(other)
    for name in first:
        if first[name] != second.get(name):
            return f"{name} is {second.get(name)!r}, it was {first[name]!r}"
    return ""
