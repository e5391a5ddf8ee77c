"""What comes of setting a challenge right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.challenges import correction_commands as k
from osi_core.challenges import events as e
from osi_core.challenges.correction_conditions import built_on
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.state import ChallengeState
from osi_core.domain import Context


def amend(
    command: k.AmendChallenge, state: ChallengeState, context: Context
) -> Iterator[e.ChallengeAmended | e.AmendmentAsked]:
    title, text = context.sealed["title"], context.sealed.get("text")
    if built_on(command.challenge, context):
        yield e.AmendmentAsked(challenge=command.challenge, title=title, text=text)
    else:
        yield e.ChallengeAmended(challenge=command.challenge, title=title, text=text)


def withdraw(
    command: k.WithdrawChallenge, state: ChallengeState, context: Context
) -> Iterator[e.ChallengeWithdrawn | e.WithdrawalAsked]:
    note = context.sealed.get("note")
    if built_on(command.challenge, context):
        yield e.WithdrawalAsked(challenge=command.challenge, reason=command.reason, note=note)
    else:
        yield e.ChallengeWithdrawn(challenge=command.challenge, reason=command.reason, note=note)


def grant_correction(
    command: k.GrantCorrection, state: ChallengeState, context: Context
) -> Iterator[e.CorrectionGranted]:
    assert state.asked is not None, "the conditions refuse what nobody has asked for"
    yield e.CorrectionGranted(challenge=command.challenge, wish=state.asked)


def decline_correction(
    command: k.DeclineCorrection, state: ChallengeState, context: Context
) -> Iterator[e.CorrectionDeclined]:
    assert state.asked is not None, "the conditions refuse what nobody has asked for"
    yield e.CorrectionDeclined(challenge=command.challenge, wish=state.asked, reason=command.reason)


def propose_merge(command: k.ProposeMerge, state: ChallengeState, context: Context) -> Iterator[e.MergeProposed]:
    until = context.time + timedelta(days=context.settings(ChallengesSettings).merge_days)
    yield e.MergeProposed(challenge=command.challenge, into=command.into, reason=command.reason, until=until)


def object_to_merge(command: k.ObjectToMerge, state: ChallengeState, context: Context) -> Iterator[e.MergeObjected]:
    assert state.proposal is not None, "the conditions refuse an objection to nothing"
    note = context.sealed.get("note")
    yield e.MergeObjected(challenge=command.challenge, into=state.proposal.into, note=note)


def undo_merge(command: k.UndoMerge, state: ChallengeState, context: Context) -> Iterator[e.MergeUndone]:
    yield e.MergeUndone(challenge=command.challenge, reason=command.reason)


def undo_split(command: k.UndoSplit, state: ChallengeState, context: Context) -> Iterator[e.SplitUndone]:
    yield e.SplitUndone(challenge=command.challenge, reason=command.reason)
