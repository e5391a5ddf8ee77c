"""What other phases, gates and the report may know of discussions and rounds."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from itertools import pairwise

from osi_core.ballots import UNNUMBERED, BallotForm, Roster
from osi_core.challenges import events as e
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Event, Fact, LastingBox, Recorded, Role
from osi_core.log.records import DecisionRecord
from osi_core.mission.events import MissionClosedEarly, PhaseClosed
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind


class Statement(Fact):
    """A statement by its id."""

    index: int
    """Counts statements from 0 in the order of their submission."""
    author: str
    text: str
    """The text's seal."""
    challenge: str | None
    box_sha256: str
    """The box that votes on it are cast into."""
    metadata: bool = False
    """Whether it says something of whoever agrees with it, and asks for nothing."""
    status: e.StatementStatus = e.StatementStatus.SUBMITTED
    reason: str | None = None
    """What moderation said of it."""
    submitted_at: datetime

    sources = (e.StatementSubmitted, e.StatementAccepted, e.StatementRejected)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Statement], record: Recorded) -> None:
        match record.event:
            case e.StatementSubmitted() as event:
                rows[event.statement] = cls(
                    index=len(rows),
                    author=event.author,
                    text=event.text,
                    challenge=event.challenge,
                    box_sha256=event.box_sha256,
                    metadata=event.metadata,
                    submitted_at=record.time,
                )
            case e.StatementAccepted() as event:
                judged = {"status": e.StatementStatus.ACCEPTED, "reason": event.reason}
                rows[event.statement] = rows[event.statement].model_copy(update=judged)
            case e.StatementRejected() as event:
                judged = {"status": e.StatementStatus.REJECTED, "reason": event.reason}
                rows[event.statement] = rows[event.statement].model_copy(update=judged)


THE_VOTES = "votes"
"""The key of the only row of `VoteBox`."""


class VoteBox(LastingBox):
    """The box of the votes on statements: from the first statement until the phase closes, then perhaps a next one."""

    key = THE_VOTES
    sources = (e.StatementSubmitted, PhaseClosed, MissionClosedEarly)


class Round(Fact):
    """A prioritisation round by its id, with the roster of who may vote in it."""

    kind: BallotKind
    items: tuple[str, ...]
    closes_at: datetime
    box_sha256: str | None
    """None once its key is destroyed."""
    roster: Column
    added: tuple[str, ...] = ()
    """Pseudonyms that became eligible after the opening."""
    max_choices: int
    max_points: int
    electorate: tuple[Role, ...]
    effect: e.RoundEffect
    least_ballots: int
    minimum_support: int
    top: int
    strategy: str
    opened_at: datetime
    status: e.RoundStatus = e.RoundStatus.OPEN
    ballots: int | None = None
    """How many people have cast one that names something, once it is closed."""
    order: tuple[str, ...] = ()
    """The result, the most urgent challenge first."""
    record: DecisionRecord | None = None
    cancelled_for: str | None = None
    """The reason."""
    ended_at: datetime | None = None

    sources = (
        e.RoundOpened,
        e.RoundMoved,
        e.VoterAdded,
        e.RoundClosed,
        e.RoundCancelled,
        e.RoundUndecided,
        e.ChallengesPrioritised,
        MissionClosedEarly,
    )

    @property
    def hangs(self) -> bool:
        """Whether it still has to be closed or decided."""
        return self.status in (e.RoundStatus.OPEN, e.RoundStatus.CLOSED)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Round], record: Recorded) -> None:
        match record.event:
            case e.RoundOpened() as event:
                rows[event.round] = cls(
                    kind=event.kind,
                    items=event.items,
                    closes_at=event.closes_at,
                    box_sha256=event.box_sha256,
                    roster=event.roster,
                    max_choices=event.max_choices,
                    max_points=event.max_points,
                    electorate=event.electorate,
                    effect=event.effect,
                    least_ballots=event.least_ballots,
                    minimum_support=event.minimum_support,
                    top=event.top,
                    strategy=event.strategy,
                    opened_at=record.time,
                )
            case e.VoterAdded() as event:
                added = (*rows[event.round].added, event.voter)
                rows[event.round] = rows[event.round].model_copy(update={"added": added})
            case e.RoundMoved() as event:
                rows[event.round] = rows[event.round].model_copy(update={"closes_at": event.closes_at})
            case e.RoundClosed() as event:
                closed = {"status": e.RoundStatus.CLOSED, "ballots": event.ballots}
                rows[event.round] = rows[event.round].model_copy(update=closed)
            case e.RoundCancelled() | e.RoundUndecided() | e.ChallengesPrioritised() as event:
                ended: dict[str, object] = {"status": _ENDS[type(event)], "box_sha256": None, "ended_at": record.time}
                if isinstance(event, e.ChallengesPrioritised):
                    ended |= {"order": event.order, "record": event.record}
                elif isinstance(event, e.RoundCancelled):
                    ended |= {"cancelled_for": event.reason}
                rows[event.round] = rows[event.round].model_copy(update=ended)
            case MissionClosedEarly():
                for name, row in list(rows.items()):
                    rows[name] = row.model_copy(update={"box_sha256": None})

    @property
    def voters(self) -> Roster:
        """Who may vote."""
        return Roster(self.roster, self.added)

    def ballot_form(self) -> BallotForm:
        """What a ballot of this round must fit."""
        return BallotForm(self.kind, self.items, CHALLENGE, self.max_choices, self.max_points)


_ENDS: Mapping[type[Event], e.RoundStatus] = {
    e.RoundCancelled: e.RoundStatus.CANCELLED,
    e.RoundUndecided: e.RoundStatus.UNDECIDED,
    e.ChallengesPrioritised: e.RoundStatus.DECIDED,
}


class Turnout(Fact):
    """Who has cast a ballot that names something, by the round's id."""

    voters: Column = Column("u1", b"")
    """Bit k stands for the person at place k of the roster."""
    in_pairs: bool = False
    """Whether a ballot that names nothing leaves what the person has said before."""

    sources = (e.RoundOpened, e.BallotsCast)

    @property
    def ballots(self) -> int:
        """How many people."""
        return int.from_bytes(self.voters.raw).bit_count()

    @classmethod
    def fold(cls, rows: MutableMapping[str, Turnout], record: Recorded) -> None:
        match record.event:
            case e.RoundOpened() as event:
                rows[event.round] = cls(in_pairs=event.kind is BallotKind.PAIRED)
            case e.BallotsCast() as event:
                known = rows[event.round]
                voters = Column("u1", known._with(event))
                rows[event.round] = known.model_copy(update={"voters": voters})

    def _with(self, event: e.BallotsCast) -> bytes:
        bits = bytearray(self.voters.raw)
        bounds, revisions = pairwise(event.offsets.view()), event.revisions.view()
        for person, revision, (start, end) in zip(event.persons.view(), revisions, bounds, strict=True):
            bits.extend(bytes(max(0, person // 8 + 1 - len(bits))))
            if start < end:
                bits[person // 8] |= 1 << person % 8
            elif revision == UNNUMBERED and not self.in_pairs:  # of numbered ones a later one may have been overtaken
                bits[person // 8] &= ~(1 << person % 8)
        return bytes(bits)
