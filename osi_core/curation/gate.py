"""The gate of phase 5: it opens with the first initiative in support, and closes when all are finally assessed."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.domain import Command, Context, Gate, Phase, Unmet
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
    open_ = [i for i, row in context.all(Initiative).items() if not _final(dossiers.get(i), row, state)]
    if open_:
        yield Unmet("final-assessment-missing", count=len(open_), first=tuple(INITIATIVE(one) for one in open_[:5]))


def _final(dossier: Dossier | None, initiative: Initiative, mission: Mission) -> bool:
    """Whether the final word is spoken; since the second rules only if nothing has happened since."""
    if dossier is None or mission.rules < 2:
        return dossier is not None and dossier.final is not None
    return dossier.final_stands(alive=not initiative.dropped_out)


def contests_are_answered(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """No result waits for the answer to a contest; since the second rules.

    Guarantees it at the position the event records, on that day. Race: a contest right after is answered in scaling,
    or when the phase is opened again.
    """
    dossiers, today = context.all(Dossier), context.time.date()
    for initiative, row in context.all(Initiative).items():
        waits = initiative in dossiers and dossiers[initiative].waits(today)
        if state.rules >= 2 and waits and not row.dropped_out:
            yield Unmet("contest-waits", "initiative", initiative=INITIATIVE(initiative))


REVIEWED_DURING = frozenset({Phase.CURATION, Phase.SCALING})
"""The phases that take reviews, and contests of what came of them."""


def reviews_are_final(phase: Phase, state: Mission, context: Context) -> Iterator[str]:
    """Once no phase is open that takes reviews and contests; then the key of their box is destroyed."""
    box = context.all(ReviewBox).get(THE_REVIEWS)
    if box is not None and box.box_sha256 is not None and not (state.open_phases - {phase}) & REVIEWED_DURING:
        yield box.box_sha256


GATE = Gate(
    opens_when=(an_initiative_is_admitted,),
    closes_when=(initiatives_are_finally_assessed, contests_are_answered),
    facts=(Initiative, Dossier, ReviewBox),
    ends=reviews_are_final,
)
