"""What a team's speakers do in phase 4, and its other members do not; asked since version 2 of the rules."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import STAFF, Context, Unmet
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support import commands as c
from osi_core.support.conditions import not_warned_long_enough
from osi_core.support.events import Side
from osi_core.support.match_conditions import sides
from osi_core.support.state import InitiativeState, NeedState, OfferState


def speaks_for_the_initiative(
    command: c.OfInitiative | c.StateNeed | c.ConsentToBundle | c.DeclineBundle, state: object, context: Context
) -> Iterator[Unmet]:
    """A member of the team acts for its initiative only as its speaker.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    yield from _speaks_for(command.initiative, context)


def speaks_for_the_needy_or_organises(command: c.CancelNeed, state: NeedState, context: Context) -> Iterator[Unmet]:
    """A need is taken back by a speaker of the team, or by the organisers. Race: none within one log."""
    if not context.actor.is_(*STAFF):
        yield from _speaks_for(state.initiative, context)


def drops_out_as_a_speaker_or_after_a_warning(
    command: c.MarkDroppedOut, state: InitiativeState, context: Context
) -> Iterator[Unmet]:
    """Only a speaker ends the team's initiative at once; an organiser who is a member warns and waits, as all do.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if context.actor.is_(*STAFF):
        if _is_only_a_member(command.initiative, context):
            yield from not_warned_long_enough(command, context)
    else:
        yield from _speaks_for(command.initiative, context)


def proposes_as_a_speaker(command: c.ProposeBundle, state: None, context: Context) -> Iterator[Unmet]:
    """A bundle is proposed by a speaker of a team that would belong to it, or by the organisers.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if context.actor.is_(*STAFF):
        return
    own = [one for one in command.initiatives if _is_in_team(one, context)]
    if own and all(_is_only_a_member(one, context) for one in own):
        yield _not_a_speaker(own[0], context)


def is_a_side_as_a_speaker(command: c.OfMatch, state: OfferState, context: Context) -> Iterator[Unmet]:
    """Of an initiative's side only a speaker releases, delivers or confirms.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if command.need not in state.matches or context.actor.is_(*STAFF):
        return
    initiative = state.matches[command.need].initiative
    if sides(command, state, context) == (Side.INITIATIVE,):
        yield from _speaks_for(initiative, context)


def confirms_as_a_speaker(command: c.ConfirmDelivery, state: OfferState, context: Context) -> Iterator[Unmet]:
    """For an initiative only a speaker confirms, whoever else the actor may be.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    match = state.matches.get(command.need)
    if match is not None and sides(command, state, context) == (Side.INITIATIVE,):
        yield from _speaks_for(match.initiative, context)


def _speaks_for(initiative: str, context: Context) -> Iterator[Unmet]:
    if _is_only_a_member(initiative, context):
        yield _not_a_speaker(initiative, context)


def _is_in_team(initiative: str, context: Context) -> bool:
    solution = context.fact(Solution, initiative)
    return solution is not None and context.actor.participant in solution.team


def _is_only_a_member(initiative: str, context: Context) -> bool:
    solution = context.fact(Solution, initiative)
    return solution is not None and solution.is_only_a_member(context.actor.participant)


def _not_a_speaker(initiative: str, context: Context) -> Unmet:
    return Unmet("not-in-speakers", "actor", actor=context.actor.participant, solution=SOLUTION(initiative))
