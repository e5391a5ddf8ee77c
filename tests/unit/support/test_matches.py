"""Needs and offers: matched, delivered, confirmed by both sides."""

from __future__ import annotations

import pytest

from osi_core.domain import Malformed, Refused, Role, StopReason
from osi_core.funding.commands import OpenFund
from osi_core.funding.facts import Fund
from osi_core.mission.commands import GrantRole, RevokeRole
from osi_core.money import Money
from osi_core.process import trail_of
from osi_core.solutions.commands import JoinTeam
from osi_core.support import commands as c
from osi_core.support import events as e
from osi_core.support.facts import Need, Offer
from tests.unit.solutions.world import World


def euros(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


def need(name="n1", initiative="shade", kind=e.SupportKind.EXPERT, **fields):
    return c.StateNeed(mission="m", need=name, initiative=initiative, kind=kind, text="We need this", **fields)


def offer(name="o1", kind=e.SupportKind.EXPERT, **fields):
    return c.OfferSupport(mission="m", offer=name, kind=kind, **fields)


def of_match(command, name="n1", by_offer="o1", **fields):
    return command(mission="m", offer=by_offer, need=name, **fields)


@pytest.fixture
def matched(programme: World) -> World:
    """Ada's initiative needs an expert, and Eli's offer is to answer it."""
    programme.do(need(), by="ada")
    programme.do(offer(capacity=2), by="eli")
    programme.do(of_match(c.MatchNeed), by="eli")
    programme.do(of_match(c.AcceptMatch), by="ada")
    return programme


def test_needs_and_offers_are_contributions_with_receipts(programme):
    assert programme.do(need(), by="ada").receipt is not None
    handled = programme.do(offer(kind=e.SupportKind.TALK, text="On trees"), by="rita")
    assert handled.receipt is not None
    assert handled.events[0].refs == ("missions/m/institutions/town",)
    assert programme.fact(Offer, "o1").institution == "town"


def test_the_receipts_of_a_need_and_an_offer_tell_what_is_open_for_them(programme):
    codes = [programme.do(need(), by="ada").receipt.code, programme.do(offer(), by="eli").receipt.code]

    def ended():
        return [trail_of(programme.engine, code).ended() for code in codes]

    assert ended() == ["Nobody has offered to answer it yet.", "It has answered no need yet."]
    programme.do(of_match(c.MatchNeed), by="eli")
    assert ended() == ["A match was proposed; the support is not given yet."] * 2
    programme.do(of_match(c.ReleaseMatch, reason=StopReason.NO_TIME), by="eli")
    assert ended() == ["Nothing came of the match; others may follow."] * 2
    programme.do(of_match(c.MatchNeed), by="eli")
    programme.do(of_match(c.AcceptMatch), by="ada")
    programme.do(of_match(c.DeliverSupport), by="eli")
    programme.do(of_match(c.ConfirmDelivery), by="ada")
    programme.do(of_match(c.ConfirmDelivery), by="eli")
    assert ended() == ["The support was given, as both sides say."] * 2


def test_what_is_taken_back_is_told_in_its_receipt_and_in_that_of_what_it_was_matched_with(programme):
    codes = [programme.do(need(), by="ada").receipt.code, programme.do(offer(), by="eli").receipt.code]
    programme.do(of_match(c.MatchNeed), by="eli")
    programme.do(c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_TIME), by="eli")
    trails = [trail_of(programme.engine, code) for code in codes]
    assert [trail.steps[-1].say() for trail in trails] == ["an offer was taken back: no time"] * 2
    assert [trail.ended() for trail in trails] == ["The offer was taken back."] * 2
    programme.do(c.CancelNeed(mission="m", need="n1", reason=StopReason.NOT_NEEDED), by="ada")
    assert trail_of(programme.engine, codes[0]).ended() == "Its author has taken it back."


def test_an_expert_offers_as_a_person(programme):
    programme.do(offer(), by="eli")
    assert programme.fact(Offer, "o1").institution is None


