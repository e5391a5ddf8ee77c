"""The plugin's own proof. In this folder: `pip install -e '.[test]' && pytest`."""

from osi_example_priority import CumulativeVoting  # type: ignore[import-not-found]  # mypy runs from the root

from osi_core.testing import StrategyConformance


class TestCumulativeVoting(StrategyConformance):
    """All cases of the kit."""

    strategy = CumulativeVoting()
