"""What must hold before a challenge is set right: who may say so, and what others have built on it."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as k
from osi_core.challenges.commitment_facts import Answers
from osi_core.challenges.events import ChallengeStatus, Wish
from osi_core.challenges.facts import Challenge
from osi_core.challenges.resources import CHALLENGE
from osi_core.challenges.round_facts import Round, Statement
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.state import ChallengeState
from osi_core.domain import Context, Unmet


def is_the_author(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Only who has submitted a challenge speaks for it."""
    if context.actor.participant != state.author:
        yield Unmet("not-the-author", "actor", challenge=CHALLENGE(command.challenge))


def still_stands(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """What was rejected, withdrawn, merged or split is not amended or withdrawn."""
    if not state.stands:
        yield Unmet("challenge-ended", "challenge", challenge=CHALLENGE(command.challenge), status=state.status)


def nothing_is_asked_yet(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Moderation answers one wish after the other; withdrawing goes before amending."""
    if state.asked is not None and (state.asked is Wish.WITHDRAW or isinstance(command, k.AmendChallenge)):
        yield Unmet("correction-asked", challenge=CHALLENGE(command.challenge), wish=state.asked)


def a_correction_is_asked_for(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Moderation grants or declines what the author has asked for, and nothing of its own."""
    if state.asked is None:
        yield Unmet("no-correction-asked", challenge=CHALLENGE(command.challenge))


def built_on(challenge: str, context: Context) -> bool:
    """Whether others have built on a challenge: a round asks about it, or statements, answers or challenges name it.

    Facts as of the position that the event records. Race: what is built on it at the same moment finds other words, or
    a challenge that has ended, and its receipts say so.
    """
    rows = context.all(Challenge)
    answers = context.fact(Answers, challenge) or Answers()
    return (
        bool(answers.commitments or answers.solutions)
        or rows[challenge].published is not None
        or any(challenge in round_.items for round_ in context.all(Round).values())
        or any(statement.challenge == challenge for statement in context.all(Statement).values())
        or any(challenge == row.merged_into or challenge in row.split_into for row in rows.values())
    )


def is_merged_with_consent(command: c.MergeChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """A merge was proposed, and its author has let the days pass without objecting; none are asked for where the
    playbook gives no days.
    """
    proposal, name = state.proposal, CHALLENGE(command.challenge)
    if proposal is None or proposal.into != command.into:
        if context.settings(ChallengesSettings).merge_days:
            yield Unmet("merge-not-proposed", "into", challenge=name, into=CHALLENGE(command.into))
    elif context.time < proposal.until:
        yield Unmet("merge-too-early", challenge=name, until=proposal.until)


def proposal_is_new(command: k.ProposeMerge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """One merge is proposed at a time, so that the author knows what silence means; when its days are over, another one
    may take its place.
    """
    if state.proposal is not None and context.time < state.proposal.until:
        yield Unmet("merge-proposed-already", challenge=CHALLENGE(command.challenge), until=state.proposal.until)


def merge_is_proposed(command: k.ObjectToMerge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """There is something to object to: until it is carried out, an objection counts."""
    if state.proposal is None:
        yield Unmet("no-merge-proposed", challenge=CHALLENGE(command.challenge))


def is_merged(command: k.UndoMerge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Only a merge can be undone as one."""
    if state.status is not ChallengeStatus.MERGED:
        yield Unmet("challenge-not-merged", challenge=CHALLENGE(command.challenge), status=state.status)


def is_split(command: k.UndoSplit, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Only a split can be undone as one."""
    if state.status is not ChallengeStatus.SPLIT:
        yield Unmet("challenge-not-split", challenge=CHALLENGE(command.challenge), status=state.status)


def takedown_has_a_ground(command: c.RejectChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """What had been let in is taken down on a ground: the law, the rules, or the author's wish."""
    if state.status is ChallengeStatus.ACCEPTED and command.ground is None:
        yield Unmet("ground-missing", "ground", challenge=CHALLENGE(command.challenge))