def test_only_the_team_states_needs_and_only_of_an_initiative(programme):
    assert programme.refused(need(), by="ben") == ("not-in-team",)
    assert programme.refused(need(initiative="roofs"), by="dia") == ("initiative-unknown",)


def test_a_citizen_needs_and_does_not_offer(programme):
    assert programme.refused(offer(), by="ada") == ("role-missing",)


def test_support_counts_when_both_sides_have_confirmed_it(matched):
    matched.do(of_match(c.DeliverSupport, note="Two hours by video"), by="eli")
    assert matched.fact(Need, "n1").status == "delivered"
    matched.do(of_match(c.ConfirmDelivery), by="eli")
    assert matched.events(e.NeedMet) == []
    matched.do(of_match(c.ConfirmDelivery), by="ada")
    (met,) = matched.events(e.NeedMet)
    assert met.refs() == ("needs/n1", "initiatives/shade")
    assert matched.fact(Need, "n1").met_at == matched.now
    assert matched.fact(Offer, "o1").met == 1


def test_the_receipt_of_a_met_need_leads_to_the_institution(programme):
    programme.do(need(kind=e.SupportKind.PLATFORM_ACCESS), by="ada")
    programme.do(offer(kind=e.SupportKind.PLATFORM_ACCESS), by="rita")
    for command, by in [
        (c.MatchNeed, "olga"),
        (c.AcceptMatch, "ada"),
        (c.DeliverSupport, "ada"),
        (c.ConfirmDelivery, "rita"),
    ]:
        programme.do(of_match(command), by=by)
    programme.do(of_match(c.ConfirmDelivery), by="ada")
    assert programme.events(e.NeedMet)[0].refs()[-1] == "institutions/town"


def test_each_side_confirms_once_what_was_delivered_and_nobody_else(matched):
    confirm = of_match(c.ConfirmDelivery)
    assert matched.refused(confirm, by="ada") == ("not-delivered",)
    matched.do(of_match(c.DeliverSupport), by="ada")
    matched.do(confirm, by="ada")
    assert matched.refused(confirm, by="ada") == ("confirmed-already",)
    assert matched.refused(confirm, by="ben") == ("not-involved",)
    assert matched.refused(confirm, by="olga") == ("not-involved",)


def test_an_offerer_who_joins_the_team_still_confirms_one_side_only(matched):
    matched.do(of_match(c.DeliverSupport), by="eli")
    matched.do(JoinTeam(mission="m", solution="shade"), by="eli")
    matched.do(of_match(c.ConfirmDelivery), by="eli")
    assert matched.refused(of_match(c.ConfirmDelivery), by="eli") == ("confirmed-already",)


def test_strangers_deliver_and_release_nothing(matched):
    assert matched.refused(of_match(c.DeliverSupport), by="ben") == ("not-involved",)
    assert matched.refused(of_match(c.ReleaseMatch, reason=StopReason.OTHER), by="ben") == ("not-involved",)
    assert matched.refused(of_match(c.DeliverSupport, name="n9"), by="eli") == ("not-matched",)


def test_a_need_is_answered_once(matched):
    matched.do(offer("o2"), by="rita")
    again = of_match(c.MatchNeed, by_offer="o2")
    assert matched.refused(again, by="rita") == ("need-not-open",)


def test_a_released_match_opens_the_need_and_frees_the_offer(matched):
    matched.do(of_match(c.ReleaseMatch, reason=StopReason.NO_TIME), by="ada")
    row = matched.fact(Need, "n1")
    assert (row.status, row.offer, row.reason) == ("open", None, "no_time")
    assert matched.fact(Offer, "o1").free == 2
    matched.do(of_match(c.MatchNeed), by="olga")
    matched.do(of_match(c.AcceptMatch), by="ada")
    matched.do(of_match(c.DeliverSupport), by="eli")
    assert matched.refused(of_match(c.DeliverSupport), by="eli") == ("delivered-already",)


