"""What can be read of money: funds, their ledgers, rounds and applications, as each may see them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from osi_core.domain import Refused, Role, Service
from osi_core.funding import commands as c
from osi_core.funding.events import GrantRoundStatus, GrantStatus
from osi_core.funding.facts import Fund
from osi_core.funding.journal import PIECE, Journal, JournalEntry, entry_at, length, with_entries
from osi_core.funding.views import VIEWS, ApplicationView, FundView, GrantRoundView, LedgerEntryView
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.facts import Member
from osi_core.money.ledger import Account, Ledger, Posting
from osi_core.plugins import Plugins
from osi_core.process import OPERATOR
from osi_core.process.engine import Engine
from osi_core.process.reads.literals import kind_of
from osi_core.process.share import share_of
from tests.unit.funding.conftest import euros

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_fund_is_told_with_what_its_accounts_hold(town):
    town.fund()
    opened = town.now
    town.round(budget=600)
    assert town.engine.read("m").get(FundView, "town") == FundView(
        fund="town",
        etag="1",
        institution="town",
        purpose="A cooler town",
        amount=euros(1000),
        free=euros(400),
        reserved=euros(600),
        granted=euros(0),
        paid=euros(0),
        returned=euros(0),
        written_off=euros(0),
        create_time=opened,
    )


def test_a_ledgers_entries_add_up_to_what_the_accounts_hold(town):
    town.decided()
    town.accept("wells")
    town.propose("wells")
    town.do(c.PayGrant(mission="m", round="first", application="wells"), by="rita")
    entries = list(town.engine.read("m").each(LedgerEntryView, "town"))
    assert [one.entry for one in entries] == [str(number) for number in range(1, len(entries) + 1)]
    postings = [Posting(credit=one.credit, debit=one.debit, amount=one.amount) for one in entries]
    assert Ledger(currency="EUR").post(postings) == town.fact(Fund, "town").ledger
    assert (entries[-1].event_type, entries[-1].event) == ("funding.paid", town.records()[-1].id)
    paid = town.engine.read("m").list(LedgerEntryView, "town", where="debit = ACCOUNT_PAID")
    assert [one.amount for one in paid.items] == [euros(299.99)]
    assert town.engine.read("m").get(LedgerEntryView, "town", "1").debit is Account.FUND


@pytest.mark.parametrize("entry", ["0", "01", "x", "-1", "999", "1.0"])
def test_an_entry_that_is_not_there_is_not_found(town, entry):
    town.fund()
    with pytest.raises(Refused, match="not"):
        town.engine.read("m").get(LedgerEntryView, "town", entry)


def test_the_entries_of_a_fund_that_is_not_there_are_not_found(town):
    with pytest.raises(Refused) as refused:
        town.engine.read("m").list(LedgerEntryView, "nowhere")
    (unmet,) = refused.value.unmet
    assert (unmet.code, unmet.values) == ("not-found", {"name": "funds/nowhere"})


def test_a_journal_grows_in_pieces_and_loses_nothing():
    posting = Posting(credit=Account.GIVER, debit=Account.FUND, amount=euros(1))
    journal: Journal = ()
    entries = [JournalEntry(posting, NOW, "", str(number)) for number in range(1, 2 * PIECE + 2)]
    for number, entry in enumerate(entries, 1):
        journal = with_entries(journal, [entry])
        assert length(journal) == number
    assert [entry_at(journal, number) for number in range(1, 2 * PIECE + 2)] == entries
    assert entry_at(journal, 0) is entry_at(journal, 2 * PIECE + 2) is entry_at((), 1) is None


def test_a_round_is_told_from_its_opening_to_its_result(town):
    town.voting(budget=599.99)
    open_ = town.engine.read("m").get(GrantRoundView, "first")
    assert (open_.status, open_.applications, open_.spent, open_.awards) == (GrantRoundStatus.OPEN, 3, None, ())
    assert open_.electorate == (Role.CITIZEN, Role.REPRESENTATIVE, Role.EXPERT)
    assert open_.voters == sum(bool(row.roles & set(open_.electorate)) for row in _members(town).values())
    town.cast("ada", "wells", "fans")
    town.cast("ben", "wells")
    town.close()
    town.decide()
    told = town.engine.read("m").get(GrantRoundView, "first")
    assert told.status is GrantRoundStatus.DECIDED
    assert [(one.application, one.amount) for one in told.awards] == [("wells", euros(299.99)), ("fans", euros(0.02))]
    assert told.spent == euros(300.01)
    assert told.record.decision == "missions/m/grant-rounds/first"
    assert told.end_time == town.now
    assert open_.explanations == ()
    assert {one.item for one in told.explanations} == {"wells", "fans", "shade"}
    assert all(one.say("de") != one.say("en") for one in told.explanations)


def _members(town):
    return town.engine.memory("m").rows[Member]


def test_a_cancelled_round_says_why(town):
    town.voting()
    town.do(c.CancelGrantRound(mission="m", round="first", reason="The fund is needed for a flood"), by="olga")
    told = town.engine.read("m").get(GrantRoundView, "first")
    assert (told.status, told.cancel_reason) == (GrantRoundStatus.CANCELLED, "The fund is needed for a flood")
    assert told.end_time == town.now


def test_what_came_of_applications_is_told_and_can_be_asked_for(town):
    town.decided()
    read = town.engine.read("m")
    awarded = read.list(ApplicationView, where="round = first AND status = STATUS_AWARDED", order_by="asked desc")
    assert [(one.application, one.awarded) for one in awarded.items] == [
        ("wells", euros(299.99)),
        ("fans", euros(0.02)),
    ]
    assert read.get(ApplicationView, "shade").status is GrantStatus.DECLINED
    assert read.get(ApplicationView, "shade").purpose == "Material for shade"


def test_who_applied_is_told_to_that_person_the_operator_and_services(town):
    town.voting()
    told = {
        asker: town.engine.read("m", asker).get(ApplicationView, "shade").applicant
        for asker in (None, "ada", "ben", OPERATOR, Service.MATCHING)
    }
    assert told == {None: None, "ada": "ada", "ben": None, OPERATOR: "ada", Service.MATCHING: "ada"}
    for asker, count in ((None, 0), ("ada", 1), ("ben", 0), (OPERATOR, 1)):
        assert town.engine.read("m", asker).list(ApplicationView, where="applicant = ada").total_size == count


def test_words_that_were_erased_are_gone_from_what_is_read(town):
    town.voting()
    town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    told = town.engine.read("m", OPERATOR).get(ApplicationView, "shade")
    assert (told.purpose, told.applicant) == (None, "ada")
    assert town.engine.read("m", "ada").get(ApplicationView, "shade").applicant is None


def test_an_etag_is_the_version_that_the_next_change_may_expect(town):
    town.voting()
    etag = town.engine.read("m").get(GrantRoundView, "first").etag
    town.later(days=8)
    town.do(c.CloseGrantRound(mission="m", round="first"), by="olga", expected_version=int(etag))
    assert town.engine.read("m").get(GrantRoundView, "first").etag != etag


def test_a_reader_stands_where_it_began_also_with_its_etags(town):
    town.voting()
    before = town.engine.read("m")
    etag = before.get(GrantRoundView, "first").etag
    town.close()
    assert before.get(GrantRoundView, "first").status is GrantRoundStatus.OPEN
    assert before.get(GrantRoundView, "first").etag == etag
    assert [one.etag for one in before.list(GrantRoundView).items] == [etag]


def test_another_process_tells_the_same_in_the_same_order(town):
    town.decided()
    again = Engine(town.engine.store, share=town.engine.share, plugins=Plugins.builtin())
    for view in (FundView, GrantRoundView, ApplicationView):
        assert again.read("m").list(view) == town.engine.read("m").list(view)


def test_of_an_unknown_mission_nothing_is_told(town):
    with pytest.raises(Refused) as refused:
        town.engine.read("nowhere")
    assert refused.value.codes == ("mission-unknown",)


def test_a_share_reads_what_it_keeps_and_nothing_else(town):
    matching = Engine(town.engine.store, share=share_of("participation"), plugins=Plugins.builtin(), chain="p")
    with pytest.raises(Refused) as refused:
        matching.read("m").list(FundView)
    assert refused.value.codes == ("not-of-this-share",)


@pytest.mark.parametrize("view", VIEWS)
def test_what_one_may_ask_a_view_for_are_fields_of_it(view):
    assert {view.own_id(), *view.filters, *view.fields_seen_by, *view.refers, *view.at.variables} <= set(
        view.model_fields
    )
    for name in (view.own_id(), *view.filters):
        assert kind_of(view, name).operators


@pytest.mark.parametrize("view", VIEWS)
def test_what_a_filter_asks_of_a_row_is_what_the_view_shows(town, view):
    town.decided()
    rows = view.rows(town.engine.memory("m").rows[view.made_of], ("town",))
    parent = ("town",) if view is LedgerEntryView else ()
    for id, row in rows.items():
        shown = town.engine.read("m", OPERATOR).get(view, *parent, id)
        assert {name: get(row) for name, get in view.filters.items()} == {
            name: getattr(shown, name) for name in view.filters
        }
