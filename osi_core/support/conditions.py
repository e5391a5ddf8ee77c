"""What must hold before something happens to a programme, an initiative or a bundle; matches have their own file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.domain import STAFF, Context, Unmet
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support import commands as c
from osi_core.support.events import BundleStatus
from osi_core.support.facts import Initiative, Programme
from osi_core.support.resources import BUNDLE, INITIATIVE, PROGRAMME
from osi_core.support.settings import SupportSettings
from osi_core.support.state import BundleState, InitiativeState, ProgrammeState

MOST_DAYS = 5 * 366
"""How long a programme may last, with all its extensions: the playbook's largest number of months."""

# ---------------------------------------------------------------------------------------------------------------------
# Programmes
# ---------------------------------------------------------------------------------------------------------------------


def programme_has_not_ended(command: c.OfProgramme, state: ProgrammeState, context: Context) -> Iterator[Unmet]:
    """A programme ends once."""
    if state.ended:
        yield ended(command.programme)


def programme_end_has_come(command: c.EndProgramme, state: ProgrammeState, context: Context) -> Iterator[Unmet]:
    """The end is stated, not before its day, by a command: no clock runs in hiding."""
    today = context.time.date()
    if today < state.ends_on:
        yield Unmet("programme-not-over", programme=command.resource_name(), ends_on=state.ends_on, today=today)


def extends_onward(command: c.ExtendProgramme, state: ProgrammeState, context: Context) -> Iterator[Unmet]:
    """An extension leads to a later day, and not further than a programme may last in all."""
    last = state.starts_on + timedelta(days=MOST_DAYS)
    if command.ends_on <= max(state.ends_on, context.time.date()):
        yield Unmet("not-an-extension", "ends_on", ends_on=command.ends_on, until=state.ends_on)
    elif command.ends_on > last:
        yield Unmet("programme-too-long", "ends_on", ends_on=command.ends_on, last=last)


def programme_runs(command: c.AdmitInitiative, state: InitiativeState | None, context: Context) -> Iterator[Unmet]:
    """A programme takes initiatives while it runs.

    Guarantees that it had started and not ended at the position of the facts. Race: none within one log.
    """
    programme = context.fact(Programme, command.programme)
    if programme is None:
        yield Unmet("programme-not-started", "programme", programme=PROGRAMME(command.programme))
    elif not programme.runs:
        yield ended(command.programme)


def a_programme_runs(command: c.OfferSupport, state: None, context: Context) -> Iterator[Unmet]:
    """Support is offered while a programme runs; an offer is for the initiatives of all.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if not any(programme.runs for programme in context.all(Programme).values()):
        yield Unmet("no-programme-runs")


def runs_for(initiative: Initiative | None, context: Context) -> Iterator[Unmet]:
    """Says that the programme of an initiative has ended, where that is so."""
    if initiative is not None and not context.all(Programme)[initiative.programme].runs:
        yield ended(initiative.programme)


def ended(programme: str) -> Unmet:
    """Says that a programme has come to its end."""
    return Unmet("programme-ended", programme=PROGRAMME(programme))


# ---------------------------------------------------------------------------------------------------------------------
# Initiatives
# ---------------------------------------------------------------------------------------------------------------------


def is_in_no_programme(command: c.AdmitInitiative, state: InitiativeState | None, context: Context) -> Iterator[Unmet]:
    """An initiative is in one programme at a time: it is admitted again after it dropped out, or after the end.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    if state is None or state.dropped_out:
        return
    last = context.fact(Programme, state.programme)
    if last is not None and (last.runs or state.programme == command.programme):
        yield Unmet(
            "admitted-already",
            "initiative",
            initiative=INITIATIVE(command.initiative),
            programme=PROGRAMME(state.programme),
        )


def has_a_solution(command: c.AdmitInitiative, state: InitiativeState | None, context: Context) -> Iterator[Unmet]:
    """An initiative is the team of a solution that stands.

    Guarantees it at the position of the facts. Race: none within one log; a withdrawal that comes second is refused.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is None:
        yield Unmet("solution-unknown", "initiative", solution=SOLUTION(command.initiative))
    elif not solution.stands:
        yield Unmet("solution-withdrawn", "initiative", solution=SOLUTION(command.initiative))


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
    if not context.actor.is_(*STAFF):
        yield from acts_for_the_initiative(command, state, context)


def was_warned_long_enough(command: c.MarkDroppedOut, state: InitiativeState, context: Context) -> Iterator[Unmet]:
    """Nobody is written off unasked: the organisers warn first, and wait; the team itself may go at any time.

    Guarantees that no sign of life had come since the warning at the position of the facts. Race: one that comes
    right after is refused, and the initiative can be admitted again.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is None or context.actor.participant not in solution.team:
        yield from not_warned_long_enough(command, context)


