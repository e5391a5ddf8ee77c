"""The declared table of exceptions: all that a contract says otherwise than the library, and that no rule tells.

The rules: a method's option names its command, a message's option its event, a resource's pattern its view. A Create
has the command's fields in the resource, the others beside `name`; fields have the same names on both sides; what a
field is, both types and `google.api.resource_reference` say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Exceptional(NamedTuple):
    """How the message of a command differs."""

    within: str = ""
    """The field of the request that the command's own fields stand in."""
    called: Mapping[str, str] = {}
    """Field of the command → field of the message."""
    mints: str = ""
    """The field of the command that takes an id made by the service where the message has none."""
    given: tuple[str, ...] = ()
    """Fields that no message says: the service knows them, such as who asks."""


COMMANDS: Mapping[str, Exceptional] = {
    "CastBallot": Exceptional(within="ballot", called={"ballot": "id"}, mints="ballot", given=("participant",)),
    "CastGrantBallot": Exceptional(within="ballot", called={"ballot": "id"}, mints="ballot", given=("participant",)),
    "CastVotes": Exceptional(given=("participant",)),
    "EnterRound": Exceptional(given=("participant",)),
    "RegisterInstitution": Exceptional(called={"name": "display_name"}),
}
"""By the name of the command."""

BESIDE = "osi.type.v1.Receipt"
"""What the view of a resource does not have: the service tells it in an answer of its own."""
