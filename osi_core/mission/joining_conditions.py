"""What must hold before an institution that was entered twice is joined, or parted again."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import STAFF, Context, Unmet
from osi_core.mission import commands as c
from osi_core.mission.facts import Institution, Member
from osi_core.mission.resources import INSTITUTION
from osi_core.mission.state import InstitutionState


def both_stand(
    command: c.ProposeJoining | c.JoinInstitutions, state: InstitutionState, context: Context
) -> Iterator[Unmet]:
    """There are two institutions, and neither is joined with another already.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if context.fact(Institution, command.into) is None:
        yield Unmet("institution-unknown", "into", institution=INSTITUTION(command.into))
    if command.into == command.institution:
        yield Unmet("joined-with-itself", "into", institution=INSTITUTION(command.into))
    for field, name in (("institution", command.institution), ("into", command.into)):
        if name in context.joined.into:
            real = INSTITUTION(context.joined.really(name))
            yield Unmet("institution-joined", field, institution=INSTITUTION(name), into=real)


def joining_is_proposed(command: c.JoinInstitutions, state: InstitutionState, context: Context) -> Iterator[Unmet]:
    """Only what was proposed is confirmed."""
    if state.proposed is None or state.proposed.into != command.into:
        names = {"institution": INSTITUTION(command.institution), "into": INSTITUTION(command.into)}
        yield Unmet("joining-not-proposed", "into", **names)


def confirms_as_one_of_both(command: c.JoinInstitutions, state: InstitutionState, context: Context) -> Iterator[Unmet]:
    """Each of both that has a confirmed representative says yes by itself; where neither has, a second of the staff.

    Guarantees it at the position of the facts. Race: who is confirmed right after was not asked; the joining can be
    taken back.
    """
    asked, actor = silent(command, state, context), context.actor
    if asked and not any(map(actor.surely_speaks_for, asked)):
        names = tuple(map(INSTITUTION, asked))
        yield Unmet("institution-confirms", "actor", actor=actor.participant, institutions=names)
    elif not asked and not (actor.is_(*STAFF) or actor.surely_speaks_for(command.institution)):
        name = INSTITUTION(command.institution)
        yield Unmet("no-confirmed-mandate", "actor", actor=actor.participant, institution=name)


def silent(command: c.JoinInstitutions, state: InstitutionState, context: Context) -> tuple[str, ...]:
    """Those of both who have a confirmed representative, and have not said yes yet."""
    members, joined = context.all(Member).values(), context.joined
    speak = {
        joined.really(name)
        for member in members
        for name, mandate in member.speaks_for(context.time).items()
        if mandate.confirmed
    }
    agreed = state.proposed.agreed if state.proposed else frozenset()
    return tuple(name for name in (command.institution, command.into) if name in speak and name not in agreed)


def something_joins_it(command: c.PartInstitutions, state: InstitutionState, context: Context) -> Iterator[Unmet]:
    """What is taken back was proposed or done."""
    if state.proposed is None and state.joined_into is None:
        yield Unmet("institution-not-joined", institution=INSTITUTION(command.institution))


def parts_as_one_concerned(command: c.PartInstitutions, state: InstitutionState, context: Context) -> Iterator[Unmet]:
    """The organisers take it back, or one of both through its representative."""
    actor, proposed = context.actor, state.proposed
    concerned = (command.institution, proposed.into if proposed else None)
    if not actor.is_(*STAFF) and not any(map(actor.surely_speaks_for, concerned)):
        name = INSTITUTION(command.institution)
        yield Unmet("no-confirmed-mandate", "actor", actor=actor.participant, institution=name)
