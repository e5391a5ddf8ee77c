"""What must hold for the ballots cast in a grant round."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.ballots import misfits
from osi_core.domain import Basis, Context, Unmet, judged_by
from osi_core.funding import commands as c
from osi_core.funding.events import GrantRoundStatus
from osi_core.funding.facts import GrantRound
from osi_core.funding.resources import GRANT_ROUND
from osi_core.mission.facts import Member


def grant_ballot_is_ones_own(command: c.CastGrantBallot, state: None, context: Context) -> Iterator[Unmet]:
    """A ballot is cast in person."""
    if context.actor.participant != command.participant:
        yield Unmet("not-oneself", "participant", actor=context.actor.participant, participant=command.participant)


def grant_round_takes_ballots(command: c.CastGrantBallot, state: None, context: Context) -> Iterator[Unmet]:
    """Ballots are taken from those on the roster, once all applications are in, until the deadline.

    Guarantees that the round was open at the position the event records. Race: a ballot that a second writer appends
    behind the close is in the log but does not count: the count ends at the close's position.
    """
    name, round_ = GRANT_ROUND(command.round), context.fact(GrantRound, command.round)
    if round_ is None:
        yield Unmet("not-found", "round", name=name)
        return
    if context.time < round_.applications_until:
        yield Unmet("round-not-open", "round", round=name, applications_until=round_.applications_until)
    over = (
        round_.status is not GrantRoundStatus.OPEN or round_.box_sha256 is None
    )  # it goes when a mission closes early
    if over or context.time >= round_.closes_at:
        yield Unmet("ballots-ended", "round", round=name, closes_at=round_.closes_at)
    box = context.box
    if box is not None and round_.voters.place(box.pseudonym(command.participant)) is None:
        yield Unmet("not-eligible", "participant", participant=command.participant, round=name)


@judged_by(Basis.BOX)
def grant_voter_still_takes_part(command: c.CastGrantBallot, state: None, context: Context) -> Iterator[Unmet]:
    """Who was erased votes no more; a ballot cast before stays under a pseudonym that leads to nobody.

    Guarantees it at the position the event records. Race: a ballot cast right before an erasure counts.
    """
    member = context.fact(Member, command.participant)
    if member is not None and member.erased:
        name = GRANT_ROUND(command.round)
        yield Unmet("not-eligible", "participant", participant=command.participant, round=name)


def grant_ballot_fits_its_kind(command: c.CastGrantBallot, state: None, context: Context) -> Iterator[Unmet]:
    """A ballot names the round's applications, each once, and gives points where the round asks for them.

    Race: none, for applications end before ballots begin.
    """
    round_ = context.fact(GrantRound, command.round)
    if round_ is not None:
        yield from misfits(command.choices, command.points, round_.ballot_form())
