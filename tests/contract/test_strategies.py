"""Every built-in strategy keeps the contract that every strategy keeps."""

import pytest

from osi_core.plugins import Plugins
from osi_core.testing import StrategyConformance

BUILTIN = [strategy for _, strategy in Plugins.builtin().strategies()]


@pytest.fixture(autouse=True, params=BUILTIN, ids=[f"{s.kind}-{s.name}" for s in BUILTIN])
def chosen(request, monkeypatch):
    monkeypatch.setattr(TestBuiltinStrategy, "strategy", request.param, raising=False)


class TestBuiltinStrategy(StrategyConformance):
    pass


class TestBuiltinStrategyByName(StrategyConformance):
    """The other tie rule keeps all promises but one, which is why it is not the default."""

    options = {"ties": "name"}
    test_names_say_nothing = None  # type: ignore[assignment]

    @pytest.fixture(autouse=True)
    def strategy_with_ties(self, chosen, request, monkeypatch):
        strategy = TestBuiltinStrategy.strategy
        if "ties" not in strategy.Options.model_fields:
            pytest.skip("a strategy without ties")
        monkeypatch.setattr(TestBuiltinStrategyByName, "strategy", strategy, raising=False)
