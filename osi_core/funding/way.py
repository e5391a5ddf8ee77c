"""What the events of funding mean for the way of a contribution."""

from __future__ import annotations

from collections.abc import Collection

from osi_core.funding import events as e
from osi_core.funding.resources import APPLICATION, GRANT_ROUND
from osi_core.way import Audience, Stage, Told, Way
from osi_core.words import Message


def how_many_are_funded(event: e.GrantRoundDecided, message: Message, names: Collection[str]) -> Message:
    """With the number of grants."""
    return message._replace(values={**message.values, "funded": len(event.awards)})


_ROUND = {"round": GRANT_ROUND}

WAY = Way(
    told={
        e.GrantApplied: Told(Stage.PROGRAMME, ended="ended.grant-undecided"),
        e.GrantBallotsCast: Told(
            Stage.CONTRIBUTION,
            Audience.ONESELF,
            names=_ROUND,
            result_at=lambda event: GRANT_ROUND(event.round),
        ),
        e.GrantRoundCancelled: Told(Stage.SUPPORT, names=_ROUND, ended="ended.grant-round-cancelled"),
        e.GrantRoundDecided: Told(Stage.SUPPORT, tell=how_many_are_funded),
        e.GrantAwarded: Told(Stage.SUPPORT, ended="ended.grant-awarded"),
        e.GrantAccepted: Told(Stage.SUPPORT, ended="ended.grant-awarded"),
        e.GrantLapsed: Told(Stage.PROGRAMME, ended="ended.grant-lapsed"),
        e.GrantDeclined: Told(Stage.PROGRAMME, names=_ROUND, ended="ended.grant-declined"),
        e.GrantPaid: Told(Stage.SUPPORT, ended="ended.grant-paid"),
        e.GrantWrittenOff: Told(Stage.SUPPORT, ended="ended.grant-written-off"),
        e.WriteOffUndone: Told(Stage.SUPPORT, ended="ended.grant-paid"),
        e.GrantReturned: Told(Stage.SUPPORT, ended="ended.grant-returned"),
    },
    begins=(APPLICATION,),
)
