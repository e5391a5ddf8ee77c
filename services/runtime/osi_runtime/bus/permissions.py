"""What a service's user may do at a NATS server: speak for itself, hear all, and nothing else.

Whoever may publish under a service's subjects can say what its chain contradicts, and so end the hearing of it. So each
service has a user of its own. `python -m osi_runtime.bus.permissions [CHAIN=SERVICE ...]` prints settings of a server
with a user for each chain, which is also its name; its password is in the variable `NATS_<SERVICE>`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from osi_core.domain import Service
from osi_runtime.bus.connecting import inbox_of
from osi_runtime.bus.messages import service_subjects
from osi_runtime.bus.stream import STREAM

__all__ = ["User", "publishes", "subscribes", "users"]

_API = "$JS.API"


class User(NamedTuple):
    """A service as NATS knows it."""

    service: Service
    chain: str
    """By which it connects, and which its consumer is named after."""
    password: str
    """As it stands in the settings: quoted, or `$` and a variable."""


def publishes(service: Service, chain: str) -> list[str]:
    """The subjects that it publishes under: its own, and what it asks JetStream for.

    How a consumer is made depends on the client: ours asks under the older subject, newer libraries under the others.
    The server holds the consumer's name in the request to that in the subject.
    """
    asked = [
        "STREAM.INFO.{stream}",
        "STREAM.CREATE.{stream}",
        "STREAM.MSG.GET.{stream}",
        "CONSUMER.DURABLE.CREATE.{stream}.{chain}",
        "CONSUMER.CREATE.{stream}.{chain}",
        "CONSUMER.CREATE.{stream}.{chain}.>",
        "CONSUMER.INFO.{stream}.{chain}",
        "CONSUMER.MSG.NEXT.{stream}.{chain}",
        "CONSUMER.RESET.{stream}.{chain}",
    ]
    api = [f"{_API}.{one.format(stream=STREAM, chain=chain)}" for one in asked]
    return [service_subjects(service), *api, f"$JS.ACK.{STREAM}.{chain}.>"]


def subscribes(chain: str) -> list[str]:
    """Where answers come to it."""
    return [f"{inbox_of(chain)}.>"]


def users(them: Iterable[User]) -> str:
    """An account for the services of one network, as a section of the server's settings."""
    lines = ["accounts {", "  OSI {", "    jetstream: enabled", "    users: ["]
    for one in them:
        lines += [
            "      {",
            f"        user: {json.dumps(one.chain)}, password: {one.password}",
            "        permissions {",
            f"          publish: {_listed(publishes(one.service, one.chain))}",
            f"          subscribe: {_listed(subscribes(one.chain))}",
            "        }",
            "      }",
        ]
    return "\n".join([*lines, "    ]", "  }", "}", ""])


def _listed(subjects: Sequence[str]) -> str:
    return "[\n" + "".join(f"            {json.dumps(one)}\n" for one in subjects) + "          ]"


def _main(arguments: Sequence[str]) -> str:
    given = [one.partition("=") for one in arguments] or [(f"{one}-1", "=", one.value) for one in Service]
    return users(User(Service(service), chain, f"$NATS_{service.upper()}") for chain, _, service in given)


if __name__ == "__main__":
    sys.stdout.write(_main(sys.argv[1:]))
