"""What can be read of challenges, statements, rounds, commitments, and of what is lacking.

All of it is public but for who wrote what: that is told to those who may know. Words are told as long as they are there
and moderation has not taken them down.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from osi_core.challenges import events as e
from osi_core.challenges.commitment_facts import Answers, Commitment, Gap
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import CHALLENGE, COMMITMENT, GAP, ROUND, STATEMENT
from osi_core.challenges.round_facts import Round, Statement
from osi_core.domain import Role
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION, PARTICIPANT
from osi_core.plugins.digest import explanations_of
from osi_core.plugins.problems import BallotKind, Explanation, Ranking
from osi_core.view import WHO_MAY_KNOW_WHO, Deadline, Look, View

__all__ = ["VIEWS", "ChallengeView", "CommitmentView", "GapView", "RoundView", "StatementView"]

_NOBODY_READS_ON = (e.ChallengeStatus.REJECTED, e.ChallengeStatus.WITHDRAWN)


class ChallengeView(View, at=CHALLENGE, made_of=Challenge):
    """A challenge, and what has become of it."""

    challenge: str
    etag: str
    title: str | None
    """In the author's own words; None once they are erased, or taken down."""
    text: str | None
    language: str
    tags: tuple[str, ...]
    category: str | None
    author: str | None
    """Who submitted it; None to those who may not know."""
    status: e.ChallengeStatus
    reason: str | None
    """Why it was rejected, merged or split."""
    merged_into: str | None
    """What it lives on in, if it was merged."""
    split_into: tuple[str, ...]
    """Its parts, if it was split."""
    rank: int | None
    """Place in the latest published priorities, from 1."""
    in_top: bool
    """Whether that place must be answered by a commitment, or acknowledged as a gap."""
    asked: e.Wish | None
    """What the author has asked moderation for, and nobody has answered yet."""
    proposed_into: str | None
    """What a merge would put it into that its author may still object to."""
    commitments: tuple[str, ...]
    """Those that answer it and were not withdrawn."""
    solutions: tuple[str, ...]
    """Those for it that were not withdrawn."""
    create_time: datetime
    """When it was submitted."""

    fields_seen_by = {"author": WHO_MAY_KNOW_WHO}
    filters = {
        "language": attrgetter("language"),
        "tags": attrgetter("tags"),
        "category": attrgetter("category"),
        "author": attrgetter("author"),
        "status": attrgetter("status"),
        "merged_into": attrgetter("merged_into"),
        "rank": attrgetter("rank"),
        "in_top": attrgetter("in_top"),
        "asked": attrgetter("asked"),
        "create_time": attrgetter("submitted_at"),
    }
    refers = {"merged_into": CHALLENGE, "author": PARTICIPANT}
    searched = {"title": attrgetter("title"), "text": attrgetter("text")}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        author: str = row.author
        return author

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Challenge, look: Look) -> ChallengeView:
        told = row.status not in _NOBODY_READS_ON
        answers = look.rows(Answers).get(ids[0]) or Answers()
        return cls(
            challenge=ids[0],
            etag=look.etag(*ids),
            title=look.words(row.title) if told else None,
            text=look.words(row.text) if told else None,
            language=row.language,
            tags=row.tags,
            category=row.category,
            author=row.author,
            status=row.status,
            reason=row.reason,
            merged_into=row.merged_into,
            split_into=row.split_into,
            rank=row.rank,
            in_top=row.in_top,
            asked=row.asked,
            proposed_into=row.proposed_into,
            commitments=tuple(sorted(answers.commitments)),
            solutions=tuple(sorted(answers.solutions)),
            create_time=row.submitted_at,
        )


class StatementView(View, at=STATEMENT, made_of=Statement):
    """A statement that people vote on."""

    statement: str
    etag: str
    text: str | None
    """In the author's own words; None once they are erased, or taken down."""
    challenge: str | None
    """What it is about, if it is about one."""
    metadata: bool
    """Whether it says something of whoever agrees with it, and asks for nothing."""
    author: str | None
    """Who submitted it; None to those who may not know."""
    status: e.StatementStatus
    reason: str | None
    """What moderation said of it."""
    create_time: datetime
    """When it was submitted."""

    fields_seen_by = {"author": WHO_MAY_KNOW_WHO}
    filters = {
        "challenge": attrgetter("challenge"),
        "metadata": attrgetter("metadata"),
        "author": attrgetter("author"),
        "status": attrgetter("status"),
        "create_time": attrgetter("submitted_at"),
    }
    refers = {"challenge": CHALLENGE, "author": PARTICIPANT}
    searched = {"text": attrgetter("text")}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        author: str = row.author
        return author

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Statement, look: Look) -> StatementView:
        return cls(
            statement=ids[0],
            etag=look.etag(*ids),
            text=look.words(row.text) if row.status is not e.StatementStatus.REJECTED else None,
            challenge=row.challenge,
            metadata=row.metadata,
            author=row.author,
            status=row.status,
            reason=row.reason,
            create_time=row.submitted_at,
        )


