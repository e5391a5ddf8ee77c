"""Each rule of committees keeps what the kit asks for."""

import pytest

from osi_core.testing.command import run_cases
from osi_voting.committees import RULES
from osi_voting.words import CATALOGUE


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_keeps_every_promise(rule):
    wrong = {case: message for case, message in run_cases(rule, effort=0.3, catalogues=(CATALOGUE,)).items() if message}
    assert not wrong
