"""The gate that every initiative passes before its first adoption: a living fit, and pilots that succeeded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from osi_core.curation.facts import Dossier
from osi_core.domain import Unmet
from osi_core.scaling.settings import ScalingSettings


def unmet_of_the_gate(initiative: str, dossier: Dossier | None, settings: ScalingSettings, at: date) -> Iterator[Unmet]:
    """What an initiative lacks on a day; nothing when it may be rolled out.

    The phase opens when one initiative passes; each passes by itself before its first adoption.
    """
    yield from _unmet_of_fit(initiative, dossier, at)
    piloted, needed = dossier.piloted_by if dossier else (), settings.min_pilot_institutions
    if len(piloted) < needed:
        yield Unmet(
            code="too-few-pilots",
            field="initiative",
            en=f"pilots of initiatives/{initiative} succeeded in {len(piloted)} of {needed} institutions needed "
            f"({', '.join(piloted) or 'none'})",
            de=f"Pilotprojekte von initiatives/{initiative} gelangen in {len(piloted)} von {needed} nötigen "
            f"Institutionen ({', '.join(piloted) or 'keine'})",
        )


def _unmet_of_fit(initiative: str, dossier: Dossier | None, at: date) -> Iterator[Unmet]:
    latest = dossier.latest if dossier else None
    if latest is None:
        yield Unmet(
            code="fit-missing",
            field="initiative",
            en=f"initiatives/{initiative} has not been assessed",
            de=f"initiatives/{initiative} wurde noch nicht bewertet",
        )
    elif latest.standing != "fit":
        yield Unmet(
            code="not-fit",
            field="initiative",
            en=f"the latest assessment of initiatives/{initiative} says {latest.standing}",
            de=f"die letzte Bewertung von initiatives/{initiative} sagt {latest.standing}",
        )
    elif at >= latest.expires_on:
        yield Unmet(
            code="fit-expired",
            field="initiative",
            en=f"the fit of initiatives/{initiative} expired on {latest.expires_on}; assess it anew",
            de=f"der Fit von initiatives/{initiative} gilt seit {latest.expires_on} nicht mehr; bitte neu bewerten",
        )
