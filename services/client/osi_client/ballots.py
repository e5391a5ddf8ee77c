"""Many ballots as columns, in parts: pure, so that both clients send the same.

A service takes each part when it is complete, and answers at the end of a stream. What was sent before a stream broke
off stands, and ballots are known by their ids: so a stream that failed is sent again as it was. Streams are kept short,
for that is what is sent twice at most.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from uuid import uuid4

from osi.funding.v1.funding_service_pb2 import GrantBallot, StreamGrantBallotsRequest, StreamGrantBallotsResponse
from osi.type.v1.column_pb2 import Column

LARGEST_PART = 1_000
"""Ballots, as the contract says."""
HEAVIEST_PART = 2**20
"""Bytes of tokens and columns, about: a service refuses messages of some MiB."""
MOST_APPLICATIONS = 10_000
"""That the choices of one stream may count by."""
PARTS_A_STREAM = 8
MOST_REFUSED = 1_000
"""That an answer names."""


class ByToken(NamedTuple):
    """A ballot with the token of whoever casts it."""

    token: str
    """Of the mission, without `Bearer`."""
    ballot: GrantBallot


class Stream:
    """The ballots of one stream, gathered until it is full. Those without an id get one, to be known by."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._places: dict[str, int] = {}
        self._parts: list[list[ByToken]] = [[]]
        self._weight = 0
        self._is_scored: bool | None = None

    def take(self, given: ByToken) -> bool:
        """Adds a ballot; False where it has no room any more, or gives points where those before do not, and another
        stream has to take it. Raises ValueError for one whose points are not one a choice.
        """
        is_scored = self._scored(given.ballot)
        weight = len(given.token) + 8 * (len(given.ballot.choices) + 8)
        if len(self._parts[-1]) >= LARGEST_PART or (self._parts[-1] and self._weight + weight > HEAVIEST_PART):
            if len(self._parts) >= PARTS_A_STREAM:
                return False
            self._parts.append([])
            self._weight = 0
        if is_scored is not None and self._is_scored not in (None, is_scored):
            return False
        added = {choice for choice in given.ballot.choices if choice not in self._places}
        if self._places and len(self._places) + len(added) > MOST_APPLICATIONS:
            return False
        self._is_scored = self._is_scored if is_scored is None else is_scored
        for choice in given.ballot.choices:
            self._places.setdefault(choice, len(self._places))
        self._parts[-1].append(ByToken(given.token, with_id(given.ballot)))
        self._weight += weight
        return True

    @staticmethod
    def _scored(ballot: GrantBallot) -> bool | None:
        if ballot.points and len(ballot.points) != len(ballot.choices):
            raise ValueError(f"ballot {ballot.id!r}: {len(ballot.points)} points for {len(ballot.choices)} choices")
        return bool(ballot.points) if ballot.choices else None

    def requests(self) -> Iterator[StreamGrantBallotsRequest]:
        """The parts; the same ones each time."""
        for number, part in enumerate(filter(None, self._parts)):
            request = self._packed(part)
            if number == 0:
                request.name = self._name
                request.applications.extend(self._places)
            yield request

    def _packed(self, part: list[ByToken]) -> StreamGrantBallotsRequest:
        offsets, choices, points = [0], list[int](), list[int]()
        for _, ballot in part:
            choices += (self._places[choice] for choice in ballot.choices)
            offsets.append(len(choices))
            points += ballot.points
        revisions = [ballot.revision if ballot.HasField("revision") else -1 for _, ballot in part]
        return StreamGrantBallotsRequest(
            tokens=[given.token for given in part],
            ids=[given.ballot.id for given in part],
            revisions=i4(revisions) if any(revision >= 0 for revision in revisions) else None,
            offsets=i4(offsets),
            choices=i4(choices),
            points=i4(points) if self._is_scored else None,
        )


def with_id(ballot: GrantBallot) -> GrantBallot:
    """The ballot itself, or one like it with an id of its own."""
    if ballot.id:
        return ballot
    made = GrantBallot(id=str(uuid4()))
    made.MergeFrom(ballot)
    return made


def i4(numbers: Iterable[int]) -> Column:
    """A column of little-endian numbers of four bytes."""
    packed = array("i", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return Column(type=Column.ELEMENT_I4, values=packed.tobytes())


class Sum:
    """What became of several streams."""

    def __init__(self) -> None:
        self.reply = StreamGrantBallotsResponse()

    def add(self, reply: StreamGrantBallotsResponse) -> None:
        """Counts another one's answer in."""
        self.reply.cast += reply.cast
        self.reply.refused_count += reply.refused_count
        self.reply.refused.extend(reply.refused[: MOST_REFUSED - len(self.reply.refused)])
