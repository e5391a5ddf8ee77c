"""`python -m osi_up.first_call FOLDER [MISSION]`: creates a mission in a network that `osi up` runs, and lists the
chains that serve it. To be read as an example of how a program calls the services.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import grpc
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1.participation_service_pb2_grpc import ParticipationServiceStub
from osi.participation.v1.resources_pb2 import Chain
from osi.type.v1 import terms_pb2

from osi_core.domain import Service
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_up.house import ISSUER, ORGANISATION

_SECONDS = 20.0


def main(folder: Path, mission: str = "first") -> list[str]:
    """The names of the chains."""
    address = tomllib.loads((folder / "participation.toml").read_text("utf-8"))["address"]
    token = DevelopmentIssuer(KeyFolder(folder / "keys"), ISSUER).operator([ORGANISATION], "operator", 600).token
    shown = (("authorization", f"Bearer {token}"),)
    name = f"missions/{mission}"
    with grpc.insecure_channel(address) as channel:
        stub = ParticipationServiceStub(channel)
        create = pb.CreateMissionRequest(name=name, title="A town that stays cool", request_id="first-call")
        stub.CreateMission(create, metadata=shown, timeout=_SECONDS)
        for service in (Service.MATCHING, Service.FUNDING):
            # The others take part in a mission once it lists their chains. A request id makes the call safe to repeat.
            chain = Chain(service=terms_pb2.Service.Value(f"SERVICE_{service.name}"))
            listed = pb.CreateChainRequest(
                parent=name, chain=chain, chain_id=f"{service}-1", request_id=f"first-call-{service}"
            )
            stub.CreateChain(listed, metadata=shown, timeout=_SECONDS)
        found = stub.ListChains(pb.ListChainsRequest(parent=name), metadata=shown, timeout=_SECONDS)
        return [one.name for one in found.chains]


def _command(arguments: Sequence[str]) -> None:
    sys.stdout.write("\n".join(main(Path(arguments[0]), *arguments[1:2])) + "\n")


if __name__ == "__main__":
    _command(sys.argv[1:])
