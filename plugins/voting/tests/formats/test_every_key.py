"""The table of docs/pabulib.md, walked: it has every key that the reader knows, and each does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from osi_voting.formats import FormatError, PabulibElection, read_pabulib
from osi_voting.formats.pabulib.keys import KEYS, Fate
from osi_voting.formats.published import published_of

DOCS = Path(__file__).parents[2] / "docs" / "pabulib.md"
TABLE = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE))

APPROVAL = ("approval", "voter_id;vote\nu;a,b\nv;a\nw;c\n")
CUMULATIVE = ("cumulative", "voter_id;vote;points\nu;a,b;3,1\nv;a;4\nw;c;4\n")
ORDINAL = ("ordinal", "voter_id;vote\nu;a,b\nv;a\nw;c,a\n")

# For each key: what stands in META, on which ballots, and what is to come of it.
LIMITS: dict[str, tuple[dict[str, str], tuple[str, str], dict[str, Any]]] = {
    "min_project_score_threshold": ({"min_project_score_threshold": "2"}, APPROVAL, {"minimum_support": 2}),
    "budget_per_category": (
        {"budget_per_category": "50,20", "categories": "green,sport"},
        APPROVAL,
        {"category_pots": [("green", 5000), ("sport", 2000)]},
    ),
    "budget_per_neighborhood": (
        {"budget_per_neighborhood": "70,10.50", "neighborhoods": "North,South"},
        APPROVAL,
        {"district_pots": [("North", 7000), ("South", 1050)]},
    ),
    "max_length": ({"max_length": "4"}, ORDINAL, {"places": 4}),
}
LIMITS |= {"categories": LIMITS["budget_per_category"], "neighborhoods": LIMITS["budget_per_neighborhood"]}

REFUSED_BALLOTS = {
    "min_length": ("2", APPROVAL, 2, "min_length is 2, the ballot has 1"),
    "max_length": ("1", APPROVAL, 1, "max_length is 1, the ballot has 2"),
    "max_points": ("3", CUMULATIVE, 2, "max_points is 3, the ballot has 4"),
    "min_points": ("2", CUMULATIVE, 1, "min_points is 2, the ballot has 1"),
    "max_sum_points": ("3.5", CUMULATIVE, 1, "max_sum_points is 3.5, the ballot has 4"),
}
NOTICED = {
    "min_sum_points": ("5", CUMULATIVE, "3 ballots are not within min_sum_points 5, the first on line {1}"),
    "min_sum_cost": ("50", APPROVAL, "1 ballot is not within min_sum_cost 50, on line {3}"),
    "max_sum_cost": ("60", APPROVAL, "1 ballot is not within max_sum_cost 60, on line {1}"),
    "min_project_cost": ("45", APPROVAL, "2 projects are not within min_project_cost 45, the first is 'b'"),
    "max_project_cost": ("40", APPROVAL, "1 project is not within max_project_cost 40, 'a'"),
    "min_length_per_category": ("1", APPROVAL, "2 ballots are not within min_length_per_category 1"),
    "max_length_per_category": ("1", APPROVAL, "1 ballot is not within max_length_per_category 1, on line {1}"),
    "min_sum_cost_per_category": ("55,0", APPROVAL, "2 ballots are not within min_sum_cost_per_category 55,0"),
    "max_sum_cost_per_category": ("60,99", APPROVAL, "1 ballot is not within max_sum_cost_per_category 60,99"),
}
READ: dict[str, tuple[str, str, Any]] = {
    "budget": ("99", "120", lambda one: one.problem.budget),
    "currency": ("EUR", "JPY", lambda one: one.problem.cost.view().tolist()),
    "vote_type": ("approval", "ordinal", lambda one: one.problem.kind),
}


def text(meta: dict[str, str], ballots: tuple[str, str] = APPROVAL) -> str:
    """A small election with these keys on top of what it needs."""
    plain = {"description": "made up", "budget": "100", "currency": "EUR", "vote_type": ballots[0]}
    # Empty lines keep the votes where they are, however many keys there are.
    lines = [f"{key};{value}" for key, value in (plain | meta).items()]
    head = "\n".join(["META", "key;value", *lines])
    projects = "PROJECTS\nproject_id;cost;category;neighborhood\na;50;green;North\nb;30;green;North\nc;40;sport;South\n"
    return head + "\n" * (9 - len(lines)) + projects + "VOTES\n" + ballots[1]


def line_of(ballot: int, whole: str) -> int:
    """The line on which a ballot stands."""
    return whole[: whole.index("VOTES")].count("\n") + 2 + ballot


def read(
    folder: Path, meta: dict[str, str], ballots: tuple[str, str] = APPROVAL, lenient: bool = False
) -> PabulibElection:
    path = folder / "town.pb"
    path.write_text(text(meta, ballots), encoding="utf-8")
    return read_pabulib(path, lenient=lenient)


def told(election: PabulibElection) -> list[str]:
    from osi_voting.words import WORDS

    return [WORDS.say(one) for one in election.notices]


def test_the_table_has_every_key_that_is_known_and_no_other() -> None:
    assert {key: str(fate) for key, fate in KEYS.items()} == TABLE


def test_every_key_of_a_kind_has_its_case() -> None:
    keys = {fate: {key for key, one in KEYS.items() if one is fate} for fate in Fate}
    assert set(LIMITS) == keys[Fate.LIMIT]
    assert set(REFUSED_BALLOTS) - {"max_length"} | set(NOTICED) == keys[Fate.CHECKED]
    assert set(READ) | {"num_projects", "num_votes"} == keys[Fate.READ]


@pytest.mark.parametrize("key", LIMITS)
def test_a_limit_is_one_of_the_problem(tmp_path: Path, key: str) -> None:
    meta, ballots, fields = LIMITS[key]
    problem = read(tmp_path, meta, ballots).problem
    for name, value in fields.items():
        found = getattr(problem, name)
        assert ([(pot.id, pot.amount) for pot in found] if name.endswith("pots") else found) == value
    plain = read(tmp_path, {}, ballots).problem
    assert all(not getattr(plain, name) for name in fields)


def test_a_threshold_is_of_points_where_ballots_have_points(tmp_path: Path) -> None:
    problem = read(tmp_path, {"min_project_score_threshold": "4"}, CUMULATIVE).problem
    assert (problem.minimum_support, problem.minimum_points) == (0, 4)
    tenths = (CUMULATIVE[0], CUMULATIVE[1].replace("3,1", "3.5,0.5"))
    assert read(tmp_path, {"min_project_score_threshold": "4"}, tenths).problem.minimum_points == 40
    assert read(tmp_path, {"min_project_score_threshold": "2"}, ORDINAL).problem.minimum_points == 2


@pytest.mark.parametrize("key", REFUSED_BALLOTS)
def test_ballots_that_weigh_more_than_they_may_are_refused_or_listed(tmp_path: Path, key: str) -> None:
    value, ballots, number, expected = REFUSED_BALLOTS[key]
    line = line_of(number, text({key: value}, ballots))
    with pytest.raises(FormatError, match=re.escape(expected)) as error:
        read(tmp_path, {key: value}, ballots)
    assert error.value.line == line
    election = read(tmp_path, {key: value}, ballots, lenient=True)
    assert (line, f"{expected}: counted as it stands") in [(one.line, one.what) for one in election.repairs]
    assert election.problem.choices == read(tmp_path, {}, ballots).problem.choices


@pytest.mark.parametrize("key", NOTICED)
def test_of_other_bounds_a_notice_is_given(tmp_path: Path, key: str) -> None:
    value, ballots, expected = NOTICED[key]
    categories = {"categories": "green,sport"} if key.endswith("category") else {}
    election = read(tmp_path, {key: value, **categories}, ballots)
    whole = text({key: value, **categories}, ballots)
    expected = re.sub(r"\{(\d)\}", lambda found: str(line_of(int(found[1]), whole)), expected)
    assert any(one.startswith(expected) for one in told(election)), told(election)
    assert election.problem == read(tmp_path, categories, ballots).problem
    generous = "0" if key.startswith("min") else "1000"
    assert told(read(tmp_path, {key: generous, **categories}, ballots)) == []


@pytest.mark.parametrize("key", READ)
def test_what_is_read_decides_how(tmp_path: Path, key: str) -> None:
    one, other, what = READ[key]
    assert what(read(tmp_path, {key: one})) != what(read(tmp_path, {key: other}))


@pytest.mark.parametrize("key", ["num_votes", "num_projects"])
def test_announced_numbers_are_held_against_the_file(tmp_path: Path, key: str) -> None:
    assert read(tmp_path, {key: "3"}).repairs == ()
    with pytest.raises(FormatError, match="META announces 7"):
        read(tmp_path, {key: "7"})


@pytest.mark.parametrize(("key", "value"), [("default_score", "1"), ("scoring_fn", "dowdall")])
def test_what_cannot_be_counted_is_refused_by_name(tmp_path: Path, key: str, value: str) -> None:
    for lenient in (False, True):
        with pytest.raises(FormatError, match=key):
            read(tmp_path, {key: value}, lenient=lenient)
    fine = {"default_score": "0", "scoring_fn": "Borda"}[key]
    assert told(read(tmp_path, {key: fine})) == []


@pytest.mark.parametrize("key", sorted(key for key, fate in KEYS.items() if fate is Fate.TEXT))
def test_texts_change_nothing(tmp_path: Path, key: str) -> None:
    election = read(tmp_path, {key: "1"})
    assert election.problem == read(tmp_path, {}).problem
    assert (election.repairs, election.notices) == ((), ())


def test_an_unknown_key_is_told_by_name(tmp_path: Path) -> None:
    election = read(tmp_path, {"winner_bonus": "5"})
    assert told(election) == ["META says 'winner_bonus', which is not known; nothing was done with it"]


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        (
            {"min_project_score_threshold": "many"},
            "min_project_score_threshold: expected a number from 0 on, found 'many'",
        ),
        ({"min_project_score_threshold": "-1"}, "min_project_score_threshold: expected a number from 0 on, found '-1'"),
        ({"budget_per_category": "50,50"}, "budget_per_category has 2 entries, categories has 0"),
        ({"budget_per_category": "50", "categories": "a,b"}, "budget_per_category has 1 entry, categories has 2"),
        ({"budget_per_category": "x,5", "categories": "a,b"}, "expected a number as budget_per_category of 'a'"),
        ({"max_sum_cost_per_category": "5,5,5", "categories": "a,b"}, "max_sum_cost_per_category has 3 entries"),
    ],
)
def test_a_key_that_decides_something_has_to_make_sense(tmp_path: Path, meta: dict[str, str], expected: str) -> None:
    with pytest.raises(FormatError, match=re.escape(expected)):
        read(tmp_path, meta)


@pytest.mark.parametrize(
    ("meta", "rule", "options", "open_"),
    [
        ({"rule": "greedy"}, "greedy-votes", {}, []),
        ({"rule": "greedy-threshold"}, "greedy-votes", {}, []),
        ({"rule": "greedy-no-skip"}, "greedy-votes", {"over_budget": "stop"}, []),
        ({"rule": "greedy-exclusive"}, "greedy-votes", {}, ["voting.published.exclusive"]),
        ({"rule": "greedy-custom"}, "greedy-votes", {}, ["voting.published.custom"]),
        (
            {"rule": "greedy-custom", "comment": "#1: ... is enough to fund at least 80% of that project ..."},
            "greedy-votes",
            {"over_budget": "part", "least_part": 80},
            [],
        ),
        (
            {"rule": "greedy", "leftover_budget": "Partially fund one additional project with highest score"},
            "greedy-votes",
            {"over_budget": "part"},
            [],
        ),
        (
            {"rule": "greedy", "leftover_budget": "Give it to the mayor"},
            "greedy-votes",
            {},
            ["voting.published.leftover"],
        ),
        ({"rule": "equalshares"}, "equal-shares", {}, []),
        ({"rule": "equalshares/add1"}, "equal-shares", {"completion": "add1"}, []),
        (
            {"rule": "equalshares/add1-comparison"},
            "equal-shares",
            {"completion": "add1"},
            ["voting.published.comparison"],
        ),
        ({"rule": "unknown"}, "", {}, []),
        ({}, "", {}, []),
    ],
)
def test_the_rule_of_a_file_is_one_of_ours(
    meta: dict[str, str], rule: str, options: dict[str, Any], open_: list[str]
) -> None:
    found = published_of(meta, {}, scored=False)
    assert (found.rule, found.options, [one.code for one in found.open]) == (rule, options, open_)
