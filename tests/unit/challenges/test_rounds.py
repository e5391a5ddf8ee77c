"""Prioritisation rounds: who may vote, until when, with which ballot, and which ballots count."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import pairwise

import pytest

from osi_core.ballots import MOST_POINTS
from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges.facts import Challenge
from osi_core.challenges.problem import prioritisation_problem
from osi_core.challenges.round_facts import Round
from osi_core.domain import Malformed, Refused, Role
from osi_core.log.envelope import decode
from osi_core.mission.commands import EraseParticipant, GrantRole
from osi_core.process.box_keys import BoxKeys
from osi_core.process.deciding import StoredLog, compute, decide_due
from osi_core.process.share import share_of
from tests.unit.bringing import bring


@pytest.fixture
def round_town(town):
    """Three challenges are accepted and stand for choice."""
    town.accepted("heat", "water", "noise")
    return town


def order(town):
    return town.events(e.ChallengesPrioritised)[-1].order


def profile(town, name="first"):
    """The ballots of a closed round, as the prioritisation rule gets them."""
    closing = next(r for r in town.records() if isinstance(r.event, e.RoundClosed) and r.event.round == name)
    return prioritisation_problem(StoredLog(town.engine.store, "m", closing.position), closing)


def box_of(town, name="first"):
    """The box of a round that is open."""
    return BoxKeys("m", town.engine.store).box(town.fact(Round, name).box_sha256)


def ballots(town, name="first"):
    """The choices of each ballot that counts, by item; in an order of theirs, for that of the roster says nothing."""
    found = profile(town, name)
    bounds, choices = found.offsets.view(), [found.items[index] for index in found.choices.view()]
    return sorted(tuple(choices[start:end]) for start, end in pairwise(bounds))


# Opening


def test_a_round_asks_about_all_accepted_challenges_unless_some_are_named(round_town):
    round_town.submitted("waiting")
    round_town.round("all")
    round_town.round("some", items=("noise", "heat"))
    opened = round_town.events(e.RoundOpened)
    assert [event.items for event in opened] == [("heat", "water", "noise"), ("noise", "heat")]


def test_the_roster_and_the_secret_are_fixed_by_digest_at_the_opening(round_town):
    round_town.round()
    (event,) = round_town.events(e.RoundOpened)
    assert len(event.roster) == 16 * 8
    assert event.roster.digest() == event.roster_sha256
    assert len({event.roster_sha256, event.secret_sha256, event.box_sha256}) == 3


def test_a_round_needs_two_accepted_items_each_named_once(town):
    town.accepted("heat")
    town.submitted("waiting")
    with pytest.raises(Refused) as refused:
        town.round(items=("waiting", "waiting"))
    assert refused.value.codes == ("item-repeated", "item-not-accepted", "item-not-accepted")
    with pytest.raises(Refused, match="a round needs two items, 1 is there"):
        town.round()


def test_a_round_closes_in_the_future(round_town):
    with pytest.raises(Refused, match="2026-03-02 09:00 UTC has passed; choose a later deadline"):
        round_town.round(closes_at=round_town.now)


def test_a_deadline_names_its_time_zone(round_town):
    with pytest.raises(Malformed, match="closes_at: the time zone is missing"):
        round_town.round(closes_at=round_town.now.replace(tzinfo=None))


def test_a_citizen_opens_no_round(round_town):
    opening = c.OpenRound(mission="m", round="mine", closes_at=round_town.now + timedelta(days=1))
    assert round_town.refused(opening, by="ada") == ("role-missing",)


# The four kinds of ballots


def test_an_approval_ballot_names_what_is_approved(round_town):
    round_town.round(kind="approval")
    round_town.cast("ada", ("water", "heat"))
    round_town.cast("ben", ("water",))
    round_town.close()
    assert ballots(round_town) == [("water",), ("water", "heat")]
    assert order(round_town)[0] == "water"


def test_a_ranked_ballot_names_the_best_first(round_town):
    round_town.round(kind="ranked")
    round_town.cast("ada", ("noise", "heat", "water"))
    round_town.cast("ben", ("noise", "water", "heat"))
    round_town.close()
    assert ballots(round_town) == [("noise", "heat", "water"), ("noise", "water", "heat")]
    assert order(round_town)[0] == "noise"


def test_a_points_ballot_gives_a_number_to_each_choice(round_town):
    round_town.round(kind="points")
    round_town.cast("ada", ("heat", "noise"), (1, 9))
    round_town.close()
    found = profile(round_town)
    assert found.values is not None
    assert list(found.values.view()) == [1, 9]
    assert order(round_town)[0] == "noise"


def test_a_paired_ballot_compares_two_by_two(round_town):
    round_town.round(kind="paired")
    round_town.cast("ada", ("heat", "water", "noise", "heat"))
    round_town.cast("ben", ("heat", "water"), (1, 1))
    round_town.cast("cem", ("water", "noise"), (0, 2))
    round_town.close()
    assert ballots(round_town) == [("heat", "water"), ("heat", "water"), ("noise", "heat"), ("water", "noise")]
    found = profile(round_town)
    assert found.values is not None
    sides = sorted(zip(found.values.view()[::2], found.values.view()[1::2], strict=True))
    assert sides == [(0, 2), (1, 1), (2, 0), (2, 0)]
    assert order(round_town)[0] == "noise"


@pytest.mark.parametrize(
    ("kind", "choices", "points", "code", "said"),
    [
        ("approval", ("nowhere",), (), "item-unknown", "challenges/nowhere is not an item"),
        ("approval", ("heat", "heat"), (), "item-repeated", "challenges/heat is named twice"),
        ("approval", ("heat",), (3,), "points-unasked", "a ballot of the kind approval gives no points"),
        ("approval", ("heat", "water", "noise"), (), "too-many-choices", "at most 2 items may be chosen"),
        ("ranked", ("heat", "heat"), (), "item-repeated", "challenges/heat is named twice"),
        ("ranked", ("heat",), (1,), "points-unasked", "a ballot of the kind ranking gives no points"),
        ("points", ("heat",), (), "points-misplaced", "one number of 0 or more for each choice"),
        ("points", ("heat", "water"), (8, 3), "too-many-points", "at most 10 points in all"),
        ("paired", ("heat",), (), "pair-incomplete", "pairs of two different items"),
        ("paired", ("heat", "heat"), (), "pair-incomplete", "pairs of two different items"),
        ("paired", ("heat", "water"), (2, 1), "sides-misplaced", "2 and 0, 0 and 2, or 1 and 1"),
        ("paired", ("heat", "water", "water", "heat"), (), "pair-repeated", "challenges/heat, challenges/water"),
        ("paired", ("heat", "water", "heat", "noise", "water", "noise"), (), "too-many-pairs", "at most 2 pairs"),
    ],
)
def test_a_ballot_that_does_not_fit_its_kind_is_refused(make_town, kind, choices, points, code, said):
    town = make_town(challenges={"max_choices": 2, "max_points": 10})
    town.accepted("heat", "water", "noise")
    town.round(kind=kind)
    with pytest.raises(Refused, match=said) as refused:
        town.cast("ada", choices, points)
    assert refused.value.codes == (code,)


@pytest.mark.parametrize("points", [-1, MOST_POINTS + 1, 2**70])
def test_points_that_no_ballot_may_give_are_malformed(round_town, points):
    with pytest.raises(Malformed, match=r"points\.0: ") as malformed:
        round_town.ballot("ada", ("heat",), (points,))
    assert len(malformed.value.codes) == 1


def test_everything_that_is_wrong_with_a_ballot_is_said_at_once(round_town):
    round_town.round(kind="points")
    ballot = round_town.ballot("ada", ("nowhere", "elsewhere"), (1,))
    assert round_town.refused(ballot, by="ada") == ("item-unknown", "item-unknown", "points-misplaced")


def test_the_kind_of_a_ballot_is_told_in_the_readers_language(round_town):
    round_town.round(kind="ranked")
    with pytest.raises(Refused) as refused:
        round_town.cast("ada", ("heat",), (1,))
    assert refused.value.say("de").endswith("points: die Art Rangfolge vergibt keine Punkte")


# Eligibility


def test_only_the_electorate_votes(round_town):
    round_town.round(electorate=(Role.REPRESENTATIVE,))
    round_town.cast("rita", ("heat",))
    with pytest.raises(Refused, match="ada is not eligible in rounds/first") as refused:
        round_town.cast("ada", ("heat",))
    assert refused.value.codes == ("not-eligible",)


def test_somebody_who_joins_later_is_not_eligible_until_added(round_town):
    round_town.round()
    round_town.citizen("zoe")
    assert round_town.refused(round_town.ballot("zoe", ("heat",)), by="zoe") == ("not-eligible",)
    round_town.do(c.AddVoter(mission="m", round="first", participant="zoe"), by="olga")
    round_town.cast("zoe", ("heat",))
    round_town.close()
    assert ballots(round_town) == [("heat",)]


def test_voters_added_later_come_behind_the_roster_in_their_order(round_town):
    round_town.round()
    for name in ("zoe", "yan"):
        round_town.citizen(name)
        round_town.do(c.AddVoter(mission="m", round="first", participant=name), by="olga")
    voters, box = round_town.fact(Round, "first").voters, box_of(round_town)
    assert voters.added == (box.name("zoe"), box.name("yan"))
    assert [voters.place(box.pseudonym(name)) for name in ("zoe", "yan", "nobody")] == [8, 9, None]
    opened = {voters.place(box.pseudonym(name)) for name in ("ada", "ben", "cem", "dia", "olga", "eli", "rita", "wim")}
    assert opened == set(range(8))


def test_a_voter_is_added_once_and_belongs_to_the_electorate(round_town):
    round_town.round(electorate=(Role.EXPERT,))
    add = c.AddVoter(mission="m", round="first", participant="ada")
    assert round_town.refused(add, by="olga") == ("not-eligible",)
    round_town.do(GrantRole(mission="m", participant="ada", role=Role.EXPERT), by="olga")
    round_town.do(add, by="olga")
    assert round_town.refused(add, by="olga") == ("eligible-already",)
    assert round_town.refused(c.AddVoter(mission="m", round="first", participant="eli")) == ("eligible-already",)
    assert round_town.refused(c.AddVoter(mission="m", round="first", participant="nobody")) == ("not-eligible",)


def test_nobody_joins_a_round_that_is_closed(round_town):
    round_town.round()
    round_town.cast("ada", ("heat",))
    round_town.close()
    round_town.citizen("zoe")
    assert round_town.refused(c.AddVoter(mission="m", round="first", participant="zoe")) == ("round-closed",)


def test_nobody_votes_for_somebody_else(round_town):
    round_town.round()
    assert round_town.refused(round_town.ballot("ada", ("heat",)), by="ben") == ("not-oneself",)
    assert round_town.refused(round_town.ballot("ada", ("heat",))) == ("not-oneself",)


def test_an_erased_voters_ballot_stays_and_no_other_follows(round_town):
    round_town.round()
    round_town.cast("ada", ("heat",))
    round_town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    again = round_town.ballot("ada", ("water",), revision=1)
    assert round_town.refused(again, by="ada") == ("actor-erased", "not-eligible")
    round_town.close()
    assert ballots(round_town) == [("heat",)]


# Until when


def test_a_vote_after_the_deadline_is_refused_though_nobody_closed_the_round(round_town):
    round_town.round()
    round_town.later(days=7)
    with pytest.raises(Refused, match="rounds/first took ballots until 2026-03-09 09:00 UTC") as refused:
        round_town.cast("ada", ("heat",))
    assert refused.value.codes == ("ballots-ended",)


def test_a_vote_before_the_deadline_counts_to_the_last_moment(round_town):
    round_town.round()
    round_town.later(days=7, microseconds=-1)
    round_town.cast("ada", ("heat",))


def test_a_vote_in_a_round_that_does_not_exist_is_refused(round_town):
    ballot = round_town.ballot("ada", ("heat",), round="nowhere")
    with pytest.raises(Refused, match="round: rounds/nowhere does not exist"):
        round_town.do(ballot, by="ada")


def test_nobody_ends_a_round_before_the_deadline_that_voters_were_told(round_town):
    round_town.round()
    with pytest.raises(Refused, match="rounds/first is open until 2026-03-09 09:00 UTC"):
        round_town.do(c.CloseRound(mission="m", round="first"), by="olga")


def test_a_round_is_closed_once(round_town):
    round_town.round()
    round_town.close()
    assert round_town.refused(c.CloseRound(mission="m", round="first")) == ("round-closed",)


def test_the_secret_is_revealed_at_the_close_and_fits_the_digest_of_the_opening(round_town):
    round_town.round()
    round_town.cast("ada", ("heat",))
    round_town.close()
    (opened,), (closed,) = round_town.events(e.RoundOpened), round_town.events(e.RoundClosed)
    assert hashlib.sha256(bytes.fromhex(closed.secret)).hexdigest() == opened.secret_sha256


def test_a_ballot_behind_the_close_is_in_the_log_but_does_not_count(round_town):
    """As when a second writer appends it: the round looks open to it, and the count ends at the close's position."""
    round_town.round()
    round_town.cast("ada", ("heat",))
    round_town.later(days=8)
    round_town.do(c.CloseRound(mission="m", round="first"), by="olga")
    open_ = round_town.fact(Round, "first").model_copy(
        update={"status": "open", "closes_at": round_town.now + timedelta(days=1)}
    )
    round_town.engine._committing._memories["m"].rows[Round]["first"] = open_
    round_town.cast("ben", ("water",))
    assert len(round_town.events(e.BallotsCast)) == 2
    assert ballots(round_town) == [("heat",)]
    round_town.decide()
    assert order(round_town)[0] == "heat"


