"""What happens when a command of phase 2 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.ballots import Roster, revision_number, single_ballot
from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges import offer_commands as o
from osi_core.challenges import round_commands as r
from osi_core.challenges.round_conditions import items_of
from osi_core.challenges.round_facts import THE_VOTES, Round, Statement, Turnout, VoteBox
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
    yield e.ChallengeRejected(
        challenge=command.challenge, reason=command.reason, taken_down=taken_down, ground=command.ground
    )


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
        box_sha256=_votes_box(context),
        metadata=command.metadata,
    )


def _votes_box(context: Context) -> str:
    """The box of votes that is open, or the one that opens now."""
    open_ = context.fact(VoteBox, THE_VOTES)
    found = context.box.sha256 if context.box else open_.box_sha256 if open_ else None
    assert found is not None, "where none is open, a new one comes along"
    return found


def accept_statement(command: c.AcceptStatement, state: object, context: Context) -> Iterator[e.StatementAccepted]:
    yield e.StatementAccepted(statement=command.statement, reason=command.reason)


def reject_statement(
    command: c.RejectStatement, state: StatementState, context: Context
) -> Iterator[e.StatementRejected]:
    taken_down = state.status is e.StatementStatus.ACCEPTED
    yield e.StatementRejected(statement=command.statement, reason=command.reason, taken_down=taken_down)


def cast_votes(command: c.CastVotes, state: None, context: Context) -> Iterator[e.VotesCast]:
    box, statements = context.box, context.asked(Statement)
    items = [fact.index for vote in command.votes if (fact := statements[vote.statement]) is not None]
    assert box is not None and len(items) == len(command.votes), "the conditions name what is not known"
    yield e.VotesCast(
        voters=Column("u1", box.pseudonym(command.participant)),
        persons=Column.of("i4", [0] * len(command.votes)),
        items=Column.of("i4", items),
        values=Column.of("i4", [vote.value for vote in command.votes]),
        revisions=Column.of("i4", [revision_number(vote.revision) for vote in command.votes]),
        ids=box.ids(command.participant, [vote.vote for vote in command.votes]),
        times=_times(command.votes),
    )


def _times(votes: tuple[c.Vote, ...]) -> Column | None:
    """When votes were cast elsewhere, to the millisecond; None where none says so."""
    said = [vote.cast_at for vote in votes if vote.cast_at is not None]
    return Column.of("i8", [round(moment.timestamp() * 1_000) for moment in said]) if said else None


def open_round(command: c.OpenRound, state: None, context: Context) -> Iterator[e.RoundOpened]:
    settings = context.settings(ChallengesSettings)
    assert context.box is not None, "a round opens a box of its own"
    electorate, members = set(command.electorate), context.all(Member).items()
    roster = Roster.of(context.box, (person for person, member in members if member.roles & electorate)).column
    yield e.RoundOpened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        round=command.round,
        kind=command.kind,
        items=items_of(command, context),
        electorate=command.electorate,
        closes_at=command.closes_at,
        box_sha256=context.box.sha256,
        roster=roster,
        roster_sha256=roster.digest(),
        max_choices=settings.max_choices,
        max_points=settings.max_points,
        minimum_support=settings.minimum_support,
        top=settings.top,
        effect=command.effect,
        least_ballots=settings.least_ballots,
        enter_until_close=settings.enter_until_close,
        moves_support=context.rules < 3,
    )


def add_voter(command: c.AddVoter | r.EnterRound, state: RoundState, context: Context) -> Iterator[e.VoterAdded]:
    assert context.box is not None, "the conditions refuse a round that has none any more"
    yield e.VoterAdded(round=command.round, voter=context.box.name(command.participant))


def cast_ballot(command: c.CastBallot, state: None, context: Context) -> Iterator[e.BallotsCast]:
    round_, box = context.fact(Round, command.round), context.box
    assert round_ is not None and box is not None
    voter = round_.voters.place(box.pseudonym(command.participant))
    assert voter is not None, "the conditions refuse who is not on the roster"
    choices = [round_.items.index(choice) for choice in command.choices]
    ballot_id = box.id(command.participant, command.ballot)
    ballot = single_ballot(voter, ballot_id, command.revision, choices, command.points)
    yield e.BallotsCast(round=command.round, **ballot)


def move_round(command: r.MoveRound, state: RoundState, context: Context) -> Iterator[e.RoundMoved]:
    yield e.RoundMoved(round=command.round, closes_at=command.closes_at, reason=command.reason)


def cancel_round(command: r.CancelRound, state: RoundState, context: Context) -> Iterator[e.RoundCancelled]:
    assert state.box_sha256 is not None, "the key lives until the round has ended"
    yield e.RoundCancelled(ended_boxes=(state.box_sha256,), round=command.round, reason=command.reason)


def close_round(
    command: c.CloseRound, state: RoundState, context: Context
) -> Iterator[e.RoundClosed | e.RoundUndecided]:
    turnout = context.fact(Turnout, command.round) or Turnout()
    if turnout.ballots:
        yield e.RoundClosed(
            strategy=state.strategy,
            options=state.options,
            secret=context.secret,
            round=command.round,
            ballots=turnout.ballots,
        )
    else:
        assert state.box_sha256 is not None, "the key lives until the round has ended"
        yield e.RoundUndecided(ended_boxes=(state.box_sha256,), round=command.round)


def record_prioritisation(
    command: c.RecordPrioritisation, state: RoundState, context: Context
) -> Iterator[e.ChallengesPrioritised]:
    assert state.box_sha256 is not None, "the key lives until the first result"
    yield e.ChallengesPrioritised(
        ended_boxes=(state.box_sha256,),
        round=command.round,
        record=command.record,
        order=command.order,
        top=state.top,
        effect=e.RoundEffect.ADVISE if state.too_few else state.effect,
        ballots=state.ballots,
        least_ballots=state.least_ballots,
    )


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


def offer_commitment(command: o.OfferCommitment, state: None, context: Context) -> Iterator[e.CommitmentOffered]:
    assert context.actor.institution is not None, "the conditions refuse who speaks for no institution"
    yield e.CommitmentOffered(
        commitment=command.commitment,
        challenge=command.challenge,
        institution=context.actor.institution,
        scope=command.scope,
        resources=command.resources,
        due=command.due,
        body=command.body,
        decides_on=command.decides_on,
    )


def confirm_commitment(
    command: o.ConfirmCommitment, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentConfirmed]:
    yield e.CommitmentConfirmed(commitment=command.commitment, said=command.said)


def refuse_commitment(
    command: o.RefuseCommitment, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentRefused]:
    yield e.CommitmentRefused(commitment=command.commitment, reason=command.reason)


def keep_commitment(command: c.KeepCommitment, state: CommitmentState, context: Context) -> Iterator[e.CommitmentKept]:
    late = context.time.date() > state.due
    yield e.CommitmentKept(commitment=command.commitment, evidence=command.evidence, late=late)


def mark_commitment_late(
    command: c.MarkCommitmentLate, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentLate | e.CommitmentUndecided]:
    if state.body is None or state.decides_on is None:
        yield e.CommitmentLate(commitment=command.commitment, due=state.due)
    else:
        yield e.CommitmentUndecided(commitment=command.commitment, body=state.body, decides_on=state.decides_on)


def withdraw_commitment(
    command: c.WithdrawCommitment, state: CommitmentState, context: Context
) -> Iterator[e.CommitmentWithdrawn]:
    yield e.CommitmentWithdrawn(commitment=command.commitment, reason=command.reason)


def acknowledge_gap(command: c.AcknowledgeGap, state: object, context: Context) -> Iterator[e.GapAcknowledged]:
    yield e.GapAcknowledged(challenge=command.challenge, lacks=command.lacks, reason=command.reason)
