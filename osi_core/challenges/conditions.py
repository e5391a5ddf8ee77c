"""What must hold before something happens in phase 2: challenges, statements and commitments."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as k
from osi_core.challenges import offer_commands as o
from osi_core.challenges.commitment_facts import Answers, Commitment
from osi_core.challenges.events import ChallengeStatus, CommitmentStatus, Lack, StatementStatus
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import CHALLENGE, COMMITMENT, STATEMENT
from osi_core.challenges.round_facts import THE_VOTES, Statement, VoteBox
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.state import ChallengeState, CommitmentState, GapState, StatementState
from osi_core.domain import Basis, Context, Unmet, judged_by
from osi_core.mission.facts import Member


def is_not_in(command: c.AcceptChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """What is new can be let in, and what was rejected in error after all."""
    if state.status not in (ChallengeStatus.SUBMITTED, ChallengeStatus.REJECTED):
        yield Unmet("challenge-moderated", challenge=CHALLENGE(command.challenge), status=state.status)


def is_not_out(command: c.RejectChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """What is new can be rejected, and what was accepted taken down; what was merged or split stands no more."""
    if state.status not in (ChallengeStatus.SUBMITTED, ChallengeStatus.ACCEPTED):
        yield Unmet("challenge-moderated", challenge=CHALLENGE(command.challenge), status=state.status)


def is_accepted(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Only an accepted challenge can be merged or split; one that was merged cannot be merged again (no circles)."""
    if state.status != ChallengeStatus.ACCEPTED:
        yield Unmet("challenge-not-accepted", "challenge", challenge=CHALLENGE(command.challenge), status=state.status)


def merges_into_another(
    command: c.MergeChallenge | k.ProposeMerge, state: ChallengeState, context: Context
) -> Iterator[Unmet]:
    """A challenge merges into another accepted one, so that lineage never runs in a circle.

    Guarantees that the target was accepted, thus itself not merged, at the position the event records. Race: with one
    writer none; two writers that merge a into b and b into a at once are put in order by the log, and the second one
    decides again and is refused.
    """
    if command.into == command.challenge:
        yield Unmet("merge-into-itself", "into", challenge=CHALLENGE(command.challenge))
        return
    target = context.fact(Challenge, command.into)
    if target is None:
        yield _unknown("into", command.into)
    elif target.status != ChallengeStatus.ACCEPTED:
        yield Unmet("merge-target-not-accepted", "into", into=CHALLENGE(command.into), status=target.status)


