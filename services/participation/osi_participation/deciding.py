"""What the service decides, and how ballots for it are cast."""

from __future__ import annotations

from osi.participation.v1 import participation_service_pb2 as pb

from osi_core.challenges.commands import CastBallot, CloseRound
from osi_core.challenges.events import RoundClosed, RoundUndecided
from osi_core.challenges.resources import CHALLENGE, ROUND
from osi_core.challenges.views import RoundView
from osi_core.domain import Resource
from osi_runtime.casting import BallotBox
from osi_runtime.deciding import Decision

__all__ = ["BALLOTS", "PRIORITIES"]

PRIORITIES = Decision(
    operation=Resource("operations/round-{round}"),
    close=CloseRound,
    closing=RoundClosed,
    undecided=RoundUndecided,
    view=RoundView,
    closed=frozenset({"round-closed"}),
    listed="status != open",
)
BALLOTS = BallotBox(
    command=CastBallot,
    round=ROUND,
    item=CHALLENGE,
    items="items",
    asks=pb.CastBallotRequest,
    batch=pb.BatchCastBallotsResponse,
    stream=pb.StreamBallotsResponse,
    result=pb.CastBallotResult,
)
