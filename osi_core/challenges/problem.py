"""From the ballots of a closed round to the profile that a prioritisation rule decides on; from votes to a table."""

from __future__ import annotations

from osi_core.ballots import counted, profile_columns, unpacked
from osi_core.challenges.commands import RecordPrioritisation
from osi_core.challenges.events import (
    BallotsCast,
    RoundClosed,
    RoundOpened,
    StatementRejected,
    StatementSubmitted,
    VotesCast,
)
from osi_core.challenges.resources import BALLOTS
from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Profile, Ranking, VoteTable


def prioritisation_problem(log: LogView, closing: Recorded) -> Profile:
    """The profile of the ballots that stand before the close, in the order of the roster.

    Per person (in a paired round: per person and pair) the ballot of the highest (revision, id) counts, so the profile
    does not depend on the order in which ballots came, nor on one that came twice.
    """
    assert isinstance(closing.event, RoundClosed)
    opened = next(iter(log.events(RoundOpened, stream=closing.stream))).event
    assert isinstance(opened, RoundOpened)
    box = BALLOTS.within(closing.mission, opened.round)
    cast = (record.event for record in log.events(BallotsCast, stream=box))
    ballots = counted(opened.kind, unpacked(event for event in cast if isinstance(event, BallotsCast)))
    return Profile(items=opened.items, minimum_support=opened.minimum_support, **profile_columns(opened.kind, ballots))


def prioritisation_command(closing: Recorded, record: DecisionRecord, outcome: Ranking) -> RecordPrioritisation:
    """The command that brings the result of a closed round."""
    assert isinstance(closing.event, RoundClosed)
    return RecordPrioritisation(mission=closing.mission, round=closing.event.round, record=record, order=outcome.order)


def vote_table(log: LogView) -> VoteTable:
    """The votes on statements that count, as opinion maps want them; statements that were rejected are left out.

    Per person and statement the vote of the highest (revision, id) counts, whatever the order in which they came.
    Persons are member indices.
    """
    submitted = [r.event.statement for r in log.events(StatementSubmitted) if isinstance(r.event, StatementSubmitted)]
    rejected = {r.event.statement for r in log.events(StatementRejected) if isinstance(r.event, StatementRejected)}
    best: dict[tuple[int, int], tuple[int, str, int]] = {}
    for record in log.events(VotesCast):
        cast = record.event
        assert isinstance(cast, VotesCast)
        columns = (cast.persons.view(), cast.items.view(), cast.revisions.view(), cast.ids, cast.values.view())
        for person, item, *vote in zip(*columns, strict=True):
            revision, vote_id, value = vote
            best[person, item] = max(best.get((person, item), (-1, "", 0)), (revision, vote_id, value))
    votes = [(person, submitted[item], best[person, item][2]) for person, item in sorted(best)]
    kept = [name for name in submitted if name not in rejected]
    return VoteTable.of(
        max((person + 1 for person, _ in best), default=0), kept, [vote for vote in votes if vote[1] not in rejected]
    )
