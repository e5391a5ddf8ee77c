"""What must hold before an assessment of a solution's new version is ordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.curation import commands as c
from osi_core.curation.facts import Dossier
from osi_core.curation.settings import CurationSettings
from osi_core.curation.state import AssessmentState
from osi_core.domain import STAFF, Context, Unmet
from osi_core.solutions.facts import Solution
from osi_core.support.resources import INITIATIVE


def a_newer_version_is_not_assessed(
    command: c.OrderAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """What is ordered is an assessment of a version that none looks at, and it is ordered once.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    solution, dossier = context.fact(Solution, command.initiative), context.fact(Dossier, command.initiative)
    if solution is None or dossier is None:
        return
    if dossier.ordered:
        yield Unmet("ordered-already", "initiative", initiative=INITIATIVE(command.initiative))
    if solution.version <= dossier.version:
        name = INITIATIVE(command.initiative)
        yield Unmet("no-newer-version", "initiative", initiative=name, version=dossier.version)


def orders_in_time(command: c.OrderAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """It is ordered within the playbook's days of the new version; silence keeps the result.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is None or solution.version_since is None:
        return
    until = solution.version_since + timedelta(days=context.settings(CurationSettings).order_days)
    if context.time >= until:
        yield Unmet("order-too-late", "initiative", initiative=INITIATIVE(command.initiative), until=until)


def orders_as_a_partner_or_organises(
    command: c.OrderAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """An institution that pilots the initiative, or the organisers.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    dossier, actor = context.fact(Dossier, command.initiative), context.actor
    partners = context.joined.all_really(dossier.partners if dossier else ())
    if not actor.is_(*STAFF) and actor.institution not in partners:
        yield Unmet("not-in-partners", "actor", actor=actor.participant, initiative=INITIATIVE(command.initiative))
