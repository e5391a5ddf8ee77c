"""What a case works with: its mission, the service, and what cases share because it takes long to make."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from functools import cached_property
from typing import Any

from osi.log.v1 import log_service_pb2 as log
from osi.log.v1 import receipt_service_pb2 as receipts

from osi_conformance.case import Case, Failed, ensure
from osi_conformance.forum import Forum
from osi_conformance.founding import created
from osi_conformance.hall import Hall
from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission, until
from osi_conformance.played import Played
from osi_conformance.recorded import Origin
from osi_conformance.setup import Setup
from osi_conformance.target import Refusal, Target
from osi_conformance.town import Grant, Town

__all__ = ["Trial", "World"]


class World:
    """All missions of a run, made before the first case."""

    def __init__(self, setup: Setup, run: str) -> None:
        """`run` makes the ids of this run's missions unlike those of any other. Raises OSError."""
        self.setup, self.issuer = setup, Issuer(setup.folder)
        self.played, self.target = Played(setup.service), Target(setup.target)
        self._run, self._asides = run, itertools.count(1)
        self._missions: dict[str, Mission] = {}
        self._new: set[str] = set()
        self._grants: list[Grant] = []

    def prepare(self, cases: list[Case]) -> None:
        """Begins the missions that these cases work in."""
        for number, one in enumerate(cases, start=1):
            key = _key(one)
            if key not in self._missions:
                label = key if key == one.place else str(number)
                id_ = f"kit-{self._run}-{label}"
                origin: Origin = "real" if one.place.endswith("real") else "simulated"
                if one.place == "own-new":
                    self._new.add(key)
                self.played.begin(id_, origin)
                self._missions[key] = Mission(id_, origin, self.target, self.issuer, self.played, self.setup.patience)

    @property
    def missions(self) -> list[tuple[Mission, bool]]:
        """All of them, and whether each is still new."""
        return [(one, key in self._new) for key, one in self._missions.items()]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all missions."""
        return frozenset(one.id for one in self._missions.values())

    def other_than(self, mission: Mission) -> str:
        """The id of another mission that is served; where there is none, of one that is not."""
        return next((one.id for one in self._missions.values() if one is not mission), "of-somebody-else")

    def aside(self, origin: Origin) -> Mission:
        """A mission of nobody's but the caller's, of which nothing is said to the service yet."""
        id_ = f"kit-{self._run}-aside-{next(self._asides)}"
        self.played.begin(id_, origin)
        return Mission(id_, origin, self.target, self.issuer, self.played, self.setup.patience)

    def trial(self, case: Case) -> Trial:
        """What a case works with."""
        return Trial(self, self._missions[_key(case)])

    async def grant(self, mission: Mission, *, accepted: bool = False) -> Grant:
        """A grant that no other case has touched, of 100 euros. Raises Failed."""
        if not self._grants:
            try:
                self._grants = await Town(mission).grants()
            except (Refusal, Failed) as error:
                raise Failed(f"no grant could be made for this case: {error}") from error
        grant = self._grants.pop()
        if accepted:
            await grant.do("AcceptGrant", grant.founder)
        return grant


class Trial:
    """What one case works with."""

    def __init__(self, world: World, mission: Mission) -> None:
        self.world, self.mission = world, mission

    @property
    def town(self) -> Town:
        """The town of the mission, for cases of the funding service."""
        return Town(self.mission)

    @property
    def forum(self) -> Forum:
        """The forum of the mission, for cases of the participation service."""
        return Forum(self.mission)

    @property
    def target(self) -> Target:
        """The service."""
        return self.world.target

    @property
    def issuer(self) -> Issuer:
        """Who signs tokens."""
        return self.world.issuer

    @property
    def setup(self) -> Setup:
        """What the run was told."""
        return self.world.setup

    @cached_property
    def hall(self) -> Hall:
        """Those who have solutions, and those who help them on: for cases of matching."""
        return Hall(self.mission)

    async def aside(self, origin: Origin = "real", **fields: Any) -> Mission:
        """A mission that the operator has just begun at the service, and nobody has joined."""
        mission = self.world.aside(origin)
        await created(mission, **fields)
        return mission

    async def public(self, by: str = "peer", **fields: Any) -> AsyncIterator[Any]:
        """The public events of the service's chain. Raises Refusal."""
        asked = {"mission": self.mission.name, "chain": self.setup.chain, **fields}
        beside = self.mission.metadata(by, timed=False)
        async for part in self.target.stream("ReadPublic", log.ReadPublicRequest(**asked), beside):
            for event in part.events:
                yield event

    async def said(self, type_: str) -> list[dict[str, Any]]:
        """The data of the public events of a type."""
        return [json.loads(one.envelope)["data"] async for one in self.public() if one.type == type_]

    async def says(self, type_: str, count: int) -> list[dict[str, Any]]:
        """So many events of a type, once they are there. Raises Failed."""
        found: list[dict[str, Any]] = []

        async def there() -> bool:
            found[:] = await self.said(type_)
            return len(found) >= count

        ended = await until(there, self.setup.patience)
        ensure(ended and len(found) == count, f"{len(found)} {type_} were said; expected: {count}")
        return found

    async def trail(self, code: str, language: str = "en") -> receipts.Trail:
        """The way of a contribution, by the code of its receipt. Raises Refusal."""
        beside = [("accept-language", language)]
        found: receipts.Trail = (
            await self.target.call("GetTrail", receipts.GetTrailRequest(code=code), beside)
        ).message
        return found

    async def grant(self, *, accepted: bool = False) -> Grant:
        """A grant of 100 euros that no other case has touched; for cases in the shared simulated mission."""
        return await self.world.grant(self.mission, accepted=accepted)


def _key(case: Case) -> str:
    return case.name if case.place.startswith("own-") else case.place
