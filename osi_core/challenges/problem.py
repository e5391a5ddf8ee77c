"""From the ballots of a closed round to the profile that a prioritisation rule decides on; from votes to a table."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.ballots import counted, moved, profile_columns, that_count, unpacked
from osi_core.challenges.commands import RecordPrioritisation
from osi_core.challenges.events import (
    BallotsCast,
    ChallengeAccepted,
    ChallengeMerged,
    ChallengeRejected,
    ChallengeSplit,
    RoundClosed,
    RoundOpened,
    StatementAccepted,
    StatementRejected,
    StatementSubmitted,
    VotesCast,
)
from osi_core.challenges.facts import heirs_of
from osi_core.challenges.resources import BALLOTS
from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Profile, Ranking, VoteTable


def prioritisation_problem(log: LogView, closing: Recorded) -> Profile:
    """The profile of the ballots that stand before the close, in the order of the roster.

    An item that was merged or split by then lives on in others, and what was cast for it counts for these, however
    many merges and splits lie between. One that was taken down is left out.
    """
    assert isinstance(closing.event, RoundClosed)
    opened = next(iter(log.events(RoundOpened, stream=closing.stream))).event
    assert isinstance(opened, RoundOpened)
    box = BALLOTS.within(closing.mission, opened.round)
    events = (record.event for record in log.events(BallotsCast, stream=box))
    cast = unpacked(event for event in events if isinstance(event, BallotsCast))
    moves = _moves(log)
    leads = [heirs_of(item, lambda one: moves.get(one)) for item in opened.items]
    items = tuple(dict.fromkeys(heir for heirs in leads for heir in heirs))
    if items != opened.items:
        places = {item: place for place, item in enumerate(items)}
        heirs = [[places[heir] for heir in lead] for lead in leads]
        cast = (moved(opened.kind, ballot, heirs) for ballot in cast)
    ballots = counted(opened.kind, cast)
    return Profile(items=items, minimum_support=opened.minimum_support, **profile_columns(opened.kind, ballots))


def _moves(log: LogView) -> dict[str, tuple[str, ...]]:
    """What became of the challenges that do not stand by themselves: where each lives on, nowhere if it was taken
    down.
    """
    moves: dict[str, tuple[str, ...]] = {}
    for record in log.events(ChallengeAccepted, ChallengeRejected, ChallengeMerged, ChallengeSplit):
        match record.event:
            case ChallengeAccepted(challenge=challenge):
                moves.pop(challenge, None)
            case ChallengeRejected(challenge=challenge):
                moves[challenge] = ()
            case ChallengeMerged(challenge=challenge, into=into):
                moves[challenge] = (into,)
            case ChallengeSplit(challenge=challenge, parts=parts):
                moves[challenge] = parts
    return moves


def prioritisation_command(closing: Recorded, record: DecisionRecord, outcome: Ranking) -> RecordPrioritisation:
    """The command that brings the result of a closed round."""
    assert isinstance(closing.event, RoundClosed)
    return RecordPrioritisation(mission=closing.mission, round=closing.event.round, record=record, order=outcome.order)


def vote_table(log: LogView) -> VoteTable:
    """The votes on statements that count, as opinion maps want them; what was taken down is left out.

    Per person and statement the one counts that `that_count` names. Persons are member indices.
    """
    submitted = [r.event.statement for r in log.events(StatementSubmitted) if isinstance(r.event, StatementSubmitted)]
    let_in = {record.stream: record.position for record in log.events(StatementAccepted)}
    taken_out = {record.stream: record for record in log.events(StatementRejected)}
    rejected = {
        record.event.statement
        for stream, record in taken_out.items()
        if isinstance(record.event, StatementRejected) and record.position > let_in.get(stream, 0)
    }
    best = that_count(version for record in log.events(VotesCast) for version in _versions(record))
    votes = [(person, submitted[item], best[person, item]) for person, item in sorted(best)]
    kept = [name for name in submitted if name not in rejected]
    return VoteTable.of(
        max((person + 1 for person, _ in best), default=0), kept, [vote for vote in votes if vote[1] not in rejected]
    )


def _versions(record: Recorded) -> Iterator[tuple[tuple[int, int], int, int]]:
    assert isinstance(record.event, VotesCast)
    return record.event.versions()
