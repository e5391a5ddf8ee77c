"""The words of this room, and what others are refused when they ask for the log."""

from __future__ import annotations

from grpc import StatusCode

from osi_core.domain import Refused, Unmet, mission_name
from osi_core.words import Name
from osi_runtime.errors import CallRefused
from osi_runtime.peers.words import CATALOGUE, WORDS

__all__ = ["BEHIND", "CATALOGUE", "MISSING", "TOO_OLD", "WORDS"]

TOO_OLD = "knowledge-too-old"
"""What speaks against a command: what is known of another chain is older than the playbook allows."""
MISSING = "knowledge-missing"
"""What speaks against a command: since this service began, another chain has not been heard up to its end."""
BEHIND = "log-behind-others"
"""What speaks against all commands: others know more of the own chain than the store does."""


def unknown_mission(mission: str) -> Refused:
    """The answer about a mission that is not there, or not the asker's."""
    return Refused("LogService", [Unmet("mission-unknown", "mission", name=Name(mission_name(mission)))])


def other_chain(chain: str) -> CallRefused:
    """The answer about a chain that this service does not write."""
    return CallRefused(StatusCode.NOT_FOUND, "peers.chain-of-another", field="chain", chain=chain)


def beyond_end(after: int, end: int) -> CallRefused:
    """The answer to whoever knows more of the log than there is."""
    return CallRefused(StatusCode.OUT_OF_RANGE, "peers.after-beyond-end", field="after", after=after, end=end)


def follow_and_upto() -> CallRefused:
    """The answer to whoever wants to stay and to leave."""
    return CallRefused(StatusCode.INVALID_ARGUMENT, "peers.follow-and-upto", field="upto")


def page_token_malformed() -> CallRefused:
    """The answer to a page token that nobody here has given."""
    return CallRefused(StatusCode.INVALID_ARGUMENT, "peers.page-token-malformed", field="page_token")
