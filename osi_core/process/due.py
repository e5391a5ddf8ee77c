"""Decisions that are due: closed, and neither recorded nor cancelled yet."""

from __future__ import annotations

from collections.abc import MutableMapping

from osi_core.domain import Fact, Recorded
from osi_core.log.decisions import DecisionClosed


class Due(Fact):
    """A decision that is closed, and neither recorded nor cancelled yet, by the stream of its aggregate.

    Its sources are the closes, results and cancellations of the decisions that a share takes, so the share names them.
    """

    position: int
    """Where its close stands."""

    @classmethod
    def fold(cls, rows: MutableMapping[str, Due], record: Recorded) -> None:
        if isinstance(record.event, DecisionClosed):
            rows[record.stream] = cls(position=record.position)
        else:
            rows.pop(record.stream, None)
