"""The kit itself: rules broken on purpose, each in one way, fail the case that is about it, on an election that a
person can read.
"""

import subprocess
import sys
from decimal import Decimal

import pytest

from osi_core.plugins import TieOptions
from osi_core.plugins.builtin import ApprovalCount
from osi_core.testing import KIT_VERSION, run_cases
from tests.unit.testing import broken as rules

CASES = [
    (rules.HasNoVersion, "test_says_what_it_is"),
    (rules.TakesAnyOption, "test_options_are_sound"),
    (rules.OptionWithoutDefault, "test_options_are_sound"),
    (rules.ClaimsTheUnheardOf, "test_claims_are_known"),
    (rules.ClaimsWhatIsForMoney, "test_claims_are_known"),
    (rules.UnknownItem, "test_outcome_is_valid"),
    (rules.CountsNothing, "test_outcome_is_valid"),
    (rules.ExplainsOnlyWinners, "test_explains_every_item"),
    (rules.SpeaksOnlyEnglish, "test_explanations_have_words"),
    (rules.SpeaksEnglishTwice, "test_explanations_have_words"),
    (rules.HasNoWords, "test_explanations_have_words"),
    (rules.CallsWhatNobodySays, "test_explanations_have_words"),
    (rules.HasFormsWithoutCount, "test_explanations_have_words"),
    (rules.HasWordsTooMany, "test_explanations_have_words"),
    (rules.Overspends, "test_budget_is_never_exceeded"),
    (rules.FavoursTheFirstName, "test_names_say_nothing"),
    (rules.GivesTheFirstNameAVote, "test_names_say_nothing"),
    (rules.TiesByName, "test_names_say_nothing"),
    (rules.DependsOnDictOrder, "test_order_of_input_says_nothing"),
    (rules.DependsOnBallotOrder, "test_order_of_input_says_nothing"),
    (rules.ForgetsWeights, "test_weights_are_ballots"),
    (rules.MutatesItsInput, "test_leaves_its_input_unchanged"),
    (rules.ThrowsDiceOfItsOwn, "test_same_seed_same_outcome"),
    (rules.Remembers, "test_same_seed_same_outcome"),
    (rules.ChangesWhenPrepared, "test_preparing_changes_no_answer"),
    (rules.PreparesByOneProblem, "test_preparing_changes_no_answer"),
    (rules.PreparesOnlyOnce, "test_preparing_changes_no_answer"),
    (rules.PreparesTheProblem, "test_preparing_changes_no_answer"),
    (rules.PreparesTheOptions, "test_preparing_changes_no_answer"),
    (rules.TakesNoProgressWhilePreparing, "test_says_what_it_is"),
    (rules.IsHalfPrepared, "test_works_after_a_raise"),
    (rules.BreaksAfterARaise, "test_works_after_a_raise"),
    (rules.SharesItsNotes, "test_threads_do_not_disturb_each_other"),
    (rules.SharesItsNotesInSilence, "test_threads_do_not_disturb_each_other"),
    (rules.GrowsWildly, "test_time_grows_tamely"),
    (rules.GreedyClaimsFairness, "test_claim_holds[EJR+]"),
    (rules.ApprovalClaimsFairness, "test_claim_holds[JR]"),
    (rules.BordaClaimsCondorcet, "test_claim_holds[Condorcet]"),
    (rules.BordaClaimsCloneIndependence, "test_claim_holds[clone independence]"),
    (rules.MonotoneOnlyInWords, "test_claim_holds[monotonicity]"),
]

ONLY = [
    rules.ClaimsTheUnheardOf, rules.ExplainsOnlyWinners, rules.SpeaksOnlyEnglish, rules.Overspends,
    rules.FavoursTheFirstName, rules.TiesByName, rules.ForgetsWeights, rules.TakesAnyOption, rules.HasNoVersion,
    rules.SharesItsNotes, rules.GreedyClaimsFairness, rules.BordaClaimsCondorcet,
]  # fmt: skip


def named(classes):
    return {"argvalues": classes, "ids": [getattr(one, "__name__", None) or one[0].__name__ for one in classes]}


def wrong_with(rule, case):
    """What the kit says in this case, searching long enough for any machine."""
    return run_cases(rule, effort=4, only={case.partition("[")[0]})[case]


def test_an_honest_strategy_passes_every_case():
    assert {case: wrong for case, wrong in run_cases(rules.Honest()).items() if wrong} == {}


@pytest.mark.parametrize(("broken", "case"), **named(CASES))
def test_a_broken_strategy_fails_the_case_about_it(broken, case):
    assert wrong_with(broken(), case)


@pytest.mark.parametrize("broken", **named(ONLY))
def test_and_no_case_that_is_about_something_else(broken):
    failed = {case for case, wrong in run_cases(broken(), effort=0.3).items() if wrong and "claim_holds" not in case}
    assert failed == {case for known, case in CASES if known is broken and "claim_holds" not in case}


def test_the_time_that_compiling_takes_is_no_growth():
    assert not wrong_with(rules.CompilesForLong(), "test_time_grows_tamely")