# Which ballots count


def test_the_same_ballot_sent_twice_counts_once(round_town):
    round_town.round()
    for _ in range(2):
        round_town.cast("ada", ("heat",))
    round_town.close()
    assert ballots(round_town) == [("heat",)]


def test_a_second_ballot_of_the_same_person_does_not_add_to_the_first(round_town):
    round_town.round()
    round_town.cast("ada", ("heat",), ballot="one")
    round_town.cast("ada", ("water",), ballot="two")
    round_town.close()
    (counted,) = ballots(round_town)
    assert counted in (("heat",), ("water",)), "of the same revision, the id that the box gives decides"


def test_a_ballot_is_changed_by_a_higher_revision_whenever_it_arrives(round_town):
    round_town.round()
    round_town.cast("ada", ("water",), revision=2)
    round_town.cast("ada", ("heat",), revision=1)
    round_town.close()
    assert ballots(round_town) == [("water",)]


def test_a_changed_pair_leaves_the_other_pairs_of_the_person_as_they_were(round_town):
    round_town.round(kind="paired")
    round_town.cast("ada", ("heat", "water", "noise", "heat"))
    round_town.cast("ada", ("water", "heat"), revision=1)
    round_town.close()
    assert sorted(ballots(round_town)) == [("noise", "heat"), ("water", "heat")]


