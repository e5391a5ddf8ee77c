"""What the service decides, and how ballots for it are cast."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as pb

from osi_core.domain import Resource
from osi_core.funding.commands import CastGrantBallot, CloseGrantRound
from osi_core.funding.events import GrantRoundClosed
from osi_core.funding.resources import APPLICATION, GRANT_ROUND
from osi_core.funding.views import GrantRoundView
from osi_runtime.casting import BallotBox
from osi_runtime.deciding import Decision

__all__ = ["GRANTS", "GRANT_BALLOTS"]

GRANTS = Decision(
    operation=Resource("operations/grant-round-{round}"),
    close=CloseGrantRound,
    closing=GrantRoundClosed,
    view=GrantRoundView,
    closed=frozenset({"round-closed"}),
    listed="status != open",
)
GRANT_BALLOTS = BallotBox(
    command=CastGrantBallot,
    round=GRANT_ROUND,
    item=APPLICATION,
    items="applications",
    asks=pb.CastGrantBallotRequest,
    batch=pb.BatchCastGrantBallotsResponse,
    stream=pb.StreamGrantBallotsResponse,
    result=pb.CastGrantBallotResult,
)
