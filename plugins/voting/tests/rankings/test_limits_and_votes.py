"""Rankings and pairs within limits, against a plain reading of the full order; and what they say of more votes."""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest

from osi_core.plugins import PrioritisationRule, Profile, no_progress
from osi_voting.arrays import Ballots
from osi_voting.pairs import BradleyTerry
from osi_voting.rankings import RULES, pairwise_matrix
from plugins.voting.tests.committees.limited_elections import SEED, fits, limited, solved, with_ballots

MANY = int(os.environ.get("OSI_MANY", "1"))
EXACT = {"borda-fast", "copeland"}


@pytest.mark.parametrize("rule", [*RULES, BradleyTerry()], ids=lambda rule: rule.name)
def test_the_first_of_the_order_that_limits_allow_are_taken(rule: PrioritisationRule) -> None:
    chance, changed = random.Random(f"limits {rule.name}"), 0
    for number in range(200 * MANY):
        kinds = sorted(rule.ballot_kinds)
        profile, options = limited(chance, kinds[number % len(kinds)])
        whole = rule.Options.model_validate({"ties": options["ties"]})
        order = rule.solve(profile.model_copy(update={"size": None}), whole, SEED, no_progress).order
        taken: list[str] = []
        while len(taken) < (profile.size or 0):
            free = [item for item in order if item not in taken and fits(profile, options, {*taken, item})]
            if not free:
                break
            taken.append(free[0])
        outcome = solved(rule, profile, options)
        if outcome is not None:
            assert list(outcome.order) == taken, (profile, options)
            assert profile.valid(outcome) == []
            changed += tuple(taken) != order[: len(taken)]
    assert changed > 20


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_so_many_ballots_more_have_it_among_the_first(rule: PrioritisationRule) -> None:
    chance, met = random.Random(f"more {rule.name}"), Counter[str]()
    for number in range(200 * MANY):
        profile, options = limited(chance, "ranked" if number % 2 else "approval")
        outcome = solved(rule, profile, options)
        for told in outcome.explanations if outcome else ():
            least, bound = told.values.get("more_votes"), told.values.get("more_votes_at_most")
            said = (profile, options, told)
            if least is not None:
                assert _among(rule, profile, options, told.item, int(least)) is not False, said
                fewer = range(max(int(least) - 4, 0), int(least))
                assert not any(_among(rule, profile, options, told.item, ballots) for ballots in fewer), said
                met["least"] += 1
            elif bound is not None:
                assert _among(rule, profile, options, told.item, int(bound)) is not False, said
                met["bound"] += 1
    assert met["least"] > 50 or rule.name not in EXACT
    assert met["bound"] > 50 or rule.name in EXACT


def _among(
    rule: PrioritisationRule, profile: Profile, options: dict[str, object], item: str, ballots: int
) -> bool | None:
    """Whether an item is chosen with so many ballots more; None where quotas would leave seats empty."""
    again = solved(rule, with_ballots(profile, item, ballots), options)
    return None if again is None else item in again.order


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != "borda-fast"], ids=lambda rule: rule.name)
def test_the_clearest_defeat_is_named(rule: PrioritisationRule) -> None:
    chance, defeated = random.Random(f"defeats {rule.name}"), 0
    for number in range(100 * MANY):
        profile, options = limited(chance, sorted(rule.ballot_kinds)[number % 4])
        outcome = solved(rule, profile.model_copy(update={"minimum_support": 0}), options)
        matrix = pairwise_matrix(Ballots.of(profile)).tolist()
        for told in outcome.explanations if outcome else ():
            own = profile.items.index(told.item)
            defeats = {other: matrix[place][own] - matrix[own][place] for place, other in enumerate(profile.items)}
            assert told.values.get("short_by", 0) == max(defeats.values())
            if "beaten_by" in told.values:
                assert defeats[str(told.values["beaten_by"])] == told.values["short_by"]
                defeated += 1
    assert defeated > 100


def test_pairs_name_whom_most_comparisons_put_above() -> None:
    chance, rule, defeated = random.Random("rivals"), BradleyTerry(), 0
    for _ in range(100 * MANY):
        profile, options = limited(chance, "paired")
        outcome = solved(rule, profile, options)
        won = Counter[tuple[str, str]]()
        for row, weight in zip(profile.rows(), profile.ballot_weights(), strict=True):
            for one, other in zip(row[::2], row[1::2], strict=True):
                won[profile.items[one], profile.items[other]] += weight
        for told in outcome.explanations if outcome else ():
            defeats = {other: won[other, told.item] - won[told.item, other] for other in profile.items}
            most = max(defeats.values())
            assert told.values.get("short_by", 0) == most
            assert most == 0 or told.values["beaten_by"] == min(other for other in defeats if defeats[other] == most)
            defeated += most > 0
    assert defeated > 100


@pytest.mark.parametrize("rule", [*RULES, BradleyTerry()], ids=lambda rule: rule.name)
def test_a_quota_without_a_size_is_refused(rule: PrioritisationRule) -> None:
    profile, _ = limited(random.Random(1), sorted(rule.ballot_kinds)[0])
    endless = profile.model_copy(update={"size": None, "districts": ("north",) * len(profile.items)})
    with pytest.raises(ValueError, match="at_most: counts where a size is given; without one all items"):
        rule.solve(endless, rule.Options.model_validate({"at_most": {"north": 1}}), SEED, no_progress)
