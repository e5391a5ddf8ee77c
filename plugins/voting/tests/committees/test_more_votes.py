"""What an explanation says of more votes, against counting again with so many ballots, and with fewer."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from osi_core.plugins import PrioritisationRule, Profile
from osi_voting.committees import RULES
from plugins.voting.tests.committees.limited_elections import limited, solved, with_ballots

MANY = int(os.environ.get("OSI_MANY", "1"))
EXACT = {"pav-exact", "chamberlin-courant-exact"}
SEAT_BY_SEAT = {"approval-committee", "pav-sequential", "phragmen-sequential", "chamberlin-courant-greedy",
                "proportional-ranking-fast"}  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_so_many_ballots_more_change_it_and_fewer_do_not(rule: PrioritisationRule) -> None:
    chance, met = random.Random(f"more {rule.name}"), Counter[str]()
    for number in range((80 if getattr(rule, "exactness", "exact") == "checked" else 300) * MANY):
        kinds = sorted(rule.ballot_kinds & {"approval", "ranked"})
        profile, options = limited(chance, kinds[number % len(kinds)])
        outcome = solved(rule, profile, options)
        for told in outcome.explanations if outcome else ():
            if not told.values["standing"].values:
                case = _Counted(rule, profile, options, told.item)
                met[case.judge(told.values)] += 1
    assert met["least"] > 50 or rule.name not in EXACT | SEAT_BY_SEAT
    assert met["bound"] > 30 or rule.name in EXACT | SEAT_BY_SEAT
    assert met["never"] > 5 or rule.name not in SEAT_BY_SEAT


class _Counted:
    """An item that was not chosen, and elections with more ballots for it."""

    def __init__(self, rule: PrioritisationRule, profile: Profile, options: dict[str, Any], item: str) -> None:
        self.rule, self.profile, self.options, self.item = rule, profile, options, item

    def judge(self, data: Mapping[str, Any]) -> str:
        """Whether the data say the least number, a bound, or nothing; and that this is right."""
        said = (self.profile, self.options, self.item, data)
        if "more_votes" in data:
            ballots = int(data["more_votes"])
            assert self.chosen(ballots) is not False, said
            assert not any(self.chosen(fewer) for fewer in range(max(ballots - 4, 0), ballots)), said
            return "least"
        if "more_votes_at_most" in data:
            assert self.chosen(int(data["more_votes_at_most"])) is not False, said
            return "bound"
        assert self.rule.name not in SEAT_BY_SEAT or not any(map(self.chosen, (1, 5, 50))), said
        return "never"

    def chosen(self, ballots: int) -> bool | None:
        """None where quotas would leave seats empty, and the rule refuses."""
        again = solved(self.rule, with_ballots(self.profile, self.item, ballots), self.options)
        return None if again is None else self.item in again.order
