"""Messages that mean harm, or that somebody got wrong: each ends in `Malformed`, by the message's own fields."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf import timestamp_pb2
from google.type import money_pb2
from osi.funding.v1 import events_pb2, funding_service_pb2, resources_pb2
from osi.type.v1 import column_pb2, decision_record_pb2, terms_pb2

from osi_core.domain import LARGEST_INTEGER, Malformed
from osi_core.words import LANGUAGES, OWN
from osi_wire import CATALOGUE, Wire

WORDS = OWN.with_(CATALOGUE)
EURO = money_pb2.Money(currency_code="EUR", units=5_000)
FUND = resources_pb2.Fund(institution="missions/m/institutions/i", purpose="Seeds", amount=EURO)
ROUND = resources_pb2.GrantRound(
    fund="missions/m/funds/f",
    budget=EURO,
    electorate=[terms_pb2.ROLE_CITIZEN],
    applications_until=timestamp_pb2.Timestamp(seconds=1_800_000_000),
    closes_at=timestamp_pb2.Timestamp(seconds=1_900_000_000),
)
BALLOT = funding_service_pb2.GrantBallot(id="b", choices=["missions/m/applications/a"])


def fund(**changed: Any) -> funding_service_pb2.CreateFundRequest:
    """A request that is right, but for these fields of the fund."""
    request = funding_service_pb2.CreateFundRequest(parent="missions/m", fund=FUND, fund_id="f")
    request.fund.MergeFrom(resources_pb2.Fund(**changed))
    return request


def round_(**changed: Any) -> funding_service_pb2.CreateGrantRoundRequest:
    """A request that is right, but for these fields of the round."""
    request = funding_service_pb2.CreateGrantRoundRequest(parent="missions/m", round=ROUND, round_id="r")
    request.round.MergeFrom(resources_pb2.GrantRound(**changed))
    return request


def ballot(**changed: Any) -> funding_service_pb2.CastGrantBallotRequest:
    """A request that is right, but for these fields of the ballot."""
    request = funding_service_pb2.CastGrantBallotRequest(name="missions/m/grant-rounds/r", ballot=BALLOT)
    request.ballot.MergeFrom(funding_service_pb2.GrantBallot(**changed))
    return request


def pay(**fields: Any) -> funding_service_pb2.PayGrantRequest:
    """A request to pay."""
    right = {"name": "missions/m/grant-rounds/r", "application": "missions/m/applications/a"}
    return funding_service_pb2.PayGrantRequest(**{**right, **fields})


def money(**fields: Any) -> money_pb2.Money:
    """An amount that may be none."""
    return money_pb2.Money(**fields)


def at(seconds: int, nanos: int = 0) -> timestamp_pb2.Timestamp:
    """A time that may be none."""
    return timestamp_pb2.Timestamp(seconds=seconds, nanos=nanos)


def unknown(message: Any) -> Any:
    """The message with a field of number 99 that nobody knows."""
    return type(message).FromString(message.SerializeToString() + b"\x98\x06\x01")


def with_unknown_in(request: Any, field: str) -> Any:
    """The request, with an unknown field in one of its messages."""
    getattr(request, field).MergeFromString(b"\x98\x06\x01")
    return request


HOSTILE: list[tuple[Any, str, str]] = [
    # names
    (fund(institution="missions/other/institutions/i"), "fund.institution", "name-of-another-mission"),
    (fund(institution="institutions/i"), "fund.institution", "name-malformed"),
    (fund(institution="missions/m/funds/i"), "fund.institution", "name-malformed"),
    (fund(institution="missions/m/institutions/"), "fund.institution", "string-pattern-mismatch"),
    (fund(institution="missions/m/institutions/i/secrets/s"), "fund.institution", "string-pattern-mismatch"),
    (fund(institution="missions/m/institutions/../../n/institutions/i"), "fund.institution", "string-pattern-mismatch"),
    (fund(institution="missions/m/institutions/I\n"), "fund.institution", "string-pattern-mismatch"),
    (pay(name=""), "name", "missing"),
    (pay(name="missions/m"), "name", "name-malformed"),
    (pay(name="missions/m/grant-rounds/r/ballots"), "name", "name-malformed"),
    (pay(name="missions/m/funds/r"), "name", "name-malformed"),
    (pay(name="missions/M/grant-rounds/r"), "name", "string-pattern-mismatch"),
    (pay(name="missions/m/grant-rounds/R"), "name", "string-pattern-mismatch"),
    (pay(application=""), "application", "missing"),
    (pay(name="missions/other/grant-rounds/r"), "application", "name-of-another-mission"),
    (ballot(choices=["missions/n/applications/b"]), "ballot.choices[1]", "name-of-another-mission"),
    (ballot(choices=["missions/m/applications/B"]), "ballot.choices[1]", "string-pattern-mismatch"),
    # money
    (fund(amount=money(nanos=1)), "fund.amount.nanos", "money-too-fine"),
    (fund(amount=money(nanos=5_000_000)), "fund.amount.nanos", "money-too-fine"),
    (fund(amount=money(currency_code="JPY", nanos=500_000_000)), "fund.amount.nanos", "money-too-fine"),
    (fund(amount=money(nanos=-10_000_000)), "fund.amount.nanos", "money-signs"),
    (fund(amount=money(nanos=1_000_000_000)), "fund.amount.nanos", "money-signs"),
    (fund(amount=money(currency_code="eur")), "fund.amount.currency_code", "currency-code"),
    (fund(amount=money(currency_code="EURO")), "fund.amount.currency_code", "currency-code"),
    (fund(amount=money(units=2**63 - 1)), "fund.amount.units", "less-than-equal"),
    (fund(amount=money(units=-(2**63))), "fund.amount.units", "greater-than-equal"),
    (fund(amount=money(units=-5)), "fund.amount", "amount-not-positive"),
    (pay(amount=money()), "amount.currency_code", "currency-code"),
    (pay(amount=money(currency_code="EUR")), "amount", "amount-not-positive"),
    # times
    (round_(closes_at=at(1_900_000_000, 1)), "round.closes_at.nanos", "time-too-fine"),
    (round_(closes_at=at(1_900_000_000, -1000)), "round.closes_at.nanos", "time-out-of-range"),
    (round_(closes_at=at(1_900_000_000, 1_000_000_000)), "round.closes_at.nanos", "time-out-of-range"),
    (round_(closes_at=at(2**63 - 1)), "round.closes_at.seconds", "time-out-of-range"),
    (round_(closes_at=at(-(2**63))), "round.closes_at.seconds", "time-out-of-range"),
    (round_(closes_at=at(253_402_300_800)), "round.closes_at.seconds", "time-out-of-range"),
    # closed lists
    (round_(kind=77), "round.kind", "enum-unknown"),
    (round_(kind=terms_pb2.BALLOT_KIND_RANKED), "round.kind", "grant-ballot-kind"),
    (round_(electorate=[0]), "round.electorate[1]", "enum-unknown"),
    (round_(electorate=[-1]), "round.electorate[1]", "enum-unknown"),
    # texts and numbers
    (fund(purpose=" "), "fund.purpose", "string-too-short"),
    (fund(purpose="a\0b"), "fund.purpose", "text-has-nul"),
    (fund(purpose="x" * 2001), "fund.purpose", "string-too-long"),
    (pay(note=""), "note", "string-too-short"),
    (ballot(revision=-1), "ballot.revision", "greater-than-equal"),
    (ballot(points=[-1]), "ballot.points[0]", "greater-than-equal"),
    (ballot(id="B"), "ballot.id", "string-pattern-mismatch"),
    (ballot(choices=["missions/m/applications/a"] * 10_000), "ballot.choices", "too-long"),
    # what is missing, and what nobody knows
    (funding_service_pb2.CreateFundRequest(), "parent", "missing"),
    (funding_service_pb2.CreateFundRequest(parent="missions/m"), "fund.amount", "missing"),
    (funding_service_pb2.CreateFundRequest(parent="missions/m", fund=FUND), "fund_id", "missing"),
    (unknown(fund()), "99", "field-unknown"),
    (with_unknown_in(fund(), "fund"), "fund.99", "field-unknown"),
    (with_unknown_in(ballot(), "ballot"), "ballot.99", "field-unknown"),
]


def told(wire: Wire, request: Any) -> Malformed:
    given = {"participant": "p"} if isinstance(request, funding_service_pb2.CastGrantBallotRequest) else {}
    with pytest.raises(Malformed) as raised:
        wire.command(request, **given)
    return raised.value


@pytest.mark.parametrize(("request_", "field", "code"), HOSTILE, ids=lambda one: one if isinstance(one, str) else "")
def test_a_message_that_does_not_fit_is_refused_by_its_own_field(wire: Wire, request_, field, code):
    found = [(one.field, one.code) for one in told(wire, request_).unmet]
    assert (field, code) in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(("request_", "field", "code"), HOSTILE, ids=lambda one: one if isinstance(one, str) else "")
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_refusal_has_its_words(wire: Wire, request_, field, code, language):
    refused = told(wire, request_)
    assert all(WORDS.sentence(one.message, language) for one in refused.unmet)
    assert "secrets" not in refused.say(language, WORDS)


def test_all_that_is_wrong_is_named_at_once(wire: Wire):
    request = fund(institution="missions/n/institutions/i", purpose="x" * 2001, amount=money(nanos=1))
    request.parent = "missions/m"
    request.fund_id = "F"
    assert {one.field for one in told(wire, request).unmet} == {
        "fund.institution",
        "fund.amount.nanos",
        "fund.purpose",
        "fund_id",
    }


def test_without_a_mission_no_name_is_of_another_one(wire: Wire):
    assert [one.field for one in told(wire, pay(name="rounds/r")).unmet] == ["name"]


def test_a_refusal_holds_nothing_that_was_written(wire: Wire):
    refused = told(wire, fund(purpose="my own words " * 200))
    assert "my own words" not in repr(refused.unmet) + str(refused)
    assert refused.__context__ is None


# ----------------------------------------------------------------------------------------------------------------------
# What is given beside the message


def test_an_id_is_given_where_the_message_has_none(wire: Wire):
    request = funding_service_pb2.CreateFundRequest(parent="missions/m", fund=FUND)
    assert wire.command(request, fund="minted").ids() == ("minted",)
    request.fund_id = "chosen"
    assert wire.command(request, fund="minted").ids() == ("chosen",)


def test_a_ballot_is_cast_by_who_the_service_says(wire: Wire):
    command: Any = wire.command(ballot(), participant="p", ballot="minted")
    assert (command.participant, command.ballot) == ("p", "b")


def test_a_ballot_without_an_id_gets_the_one_that_is_given(wire: Wire):
    request = ballot()
    request.ballot.id = ""
    command: Any = wire.command(request, participant="p", ballot="minted")
    assert command.ballot == "minted"


def test_nothing_else_can_be_given(wire: Wire):
    with pytest.raises(TypeError, match="mission cannot be given"):
        wire.command(pay(), mission="other")


def test_what_is_only_told_is_not_looked_at(wire: Wire):
    said = fund(name="missions/other/funds/x", etag="no number", free=money(currency_code="?"))
    assert wire.command(said) == wire.command(fund())


# ----------------------------------------------------------------------------------------------------------------------
# What other services tell


def closed(**changed: Any) -> events_pb2.GrantRoundClosed:
    right = {"strategy": "s", "secret": "00", "round": "missions/m/grant-rounds/r"}
    return events_pb2.GrantRoundClosed(**{**right, **changed})


def decided(**changed: Any) -> events_pb2.GrantRoundDecided:
    record = decision_record_pb2.DecisionRecord(
        decision="missions/m/grant-rounds/r", kind="allocation", strategy="s", version="1", seed="0" * 64
    )
    record.input_sha256 = record.outcome_sha256 = "0" * 64
    right = {"fund": "missions/m/funds/f", "round": "missions/m/grant-rounds/r", "record": record, "spent": EURO}
    return events_pb2.GrantRoundDecided(**{**right, **changed})


@pytest.mark.parametrize(
    ("message", "field"),
    [
        (closed(round="missions/n/grant-rounds/r"), "round"),
        (closed(round="missions/m/grant-rounds/R"), "round"),
        (closed(options={"half": 0.5}), "options.half"),
        (closed(options={"large": 2.0**53}), "options.large"),
        (closed(options={"many": [float("nan")]}), "options.many"),
        (decided(spent=money(currency_code="eur")), "spent.currency_code"),
        (decided(postings=[resources_pb2.Posting(amount=EURO)]), "postings[0].credit"),
        (
            decided(awards=[resources_pb2.Award(application="missions/m/applications/a", amount=money(nanos=1))]),
            "awards[0].amount.nanos",
        ),
        (decided(awards=[resources_pb2.Award(application="a", amount=EURO)]), "awards[0].application"),
        (decided(record=decision_record_pb2.DecisionRecord(seed="no seed")), "record.seed"),
        (events_pb2.GrantRoundOpened(roster=column_pb2.Column(type=9)), "roster.type"),
        (events_pb2.GrantRoundOpened(roster=column_pb2.Column(type=2, values=b"abc")), "roster.values"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_event_that_does_not_fit_is_refused_by_its_own_field(wire: Wire, message, field):
    with pytest.raises(Malformed) as raised:
        wire.event_of(message, "m")
    assert field in [one.field for one in raised.value.unmet]


def test_an_event_of_a_newer_service_is_understood_as_far_as_it_is_known(wire: Wire):
    assert wire.event_of(unknown(closed()), "m") == wire.event_of(closed(), "m")


def test_options_keep_their_numbers_whole(wire: Wire):
    event: Any = wire.event_of(closed(options={"most": LARGEST_INTEGER, "none": None, "list": [1, {"a": True}]}), "m")
    assert event.options == {"most": LARGEST_INTEGER, "none": None, "list": [1, {"a": True}]}
    assert type(event.options["most"]) is int