def not_warned_long_enough(command: c.MarkDroppedOut, context: Context) -> Iterator[Unmet]:
    """Says that an initiative had no warning, or not the time to answer it, where that is so."""
    initiative = context.fact(Initiative, command.initiative)
    if initiative is None or initiative.warned_at is None:
        yield Unmet("not-warned", "initiative", initiative=INITIATIVE(command.initiative))
        return
    until = initiative.warned_at + timedelta(days=context.settings(SupportSettings).grace_days)
    if context.time < until:
        yield Unmet("grace-not-over", "initiative", initiative=INITIATIVE(command.initiative), until=until)


def dropped_out(initiative: str, field: str = "initiative") -> Unmet:
    """Says that an initiative is no longer in its programme."""
    return Unmet("initiative-dropped-out", field, initiative=INITIATIVE(initiative))


def not_in_team(initiative: str, solution: Solution | None, context: Context) -> Iterator[Unmet]:
    """Says that the actor does not belong to an initiative, where that is so."""
    if solution is None or context.actor.participant not in solution.team:
        yield Unmet("not-in-team", "actor", actor=context.actor.participant, initiative=INITIATIVE(initiative))


def takes_part(initiative: str, field: str, known: Initiative | None) -> Iterator[Unmet]:
    """Says that an initiative is in no programme, where that is so."""
    if known is None:
        yield Unmet("initiative-unknown", field, initiative=INITIATIVE(initiative))
    elif known.dropped_out:
        yield dropped_out(initiative, field)


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
            yield Unmet("named-twice", "initiatives", name=INITIATIVE(initiative))
        yield from takes_part(initiative, "initiatives", context.fact(Initiative, initiative))


def proposes_for_an_own_initiative_or_organises(
    command: c.ProposeBundle, state: None, context: Context
) -> Iterator[Unmet]:
    """A bundle is proposed by a team that would belong to it, or by the organisers.

    Guarantees it at the position of the facts. Race: as for the team.
    """
    if context.actor.is_(*STAFF):
        return
    solutions = (context.fact(Solution, initiative) for initiative in command.initiatives)
    if not any(solution and context.actor.participant in solution.team for solution in solutions):
        names = tuple(map(INITIATIVE, command.initiatives))
        yield Unmet("not-in-any-team", "actor", actor=context.actor.participant, initiatives=names)


def bundle_is_proposed(
    command: c.ConsentToBundle | c.DeclineBundle, state: BundleState, context: Context
) -> Iterator[Unmet]:
    """A word on a bundle is given once by each of its initiatives, while it is proposed."""
    bundle = BUNDLE(command.bundle)
    if state.status is not BundleStatus.PROPOSED:
        yield Unmet("bundle-settled", "bundle", bundle=bundle, status=state.status)
    if command.initiative not in state.initiatives:
        yield Unmet("not-in-bundle", "initiative", bundle=bundle, initiative=INITIATIVE(command.initiative))


def initiatives_are_free(command: c.ConsentToBundle, state: BundleState, context: Context) -> Iterator[Unmet]:
    """An initiative consents once, and a bundle stands only of initiatives that take part and are in no other.

    Guarantees it for all of the bundle's initiatives at the position of the facts, so with the last consent too.
    Race: none within one log; of two bundles whose last consents come together, the second is refused.
    """
    if command.initiative in state.consents:
        yield Unmet("consented-already", "initiative", initiative=INITIATIVE(command.initiative))
    for initiative in state.initiatives:
        known = context.fact(Initiative, initiative)
        yield from takes_part(initiative, "initiative", known)
        if known is not None and known.bundle is not None and known.bundle != command.bundle:
            name, bundle = INITIATIVE(initiative), BUNDLE(known.bundle)
            yield Unmet("in-another-bundle", "initiative", initiative=name, bundle=bundle)
