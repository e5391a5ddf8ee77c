"""What can be asked for in phase 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, ClassVar, Literal

from pydantic import AwareDatetime, Field, field_validator
from pydantic_core import PydanticCustomError

from osi_core.ballots import Points, Revision, fields_of, numbered
from osi_core.challenges.commitment_facts import Answers, Commitment
from osi_core.challenges.events import BallotsCast, Ground, Lack, RoundEffect, VoterAdded, VotesCast
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import BALLOTS, CHALLENGE, COMMITMENT, GAP, ROUND, STATEMENT, VOTES
from osi_core.challenges.round_facts import THE_VOTES, Round, Statement, Turnout, VoteBox
from osi_core.challenges.state import (
    ChallengeState,
    CommitmentState,
    GapState,
    RoundState,
    StatementState,
)
from osi_core.domain import (
    BoxUse,
    Command,
    Day,
    FactKey,
    ForInstitution,
    Id,
    Language,
    Model,
    PublicText,
    Recorded,
    Role,
    Rows,
    State,
    Tag,
    Tags,
    Words,
)
from osi_core.log.decisions import RecordDecision
from osi_core.mission.facts import Member
from osi_core.plugins.problems import BallotKind


def _at(rows: Mapping[str, Any], index: int) -> str:
    """The key of the row that was made as the so-manieth, counted from 0. Raises LookupError."""
    for key in islice(rows, index, None):
        return key
    raise LookupError(index)


def _moment(milliseconds: int) -> datetime:
    """A moment by its milliseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


class OfChallenge(Command, at=CHALLENGE):
    """A command whose aggregate is one challenge."""

    state: ClassVar[type[State] | None] = ChallengeState
    challenge: Id


class SubmitChallenge(OfChallenge):
    """Say what stands in the mission's way. The words go to the private store, their seal into the log."""

    title: Words
    """As long as the playbook allows (`statement_length`)."""
    text: Words | None = None
    language: Language = "de"
    tags: Tags = ()
    category: Tag | None = None


class AcceptChallenge(OfChallenge):
    """Moderation: the challenge takes part from here on; one that was rejected in error is let in after all."""

    reason: PublicText | None = None

    def asked_by(self, state: ChallengeState | None, facts: object) -> tuple[str, ...]:
        return (state.author,) if state else ()


class RejectChallenge(OfChallenge):
    """Moderation: the challenge does not take part, or no longer, and everyone can read why."""

    reason: PublicText
    ground: Ground | None = None
    """On which what had been let in is taken down."""


class TagChallenge(OfChallenge):
    """Sort a challenge: its tags and category are replaced."""

    tags: Tags = ()
    category: Tag | None = None


class MergeChallenge(OfChallenge):
    """Let a challenge live on in another one of the same mission that says the same."""

    into: Id
    reason: PublicText

    @field_validator("into", mode="before")
    @classmethod
    def _of_this_mission(cls, value: object) -> object:
        if isinstance(value, str) and "/" in value:
            raise PydanticCustomError("challenge_by_id", "name a challenge of this mission by its id")
        return value

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Challenge, self.into),)


class SplitChallenge(OfChallenge):
    """Let a challenge that says several things live on in parts, each submitted before as a challenge of its own."""

    parts: tuple[Id, ...] = Field(min_length=2, max_length=20)
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return tuple(FactKey(Challenge, part) for part in self.parts)


class OfStatement(Command, at=STATEMENT):
    """A command whose aggregate is one statement."""

    state: ClassVar[type[State] | None] = StatementState
    statement: Id


class SubmitStatement(OfStatement):
    """Say one thing that others can agree or disagree with, to a challenge or to the mission as a whole."""

    uses_box = BoxUse.OPENS
    text: Words
    """As long as the playbook allows (`statement_length`)."""
    challenge: Id | None = None
    metadata: bool = False
    """Whether it says something of whoever agrees ("I live here"), and asks for nothing: no challenge, and no part of
    what groups of opinion are made of.
    """

    def needs(self, state: object) -> tuple[FactKey, ...]:
        votes = FactKey(VoteBox, THE_VOTES)
        return (votes, FactKey(Challenge, self.challenge)) if self.challenge else (votes,)

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _votes_box(facts)


class AcceptStatement(OfStatement):
    """Moderation has looked at the statement, and it stays; people may vote on a new one until it is rejected."""

    reason: PublicText | None = None

    def asked_by(self, state: StatementState | None, facts: object) -> tuple[str, ...]:
        return (state.author,) if state else ()


class RejectStatement(OfStatement):
    """Moderation: the statement takes no votes, and those on it count no more."""

    reason: PublicText


class Vote(Model):
    """One person's vote on one statement."""

    vote: Id
    """The vote's own id."""
    statement: Id
    value: Literal[-1, 0, 1]
    """1 agree, -1 disagree, 0 pass."""
    revision: Revision = None
    """Of several votes on a statement the latest counts; where they may overtake each other, the highest revision."""
    cast_at: AwareDatetime | None = None
    """When it was cast, where that was elsewhere and before; of votes that come together all say so, or none."""


