"""The built-in rules decide as their papers say."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.plugins import (
    AllocationProblem,
    Criterion,
    Evidence,
    Institution,
    MatchingProblem,
    Offer,
    PilotEvidence,
    Plugins,
    Pot,
    Profile,
    Review,
    Room,
    ScalingProblem,
    Seeker,
    Session,
    Slot,
    TimetableProblem,
    VoteTable,
    no_progress,
)
from osi_core.testing.problems import sample
from osi_core.words import Message

SEED = b"s" * 32


def solve(kind, name, problem, **options):
    strategy = Plugins.builtin().strategy(kind, name)
    outcome = strategy.solve(problem, strategy.Options(**options), SEED, no_progress)
    assert problem.valid(outcome) == []
    return outcome


def why(outcome, item):
    return next(explanation for explanation in outcome.explanations if explanation.item == item)


class TestProportionalRanking:
    def test_a_minority_is_heard_where_counting_would_drown_it(self):
        """60 % approve a1 to a3, 40 % approve b1 and b2: of the first five places, they get three and two."""
        profile = Profile.of(
            "approval", ["a1", "a2", "a3", "b1", "b2"], [["a1", "a2", "a3"], ["b1", "b2"]], weights=[6, 4]
        )
        order = solve("prioritisation", "proportional-ranking", profile, ties="name").order
        assert [item[0] for item in order] == ["a", "b", "a", "a", "b"]
        counted = solve("prioritisation", "approval-count", profile, ties="name").order
        assert [item[0] for item in counted] == ["a", "a", "a", "b", "b"]

    def test_scores_are_the_sums_of_harmonic_weights(self):
        profile = Profile.of("approval", ["a", "b", "c"], [["a", "b"], ["a", "b", "c"], ["a", "c"], ["c"]])
        outcome = solve("prioritisation", "proportional-ranking", profile, ties="name")
        assert outcome.order == ("a", "c", "b")
        assert outcome.scores == ("3", "2", "0.833333")
        assert outcome.tied == (("a", "c"),)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sets(st.integers(0, 5), max_size=6), max_size=12), st.integers(1, 6))
    def test_it_equals_the_definition(self, ballots, size):
        """Against Thiele's sum, computed anew with fractions for every place."""
        items = [f"i{number}" for number in range(6)]
        profile = Profile.of("approval", items, [[items[i] for i in sorted(ballot)] for ballot in ballots], size=size)
        assert solve("prioritisation", "proportional-ranking", profile, ties="name").order == thiele(
            items, ballots, size
        )

    def test_points_count_less_the_more_a_ballot_has_got(self):
        profile = Profile.of("points", ["a", "b", "c"], [{"a": 4, "b": 4}, {"c": 3}])
        outcome = solve("prioritisation", "proportional-ranking", profile, ties="name")
        assert outcome.order == ("a", "c", "b")
        assert outcome.scores == ("4", "3", "2")

    def test_a_tie_that_floats_may_break_is_a_tie(self):
        """When all w are placed, a has 1/2 + 1/3 + 1/6 left, and b has 1."""
        helpers = [f"w{number}" for number in range(1, 6)]
        ballots = [[*helpers[:count], "a"] for count in (1, 2, 5)] + [["b"]] + [[name] for name in helpers]
        profile = Profile.of("approval", [*helpers, "a", "b"], ballots, weights=[1] * 4 + [100] * 5)
        outcome = solve("prioritisation", "proportional-ranking", profile)
        assert outcome.tied[-1] == ("a", "b")
        assert outcome.scores[-2:] == ("1", "1")

    def test_long_ranked_ballots_use_the_fixed_point_and_say_so(self):
        items = [f"i{number}" for number in range(150)]
        profile = Profile.of("ranked", items, [items, items[::-1]], size=3)
        assert solve("prioritisation", "proportional-ranking", profile).counters["fixed_point"] == 1
        short = Profile.of("ranked", items, [items[:20]], size=3)
        assert solve("prioritisation", "proportional-ranking", short).counters["fixed_point"] == 0

    def test_of_two_in_conflict_only_one_is_taken(self):
        profile = Profile.of(
            "approval", ["a", "b", "c"], [["a"], ["a", "b"], ["b"], ["c"]], size=2, conflicts=(("a", "b"),)
        )
        assert set(solve("prioritisation", "proportional-ranking", profile).order) in ({"a", "c"}, {"b", "c"})

    def test_what_needs_another_comes_after_it(self):
        ballots = [["a"]] * 5 + [["b"]] * 2 + [["c"]] * 3
        profile = Profile.of("approval", ["a", "b", "c"], ballots, size=2, requires=(("a", "b"),))
        assert solve("prioritisation", "proportional-ranking", profile).order == ("c", "b")
        wider = profile.model_copy(update={"size": 3})
        assert solve("prioritisation", "proportional-ranking", wider).order == ("c", "b", "a")


