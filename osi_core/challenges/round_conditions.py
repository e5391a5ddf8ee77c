"""What must hold for a prioritisation round and for the ballots cast in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.ballots import misfits, repeated
from osi_core.challenges import commands as c
from osi_core.challenges import round_commands as r
from osi_core.challenges.events import ChallengeStatus, RoundEffect, RoundStatus
from osi_core.challenges.facts import Challenge, ever_lived_in, lineage
from osi_core.challenges.resources import CHALLENGE, ROUND
from osi_core.challenges.round_facts import Round
from osi_core.challenges.settings import ChallengesSettings
from osi_core.challenges.state import RoundState
from osi_core.domain import STAFF, Basis, Context, Unmet, judged_by
from osi_core.mission.facts import Member


def items_of(command: c.OpenRound, context: Context) -> tuple[str, ...]:
    """The challenges that a round asks about: those it names, or all that are accepted."""
    if command.items:
        return command.items
    rows = context.all(Challenge).items()
    return tuple(id_ for id_, challenge in rows if challenge.status == ChallengeStatus.ACCEPTED)


def round_asks_about_accepted_challenges(command: c.OpenRound, state: None, context: Context) -> Iterator[Unmet]:
    """A round's items are accepted challenges, at least two of them, each once.

    Guarantees it at the position the event records. Race: an item merged during the round stays on the ballot, and
    what is cast for it counts for it all the same.
    """
    items = items_of(command, context)
    if len(items) < 2:
        yield Unmet("too-few-items", "items", count=len(items))
    for item in repeated(items):
        yield Unmet("item-repeated", "items", item=CHALLENGE(item))
    for item in command.items:
        found = context.fact(Challenge, item)
        if found is None or found.status != ChallengeStatus.ACCEPTED:
            yield Unmet("item-not-accepted", "items", item=CHALLENGE(item))


def round_closes_in_the_future(command: c.OpenRound, state: None, context: Context) -> Iterator[Unmet]:
    """A deadline that has passed leaves nobody time to vote."""
    if command.closes_at <= context.time:
        yield Unmet("deadline-past", "closes_at", deadline=command.closes_at)


def round_takes_its_time(command: c.OpenRound, state: None, context: Context) -> Iterator[Unmet]:
    """A round takes ballots for as many days as the playbook wants, so that people hear of it."""
    earliest = context.time + timedelta(days=context.settings(ChallengesSettings).round_days)
    if command.closes_at < earliest:
        yield Unmet("round-too-short", "closes_at", earliest=earliest)


def office_only_advises(command: c.OpenRound, state: None, context: Context) -> Iterator[Unmet]:
    """Where only those are asked who hold an office in the process, the result advises and changes no place."""
    if command.effect is not RoundEffect.ADVISE and set(command.electorate) <= set(STAFF):
        yield Unmet("electorate-only-advises", "effect", effect=command.effect)


def round_is_not_closed(command: c.OfRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """A round ends once, and nobody joins it afterwards."""
    if state.takes_no_more:
        yield Unmet("round-closed", round=ROUND(command.round))


def round_has_no_result(command: r.CancelRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """What is published is not cancelled, and what has ended does not end again."""
    if state.decided or state.ended:
        yield Unmet("round-ended", round=ROUND(command.round))


def round_moves_to_later(command: r.MoveRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """Nobody loses days that they were told of, and behind its deadline no round is opened for a few more votes."""
    if context.time >= state.closes_at:
        yield Unmet("ballots-ended", "round", round=ROUND(command.round), closes_at=state.closes_at)
    if command.closes_at <= state.closes_at:
        yield Unmet("round-not-later", "closes_at", closes_at=state.closes_at)


def round_lets_people_in(command: r.EnterRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """People enter a round by themselves where that was said at its opening, and until its deadline."""
    if not state.enter_until_close:
        yield Unmet("round-not-entered", "round", round=ROUND(command.round))
    if context.time >= state.closes_at:
        yield Unmet("ballots-ended", "round", round=ROUND(command.round), closes_at=state.closes_at)


def round_deadline_has_come(command: c.CloseRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """Nobody ends a round before the deadline that voters were told."""
    if context.time < state.closes_at:
        yield Unmet("round-still-open", round=ROUND(command.round), closes_at=state.closes_at)


@judged_by(Basis.BOX)
def voter_belongs_to_the_electorate(
    command: c.AddVoter | r.EnterRound, state: RoundState, context: Context
) -> Iterator[Unmet]:
    """A voter added later takes part in the mission and belongs to the electorate.

    Guarantees it at the position the event records. Race: as for all roles, which may be granted right after.
    """
    member = context.fact(Member, command.participant)
    if member is None or not member.roles & set(state.electorate):
        yield _not_eligible(command.participant, command.round)


def voter_is_new(command: c.AddVoter | r.EnterRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """A voter added later was not on the roster.

    Guarantees it at the position the event records. Race: none, additions to a round are one stream.
    """
    round_, box = context.fact(Round, command.round), context.box
    if round_ is not None and box is not None and round_.voters.place(box.pseudonym(command.participant)) is not None:
        yield Unmet("eligible-already", "participant", participant=command.participant, round=ROUND(command.round))


def comes_in_person(command: r.EnterRound, state: RoundState, context: Context) -> Iterator[Unmet]:
    """Nobody enters somebody else."""
    if context.actor.participant != command.participant:
        yield Unmet("not-oneself", "participant", actor=context.actor.participant, participant=command.participant)


def ballot_is_ones_own(command: c.CastBallot, state: None, context: Context) -> Iterator[Unmet]:
    """A ballot is cast in person."""
    if context.actor.participant != command.participant:
        yield Unmet("not-oneself", "participant", actor=context.actor.participant, participant=command.participant)


def round_takes_ballots(command: c.CastBallot, state: None, context: Context) -> Iterator[Unmet]:
    """Ballots are taken from those on the roster until the deadline.

    Guarantees that the round was open at the position the event records. Race: a ballot that a second writer appends
    behind the close is in the log but does not count: the count ends at the close's position.
    """
    round_ = context.fact(Round, command.round)
    if round_ is None:
        yield Unmet("not-found", "round", name=ROUND(command.round))
        return
    over = round_.status != RoundStatus.OPEN or round_.box_sha256 is None  # the key went when the mission closed early
    if over or context.time >= round_.closes_at:
        yield Unmet("ballots-ended", "round", round=ROUND(command.round), closes_at=round_.closes_at)
    box = context.box
    if box is not None and round_.voters.place(box.pseudonym(command.participant)) is None:
        yield _not_eligible(command.participant, command.round)


@judged_by(Basis.BOX)
def voter_still_takes_part(command: c.CastBallot, state: None, context: Context) -> Iterator[Unmet]:
    """Who was erased votes no more; a ballot cast before stays under a pseudonym that leads to nobody.

    Guarantees it at the position the event records. Race: a ballot cast right before an erasure counts.
    """
    member = context.fact(Member, command.participant)
    if member is not None and member.erased:
        yield _not_eligible(command.participant, command.round)


def ballot_fits_its_kind(command: c.CastBallot, state: None, context: Context) -> Iterator[Unmet]:
    """A ballot names the round's items, each as often as its kind allows.

    Race: none, for the items of a round never change.
    """
    round_ = context.fact(Round, command.round)
    if round_ is not None:
        yield from misfits(command.choices, command.points, round_.ballot_form())


def _not_eligible(participant: str, round_: str) -> Unmet:
    return Unmet("not-eligible", "participant", participant=participant, round=ROUND(round_))


def order_names_the_items(command: c.RecordPrioritisation, state: RoundState, context: Context) -> Iterator[Unmet]:
    """A result orders items of the round, or what these live on in, each at most once; until the second rules.

    Race: an item that stood by itself again between close and result was taken for another's.
    """
    rows = context.all(Challenge)
    yield from _unmet_of_order(command, frozenset[str]().union(*(lineage(item, rows) for item in state.items)))


def order_names_what_items_were(
    command: c.RecordPrioritisation, state: RoundState, context: Context
) -> Iterator[Unmet]:
    """A result orders items of the round, or what these have lived on in, each at most once; the close has fixed which,
    so that a merge may be undone before the result.

    Race: none, what an item has ever lived on in stays among these.
    """
    yield from _unmet_of_order(command, ever_lived_in(state.items, context.all(Challenge)))


def _unmet_of_order(command: c.RecordPrioritisation, known: frozenset[str]) -> Iterator[Unmet]:
    for item in sorted(set(command.order) - known):
        yield Unmet("item-unknown", "order", item=CHALLENGE(item))
    for item in repeated(command.order):
        yield Unmet("item-repeated", "order", item=CHALLENGE(item))
