"""What other phases, gates and the report may know of phase 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from datetime import date, datetime

from osi_core.ballots import BallotForm, Roster
from osi_core.challenges import events as e
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Fact, Recorded
from osi_core.mission.events import MissionClosedEarly, PhaseClosed
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind
from osi_core.solutions.events import SolutionSubmitted, SolutionTied, SolutionWithdrawn


class Challenge(Fact):
    """A challenge by its id."""

    author: str
    title: str
    """The title's seal."""
    tags: tuple[str, ...] = ()
    category: str | None = None
    status: e.ChallengeStatus = e.ChallengeStatus.SUBMITTED
    merged_into: str | None = None
    split_into: tuple[str, ...] = ()
    reason: str | None = None
    """Why it was rejected, merged or split."""
    rank: int | None = None
    """Place in the latest published priorities, from 1; when merged or split, it goes over to what lives on."""
    in_top: bool = False

    sources = (
        e.ChallengeSubmitted,
        e.ChallengeAccepted,
        e.ChallengeRejected,
        e.ChallengeTagged,
        e.ChallengeMerged,
        e.ChallengeSplit,
        e.ChallengesPrioritised,
    )

    @property
    def onward(self) -> tuple[str, ...] | None:
        """Where it went: into others, or nowhere if it was taken down; None while it stands by itself."""
        if self.status is e.ChallengeStatus.REJECTED:
            return ()
        return self.split_into or None if self.merged_into is None else (self.merged_into,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Challenge], record: Recorded) -> None:
        match record.event:
            case e.ChallengeSubmitted() as event:
                rows[event.challenge] = cls(
                    author=event.author, title=event.title, tags=event.tags, category=event.category
                )
            case e.ChallengeAccepted() as event:
                rows[event.challenge] = rows[event.challenge].model_copy(update={"status": e.ChallengeStatus.ACCEPTED})
            case e.ChallengeRejected() as event:
                rejected = {"status": e.ChallengeStatus.REJECTED, "reason": event.reason, "rank": None, "in_top": False}
                rows[event.challenge] = rows[event.challenge].model_copy(update=rejected)
            case e.ChallengeTagged() as event:
                tagged = {"tags": event.tags, "category": event.category}
                rows[event.challenge] = rows[event.challenge].model_copy(update=tagged)
            case e.ChallengeMerged() as event:
                merged = {"status": e.ChallengeStatus.MERGED, "merged_into": event.into, "reason": event.reason}
                cls._live_on(rows, event.challenge, merged)
            case e.ChallengeSplit() as event:
                split = {"status": e.ChallengeStatus.SPLIT, "split_into": event.parts, "reason": event.reason}
                cls._live_on(rows, event.challenge, split)
            case e.ChallengesPrioritised() as event:
                cls._rank(rows, event)

    @classmethod
    def _rank(cls, rows: MutableMapping[str, Challenge], event: e.ChallengesPrioritised) -> None:
        for item, row in rows.items():
            if row.rank is not None:
                rows[item] = row.model_copy(update={"rank": None, "in_top": False})
        for index, item in enumerate(event.order):
            cls._give_rank(rows, item, index + 1, index < event.top)

    @classmethod
    def _live_on(cls, rows: MutableMapping[str, Challenge], challenge: str, update: Mapping[str, object]) -> None:
        before = rows[challenge]
        rows[challenge] = before.model_copy(update={**update, "rank": None, "in_top": False})
        if before.rank is not None:
            cls._give_rank(rows, challenge, before.rank, before.in_top)

    @classmethod
    def _give_rank(cls, rows: MutableMapping[str, Challenge], item: str, rank: int, in_top: bool) -> None:
        for heir in living(item, rows):
            known = rows[heir].rank
            if known is None or rank < known:
                rows[heir] = rows[heir].model_copy(update={"rank": rank, "in_top": in_top})


def living(challenge: str, rows: Mapping[str, Challenge]) -> tuple[str, ...]:
    """The challenges in which one lives on, through however many merges and splits; itself when it still stands.

    Empty when it, or all that came of it, was rejected.
    """
    return heirs_of(challenge, lambda one: rows[one].onward)


def heirs_of(challenge: str, onward: Callable[[str], tuple[str, ...] | None]) -> tuple[str, ...]:
    """The challenges in which one lives on, each once. `onward` says where one that does not stand by itself went: into
    one or several others, or nowhere; None for one that stands.
    """
    leads = onward(challenge)
    if leads is None:
        return (challenge,)
    return tuple(dict.fromkeys(heir for lead in leads for heir in heirs_of(lead, onward)))


def lineage(challenge: str, rows: Mapping[str, Challenge]) -> frozenset[str]:
    """A challenge, and all that it has lived on in since, though some of these may have gone on."""
    return frozenset({challenge}).union(*(lineage(lead, rows) for lead in rows[challenge].onward or ()))


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
    status: e.StatementStatus = e.StatementStatus.SUBMITTED

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
                )
            case e.StatementAccepted() as event:
                rows[event.statement] = rows[event.statement].model_copy(update={"status": e.StatementStatus.ACCEPTED})
            case e.StatementRejected() as event:
                rows[event.statement] = rows[event.statement].model_copy(update={"status": e.StatementStatus.REJECTED})


