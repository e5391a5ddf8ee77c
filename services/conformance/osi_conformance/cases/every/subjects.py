"""The services that declare themselves, and how a case becomes one of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from osi_conformance.case import Case, Place, register
from osi_conformance.cases.funding.subject import FUNDING
from osi_conformance.cases.matching.subject import MATCHING
from osi_conformance.cases.participation.subject import PARTICIPATION
from osi_conformance.subject import Subject
from osi_conformance.trial import Trial

__all__ = ["SUBJECTS", "Check", "OfMethod", "each", "every"]

SUBJECTS: tuple[Subject, ...] = (PARTICIPATION, MATCHING, FUNDING)
Check = Callable[[Trial, Subject], Awaitable[None]]
"""A case of any service."""
OfMethod = Callable[[Trial, Subject, str], Awaitable[None]]
"""A case of any method of any service."""


def every(name: str, rule: str, place: Place = "real") -> Callable[[Check], Check]:
    """Makes a function a case of every service: `token/operator-acts`."""

    def keep(check: Check) -> Check:
        for subject in SUBJECTS:
            run = partial(check, subject=subject)  # type: ignore[call-arg]
            register(Case(f"{subject.service}/{name}", rule, run, place, f"every.{name.replace('/', '.')}"))
        return check

    return keep


def each(subject: Subject, method: str, kind: str, rule: str, check: OfMethod, place: Place) -> None:
    """Makes a function a case of a method."""

    async def run(trial: Trial) -> None:
        await check(trial, subject, method)

    name = f"{subject.service}/{subject.folders[method]}/{kind}"
    register(Case(name, rule, run, place, f"each.{kind}", {"method": method}))
