"""A log that was restored from an older copy, read with what others had heard of it behind that copy."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from osi_core.domain import Event, Recorded
from osi_core.hearing.events import ChainAdopted
from osi_core.log.envelope import LogDamaged, decode
from osi_core.log.heard import PublicEntry


def with_adopted(
    own: Iterator[Recorded],
    adopted: Iterable[ChainAdopted],
    heard: Callable[[ChainAdopted], Iterable[PublicEntry]],
    kinds: tuple[type[Event], ...] = (),
    stream: str | None = None,
) -> Iterator[Recorded]:
    """Own events, and in their place those of these kinds, or of this stream, that were adopted.

    `heard` gives what was heard of a chain behind its copy.
    """
    waiting = deque(adopted)
    types = {kind.type for kind in kinds}

    def taken_in(one: ChainAdopted) -> Iterator[Recorded]:
        for message in heard(one):
            if message.raw and stream in (None, message.stream) and (not types or message.type in types):
                try:
                    yield decode(message.entry)
                except LogDamaged:  # it is parked
                    continue

    for record in own:
        while waiting and waiting[0].after < record.position:
            yield from taken_in(waiting.popleft())
        yield record
    for one in waiting:
        yield from taken_in(one)
