"""The crowd, in a process of its own: `python -m tests.bench.crowd_load`, told by a line of JSON whom to call.

Each person shows the own token, gets one of the mission, and registers; some bring a solution. Matching is told what
was seen of participation (`osi-after`), as the clients do, so it first hears of whoever comes. What time alone makes
good is asked again. It prints a line of JSON whenever a second has passed, and one for each kind of call in the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import grpc
import grpc.aio
import uvloop
from google.rpc.status_pb2 import Status
from osi.matching.v1 import matching_service_pb2 as matching
from osi.matching.v1 import resources_pb2 as res
from osi.participation.v1 import token_service_pb2 as tokens

from osi_client.errors import error_of_status
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_runtime.metadata import AFTER, POSITION, STATUS
from osi_runtime.peers.refused import MISSING, TOO_OLD
from tests.bench.crowd_town import CHALLENGES, KICKOFFS, MISSION

NAME = f"missions/{MISSION}"
EXCHANGE = "/osi.participation.v1.TokenService/ExchangeToken"
SOLUTION, REGISTER = (f"/osi.matching.v1.MatchingService/{one}" for one in ("CreateSolution", "RegisterForKickoff"))
GRANT, TYPE = "urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:token-type:id_token"
AGAIN, PAUSE = {MISSING, TOO_OLD, "runtime.behind", "runtime.waits"}, 0.05


class Told(NamedTuple):
    """What to do."""

    participation: str
    matching: str
    """Addresses."""
    keys: str
    issuer: str
    people: int
    solutions: int
    registrations: int
    callers: int


class Person(NamedTuple):
    """Somebody who has a token of the mission."""

    number: int
    participant: str
    """Full name."""
    token: str
    seen: str
    """Where the log stood that told of them."""


class Crowd:
    """All of them; `callers` act at a time."""

    def __init__(self, told: Told, participation: grpc.aio.Channel, match: grpc.aio.Channel) -> None:
        self._told = told
        self._methods: dict[str, Any] = {
            EXCHANGE: participation.unary_unary(EXCHANGE, _bytes, tokens.ExchangeTokenResponse.FromString),
            SOLUTION: match.unary_unary(SOLUTION, _bytes, res.Solution.FromString),
            REGISTER: match.unary_unary(REGISTER, _bytes, res.Registration.FromString),
        }
        self.took: dict[str, list[float]] = {path: [] for path in self._methods}
        self.errors: dict[str, int] = {}
        self.again = 0
        issuer = DevelopmentIssuer(KeyFolder(Path(told.keys)), told.issuer)
        self._own = [issuer.person(f"person-{number}", 3_600).token for number in range(told.people)]

    async def come(self) -> None:
        """Everybody comes, in turns."""
        numbers = iter(range(self._told.people))
        await asyncio.gather(*(self._callers(numbers) for _ in range(self._told.callers)))

    async def _callers(self, numbers: Iterator[int]) -> None:
        for number in numbers:
            request = tokens.ExchangeTokenRequest(
                grant_type=GRANT, subject_token=self._own[number], subject_token_type=TYPE, mission=NAME
            )
            found, seen = await self._call(EXCHANGE, request)
            if found is not None:
                await self._acts(Person(number, found.participant, found.access_token, seen))

    async def _acts(self, person: Person) -> None:
        told = self._told
        beside = (("authorization", f"Bearer {person.token}"), (AFTER, person.seen))
        if _share(person.number, told.solutions, told.people):
            await self._call(SOLUTION, _solution(person), beside)
        for kickoff in KICKOFFS[: _share(person.number, told.registrations, told.people)]:
            await self._call(REGISTER, _registration(person, kickoff), beside)

    async def _call(self, path: str, request: Any, beside: tuple[tuple[str, str], ...] = ()) -> tuple[Any, str]:
        """The answer, and where the log stood; None where it has failed, which is counted."""
        began = time.perf_counter()
        while True:
            call = self._methods[path](request, metadata=beside, timeout=30)
            try:
                answer = await call
            except grpc.aio.AioRpcError as error:
                said = error_of_status(Status.FromString(_status_in(error)))
                if AGAIN.intersection(said.codes):
                    self.again += 1
                    await asyncio.sleep(PAUSE)
                    continue
                key = f"{path.rpartition('/')[2]} {error.code().name}: {', '.join(said.codes) or said.message}"
                self.errors[key] = self.errors.get(key, 0) + 1
                return None, ""
            self.took[path].append(time.perf_counter() - began)
            beside_it: Any = await call.trailing_metadata()
            return answer, str(dict(beside_it).get(POSITION, ""))

    @property
    def calls(self) -> int:
        """How many were answered."""
        return sum(map(len, self.took.values()))


def _share(number: int, of: int, people: int) -> int:
    """How many of so many things are somebody's."""
    return (number + 1) * of // people - number * of // people


def _status_in(error: grpc.aio.AioRpcError) -> bytes:
    """Its details; none where the service itself has said nothing."""
    beside: Any = error.trailing_metadata()
    found: bytes = dict(beside or ()).get(STATUS, b"")
    return found


def _bytes(message: Any) -> bytes:
    found: bytes = message.SerializeToString()
    return found


def _solution(person: Person) -> matching.CreateSolutionRequest:
    challenge = CHALLENGES[person.number % len(CHALLENGES)]
    return matching.CreateSolutionRequest(
        parent=NAME,
        request_id=f"solution-{person.number}",
        solution=res.Solution(
            title=f"A shaded square, number {person.number}",
            text="Trees and sails over the market, watered by what falls on the roofs around it. " * 8,
            origin=res.SOLUTION_ORIGIN_NEWLY_DEVELOPED,
            challenges=[f"{NAME}/challenges/{challenge}"],
        ),
    )


def _registration(person: Person, kickoff: str) -> matching.RegisterForKickoffRequest:
    participant = person.participant.rpartition("/")[2]
    return matching.RegisterForKickoffRequest(
        name=f"{NAME}/kickoffs/{kickoff}/registrations/{participant}",
        skills=["gardening", "maps"],
        request_id=f"{kickoff}-{person.number}",
    )


def _say(**said: Any) -> None:
    print(json.dumps(said), flush=True)


async def _watched(crowd: Crowd, began: float) -> None:
    while True:
        await asyncio.sleep(1.0)
        _say(seconds=time.perf_counter() - began, calls=crowd.calls, errors=sum(crowd.errors.values()))


async def run(told: Told) -> None:
    """Says that it is ready, waits for a line, and comes."""
    async with (
        grpc.aio.insecure_channel(told.participation) as participation,
        grpc.aio.insecure_channel(told.matching) as match,
    ):
        crowd = Crowd(told, participation, match)
        _say(ready=True)
        await asyncio.to_thread(sys.stdin.readline)
        cpu, began = time.process_time(), time.perf_counter()
        watching = asyncio.create_task(_watched(crowd, began))
        await crowd.come()
        watching.cancel()
        seconds = time.perf_counter() - began
        for path, took in crowd.took.items():
            took.sort()
            parts = {f"p{part}": took[len(took) * part // 100] if took else 0.0 for part in (50, 99)}
            _say(kind=path.rpartition("/")[2], calls=len(took), **parts)
        _say(ended=True, seconds=seconds, cpu=time.process_time() - cpu, errors=crowd.errors, again=crowd.again)


if __name__ == "__main__":
    uvloop.run(run(Told(**json.loads(sys.stdin.readline()))))
