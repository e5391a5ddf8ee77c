"""A crowd in a real mission: many at once who join and enter institutions and never give up, and what they were
answered.
"""

from __future__ import annotations

import asyncio

from osi.participation.v1.resources_pb2 import Institution
from osi.type.v1 import terms_pb2

import osi_client
from osi_core.domain import Service
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.process import OPERATOR
from osi_demo.calling import Caller
from tests.system.faults.load import Load
from tests.system.faults.network import Network

__all__ = ["Crowd"]

_PATIENT = osi_client.Retries(attempts=10_000, longest=0.5)
_CALLERS = 4
_PATIENCE = 180.0


class Crowd(Load):
    """Of one mission."""

    def __init__(self, network: Network, mission: str = "crowd") -> None:
        super().__init__()
        self.mission, self._network = mission, network
        self.institutions: dict[str, str] = {}
        """Name, which is each call's own → resource name that was answered."""
        self.people: dict[str, str] = {}
        """Whose token was exchanged → participant."""

    def __enter__(self) -> Crowd:
        caller = Caller(self._network)
        caller.give(CreateMission(mission=self.mission, title="A crowd"))
        for service in (Service.MATCHING, Service.FUNDING):
            caller.give(ListChain(mission=self.mission, chain=f"{service}-1", service=service))
        return super().__enter__()

    @property
    def acknowledged(self) -> int:
        return len(self.institutions) + len(self.people)

    def go_on(self) -> None:
        asyncio.run(self._all())

    async def _all(self) -> None:
        address = self._network.addresses[Service.PARTICIPATION]
        async with (
            osi_client.connect(
                address,
                token=lambda: self._network.token(self.mission, OPERATOR),
                timeout=_PATIENCE,
                retries=_PATIENT,
            ) as office,
            osi_client.connect(address, timeout=_PATIENCE, retries=_PATIENT) as anybody,
            asyncio.TaskGroup() as group,
        ):
            for number in range(_CALLERS):
                group.create_task(self._enter(office, number))
                group.create_task(self._join(anybody, number))

    async def _enter(self, osi: osi_client.AsyncClient, number: int) -> None:
        count = 0
        while not self.is_over:
            count += 1
            name = f"Office {count} of row {number}"
            made = await osi.participation.create_institution(
                parent=f"missions/{self.mission}",
                institution=Institution(display_name=name, sector=terms_pb2.SECTOR_ADMINISTRATION),
            )
            self.institutions[name] = made.name

    async def _join(self, osi: osi_client.AsyncClient, number: int) -> None:
        count = 0
        while not self.is_over:
            count += 1
            subject = f"person {count} of row {number}"
            exchanged = await osi.tokens.exchange_token(
                grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
                subject_token=self._network.person_token(subject),
                subject_token_type="urn:ietf:params:oauth:token-type:id_token",
                mission=f"missions/{self.mission}",
            )
            self.people[subject] = exchanged.participant
