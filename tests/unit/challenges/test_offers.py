"""Commitments that a body has still to decide on; and what answers a priority, whatever became of either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges import offer_commands as o
from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge
from osi_core.domain import Phase, Refused
from osi_core.process import trail_of
from osi_core.process.gates import ClosePhase, OpenPhase

WORDS: dict[str, Any] = {"scope": "100 trees", "resources": "2 gardeners", "due": date(2026, 12, 31)}
COUNCIL = {"body": "The council", "decides_on": date(2026, 5, 4)}
CLOSING = ClosePhase(mission="m", phase=Phase.CHALLENGES)
SOLUTIONS = OpenPhase(mission="m", phase=Phase.SOLUTIONS)


def offer(challenge="heat", **fields):
    said = {**WORDS, **COUNCIL, **fields}
    return o.OfferCommitment(mission="m", commitment="shade", challenge=challenge, **said)


def commit(challenge="heat", commitment="shade"):
    return c.MakeCommitment(mission="m", commitment=commitment, challenge=challenge, **WORDS)


def confirm():
    return o.ConfirmCommitment(mission="m", commitment="shade", said="Unanimously")


def refuse():
    return o.RefuseCommitment(mission="m", commitment="shade", reason="No money")


def late():
    return c.MarkCommitmentLate(mission="m", commitment="shade")


def keep():
    return c.KeepCommitment(mission="m", commitment="shade", evidence="Trees")


def gap(challenge):
    return c.AcknowledgeGap(mission="m", challenge=challenge, lacks=e.Lack.COMMITMENT, reason="Nobody")


@pytest.fixture
def town(make_town):
    """One priority must be answered."""
    found = make_town(challenges={"top": 1})
    found.prioritised("heat", "water")
    return found


# Offered


def test_what_is_offered_satisfies_both_gates_and_shows_as_undecided(town):
    receipt = town.do(offer(), by="rita").receipt
    assert town.fact(Commitment, "shade").status == "offered"
    town.do(SOLUTIONS)
    town.do(CLOSING)
    told = trail_of(town.engine, receipt.code).steps[0].say()
    assert told == "Town offers: 100 trees (by 2026-12-31), subject to The council on 2026-05-04"


def test_the_body_confirms_and_then_it_is_a_commitment_like_others(town):
    town.do(offer(), by="rita")
    with pytest.raises(Refused, match="The council has not decided on commitments/shade yet"):
        town.do(keep(), by="rita")
    town.do(confirm(), by="rita")
    assert town.fact(Commitment, "shade").status == "made"
    assert town.refused(confirm(), by="rita") == ("no-decision-awaited",)
    town.later(days=100)  # the council's day has passed, the commitment's has not
    assert town.refused(late(), by="olga") == ("not-late",)
    town.do(keep(), by="rita")


def test_what_the_body_refuses_has_ended_and_answers_nothing(town):
    town.do(offer(), by="rita")
    town.do(refuse(), by="rita")
    row = town.fact(Commitment, "shade")
    assert (row.status, row.said, row.stands) == ("refused", "No money", False)
    assert town.refused(CLOSING) == ("priority-unanswered",)
    assert town.refused(keep(), by="rita") == ("commitment-ended", "commitment-undecided")
    town.do(gap("heat"), by="olga")


def test_silence_on_the_day_is_late_and_can_still_be_decided(town):
    town.do(offer(), by="rita")
    assert town.refused(late(), by="olga") == ("not-late",)
    town.now = town.now.replace(month=5, day=5)
    town.do(late(), by="olga")
    (silent,) = town.events(e.CommitmentUndecided)
    assert (silent.body, silent.decides_on) == ("The council", date(2026, 5, 4))
    assert town.fact(Commitment, "shade").status == "late"
    assert town.refused(late(), by="olga") == ("not-late",)
    town.do(confirm(), by="rita")
    town.do(CLOSING)


def test_only_the_institution_says_what_its_body_has_decided(town):
    town.do(offer(), by="rita")
    assert town.refused(confirm(), by="wim") == ("not-own-commitment",)
    assert town.refused(refuse(), by="olga") == ("role-missing", "not-own-commitment")


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2027, 1, 1)])
def test_a_body_decides_on_a_day_that_comes_and_before_the_commitment_is_due(town, day):
    assert town.refused(offer(decides_on=day), by="rita") == ("decision-day-misplaced",)


# Late


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("command", [offer, commit])
def test_what_is_late_satisfies_no_gate_whether_somebody_said_so_or_not(town, command, said):
    """Found: a commitment marked late satisfied both gates."""
    town.do(command(), by="rita")
    town.later(days=400)
    if said:
        town.do(late(), by="olga")
    assert town.refused(CLOSING) == ("priority-unanswered",)
    assert town.refused(SOLUTIONS) == ("no-commitment",)


def test_what_is_late_leaves_a_gap_that_can_be_acknowledged(town):
    town.do(commit(), by="rita")
    assert town.refused(gap("heat")) == ("gap-filled",)
    town.later(days=400)
    town.do(gap("heat"), by="olga")
    town.do(CLOSING)


def test_what_was_kept_late_satisfies_the_gates(town):
    town.do(commit(), by="rita")
    town.later(days=400)
    town.do(keep(), by="rita")
    town.do(SOLUTIONS)
    town.do(CLOSING)


# What must be answered


def reject(*names):
    return [c.RejectChallenge(mission="m", challenge=name, reason="Not ours", ground=e.Ground.RULES) for name in names]


def split(challenge, *parts):
    return c.SplitChallenge(mission="m", challenge=challenge, parts=parts, reason="Two things")


def merge(challenge, into):
    return c.MergeChallenge(mission="m", challenge=challenge, into=into, reason="The same")


def test_a_priority_that_was_split_and_whose_parts_were_rejected_must_still_be_answered(town):
    """Found: splitting a priority with commitments and rejecting the parts removed it from what must be answered."""
    town.do(commit(), by="rita")
    town.submitted("shade", "roofs")
    town.do(split("heat", "shade", "roofs"), by="olga")
    for command in reject("shade", "roofs"):
        town.do(command, by="olga")
    town.do(c.WithdrawCommitment(mission="m", commitment="shade", reason="It is gone"), by="rita")
    with pytest.raises(Refused, match="challenges/heat has neither a commitment nor an acknowledged gap"):
        town.do(CLOSING)
    town.do(gap("heat"), by="olga")
    town.do(CLOSING)


@pytest.mark.parametrize("way", ["rejected", "merged and rejected", "split, merged and rejected"])
def test_whatever_way_a_priority_goes_it_must_be_answered(town, way):
    town.accepted("trees", "roofs")
    if way.startswith("split"):
        town.do(split("heat", "trees", "roofs"), by="olga")
        town.do(merge("roofs", into="trees"), by="olga")
    elif way.startswith("merged"):
        town.do(merge("heat", into="trees"), by="olga")
    for command in reject("heat" if way == "rejected" else "trees"):
        town.do(command, by="olga")
    assert town.refused(CLOSING) == ("priority-unanswered",)
    town.do(gap("heat"), by="olga")
    town.do(CLOSING)


def test_a_commitment_to_what_was_split_and_lives_nowhere_still_answers_it(town):
    town.do(commit(), by="rita")
    town.submitted("shade", "roofs")
    town.do(split("heat", "shade", "roofs"), by="olga")
    for command in reject("shade", "roofs"):
        town.do(command, by="olga")
    town.do(CLOSING)


def test_a_commitment_can_be_made_when_all_phases_are_closed(town):
    """Found: closing the challenges with all gaps acknowledged left a mission that could never go on."""
    town.do(gap("heat"), by="olga")
    town.do(CLOSING)
    town.do(commit(), by="rita")
    town.do(SOLUTIONS)


def test_a_part_that_lives_is_answered_for_itself(town):
    town.submitted("shade", "roofs")
    town.do(split("heat", "shade", "roofs"), by="olga")
    for name in ("shade", "roofs"):
        town.do(c.AcceptChallenge(mission="m", challenge=name), by="olga")
    town.do(gap("shade"), by="olga")
    assert town.refused(CLOSING) == ("priority-unanswered",)
    town.do(c.MakeCommitment(mission="m", commitment="r", challenge="roofs", **WORDS), by="rita")
    town.do(CLOSING)
    assert town.fact(Challenge, "roofs").in_top