class RoundView(View, at=ROUND, made_of=Round):
    """A prioritisation round, with its result once it has one."""

    round: str
    etag: str
    kind: BallotKind
    items: tuple[str, ...]
    """The challenges to choose from."""
    electorate: tuple[Role, ...]
    closes_at: datetime
    effect: e.RoundEffect
    status: e.RoundStatus
    voters: int
    """How many may vote."""
    ballots: int | None
    """How many people have cast one that names something; None until it is closed."""
    max_choices: int
    max_points: int
    minimum_support: int
    least_ballots: int
    """With fewer the result only advises."""
    top: int
    """How many of the result must be answered."""
    strategy: str
    order: tuple[str, ...]
    """All challenges that were ranked, the most urgent first; empty until it is decided."""
    record: DecisionRecord | None
    explanations: tuple[Explanation, ...]
    """Why each got what it got, in the order of the decision; empty until it is decided."""
    cancel_reason: str | None
    create_time: datetime
    """When it was opened."""
    end_time: datetime | None
    """When it was decided, cancelled, or ended without a ballot."""

    filters = {
        "kind": attrgetter("kind"),
        "items": attrgetter("items"),
        "closes_at": attrgetter("closes_at"),
        "effect": attrgetter("effect"),
        "status": attrgetter("status"),
        "ballots": attrgetter("ballots"),
        "create_time": attrgetter("opened_at"),
        "end_time": attrgetter("ended_at"),
    }
    refers = {"items": CHALLENGE}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status is e.RoundStatus.OPEN:
            yield Deadline("due.round", row.closes_at)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Round, look: Look) -> RoundView:
        return cls(
            round=ids[0],
            etag=look.etag(*ids),
            kind=row.kind,
            items=row.items,
            electorate=row.electorate,
            closes_at=row.closes_at,
            effect=row.effect,
            status=row.status,
            voters=row.voters.size,
            ballots=row.ballots,
            max_choices=row.max_choices,
            max_points=row.max_points,
            minimum_support=row.minimum_support,
            least_ballots=row.least_ballots,
            top=row.top,
            strategy=row.strategy,
            order=row.order,
            record=row.record,
            explanations=explanations_of(Ranking, row.record, look),
            cancel_reason=row.cancelled_for,
            create_time=row.opened_at,
            end_time=row.ended_at,
        )


class CommitmentView(View, at=COMMITMENT, made_of=Commitment):
    """What an institution has promised for a challenge, and whether it kept it."""

    commitment: str
    etag: str
    challenge: str
    institution: str
    scope: str
    """What is promised."""
    resources: str
    """What the institution brings."""
    due: date
    body: str | None
    """Who decides on it, where it was offered subject to that."""
    decides_on: date | None
    status: e.CommitmentStatus
    said: str | None
    """What shows that it was kept, what was decided on it, or why it was withdrawn or refused."""
    create_time: datetime

    filters = {
        "challenge": attrgetter("challenge"),
        "institution": attrgetter("institution"),
        "due": attrgetter("due"),
        "decides_on": attrgetter("decides_on"),
        "status": attrgetter("status"),
        "create_time": attrgetter("made_at"),
    }
    refers = {"challenge": CHALLENGE, "institution": INSTITUTION}

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        if row.status is e.CommitmentStatus.OFFERED:
            yield Deadline("due.commitment-decided", row.decides_on or row.due)
        elif row.status in (e.CommitmentStatus.MADE, e.CommitmentStatus.LATE):
            yield Deadline("due.commitment", row.due)

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Commitment, look: Look) -> CommitmentView:
        return cls(
            commitment=ids[0],
            etag=look.etag(*ids),
            challenge=row.challenge,
            institution=row.institution,
            scope=row.scope,
            resources=row.resources,
            due=row.due,
            body=row.body,
            decides_on=row.decides_on,
            status=row.status,
            said=row.said,
            create_time=row.made_at,
        )


class GapView(View, at=GAP, made_of=Gap):
    """What a prioritised challenge lacks, as acknowledged in public."""

    challenge: str
    etag: str
    commitment: str | None
    """The reason given for lacking a commitment."""
    solution: str | None
    """The reason given for lacking a solution."""

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Gap, look: Look) -> GapView:
        return cls(challenge=ids[0], etag=look.etag(*ids), commitment=row.commitment, solution=row.solution)


VIEWS: tuple[type[View], ...] = (ChallengeView, StatementView, RoundView, CommitmentView, GapView)
"""All that can be read of phase 2."""