def test_nobody_delivers_what_the_team_has_not_accepted(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    programme.do(of_match(c.MatchNeed), by="eli")
    assert programme.fact(Need, "n1").status == "proposed"
    assert programme.refused(of_match(c.DeliverSupport), by="eli") == ("match-not-accepted",)
    assert programme.refused(of_match(c.AcceptMatch), by="eli") == ("not-in-team",)
    programme.do(of_match(c.AcceptMatch), by="ada")
    assert programme.refused(of_match(c.AcceptMatch), by="ada") == ("accepted-already",)
    assert (programme.fact(Need, "n1").status, programme.fact(Offer, "o1").taken) == ("matched", 1)


def test_a_team_lets_go_of_what_it_did_not_ask_for(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    programme.do(of_match(c.MatchNeed), by="eli")
    programme.do(of_match(c.ReleaseMatch, reason=StopReason.NOT_NEEDED), by="ada")
    assert (programme.fact(Need, "n1").status, programme.fact(Offer, "o1").free) == ("open", 1)


def test_the_word_of_one_side_that_support_was_given_binds_the_other_to_nothing(matched):
    matched.do(of_match(c.DeliverSupport), by="eli")
    matched.do(of_match(c.ReleaseMatch, reason=StopReason.OTHER), by="ada")
    assert matched.fact(Need, "n1").status == "open"


def test_what_both_sides_have_confirmed_stays(matched):
    matched.do(of_match(c.DeliverSupport), by="eli")
    for by in ("eli", "ada"):
        matched.do(of_match(c.ConfirmDelivery), by=by)
    assert matched.refused(of_match(c.ReleaseMatch, reason=StopReason.OTHER), by="ada") == ("met-already",)


def test_an_offer_answers_as_many_needs_as_it_said(programme):
    programme.do(offer(capacity=1), by="eli")
    for name in ("n1", "n2"):
        programme.do(need(name), by="ada")
    programme.do(of_match(c.MatchNeed, "n1"), by="olga")
    assert programme.refused(of_match(c.MatchNeed, "n2"), by="olga") == ("offer-exhausted",)


def test_offer_and_need_are_of_one_kind_and_of_different_people(programme):
    programme.do(need(kind=e.SupportKind.TALK), by="ada")
    programme.do(offer(), by="eli")
    assert programme.refused(of_match(c.MatchNeed), by="eli") == ("kind-differs",)
    assert programme.refused(of_match(c.MatchNeed, "n9"), by="eli") == ("need-unknown",)
    programme.do(JoinTeam(mission="m", solution="shade"), by="eli")
    programme.do(need("n2"), by="ada")
    assert programme.refused(of_match(c.MatchNeed, "n2"), by="olga") == ("own-need",)


def test_a_team_does_not_help_itself_to_an_offer(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    assert programme.refused(of_match(c.MatchNeed), by="cem") == ("not-the-offerer",)


def test_needs_of_those_who_dropped_out_are_answered_no_more(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    programme.do(c.MarkDroppedOut(mission="m", initiative="shade", reason=StopReason.NO_TIME), by="ada")
    assert programme.refused(of_match(c.MatchNeed), by="olga") == ("initiative-dropped-out",)


def test_a_need_is_cancelled_while_nobody_answers_it(matched):
    cancel = c.CancelNeed(mission="m", need="n1", reason=StopReason.NOT_NEEDED)
    assert matched.refused(cancel, by="ada") == ("need-not-open",)
    matched.do(of_match(c.ReleaseMatch, reason=StopReason.NOT_NEEDED), by="ada")
    assert matched.refused(cancel, by="ben") == ("not-in-team",)
    matched.do(cancel, by="ada")
    assert matched.refused(cancel, by="ada") == ("need-not-open",)
    assert matched.refused(of_match(c.MatchNeed), by="olga") == ("need-not-open",)


def test_a_withdrawn_offer_opens_the_needs_it_had_not_answered(matched):
    matched.do(need("n2"), by="ada")
    matched.do(of_match(c.MatchNeed, "n2"), by="eli")
    matched.do(of_match(c.AcceptMatch, "n2"), by="ada")
    matched.do(of_match(c.DeliverSupport, "n2"), by="eli")
    withdraw = c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_TIME)
    assert matched.refused(withdraw, by="ada") == ("not-the-offerer",)
    matched.do(withdraw, by="eli")
    assert matched.fact(Need, "n1").status == "open"
    assert matched.fact(Need, "n2").status == "delivered"
    assert matched.refused(of_match(c.MatchNeed), by="olga") == ("offer-withdrawn",)
    assert matched.refused(withdraw, by="eli") == ("offer-withdrawn",)


def test_colleagues_of_one_institution_stand_in_for_each_other(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="rita")
    programme.member("ralf", Role.REPRESENTATIVE, "town")
    programme.do(of_match(c.MatchNeed), by="ralf")


# Stipends


def test_a_stipend_says_how_much_and_nothing_else_does(programme):
    assert programme.refused(need(kind=e.SupportKind.STIPEND), by="ada") == ("amount-missing",)
    assert programme.refused(need(amount=euros(1)), by="ada") == ("amount-unexpected",)
    assert programme.refused(offer(kind=e.SupportKind.STIPEND), by="rita") == ("amount-missing",)
    assert programme.refused(offer(fund="town"), by="rita") == ("fund-unexpected",)
    assert programme.refused(offer(budget=euros(1)), by="rita") == ("amount-unexpected",)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_stipend_of_nothing_cannot_be_asked_for(amount):
    with pytest.raises(Malformed, match="amount: an amount of more than nothing is expected"):
        need(kind=e.SupportKind.STIPEND, amount=euros(amount))


def test_amounts_have_bounds(programme):
    fortune = euros(10**14)
    assert programme.refused(need(kind="stipend", amount=fortune), by="ada") == ("amount-too-large",)
    assert "amount-too-large" in programme.refused(offer(kind="stipend", budget=fortune), by="rita")
    three = offer(kind="stipend", budget=euros(300_000_00), capacity=3)
    assert programme.refused(three, by="rita") == ("fund-missing",)


@pytest.fixture
def stipends(programme: World) -> World:
    """The town offers 1,000.00 EUR; Ada asks for 600.00, Ben for 400.01."""
    programme.do(need("n1", "shade", "stipend", amount=euros(60_000)), by="ada")
    programme.do(need("n2", "wells", "stipend", amount=euros(40_001)), by="ben")
    fund = OpenFund(mission="m", fund="town", institution="town", purpose="Stipends", amount=euros(200_000))
    programme.do(fund, by="rita")
    programme.do(offer(kind=e.SupportKind.STIPEND, capacity=9, budget=euros(100_000), fund="town"), by="rita")
    return programme


def test_no_cent_is_given_out_that_the_offer_does_not_hold(stipends):
    stipends.do(of_match(c.MatchNeed, "n1"), by="rita")
    with pytest.raises(Refused, match=r"400\.01 EUR is more than the 400\.00 EUR"):
        stipends.do(of_match(c.MatchNeed, "n2"), by="rita")
    stipends.do(of_match(c.MatchNeed, "n2", amount=euros(40_000)), by="rita")
    row = stipends.fact(Offer, "o1")
    assert (row.granted, row.left) == (euros(100_000), Money.zero("EUR"))
    assert stipends.fact(Need, "n2").granted == euros(40_000)


def test_nobody_is_given_more_than_asked(stipends):
    more = of_match(c.MatchNeed, "n1", amount=euros(60_001))
    assert stipends.refused(more, by="rita") == ("more-than-asked",)


def test_currencies_are_not_mixed(stipends):
    francs = Money(minor=1, currency="CHF")
    assert stipends.refused(of_match(c.MatchNeed, "n1", amount=francs), by="rita") == ("currency-differs",)


def test_an_amount_belongs_to_stipends_alone(programme):
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    assert programme.refused(of_match(c.MatchNeed, amount=euros(1)), by="eli") == ("amount-unexpected",)


def test_released_money_can_be_given_again(stipends):
    stipends.do(of_match(c.MatchNeed, "n1"), by="rita")
    stipends.do(of_match(c.ReleaseMatch, "n1", reason=StopReason.NOT_NEEDED), by="ada")
    assert stipends.fact(Offer, "o1").left == euros(100_000)


def test_what_is_paid_stays_paid_when_an_offer_is_withdrawn(stipends):
    stipends.do(of_match(c.MatchNeed, "n1"), by="rita")
    stipends.do(of_match(c.AcceptMatch, "n1"), by="ada")
    stipends.do(of_match(c.DeliverSupport, "n1"), by="rita")
    stipends.do(of_match(c.MatchNeed, "n2", amount=euros(10)), by="rita")
    stipends.do(c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_MONEY), by="rita")
    row = stipends.fact(Offer, "o1")
    assert (row.granted, row.taken, row.free) == (euros(60_000), 1, 0)
    (event,) = stipends.events(e.OfferWithdrawn)
    assert (event.released, event.freed) == (("n2",), euros(10))


# Whose money a stipend is


def account(world):
    """What is free, set aside and paid of the town's fund, in cents."""
    ledger = world.fact(Fund, "town").ledger
    return ledger.fund, ledger.reserved, ledger.paid


def test_a_stipend_is_an_offer_of_a_fund_and_never_of_a_person(stipends):
    """An expert without an institution had offered one of 10^12 euros, and it was never in the ledger."""
    riches = {"name": "o2", "kind": e.SupportKind.STIPEND, "budget": euros(10**14)}
    assert stipends.refused(offer(**riches), by="eli") == ("amount-too-large", "fund-missing")
    assert stipends.refused(offer(**riches, fund="nowhere"), by="eli") == ("amount-too-large", "not-found")
    codes = ("amount-too-large", "no-confirmed-mandate", "fund-too-small")
    assert stipends.refused(offer(**riches, fund="town"), by="eli") == codes
    assert stipends.refused(offer(**riches, fund="town"), by="rita") == ("amount-too-large", "fund-too-small")


def test_a_stipends_way_through_the_ledger(stipends):
    assert account(stipends) == (100_000, 100_000, 0)
    stipends.do(of_match(c.MatchNeed), by="rita")
    stipends.do(of_match(c.AcceptMatch), by="ada")
    stipends.do(of_match(c.DeliverSupport), by="rita")
    stipends.do(of_match(c.ConfirmDelivery), by="ada")
    stipends.do(of_match(c.MatchNeed, "n2", amount=euros(40_000)), by="rita")
    stipends.do(of_match(c.AcceptMatch, "n2"), by="ben")
    stipends.do(of_match(c.DeliverSupport, "n2"), by="rita")
    assert account(stipends) == (100_000, 100_000, 0), "delivered by one side's word"
    stipends.do(of_match(c.ConfirmDelivery), by="rita")
    assert account(stipends) == (100_000, 40_000, 60_000)
    stipends.do(c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_MONEY), by="rita")
    assert account(stipends) == (100_000, 40_000, 60_000), "wells waits for what was delivered"
    for by in ("rita", "ben"):
        stipends.do(of_match(c.ConfirmDelivery, "n2"), by=by)
    assert account(stipends) == (100_000, 0, 100_000)


def test_what_a_withdrawn_offer_has_not_given_is_free_again(stipends):
    stipends.do(of_match(c.MatchNeed), by="rita")
    stipends.do(c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_MONEY), by="rita")
    assert account(stipends) == (200_000, 0, 0)


def test_who_organises_matches_nothing_for_the_own_team(programme):
    programme.do(GrantRole(mission="m", participant="ada", role=Role.ORGANISER))
    programme.do(need(), by="ada")
    programme.do(offer(), by="eli")
    assert programme.refused(of_match(c.MatchNeed), by="ada") == ("asked-oneself",)
    programme.do(of_match(c.MatchNeed), by="olga")


def test_who_lost_the_mandate_answers_for_the_institutions_offer_no_more(programme):
    programme.do(offer(kind=e.SupportKind.TALK), by="rita")
    gone = RevokeRole(
        mission="m", participant="rita", role=Role.REPRESENTATIVE, institution="town", reason="Left the town"
    )
    programme.do(gone, by="olga")
    withdraw = c.WithdrawOffer(mission="m", offer="o1", reason=StopReason.NO_TIME)
    assert programme.refused(withdraw, by="rita") == ("not-the-offerer",)
