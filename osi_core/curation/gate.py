"""The gate of phase 5: it opens with the first initiative in support, and closes when all are finally assessed."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation.facts import Dossier
from osi_core.domain import Command, Context, Gate, Unmet
from osi_core.mission.state import Mission
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE


def an_initiative_is_admitted(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The first initiative takes part in the programme.

    Guarantees it at the position the event records. Race: an initiative that drops out right after leaves the
    phase open.
    """
    if not context.all(Initiative):
        yield Unmet("no-initiative")


def initiatives_are_finally_assessed(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Of every initiative it is said in the end what became of it.

    Guarantees it at the position the event records. Race: an initiative admitted right after stays without a
    final assessment, and the report shows it.
    """
    dossiers = context.all(Dossier)
    open_ = [i for i in context.all(Initiative) if i not in dossiers or dossiers[i].final is None]
    if open_:
        yield Unmet("final-assessment-missing", count=len(open_), first=tuple(INITIATIVE(one) for one in open_[:5]))


GATE = Gate(
    opens_when=(an_initiative_is_admitted,),
    closes_when=(initiatives_are_finally_assessed,),
    facts=(Initiative, Dossier),
)
