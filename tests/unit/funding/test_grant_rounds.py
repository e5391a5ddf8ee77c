"""Funds and grant rounds: from the money that an institution gives to what initiatives are paid."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from osi_core.domain import FactKey, Malformed, Phase, Refused, Role, Sector, StopReason
from osi_core.funding import commands as c
from osi_core.funding import events as e
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.funding.problem import grant_problem
from osi_core.funding.state import GrantRoundState
from osi_core.mission.commands import EraseParticipant, GrantRole
from osi_core.money import Money
from osi_core.plugins.problems import BallotKind
from osi_core.process.deciding import StoredLog, compute
from osi_core.process.receipts import trail_of
from osi_core.process.request import OPERATOR
from osi_core.process.share import share_of
from osi_core.solutions.commands import WithdrawSolution
from osi_core.solutions.facts import Solution
from osi_core.support.commands import MarkDroppedOut
from osi_core.support.facts import Initiative
from tests.unit.bringing import bring
from tests.unit.funding.conftest import euros

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def problem(town, closing):
    """What the allocation rule gets."""
    return grant_problem(StoredLog(town.engine.store, "m", closing.position), closing)


def ballots(town, closing):
    """The choices of each ballot that counts, by application; in an order of theirs."""
    found = problem(town, closing)
    choices = [found.items[index] for index in found.choices.view()]
    return sorted(tuple(choices[start:end]) for start, end in pairwise(found.offsets.view()))


def recording(town, closing):
    """The command that brings the result of a close, and its blobs."""
    decided = compute(town.engine, share_of("all").decision_of(closing.event), closing)
    return share_of("all").decision_of(closing.event).command(closing, decided.record, decided.outcome), tuple(
        decided.blobs()
    )


# Funds


def test_an_institution_gives_money_for_a_purpose(town):
    town.fund(1000)
    assert town.fact(Fund, "town").institution == "town"
    assert town.balances() == {"giver": "-1000.00 EUR", "fund": "1000.00 EUR"}


def test_only_its_own_representative_gives_an_institutions_money(town):
    """Nobody opens a fund in the name of an institution without its mandate, whoever organises or runs it all."""
    fund = c.OpenFund(mission="m", fund="mine", institution="town", purpose="Fun", amount=euros(1))
    for who in ("ada", "olga", OPERATOR):
        assert town.refused(fund, by=who) == ("role-missing", "no-confirmed-mandate")
    town.institution("works", Sector.BUSINESS, speaker="willa")
    assert town.refused(fund, by="willa") == ("no-confirmed-mandate",)
    town.do(fund, by="rita")


def test_a_fund_is_of_an_institution_of_the_mission_and_is_opened_once(town):
    fund = c.OpenFund(mission="m", fund="far", institution="nowhere", purpose="Fun", amount=euros(1))
    assert town.refused(fund, by="rita") == ("institution-unknown", "no-confirmed-mandate")
    town.fund()
    with pytest.raises(Refused, match="funds/town exists already"):
        town.fund()


def test_a_fund_is_not_beyond_measure(make_town):
    town = make_town(funding={"max_fund": 1_000_00})
    with pytest.raises(Refused, match=r"1000\.01 EUR is more than the 1000\.00 EUR"):
        town.fund(1_000.01)
    town.fund(1_000)


@pytest.mark.parametrize("minor", [0, -1])
def test_a_fund_of_nothing_is_no_fund(minor):
    with pytest.raises(Malformed, match="amount: an amount of more than nothing is expected"):
        c.OpenFund(mission="m", fund="x", institution="town", purpose="x", amount=Money(minor=minor, currency="EUR"))


# Opening a round


def test_a_rounds_budget_is_set_aside(town):
    town.fund()
    town.round(600)
    assert town.balances() == {"giver": "-1000.00 EUR", "fund": "400.00 EUR", "reserved": "600.00 EUR"}


def test_no_round_has_more_than_its_fund_has_left_to_the_cent(town):
    town.fund()
    town.round(600)
    with pytest.raises(Refused, match=r"funds/town has 400.00 EUR that is not set aside, 400.01 EUR is asked for"):
        town.round(400.01, "second")
    town.round(400, "second")
    assert town.balances() == {"giver": "-1000.00 EUR", "reserved": "1000.00 EUR"}


def test_a_round_needs_a_fund_of_its_currency(town):
    town.fund()
    with pytest.raises(Refused, match="funds/nowhere does not exist"):
        town.round(fund="nowhere")
    budget = Money(minor=1, currency="CHF")
    opening = c.OpenGrantRound(
        mission="m",
        round="x",
        fund="town",
        budget=budget,
        applications_until=town.now + timedelta(days=1),
        closes_at=town.now + timedelta(days=2),
    )
    assert town.refused(opening) == ("other-currency",)


def test_a_grant_round_takes_approval_or_points():
    fields: dict[str, Any] = {
        "round": "x",
        "fund": "town",
        "budget": euros(1),
        "applications_until": NOON,
        "closes_at": NOON,
    }
    assert c.OpenGrantRound(mission="m", **fields).kind == "approval"
    with pytest.raises(Malformed, match="kind: a grant round takes ballots of kind approval or points"):
        c.OpenGrantRound(mission="m", kind=BallotKind.RANKED, **fields)


def test_there_is_time_to_apply_and_then_time_to_vote(town):
    town.fund()
    with pytest.raises(Refused) as refused:
        town.round(applications_until=town.now, closes_at=town.now)
    assert refused.value.codes == ("deadline-too-early", "deadline-too-early")


def test_a_citizen_opens_no_round(town):
    town.fund()
    opening = c.OpenGrantRound(
        mission="m",
        round="mine",
        fund="town",
        budget=euros(1),
        applications_until=town.now + timedelta(days=1),
        closes_at=town.now + timedelta(days=2),
    )
    assert town.refused(opening, by="ada") == ("role-missing",)


def test_the_roster_and_the_secret_are_fixed_by_digest_at_the_opening(town):
    town.voting()
    closing = town.close()
    (opened,) = town.events(e.GrantRoundOpened)
    assert hashlib.sha256(bytes.fromhex(closing.event.secret)).hexdigest() == opened.secret_sha256
    assert hashlib.sha256(opened.roster.raw).hexdigest() == opened.roster_sha256
    town.citizen("zoe")
    assert town.refused(town.ballot("zoe", "shade"), by="zoe") == ("ballots-ended", "not-eligible")


# Applying


def test_a_team_applies_for_its_initiative_and_gets_a_receipt(town):
    town.fund()
    town.round()
    handled = town.apply("shade", 300, "ada")
    assert handled.receipt is not None
    assert trail_of(town.engine, handled.receipt.code).words == "Material for shade"
    grant = town.fact(Grant, "shade")
    assert (grant.status, grant.asked) == ("applied", euros(300))
    assert "Material" not in town.events(e.GrantApplied)[0].model_dump_json()


@pytest.mark.parametrize(
    ("initiative", "by", "codes"),
    [
        ("shade", "ben", ("not-in-team",)),
        ("roofs", "dia", ("initiative-not-supported",)),
        ("nothing", "ada", ("initiative-not-supported", "not-in-team")),
    ],
)
def test_only_its_team_applies_and_only_for_an_initiative_in_the_programme(town, initiative, by, codes):
    town.fund()
    town.round()
    assert town.refused(town.application(initiative, 1), by=by) == codes


def test_an_initiative_applies_once_a_round(town):
    town.fund()
    town.round(300)
    town.round(300, "second")
    town.apply("shade", 300, "ada")
    again = town.application("shade", 200, application="again")
    with pytest.raises(Refused, match="initiatives/shade has applied already: applications/shade"):
        town.do(again, by="ada")
    town.apply("shade", 300, "ada", application="also-second", round="second")


def test_nobody_asks_for_more_than_the_round_has_or_in_another_currency(town):
    town.fund()
    town.round(600)
    assert town.refused(town.application("shade", 600.01), by="ada") == ("asks-too-much",)
    asked = Money(minor=1, currency="CHF")
    other = town.application("shade", 1).model_copy(update={"asked": asked})
    assert town.refused(other, by="ada") == ("other-currency",)


def test_applications_come_before_their_deadline(town):
    town.fund()
    town.round()
    town.later(days=7)
    assert town.refused(town.application("shade", 1), by="ada") == ("applications-closed",)
    assert town.refused(town.application("shade", 1, round="nowhere"), by="ada") == ("not-found",)


def test_a_round_takes_as_many_applications_as_the_playbook_says(make_town):
    town = make_town(funding={"max_applications": 1})
    town.fund()
    town.round()
    town.apply("shade", 1, "ada")
    assert town.refused(town.application("wells", 1), by="ben") == ("round-full",)


# Ballots


def test_ballots_are_taken_when_all_applications_are_in_until_the_deadline(town):
    town.fund()
    town.round()
    town.all_apply()
    assert town.refused(town.ballot("ada", "shade"), by="ada") == ("round-not-open",)
    town.later(days=7)
    town.cast("ada", "shade")
    town.later(days=7)
    assert town.refused(town.ballot("ben", "shade"), by="ben") == ("ballots-ended",)


def test_a_ballot_is_cast_in_person_by_one_of_the_electorate(town):
    town.voting(electorate=(Role.REPRESENTATIVE,))
    town.cast("rita", "shade")
    assert town.refused(town.ballot("rita", "shade"), by="ada") == ("not-oneself",)
    assert town.refused(town.ballot("ada", "shade"), by="ada") == ("not-eligible",)
    assert town.refused(town.ballot("rita", "shade", round="nowhere"), by="rita") == ("not-found",)


@pytest.mark.parametrize(
    ("kind", "choices", "points", "code", "said"),
    [
        ("approval", ("nothing",), (), "item-unknown", "applications/nothing is not an item"),
        ("approval", ("shade", "shade"), (), "item-repeated", "applications/shade is named twice"),
        ("approval", ("shade",), (3,), "points-unasked", "a ballot of the kind approval gives no points"),
        ("approval", ("shade", "wells", "fans"), (), "too-many-choices", "at most 2 items may be chosen"),
        ("points", ("shade",), (), "points-misplaced", "one number of 0 or more for each choice"),
        ("points", ("shade", "wells"), (8, 3), "too-many-points", "at most 10 points in all"),
    ],
)
def test_a_ballot_that_does_not_fit_is_refused(make_town, kind, choices, points, code, said):
    town = make_town(funding={"max_choices": 2, "max_points": 10})
    town.voting(kind=kind)
    with pytest.raises(Refused, match=said) as refused:
        town.cast("ada", *choices, points=points)
    assert refused.value.codes == (code,)


def test_a_ballot_counts_once_and_is_changed_by_a_higher_revision_whenever_it_arrives(town):
    town.voting()
    for _ in range(2):
        town.cast("ada", "wells")
    town.cast("ben", "fans", revision=2)
    town.cast("ben", "shade", revision=1)
    assert ballots(town, town.close()) == [("fans",), ("wells",)]


def test_an_erased_voters_ballot_stays_and_no_other_follows(town):
    town.voting()
    town.cast("dia", "wells")
    town.do(EraseParticipant(mission="m", participant="dia"), by="dia")
    assert town.refused(town.ballot("dia", "shade", revision=1), by="dia") == ("actor-erased", "not-eligible")
    assert ballots(town, town.close()) == [("wells",)]


def test_an_erased_voter_comes_back_when_the_ballots_are_counted(town):
    voter = town.engine.join("m", "user 1")
    town.voting()
    town.cast(voter, "wells")
    town.do(EraseParticipant(mission="m", participant=voter), by=voter)
    town.close_without_gates(*(town.engine.memory("m").mission_state(town.engine.store).open_phases - {Phase.SUPPORT}))
    with pytest.raises(Refused, match="a vote of theirs may still count"):
        town.engine.join("m", "user 1")
    town.close()
    assert town.engine.join("m", "user 1") != voter


def test_an_initiative_that_dropped_out_stands_for_choice_no_more(town):
    town.voting(kind="points")
    town.cast("ada", "shade", "wells", points=(7, 3))
    town.do(MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_PEOPLE), by="ada")
    closing = town.close()
    found = problem(town, closing)
    assert found.items == ("wells", "fans")
    assert list(found.values.view()) == [3]
    town.decide()
    assert town.fact(Grant, "shade").status == "declined"


# Closing and deciding


def test_a_round_is_closed_once_and_not_before_its_deadline(town):
    town.voting()
    closing = c.CloseGrantRound(mission="m", round="first")
    with pytest.raises(Refused, match="grant-rounds/first is open until 2026-03-24 09:00 UTC"):
        town.do(closing, by="olga")
    town.close()
    assert town.refused(closing) == ("round-closed",)


def test_the_playbooks_rule_decides_and_what_is_left_goes_back_to_the_fund(town):
    town.decided()
    (result,) = town.events(e.GrantRoundDecided)
    assert (result.record.strategy, result.record.decision) == ("score-order", "missions/m/grant-rounds/first")
    assert [(award.application, str(award.amount)) for award in result.awards] == [
        ("wells", "299.99 EUR"),
        ("fans", "0.02 EUR"),
    ]
    assert (result.spent, result.applications) == (euros(300.01), 3)
    assert {name: grant.status for name, grant in town.facts(Grant).items()} == {
        "shade": "declined",
        "wells": "awarded",
        "fans": "awarded",
    }
    assert town.fact(GrantRound, "first").status == "decided"
    assert town.balances() == {"giver": "-1000.00 EUR", "fund": "699.99 EUR", "granted": "300.01 EUR"}


def test_a_budget_that_is_just_enough_is_spent_to_the_cent(town):
    town.voting(budget=600.01)
    town.cast("ada", "shade", "wells", "fans")
    town.close()
    town.decide()
    assert town.balances() == {"giver": "-1000.00 EUR", "fund": "399.99 EUR", "granted": "600.01 EUR"}


@pytest.mark.parametrize("applied", [True, False])
def test_a_round_without_a_ballot_or_an_application_has_a_result_too(town, applied):
    town.fund()
    town.round()
    if applied:
        town.all_apply()
    town.later(days=8)
    town.close()
    town.decide()
    (result,) = town.events(e.GrantRoundDecided)
    assert result.applications == (3 if applied else 0)
    assert result.spent <= euros(600)


def test_a_rounds_options_come_from_the_playbook(make_town):
    town = make_town(funding={"strategy": "score-order", "options": {"ties": "name"}})
    town.voting()
    assert town.close().event.options == {"ties": "name"}


def test_what_too_few_support_gets_nothing(make_town):
    town = make_town(funding={"minimum_support": 2})
    town.voting()
    town.cast("ada", "shade", "wells")
    town.cast("ben", "wells")
    closing = town.close()
    assert problem(town, closing).minimum_support == 2
    town.decide()
    assert [award.application for award in town.events(e.GrantRoundDecided)[-1].awards] == ["wells"]


def test_a_playbook_that_names_a_missing_rule_is_refused(make_town):
    with pytest.raises(Refused, match=r"playbook\.funding: .*by-dice"):
        make_town(funding={"strategy": "by-dice"})


# A result that was tampered with


@pytest.mark.parametrize(
    ("awards", "code", "said"),
    [
        ([("wells", 299.99), ("shade", 300)], "awards-too-high", "exceed the budget of 599.98 EUR by 0.01 EUR"),
        ([("wells", 300)], "award-not-as-asked", "applications/wells asked for 299.99 EUR, not for 300.00 EUR"),
        ([("wells", 0)], "award-not-as-asked", "asked for 299.99 EUR, not for 0.00 EUR"),
        ([("wells", 1), ("wells", 1)], "award-twice", "applications/wells is awarded twice"),
        ([("roofs", 1)], "award-unknown", "applications/roofs did not apply in grant-rounds/first"),
    ],
)
def test_awards_beyond_budget_or_application_are_refused(town, awards, code, said):
    town.voting(budget=599.98)
    command, blobs = recording(town, town.close())
    wrong = tuple(e.Award(application=name, amount=euros(amount)) for name, amount in awards)
    before = town.balances()
    with pytest.raises(Refused, match=said) as refused:
        bring(town, command.model_copy(update={"awards": wrong}), blobs)
    assert refused.value.codes == ("result-differs", code)
    assert town.balances() == before


def test_an_award_in_another_currency_is_refused(town):
    town.voting()
    command, blobs = recording(town, town.close())
    award = e.Award(application="wells", amount=Money(minor=1, currency="CHF"))
    with pytest.raises(Refused, match=r"0\.01 CHF is not in EUR"):
        bring(town, command.model_copy(update={"awards": (award,)}), blobs)


def test_a_record_for_another_rule_is_refused_and_a_round_is_decided_once(town):
    town.voting()
    command, blobs = recording(town, town.close())
    other = command.record.model_copy(update={"strategy": "by-dice"})
    assert "record-differs" in town.refused(command.model_copy(update={"record": other}))
    bring(town, command, blobs)
    with pytest.raises(Refused, match="grant-rounds/first is decided"):
        bring(town, command, blobs)


# Paying and returning


def pay(application, amount=None):
    return c.PayGrant(mission="m", round="first", application=application, amount=amount and euros(amount))


def give_back(application, amount=None):
    return c.ReturnGrant(
        mission="m",
        round="first",
        application=application,
        amount=amount and euros(amount),
        reason=StopReason.NOT_NEEDED,
    )


def test_the_giver_pays_in_instalments_and_nothing_twice(town):
    town.decided()
    town.accept("wells", "fans")
    town.propose("wells", 100)
    town.do(pay("wells", 100), by="rita")
    town.do(pay("wells"), by="rita")
    assert town.fact(Grant, "wells").paid == euros(299.99)
    assert town.balances() == {
        "giver": "-1000.00 EUR",
        "fund": "699.99 EUR",
        "granted": "0.02 EUR",
        "paid": "299.99 EUR",
    }
    with pytest.raises(Refused, match=r"0\.00 EUR of applications/wells is unpaid"):
        town.do(pay("wells"), by="rita")
    with pytest.raises(Refused, match=r"0\.02 EUR of applications/fans is unpaid"):
        town.do(pay("fans", 0.03), by="rita")


def test_only_what_was_awarded_is_paid_and_only_by_the_giver_or_the_organisers(town):
    town.decided()
    town.accept("wells")
    assert town.refused(pay("shade"), by="rita") == ("grant-unknown",)
    town.propose("wells", by="rita")
    assert "role-missing" in town.refused(pay("wells"), by="cem")
    town.do(pay("wells"), by="olga")


# Two people


def test_an_award_is_paid_by_two_people_and_two_entries_by_one_login_are_one(town):
    town.decided()
    town.accept("wells")
    assert town.refused(pay("wells"), by="olga") == ("second-person-missing",)
    town.propose("wells")
    assert town.refused(pay("wells"), by="olga") == ("second-person-missing",)
    assert town.refused(pay("wells", 100), by="rita") == ("second-person-missing",)
    town.do(pay("wells"), by="rita")


def test_what_one_person_pays_alone_is_counted_together(make_town):
    """Ten instalments below the limit are as much as one above it."""
    town = make_town(funding={"two_people_above": 100_00})
    town.decided()
    town.accept("wells")
    town.propose("wells", 1)
    for amount in (1, 60, 40):
        town.do(pay("wells", amount), by="rita")
    assert town.refused(pay("wells", 0.01), by="rita") == ("second-person-missing",)
    town.propose("wells", 50)
    town.do(pay("wells", 50), by="rita")
    assert town.refused(pay("wells", 0.01), by="rita") == ("second-person-missing",)


def test_who_organises_alone_takes_an_award_back_with_the_giver(town):
    town.decided()
    town.accept("wells")
    assert town.refused(give_back("wells"), by="olga") == ("second-person-missing",)
    town.propose("wells", move=e.GrantMove.TAKE_BACK)
    assert town.refused(give_back("wells"), by="olga") == ("second-person-missing",)
    town.do(give_back("wells"), by="rita")
    assert town.fact(Fund, "town").free == euros(999.98)


def test_what_was_paid_in_part_is_taken_back_whole_by_two_people(town):
    town.decided()
    town.accept("wells")
    town.propose("wells", 100)
    town.do(pay("wells", 100), by="rita")
    town.propose("wells", move=e.GrantMove.TAKE_BACK)
    assert town.events(e.GrantMoveProposed)[-1].amount == euros(299.99)
    town.do(give_back("wells"), by="rita")
    assert town.fact(Grant, "wells").returned == euros(299.99)


def test_a_take_back_that_names_no_amount_is_never_of_nothing(town):
    town.decided()
    town.accept("wells")
    town.propose("wells")
    town.do(pay("wells"), by="rita")
    town.propose("wells", move=e.GrantMove.TAKE_BACK)
    assert town.events(e.GrantMoveProposed)[-1].amount == euros(299.99)


def test_nobody_pays_the_own_team(town):
    """Ben organises now, and his wells were awarded a grant."""
    town.decided()
    town.accept("wells")
    town.do(GrantRole(mission="m", participant="ben", role=Role.ORGANISER))
    propose = c.ProposeGrantMove(mission="m", round="first", application="wells")
    assert town.refused(propose, by="ben") == ("asked-oneself",)
    town.propose("wells")
    assert town.refused(pay("wells"), by="ben") == ("asked-oneself",)


# Accepted, lapsed, ended


def accept(application):
    return c.AcceptGrant(mission="m", round="first", application=application)


def lapse(application):
    return c.LapseGrant(mission="m", round="first", application=application)


def test_an_award_is_accepted_by_the_team_before_it_is_paid(town):
    town.decided()
    propose = c.ProposeGrantMove(mission="m", round="first", application="wells")
    assert town.refused(propose, by="olga") == ("grant-not-accepted",)
    assert town.refused(pay("wells"), by="rita") == ("grant-not-accepted", "second-person-missing")
    assert town.refused(accept("wells"), by="ada") == ("not-in-team",)
    town.do(accept("wells"), by="ben")
    assert town.refused(accept("wells"), by="ben") == ("grant-not-waiting",)
    assert town.refused(lapse("wells"), by="olga") == ("grant-not-waiting",)


def test_an_award_that_nobody_accepts_lapses_and_its_money_is_free(town):
    town.decided()
    assert town.refused(lapse("wells"), by="olga") == ("grant-not-lapsed",)
    town.later(days=20)
    town.do(accept("fans"), by="cem")
    town.later(days=1)
    assert town.refused(accept("wells"), by="ben") == ("grant-lapses",)
    town.do(lapse("wells"), by="olga")
    assert town.fact(Grant, "wells").status == "lapsed"
    assert town.balances() == {"giver": "-1000.00 EUR", "fund": "999.98 EUR", "granted": "0.02 EUR"}
    assert town.refused(lapse("wells"), by="olga") == ("grant-not-waiting",)
    assert "more-than-unpaid" in town.refused(pay("wells"), by="rita")


def test_what_was_given_back_before_it_was_accepted_neither_lapses_nor_is_accepted(town):
    town.decided()
    town.do(give_back("wells"), by="ben")
    assert town.refused(accept("wells"), by="ben") == ("grant-not-waiting",)
    town.later(days=21)
    assert town.refused(lapse("wells"), by="olga") == ("grant-not-waiting",)
    assert town.fact(Grant, "wells").status == "returned"


def test_nothing_is_paid_to_what_dropped_out_or_was_withdrawn(town):
    town.decided()
    town.accept("wells", "fans")
    town.propose("wells")
    town.do(MarkDroppedOut(mission="m", initiative="wells", reason=StopReason.NO_TIME), by="ben")
    assert town.refused(pay("wells"), by="rita") == ("initiative-ended",)
    town.do(WithdrawSolution(mission="m", solution="wells", reason=StopReason.NO_TIME), by="ben")
    assert town.refused(pay("wells"), by="rita") == ("initiative-ended",)
    town.propose("wells", move=e.GrantMove.TAKE_BACK)
    town.do(give_back("wells"), by="rita")
    town.do(MarkDroppedOut(mission="m", initiative="fans", reason=StopReason.NO_TIME), by="cem")
    propose = c.ProposeGrantMove(mission="m", round="first", application="fans")
    assert town.refused(propose, by="olga") == ("initiative-ended",)


def test_what_came_back_is_given_again(town):
    """Returned money was never free again."""
    town.decided()
    town.accept("wells")
    town.propose("wells")
    town.do(pay("wells"), by="rita")
    town.do(give_back("wells"), by="ben")
    town.round(999.98, "second")


def test_what_is_not_needed_comes_back_the_unpaid_first_with_a_reason(town):
    town.decided()
    town.accept("wells")
    town.propose("wells", 100)
    town.do(pay("wells", 100), by="rita")
    town.do(give_back("wells", 250), by="ben")
    grant = town.fact(Grant, "wells")
    assert (grant.status, grant.paid, grant.returned, grant.reason) == (
        "paid",
        euros(49.99),
        euros(250),
        "not_needed",
    )
    assert town.balances() == {
        "giver": "-1000.00 EUR",
        "fund": "949.99 EUR",
        "granted": "0.02 EUR",
        "paid": "49.99 EUR",
    }
    town.do(give_back("wells"), by="ben")
    assert town.fact(Grant, "wells").status == "returned"
    with pytest.raises(Refused, match=r"0\.00 EUR of applications/wells is left"):
        town.do(give_back("wells"), by="ben")


def test_what_the_state_names_need_not_be_looked_for(town):
    town.decided()
    state = None
    for record in town.records():
        if record.stream == give_back("wells").stream():
            state = GrantRoundState.evolve(state, record.event)
    assert give_back("wells").needs(state) == (FactKey(Solution, "wells"), FactKey(Initiative, "wells"))
    assert give_back("roofs").needs(state) == give_back("wells").needs(None) == ()


def test_nobody_returns_anothers_grant_or_more_than_it_was(town):
    town.decided()
    assert town.refused(give_back("wells"), by="ada") == ("not-in-team", "second-person-missing")
    assert town.refused(give_back("wells", 300), by="ben") == ("more-than-left",)
    with pytest.raises(Malformed, match="reason"):
        c.ReturnGrant(mission="m", round="first", application="wells", reason="done for less")  # type: ignore[arg-type]


# Receipts


def test_an_applications_receipt_tells_what_came_of_it(town):
    town.fund()
    town.round(599.98)
    codes = {
        name: town.apply(name, asked, by).receipt.code
        for name, asked, by in (("shade", 300, "ada"), ("wells", 299.99, "ben"))
    }
    assert trail_of(town.engine, codes["wells"]).ended() == "The grant round is not decided yet."
    town.later(days=8)
    ballot = town.cast("ada", "wells").receipt
    town.close()
    town.decide()
    assert trail_of(town.engine, codes["shade"]).ended() == "It was not funded in this round."
    town.accept("wells")
    town.propose("wells")
    town.do(pay("wells"), by="rita")
    told = trail_of(town.engine, codes["wells"])
    assert [step.say() for step in told.steps] == [
        "“wells” applied for 299.99 EUR in grant-rounds/first",
        "“wells” is funded with 299.99 EUR",
        "“wells” accepts the grant",
        "299.99 EUR paid to “wells”",
    ]
    assert (told.ended(), told.ended("de")) == ("It is funded.", "Es wird gefördert.")
    voted = trail_of(town.engine, ballot.code)
    assert voted.steps[1].say("de") == (
        "Ergebnis von grant-rounds/first veröffentlicht: 299.99 EUR für 1 von 2 Anträgen"
    )
