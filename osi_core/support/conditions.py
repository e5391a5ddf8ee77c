"""What must hold before something happens to the programme, an initiative or a bundle; matches have their own file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from osi_core.domain import Context, Role, Unmet
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support import commands as c
from osi_core.support.facts import THE_PROGRAMME, Initiative, Programme
from osi_core.support.resources import BUNDLE, INITIATIVE
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
        yield Unmet("programme-not-over", ends_on=state.ends_on, today=today)


def programme_runs(command: object, state: object, context: Context) -> Iterator[Unmet]:
    """Support is given while the programme runs.

    Guarantees that it had started and not ended at the position of the facts. Race: none within one log; where the
    programme's end stands in another log, what came just before it was known still counts.
    """
    programme = context.fact(Programme, THE_PROGRAMME)
    if programme is None:
        yield Unmet("programme-not-started")
    elif programme.ended:
        yield _ended()


def _ended() -> Unmet:
    return Unmet("programme-ended")


# ---------------------------------------------------------------------------------------------------------------------
# Initiatives
# ---------------------------------------------------------------------------------------------------------------------


def is_not_in_the_programme(
    command: c.AdmitInitiative, state: InitiativeState | None, context: Context
) -> Iterator[Unmet]:
    """An initiative is admitted once, and again only after it had dropped out."""
    if state is not None and not state.dropped_out:
        yield Unmet("admitted-already", "initiative", initiative=INITIATIVE(command.initiative))


def has_a_solution(command: c.AdmitInitiative, state: InitiativeState | None, context: Context) -> Iterator[Unmet]:
    """An initiative is the team of a solution that stands.

    Guarantees it at the position of the facts. Race: none within one log; a withdrawal that comes second is refused.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is None:
        yield Unmet("solution-unknown", "initiative", initiative=SOLUTION(command.initiative))
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
        yield Unmet("not-warned", "initiative", initiative=INITIATIVE(command.initiative))
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
        yield Unmet("not-in-team", "actor", actor=context.actor.participant, initiative=INITIATIVE(initiative))


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
        yield Unmet("bundle-too-large", "initiatives", count=len(command.initiatives), most=most)
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
        yield Unmet("not-in-bundle", "initiative", bundle=BUNDLE(command.bundle), initiative=INITIATIVE(command.initiative))


def initiatives_are_free(command: c.ConsentToBundle, state: BundleState, context: Context) -> Iterator[Unmet]:
    """An initiative consents once, and a bundle stands only of initiatives that are in the programme and in no other.

    Guarantees it for all of the bundle's initiatives at the position of the facts, so with the last consent too.
    Race: none within one log; of two bundles whose last consents come together, the second is refused.
    """
    if command.initiative in state.consents:
        yield Unmet("consented-already", "initiative", initiative=INITIATIVE(command.initiative))
    rows: Mapping[str, Initiative] = context.all(Initiative)
    for initiative in state.initiatives:
        known = rows.get(initiative)
        yield from takes_part(initiative, "initiative", known)
        if known is not None and known.bundle is not None and known.bundle != command.bundle:
            yield Unmet("in-another-bundle", "initiative", initiative=INITIATIVE(initiative), bundle=BUNDLE(known.bundle))
