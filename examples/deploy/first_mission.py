"""Day one: a mission, the chains that serve it, and its first organiser, by an operator's token and a person's.

    python first_mission.py MISSION TITLE --target HOST:PORT --ca ca.crt --operator operator.token --person person.token

The person is whoever logged in at the organisation's OpenID provider: participation gives an id of the mission in
exchange, which nobody else can lead back to the person, and the operator makes that participant an organiser. All of it
has request ids, so that the script may be run again wherever it was cut off.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from osi.participation.v1.resources_pb2 import Chain
from osi.type.v1.terms_pb2 import ROLE_ORGANISER, SERVICE_FUNDING, SERVICE_MATCHING

import osi_client

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT = "urn:ietf:params:oauth:token-type:jwt"
CHAINS = {"matching-1": SERVICE_MATCHING, "funding-1": SERVICE_FUNDING}


def begin(connection: osi_client.Connection, mission: str, title: str, person: str) -> str:
    """Begins the mission; the full name of its first organiser."""
    name = f"missions/{mission}"
    with connection as osi:
        osi.participation.create_mission(name=name, title=title, request_id="day-one")
        for chain, service in CHAINS.items():
            osi.participation.create_chain(
                parent=name, chain_id=chain, chain=Chain(service=service), request_id=f"day-one-{chain}"
            )
        given = osi.tokens.exchange_token(
            grant_type=EXCHANGE, subject_token=person, subject_token_type=JWT, mission=name
        )
        osi.participation.grant_role(name=given.participant, role=ROLE_ORGANISER, request_id="day-one-organiser")
    return given.participant


def main(arguments: Sequence[str] | None = None) -> None:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mission", help="the mission's id, such as climate-2030")
    parser.add_argument("title")
    parser.add_argument("--target", required=True, metavar="HOST:PORT", help="participation")
    parser.add_argument("--ca", type=Path, required=True, metavar="FILE", help="authorities of its certificate")
    parser.add_argument("--operator", type=Path, required=True, metavar="FILE", help="an operator's token")
    parser.add_argument("--person", type=Path, required=True, metavar="FILE", help="the first organiser's own token")
    given = parser.parse_args(arguments)
    connection = osi_client.connect(
        given.target, token=given.operator.read_text("ascii").strip(), tls=osi_client.Tls(given.ca.read_bytes())
    )
    print(begin(connection, given.mission, given.title, given.person.read_text("ascii").strip()))


if __name__ == "__main__":
    main()
