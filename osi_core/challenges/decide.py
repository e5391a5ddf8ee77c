"""What happens when a command of phase 2 is granted: one pure function a command."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from osi_core.ballots import revision_number, single_ballot
from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges.facts import Round, Statement
from osi_core.challenges.round_conditions import items_of
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.state import ChallengeState, CommitmentState, RoundState, StatementState
from osi_core.domain import Context
from osi_core.log.decisions import digest_of_secret
from osi_core.mission.facts import Member
from osi_core.plugins.columns import Column


def submit(command: c.SubmitChallenge, state: None, context: Context) -> Iterator[e.ChallengeSubmitted]:
    yield e.ChallengeSubmitted(
        challenge=command.challenge,
        author=context.actor.participant,
        title=context.sealed["title"],
        text=context.sealed.get("text"),
        language=command.language,
        tags=command.tags,
        category=command.category,
    )


def accept(command: c.AcceptChallenge, state: object, context: Context) -> Iterator[e.ChallengeAccepted]:
    yield e.ChallengeAccepted(challenge=command.challenge, reason=command.reason)


def reject(command: c.RejectChallenge, state: ChallengeState, context: Context) -> Iterator[e.ChallengeRejected]:
    taken_down = state.status is e.ChallengeStatus.ACCEPTED
    yield e.ChallengeRejected(challenge=command.challenge, reason=command.reason, taken_down=taken_down)


def tag(command: c.TagChallenge, state: object, context: Context) -> Iterator[e.ChallengeTagged]:
    yield e.ChallengeTagged(challenge=command.challenge, tags=command.tags, category=command.category)


def merge(command: c.MergeChallenge, state: object, context: Context) -> Iterator[e.ChallengeMerged]:
    yield e.ChallengeMerged(challenge=command.challenge, into=command.into, reason=command.reason)


def split(command: c.SplitChallenge, state: object, context: Context) -> Iterator[e.ChallengeSplit]:
    yield e.ChallengeSplit(challenge=command.challenge, parts=command.parts, reason=command.reason)


def submit_statement(command: c.SubmitStatement, state: None, context: Context) -> Iterator[e.StatementSubmitted]:
    yield e.StatementSubmitted(
        statement=command.statement,
        author=context.actor.participant,
        challenge=command.challenge,
        text=context.sealed["text"],
    )


def accept_statement(command: c.AcceptStatement, state: object, context: Context) -> Iterator[e.StatementAccepted]:
    yield e.StatementAccepted(statement=command.statement, reason=command.reason)


def reject_statement(
    command: c.RejectStatement, state: StatementState, context: Context
) -> Iterator[e.StatementRejected]:
    taken_down = state.status is e.StatementStatus.ACCEPTED
    yield e.StatementRejected(statement=command.statement, reason=command.reason, taken_down=taken_down)


def cast_votes(command: c.CastVotes, state: None, context: Context) -> Iterator[e.VotesCast]:
    member = context.fact(Member, command.participant)
    statements = [context.fact(Statement, vote.statement) for vote in command.votes]
    assert member is not None and all(statements), "the conditions name who and what is not known"
    yield e.VotesCast(
        persons=Column.of("i4", [member.index] * len(command.votes)),
        items=Column.of("i4", [statement.index for statement in statements if statement]),
        values=Column.of("i4", [vote.value for vote in command.votes]),
        revisions=Column.of("i4", [revision_number(vote.revision) for vote in command.votes]),
        ids=tuple(vote.vote for vote in command.votes),
    )


def open_round(command: c.OpenRound, state: None, context: Context) -> Iterator[e.RoundOpened]:
    settings = context.settings(ChallengesSettings)
    members = context.all(Member).values()
    roster = Column.of("i4", sorted(m.index for m in members if m.roles & set(command.electorate)))
    yield e.RoundOpened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        round=command.round,
        kind=command.kind,
        items=items_of(command, context),
        electorate=command.electorate,
        closes_at=command.closes_at,
        roster=roster,
        roster_sha256=hashlib.sha256(roster.raw).hexdigest(),
        max_choices=settings.max_choices,
        max_points=settings.max_points,
        minimum_support=settings.minimum_support,
        top=settings.top,
    )


def add_voter(command: c.AddVoter, state: RoundState, context: Context) -> Iterator[e.VoterAdded]:
    member = context.fact(Member, command.participant)
    assert member is not None
    yield e.VoterAdded(round=command.round, member=member.index)


def cast_ballot(command: c.CastBallot, state: None, context: Context) -> Iterator[e.BallotsCast]:
    round_, member = context.fact(Round, command.round), context.fact(Member, command.participant)
    assert round_ is not None and member is not None
    voter = round_.voter(member.index)
    assert voter is not None, "the conditions refuse who is not on the roster"
    choices = [round_.items.index(choice) for choice in command.choices]
    ballot = single_ballot(voter, command.ballot, command.revision, choices, command.points)
    yield e.BallotsCast(round=command.round, **ballot)


def close_round(command: c.CloseRound, state: RoundState, context: Context) -> Iterator[e.RoundClosed]:
    yield e.RoundClosed(strategy=state.strategy, options=state.options, secret=context.secret, round=command.round)


def record_prioritisation(
    command: c.RecordPrioritisation, state: RoundState, context: Context
) -> Iterator[e.ChallengesPrioritised]:
    yield e.ChallengesPrioritised(round=command.round, record=command.record, order=command.order, top=state.top)


def make_commitment(command: c.MakeCommitment, state: None, context: Context) -> Iterator[e.CommitmentMade]:
    assert context.actor.institution is not None, "the conditions refuse who speaks for no institution"
    yield e.CommitmentMade(
        commitment=command.commitment,
        challenge=command.challenge,
        institution=context.actor.institution,
        scope=command.scope,
        resources=command.resources,
        due=command.due,
    )


def keep_commitment(command: c.KeepCommitment, state: CommitmentState, context: Context) -> Iterator[e.CommitmentKept]:
    late = context.time.date() > state.due
    yield e.CommitmentKept(commitment=command.commitment, evidence=command.evidence, late=late)


def mark_commitment_late(
    command: c.MarkCommitmentLate, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentLate]:
    yield e.CommitmentLate(commitment=command.commitment, due=state.due)


def withdraw_commitment(
    command: c.WithdrawCommitment, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentWithdrawn]:
    yield e.CommitmentWithdrawn(commitment=command.commitment, reason=command.reason)


def acknowledge_gap(command: c.AcknowledgeGap, state: object, context: Context) -> Iterator[e.GapAcknowledged]:
    yield e.GapAcknowledged(challenge=command.challenge, lacks=command.lacks, reason=command.reason)
