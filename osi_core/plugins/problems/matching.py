"""Matching: seekers with wishes and offers with room (`MatchingProblem`) in, who goes where (`Matching`) out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from math import isfinite
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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

__all__ = ["Matching", "MatchingProblem", "Offer", "Seeker"]


class Seeker(BaseModel):
    """One who seeks a place, with skills to bring or needed, and with how many places at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    skills: tuple[Id, ...] = ()
    places: int = Field(default=1, ge=1)


class Offer(BaseModel):
    """A team, expert or slot: does not run below `minimum`, takes `maximum` at most, looks for `skills`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    minimum: int = Field(default=0, ge=0)
    maximum: int = Field(ge=0)
    skills: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.minimum > self.maximum:
            raise ValueError(f"minimum: {self.minimum} of {self.id!r} exceeds the maximum of {self.maximum}")
        return self


class Matching(Outcome):
    """Who goes where, as (seeker, offer); seekers left over; offers that do not run for want of people."""

    model: ClassVar[str] = "osi.matching"

    pairs: tuple[tuple[Id, Id], ...]
    unplaced: tuple[Id, ...] = ()
    not_running: tuple[Id, ...] = ()


class MatchingProblem(Problem):
    """Seekers and offers, and what speaks for and against each pair. All pairs are indices into the two lists.

    Seeker s wishes `wishes[wish_offsets[s]:wish_offsets[s+1]]`, best first (i8 offsets, i4 offers). Affinities are
    three columns of equal length, `affinity_seeker`, `affinity_offer` (i4) and `affinity` (i8, or finite f8; higher
    is better). Conflicts (`conflict_seeker`, `conflict_offer`) may not be matched. `previous_seeker` and
    `previous_offer` are the matching before this one. `anywhere` says whether a seeker may go where it did not wish to.
    Make one with `MatchingProblem.of`. Raises `ValueError` naming field and position.
    """

    model: ClassVar[str] = "osi.matching-problem"

    seekers: tuple[Seeker, ...]
    offers: tuple[Offer, ...]
    wish_offsets: Column
    wishes: Column
    affinity_seeker: Column = Column("i4")
    affinity_offer: Column = Column("i4")
    affinity: Column = Column("i8")
    conflict_seeker: Column = Column("i4")
    conflict_offer: Column = Column("i4")
    previous_seeker: Column = Column("i4")
    previous_offer: Column = Column("i4")
    anywhere: bool = True

    @classmethod
    def of(
        cls,
        seekers: Sequence[Seeker],
        offers: Sequence[Offer],
        wishes: Mapping[str, Sequence[str]],
        *,
        affinities: Mapping[tuple[str, str], int] | None = None,
        conflicts: Iterable[tuple[str, str]] = (),
        previous: Iterable[tuple[str, str]] = (),
        anywhere: bool = True,
    ) -> MatchingProblem:
        """A problem from ids: wishes by seeker, best first; the rest by (seeker, offer). Unknown ids are a
        `ValueError`.
        """
        who = {seeker.id: index for index, seeker in enumerate(seekers)}
        where = {offer.id: index for index, offer in enumerate(offers)}

        def index(field: str, known: Mapping[str, int], ids: Iterable[str]) -> Column:
            try:
                return Column.of("i4", [known[name] for name in ids])
            except KeyError as unknown:
                raise ProblemRefused("plugin.problem-id-unknown", field=field, id=unknown.args[0]) from None

        index("wishes", who, wishes)
        rows = [wishes.get(seeker.id, ()) for seeker in seekers]
        scored, hostile, before = dict(affinities or {}), list(conflicts), list(previous)
        return cls(
            seekers=tuple(seekers),
            offers=tuple(offers),
            wish_offsets=Column.of("i8", accumulate(map(len, rows), initial=0)),
            wishes=index("wishes", where, (name for row in rows for name in row)),
            affinity_seeker=index("affinities", who, (s for s, _ in scored)),
            affinity_offer=index("affinities", where, (o for _, o in scored)),
            affinity=Column.of("i8", scored.values()),
            conflict_seeker=index("conflicts", who, (s for s, _ in hostile)),
            conflict_offer=index("conflicts", where, (o for _, o in hostile)),
            previous_seeker=index("previous", who, (s for s, _ in before)),
            previous_offer=index("previous", where, (o for _, o in before)),
            anywhere=anywhere,
        )

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("seekers", (seeker.id for seeker in self.seekers))
        check_unique("offers", (offer.id for offer in self.offers))
        check_type("wishes", self.wishes, "i4")
        check_offsets("wish_offsets", self.wish_offsets, len(self.wishes))
        if len(self.wish_offsets) != len(self.seekers) + 1:
            raise ValueError(f"wish_offsets: has {len(self.wish_offsets)} entries, expected {len(self.seekers) + 1}")
        check_range("wishes", self.wishes, 0, len(self.offers))
        for seeker, row in zip(self.seekers, self.wish_rows(), strict=True):
            if len(set(row)) != len(row):
                raise ProblemRefused("plugin.problem-wish-twice", field="wishes", id=seeker.id)
        for name in ("affinity", "conflict", "previous"):
            self._check_pairs(name)
        check_type("affinity", self.affinity, "i8", "f8")
        if len(self.affinity) != len(self.affinity_seeker):
            raise ValueError(f"affinity: has {len(self.affinity)} entries, expected {len(self.affinity_seeker)}")
        if self.affinity.type == "f8" and not all(map(isfinite, self.affinity)):
            raise ValueError("affinity: not a finite number")
        return self

    def _check_pairs(self, name: str) -> None:
        seekers: Column = getattr(self, f"{name}_seeker")
        offers: Column = getattr(self, f"{name}_offer")
        for field, column, count in (("seeker", seekers, len(self.seekers)), ("offer", offers, len(self.offers))):
            check_type(f"{name}_{field}", column, "i4")
            check_range(f"{name}_{field}", column, 0, count)
        if len(offers) != len(seekers):
            raise ValueError(f"{name}_offer: has {len(offers)} entries, expected {len(seekers)}")
        if len(set(zip(seekers.view().tolist(), offers.view().tolist(), strict=True))) != len(seekers):
            raise ValueError(f"{name}_seeker: a pair stands there more than once")

    def wish_rows(self) -> list[list[int]]:
        """For each seeker the offers it wishes, as indices, best first."""
        ends, wishes = self.wish_offsets.view().tolist(), self.wishes.view().tolist()
        return [wishes[start:end] for start, end in pairwise(ends)]

    def conflicts(self) -> set[tuple[int, int]]:
        """The pairs (seeker, offer) that may not be matched, as indices."""
        return set(zip(self.conflict_seeker.view().tolist(), self.conflict_offer.view().tolist(), strict=True))

    def explained(self) -> tuple[str, ...]:
        return tuple(seeker.id for seeker in self.seekers)

    def valid(self, outcome: Matching) -> list[str]:
        """Unknown ids, pairs twice, conflicts, too many places, an offer above its maximum or running below its
        minimum, and anybody who is neither placed nor named as unplaced.
        """
        who = {seeker.id: index for index, seeker in enumerate(self.seekers)}
        where = {offer.id: index for index, offer in enumerate(self.offers)}
        wrong = [f"pairs: unknown seeker {s!r}" for s, _ in outcome.pairs if s not in who]
        wrong += [f"pairs: unknown offer {o!r}" for _, o in outcome.pairs if o not in where]
        wrong += [f"unplaced: unknown seeker {s!r}" for s in outcome.unplaced if s not in who]
        wrong += [f"not_running: unknown offer {o!r}" for o in outcome.not_running if o not in where]
        if wrong:
            return wrong
        wrong += [f"pairs: {pair} stands there {n} times" for pair, n in Counter(outcome.pairs).items() if n > 1]
        hostile, rows = self.conflicts(), [set(row) for row in self.wish_rows()]
        for seeker, offer in outcome.pairs:
            if (who[seeker], where[offer]) in hostile:
                wrong.append(f"pairs: {seeker!r} and {offer!r} conflict")
            if not self.anywhere and where[offer] not in rows[who[seeker]]:
                wrong.append(f"pairs: {seeker!r} did not wish {offer!r}")
        return wrong + self._wrong_counts(outcome) + unexplained(self, outcome)

    def _wrong_counts(self, outcome: Matching) -> list[str]:
        of_seeker, of_offer = Counter(s for s, _ in outcome.pairs), Counter(o for _, o in outcome.pairs)
        unplaced, closed = set(outcome.unplaced), set(outcome.not_running)
        wrong = []
        for seeker in self.seekers:
            if of_seeker[seeker.id] > seeker.places:
                wrong.append(f"pairs: {seeker.id!r} has {of_seeker[seeker.id]} places of {seeker.places}")
            if (seeker.id in unplaced) == (of_seeker[seeker.id] > 0):
                wrong.append(f"unplaced: {seeker.id!r} must be either placed or unplaced")
        for offer in self.offers:
            taken = of_offer[offer.id]
            if taken > offer.maximum:
                wrong.append(f"pairs: {offer.id!r} has {taken} people, its maximum is {offer.maximum}")
            if (offer.id in closed and taken) or (offer.id not in closed and taken < offer.minimum):
                wrong.append(f"pairs: {offer.id!r} has {taken} people, it runs with {offer.minimum} or more")
        return wrong
