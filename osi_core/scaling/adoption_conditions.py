"""What every initiative must have before its first adoption: a living fit, and pilots that succeeded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from osi_core.curation.facts import Dossier
from osi_core.domain import Unmet
from osi_core.plugins.problems import Fit
from osi_core.scaling.settings import ScalingSettings
from osi_core.support.resources import INITIATIVE
from osi_core.words import Term


def unmet_for_adoption(
    initiative: str, dossier: Dossier | None, settings: ScalingSettings, at: date
) -> Iterator[Unmet]:
    """What an initiative lacks on a day; nothing when it may be rolled out.

    The phase opens when one initiative passes; each passes by itself before its first adoption.
    """
    yield from _unmet_of_fit(initiative, dossier, at)
    piloted, needed = dossier.piloted_by if dossier else (), settings.min_pilot_institutions
    if len(piloted) < needed:
        yield Unmet(
            "too-few-pilots",
            "initiative",
            initiative=INITIATIVE(initiative),
            succeeded=len(piloted),
            count=needed,
            institutions=tuple(piloted) or Term("Institution.none"),
        )


def _unmet_of_fit(initiative: str, dossier: Dossier | None, at: date) -> Iterator[Unmet]:
    latest = dossier.latest if dossier else None
    if latest is None:
        yield Unmet("fit-missing", "initiative", initiative=INITIATIVE(initiative))
    elif latest.standing != Fit.FIT:
        yield Unmet("not-fit", "initiative", initiative=INITIATIVE(initiative), standing=latest.standing)
    elif at >= latest.expires_on:
        yield Unmet("fit-expired", "initiative", initiative=INITIATIVE(initiative), expires_on=latest.expires_on)
