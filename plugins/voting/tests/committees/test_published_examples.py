"""Elections from books and papers, with what they say comes out."""

from decimal import Decimal
from fractions import Fraction

import pytest

from osi_core.plugins import Profile, no_progress
from osi_voting.committees import RULES
from osi_voting.committees.levels import decimals

OURS = {rule.name: rule for rule in RULES}
SEEDS = [bytes([number]) * 32 for number in range(8)]


def chosen(name: str, profile: Profile, **options: object) -> set[str]:
    """All committees that some seed brings, each as one word."""
    rule = OURS[name]
    outcomes = [rule.solve(profile, rule.Options.model_validate(options), seed, no_progress) for seed in SEEDS]
    return {"".join(sorted(outcome.order)) for outcome in outcomes}


def cast(*counted: tuple[int, str], items: str, size: int, kind: str = "approval") -> Profile:
    return Profile.of(kind, list(items), [list(row) for _, row in counted], weights=[n for n, _ in counted], size=size)


# M. Lackner, P. Skowron, "Multi-Winner Voting with Approval Preferences", 2023, the running example of chapter 2
BOOK = cast((3, "ab"), (3, "ac"), (2, "ad"), (1, "bcf"), (1, "e"), (1, "f"), (1, "g"), items="abcdefg", size=4)


@pytest.mark.parametrize(
    ("name", "committees"),
    [
        ("approval-committee", {"abcd", "abcf"}),
        ("chamberlin-courant-exact", {"aefg"}),
        ("pav-exact", {"abcf"}),
        ("pav-sequential", {"abcf"}),
        ("phragmen-sequential", {"abcd"}),
        ("equal-shares-committee", {"abcd"}),
        ("phragmen-leximax", {"abcf"}),
    ],
)
def test_the_running_example_of_the_book(name, committees):
    assert chosen(name, BOOK) == committees


# L. E. Phragmén 1894, in S. Janson, "Phragmén's and Thiele's election methods", 2016, arXiv:1611.08826, example 3.3
PHRAGMEN = cast((1034, "ABC"), (519, "PQR"), (90, "ABQ"), (47, "APQ"), items="ABCPQR", size=3)


def test_phragmen_gives_his_example_to_a_q_b():
    rule = OURS["phragmen-sequential"]
    outcome = rule.solve(PHRAGMEN, rule.Options(), SEEDS[0], no_progress)
    first = Fraction(1, 1171)
    second = (1 + 137 * first) / 656
    third = (1 + 1034 * first + 90 * second) / 1124
    assert outcome.order == ("A", "Q", "B")
    assert outcome.scores == (decimals(first), decimals(second), decimals(third))


def test_thieles_addition_places_the_same_three():
    """519 + 137/2 for Q, 1034/2 + 90/3 for B."""
    rule = OURS["pav-sequential"]
    outcome = rule.solve(PHRAGMEN, rule.Options(), SEEDS[0], no_progress)
    assert outcome.order == ("A", "Q", "B")
    assert outcome.scores == ("1171", "587.5", "547")


# D. Peters, P. Skowron, "Proportionality and the Limits of Welfarism", EC 2020: an equal price explains the outcome.
def test_equal_shares_divides_seats_as_voters_divide():
    profile = cast((60, "abcdef"), (30, "ghi"), (10, "jk"), items="abcdefghijk", size=10)
    rule = OURS["equal-shares-committee"]
    outcome = rule.solve(profile, rule.Options(), SEEDS[0], no_progress)
    assert [sum(item in party for item in outcome.order) for party in ("abcdef", "ghi", "jk")] == [6, 3, 1]
    assert outcome.counters["bought"] == 10


def test_scottish_stv_by_hand():
    """Quota ⌊24/3⌋ + 1 = 9. a has 10: its ballots go on at 1/10, b 4.4, c 4.6, d 6. b goes out, all its ballots name d
    next: d 10.4.
    """
    profile = cast((4, "abd"), (6, "acd"), (4, "bd"), (4, "c"), (6, "d"), items="abcd", size=2, kind="ranked")
    rule = OURS["stv-scottish"]
    outcome = rule.solve(profile, rule.Options(), SEEDS[0], no_progress)
    told = {one.item: one.values for one in outcome.explanations}
    assert outcome.order == ("a", "d")
    assert (told["a"]["quota"], told["a"]["votes"]) == (9, 10)
    assert (told["b"]["votes"], told["b"]["stage"]) == (Decimal("4.4"), 3)
    assert told["d"]["votes"] == Decimal("10.4")


def test_a_truncated_value_differs_from_the_exact_one():
    profile = cast((7, "ab"), (3, "b"), (2, "c"), items="abc", size=2, kind="ranked")
    rule = OURS["stv-scottish"]
    exact, cut = (
        rule.solve(profile, rule.Options(transfer_decimals=digits), SEEDS[0], no_progress) for digits in (None, 1)
    )
    assert exact.order == cut.order == ("a", "b")
    assert exact.scores == ("7", "5")
    assert cut.scores == ("7", "4.4")