class CastVotes(Command, at=VOTES):
    """Vote on statements. Votes never conflict; a vote can be changed until the challenges phase closes."""

    uses_box = BoxUse.CASTS
    participant: Id
    votes: tuple[Vote, ...] = Field(min_length=1, max_length=5_000)

    @field_validator("votes")
    @classmethod
    def _all_dated_or_none(cls, votes: tuple[Vote, ...]) -> tuple[Vote, ...]:
        if len({vote.cast_at is None for vote in votes}) > 1:
            raise PydanticCustomError("votes_partly_dated", "say of all votes when they were cast, or of none")
        return votes

    def needs(self, state: object) -> tuple[FactKey, ...]:
        statements = [FactKey(Statement, statement) for statement in {vote.statement: None for vote in self.votes}]
        return FactKey(Member, self.participant), FactKey(VoteBox, THE_VOTES), *statements

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        cast = records[0].event
        assert isinstance(cast, VotesCast)
        statements = (_at(rows[Statement], index) for index in cast.items.view())
        revisions = map(numbered, cast.revisions.view())
        times = [_moment(time) for time in cast.times.view()] if cast.times else [None] * len(cast.ids)
        columns = zip(cast.ids, statements, cast.values.view(), revisions, times, strict=True)
        votes = tuple(dict(zip(Vote.model_fields, one, strict=True)) for one in columns)
        return {"participant": records[0].actor, "votes": votes}

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        return _votes_box(facts)


def _votes_box(facts: Mapping[FactKey, Any]) -> str | None:
    box: VoteBox | None = facts[FactKey(VoteBox, THE_VOTES)]
    return box.box_sha256 if box else None


class OfRound(Command, at=ROUND):
    """A command whose aggregate is one prioritisation round."""

    state: ClassVar[type[State] | None] = RoundState
    round: Id


class OpenRound(OfRound):
    """Ask the electorate which challenges come first."""

    uses_box = BoxUse.OPENS
    kind: BallotKind = BallotKind.APPROVAL
    items: tuple[Id, ...] = Field(default=(), max_length=5_000)
    """The challenges to choose from; empty: all that are accepted."""
    electorate: tuple[Role, ...] = (Role.CITIZEN, Role.REPRESENTATIVE, Role.EXPERT)
    closes_at: AwareDatetime
    effect: RoundEffect = RoundEffect.ADD
    """What the result will do to the priorities that stand."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        asked_about = [FactKey(Challenge, item) for item in self.items] or [FactKey(Challenge)]
        return *asked_about, FactKey(Member)  # everyone's roles make the roster


class AddVoter(OfRound):
    """Register a person to a round after its opening."""

    uses_box = BoxUse.KNOWS
    participant: Id

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Member, self.participant), FactKey(Round, self.round)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        added = records[0].event
        assert isinstance(added, VoterAdded)
        return {"participant": added.voter}

    def box_sha256(self, state: RoundState | None, facts: Mapping[FactKey, Any]) -> str | None:
        return state.box_sha256 if state else None


class CastBallot(Command, at=BALLOTS):
    """Cast a ballot in a round, or replace one's own by a later one until the round closes."""

    uses_box = BoxUse.CASTS
    round: Id
    participant: Id
    ballot: Id
    """The ballot's own id."""
    revision: Revision = None
    """Of several ballots the latest counts; where they may overtake each other, the one of the highest revision."""
    choices: tuple[Id, ...] = Field(max_length=10_000)
    """Approval: the approved, in any order. Ranked: best first. Points: what gets points. Paired: two by two."""
    points: tuple[Points, ...] = Field(default=(), max_length=10_000)
    """Points: one number a choice. Paired: 2 and 0 for preferred and not, 1 and 1 for as good; empty: the first."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Round, self.round), FactKey(Member, self.participant)

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        cast = records[0].event
        assert isinstance(cast, BallotsCast)
        return {"participant": records[0].actor, **fields_of(cast, rows[Round][cast.round].items)}

    def box_sha256(self, state: object, facts: Mapping[FactKey, Any]) -> str | None:
        round_: Round | None = facts[FactKey(Round, self.round)]
        return round_.box_sha256 if round_ else None


class CloseRound(OfRound):
    """End a round at its deadline: ballots behind this point do not count, and the secret is revealed.

    Without a ballot nothing is decided.
    """

    reveals_secret = True

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Turnout, self.round),)


class RecordPrioritisation(OfRound, RecordDecision):
    """Publish the result of a closed round with its decision record."""

    order: tuple[Id, ...]

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Challenge),)


class OfCommitment(Command, at=COMMITMENT):
    """A command whose aggregate is one commitment."""

    state: ClassVar[type[State] | None] = CommitmentState
    commitment: Id


class MakeCommitment(OfCommitment, ForInstitution):
    """An institution commits itself, in public, to carry out solutions to a challenge."""

    challenge: Id
    scope: PublicText
    resources: PublicText
    due: Day

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Challenge, self.challenge),)


class KeepCommitment(OfCommitment):
    """Show that a commitment was kept."""

    evidence: PublicText


class MarkCommitmentLate(OfCommitment):
    """Time has passed: state that a commitment's date is over and nothing was shown."""


class WithdrawCommitment(OfCommitment):
    """Take a commitment back, in public and with a reason."""

    reason: PublicText


class AcknowledgeGap(Command, at=GAP):
    """Say in public that a prioritised challenge lacks a commitment, or a solution."""

    state: ClassVar[type[State] | None] = GapState
    challenge: Id
    lacks: Lack
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Challenge, self.challenge), FactKey(Answers, self.challenge), FactKey(Commitment)
