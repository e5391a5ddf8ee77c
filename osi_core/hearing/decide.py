"""What happens when a command about what was heard is granted."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context
from osi_core.hearing import commands as c
from osi_core.hearing import events as e
from osi_core.hearing.facts import Parked


def park(command: c.ParkMessage, state: None, context: Context) -> Iterator[e.MessageParked]:
    yield e.MessageParked(
        chain=command.chain, position=command.position, subject=command.subject, reason=command.reason
    )


def take_up(command: c.TakeUpMessage, state: None, context: Context) -> Iterator[e.MessageTakenUp]:
    subject = context.all(Parked)[Parked.key(command.chain, command.position)].subject
    yield e.MessageTakenUp(chain=command.chain, position=command.position, subject=subject)


def stop(command: c.StopHearing, state: None, context: Context) -> Iterator[e.HearingStopped]:
    yield e.HearingStopped(chain=command.chain, position=command.position, hash=command.hash)


def take_handover(command: c.TakeHandover, state: None, context: Context) -> Iterator[e.HandoverTaken]:
    yield e.HandoverTaken(
        chain=command.chain,
        position=command.position,
        hash=command.hash,
        sha256=command.sha256,
        receipts=command.receipts,
    )


def adopt(command: c.AdoptChain, state: None, context: Context) -> Iterator[e.ChainAdopted]:
    yield e.ChainAdopted(chain=command.chain, after=command.after, last=command.position, adopted=command.adopted)
