"""What the events of phase 2 mean for the way of a contribution."""

from __future__ import annotations

from collections.abc import Collection

from osi_core.challenges import events as e
from osi_core.challenges.resources import CHALLENGE, COMMITMENT, ROUND, STATEMENT
from osi_core.domain import Event
from osi_core.way import Audience, Stage, Told, Turn, Way
from osi_core.words import Message, Name, Value


def place_in_order(event: e.ChallengesPrioritised, message: Message, names: Collection[str]) -> Message:
    """With the place that the first of the way's challenges got, and without those of all others."""
    for place, item in enumerate(event.order, start=1):
        if CHALLENGE(item) in names:
            return placed(event, message, place)
    advice = event.effect is e.RoundEffect.ADVISE
    return Message("step.challenges.advised" if advice else message.code, _without_order(message))


def placed(event: e.ChallengesPrioritised, message: Message, place: int) -> Message:
    """The sentence for what stands at a place of the order, from 1; a place in an advice is none in the priorities."""
    values = {**_without_order(message), "of": len(event.order)}
    if event.effect is e.RoundEffect.ADVISE:
        return Message("step.challenges.advised-at", {**values, "at": place})
    return Message("step.challenges.prioritised-at", {**values, "place": place})


def _without_order(message: Message) -> dict[str, Value]:
    return {name: value for name, value in message.values.items() if name != "order"}


def rejected_or_taken_down(
    event: e.ChallengeRejected | e.StatementRejected, message: Message, names: Collection[str]
) -> Message:
    """What had been accepted before is told as taken down, and on which ground."""
    if not event.taken_down:
        return message
    ground = getattr(event, "ground", None)
    return message._replace(code="step.challenges.taken-down-on" if ground else "step.challenges.taken-down")


def granted(event: e.CorrectionGranted, message: Message, names: Collection[str]) -> Message:
    """What the author had wished for."""
    if event.wish is e.Wish.WITHDRAW:
        return message._replace(code="step.challenges.withdrawal-granted")
    return message


def kept_in_time_or_late(event: e.CommitmentKept, message: Message, names: Collection[str]) -> Message:
    """A commitment that was kept late is told as that."""
    return message._replace(code="step.challenges.commitment-kept-late") if event.late else message


def voted_for(event: e.BallotsCast, opened: Event | None) -> tuple[Name, ...]:
    """The challenges that a ballot names."""
    if not isinstance(opened, e.RoundOpened):
        return ()
    return tuple(CHALLENGE(opened.items[choice]) for choice in dict.fromkeys(event.choices.view()))


def committed_to(event: e.CommitmentMade | e.CommitmentOffered, opened: Event | None) -> tuple[Name, ...]:
    """The challenge that an institution commits itself to."""
    return (CHALLENGE(event.challenge),)


_BEGINS = frozenset({Turn.BEGINS})
_COMMITS = Told(Stage.COMMITMENT, supports=committed_to, supporting="step.challenges.committed-to")

WAY = Way(
    told={
        e.ChallengeSubmitted: Told(Stage.CONTRIBUTION, turns=_BEGINS),
        e.ChallengeAccepted: Told(Stage.MODERATION, turns=_BEGINS),
        e.ChallengeRejected: Told(Stage.MODERATION, ended="ended.by-moderation", tell=rejected_or_taken_down),
        e.ChallengeMerged: Told(Stage.LINEAGE, turns=frozenset({Turn.MOVES}), to_supporters=True),
        e.ChallengeSplit: Told(Stage.LINEAGE, turns=frozenset({Turn.MOVES}), to_supporters=True),
        e.MergeProposed: Told(Stage.LINEAGE, Audience.OWN, names={"into": CHALLENGE}, to_supporters=True),
        e.MergeObjected: Told(Stage.LINEAGE, Audience.OWN, names={"into": CHALLENGE}, to_supporters=True),
        e.MergeUndone: Told(Stage.LINEAGE, Audience.OWN, turns=frozenset({Turn.RETURNS}), to_supporters=True),
        e.SplitUndone: Told(Stage.LINEAGE, Audience.OWN, turns=frozenset({Turn.RETURNS}), to_supporters=True),
        e.ChallengeAmended: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.ChallengeWithdrawn: Told(Stage.CONTRIBUTION, ended="ended.by-author"),
        e.AmendmentAsked: Told(Stage.MODERATION, Audience.OWN),
        e.WithdrawalAsked: Told(Stage.MODERATION, Audience.OWN),
        e.CorrectionGranted: Told(Stage.MODERATION, Audience.OWN, tell=granted),
        e.CorrectionDeclined: Told(Stage.MODERATION, Audience.OWN),
        e.StatementSubmitted: Told(Stage.CONTRIBUTION, Audience.OWN),
        e.StatementAccepted: Told(Stage.MODERATION, Audience.OWN),
        e.StatementRejected: Told(
            Stage.MODERATION, Audience.OWN, ended="ended.by-moderation", tell=rejected_or_taken_down
        ),
        e.VotesCast: Told(Stage.CONTRIBUTION, Audience.ONESELF),
        e.BallotsCast: Told(
            Stage.CONTRIBUTION,
            Audience.ONESELF,
            names={"round": ROUND},
            result_at=lambda event: ROUND(event.round),
            supports=voted_for,
            supporting="step.challenges.voted-for",
        ),
        e.ChallengesPrioritised: Told(Stage.PRIORITY, tell=place_in_order),
        e.RoundMoved: Told(Stage.CONTRIBUTION, Audience.OWN, names={"round": ROUND}),
        e.RoundCancelled: Told(Stage.PRIORITY, Audience.OWN, names={"round": ROUND}, ended="ended.round-cancelled"),
        e.RoundUndecided: Told(Stage.PRIORITY, Audience.OWN, names={"round": ROUND}),
        e.GapAcknowledged: Told(Stage.PRIORITY),
        e.CommitmentMade: _COMMITS,
        e.CommitmentOffered: _COMMITS,
        e.CommitmentConfirmed: Told(Stage.COMMITMENT),
        e.CommitmentRefused: Told(Stage.COMMITMENT),
        e.CommitmentUndecided: Told(Stage.COMMITMENT),
        e.CommitmentKept: Told(Stage.COMMITMENT, tell=kept_in_time_or_late),
        e.CommitmentLate: Told(Stage.COMMITMENT),
        e.CommitmentWithdrawn: Told(Stage.COMMITMENT),
    },
    follows=(CHALLENGE, COMMITMENT),
    begins=(STATEMENT,),
)
