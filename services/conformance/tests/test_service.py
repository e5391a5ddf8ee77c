"""Each service keeps its contract, as the kit sees it."""

import pytest

from osi_conformance.services import SERVICES

AT_LEAST = {"participation": 800, "matching": 1_000, "funding": 350}
"""How many cases each service has, or more."""


@pytest.mark.parametrize("service", [name for name in SERVICES if name in AT_LEAST])
def test_the_service_keeps_every_case(kits, service):
    report = kits(service)()
    assert [f"{one.name}: {one.message}" for one in report.results if not one.is_fine] == []
    assert len(report.results) >= AT_LEAST[service]


def test_what_is_expected_to_fail_has_to(kits):
    kit = kits("funding")
    name = "funding/server/health"
    report = kit(name, "funding/server/reflection", expected=[name])
    assert [one.status for one in report.results] == ["unexpected-success", "passed"]
    assert not report.passed
