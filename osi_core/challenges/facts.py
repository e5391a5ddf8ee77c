"""What other phases, gates and the report may know of phase 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import date, datetime
from itertools import pairwise

from osi_core.ballots import UNNUMBERED, BallotForm, Roster
from osi_core.challenges import events as e
from osi_core.challenges.resources import CHALLENGE
from osi_core.domain import Event, Fact, LastingBox, Recorded
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
    been_in: frozenset[str] = frozenset()
    """All that it was ever merged or split into, also where that was undone."""
    reason: str | None = None
    """Why it was rejected, merged or split."""
    rank: int | None = None
    """Place in the latest published priorities, from 1; when merged or split, it goes over to what lives on."""
    in_top: bool = False
    published: int | None = None
    """The place that a result gave to this very challenge, wherever it lives on now."""
    owed: bool = False
    """Whether that place asks for an answer."""
    asked: e.Wish | None = None
    """What the author has asked moderation for, and nobody has answered yet."""
    asked_title: str | None = None
    """The seal of the title that is wished for."""
    proposed_into: str | None = None
    """What a merge would put it into that its author may still object to, or has not."""

    sources = (
        e.ChallengeSubmitted,
        e.ChallengeAccepted,
        e.ChallengeRejected,
        e.ChallengeTagged,
        e.MergeProposed,
        e.MergeObjected,
        e.ChallengeMerged,
        e.ChallengeSplit,
        e.ChallengeAmended,
        e.ChallengeWithdrawn,
        e.AmendmentAsked,
        e.WithdrawalAsked,
        e.CorrectionGranted,
        e.CorrectionDeclined,
        e.MergeUndone,
        e.SplitUndone,
        e.ChallengesPrioritised,
    )

    @property
    def onward(self) -> tuple[str, ...] | None:
        """Where it went: into others, or nowhere if it was taken down or back; None while it stands by itself."""
        if self.status in (e.ChallengeStatus.REJECTED, e.ChallengeStatus.WITHDRAWN):
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
                cls._with(rows, event.challenge, status=e.ChallengeStatus.ACCEPTED)
                if rows[event.challenge].published is not None:  # let in after all, it has the place again that it had
                    cls._rank_anew(rows)
            case e.ChallengeRejected() as event:
                cls._ends(rows, event.challenge, e.ChallengeStatus.REJECTED, event.reason)
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
            case _:
                cls._set_right(rows, record)

    @classmethod
    def _set_right(cls, rows: MutableMapping[str, Challenge], record: Recorded) -> None:
        match record.event:
            case e.MergeProposed() as event:
                cls._with(rows, event.challenge, proposed_into=event.into)
            case e.MergeObjected() as event:
                cls._with(rows, event.challenge, proposed_into=None)
            case e.ChallengeAmended() as event:
                cls._with(rows, event.challenge, title=event.title, asked=None)
            case e.AmendmentAsked() as event:
                cls._with(rows, event.challenge, asked=e.Wish.AMEND, asked_title=event.title)
            case e.WithdrawalAsked() as event:
                cls._with(rows, event.challenge, asked=e.Wish.WITHDRAW)
            case e.CorrectionDeclined() as event:
                cls._with(rows, event.challenge, asked=None)
            case e.CorrectionGranted(wish=e.Wish.AMEND) as event:
                cls._with(rows, event.challenge, title=rows[event.challenge].asked_title, asked=None)
            case e.ChallengeWithdrawn() | e.CorrectionGranted() as event:
                cls._ends(rows, event.challenge, e.ChallengeStatus.WITHDRAWN, None)
            case e.MergeUndone() | e.SplitUndone() as event:
                alone = {"merged_into": None, "split_into": (), "reason": None}
                cls._with(rows, event.challenge, status=e.ChallengeStatus.ACCEPTED, **alone)
                cls._rank_anew(rows)

    @classmethod
    def _with(cls, rows: MutableMapping[str, Challenge], challenge: str, **update: object) -> None:
        rows[challenge] = rows[challenge].model_copy(update=update)

    @classmethod
    def _ends(
        cls, rows: MutableMapping[str, Challenge], challenge: str, status: e.ChallengeStatus, reason: str | None
    ) -> None:
        cls._with(rows, challenge, status=status, reason=reason, **_BY_ITSELF_NO_MORE)

    @classmethod
    def _rank(cls, rows: MutableMapping[str, Challenge], event: e.ChallengesPrioritised) -> None:
        if event.effect is e.RoundEffect.ADVISE:
            return
        if event.effect is e.RoundEffect.REPLACE:
            for item, row in rows.items():
                if row.rank is not None or row.published is not None:
                    without = {"rank": None, "in_top": False, "published": None, "owed": False}
                    rows[item] = row.model_copy(update=without)
        behind = max((row.published or 0 for row in rows.values()), default=0)
        for index, item in enumerate(event.order):
            row, owed = rows[item], index < event.top
            place = row.published or behind + index + 1
            rows[item] = row.model_copy(update={"published": place, "owed": row.owed or owed})
            cls._give_rank(rows, item, place, owed)

    @classmethod
    def _rank_anew(cls, rows: MutableMapping[str, Challenge]) -> None:
        """Gives the places that were published to where each challenge lives on now."""
        placed = sorted((row.published, item) for item, row in rows.items() if row.published is not None)
        for item, row in rows.items():
            if row.rank is not None:
                rows[item] = row.model_copy(update={"rank": None, "in_top": False})
        for place, item in placed:
            cls._give_rank(rows, item, place, rows[item].owed)

    @classmethod
    def _live_on(cls, rows: MutableMapping[str, Challenge], challenge: str, update: Mapping[str, object]) -> None:
        before = rows[challenge]
        after = before.model_copy(update={**update, **_BY_ITSELF_NO_MORE})
        rows[challenge] = after.model_copy(update={"been_in": before.been_in.union(after.onward or ())})
        if before.rank is not None:
            cls._give_rank(rows, challenge, before.rank, before.in_top)

    @classmethod
    def _give_rank(cls, rows: MutableMapping[str, Challenge], item: str, rank: int, in_top: bool) -> None:
        for heir in living(item, rows):
            known = rows[heir]
            better = rank if known.rank is None else min(rank, known.rank)
            rows[heir] = known.model_copy(update={"rank": better, "in_top": known.in_top or in_top})


_BY_ITSELF_NO_MORE: Mapping[str, object] = {"rank": None, "in_top": False, "asked": None, "proposed_into": None}
"""What a challenge has no more once it ended or lives on elsewhere."""


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


def ever_lived_in(challenges: Iterable[str], rows: Mapping[str, Challenge]) -> frozenset[str]:
    """Challenges, and all that they have ever lived on in, also where that was undone since."""
    found: set[str] = set()
    waiting = list(challenges)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(rows[one].been_in)
    return frozenset(found)


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
    status: e.RoundStatus = e.RoundStatus.OPEN

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
                )
            case e.VoterAdded() as event:
                added = (*rows[event.round].added, event.voter)
                rows[event.round] = rows[event.round].model_copy(update={"added": added})
            case e.RoundMoved() as event:
                rows[event.round] = rows[event.round].model_copy(update={"closes_at": event.closes_at})
            case e.RoundClosed() as event:
                rows[event.round] = rows[event.round].model_copy(update={"status": e.RoundStatus.CLOSED})
            case e.RoundCancelled() | e.RoundUndecided() | e.ChallengesPrioritised() as event:
                ended = {"status": _ENDS[type(event)], "box_sha256": None}
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


class Commitment(Fact):
    """An institution's commitment by its id."""

    challenge: str
    institution: str
    scope: str
    resources: str
    due: date
    status: e.CommitmentStatus = e.CommitmentStatus.MADE
    said: str | None = None
    """The evidence that it was kept, or what was decided on it, or the reason why it was withdrawn or refused."""
    body: str | None = None
    """Who has to decide on it, where it was offered."""
    decides_on: date | None = None

    sources = (
        e.CommitmentMade,
        e.CommitmentOffered,
        e.CommitmentConfirmed,
        e.CommitmentRefused,
        e.CommitmentUndecided,
        e.CommitmentKept,
        e.CommitmentLate,
        e.CommitmentWithdrawn,
    )

    @property
    def stands(self) -> bool:
        """Whether the institution still stands by it, or has kept it."""
        return self.status not in (e.CommitmentStatus.WITHDRAWN, e.CommitmentStatus.REFUSED)

    def answers(self, today: date) -> bool:
        """Whether it answers a challenge: it was kept, or its day is still to come, whoever has said so or not."""
        match self.status:
            case e.CommitmentStatus.KEPT | e.CommitmentStatus.KEPT_LATE:
                return True
            case e.CommitmentStatus.MADE:
                return today <= self.due
            case e.CommitmentStatus.OFFERED:
                return self.decides_on is not None and today <= self.decides_on
        return False

    @classmethod
    def fold(cls, rows: MutableMapping[str, Commitment], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() as event:
                rows[event.commitment] = cls(**event.model_dump(exclude={"commitment"}))
            case e.CommitmentOffered() as event:
                offered = event.model_dump(exclude={"commitment"})
                rows[event.commitment] = cls(**offered, status=e.CommitmentStatus.OFFERED)
            case e.CommitmentConfirmed() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.MADE, event.said)
            case e.CommitmentKept() as event:
                cls._becomes(rows, event.commitment, event.becomes, event.evidence)
            case e.CommitmentLate() | e.CommitmentUndecided() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.LATE, rows[event.commitment].said)
            case e.CommitmentWithdrawn() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.WITHDRAWN, event.reason)
            case e.CommitmentRefused() as event:
                cls._becomes(rows, event.commitment, e.CommitmentStatus.REFUSED, event.reason)

    @classmethod
    def _becomes(
        cls, rows: MutableMapping[str, Commitment], commitment: str, status: e.CommitmentStatus, said: str | None
    ) -> None:
        rows[commitment] = rows[commitment].model_copy(update={"status": status, "said": said})


class Answers(Fact):
    """Who answers a challenge, by its id: the commitments to it and the solutions for it that were not withdrawn."""

    commitments: frozenset[str] = frozenset()
    solutions: frozenset[str] = frozenset()

    sources = (
        e.CommitmentMade,
        e.CommitmentOffered,
        e.CommitmentRefused,
        e.CommitmentWithdrawn,
        SolutionSubmitted,
        SolutionTied,
        SolutionWithdrawn,
    )

    @classmethod
    def fold(cls, rows: MutableMapping[str, Answers], record: Recorded) -> None:
        match record.event:
            case e.CommitmentMade() | e.CommitmentOffered() as event:
                known = rows.get(event.challenge) or cls()
                update = {"commitments": known.commitments | {event.commitment}}
                rows[event.challenge] = known.model_copy(update=update)
            case SolutionSubmitted() as event:
                for challenge in event.challenges:
                    cls._solved(rows, challenge, event.solution)
            case SolutionTied() as event:
                cls._solved(rows, event.challenge, event.solution)
            case e.CommitmentWithdrawn() | e.CommitmentRefused() as event:
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
