"""The funding service keeps its contract, as the kit sees it."""


def test_the_service_keeps_every_case(kit):
    report = kit()
    assert [f"{one.name}: {one.message}" for one in report.results if not one.is_fine] == []
    assert len(report.results) > 300


def test_what_is_expected_to_fail_has_to(kit):
    name = "funding/server/health"
    report = kit(name, "funding/server/reflection", expected=[name])
    assert [one.status for one in report.results] == ["unexpected-success", "passed"]
    assert not report.passed
