"""What a round may do to the priorities, who may come in, and how it is moved, cancelled or ends undecided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges import round_commands as r
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Round
from osi_core.domain import Phase, Refused, Role
from osi_core.mission.commands import CreateMission
from osi_core.process import trail_of
from osi_core.process.box_keys import BoxKeys
from osi_core.process.deciding import decide_due
from osi_core.process.gates import ClosePhase


def ranks(town):
    return {name: row.rank for name, row in town.facts(Challenge).items()}


# What the result does


def test_a_second_round_of_the_organisers_in_a_second_replaces_nobodys_ranks(make_town):
    """Found: a second round with an electorate of organisers, closing in a second, replaced everyone's ranks."""
    town = make_town(challenges={"round_days": 14})
    town.accepted("heat", "water")
    town.round(kind="points", closes_at=town.now + timedelta(days=14))
    town.cast("ada", ("heat",), (3,))
    town.later(days=14)
    town.close()
    before = ranks(town)
    at_once = {"electorate": (Role.ORGANISER,), "closes_at": town.now + timedelta(seconds=1)}
    coup = c.OpenRound(mission="m", round="coup", effect=e.RoundEffect.REPLACE, **at_once)
    assert town.refused(coup, by="olga") == ("round-too-short", "electorate-only-advises")
    advice = {**at_once, "closes_at": town.now + timedelta(days=14), "effect": "advise"}
    town.do(c.OpenRound(mission="m", round="advice", **advice), by="olga")
    town.cast("olga", ("water",), round="advice")
    town.later(days=14)
    town.close("advice")
    assert town.events(e.ChallengesPrioritised)[-1].effect == "advise"
    assert ranks(town) == before


@pytest.mark.parametrize("electorate", [(), (Role.ORGANISER,), (Role.OPERATOR, Role.ORGANISER)])
@pytest.mark.parametrize("effect", ["add", "replace"])
def test_an_electorate_of_office_holders_alone_only_advises(town, electorate, effect):
    town.accepted("heat", "water")
    opening = c.OpenRound(mission="m", round="r", electorate=electorate, effect=effect, closes_at=town.now + town.week)
    assert town.refused(opening, by="olga") == ("electorate-only-advises",)


def test_a_result_of_too_few_ballots_only_advises_and_says_so(make_town):
    town = make_town(challenges={"least_ballots": 3, "top": 1})
    town.accepted("heat", "water")
    town.round()
    receipt = town.cast("ada", ("heat",)).receipt
    town.cast("ben", ("heat",))
    town.close()
    (result,) = town.events(e.ChallengesPrioritised)
    assert (result.effect, result.ballots, result.least_ballots, result.too_few) == ("advise", 2, 3, True)
    assert ranks(town) == {"heat": None, "water": None}
    assert town.refused(ClosePhase(mission="m", phase=Phase.CHALLENGES)) == ("priorities-missing",)
    told = trail_of(town.engine, receipt.code).steps[-1].say()
    assert told.endswith("it changes no place (ballots: 2; with fewer than 3 every result only advises)")


def test_as_many_ballots_as_are_asked_for_decide(make_town):
    town = make_town(challenges={"least_ballots": 3})
    town.accepted("heat", "water")
    town.round()
    for who in ("ada", "ben", "cem", "ada"):
        town.cast(who, ("heat",))
    town.close()
    assert town.events(e.ChallengesPrioritised)[0].ballots == 3
    assert ranks(town)["heat"] == 1


def test_a_playbook_that_says_nothing_asks_for_twenty_ballots_in_fourteen_days(town):
    settings = CreateMission(mission="other", title="Another").playbook.challenges
    assert (settings.least_ballots, settings.round_days, settings.merge_days) == (20, 14, 5)
    assert not settings.enter_until_close


def test_a_round_that_adds_leaves_the_places_that_stand_and_its_own_top_must_be_answered_too(make_town):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.accepted("noise", "dust")
    town.round("second", kind="points", items=("water", "dust", "noise"))
    town.cast("ben", ("dust", "water"), (9, 3), round="second")
    town.close("second")
    assert town.events(e.ChallengesPrioritised)[-1].effect == "add"
    found = {name: (row.rank, row.in_top) for name, row in town.facts(Challenge).items()}
    assert found == {"heat": (1, True), "water": (2, False), "dust": (3, True), "noise": (5, False)}


# Without a ballot


def test_the_phase_goes_on_after_a_round_without_a_ballot(town):
    town.accepted("heat", "water")
    town.round()
    town.close()
    assert town.fact(Round, "first").status == "undecided"
    assert decide_due(town.engine, "m") == []
    town.round("second")
    town.cast("ada", ("heat",), round="second")
    town.close("second")
    assert ranks(town)["heat"] == 1


def test_a_ballot_that_was_taken_back_is_none(town):
    town.accepted("heat", "water")
    town.round()
    for choices in (("heat",), ()):
        town.cast("ada", choices, revision=None)
    town.close()
    assert town.fact(Round, "first").status == "undecided"