def test_an_empty_ballot_takes_ones_choices_back(round_town):
    round_town.round()
    round_town.cast("ada", ("heat",))
    round_town.cast("ada", (), revision=1)
    round_town.close()
    assert ballots(round_town) == [()]


# The result


def test_the_result_is_published_with_its_record_and_the_top_that_must_be_answered(make_town):
    town = make_town(challenges={"top": 2})
    town.prioritised("heat", "water", "noise")
    (result,) = town.events(e.ChallengesPrioritised)
    assert result.record.decision == "missions/m/rounds/first"
    assert (result.record.strategy, result.top) == ("proportional-ranking", 2)
    assert [(name, row.rank, row.in_top) for name, row in town.facts(Challenge).items()] == [
        ("heat", 1, True),
        ("water", 2, True),
        ("noise", 3, False),
    ]
    assert town.fact(Round, "first").status == "decided"


def test_what_too_few_support_stands_in_no_order(make_town):
    town = make_town(challenges={"minimum_support": 2})
    town.accepted("heat", "water", "noise")
    town.round()
    town.cast("ada", ("heat", "water"))
    town.cast("ben", ("heat",))
    town.close()
    assert town.events(e.RoundOpened)[-1].minimum_support == 2
    assert order(town) == ("heat",)
    assert town.facts(Challenge)["water"].rank is None


