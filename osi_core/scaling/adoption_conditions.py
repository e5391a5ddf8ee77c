"""What an initiative must have shown, each time that it is called proven: a living fit, and use in institutions.

Whatever happened is recorded in any case: adoptions are facts, and the gate is for what is claimed of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from osi_core.curation.facts import Dossier
from osi_core.domain import Joined, Unmet
from osi_core.plugins.problems import Fit
from osi_core.scaling.facts import Adopters
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


def unmet_for_claim(
    initiative: str,
    dossier: Dossier | None,
    adopters: Adopters | None,
    settings: ScalingSettings,
    at: date,
    joined: Joined,
) -> Iterator[Unmet]:
    """What an initiative lacks on a day to be called proven, and rolled out as such; asked anew at each use.

    An institution counts once, by a pilot of its own that succeeded or by an adoption that has lasted; one of them has
    said so itself. Of an institution's own solution one use is enough, its own, if another one has declared to work on
    it. A fit that is contested waits, and one that was contested with success proves nothing.
    """
    yield from _unmet_of_fit(initiative, dossier, at)
    if dossier is not None and (dossier.waits(at) or dossier.calls_for_review(at)):
        yield Unmet("fit-contested", "initiative", initiative=INITIATIVE(initiative))
    known, needed = adopters or Adopters(), settings.min_pilot_institutions
    piloted = joined.all_really(dossier.piloted_by if dossier else ())
    lasting = [one for one in known.adopters if one.days(at) >= settings.min_use_days]
    used = piloted | joined.all_really(one.institution for one in lasting)
    if _is_used_by_its_owner(used, known, joined):
        return
    if len(used) < needed:
        yield Unmet(
            "too-few-uses",
            "initiative",
            initiative=INITIATIVE(initiative),
            used=len(used),
            count=needed,
            days=settings.min_use_days,
            institutions=tuple(sorted(used)) or Term("Institution.none"),
        )
    if needed and not piloted and not any(one.signed for one in lasting):
        yield Unmet("reference-missing", "initiative", initiative=INITIATIVE(initiative))


def _is_used_by_its_owner(used: frozenset[str], known: Adopters, joined: Joined) -> bool:
    """Whether an institution has used its own solution, and another one says that it works on it with them."""
    for one in known.cooperations.values():
        owner = joined.really(one.owner)
        if owner in used and joined.really(one.institution) != owner:
            return True
    return False


def _unmet_of_fit(initiative: str, dossier: Dossier | None, at: date) -> Iterator[Unmet]:
    latest = dossier.latest if dossier else None
    if latest is None:
        yield Unmet("fit-missing", "initiative", initiative=INITIATIVE(initiative))
    elif latest.standing != Fit.FIT:
        yield Unmet("not-fit", "initiative", initiative=INITIATIVE(initiative), standing=latest.standing)
    elif at >= latest.expires_on:
        yield Unmet("fit-expired", "initiative", initiative=INITIATIVE(initiative), expires_on=latest.expires_on)
