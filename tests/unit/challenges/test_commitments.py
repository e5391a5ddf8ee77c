"""Commitments are institutions' own, in public: kept, late, kept late or withdrawn; what nobody takes on is a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges.commitment_facts import Answers, Commitment, Gap
from osi_core.challenges.facts import Challenge
from osi_core.domain import Malformed, Phase, Refused, StopReason
from osi_core.process.gates import ClosePhase
from osi_core.solutions.commands import PublishCall, SubmitSolution, TieToChallenge, WithdrawSolution
from osi_core.solutions.events import SolutionOrigin

DUE = date(2026, 12, 31)


def commit(challenge="heat", commitment="shade", due=DUE):
    return c.MakeCommitment(
        mission="m", commitment=commitment, challenge=challenge, scope="100 trees", resources="2 gardeners", due=due
    )


def keep(commitment="shade"):
    return c.KeepCommitment(mission="m", commitment=commitment, evidence="https://town.example/trees")


def withdraw(commitment="shade"):
    return c.WithdrawCommitment(mission="m", commitment=commitment, reason="No money left")


def late(commitment="shade"):
    return c.MarkCommitmentLate(mission="m", commitment=commitment)


@pytest.fixture
def committed(town):
    """The town has committed itself to the heat."""
    town.accepted("heat", "water")
    town.do(commit(), by="rita")
    return town


# Committing


def test_an_institution_commits_with_scope_resources_and_date(town):
    town.accepted("heat")
    handled = town.do(commit(), by="rita")
    assert handled.receipt is not None
    assert handled.events[0].refs == ("missions/m/challenges/heat", "missions/m/institutions/town")
    commitment = town.fact(Commitment, "shade")
    assert (commitment.institution, commitment.scope, commitment.due) == ("town", "100 trees", DUE)
    assert commitment.stands


def test_a_citizen_cannot_commit(town):
    town.accepted("heat")
    with pytest.raises(Refused, match="ada speaks for no institution; only institutions commit") as refused:
        town.do(commit(), by="ada")
    assert refused.value.codes == ("role-missing", "no-institution")


def test_nobody_commits_to_the_past(town):
    town.accepted("heat")
    with pytest.raises(Refused, match=r"due: 2026-03-02 is not after today \(2026-03-02\)"):
        town.do(commit(due=date(2026, 3, 2)), by="rita")


def test_a_commitment_is_to_a_challenge_that_stands(town):
    town.submitted("waiting")
    assert town.refused(commit("waiting"), by="rita") == ("challenge-not-accepted",)
    assert town.refused(commit("nowhere"), by="rita") == ("challenge-unknown",)


def test_a_commitment_without_a_scope_cannot_be_said():
    with pytest.raises(Malformed, match="scope"):
        c.MakeCommitment.model_validate(
            {"mission": "m", "commitment": "x", "challenge": "heat", "resources": "r", "due": DUE}
        )


# What became of it


def test_a_commitment_is_kept_with_evidence(committed):
    committed.do(keep(), by="rita")
    commitment = committed.fact(Commitment, "shade")
    assert (commitment.status, commitment.said) == ("kept", "https://town.example/trees")


def test_a_commitment_is_late_after_its_date_and_it_is_said_once(committed):
    assert committed.refused(late(), by="olga") == ("not-late",)
    committed.now = committed.now.replace(year=2026, month=12, day=31, hour=23)
    assert committed.refused(late(), by="olga") == ("not-late",)
    committed.later(hours=1)
    committed.do(late(), by="olga")
    assert committed.fact(Commitment, "shade").status == "late"
    assert committed.fact(Commitment, "shade").stands
    assert committed.refused(late(), by="olga") == ("not-late",)


def test_a_late_commitment_can_still_be_kept_late(committed):
    committed.later(days=400)
    committed.do(late(), by="olga")
    committed.do(keep(), by="rita")
    assert committed.fact(Commitment, "shade").status == "kept_late"


def test_a_commitment_kept_after_its_date_is_kept_late_though_nobody_said_so_before(committed):
    committed.later(days=400)
    committed.do(keep(), by="rita")
    assert committed.events(e.CommitmentKept)[0].late
    assert committed.fact(Commitment, "shade").status == "kept_late"


def test_a_commitment_is_taken_back_in_public_with_a_reason(committed):
    committed.do(withdraw(), by="rita")
    commitment = committed.fact(Commitment, "shade")
    assert (commitment.status, commitment.said, commitment.stands) == ("withdrawn", "No money left", False)


@pytest.mark.parametrize("command", [keep, withdraw])
def test_only_the_institution_itself_keeps_or_withdraws(committed, command):
    with pytest.raises(Refused, match="commitments/shade is town's, and wim does not speak for it") as refused:
        committed.do(command(), by="wim")
    assert refused.value.codes == ("not-own-commitment",)
    assert committed.refused(command(), by="ada") == ("role-missing", "not-own-commitment")


@pytest.mark.parametrize("end", [keep, withdraw])
@pytest.mark.parametrize("again", [keep, withdraw])
def test_what_was_kept_or_withdrawn_has_ended(committed, end, again):
    committed.do(end(), by="rita")
    assert committed.refused(again(), by="rita") == ("commitment-ended",)
    committed.later(days=400)
    assert committed.refused(late(), by="olga") == ("commitment-ended",)


def test_a_commitment_that_nobody_made_cannot_be_kept(town):
    assert town.refused(keep(), by="rita") == ("not-found",)


# Gaps, and what the phase needs to close


def gap(challenge, lacks="commitment"):
    return c.AcknowledgeGap(mission="m", challenge=challenge, lacks=lacks, reason="Nobody is responsible")


def test_the_phase_closes_when_every_priority_is_committed_to_or_acknowledged_as_a_gap(make_town):
    town = make_town(challenges={"top": 2})
    closing = ClosePhase(mission="m", phase=Phase.CHALLENGES)
    assert town.refused(closing) == ("priorities-missing",)
    town.prioritised("heat", "water", "noise")
    assert town.refused(closing) == ("priority-unanswered", "priority-unanswered")
    town.do(commit(), by="rita")
    with pytest.raises(Refused, match="challenges/water has neither a commitment nor an acknowledged gap"):
        town.do(closing)
    town.do(gap("water"), by="olga")
    town.do(closing)
    assert town.fact(Gap, "water").commitment == "Nobody is responsible"


def test_a_withdrawn_commitment_answers_nothing(make_town):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.do(commit(), by="rita")
    town.do(withdraw(), by="rita")
    assert town.refused(ClosePhase(mission="m", phase=Phase.CHALLENGES)) == ("priority-unanswered",)


@pytest.mark.parametrize("committed_to", ["heat", "trees"])
def test_a_commitment_answers_a_merged_priority_on_either_side_of_the_merge(make_town, committed_to):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.accepted("trees")
    town.do(commit(committed_to), by="rita")
    town.do(c.MergeChallenge(mission="m", challenge="heat", into="trees", reason="The same"))
    town.do(ClosePhase(mission="m", phase=Phase.CHALLENGES))


def test_a_gap_is_acknowledged_for_priorities_only_and_once(town):
    town.prioritised("heat", "water")
    town.accepted("noise")
    assert town.refused(gap("noise")) == ("challenge-not-prioritised",)
    assert town.refused(gap("nowhere")) == ("challenge-not-prioritised",)
    town.do(gap("heat"), by="olga")
    assert town.refused(gap("heat")) == ("gap-acknowledged",)
    town.do(gap("heat", lacks="solution"), by="olga")


def test_what_has_a_commitment_does_not_lack_one(town):
    town.prioritised("heat", "water")
    town.do(commit(), by="rita")
    with pytest.raises(Refused, match="lacks: challenges/heat has a commitment") as refused:
        town.do(gap("heat"))
    assert refused.value.say("de").endswith("lacks: challenges/heat hat eine Zusage")
    town.do(withdraw(), by="rita")
    town.do(gap("heat"))


def test_what_has_a_solution_does_not_lack_one(town):
    town.prioritised("heat", "water")
    town.open_without_gates(Phase.SOLUTIONS)
    town.do(PublishCall(mission="m", call="first", text="Who has one?", closes_on=(town.now + timedelta(9)).date()))
    shade = SubmitSolution(
        mission="m", solution="sails", origin=SolutionOrigin.EXISTING, title="Sails", text="Sails", challenges=("heat",)
    )
    town.do(shade, by="ada")
    assert town.refused(gap("heat", lacks="solution")) == ("gap-filled",)
    town.do(TieToChallenge(mission="m", solution="sails", challenge="water"), by="ada")
    assert town.refused(gap("water", lacks="solution")) == ("gap-filled",)
    assert town.fact(Answers, "water") == Answers(solutions=frozenset({"sails"}))
    town.do(WithdrawSolution(mission="m", solution="sails", reason=StopReason.CIRCUMSTANCES), by="ada")
    town.do(gap("heat", lacks="solution"))
    town.do(gap("water", lacks="solution"))


def test_a_commitment_stays_readable_when_its_challenge_is_merged(committed):
    committed.do(c.MergeChallenge(mission="m", challenge="heat", into="water", reason="The same"))
    assert committed.fact(Commitment, "shade").challenge == "heat"
    assert committed.fact(Challenge, "heat").merged_into == "water"