THE_VOTES = "votes"
"""The key of the only row of `VoteBox`."""


class VoteBox(Fact):
    """The box of the votes on statements: from the first statement until the phase closes, then perhaps a next one."""

    box_sha256: str | None
    """None once its key is destroyed."""

    sources = (e.StatementSubmitted, PhaseClosed, MissionClosedEarly)

    @classmethod
    def fold(cls, rows: MutableMapping[str, VoteBox], record: Recorded) -> None:
        match record.event:
            case e.StatementSubmitted() as event:
                rows[THE_VOTES] = cls(box_sha256=event.box_sha256)
            case PhaseClosed() | MissionClosedEarly() as event if THE_VOTES in rows:
                if rows[THE_VOTES].box_sha256 in event.ended_boxes:
                    rows[THE_VOTES] = cls(box_sha256=None)


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
    status: e.RoundStatus = e.RoundStatus.OPEN

    sources = (e.RoundOpened, e.VoterAdded, e.RoundClosed, e.ChallengesPrioritised, MissionClosedEarly)

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
                )
            case e.VoterAdded() as event:
                added = (*rows[event.round].added, event.voter)
                rows[event.round] = rows[event.round].model_copy(update={"added": added})
            case e.RoundClosed() as event:
                rows[event.round] = rows[event.round].model_copy(update={"status": e.RoundStatus.CLOSED})
            case e.ChallengesPrioritised() as event:
                decided = {"status": e.RoundStatus.DECIDED, "box_sha256": None}
                rows[event.round] = rows[event.round].model_copy(update=decided)
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


class Commitment(Fact):
    """An institution's commitment by its id."""

    challenge: str
    institution: str
    scope: str
    resources: str
    due: date
    status: e.CommitmentStatus = e.CommitmentStatus.MADE
    said: str | None = None
    """The evidence that it was kept, or the reason why it was withdrawn."""

    sources = (e.CommitmentMade, e.CommitmentKept, e.CommitmentLate, e.CommitmentWithdrawn)

    @property
    def stands(self) -> bool:
        """Whether the institution still stands by it, or has kept it."""
        return self.status is not e.CommitmentStatus.WITHDRAWN

    @classmethod
    def fold(cls, rows: MutableMapping[str, Commitment], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() as event:
                rows[event.commitment] = cls(**event.model_dump(exclude={"commitment"}))
            case e.CommitmentKept() as event:
                kept = {"status": event.becomes, "said": event.evidence}
                rows[event.commitment] = rows[event.commitment].model_copy(update=kept)
            case e.CommitmentLate() as event:
                rows[event.commitment] = rows[event.commitment].model_copy(update={"status": e.CommitmentStatus.LATE})
            case e.CommitmentWithdrawn() as event:
                withdrawn = {"status": e.CommitmentStatus.WITHDRAWN, "said": event.reason}
                rows[event.commitment] = rows[event.commitment].model_copy(update=withdrawn)


class Answers(Fact):
    """Who answers a challenge, by its id: the commitments to it and the solutions for it that were not withdrawn."""

    commitments: frozenset[str] = frozenset()
    solutions: frozenset[str] = frozenset()

    sources = (e.CommitmentMade, e.CommitmentWithdrawn, SolutionSubmitted, SolutionTied, SolutionWithdrawn)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Answers], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() as event:
                known = rows.get(event.challenge) or cls()
                update = {"commitments": known.commitments | {event.commitment}}
                rows[event.challenge] = known.model_copy(update=update)
            case SolutionSubmitted() as event:
                for challenge in event.challenges:
                    cls._solved(rows, challenge, event.solution)
            case SolutionTied() as event:
                cls._solved(rows, event.challenge, event.solution)
            case e.CommitmentWithdrawn() as event:
                cls._without(rows, "commitments", event.commitment)
            case SolutionWithdrawn() as event:
                cls._without(rows, "solutions", event.solution)

    @classmethod
    def _solved(cls, rows: MutableMapping[str, Answers], challenge: str, solution: str) -> None:
        known = rows.get(challenge) or cls()
        rows[challenge] = known.model_copy(update={"solutions": known.solutions | {solution}})

    @classmethod
    def _without(cls, rows: MutableMapping[str, Answers], field: str, withdrawn: str) -> None:
        for challenge, row in list(rows.items()):
            kept: frozenset[str] = getattr(row, field)
            if withdrawn in kept:
                rows[challenge] = row.model_copy(update={field: kept - {withdrawn}})


class Gap(Fact):
    """What a prioritised challenge lacks, by challenge id, as acknowledged in public."""

    commitment: str | None = None
    """The reason given for lacking a commitment."""
    solution: str | None = None
    """The reason given for lacking a solution."""

    sources = (e.GapAcknowledged,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Gap], record: Recorded) -> None:
        event = record.event
        assert isinstance(event, e.GapAcknowledged)
        known = rows.get(event.challenge) or cls()
        rows[event.challenge] = known.model_copy(update={event.lacks: event.reason})