def test_a_round_without_a_ballot_decides_nothing_and_draws_nothing_by_lot(round_town):
    round_town.round()
    round_town.cast("ada", ())  # names nothing
    ended = round_town.fact(Round, "first").box_sha256
    round_town.close()
    assert round_town.events(e.RoundUndecided)[0].ended_boxes == (ended,)
    assert (round_town.events(e.RoundClosed), round_town.events(e.ChallengesPrioritised)) == ([], [])
    assert round_town.fact(Round, "first").status == "undecided"
    assert decide_due(round_town.engine, "m") == []
    assert round_town.refused(c.CloseRound(mission="m", round="first")) == ("round-closed",)


def closed_and_computed(town):
    """The recording command of a closed round, and its blobs."""
    town.round()
    town.cast("ada", ("heat",))
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="first"))
    (entry,) = (entry for entry in town.engine.store.read("m") if entry.type == e.RoundClosed.type)
    closing = decode(entry)
    decided = compute(town.engine, share_of("all").decision_of(closing.event), closing)
    command = share_of("all").decision_of(closing.event).command(closing, decided.record, decided.outcome)
    return command, tuple(decided.blobs())


def test_a_record_for_another_strategy_is_refused(round_town):
    command, _ = closed_and_computed(round_town)
    record = command.record.model_copy(update={"strategy": "borda"})
    assert "record-differs" in round_town.refused(command.model_copy(update={"record": record}))


