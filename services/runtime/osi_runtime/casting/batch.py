"""Ballots of several people in one call."""

from __future__ import annotations

from typing import Any

from osi_core.domain import Command
from osi_runtime.casting.bringing import Brought, Cast, bring, status_of
from osi_runtime.casting.declared import BallotBox
from osi_runtime.methods import By, Custom
from osi_runtime.minting import minted_now
from osi_runtime.runtime import Runtime
from osi_runtime.servicing.rows import receipt_message

__all__ = ["casts_batch", "result_of"]


def casts_batch(box: BallotBox) -> Custom:
    """The row of a method that casts a batch. Whoever calls brings a token for each ballot, and is judged by these."""

    async def cast(runtime: Runtime, request: Any) -> Any:
        await runtime.see(box.round_in(request.name)["mission"])
        brought = [_brought(runtime, box, request.name, one) for one in request.ballots]
        return box.batch(results=[result_of(runtime, box, one) for one in await bring(runtime, brought)])

    return Custom(cast, By.PUBLIC, mission="")


def _brought(runtime: Runtime, box: BallotBox, name: str, one: Any) -> Brought:
    ballot = type(one.ballot)()
    ballot.CopyFrom(one.ballot)
    ballot.id = ballot.id or minted_now()

    def command(participant: str) -> Command:
        made = runtime.wire.command(box.asks(name=name, ballot=ballot), box.command, participant=participant)
        assert isinstance(made, Command)
        return made

    return Brought(one.token, ballot.id, command)


def result_of(runtime: Runtime, box: BallotBox, cast: Cast) -> Any:
    """What became of a ballot, as it is answered."""
    result = box.result(id=cast.id)
    if isinstance(cast.answer, Exception):
        result.status.CopyFrom(status_of(runtime, cast.answer))
    elif cast.answer.receipt is not None:
        result.receipt.CopyFrom(receipt_message(cast.answer.receipt))
    return result
