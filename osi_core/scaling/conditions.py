"""What must hold before something happens in phase 6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from osi_core.curation.facts import Dossier
from osi_core.domain import Context, Role, Unmet
from osi_core.mission.facts import THE_BEGINNING, Beginning, Institution
from osi_core.mission.resources import INSTITUTION
from osi_core.scaling import commands as c
from osi_core.scaling.adoption_conditions import unmet_for_adoption, unmet_for_claim
from osi_core.scaling.candidates import candidates
from osi_core.scaling.facts import Adopter, Adopters
from osi_core.scaling.resources import ADOPTION
from osi_core.scaling.settings import ScalingSettings
from osi_core.scaling.state import AdoptionState, PlanState
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE


def initiative_is_known(
    command: c.OpenPlan | c.RequestPlan | c.RecordAdoption | c.SetFinancingModel, state: object, context: Context
) -> Iterator[Unmet]:
    """What is rolled out and financed was admitted to support once; it may have left the programme since.

    Race: none, for an initiative that was admitted stays known.
    """
    if context.fact(Initiative, command.initiative) is None:
        yield Unmet("initiative-unknown", "initiative", initiative=INITIATIVE(command.initiative))


# ---------------------------------------------------------------------------------------------------------------------
# Plans
# ---------------------------------------------------------------------------------------------------------------------


def no_plan_is_under_way(command: c.OpenPlan, state: PlanState | None, context: Context) -> Iterator[Unmet]:
    """A plan is opened again only after the last one was recorded."""
    if state is not None and not state.decided:
        yield Unmet("plan-under-way", initiative=INITIATIVE(command.initiative))


def plan_is_open(command: c.RequestPlan, state: PlanState | None, context: Context) -> Iterator[Unmet]:
    """A plan is asked for once it was opened: by the rule that was fixed then."""
    if state is None or state.closed:
        yield Unmet("plan-not-open", initiative=INITIATIVE(command.initiative))


def capacities_are_of_institutions(
    command: c.RequestPlan, state: PlanState | None, context: Context
) -> Iterator[Unmet]:
    """Every institution that is named takes part in the mission.

    Race: none, for institutions are only ever added.
    """
    institutions = context.all(Institution)
    for number, one in enumerate(command.capacities):
        if one.institution not in institutions:
            yield _institution_unknown(f"capacities.{number}.institution", one.institution)


def someone_might_adopt(command: c.RequestPlan, state: PlanState | None, context: Context) -> Iterator[Unmet]:
    """A plan needs institutions to plan with.

    Guarantees it at the position of the facts; the request names the candidates. Race: a commitment withdrawn right
    after stays in this plan, and a new request leaves it out.
    """
    if not candidates(command, context):
        yield Unmet("no-candidates")


def plan_names_the_candidates(command: c.RecordPlan, state: PlanState, context: Context) -> Iterator[Unmet]:
    """A plan says of each candidate once whether it takes part, and of nobody else."""
    named = Counter([*(step.institution for step in command.steps), *command.left_out])
    candidates = frozenset(state.candidates)
    for name in state.candidates:
        if named[name] != 1:
            yield Unmet("candidate-not-once", "steps", institution=INSTITUTION(name), times=named[name])
    for name in named:
        if name not in candidates:
            yield Unmet("candidate-unknown", "steps", institution=INSTITUTION(name))


# ---------------------------------------------------------------------------------------------------------------------
# The adoption register
# ---------------------------------------------------------------------------------------------------------------------


def adopter_is_registered(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """The register names institutions of the mission.

    Race: none, for institutions are only ever added.
    """
    if context.fact(Institution, command.institution) is None:
        yield _institution_unknown("institution", command.institution)


def speaks_for_the_adopter(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """An institution's adoption is entered by its representative, or by the organisers."""
    yield from _unmet_of_speaking(command.institution, context)


def is_the_adopters_own(command: c.EndAdoption, state: AdoptionState, context: Context) -> Iterator[Unmet]:
    """An institution's adoption is ended by its representative, or by the organisers."""
    yield from _unmet_of_speaking(state.institution, context)


def _unmet_of_speaking(institution: str, context: Context) -> Iterator[Unmet]:
    actor = context.actor
    if not _is_staff(context) and not actor.speaks_for(institution):
        yield Unmet("not-own-institution", "actor", actor=actor.participant, institution=INSTITUTION(institution))


def _is_staff(context: Context) -> bool:
    return context.actor.is_(Role.OPERATOR, Role.ORGANISER)


def day_is_not_in_the_future(
    command: c.RecordAdoption | c.RecordReading, state: object, context: Context
) -> Iterator[Unmet]:
    """Only what has happened is recorded."""
    if command.on > context.time.date():
        yield Unmet("day-in-the-future", "on", on=command.on, today=context.time.date())


