"""Deliberation: votes of people on statements (`VoteTable`) in, groups, consensus and bridges (`OpinionMap`) out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from osi_core.plugins.columns import Column
from osi_core.plugins.errors import ProblemRefused
from osi_core.plugins.problems.model import (
    Id,
    Outcome,
    Problem,
    Rational,
    check_range,
    check_type,
    check_unique,
    unexplained,
)

__all__ = ["GroupVotes", "OpinionGroup", "OpinionMap", "StatementVotes", "VoteTable"]


class OpinionGroup(BaseModel):
    """People who vote alike; `size` counts them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    size: int = Field(ge=0)


class GroupVotes(BaseModel):
    """How one group voted on one statement."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: Id
    agree: int = Field(ge=0)
    disagree: int = Field(ge=0)
    passed: int = Field(ge=0)


class StatementVotes(BaseModel):
    """How all voted on one statement. `consensus` and `bridge` are exact numbers; higher means more of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    statement: Id
    agree: int = Field(ge=0)
    disagree: int = Field(ge=0)
    passed: int = Field(ge=0)
    consensus: Rational = "0"
    bridge: Rational = "0"
    groups: tuple[GroupVotes, ...] = ()


class OpinionMap(Outcome):
    """Groups, the statements that nearly all agree on, and those that bridge the groups, strongest first.

    `membership` is empty or gives for each person the index into `groups`, -1 for none (i4). `positions` is empty or
    gives x and y for each person (f8, twice as long), without a unit.
    """

    model: ClassVar[str] = "osi.opinion-map"

    groups: tuple[OpinionGroup, ...] = ()
    statements: tuple[StatementVotes, ...]
    consensus: tuple[Id, ...] = ()
    bridges: tuple[Id, ...] = ()
    membership: Column = Column("i4")
    positions: Column = Column("f8")


class VoteTable(Problem):
    """Votes as three columns of equal length (i4): `person` (a dense number below `persons`), `statement` (index into
    `statements`) and `vote`: 1 agree, -1 disagree, 0 pass. A person votes once on a statement; the order says nothing.
    Raises `ValueError` naming field and position.
    """

    model: ClassVar[str] = "osi.vote-table"

    persons: int = Field(ge=0)
    statements: tuple[Id, ...]
    person: Column
    statement: Column
    vote: Column

    @classmethod
    def of(cls, persons: int, statements: Sequence[str], votes: Iterable[tuple[int, str, int]]) -> VoteTable:
        """A table from (person, statement id, vote)."""
        index = {name: position for position, name in enumerate(statements)}
        kept = list(votes)
        unknown = next((name for _, name, _ in kept if name not in index), None)
        if unknown is not None:
            raise ProblemRefused("plugin.problem-id-unknown", field="votes", id=unknown)
        return cls(
            persons=persons,
            statements=tuple(statements),
            person=Column.of("i4", [who for who, _, _ in kept]),
            statement=Column.of("i4", [index[name] for _, name, _ in kept]),
            vote=Column.of("i4", [vote for _, _, vote in kept]),
        )

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique("statements", self.statements)
        for name in ("person", "statement", "vote"):
            check_type(name, getattr(self, name), "i4")
            if len(getattr(self, name)) != len(self.vote):
                raise ValueError(f"{name}: has {len(getattr(self, name))} entries, expected {len(self.vote)}")
        check_range("person", self.person, 0, self.persons)
        check_range("statement", self.statement, 0, len(self.statements))
        check_range("vote", self.vote, -1, 2)
        cells = len(set(zip(self.person.view().tolist(), self.statement.view().tolist(), strict=True)))
        if cells != len(self.vote):
            raise ValueError(f"vote: {len(self.vote) - cells} votes of a person on a statement already voted on")
        return self

    def explained(self) -> tuple[str, ...]:
        return self.statements

    def valid(self, outcome: OpinionMap) -> list[str]:
        """Unknown, repeated or missing statements, counts that are not the table's, membership of the wrong length."""
        known = set(self.statements)
        wrong: list[str] = []
        for field, named in (("consensus", outcome.consensus), ("bridges", outcome.bridges)):
            wrong += [f"{field}: unknown statement {name!r}" for name in named if name not in known]
            wrong += [f"{field}: {name!r} stands there {n} times" for name, n in Counter(named).items() if n > 1]
        told = Counter(entry.statement for entry in outcome.statements)
        wrong += [f"statements: unknown statement {name!r}" for name in told if name not in known]
        wrong += [f"statements: {name!r} has {told[name]} entries" for name in self.statements if told[name] != 1]
        if len(outcome.membership) not in (0, self.persons):
            wrong.append(f"membership: has {len(outcome.membership)} entries for {self.persons} persons")
        if any(not -1 <= group < len(outcome.groups) for group in outcome.membership):
            wrong.append("membership: names a group that is not there")
        if len(outcome.positions) not in (0, 2 * self.persons):
            wrong.append(f"positions: has {len(outcome.positions)} entries for {self.persons} persons")
        if any(value != value or abs(value) == float("inf") for value in outcome.positions):
            wrong.append("positions: not a finite number")
        return wrong + self._wrong_counts(outcome) + unexplained(self, outcome)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """For each statement how many agree, disagree and pass."""
        cells = Counter(zip(self.statement.view().tolist(), self.vote.view().tolist(), strict=True))
        return {s: (cells[i, 1], cells[i, -1], cells[i, 0]) for i, s in enumerate(self.statements)}

    def _wrong_counts(self, outcome: OpinionMap) -> list[str]:
        true = self.counts()
        return [
            f"statements: {entry.statement!r} has the counts {told}, the table says {true[entry.statement]}"
            for entry in outcome.statements
            if (told := (entry.agree, entry.disagree, entry.passed)) != true.get(entry.statement, told)
        ]
