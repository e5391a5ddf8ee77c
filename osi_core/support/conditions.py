"""What must hold before something happens to the programme, an initiative or a bundle; matches have their own file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from osi_core.domain import Context, Role, Unmet
from osi_core.solutions.facts import Solution
from osi_core.support import commands as c
from osi_core.support.facts import PROGRAMME, Initiative, Programme
from osi_core.support.settings import SupportSettings
from osi_core.support.state import BundleState, InitiativeState, ProgrammeState

# ---------------------------------------------------------------------------------------------------------------------
# The programme
# ---------------------------------------------------------------------------------------------------------------------


def programme_has_not_ended(command: c.OfProgramme, state: ProgrammeState, context: Context) -> Iterator[Unmet]:
    """A programme ends once."""
    if state.ended:
        yield _ended()


def programme_end_has_come(command: c.EndProgramme, state: ProgrammeState, context: Context) -> Iterator[Unmet]:
    """The end is stated, not before its day, by a command: no clock runs in hiding."""
    today = context.time.date()
    if today < state.ends_on:
        yield Unmet(
            code="programme-not-over",
            en=f"the programme ends on {state.ends_on}; today is {today}",
            de=f"das Programm endet am {state.ends_on}; heute ist der {today}",
        )


def programme_runs(command: object, state: object, context: Context) -> Iterator[Unmet]:
    """Support is given while the programme runs.

    Guarantees that it had started and not ended at the position of the facts. Race: none within one log; where the
    programme's end stands in another log, what came just before it was known still counts.
    """
    programme = context.fact(Programme, PROGRAMME)
    if programme is None:
        yield Unmet(
            code="programme-not-started",
            en="the programme has not started; StartProgramme comes first",
            de="das Programm hat noch nicht begonnen; zuerst StartProgramme",
        )
    elif programme.ended:
        yield _ended()


def _ended() -> Unmet:
    return Unmet(code="programme-ended", en="the programme has ended", de="das Programm ist zu Ende")


# ---------------------------------------------------------------------------------------------------------------------
# Initiatives
# ---------------------------------------------------------------------------------------------------------------------


def is_not_in_the_programme(
    command: c.AdmitInitiative, state: InitiativeState | None, context: Context
) -> Iterator[Unmet]:
    """An initiative is admitted once, and again only after it had dropped out."""
    if state is not None and not state.dropped_out:
        yield Unmet(
            code="admitted-already",
            field="initiative",
            en=f"initiatives/{command.initiative} is in the programme already",
            de=f"initiatives/{command.initiative} ist schon im Programm",
        )


def has_a_solution(command: c.AdmitInitiative, state: InitiativeState | None, context: Context) -> Iterator[Unmet]:
    """An initiative is the team of a solution that stands.

    Guarantees it at the position of the facts. Race: none within one log; a withdrawal that comes second is refused.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is None:
        yield Unmet(
            code="solution-unknown",
            field="initiative",
            en=f"there is no solutions/{command.initiative} in this mission",
            de=f"solutions/{command.initiative} gibt es in dieser Mission nicht",
        )
    elif not solution.stands:
        yield Unmet(
            code="solution-withdrawn",
            field="initiative",
            en=f"solutions/{command.initiative} was withdrawn",
            de=f"solutions/{command.initiative} wurde zurückgezogen",
        )


def has_not_dropped_out(command: c.OfInitiative, state: InitiativeState, context: Context) -> Iterator[Unmet]:
    """Who has dropped out is admitted again before anything else."""
    if state.dropped_out:
        yield dropped_out(command.initiative)


def acts_for_the_initiative(
    command: c.OfInitiative | c.StateNeed | c.ConsentToBundle | c.DeclineBundle, state: object, context: Context
) -> Iterator[Unmet]:
    """Only the team speaks for its initiative.

    Guarantees that the actor was in the team at the position of the facts. Race: what somebody did just before
    leaving the team counts.
    """
    yield from not_in_team(command.initiative, context.fact(Solution, command.initiative), context)