def test_a_strategy_that_prepares_honestly_passes_every_case():
    assert {case: wrong for case, wrong in run_cases(rules.CompilesForLong(), effort=0.3).items() if wrong} == {}


def test_an_unknown_claim_is_told_with_those_that_are_known():
    wrong = wrong_with(rules.ClaimsTheUnheardOf(), "test_claims_are_known")
    assert wrong.startswith("'beauty' is no known claim; known for prioritisation: JR, PJR, EJR, EJR+, priceability")


def test_a_claim_for_another_kind_of_decision_is_refused():
    wrong = wrong_with(rules.ClaimsWhatIsForMoney(), "test_claims_are_known")
    assert wrong == "'exhaustiveness' is for allocation, not for prioritisation"


def test_the_option_without_a_default_is_named():
    assert "ties" in wrong_with(rules.OptionWithoutDefault(), "test_options_are_sound")


def test_a_decimal_is_no_float():
    class Options(TieOptions):
        share: Decimal = Decimal("0.5")

    class Shares(rules.Honest):
        pass

    Shares.Options = Options
    assert not wrong_with(Shares(), "test_options_are_sound")


def test_what_is_spent_too_much_stands_below_a_small_election():
    wrong = wrong_with(rules.Overspends(), "test_budget_is_never_exceeded")
    assert wrong == (
        "approval ballots, 4 voters, items a; budget 0, costs: a 1:\n"
        "  4 × (empty)\n"
        "outcome: a (1); spent 1\n"
        "awards: 1 exceeds the budget of 0"
    )


def test_greedy_is_shown_the_minority_that_it_leaves_without_anything():
    wrong = wrong_with(rules.GreedyClaimsFairness(), "test_claim_holds[EJR+]")
    assert wrong.startswith("greedy claims EJR+, but:\napproval ballots, ")
    assert "with a share of" in wrong
    assert len(wrong.splitlines()) <= 8


def test_borda_is_shown_the_majority_that_it_passes_over():
    wrong = wrong_with(rules.BordaClaimsCondorcet(), "test_claim_holds[Condorcet]")
    assert wrong.startswith("borda-condorcet claims Condorcet, but:\n")
    assert "beats every other item by a majority, but" in wrong
    assert len(wrong.splitlines()) <= 8


def test_of_a_relational_claim_both_elections_are_told():
    wrong = wrong_with(rules.MonotoneOnlyInWords(), "test_claim_holds[monotonicity]")
    before, changed = wrong.split(" supports ")
    assert before.count("voter") == changed.count("voter") == 1
    assert wrong.count("outcome: ") == 2


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (rules.SpeaksOnlyEnglish, "broken.english: no words in 'de'"),
        (rules.SpeaksEnglishTwice, "broken.twice: the same words in English and German"),
        (rules.HasNoWords, "broken.wordless: no words in 'en'"),
        (
            rules.CallsWhatNobodySays,
            "broken.places: no value fills {nothing} in 'en'; its values are ballots, score, standing, supporters",
        ),
        (rules.HasFormsWithoutCount, "broken.forms: has forms for one and for many in 'en', but no value called count"),
        (rules.HasWordsTooMany, "words that the strategy's module never says: broken.never-said"),
    ],
)
def test_what_is_wrong_with_words_is_told_by_code_and_language(rule, said):
    assert wrong_with(rule(), "test_explanations_have_words").splitlines()[-1] == said


def test_favouring_the_first_name_is_shown_by_two_who_swap_names():
    wrong = wrong_with(rules.GivesTheFirstNameAVote(), "test_names_say_nothing")
    assert "never wins in 40 seeds" in wrong or "is now" in wrong


def test_a_rule_that_raises_is_told_with_the_line_and_the_election():
    class Raises(rules.Honest):
        def solve(self, problem, options, seed, progress):
            return super().solve(problem, options, seed, progress) if problem.ballots < 2 else 1 // 0

    wrong = wrong_with(Raises(), "test_outcome_is_valid")
    assert "2 voters" in wrong
    assert "ZeroDivisionError" in wrong
    assert "test_kit.py" in wrong


def test_a_slow_strategy_is_not_searched_for_longer_than_allowed():
    class Slow(ApprovalCount):
        def solve(self, problem, options, seed, progress):
            for _ in range(40_000):
                hash(seed)
            return super().solve(problem, options, seed, progress)

    assert not run_cases(Slow(), effort=0.2, only={"test_explains_every_item"})["test_explains_every_item"]


def test_pytest_starts_where_hypothesis_is_not_installed():
    """Whoever installs osi-core without the extra `testing` gets the pytest plugin all the same."""
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "import osi_core.testing.plugin as plugin; print(plugin.pytest_report_header())\n"
        "try: from osi_core.testing import StrategyConformance\n"
        "except ImportError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    assert said == [
        f"osi conformance kit: version {KIT_VERSION}",
        "hypothesis is not installed, and this part of the library needs it: pip install 'osi-core[testing]'",
    ]
