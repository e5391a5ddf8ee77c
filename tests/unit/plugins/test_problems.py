"""Problems refuse what makes no sense, and say which field; they say of any outcome what is wrong with it."""

import pytest
from pydantic import ValidationError

from osi_core.domain import faults_of
from osi_core.plugins import (
    Allocation,
    AllocationProblem,
    Award,
    BallotKind,
    Column,
    Criterion,
    CriterionResult,
    Evidence,
    Explanation,
    Fit,
    FitAssessment,
    Institution,
    Matching,
    MatchingProblem,
    Offer,
    OpinionMap,
    Pot,
    ProblemRefused,
    Profile,
    Ranking,
    Review,
    RolloutPlan,
    RolloutStep,
    Room,
    ScalingProblem,
    Seeker,
    Session,
    Slot,
    StatementVotes,
    TextBatch,
    Timetable,
    TimetableEntry,
    TimetableProblem,
    Vectors,
    VoteTable,
)
from osi_core.testing import samples


def why(*items):
    return tuple(Explanation(item=item, reason="test.so") for item in items)


def refused(make, *said):
    with pytest.raises(ValidationError) as caught:
        make()
    for part in said:
        assert part in str(caught.value)


class TestProfile:
    def test_is_made_from_ballots_of_ids(self):
        profile = Profile.of("ranked", ["a", "b", "c"], [["b", "a"], ["c"]])
        assert list(profile.rows()) == [[1, 0], [2]]
        assert profile.ballots == 2

    def test_keeps_points_beside_choices(self):
        profile = Profile.of("points", ["a", "b"], [{"b": 3, "a": 1}, {}])
        assert list(profile.rows()) == [[1, 0], []]
        assert list(profile.value_rows()) == [[3, 1], []]

    def test_counts_support_for_each_kind_of_ballot(self):
        items = ["a", "b", "c"]
        assert Profile.of("approval", items, [["a"], ["a", "b"]], weights=[2, 1]).support() == [3, 1, 0]
        assert Profile.of("points", items, [{"a": 0, "b": 2}]).support() == [0, 1, 0]
        assert Profile.of("paired", items, [[("a", "b"), ("a", "c")], [("b", "a")]]).support() == [1, 1, 0]

    def test_unknown_items_name_the_ballot(self):
        with pytest.raises(ValueError, match=r"ballots\[1\]: 'x' is unknown"):
            Profile.of("approval", ["a"], [["a"], ["x"]])

    def test_refuses_an_item_twice_on_a_ballot(self):
        refused(lambda: Profile.of("ranked", ["a", "b"], [["a"], ["b", "b"]]), "ballot 1 names 'b' more than once")

    def test_refuses_duplicate_ids(self):
        refused(lambda: Profile.of("approval", ["a", "a"], []), "items: 'a' stands there more than once")

    def test_refuses_a_pair_of_one(self):
        refused(lambda: Profile.of("paired", ["a", "b"], [[("a", "a")]]), "ballot 0 is not made of pairs")

    def test_refuses_negative_points_and_costs_and_weights_of_nothing(self):
        refused(lambda: Profile.of("points", ["a"], [{"a": -1}]), "values[0]: -1 is not at least 0")
        refused(lambda: Profile.of("approval", ["a"], [], cost=[-5]), "cost[0]: -5")
        refused(lambda: Profile.of("approval", ["a"], [["a"]], weights=[0]), "weights[0]: 0 is not at least 1")

    def test_refuses_columns_that_do_not_fit_together(self):
        column = Column.of
        refused(
            lambda: Profile(
                items=("a",), kind=BallotKind.APPROVAL, offsets=column("i8", [0, 2]), choices=column("i4", [0])
            ),
            "offsets[1]: ends at 2, but there are 1 entries",
        )
        refused(
            lambda: Profile(
                items=("a",), kind=BallotKind.APPROVAL, offsets=column("i8", [0, 1]), choices=column("i4", [1])
            ),
            "choices[0]: 1 is not from 0 to 0",
        )
        refused(
            lambda: Profile(
                items=("a",), kind=BallotKind.APPROVAL, offsets=column("i4", [0]), choices=column("i4", [])
            ),
            "offsets: a column of i8 is expected, not i4",
        )
        refused(
            lambda: Profile(
                items=("a",), kind=BallotKind.APPROVAL, offsets=column("i8", [0, 2, 1, 2]), choices=column("i4", [0, 0])
            ),
            "offsets: offsets may not fall",
        )

    def test_what_is_wrong_is_told_in_both_languages_also_from_within_a_validation(self):
        with pytest.raises(ProblemRefused) as direct:
            Profile.of("approval", ["a"], [["x"]])
        assert direct.value.say("de") == "ballots[0]: „x“ ist unbekannt"
        with pytest.raises(ValidationError) as within:
            Profile.of("approval", ["a", "a"], [])
        (fault,) = faults_of(within.value)
        assert (fault.code, fault.values) == ("plugin.problem-id-twice", {"field": "items", "id": "a"})
        assert fault.say("de") == "items: „a“ steht mehr als einmal da"

    def test_refuses_unknown_fields_and_changes(self):
        refused(lambda: Profile.of("approval", ["a"], [], colour="red"), "colour")
        with pytest.raises(ValidationError, match="frozen"):
            Profile.of("approval", ["a"], []).items = ("b",)  # type: ignore[misc]

    def test_says_what_is_wrong_with_a_ranking(self):
        profile = Profile.of("approval", ["a", "b", "c"], [["a"]], size=2)
        assert profile.valid(Ranking(order=("a", "b"), explanations=why("a", "b", "c"))) == []
        assert profile.valid(Ranking(order=("a", "x"), explanations=why("a", "b", "c"))) == ["order: unknown item 'x'"]
        assert "order: 'a' stands there 2 times" in profile.valid(Ranking(order=("a", "a")))
        assert "order: has 1 items, expected 2" in profile.valid(Ranking(order=("a",)))
        assert "explanations: none for 'c'" in profile.valid(Ranking(order=("a", "b"), explanations=why("a", "b")))

    def test_holds_an_outcome_to_conflicts_and_support(self):
        profile = Profile.of("approval", ["a", "b"], [["a"]], size=2, conflicts=(("a", "b"),), minimum_support=1)
        wrong = profile.valid(Ranking(order=("a", "b"), explanations=why("a", "b")))
        assert wrong == ["order: 'b' has fewer than 1 supporters", "order: 'a' and 'b' conflict"]
        assert profile.valid(Ranking(order=("a",), explanations=why("a", "b"))) == []

    def test_holds_an_outcome_to_what_items_need(self):
        profile = Profile.of("approval", ["a", "b"], [["a"]], size=2, requires=(("a", "b"),))
        assert profile.valid(Ranking(order=("a",), explanations=why("a", "b"))) == ["order: 'a' needs 'b'"]
        assert profile.valid(Ranking(order=("b", "a"), explanations=why("a", "b"))) == []

    def test_what_needs_itself_in_the_end_is_refused(self):
        circle = (("a", "b"), ("b", "c"), ("c", "a"))
        refused(
            lambda: Profile.of("approval", ["a", "b", "c"], [], requires=circle), "requires: goes round in a circle"
        )
        refused(lambda: Profile.of("approval", ["a"], [], requires=(("a", "x"),)), "requires[0]: 'x' is unknown")
        refused(lambda: Profile.of("approval", ["a"], [], requires=(("a", "a"),)), "requires[0]: 'a' twice")


