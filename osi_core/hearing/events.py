"""What can have happened to what was heard, and what is answered to it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from osi_core.domain import Event, Phase, Service
from osi_core.log.envelope import NAMES_ANEW

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]*$", max_length=100)]


class MessageParked(Event, type="hearing.parked"):
    """It was heard and could not be taken in; so it waits, and what comes behind it of the same aggregate waits too."""

    chain: str
    position: int
    subject: str
    """The stream that it stands in at its origin."""
    reason: str
    """A code."""


class MessageTakenUp(Event, type="hearing.taken_up"):
    """A parked message is taken in from here on."""

    chain: str
    position: int
    subject: str


class HearingStopped(Event, type="hearing.stopped"):
    """A chain has told two stories. Nothing more of it is taken in; an operator lists its successor."""

    chain: str
    position: int
    hash: str
    """What the chain says now to stand there."""


class Answered(Event):
    """What a service says to a question of the mission's chain: done, or what speaks against it."""

    chain: str
    """The mission's."""
    position: int
    """Of the question."""
    service: Service
    unmet: Annotated[tuple[Code, ...], Field(max_length=100)]
    """None: done, from here on in this chain. What they are is held here, for whoever asked says them again in public.
    """


class ClosingAnswered(Answered, type="hearing.closing_answered", public=True):
    phase: Phase


class ErasureAnswered(Event, type="hearing.erasure_answered", public=True):
    """What a chain's store held of somebody who was erased is gone from its files, too."""

    chain: str
    """The mission's."""
    position: int
    """Of the erasure."""
    service: Service


class PlaybookAnswered(Answered, type="hearing.playbook_answered", public=True):
    pass


class HandoverTaken(Event, type="hearing.handover_taken", public=True):
    """From here on this chain answers for the receipts of one that it succeeds."""

    chain: str
    position: int
    """The last of that chain that counts."""
    hash: str
    sha256: str
    """Of what was handed over, which lies beside the log."""
    receipts: int


class ChainAdopted(Event, type=NAMES_ANEW, public=True):
    """The log was restored from an older copy of a chain, and goes on under another name from here on.

    What stood in the chain up to `after` is here as it was. Behind it counts what others have heard of it in public, up
    to `last`; what else stood behind `after` is lost.
    """

    chain: str
    after: int
    last: int
    adopted: int
    """How many public events between both were heard; the others were private."""
