"""The table: what each method does. Who may do it stands in the phase rules, for reads in the views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi_core.funding import commands as c
from osi_core.funding.views import ApplicationView, FundView, GrantRoundView, LedgerEntryView
from osi_funding.deciding import GRANT_BALLOTS, GRANTS
from osi_runtime.casting import casts_batch, casts_stream
from osi_runtime.deciding import closes
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]


def _cast(reply: Any, command: c.CastGrantBallot) -> None:
    reply.id = command.ballot


METHODS: Mapping[str, Row] = {
    "CreateFund": Creates(c.OpenFund, FundView),
    "GetFund": Gets(FundView),
    "ListFunds": Lists(FundView),
    "ListLedgerEntries": Lists(LedgerEntryView),
    "CreateGrantRound": Creates(c.OpenGrantRound, GrantRoundView),
    "GetGrantRound": Gets(GrantRoundView),
    "ListGrantRounds": Lists(GrantRoundView),
    "CloseGrantRound": closes(GRANTS),
    "CancelGrantRound": Does(c.CancelGrantRound, GrantRoundView),
    "CreateApplication": Creates(c.ApplyForGrant, ApplicationView),
    "GetApplication": Gets(ApplicationView),
    "ListApplications": Lists(ApplicationView),
    "CastGrantBallot": Does(c.CastGrantBallot, fills=_cast),
    "BatchCastGrantBallots": casts_batch(GRANT_BALLOTS),
    "StreamGrantBallots": casts_stream(GRANT_BALLOTS),
    "AcceptGrant": Does(c.AcceptGrant, ApplicationView),
    "LapseGrant": Does(c.LapseGrant, ApplicationView),
    "ProposeGrantMove": Does(c.ProposeGrantMove, ApplicationView),
    "PayGrant": Does(c.PayGrant, ApplicationView),
    "ProposeWriteOff": Does(c.ProposeWriteOff, ApplicationView),
    "WriteOffGrant": Does(c.WriteOffGrant, ApplicationView),
    "UndoWriteOff": Does(c.UndoWriteOff, ApplicationView),
    "ReturnGrant": Does(c.ReturnGrant, ApplicationView),
}
