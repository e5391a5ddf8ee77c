"""What a case works with: its mission, the service, and what cases share because it takes long to make."""

from __future__ import annotations

from osi_conformance.case import Case, Failed
from osi_conformance.issuer import Issuer
from osi_conformance.mission import Mission
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
        self.setup, self.issuer, self.played, self.target = setup, Issuer(setup.folder), Played(), Target(setup.target)
        self._run = run
        self._missions: dict[str, Mission] = {}
        self._grants: list[Grant] = []

    def prepare(self, cases: list[Case]) -> None:
        """Begins the missions that these cases work in."""
        for number, one in enumerate(cases, start=1):
            key = _key(one)
            if key not in self._missions:
                label = key if key == one.place else str(number)
                id_ = f"kit-{self._run}-{label}"
                origin: Origin = "real" if one.place.endswith("real") else "simulated"
                self.played.begin(id_, origin)
                self._missions[key] = Mission(id_, origin, self.target, self.issuer, self.played, self.setup.patience)

    @property
    def missions(self) -> list[Mission]:
        """All of them."""
        return list(self._missions.values())

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
        self.world, self.mission, self.town = world, mission, Town(mission)

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

    async def grant(self, *, accepted: bool = False) -> Grant:
        """A grant of 100 euros that no other case has touched; for cases in the shared simulated mission."""
        return await self.world.grant(self.mission, accepted=accepted)


def _key(case: Case) -> str:
    return case.name if case.place.startswith("own-") else case.place
