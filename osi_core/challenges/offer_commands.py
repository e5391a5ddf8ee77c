"""Commitments that a body has still to decide on: a council, a board, a meeting of members."""

from __future__ import annotations

from osi_core.challenges.commands import OfCommitment
from osi_core.challenges.facts import Challenge
from osi_core.domain import Day, FactKey, Id, PublicText


class OfferCommitment(OfCommitment):
    """An institution commits itself, in public, subject to a named body that decides on a named day."""

    challenge: Id
    scope: PublicText
    resources: PublicText
    due: Day
    body: PublicText
    """Who decides on it."""
    decides_on: Day

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Challenge, self.challenge),)


class ConfirmCommitment(OfCommitment):
    """The body has said yes: the commitment is made."""

    said: PublicText
    """What was decided, and where that can be read."""


class RefuseCommitment(OfCommitment):
    """The body has said no: the commitment has ended."""

    reason: PublicText
