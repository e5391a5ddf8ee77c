"""What must hold before an institution declares to work on another one's own solution, or ends that."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import STAFF, Context, Unmet
from osi_core.mission.facts import Institution, Member
from osi_core.mission.resources import INSTITUTION
from osi_core.scaling import commands as c
from osi_core.scaling.resources import COOPERATION
from osi_core.scaling.state import CooperationState
from osi_core.solutions.facts import team_of
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE


def owner_and_partner_are_known(command: c.DeclareCooperation, state: None, context: Context) -> Iterator[Unmet]:
    """Both take part in the mission, and the initiative was admitted to support once.

    Race: none, for neither is ever removed.
    """
    if context.fact(Initiative, command.initiative) is None:
        yield Unmet("initiative-unknown", "initiative", initiative=INITIATIVE(command.initiative))
    for field, name in (("institution", command.institution), ("owner", command.owner)):
        if context.fact(Institution, name) is None:
            yield Unmet("institution-unknown", field, institution=INSTITUTION(name))


def declares_for_the_own_institution(command: c.DeclareCooperation, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody but its confirmed representative declares an institution's cooperation: it is a reference."""
    yield from _unmet_of_speaking(command.institution, context)


def solution_is_the_owners(command: c.DeclareCooperation, state: None, context: Context) -> Iterator[Unmet]:
    """The owner's people are in the team, and the partner's are not.

    Guarantees it at the position of the facts. Race: a team joined right after leaves the declaration standing; the log
    shows which came first.
    """
    members, joined = context.all(Member), context.joined
    team = (members[person] for person in team_of(command.initiative, context.facts) if person in members)
    own = joined.all_really(name for member in team for name in member.institutions(context.time))
    initiative = INITIATIVE(command.initiative)
    if joined.really(command.owner) not in own:
        yield Unmet("not-the-owner", "owner", institution=INSTITUTION(command.owner), initiative=initiative)
    if joined.really(command.institution) in own:
        name = INSTITUTION(command.institution)
        yield Unmet("cooperates-with-itself", "institution", institution=name, initiative=initiative)


def cooperation_lasts(command: c.EndCooperation, state: CooperationState, context: Context) -> Iterator[Unmet]:
    """A cooperation ends once."""
    if state.ended:
        yield Unmet("cooperation-ended", cooperation=COOPERATION(command.cooperation))


def ends_as_one_of_both(command: c.EndCooperation, state: CooperationState, context: Context) -> Iterator[Unmet]:
    """Either of both says that it is over, or the organisers."""
    if not context.actor.is_(*STAFF) and not context.actor.surely_speaks_for(state.owner):
        yield from _unmet_of_speaking(state.institution, context)


def _unmet_of_speaking(institution: str, context: Context) -> Iterator[Unmet]:
    actor = context.actor
    if not actor.surely_speaks_for(institution):
        yield Unmet("no-confirmed-mandate", "actor", actor=actor.participant, institution=INSTITUTION(institution))