class TestAllocation:
    problem = AllocationProblem.of(
        "approval", ["a", "b"], [["a"]], cost=[60, 50], budget=100, currency="EUR",
        categories=(("green",), ("green",)), category_pots=(Pot(id="green", amount=80),),
    )  # fmt: skip

    def allocation(self, awards, spent, currency="EUR"):
        awarded = tuple(Award(item=item, amount=amount) for item, amount in awards)
        return Allocation(awards=awarded, spent=spent, currency=currency, explanations=why("a", "b"))

    def test_needs_costs_and_a_currency(self):
        refused(lambda: AllocationProblem.of("approval", ["a"], [], budget=1, currency="EUR"), "cost:")
        refused(lambda: AllocationProblem.of("approval", ["a"], [], cost=[1], budget=1, currency="euro"), "currency")

    def test_an_item_serves_one_end(self):
        def with_groups(*groups):
            money = {"cost": [1, 1, 1], "budget": 1, "currency": "EUR"}
            return lambda: AllocationProblem.of("approval", ["a", "b", "c"], [], substitutes=groups, **money)

        assert with_groups(("a", "b"))().substitutes == (("a", "b"),)
        refused(with_groups(("a",)), "substitutes[0]: has 1 item, expected two or more")
        refused(with_groups(("a", "b"), ("b", "c")), "substitutes: 'b' stands there more than once")
        refused(with_groups(("a", "x")), "substitutes[0]: 'x' is unknown")

    def test_says_what_is_wrong_with_an_allocation(self):
        assert self.problem.valid(self.allocation([("a", 60)], 60)) == []
        both = self.problem.valid(self.allocation([("a", 60), ("b", 50)], 110))
        assert both == [
            "awards: 110 for category green, which has 80",
            "awards: 110 exceeds the budget of 100",
        ]
        needy = self.problem.model_copy(update={"requires": (("a", "b"),)})
        assert needy.valid(self.allocation([("a", 60)], 60)) == ["awards: 'a' needs 'b'"]
        assert "awards: 'a' gets 10, it costs 60" in self.problem.valid(self.allocation([("a", 10)], 10))
        assert "awards: unknown item 'x'" in self.problem.valid(self.allocation([("x", 10)], 10))
        assert "spent: says 1, the awards add up to 60" in self.problem.valid(self.allocation([("a", 60)], 1))
        assert "currency: USD, expected EUR" in self.problem.valid(self.allocation([("a", 60)], 60, "USD"))


