"""The funding service keeps its contract, as the kit sees it."""


def test_the_service_keeps_every_case(kit):
    report = kit()
    assert [f"{one.name}: {one.message}" for one in report.results if not one.is_fine] == []
    assert len(report.results) > 300