def test_a_record_of_another_decision_is_refused(round_town):
    command, _ = closed_and_computed(round_town)
    record = command.record.model_copy(update={"decision": "missions/m/rounds/second"})
    assert "record-differs" in round_town.refused(command.model_copy(update={"record": record}))


def test_a_record_with_other_options_than_the_close_asked_for_is_refused(make_town):
    town = make_town(challenges={"strategy": "borda", "options": {"ties": "name"}})
    town.accepted("heat", "water")
    command, _ = closed_and_computed(town)
    record = command.record.model_copy(update={"options": {**command.record.options, "ties": "seed"}})
    with pytest.raises(Refused, match=r"record\.options\.ties: the close asked for 'name', the record says 'seed'"):
        bring(town, command.model_copy(update={"record": record}))


def test_a_record_whose_input_and_outcome_did_not_come_with_it_is_refused(round_town):
    command, blobs = closed_and_computed(round_town)
    for some in ((), blobs[:1], blobs[1:]):
        with pytest.raises(Refused) as refused:
            bring(round_town, command, some)
        assert set(refused.value.codes) == {"record-incomplete"}
    bring(round_town, command, blobs)


def test_an_order_of_unknown_or_repeated_items_is_refused(round_town):
    command, blobs = closed_and_computed(round_town)
    wrong = command.model_copy(update={"order": ("nowhere", "heat", "heat")})
    with pytest.raises(Refused) as refused:
        bring(round_town, wrong, blobs)
    assert [(one.code, one.field, one.values.get("item")) for one in refused.value.unmet] == [
        ("result-differs", "order", None),
        ("item-unknown", "order", "challenges/nowhere"),
        ("item-repeated", "order", "challenges/heat"),
    ]


def test_a_round_is_decided_once(round_town):
    command, blobs = closed_and_computed(round_town)
    bring(round_town, command, blobs)
    with pytest.raises(Refused, match="refused: rounds/first is decided"):
        bring(round_town, command, blobs)
    assert decide_due(round_town.engine, "m") == []


def test_an_open_round_is_not_decided(round_town):
    command, blobs = closed_and_computed(round_town)
    round_town.round("second")
    record = command.record.model_copy(update={"decision": "missions/m/rounds/second"})
    with pytest.raises(Refused, match="refused: rounds/second is not closed"):
        bring(round_town, command.model_copy(update={"round": "second", "record": record}), blobs)
