"""What sets a challenge right: its author amends or withdraws it, a merge is proposed first, lineage can be undone."""

from __future__ import annotations

from osi_core.challenges.commands import OfChallenge
from osi_core.challenges.commitment_facts import Answers
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Round, Statement
from osi_core.domain import FactKey, Id, PublicText, StopReason, Words


class OfAuthor(OfChallenge):
    """A command of a challenge's author, that only stands by itself as long as nobody has built on the challenge."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Challenge), FactKey(Answers, self.challenge), FactKey(Round), FactKey(Statement)


class AmendChallenge(OfAuthor):
    """The author says it in better words; once others have built on it, moderation is asked."""

    title: Words
    """As long as the playbook allows (`statement_length`)."""
    text: Words | None = None


class WithdrawChallenge(OfAuthor):
    """The author takes the challenge back; once others have built on it, moderation is asked."""

    reason: StopReason
    note: Words | None = None


class GrantCorrection(OfChallenge):
    """Moderation lets the author amend or withdraw what others have built on."""


class DeclineCorrection(OfChallenge):
    """Moderation leaves the challenge as it is, and everyone can read why."""

    reason: PublicText


class ProposeMerge(OfChallenge):
    """Tell the author that a challenge is to live on in another one that says the same; silence consents."""

    into: Id
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Challenge, self.into),)


class ObjectToMerge(OfChallenge):
    """The author wants the challenge to stand by itself: it is not merged."""

    note: Words | None = None


class UndoMerge(OfChallenge):
    """Let a challenge that was merged stand by itself again."""

    reason: PublicText


class UndoSplit(OfChallenge):
    """Let a challenge that was split stand by itself again, beside its parts."""

    reason: PublicText
