"""Funding's methods, with what the contract leaves to the caller: ids of ballots, and ballots in parts."""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from typing import Any, Unpack

from osi.funding.v1 import funding_service_pb2 as service

from osi_client.ballots import ByToken, Stream, Sum, with_id
from osi_client.facades.funding import AsyncFundingMethods, BatchCastGrantBallotsFields, FundingMethods

Told = Callable[[service.StreamGrantBallotsResponse], object]
"""Is given what became of all ballots so far, whenever a stream of them was answered."""


class Funding(FundingMethods):
    """Funds, grant rounds, applications and grants, for the plain client."""

    def batch_cast_grant_ballots(
        self,
        request: service.BatchCastGrantBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastGrantBallotsFields],
    ) -> service.BatchCastGrantBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own. Ballots without an id get one."""
        return super().batch_cast_grant_ballots(_with_ids(request, fields), timeout=timeout)

    def cast_ballots(
        self, name: str, ballots: Iterable[ByToken], *, timeout: float | None = None, told: Told | None = None
    ) -> service.StreamGrantBallotsResponse:
        """Casts any number of ballots in a round: as columns, in streams of some thousands, each with `timeout`.

        A stream that breaks off is sent again and counts once. Where that does not help either, the error is raised;
        `told` has heard what was cast by then, and calling again with the same ballots, with ids, goes on.
        """
        total, stream = Sum(), Stream(name)
        for ballot in ballots:
            if not stream.take(ballot):
                self._send(stream, total, timeout, told)
                stream = Stream(name)
                stream.take(ballot)
        self._send(stream, total, timeout, told)
        return total.reply

    def _send(self, stream: Stream, total: Sum, timeout: float | None, told: Told | None) -> None:
        if requests := list(stream.requests()):
            total.add(self.stream_grant_ballots(requests, timeout=timeout))
            if told is not None:
                told(total.reply)


class AsyncFunding(AsyncFundingMethods):
    """Funds, grant rounds, applications and grants, for the async client."""

    async def batch_cast_grant_ballots(
        self,
        request: service.BatchCastGrantBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastGrantBallotsFields],
    ) -> service.BatchCastGrantBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own. Ballots without an id get one."""
        return await super().batch_cast_grant_ballots(_with_ids(request, fields), timeout=timeout)

    async def cast_ballots(
        self,
        name: str,
        ballots: Iterable[ByToken] | AsyncIterable[ByToken],
        *,
        timeout: float | None = None,
        told: Told | None = None,
    ) -> service.StreamGrantBallotsResponse:
        """Casts any number of ballots in a round: as columns, in streams of some thousands, each with `timeout`.

        A stream that breaks off is sent again and counts once. Where that does not help either, the error is raised;
        `told` has heard what was cast by then, and calling again with the same ballots, with ids, goes on.
        """
        total, stream = Sum(), Stream(name)
        async for ballot in ballots if isinstance(ballots, AsyncIterable) else _each(ballots):
            if not stream.take(ballot):
                await self._send(stream, total, timeout, told)
                stream = Stream(name)
                stream.take(ballot)
        await self._send(stream, total, timeout, told)
        return total.reply

    async def _send(self, stream: Stream, total: Sum, timeout: float | None, told: Told | None) -> None:
        if requests := list(stream.requests()):
            total.add(await self.stream_grant_ballots(requests, timeout=timeout))
            if told is not None:
                told(total.reply)


async def _each(ballots: Iterable[ByToken]) -> Any:
    for ballot in ballots:
        yield ballot


def _with_ids(
    request: service.BatchCastGrantBallotsRequest | None, fields: BatchCastGrantBallotsFields
) -> service.BatchCastGrantBallotsRequest:
    if request is not None and fields:
        raise TypeError(f"BatchCastGrantBallots takes a message or fields, not both: {', '.join(sorted(fields))}")
    given = service.BatchCastGrantBallotsRequest(**fields) if request is None else request
    each = (service.BatchedGrantBallot(token=one.token, ballot=with_id(one.ballot)) for one in given.ballots)
    return service.BatchCastGrantBallotsRequest(name=given.name, ballots=each)
