"""A service that breaks its contract in one point is caught by the cases that are about it, and by hardly any other."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from services.conformance.tests import variants_of_funding, variants_of_matching, variants_of_participation
from services.conformance.tests.between import Variant
from services.conformance.tests.inside import INSIDE, Inside

BROKEN = {
    "participation": (variants_of_participation.SAMPLE, variants_of_participation.VARIANTS),
    "matching": (variants_of_matching.SAMPLE, variants_of_matching.VARIANTS),
    "funding": (variants_of_funding.SAMPLE, variants_of_funding.VARIANTS),
}
"""Service → some of each kind of its cases, of which each variant keeps all that are not about what it breaks; and the
variants.
"""


@pytest.mark.parametrize(
    ("service", "kind"),
    [(service, kind) for service, (_, variants) in BROKEN.items() for kind in variants],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_a_broken_service_is_caught_by_the_right_cases(kits, service: str, kind: type[Variant]):
    sample, _ = BROKEN[service]
    report = kits(service)(*sample, *kind.caught_by, variant=kind)
    caught = {one.name: one.message for one in report.with_status("failed")}
    assert {
        name: wrong for name, wrong in caught.items() if not _fits(name, kind.caught_by + kind.may_be_caught_by)
    } == {}
    assert any(_fits(name, kind.caught_by[:1]) for name in caught), "the case that is about it has not noticed it"


def _fits(name: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs)


@pytest.mark.parametrize("broken", INSIDE, ids=lambda one: one.name)
def test_a_service_that_is_broken_within_is_caught_too(kits, monkeypatch, broken: Inside):
    broken.breaks(monkeypatch)
    service = broken.caught_by[0].partition("/")[0]
    report = kits(service)(*BROKEN[service][0][-6:], *broken.caught_by, patience=8.0)
    caught = {one.name: one.message for one in report.with_status("failed")}
    assert {name: wrong for name, wrong in caught.items() if not _fits(name, broken.caught_by)} == {}
    assert broken.caught_by[0] in caught, "the case that is about it has not noticed it"