def day_is_of_the_mission(command: c.RecordReading, state: object, context: Context) -> Iterator[Unmet]:
    """The mission's indicator is read while there is a mission.

    Race: none, for the mission begins before all else.
    """
    begun = context.fact(Beginning, THE_BEGINNING)
    if begun is not None and command.on < begun.on:
        yield Unmet("day-before-the-mission", "on", on=command.on, earliest=begun.on)


EARLIER_USE = timedelta(days=3_653)
"""How long before the mission a solution may have been in use already."""


def day_is_plausible(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """What is adopted may have been in use before the mission, for some years.

    Race: none, for the mission begins before all else.
    """
    begun = context.fact(Beginning, THE_BEGINNING)
    if begun is not None and command.on < begun.on - EARLIER_USE:
        yield Unmet("day-before-the-mission", "on", on=command.on, earliest=begun.on - EARLIER_USE)


def source_is_named(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """What happened is always recorded, with how it is known."""
    if command.source is None:
        yield Unmet("source-missing", "source")


def is_proven(command: c.OpenPlan, state: PlanState | None, context: Context) -> Iterator[Unmet]:
    """Only what is proven on that day is planned to be rolled out; it is asked at each use, and may have lapsed.

    Guarantees it at the position of the facts. Race: a contest right after leaves the plan standing, and the dossier
    shows it.
    """
    dossier, adopters = context.fact(Dossier, command.initiative), context.fact(Adopters, command.initiative)
    settings = context.settings(ScalingSettings)
    yield from unmet_for_claim(command.initiative, dossier, adopters, settings, context.time.date(), context.joined)


def is_not_in_the_register(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """An institution adopts an initiative once at a place, until the adoption ends.

    Guarantees it at the position of the facts. Race: of two entries at once the log puts one first, and the second is
    decided again and refused.
    """
    really = context.joined.really
    for one in _adopters(command, context):
        same = really(one.institution) == really(command.institution) and one.place == command.place
        if one.lasts and same:
            yield Unmet("adopted-already", adoption=ADOPTION(one.adoption))


def passes_the_gate(command: c.RecordAdoption, state: None, context: Context) -> Iterator[Unmet]:
    """Before its first adoption an initiative has a fit that has not expired, and pilots that succeeded.

    Guarantees it at the position of the facts and on the day of the entry. Race: a fit overridden right after leaves
    the adoption standing, and the dossier shows it. Later adoptions pass freely: the gate is for the first.
    """
    if not _adopters(command, context):
        dossier, settings = context.fact(Dossier, command.initiative), context.settings(ScalingSettings)
        yield from unmet_for_adoption(command.initiative, dossier, settings, context.time.date())


def _adopters(command: c.RecordAdoption, context: Context) -> tuple[Adopter, ...]:
    known = context.fact(Adopters, command.initiative)
    return known.adopters if known else ()


def adoption_lasts(command: c.EndAdoption, state: AdoptionState, context: Context) -> Iterator[Unmet]:
    """An adoption ends once."""
    if state.ended:
        yield Unmet("adoption-ended", adoption=ADOPTION(command.adoption))


# ---------------------------------------------------------------------------------------------------------------------
# Financing
# ---------------------------------------------------------------------------------------------------------------------


def speaks_for_the_initiative(command: c.SetFinancingModel, state: None, context: Context) -> Iterator[Unmet]:
    """How an initiative lives on is said by its team, or by the organisers.

    Guarantees it at the position of the facts. Race: who leaves the team right after has still spoken for it.
    """
    solution = context.fact(Solution, command.initiative)
    if not _is_staff(context) and not (solution and context.actor.participant in solution.team):
        yield Unmet("not-in-team", "actor", actor=context.actor.participant, initiative=INITIATIVE(command.initiative))


def is_a_speaker_or_organises(command: c.SetFinancingModel, state: None, context: Context) -> Iterator[Unmet]:
    """A member of the team says it only as its speaker.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    solution = context.fact(Solution, command.initiative)
    if not _is_staff(context) and solution is not None and solution.is_only_a_member(context.actor.participant):
        yield Unmet("not-in-speakers", "actor", actor=context.actor.participant, solution=SOLUTION(command.initiative))


def cost_is_not_negative(command: c.SetFinancingModel, state: None, context: Context) -> Iterator[Unmet]:
    """A year costs nothing or something."""
    if command.per_year is not None and command.per_year.minor < 0:
        yield Unmet("cost-negative", "per_year", per_year=command.per_year)


def _institution_unknown(field: str, institution: str) -> Unmet:
    return Unmet("institution-unknown", field, institution=INSTITUTION(institution))