def thiele(items, ballots, size):
    order: list[int] = []
    while len(order) < size:
        left = [i for i in range(len(items)) if i not in order]
        weight = {i: sum(Fraction(1, 1 + len(b & set(order))) for b in ballots if i in b) for i in left}
        order.append(max(left, key=lambda i: (weight[i], -i)))
    return tuple(items[i] for i in order)


class TestCounting:
    def test_approval_counts_ballots(self):
        profile = Profile.of("approval", ["a", "b"], [["b"], ["a", "b"]], weights=[1, 2])
        outcome = solve("prioritisation", "approval-count", profile)
        assert (outcome.order, outcome.scores) == (("b", "a"), ("3", "2"))
        assert why(outcome, "a").say("en") == "Place 2 of 2: supported by 2 of 3 ballots."
        assert why(outcome, "a").say("de") == "Platz 2 von 2: 2 von 3 Stimmzetteln dafür."

    def test_borda_gives_points_by_position(self):
        profile = Profile.of("ranked", ["a", "b", "c"], [["a", "b", "c"], ["b", "c"]])
        outcome = solve("prioritisation", "borda", profile)
        assert (outcome.order, outcome.scores) == (("b", "a", "c"), ("3", "2", "1"))

    def test_borda_counts_pairs_won_and_equal(self):
        profile = Profile.of("paired", ["a", "b", "c"], [[("a", "b"), ("b", "c")], [("a", "c")]])
        assert solve("prioritisation", "borda", profile).scores == ("4", "2", "0")

    def test_ties_are_told(self):
        profile = Profile.of("approval", ["a", "b"], [["a", "b"]])
        outcome = solve("prioritisation", "approval-count", profile)
        assert outcome.tied == (("a", "b"),)
        assert why(outcome, "a").say().endswith("A tie was broken.")

    def test_the_best_that_may_stand_beside_the_others_are_chosen(self):
        ballots = [["a"]] * 5 + [["b"]] * 4 + [["c"]] * 3 + [["d"]] * 2
        profile = Profile.of(
            "approval",
            ["a", "b", "c", "d"],
            ballots,
            size=3,
            conflicts=(("a", "b"),),
            requires=(("a", "c"), ("b", "d")),
        )
        outcome = solve("prioritisation", "approval-count", profile)
        assert outcome.order == ("c", "a", "d")
        lost = outcome.explanations[-1]
        assert lost.also == (Message.of("ranking.conflicts", conflicts_with="a"),)
        assert (
            lost.say() == "Not among those chosen: supported by 4 of 14 ballots. It conflicts with a, which is chosen."
        )
        alone = solve("prioritisation", "approval-count", profile.model_copy(update={"size": 1}))
        assert alone.order == ("c",)
        assert alone.explanations[2].say("de").endswith("Es braucht d, das nicht gewählt ist.")

    def test_too_little_support_takes_out_of_the_order(self):
        profile = Profile.of("approval", ["a", "b"], [["a"], ["a"], ["b"]], minimum_support=2)
        for rule in ("approval-count", "borda", "proportional-ranking"):
            assert solve("prioritisation", rule, profile).order == ("a",)