class TestOtherKinds:
    def test_votes_are_agree_disagree_or_pass_and_one_each(self):
        refused(lambda: VoteTable.of(1, ["s"], [(0, "s", 2)]), "vote[0]: 2 is not from -1 to 1")
        refused(lambda: VoteTable.of(1, ["s"], [(1, "s", 0)]), "person[0]: 1 is not from 0 to 0")
        refused(lambda: VoteTable.of(1, ["s"], [(0, "s", 1), (0, "s", 0)]), "already voted on")
        with pytest.raises(ValueError, match="votes: 't' is unknown"):
            VoteTable.of(1, ["s"], [(0, "t", 1)])

    def test_says_what_is_wrong_with_a_map(self):
        table = VoteTable.of(2, ["s"], [(0, "s", 1)])
        wrong = table.valid(
            OpinionMap(
                statements=(StatementVotes(statement="s", agree=2, disagree=0, passed=0),),
                bridges=("t",), membership=Column.of("i4", [5]), explanations=why("s"),
            )
        )  # fmt: skip
        assert "bridges: unknown statement 't'" in wrong
        assert "membership: has 1 entries for 2 persons" in wrong
        assert "membership: names a group that is not there" in wrong
        assert "statements: 's' has the counts (2, 0, 0), the table says (1, 0, 0)" in wrong

    def test_vectors_are_finite_and_complete(self):
        batch = TextBatch(texts=("a", "b"))
        assert batch.valid(Vectors(dimensions=1, values=Column.of("f8", [1, 2]))) == []
        assert batch.valid(Vectors(dimensions=2, values=Column.of("f8", [1, 2])))
        assert batch.valid(Vectors(dimensions=1, values=Column.of("f8", [1, float("nan")])))

    def test_matching_refuses_nonsense(self):
        refused(lambda: Offer(id="o", minimum=3, maximum=2), "minimum: 3 of 'o' exceeds the maximum of 2")
        seekers, offers = [Seeker(id="s")], [Offer(id="o", maximum=1)]
        refused(lambda: MatchingProblem.of(seekers, offers, {"s": ["o", "o"]}), "wishes the same offer more than once")
        with pytest.raises(ValueError, match="wishes: 'x' is unknown"):
            MatchingProblem.of(seekers, offers, {"s": ["x"]})
        with pytest.raises(ValueError, match="conflicts: 'x' is unknown"):
            MatchingProblem.of(seekers, offers, {}, conflicts=[("x", "o")])
        problem = MatchingProblem.of(seekers, offers, {}, affinities={("s", "o"): 1})
        fields = {name: getattr(problem, name) for name in type(problem).model_fields}
        nan = {"affinity": Column.of("f8", [float("nan")])}
        refused(lambda: MatchingProblem.model_validate(fields | nan), "affinity: not a finite number")

    def test_says_what_is_wrong_with_a_matching(self):
        problem = MatchingProblem.of(
            [Seeker(id="s"), Seeker(id="t")], [Offer(id="o", minimum=2, maximum=2), Offer(id="p", maximum=1)],
            {"s": ["o"]}, conflicts=[("t", "p")], anywhere=False,
        )  # fmt: skip
        closed = Matching(pairs=(), unplaced=("s", "t"), not_running=("o",), explanations=why("s", "t"))
        assert problem.valid(closed) == []
        assert problem.valid(Matching(pairs=(("x", "o"),))) == ["pairs: unknown seeker 'x'"]
        wrong = problem.valid(Matching(pairs=(("s", "o"), ("t", "p")), explanations=why("s", "t")))
        assert "pairs: 't' and 'p' conflict" in wrong
        assert "pairs: 't' did not wish 'p'" in wrong
        assert "pairs: 'o' has 1 people, it runs with 2 or more" in wrong

    def test_says_what_is_wrong_with_a_timetable(self):
        problem = TimetableProblem(
            slots=(Slot(id="1", day="d"), Slot(id="2", day="d")), rooms=(Room(id="r", seats=5, closed=("2",)),),
            sessions=(Session(id="a", people=("x",)), Session(id="b", people=("x",), seats=9, slots=("1",))),
        )  # fmt: skip
        entries = tuple(TimetableEntry(session=name, slot=slot, room="r") for name, slot in (("a", "1"), ("b", "1")))
        wrong = problem.valid(Timetable(entries=entries, explanations=why("a", "b")))
        assert any("too small for 'b'" in one for one in wrong)
        assert "entries: 2 sessions in 'r' in '1'" in wrong
        assert "entries: 'x' is in ['a', 'b'] at once" in wrong
        assert "entries: 'a' stands there 0 times" in problem.valid(Timetable(entries=()))
        refused(
            lambda: TimetableProblem(slots=(), rooms=(), sessions=(Session(id="a", slots=("9",)),)),
            "slots of a: '9' is unknown",
        )

    def test_evidence_stays_on_the_scale(self):
        criteria = (Criterion(id="c", threshold="3"),)

        def evidence(scores, **fields):
            reviews = (Review(reviewer="r", initiative="i", scores=scores),)
            return Evidence(initiative="i", criteria=criteria, reviews=reviews, scale=(1, 5), **fields)

        refused(lambda: evidence({"c": 6}), "gives 6 on 'c', the scale is 1 to 5")
        refused(lambda: evidence({"d": 1}), "unknown criterion 'd'")
        refused(lambda: Criterion(id="c", threshold="3.5"), "threshold")
        unmet = (CriterionResult(criterion="c", mean="2", reviews=1, met=False),)
        wrong = evidence({"c": 2}).valid(
            FitAssessment(initiative="i", fit=Fit.FIT, criteria=unmet, explanations=why("c"))
        )
        assert wrong == ['fit: says "fit", but a criterion is not met']

    def test_says_what_is_wrong_with_a_plan(self):
        problem = ScalingProblem(initiative="i", institutions=(Institution(id="a", capacity=5),))
        plan = RolloutPlan(
            initiative="i", steps=(RolloutStep(institution="a", wave=1, units=6),), reached=5, explanations=why("a")
        )
        assert problem.valid(plan) == [
            "steps: 'a' takes 6, its capacity is 5",
            "steps: 'a' has made no commitment",
            "reached: says 5, the steps add up to 6",
        ]


@pytest.mark.parametrize(
    "kind", ["prioritisation", "allocation", "opinions", "texts", "matching", "timetable", "curation", "scaling"]
)
def test_problems_go_through_json_and_back(kind):
    for problem in samples(kind):
        assert type(problem).model_validate_json(problem.model_dump_json()) == problem