def acts_for_the_initiative_or_organises(
    command: c.OfInitiative, state: InitiativeState, context: Context
) -> Iterator[Unmet]:
    """The team, or the organisers. Race: as for the team."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        yield from acts_for_the_initiative(command, state, context)


def was_warned_long_enough(command: c.MarkDroppedOut, state: InitiativeState, context: Context) -> Iterator[Unmet]:
    """Nobody is written off unasked: the organisers warn first, and wait; the team itself may go at any time.

    Guarantees that no sign of life had come since the warning at the position of the facts. Race: one that comes
    right after is refused, and the initiative can be admitted again.
    """
    initiative = context.fact(Initiative, command.initiative)
    solution = context.fact(Solution, command.initiative)
    if solution is not None and context.actor.participant in solution.team:
        return
    if initiative is None or initiative.warned_at is None:
        yield Unmet(
            code="not-warned",
            field="initiative",
            en=f"initiatives/{command.initiative} was not warned of dropping out; WarnOfDropOff comes first",
            de=f"initiatives/{command.initiative} wurde nicht vor dem Ausscheiden gewarnt; zuerst WarnOfDropOff",
        )
        return
    until = initiative.warned_at + timedelta(days=context.settings(SupportSettings).grace_days)
    if context.time < until:
        yield Unmet(
            code="grace-not-over",
            field="initiative",
            en=f"initiatives/{command.initiative} may answer the warning until {until.date()}",
            de=f"initiatives/{command.initiative} kann bis {until.date()} auf die Warnung antworten",
        )


def dropped_out(initiative: str) -> Unmet:
    """Says that an initiative is no longer in the programme."""
    return Unmet(
        code="initiative-dropped-out",
        field="initiative",
        en=f"initiatives/{initiative} has dropped out",
        de=f"initiatives/{initiative} ist ausgeschieden",
    )


def not_in_team(initiative: str, solution: Solution | None, context: Context) -> Iterator[Unmet]:
    """Says that the actor does not belong to an initiative, where that is so."""
    if solution is None or context.actor.participant not in solution.team:
        yield Unmet(
            code="not-in-team",
            field="actor",
            en=f"{context.actor.participant} is not in the team of initiatives/{initiative}",
            de=f"{context.actor.participant} gehört nicht zum Team von initiatives/{initiative}",
        )


def takes_part(initiative: str, field: str, known: Initiative | None) -> Iterator[Unmet]:
    """Says that an initiative is not in the programme, where that is so."""
    if known is None:
        yield Unmet(
            code="initiative-unknown",
            field=field,
            en=f"initiatives/{initiative} is not in the programme",
            de=f"initiatives/{initiative} ist nicht im Programm",
        )
    elif known.dropped_out:
        yield dropped_out(initiative)


# ---------------------------------------------------------------------------------------------------------------------
# Bundles
# ---------------------------------------------------------------------------------------------------------------------


def bundle_can_be(command: c.ProposeBundle, state: None, context: Context) -> Iterator[Unmet]:
    """A bundle is of different initiatives that take part, and not of too many.

    Guarantees it at the position of the facts. Race: who drops out later cannot consent, so the bundle never stands.
    """
    most = context.settings(SupportSettings).max_bundle
    if len(command.initiatives) > most:
        yield Unmet(
            code="bundle-too-large",
            field="initiatives",
            en=f"{len(command.initiatives)} initiatives; a bundle holds {most} at most",
            de=f"{len(command.initiatives)} Initiativen; ein Bündel umfasst höchstens {most}",
        )
    for initiative in dict.fromkeys(command.initiatives):
        if command.initiatives.count(initiative) > 1:
            yield Unmet(
                code="named-twice",
                field="initiatives",
                en=f"initiatives/{initiative} is named twice",
                de=f"initiatives/{initiative} ist doppelt genannt",
            )
        yield from takes_part(initiative, "initiatives", context.fact(Initiative, initiative))


def proposes_for_an_own_initiative_or_organises(
    command: c.ProposeBundle, state: None, context: Context
) -> Iterator[Unmet]:
    """A bundle is proposed by a team that would belong to it, or by the organisers.

    Guarantees it at the position of the facts. Race: as for the team.
    """
    if context.actor.is_(Role.OPERATOR, Role.ORGANISER):
        return
    solutions = (context.fact(Solution, initiative) for initiative in command.initiatives)
    if not any(solution and context.actor.participant in solution.team for solution in solutions):
        yield Unmet(
            code="not-in-team",
            field="actor",
            en=f"{context.actor.participant} belongs to none of these initiatives",
            de=f"{context.actor.participant} gehört zu keiner dieser Initiativen",
        )


def bundle_is_proposed(
    command: c.ConsentToBundle | c.DeclineBundle, state: BundleState, context: Context
) -> Iterator[Unmet]:
    """A word on a bundle is given once by each of its initiatives, while it is proposed."""
    if state.status != "proposed":
        yield Unmet(
            code=f"bundle-{state.status}",
            field="bundle",
            en=f"bundles/{command.bundle} {'stands already' if state.status == 'formed' else 'was declined'}",
            de=f"bundles/{command.bundle} {'besteht schon' if state.status == 'formed' else 'wurde abgelehnt'}",
        )
    if command.initiative not in state.initiatives:
        yield Unmet(
            code="not-in-bundle",
            field="initiative",
            en=f"bundles/{command.bundle} was not proposed to initiatives/{command.initiative}",
            de=f"bundles/{command.bundle} wurde initiatives/{command.initiative} nicht vorgeschlagen",
        )


def initiatives_are_free(command: c.ConsentToBundle, state: BundleState, context: Context) -> Iterator[Unmet]:
    """An initiative consents once, and a bundle stands only of initiatives that are in the programme and in no other.

    Guarantees it for all of the bundle's initiatives at the position of the facts, so with the last consent too.
    Race: none within one log; of two bundles whose last consents come together, the second is refused.
    """
    if command.initiative in state.consents:
        yield Unmet(
            code="consented-already",
            field="initiative",
            en=f"initiatives/{command.initiative} has consented already",
            de=f"initiatives/{command.initiative} hat schon zugestimmt",
        )
    rows: Mapping[str, Initiative] = context.all(Initiative)
    for initiative in state.initiatives:
        known = rows.get(initiative)
        yield from takes_part(initiative, "initiative", known)
        if known is not None and known.bundle is not None and known.bundle != command.bundle:
            yield Unmet(
                code="in-another-bundle",
                field="initiative",
                en=f"initiatives/{initiative} belongs to bundles/{known.bundle}",
                de=f"initiatives/{initiative} gehört zu bundles/{known.bundle}",
            )