def splits_into_known_parts(command: c.SplitChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """The parts exist, are still alive, and are others than the whole.

    Guarantees it at the position the event records. Race: a part may be rejected or merged right after; the lineage
    then shows that part's own end.
    """
    for part in command.parts:
        fact = context.fact(Challenge, part)
        if part == command.challenge or command.parts.count(part) > 1:
            yield Unmet("split-part-repeated", "parts", part=CHALLENGE(part))
        elif fact is None:
            yield _unknown("parts", part)
        elif fact.status not in (ChallengeStatus.SUBMITTED, ChallengeStatus.ACCEPTED):
            yield Unmet("split-part-ended", "parts", part=CHALLENGE(part), status=fact.status)


def statement_is_about_a_challenge(command: c.SubmitStatement, state: None, context: Context) -> Iterator[Unmet]:
    """A statement about a challenge names one that exists.

    Race: none, for challenges are never removed.
    """
    if command.challenge is not None and context.fact(Challenge, command.challenge) is None:
        yield _unknown("challenge", command.challenge)


@judged_by(Basis.REQUEST)
def words_have_their_length(
    command: c.SubmitChallenge | k.AmendChallenge | c.SubmitStatement,
    state: ChallengeState | None,
    context: Context,
    asked: object,
) -> Iterator[Unmet]:
    """A title and a statement have as many characters as the playbook allows, so that people can read all of them.

    Only the request is judged: the log holds no words.
    """
    field, words = ("text", command.text) if isinstance(command, c.SubmitStatement) else ("title", command.title)
    longest = context.settings(ChallengesSettings).statement_length
    if len(words) > longest:
        yield Unmet("words-long", field, length=len(words), limit=longest)


def votes_are_dated_before(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """What is said of when a vote was cast lies before: a vote of tomorrow was not cast."""
    if any(vote.cast_at is not None and vote.cast_at > context.time for vote in command.votes):
        yield Unmet("vote-dated-later", "votes")


def metadata_is_about_no_challenge(command: c.SubmitStatement, state: None, context: Context) -> Iterator[Unmet]:
    """What says something of people asks for nothing, and so is about no challenge."""
    if command.metadata and command.challenge is not None:
        yield Unmet("metadata-about-challenge", "metadata")


def statement_is_not_in(command: c.AcceptStatement, state: StatementState, context: Context) -> Iterator[Unmet]:
    """What is new can be let in, and what was rejected in error after all."""
    if state.status is StatementStatus.ACCEPTED:
        yield Unmet("statement-moderated", statement=STATEMENT(command.statement), status=state.status)


def statement_is_not_out(command: c.RejectStatement, state: StatementState, context: Context) -> Iterator[Unmet]:
    """What is new can be rejected, and what was accepted taken down."""
    if state.status is StatementStatus.REJECTED:
        yield Unmet("statement-moderated", statement=STATEMENT(command.statement), status=state.status)


def votes_are_ones_own(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """A participant votes in person."""
    if context.actor.participant != command.participant:
        yield Unmet("not-oneself", "participant", actor=context.actor.participant, participant=command.participant)


@judged_by(Basis.BOX)
def voter_takes_part(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """Who votes has joined the mission.

    Race: none, for nobody leaves it; an erasure right after leaves the vote under a pseudonym that leads to nobody.
    """
    if context.fact(Member, command.participant) is None:
        yield Unmet("participant-unknown", "participant", participant=command.participant)


def votes_are_on_open_statements(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """Each statement voted on exists, was not rejected, and is of the box that is open.

    Votes on a statement are final when the phase closes: were it opened again, nobody could tell any more who has voted
    on it before. Guarantees it at the position the event records. Race: a statement may be rejected right after a vote;
    counting leaves rejected statements out.
    """
    box = context.fact(VoteBox, THE_VOTES)
    for statement, fact in context.asked(Statement).items():
        if fact is None:
            yield Unmet("statement-unknown", "votes", statement=STATEMENT(statement))
        elif fact.status == StatementStatus.REJECTED:
            yield Unmet("statement-rejected", "votes", statement=STATEMENT(statement))
        elif box is None or fact.box_sha256 != box.box_sha256:
            yield Unmet("votes-final", "votes", statement=STATEMENT(statement))


def speaks_for_an_institution(command: c.OfCommitment, state: None, context: Context) -> Iterator[Unmet]:
    """Commitments are institutions' own."""
    if context.actor.institution is None:
        yield Unmet("no-institution", "actor", actor=context.actor.participant)


def commits_to_a_living_challenge(
    command: c.MakeCommitment | o.OfferCommitment, state: None, context: Context
) -> Iterator[Unmet]:
    """A commitment is to a challenge that was accepted and still stands by itself.

    Guarantees it at the position the event records. Race: a challenge merged right after keeps the commitment, and
    the receipt leads from the merged one to it.
    """
    fact = context.fact(Challenge, command.challenge)
    if fact is None:
        yield _unknown("challenge", command.challenge)
    elif fact.status != ChallengeStatus.ACCEPTED:
        yield Unmet("challenge-not-accepted", "challenge", challenge=CHALLENGE(command.challenge), status=fact.status)


def due_date_lies_ahead(
    command: c.MakeCommitment | o.OfferCommitment, state: None, context: Context
) -> Iterator[Unmet]:
    """Nobody commits to the past."""
    if command.due <= context.time.date():
        yield Unmet("due-past", "due", due=command.due, today=context.time.date())


def body_decides_in_time(command: o.OfferCommitment, state: None, context: Context) -> Iterator[Unmet]:
    """The body that a commitment is subject to decides on a day that lies ahead, and before the commitment is due."""
    today = context.time.date()
    if not today < command.decides_on <= command.due:
        yield Unmet("decision-day-misplaced", "decides_on", decides_on=command.decides_on, today=today, due=command.due)


def awaits_a_decision(command: c.OfCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """Only what was offered is confirmed or refused, once; the body may still say so after its day."""
    if not state.pending or state.body is None:
        yield Unmet("no-decision-awaited", commitment=COMMITMENT(command.commitment), status=state.status)


def is_decided(command: c.KeepCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """What a body has still to decide on is not kept yet."""
    if state.body is not None:
        yield Unmet("commitment-undecided", commitment=COMMITMENT(command.commitment), body=state.body)


def is_the_institutions_own(command: c.OfCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """Only the institution that made a commitment can keep it or take it back."""
    if not context.actor.speaks_for(state.institution):
        own, actor = COMMITMENT(command.commitment), context.actor.participant
        yield Unmet("not-own-commitment", "actor", commitment=own, institution=state.institution, actor=actor)


def commitment_is_pending(command: c.OfCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """A commitment that was kept or withdrawn has ended."""
    if not state.pending:
        yield Unmet("commitment-ended", commitment=COMMITMENT(command.commitment), status=state.status)


def due_date_has_passed(command: c.MarkCommitmentLate, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """A commitment is late only after its date, or after the day on which a body was to decide; it is said once."""
    if state.status == CommitmentStatus.LATE or context.time.date() <= state.next_day:
        yield Unmet("not-late", commitment=COMMITMENT(command.commitment), due=state.next_day)


def gap_is_real(command: c.AcknowledgeGap, state: GapState | None, context: Context) -> Iterator[Unmet]:
    """A gap is acknowledged once, for what was published as a priority, and only while nobody fills it; what is late or
    was refused fills nothing.

    Guarantees it at the position the event records. Race: a commitment made or a solution submitted right after
    stands beside the acknowledged gap; the report shows both.
    """
    challenge, lacks, today = CHALLENGE(command.challenge), command.lacks, context.time.date()
    fact = context.fact(Challenge, command.challenge)
    if fact is None or (fact.rank is None and not fact.owed):
        yield Unmet("challenge-not-prioritised", "challenge", challenge=challenge)
    if state is not None and lacks in state.lacks:
        yield Unmet("gap-acknowledged", challenge=challenge, lacks=lacks)
    answers = context.fact(Answers, command.challenge) or Answers()
    commitments = context.all(Commitment)
    committed = any(commitments[name].answers(today) for name in answers.commitments)
    if committed if lacks == Lack.COMMITMENT else answers.solutions:
        yield Unmet("gap-filled", "lacks", challenge=challenge, lacks=lacks)


def _unknown(field: str, challenge: str) -> Unmet:
    return Unmet("challenge-unknown", field, challenge=CHALLENGE(challenge))