def test_an_empty_ballot_in_pairs_takes_nothing_back(town):
    town.accepted("heat", "water")
    town.round(kind="paired")
    for choices in (("heat", "water"), ()):
        town.cast("ada", choices, revision=None)
    town.close()
    assert town.fact(Round, "first").status == "decided"


# Coming in


def enter(who, round="first"):
    return r.EnterRound(mission="m", round=round, participant=who)


def test_people_enter_until_the_close_where_the_playbook_says_so_and_nobody_learns_who(make_town):
    town = make_town(challenges={"enter_until_close": True})
    town.accepted("heat", "water")
    town.round()
    town.citizen("zoe")
    town.do(enter("zoe"), by="zoe")
    town.cast("zoe", ("heat",))
    entered, cast = (one for one in town.records() if isinstance(one.event, e.VoterAdded | e.BallotsCast))
    assert entered.actor == entered.event.voter == cast.actor != "zoe"
    assert town.refused(enter("zoe"), by="zoe") == ("eligible-already",)
    assert town.refused(enter("ada"), by="zoe") == ("not-oneself", "eligible-already")
    town.later(days=7)
    town.citizen("yan")
    assert town.refused(enter("yan"), by="yan") == ("ballots-ended",)


def test_nobody_enters_a_round_that_does_not_let_people_in(town):
    town.accepted("heat", "water")
    town.round()
    town.citizen("zoe")
    with pytest.raises(Refused, match="rounds/first lets nobody in after its opening"):
        town.do(enter("zoe"), by="zoe")


def test_only_the_electorate_enters(make_town):
    town = make_town(challenges={"enter_until_close": True})
    town.accepted("heat", "water")
    town.round(electorate=(Role.EXPERT,))
    assert town.refused(enter("ada"), by="ada") == ("not-eligible",)


# Moving and cancelling


def move(town, **later):
    return r.MoveRound(mission="m", round="first", closes_at=town.now + timedelta(**later), reason="Holidays")


def test_a_round_is_moved_to_a_later_close_with_a_reason_and_takes_ballots_until_then(town):
    town.accepted("heat", "water")
    town.round()
    receipt = town.cast("ada", ("heat",)).receipt
    assert town.refused(move(town, days=6), by="olga") == ("round-not-later",)
    town.do(move(town, days=20), by="olga")
    town.later(days=10)
    town.cast("ben", ("heat",))
    assert town.refused(c.CloseRound(mission="m", round="first")) == ("round-still-open",)
    assert "takes ballots until" in trail_of(town.engine, receipt.code).steps[-1].say()


def test_what_has_come_to_its_deadline_is_not_opened_for_a_few_more_votes(town):
    town.accepted("heat", "water")
    town.round()
    town.later(days=7)
    assert town.refused(move(town, days=1), by="olga") == ("ballots-ended",)


def cancel(reason="Two challenges were missing"):
    return r.CancelRound(mission="m", round="first", reason=reason)


def test_a_cancelled_round_has_no_result_and_its_box_ends(town):
    town.accepted("heat", "water")
    town.round()
    receipt = town.cast("ada", ("heat",)).receipt
    box = town.fact(Round, "first").box_sha256
    town.do(cancel(), by="olga")
    assert BoxKeys("m", town.engine.store).box(box) is None
    assert town.refused(town.ballot("ben", ("heat",)), by="ben") == ("ballots-ended",)
    assert town.refused(cancel(), by="olga") == ("round-ended",)
    assert "round-closed" in town.refused(c.CloseRound(mission="m", round="first"))
    trail = trail_of(town.engine, receipt.code)
    assert trail.steps[-1].say() == "rounds/first cancelled: Two challenges were missing"
    assert trail.ended() == "The round was cancelled."


def test_a_round_whose_decision_hangs_can_be_cancelled_and_then_nothing_is_due(town):
    town.accepted("heat", "water")
    town.round()
    town.cast("ada", ("heat",))
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="first"), by="olga")
    town.do(cancel("The strategy cannot be installed here"), by="olga")
    assert decide_due(town.engine, "m") == []
    assert town.fact(Round, "first").status == "cancelled"


def test_what_is_published_is_not_cancelled(town):
    town.prioritised("heat", "water")
    assert town.refused(cancel(), by="olga") == ("round-ended",)


def test_the_phase_does_not_close_over_a_round_that_hangs(make_town):
    """Found: a phase closed over a pending decision failed for ever at each tick, and an open round was stranded."""
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.do(c.AcknowledgeGap(mission="m", challenge="heat", lacks=e.Lack.COMMITMENT, reason="Nobody"), by="olga")
    town.round("second")
    town.cast("ada", ("heat",), round="second")
    closing = ClosePhase(mission="m", phase=Phase.CHALLENGES)
    assert town.refused(closing) == ("round-hangs",)
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="second"), by="olga")
    assert town.refused(closing) == ("round-hangs",)
    town.decide()
    town.do(closing)


def test_a_round_that_an_older_version_has_stranded_is_closed_and_decided_all_the_same(town):
    town.accepted("heat", "water")
    town.round()
    town.cast("ada", ("heat",))
    town.close_without_gates(Phase.CHALLENGES)
    town.close()
    assert ranks(town)["heat"] == 1
