"""The table of challenges, statements, rounds and commitments.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as corrections
from osi_core.challenges import offer_commands as offers
from osi_core.challenges import round_commands as rounds
from osi_core.challenges.views import ChallengeView, CommitmentView, GapView, RoundView, StatementView
from osi_participation.deciding import BALLOTS, PRIORITIES
from osi_participation.votes import CASTS_VOTES
from osi_participation.watching import WATCHES_DELIBERATION, WATCHES_ROUND
from osi_runtime.casting import casts_batch, casts_stream
from osi_runtime.deciding import closes
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]


def _cast(reply: Any, command: c.CastBallot) -> None:
    reply.id = command.ballot


METHODS: Mapping[str, Row] = {
    "CreateChallenge": Creates(c.SubmitChallenge, ChallengeView),
    "GetChallenge": Gets(ChallengeView),
    "ListChallenges": Lists(ChallengeView),
    "AcceptChallenge": Does(c.AcceptChallenge, ChallengeView),
    "RejectChallenge": Does(c.RejectChallenge, ChallengeView),
    "AmendChallenge": Does(corrections.AmendChallenge, ChallengeView),
    "WithdrawChallenge": Does(corrections.WithdrawChallenge, ChallengeView),
    "GrantCorrection": Does(corrections.GrantCorrection, ChallengeView),
    "DeclineCorrection": Does(corrections.DeclineCorrection, ChallengeView),
    "TagChallenge": Does(c.TagChallenge, ChallengeView),
    "MergeChallenge": Does(c.MergeChallenge, ChallengeView),
    "ProposeMerge": Does(corrections.ProposeMerge, ChallengeView),
    "ObjectToMerge": Does(corrections.ObjectToMerge, ChallengeView),
    "UndoMerge": Does(corrections.UndoMerge, ChallengeView),
    "UndoSplit": Does(corrections.UndoSplit, ChallengeView),
    "SplitChallenge": Does(c.SplitChallenge, ChallengeView),
    "CreateStatement": Creates(c.SubmitStatement, StatementView),
    "GetStatement": Gets(StatementView),
    "ListStatements": Lists(StatementView),
    "AcceptStatement": Does(c.AcceptStatement, StatementView),
    "RejectStatement": Does(c.RejectStatement, StatementView),
    "CastVotes": Does(c.CastVotes),
    "StreamVotes": CASTS_VOTES,
    "WatchDeliberation": WATCHES_DELIBERATION,
    "CreateRound": Creates(c.OpenRound, RoundView),
    "GetRound": Gets(RoundView),
    "WatchRound": WATCHES_ROUND,
    "ListRounds": Lists(RoundView),
    "MoveRound": Does(rounds.MoveRound, RoundView),
    "CancelRound": Does(rounds.CancelRound, RoundView),
    "EnterRound": Does(rounds.EnterRound, RoundView),
    "AddVoter": Does(c.AddVoter, RoundView),
    "CastBallot": Does(c.CastBallot, fills=_cast),
    "BatchCastBallots": casts_batch(BALLOTS),
    "StreamBallots": casts_stream(BALLOTS),
    "CloseRound": closes(PRIORITIES),
    "CreateCommitment": Creates(c.MakeCommitment, CommitmentView),
    "GetCommitment": Gets(CommitmentView),
    "ListCommitments": Lists(CommitmentView),
    "OfferCommitment": Does(offers.OfferCommitment, CommitmentView),
    "ConfirmCommitment": Does(offers.ConfirmCommitment, CommitmentView),
    "RefuseCommitment": Does(offers.RefuseCommitment, CommitmentView),
    "KeepCommitment": Does(c.KeepCommitment, CommitmentView),
    "MarkCommitmentLate": Does(c.MarkCommitmentLate, CommitmentView),
    "WithdrawCommitment": Does(c.WithdrawCommitment, CommitmentView),
    "AcknowledgeGap": Does(c.AcknowledgeGap, GapView),
    "GetGap": Gets(GapView),
    "ListGaps": Lists(GapView),
}