class TestScoreOrder:
    def test_funds_by_score_until_the_money_is_spent(self):
        problem = AllocationProblem.of(
            "approval", ["a", "b", "c"], [], cost=[60, 50, 40], budget=100, currency="EUR", scores=("3", "5/2", "2")
        )
        outcome = solve("allocation", "score-order", problem)
        assert [(award.item, award.amount) for award in outcome.awards] == [("a", 60), ("c", 40)]
        assert "only 0.40 EUR were left" in why(outcome, "b").say()

    def test_gives_what_is_left_where_a_part_is_allowed(self):
        problem = AllocationProblem.of(
            "approval", ["a", "b"], [], cost=[60, 50], budget=100, currency="EUR", scores=("3", "2"), partial=True
        )
        assert [award.amount for award in solve("allocation", "score-order", problem).awards] == [60, 40]

    def test_a_pot_is_never_overdrawn(self):
        problem = AllocationProblem.of(
            "approval", ["a", "b"], [["a"]], cost=[60, 50], budget=200, currency="EUR",
            districts=("north", "north"), district_pots=(Pot(id="north", amount=70),),
        )  # fmt: skip
        assert [award.item for award in solve("allocation", "score-order", problem).awards] == ["a"]

    def test_what_needs_another_waits_for_it(self):
        problem = AllocationProblem.of(
            "approval", ["bridge", "path", "pool"], [["bridge"]] * 3 + [["pool"]] * 2 + [["path"]],
            cost=[40, 30, 30], budget=100, currency="EUR", requires=(("bridge", "path"),),
        )  # fmt: skip
        outcome = solve("allocation", "score-order", problem)
        assert [award.item for award in outcome.awards] == ["pool", "path", "bridge"]
        poor = solve("allocation", "score-order", problem.model_copy(update={"budget": 50}))
        assert [award.item for award in poor.awards] == ["pool"]
        assert "it needs path, which is not funded" in poor.explanations[-1].say()

    def test_a_substitute_gets_no_points_from_who_is_served(self):
        problem = AllocationProblem.of(
            "points", ["pitch", "court", "path"], [{"pitch": 5, "court": 4}] * 3 + [{"court": 2}] + [{"path": 3}],
            cost=[10, 10, 10], budget=20, currency="EUR", substitutes=(("pitch", "court"),),
        )  # fmt: skip
        outcome = solve("allocation", "score-order", problem)
        assert [award.item for award in outcome.awards] == ["pitch", "path"]
        assert [one.values["score"] for one in outcome.explanations] == [15, 3, 2]
        rated = problem.model_copy(update={"scores": ("3", "2", "1")})
        assert [a.item for a in solve("allocation", "score-order", rated).awards] == ["pitch", "court"]


def test_agreement_shares_find_what_nearly_all_agree_on():
    votes = [(who, "clear", 1) for who in range(9)] + [(who, "split", 1 if who % 2 else -1) for who in range(9)]
    votes += [(who, "few", 1) for who in range(3)] + [(who, "refused", -1) for who in range(9)]
    outcome = solve("opinions", "agreement-shares", VoteTable.of(9, ["clear", "split", "few", "refused"], votes))
    assert set(outcome.consensus) == {"clear", "refused"}
    assert next(s for s in outcome.statements if s.statement == "clear").consensus == "10/11"
    assert outcome.bridges == ()


class TestGreedyMatching:
    def test_a_team_below_its_minimum_does_not_run_and_its_people_move_on(self):
        seekers = [Seeker(id=name) for name in "abc"]
        offers = [Offer(id="lonely", minimum=2, maximum=5), Offer(id="full", minimum=1, maximum=5)]
        wishes = {"a": ["lonely", "full"], "b": ["full"], "c": ["full"]}
        outcome = solve("matching", "greedy", MatchingProblem.of(seekers, offers, wishes))
        assert outcome.not_running == ("lonely",)
        assert ("a", "full") in outcome.pairs
        assert "not running: 1" in why(outcome, "a").say()

    def test_conflicts_are_kept_apart_even_if_nobody_is_left(self):
        problem = MatchingProblem.of([Seeker(id="a")], [Offer(id="o", maximum=1)], {"a": ["o"]}, conflicts=[("a", "o")])
        outcome = solve("matching", "greedy", problem)
        assert outcome.unplaced == ("a",)

    def test_skills_decide_where_nothing_was_wished(self):
        offers = [Offer(id="law", maximum=1, skills=("law",)), Offer(id="code", maximum=9, skills=("code",))]
        problem = MatchingProblem.of([Seeker(id="a", skills=("law",))], offers, {})
        assert solve("matching", "greedy", problem).pairs == (("a", "law"),)

    def test_who_was_placed_before_stays(self):
        offers = [Offer(id="o", maximum=1), Offer(id="p", maximum=1)]
        problem = MatchingProblem.of([Seeker(id="a")], offers, {"a": ["p", "o"]}, previous=[("a", "o")])
        assert solve("matching", "greedy", problem).pairs == (("a", "o"),)
        assert solve("matching", "greedy", problem, stay=False).pairs == (("a", "p"),)

    def test_minima_above_the_number_of_people_are_an_answer(self):
        problem = MatchingProblem.of([Seeker(id="a")], [Offer(id="o", minimum=5, maximum=9)], {"a": ["o"]})
        outcome = solve("matching", "greedy", problem)
        assert (outcome.unplaced, outcome.not_running) == (("a",), ("o",))

    @pytest.mark.parametrize("number", range(40))
    def test_who_is_looked_for_in_order_of_room_is_found_as_by_looking_at_all(self, number):
        """Affinities of nothing decide nothing, and for whoever has one all offers are looked at."""
        drawn = sample("matching", 20, number)
        assert isinstance(drawn, MatchingProblem)
        hostile = [(drawn.seekers[seeker].id, drawn.offers[offer].id) for seeker, offer in drawn.conflicts()]
        nothing = {(seeker.id, offer.id): 0 for seeker in drawn.seekers for offer in drawn.offers}
        quick, by_all = (
            MatchingProblem.of(drawn.seekers, drawn.offers, {}, affinities=affinities, conflicts=hostile)
            for affinities in (None, nothing)
        )
        assert solve("matching", "greedy", quick).pairs == solve("matching", "greedy", by_all).pairs


