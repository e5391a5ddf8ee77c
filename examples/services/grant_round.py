"""A grant round over gRPC: a funding service in a process of its own, and a client that gives, applies, votes and pays.

The participation and the matching service around it are played by the conformance kit, which has recorded a small town:
`python examples/services/grant_round.py`, in an environment that has `osi-funding`, `osi-client` and `osi-conformance`.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from google.type.money_pb2 import Money
from osi.funding.v1.funding_service_pb2 import GrantBallot
from osi.funding.v1.resources_pb2 import Application, Fund, GrantRound

import osi_client
from osi_conformance.mission import Mission
from osi_conformance.neighbours import neighbours
from osi_conformance.setup import Setup, settings_text


def euros(amount: int) -> Money:
    return Money(currency_code="EUR", units=amount)


def client(target: str, mission: Mission, name: str) -> osi_client.Connection:
    """Somebody's client; in a simulated mission its time goes along with each call."""
    return osi_client.connect(target, token=mission.token(name), at=lambda: mission.now)


async def play(target: str, mission: Mission) -> None:
    """The town gives 500 euros; two initiatives apply, people vote, and what wins is paid."""
    town, organiser = client(target, mission, "rita"), client(target, mission, "olga")
    async with town as rita, organiser as olga, client(target, mission, "founder-01") as founder:
        fund = await rita.funding.create_fund(
            parent=mission.name,
            fund=Fund(institution=mission.at("institutions/town"), purpose="A cooler town", amount=euros(500)),
        )
        grants = await olga.funding.create_grant_round(
            parent=mission.name,
            round=GrantRound(
                fund=fund.name,
                budget=euros(300),
                applications_until=mission.time(hours=1),
                closes_at=mission.time(hours=2),
            ),
        )
        sails = await founder.funding.create_application(
            parent=mission.name,
            application=Application(
                round=grants.name,
                initiative=mission.at("initiatives/initiative-01"),
                asked=euros(300),
                purpose="Sails that give shade",
            ),
        )
        print(f"applied: {sails.name}, receipt {sails.receipt.code}")
        mission.later(minutes=61)  # applications are over, ballots begin
        async with client(target, mission, "ada") as ada:
            await ada.funding.cast_grant_ballot(name=grants.name, ballot=GrantBallot(choices=[sails.name]))
        mission.later(hours=1)
        decided = await (await olga.funding.close_grant_round(name=grants.name)).result()
        print(f"decided by {decided.strategy}: {[one.amount.units for one in decided.awards]} euros")
        await founder.funding.accept_grant(name=grants.name, application=sails.name)
        await olga.funding.propose_grant_move(name=grants.name, application=sails.name)  # money moves by two people
        await rita.funding.pay_grant(name=grants.name, application=sails.name)
        async for entry in rita.funding.list_ledger_entries(parent=fund.name):
            print(f"{entry.amount.units:>4} euros, {entry.event_type}")


@contextmanager
def serving(folder: Path, setup: Setup) -> Iterator[None]:
    """A funding service, told of its neighbours as an operator would."""
    settings, store = folder / "funding.toml", folder / "funding.db"
    settings.write_text(settings_text(setup), encoding="utf-8")
    osi = (sys.executable, "-m", "osi_core.cli")
    subprocess.run([*osi, "migrate", "--store", store], check=True, capture_output=True)
    command: list[str | Path] = [*osi, "serve", "funding", "--config", settings, "--store", store]
    with (folder / "service.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as service:
        try:
            yield
        finally:
            service.terminate()


async def main() -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        ports = (free_port(), free_port())
        setup = Setup(f"127.0.0.1:{free_port()}", "funding", folder / "keys", ports=ports, patience=60.0)
        async with neighbours(setup) as around:
            with serving(folder, setup):
                await play(setup.target, await around.mission())


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


if __name__ == "__main__":
    asyncio.run(main())
