"""The plugin's own proof. In this folder: `pip install -e '.[test]' && pytest`."""

from osi_example_priority import CumulativeVoting  # type: ignore[import-not-found]  # mypy runs from the root

from osi_core.testing import StrategyConformance


class TestCumulativeVoting(StrategyConformance):
    """All cases of the kit, and a search for elections in which a claim of the rule does not hold."""

    strategy = CumulativeVoting()