def test_first_fit_keeps_people_and_rooms_apart():
    slots = tuple(Slot(id=str(number), day="d") for number in range(2))
    sessions = (
        Session(id="a", people=("x",)),
        Session(id="b", people=("x",)),
        Session(id="c"),
        Session(id="d", seats=99),
    )
    problem = TimetableProblem(slots=slots, rooms=(Room(id="r", seats=9), Room(id="s", seats=9)), sessions=sessions)
    outcome = solve("timetable", "first-fit", problem)
    assert outcome.left_out == ("d",)
    assert len({entry.slot for entry in outcome.entries if entry.session in "ab"}) == 2


class TestReviewMean:
    def evidence(self, *scores, pilots=(), **fields):
        reviews = tuple(Review(reviewer=f"r{n}", initiative="i", scores={"c": s}) for n, s in enumerate(scores))
        return Evidence(
            initiative="i", criteria=(Criterion(id="c", threshold="7/2"),), reviews=reviews, scale=(1, 5),
            pilots=tuple(PilotEvidence(id=f"p{n}", institution="x", result=r) for n, r in enumerate(pilots)), **fields,
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("scores", "fit", "mean"), [((4, 3), "fit", "7/2"), ((3, 3, 4), "not_yet", "10/3"), ((), "unclear", None)]
    )
    def test_means_are_exact_and_meet_the_threshold_or_not(self, scores, fit, mean):
        outcome = solve("curation", "review-mean", self.evidence(*scores))
        assert (outcome.fit, outcome.criteria[0].mean) == (fit, mean)

    def test_too_few_reviews_are_unclear(self):
        assert solve("curation", "review-mean", self.evidence(5, minimum_reviews=2)).fit == "unclear"

    def test_without_enough_good_pilots_not_yet(self):
        pilots = ("succeeded", "failed")
        assert solve("curation", "review-mean", self.evidence(5, pilots=pilots, minimum_pilots=2)).fit == "not_yet"
        assert solve("curation", "review-mean", self.evidence(5, pilots=pilots, minimum_pilots=1)).fit == "fit"


def test_commitment_order_plans_until_the_target_is_reached():
    institutions = (
        Institution(id="late", capacity=10, commitment=3),
        Institution(id="early", capacity=10, commitment=1),
        Institution(id="pilot", capacity=10, commitment=2, pilot_success=True),
        Institution(id="silent", capacity=10),
    )
    plan = solve("scaling", "commitment-order", ScalingProblem(initiative="i", institutions=institutions, target=15))
    assert [(step.institution, step.wave, step.units) for step in plan.steps] == [("pilot", 1, 10), ("early", 2, 5)]
    assert plan.reached == 15
    assert plan.left_out == ("late", "silent")
    assert why(plan, "silent").say("de") == "Hat nichts zugesagt."


class TestSmallestExamples:
    """What the report tells of a rule by its smallest example (`strategy.<kind>.<name>.example`) comes out so."""

    def test_proportional_ranking(self):
        wishes = [["shade", "benches"], ["shade"], ["fountain"]]
        profile = Profile.of("approval", ["shade", "benches", "fountain"], wishes, weights=[3, 1, 2])
        found = solve("prioritisation", "proportional-ranking", profile)
        assert found.order == ("shade", "fountain", "benches")

    def test_approval_count(self):
        profile = Profile.of("approval", ["shade", "fountain"], [["shade"], ["fountain"]], weights=[3, 2])
        assert solve("prioritisation", "approval-count", profile).order == ("shade", "fountain")

    def test_score_order(self):
        wishes = [["shade"], ["fountain"], ["bench"]]
        problem = AllocationProblem.of(
            "approval",
            ["shade", "fountain", "bench"],
            wishes,
            weights=[3, 2, 1],
            cost=[60, 50, 40],
            budget=100,
            currency="EUR",
        )
        awards = solve("allocation", "score-order", problem).awards
        assert [award.item for award in awards] == ["shade", "bench"]
