"""What people watch live: a round until it has ended, and how much is being said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1 import resources_pb2 as res

from osi_core.challenges.events import RoundStatus, StatementStatus, VotesCast
from osi_core.challenges.resources import ROUND
from osi_core.challenges.round_facts import Statement
from osi_core.challenges.views import RoundView
from osi_core.log.envelope import decode
from osi_core.mission.resources import MISSION
from osi_core.process import Engine
from osi_runtime.calls import current_call
from osi_runtime.methods import By, Custom
from osi_runtime.names import name_in
from osi_runtime.runtime import Runtime
from osi_runtime.watching import interval_of, watched

__all__ = ["WATCHES_DELIBERATION", "WATCHES_ROUND"]


async def watch_round(runtime: Runtime, request: pb.WatchRoundRequest) -> AsyncIterator[res.Round]:
    """A round, whenever it has changed, until it has ended."""
    mission, id = name_in(ROUND, request.name)
    call = current_call()

    def look() -> tuple[res.Round, bool]:
        view = runtime.reads(mission, call).get(RoundView, id)
        lasts = view.status in (RoundStatus.OPEN, RoundStatus.CLOSED)
        return runtime.message(view, mission, call.language), lasts

    async for message, lasts in watched(runtime, mission, look, interval_of(request)):
        yield message
        if not lasts:
            return


async def watch_deliberation(runtime: Runtime, request: pb.WatchDeliberationRequest) -> AsyncIterator[pb.Deliberation]:
    """How much was said and voted, whenever that has changed."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call, counts = current_call(), _COUNTS.setdefault(runtime, {})
    count = counts.setdefault(mission, _Count(mission))

    def look() -> pb.Deliberation:
        runtime.reads(mission, call)  # raises Refused where the mission is not there
        votes, voters = count.upto_now(runtime.engine)
        statements = runtime.engine.memory(mission).rows[Statement].values()
        open_ = [one for one in statements if getattr(one, "status", None) is not StatementStatus.REJECTED]
        return pb.Deliberation(
            parent=request.parent, statements=len(open_), submitted=len(statements), voters=voters, votes=votes
        )

    async for message in watched(runtime, mission, look, interval_of(request)):
        yield message


class _Count:
    """How many votes of how many people a mission's log holds; one for all who watch."""

    def __init__(self, mission: str) -> None:
        self._mission, self._lock = mission, Lock()
        self._upto, self._votes = 0, 0
        self._voters: set[bytes] = set()

    def upto_now(self, engine: Engine) -> tuple[int, int]:
        """Votes and people. Waits for the store."""
        with self._lock:
            head = engine.memory(self._mission).head.position
            for entry in engine.store.read(self._mission, self._upto, head, types=[VotesCast.type]):
                self._count(decode(entry).event)
            self._upto = max(self._upto, head)
            return self._votes, len(self._voters)

    def _count(self, cast: Any) -> None:
        self._votes += len(cast.ids)
        voters = bytes(cast.voters.view())
        self._voters.update(voters[at : at + 16] for at in range(0, len(voters), 16))


_COUNTS: WeakKeyDictionary[Any, dict[str, _Count]] = WeakKeyDictionary()
WATCHES_ROUND = Custom(watch_round, By.PUBLIC)
WATCHES_DELIBERATION = Custom(watch_deliberation, By.PUBLIC)
