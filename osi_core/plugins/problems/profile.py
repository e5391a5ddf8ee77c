"""Prioritisation: ballots over items (`Profile`) in, an order or top N (`Ranking`) out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from itertools import accumulate, chain, pairwise, repeat
from typing import Any, ClassVar, Final, Self, cast

from pydantic import Field, model_validator

from osi_core.plugins.columns import Column
from osi_core.plugins.errors import ProblemRefused
from osi_core.plugins.problems.model import (
    Id,
    Outcome,
    Problem,
    check_offsets,
    check_range,
    check_type,
    check_unique,
    unexplained,
)

__all__ = ["ALL_BALLOTS", "BallotKind", "Profile", "Ranking"]


class BallotKind(StrEnum):
    """What a ballot says of items; `Profile` tells how each is written."""

    APPROVAL = "approval"
    RANKED = "ranked"
    POINTS = "points"
    PAIRED = "paired"


ALL_BALLOTS: Final[frozenset[BallotKind]] = frozenset(BallotKind)
"""What a rule takes that can read every kind of ballot."""


class Ranking(Outcome):
    """An order of items, best first: all of them, or the first `size` where the profile asks for a top N.

    `scores` has one entry for each of `order`: what decided its place, as text to show (whole number, "p/q" or
    decimal). `tied` lists groups of items whose places were decided by the tie rule alone.
    """

    model: ClassVar[str] = "osi.ranking"

    order: tuple[Id, ...]
    scores: tuple[str, ...] = ()
    tied: tuple[tuple[Id, ...], ...] = ()


class Profile(Problem):
    """Ballots over items, in compressed rows: ballot b names `choices[offsets[b]:offsets[b+1]]`, indices into `items`.

    * approval: the items that the ballot approves, in any order.
    * ranked: its items, best first; what is not named stands below all that is.
    * points: `values` gives the points of each choice (whole numbers, 0 or more).
    * paired: choices 2k and 2k+1 were compared. The first was preferred, or `values` says for each side
      2 (preferred), 1 (as good as the other) or 0.

    `weights` counts each ballot that many times (i8, 1 or more). Each of `cost` (i8, minor units), `categories` and
    `districts` is empty or has one entry an item. `conflicts` lists pairs of items of which at most one may be taken,
    `requires` pairs (item, needed): the first may be taken only beside the second. Both count where a `size` is given.
    An item supported by fewer than `minimum_support` ballots stands in no order.
    `size` is how many are wanted; without it, all are put in order.
    Make one from Python lists with `Profile.of`. Raises `ValueError` naming the field.
    """

    model: ClassVar[str] = "osi.profile"

    items: tuple[Id, ...]
    kind: BallotKind
    offsets: Column
    choices: Column
    values: Column | None = None
    weights: Column | None = None
    cost: Column | None = None
    categories: tuple[tuple[Id, ...], ...] = ()
    districts: tuple[str, ...] = ()
    conflicts: tuple[tuple[Id, Id], ...] = ()
    requires: tuple[tuple[Id, Id], ...] = ()
    minimum_support: int = Field(default=0, ge=0)
    size: int | None = Field(default=None, ge=1)

    @classmethod
    def of(
        cls,
        kind: str,
        items: Sequence[str],
        ballots: Iterable[Sequence[str] | Mapping[str, int] | Sequence[tuple[str, str]]],
        **fields: object,
    ) -> Self:
        """A profile from ballots of item ids: sequences (approval, ranked), {item: points}, or (preferred, other)
        pairs.

        `kind` is a `BallotKind` or its value. Further fields go by name; `weights` and `cost` may be plain sequences of
        whole numbers. An unknown item is a `ValueError` that names the ballot.
        """
        position = {item: index for index, item in enumerate(items)}
        kept = list(ballots)
        rows: list[list[Any]] = [list(chain.from_iterable(b)) if kind == "paired" else list(b) for b in kept]
        try:
            choices = Column.of("i4", [position[item] for row in rows for item in row])
        except KeyError:
            number, item = next((n, i) for n, row in enumerate(rows) for i in row if i not in position)
            raise ProblemRefused("plugin.problem-id-unknown", field=f"ballots[{number}]", id=item) from None
        if kind == "points":
            points = (cast(Mapping[str, int], ballot).values() for ballot in kept)
            fields["values"] = Column.of("i8", chain.from_iterable(points))
        for name in ("weights", "cost"):
            if fields.get(name) is not None and not isinstance(fields[name], Column):
                fields[name] = Column.of("i8", fields[name])  # type: ignore[arg-type]
        offsets = Column.of("i8", accumulate(map(len, rows), initial=0))
        return cls.model_validate(
            {"items": tuple(items), "kind": kind, "offsets": offsets, "choices": choices} | fields
        )

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("items", self.items)
        check_type("choices", self.choices, "i4")
        check_offsets("offsets", self.offsets, len(self.choices))
        check_range("choices", self.choices, 0, len(self.items))
        self._check_values()
        if self.weights is not None:
            check_type("weights", self.weights, "i8")
            self._check_length("weights", len(self.weights), self.ballots)
            check_range("weights", self.weights, 1)
        self._check_items()
        self._check_rows()
        return self

    def _check_values(self) -> None:
        if self.values is None:
            if self.kind == "points":
                raise ValueError("values: a points profile needs the points of each choice")
            return
        if self.kind not in ("points", "paired"):
            raise ValueError(f"values: a profile of kind {self.kind} has none")
        check_type("values", self.values, "i8")
        self._check_length("values", len(self.values), len(self.choices))
        check_range("values", self.values, 0, 3 if self.kind == "paired" else None)

    def _check_items(self) -> None:
        count = len(self.items)
        if self.cost is not None:
            check_type("cost", self.cost, "i8")
            self._check_length("cost", len(self.cost), count)
            check_range("cost", self.cost, 0)
        for name, entries in (("categories", self.categories), ("districts", self.districts)):
            if entries:
                self._check_length(name, len(entries), count)
        self._check_pairs("conflicts", self.conflicts)
        self._check_pairs("requires", self.requires)
        if circle := _circle(self.requires):
            raise ProblemRefused("plugin.problem-circle", field="requires", items=tuple(circle))

    def _check_pairs(self, field: str, pairs: Iterable[tuple[str, str]]) -> None:
        known = set(self.items)
        for number, pair in enumerate(pairs):
            for item in pair:
                if item not in known:
                    raise ProblemRefused("plugin.problem-id-unknown", field=f"{field}[{number}]", id=item)
            if pair[0] == pair[1]:
                raise ProblemRefused("plugin.problem-pair-of-one", field=f"{field}[{number}]", id=pair[0])

    def _check_rows(self) -> None:
        for number, row in enumerate(self.rows()):
            if self.kind != "paired":
                if len(set(row)) != len(row):
                    twice = next(i for i, times in Counter(row).items() if times > 1)
                    raise ProblemRefused("plugin.problem-ballot-names-twice", ballot=number, id=self.items[twice])
            elif len(row) % 2 or any(a == b for a, b in zip(row[::2], row[1::2], strict=True)):
                raise ValueError(f"choices: ballot {number} is not made of pairs of two different items")

    @staticmethod
    def _check_length(field: str, length: int, expected: int) -> None:
        if length != expected:
            raise ValueError(f"{field}: has {length} entries, expected {expected}")

    @property
    def ballots(self) -> int:
        """How many ballots there are, weights not counted."""
        return len(self.offsets) - 1

    def rows(self) -> Iterator[list[int]]:
        """Each ballot as a list of indices into `items`."""
        ends, choices = self.offsets.view().tolist(), self.choices.view().tolist()
        return (choices[start:end] for start, end in pairwise(ends))

    def value_rows(self) -> Iterator[list[int]]:
        """The values beside `rows()`; empty lists where the profile has none."""
        ends = self.offsets.view().tolist()
        values = self.values.view().tolist() if self.values is not None else []
        return (values[start:end] for start, end in pairwise(ends))

    def ballot_weights(self) -> list[int]:
        """The weight of each ballot; 1 where nothing else is said."""
        return self.weights.view().tolist() if self.weights is not None else [1] * self.ballots

    def item_costs(self) -> list[int] | None:
        """What each item costs, in minor units; None where that is unknown."""
        return None if self.cost is None else self.cost.view().tolist()

    def support(self) -> list[int]:
        """For each item the ballots that support it, by weight: approve or name it, give it points, or (paired) prefer
        it at least once or find it as good as another.
        """
        count = [0] * len(self.items)
        values = self.value_rows() if self.values is not None else repeat(None)
        for row, given, weight in zip(self.rows(), values, self.ballot_weights(), strict=False):
            if given is not None:
                row = [item for item, value in zip(row, given, strict=True) if value]
            elif self.kind == "paired":
                row = row[::2]
            for item in set(row):
                count[item] += weight
        return count

    def explained(self) -> tuple[str, ...]:
        return self.items

    def valid(self, outcome: Ranking) -> list[str]:
        """Unknown or repeated items, too many or too few of them, a missing score or explanation, a conflict broken."""
        known, taken = set(self.items), set(outcome.order)
        wrong = [f"order: unknown item {item!r}" for item in outcome.order if item not in known]
        wrong += [
            f"order: {i!r} stands there {times} times" for i, times in Counter(outcome.order).items() if times > 1
        ]
        wanted = len(self.items) if self.size is None else min(self.size, len(self.items))
        free = bool(self.conflicts or self.requires) or self.minimum_support > 0
        if self.minimum_support:
            weak = {
                item for item, count in zip(self.items, self.support(), strict=True) if count < self.minimum_support
            }
            wrong += [f"order: {item!r} has fewer than {self.minimum_support} supporters" for item in weak & taken]
        if len(outcome.order) > wanted or (len(outcome.order) < wanted and not free):
            wrong.append(f"order: has {len(outcome.order)} items, expected {wanted}")
        if outcome.scores and len(outcome.scores) != len(outcome.order):
            wrong.append(f"scores: has {len(outcome.scores)} entries for {len(outcome.order)} items")
        if self.size is not None:
            wrong += [f"order: {a!r} and {b!r} conflict" for a, b in self.conflicts if a in taken and b in taken]
            wrong += [f"order: {a!r} needs {b!r}" for a, b in self.requires if a in taken and b not in taken]
        return wrong + unexplained(self, outcome)


def _circle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Items of which each needs the next and the last is the first; empty where there are none."""
    needs: dict[str, set[str]] = {}
    for item, needed in pairs:
        needs.setdefault(item, set()).add(needed)
    try:
        tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[::-1]
    return []
