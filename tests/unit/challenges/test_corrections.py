"""Challenges set right: amended, withdrawn, taken down on a ground; merged with consent; merges and splits undone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as k
from osi_core.challenges import events as e
from osi_core.challenges.facts import Challenge, living
from osi_core.cli.standing import Standing
from osi_core.domain import Phase, Refused, StopReason
from osi_core.mission.commands import EraseParticipant
from osi_core.process import trail_of
from osi_core.process.verifying_store import verify_store


def amend(title="Heat in the streets", text=None):
    return k.AmendChallenge(mission="m", challenge="heat", title=title, text=text)


def withdraw(note=None):
    return k.WithdrawChallenge(mission="m", challenge="heat", reason=StopReason.NOT_NEEDED, note=note)


def grant():
    return k.GrantCorrection(mission="m", challenge="heat")


def decline():
    return k.DeclineCorrection(mission="m", challenge="heat", reason="Others have voted on these words")


def propose(challenge="heat", into="warmth"):
    return k.ProposeMerge(mission="m", challenge=challenge, into=into, reason="They say the same.")


def merge(challenge="heat", into="warmth"):
    return c.MergeChallenge(mission="m", challenge=challenge, into=into, reason="They say the same.")


def objecting(challenge="heat", note=None):
    return k.ObjectToMerge(mission="m", challenge=challenge, note=note)


def undo_merge(challenge="heat"):
    return k.UndoMerge(mission="m", challenge=challenge, reason="They are two things after all.")


def undo_split(challenge="heat"):
    return k.UndoSplit(mission="m", challenge=challenge, reason="It is one thing after all.")


def title(town):
    return town.engine.words("m", town.fact(Challenge, "heat").title)


def built_on(town, by):
    """Somebody has built on the heat."""
    if by == "statement":
        town.do(c.SubmitStatement(mission="m", statement="s", text="More trees", challenge="heat"), by="ben")
        return
    town.accepted("water", "trees", by="ben")
    if by == "commitment":
        words: dict[str, Any] = {"scope": "s", "resources": "r", "due": date(2026, 12, 31)}
        town.do(c.MakeCommitment(mission="m", commitment="shade", challenge="heat", **words), by="rita")
    elif by == "round":
        town.round()
    else:
        town.do(c.MergeChallenge(mission="m", challenge="trees", into="heat", reason="The same"), by="olga")


BUILDERS = ("statement", "commitment", "round", "merge")


# Amending and withdrawing


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_an_author_says_it_in_better_words_as_long_as_nothing_builds_on_it(town, state):
    getattr(town, state)("heat")
    town.do(amend(text="It is too hot"), by="ada")
    assert title(town) == "Heat in the streets"
    assert town.fact(Challenge, "heat").status == state


@pytest.mark.parametrize("by", BUILDERS)
def test_once_others_have_built_on_it_the_author_asks_and_moderation_grants(town, by):
    town.accepted("heat")
    built_on(town, by)
    town.do(amend(), by="ada")
    assert (title(town), town.fact(Challenge, "heat").asked) == ("The heat", "amend")
    town.do(grant(), by="olga")
    assert (title(town), town.fact(Challenge, "heat").asked) == ("Heat in the streets", None)
    assert town.refused(grant(), by="olga") == ("no-correction-asked",)
    assert verify_store(town.engine.store).exit_code == 0


def test_the_standing_counts_whose_author_waits_for_moderation(town):
    town.accepted("heat")
    built_on(town, "statement")
    town.do(amend("Something else"), by="ada")
    assert Standing(town.engine, "m").counts()["challenges"] == {"accepted": 1, "to_correct": 1}
    town.do(decline(), by="olga")
    assert Standing(town.engine, "m").counts()["challenges"] == {"accepted": 1}


def test_moderation_declines_in_public_and_the_author_may_ask_for_less(town):
    town.accepted("heat")
    built_on(town, "statement")
    town.do(amend("Something else"), by="ada")
    assert town.refused(amend("Hot"), by="ada") == ("correction-asked",)
    town.do(decline(), by="olga")
    town.do(amend("The heat!"), by="ada")  # a correction of a correction
    town.do(grant(), by="olga")
    assert title(town) == "The heat!"


@pytest.mark.parametrize("state", ["submitted", "accepted"])
def test_an_author_withdraws_what_nobody_has_built_on(town, state):
    receipts = town.do(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt
    if state == "accepted":
        town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    town.do(withdraw(note="I was wrong"), by="ada")
    assert town.fact(Challenge, "heat").status == "withdrawn"
    trail = trail_of(town.engine, receipts.code)
    assert (trail.steps[-1].say(), trail.ended()) == ("withdrawn by its author", "Its author has taken it back.")
    assert town.refused(withdraw(), by="ada") == ("challenge-ended",)
    assert town.refused(c.AcceptChallenge(mission="m", challenge="heat"), by="olga") == ("challenge-moderated",)


@pytest.mark.parametrize("by", BUILDERS)
def test_what_others_have_built_on_is_withdrawn_when_moderation_says_so(town, by):
    town.accepted("heat")
    built_on(town, by)
    town.do(withdraw(), by="ada")
    assert town.fact(Challenge, "heat").status == "accepted"
    town.do(grant(), by="olga")
    assert town.fact(Challenge, "heat").status == "withdrawn"


def test_what_was_withdrawn_during_a_round_stands_in_no_order(town):
    town.accepted("heat", "water", "noise")
    town.round()
    town.cast("ada", ("heat", "water"))
    town.do(withdraw(), by="ada")
    town.do(grant(), by="olga")
    town.close()
    assert town.events(e.ChallengesPrioritised)[0].order == ("water", "noise")


def test_nobody_else_amends_or_withdraws_not_even_who_organises(town):
    town.accepted("heat")
    for who in ("ben", "olga"):
        assert town.refused(amend(), by=who) == ("not-the-author",)
        assert town.refused(withdraw(), by=who) == ("not-the-author",)


def test_what_an_erased_author_had_asked_for_can_still_be_answered(town):
    """A correction after the erasure of its author: the words that were wished for are gone, the title is empty."""
    town.accepted("heat")
    built_on(town, "statement")
    town.do(amend(), by="ada")
    town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    town.do(grant(), by="olga")
    assert title(town) is None


# Taking down, and letting in late


def test_what_was_accepted_is_taken_down_on_a_ground(town):
    receipt = town.do(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt
    town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    groundless = c.RejectChallenge(mission="m", challenge="heat", reason="A court has ordered it.")
    assert town.refused(groundless, by="olga") == ("ground-missing",)
    town.do(groundless.model_copy(update={"ground": e.Ground.LAW}), by="olga")
    told = trail_of(town.engine, receipt.code).steps[-1].say()
    assert told.startswith("taken down by moderation, though it had been accepted (the law): A court has ordered it.")


@pytest.mark.parametrize("answer", [c.AcceptChallenge, c.RejectChallenge])
def test_a_challenge_that_nobody_moderated_is_not_stuck_when_the_phase_closes(town, answer):
    town.submitted("heat")
    town.open_without_gates(Phase.SOLUTIONS)
    town.close_without_gates(Phase.CHALLENGES)
    town.do(answer(mission="m", challenge="heat", reason="Late, sorry"), by="olga")
    assert town.fact(Challenge, "heat").status in ("accepted", "rejected")


# Merging with consent


@pytest.fixture
def two(make_town):
    """Two challenges say the same, and authors have five days to object to a merge."""
    town = make_town(challenges={"merge_days": 5})
    town.accepted("heat", by="ada")
    town.accepted("warmth", by="ben")
    return town


def test_a_merge_is_proposed_and_silence_for_five_days_consents(two):
    assert two.refused(merge(), by="olga") == ("merge-not-proposed",)
    two.do(propose(), by="olga")
    assert two.refused(merge(), by="olga") == ("merge-too-early",)
    two.later(days=5)
    two.do(merge(), by="olga")
    assert two.fact(Challenge, "heat").merged_into == "warmth"


def test_the_operators_timer_merges_when_the_days_are_over_and_the_phase_is(two):
    two.do(propose(), by="olga")
    two.open_without_gates(Phase.SOLUTIONS)
    two.close_without_gates(Phase.CHALLENGES)
    two.later(days=5)
    two.do(merge())
    assert two.fact(Challenge, "heat").merged_into == "warmth"


def test_the_author_objects_and_it_stands_by_itself(two):
    two.do(propose(), by="olga")
    assert two.refused(objecting(), by="ben") == ("not-the-author",)
    two.do(objecting(note="It is not the same at all"), by="ada")
    two.later(days=9)
    assert two.refused(merge(), by="olga") == ("merge-not-proposed",)
    assert two.refused(objecting(), by="ada") == ("no-merge-proposed",)


def test_the_standing_counts_what_waits_for_an_answer(two):
    def counted():
        return Standing(two.engine, "m").counts()["challenges"]

    assert counted() == {"accepted": 2}
    two.do(propose(), by="olga")
    assert counted() == {"accepted": 2, "to_merge": 1}
    two.do(objecting(), by="ada")
    assert counted() == {"accepted": 2}
    two.do(propose(), by="olga")
    two.later(days=5)
    two.do(merge(), by="olga")
    assert counted() == {"accepted": 1, "merged": 1}


def test_another_merge_than_the_proposed_one_needs_a_proposal_of_its_own(two):
    two.accepted("sun")
    two.do(propose(), by="olga")
    assert two.refused(propose(into="sun"), by="olga") == ("merge-proposed-already",)
    two.later(days=5)
    assert two.refused(merge(into="sun"), by="olga") == ("merge-not-proposed",)


def test_a_proposal_whose_target_has_ended_gives_way_to_another_when_its_days_are_over(two):
    two.accepted("sun", by="cem")
    two.do(propose(), by="olga")
    two.do(c.RejectChallenge(mission="m", challenge="warmth", reason="Not ours", ground=e.Ground.RULES), by="olga")
    two.later(days=5)
    assert two.refused(merge(), by="olga") == ("merge-target-not-accepted",)
    two.do(propose(into="sun"), by="olga")
    two.later(days=5)
    two.do(merge(into="sun"), by="olga")


def test_a_proposal_tells_its_author_until_when_to_object(two):
    (start,) = (one for one in two.records() if isinstance(one.event, e.ChallengeSubmitted) and one.actor == "ada")
    two.do(propose(), by="olga")
    (proposal,) = two.events(e.MergeProposed)
    assert proposal.until == two.now + timedelta(days=5)
    with pytest.raises(Refused, match=r"the author of challenges/heat may object until 2026-03-07"):
        two.do(merge(), by="olga")
    assert start.event.challenge == "heat"


# Undoing


def test_a_merge_is_undone_with_a_reason_and_its_lineage_stays_readable(town):
    receipt = town.do(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt
    town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    town.accepted("warmth", "water", by="ben")
    town.do(merge(), by="olga")
    town.do(undo_merge(), by="olga")
    assert living("heat", town.facts(Challenge)) == ("heat",)
    words: dict[str, Any] = {"scope": "s", "resources": "r", "due": date(2026, 12, 31)}
    town.do(c.MakeCommitment(mission="m", commitment="shade", challenge="warmth", **words), by="rita")
    told = [step.say() for step in trail_of(town.engine, receipt.code).steps]
    assert told == [
        "challenge submitted",
        "accepted",
        "lives on in “The warmth”: They say the same.",
        "stands by itself again: They are two things after all.",
    ]
    assert town.refused(undo_merge(), by="olga") == ("challenge-not-merged",)


def test_a_merge_is_undone_between_the_close_of_a_round_and_its_result(town):
    """What was cast for the heat counts for the heat, and its place is its own again."""
    town.accepted("heat", "warmth", "water")
    town.round(items=("heat", "water"))
    town.cast("ada", ("heat",))
    town.do(merge(), by="olga")
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="first"), by="olga")
    town.do(undo_merge(), by="olga")
    town.decide()
    assert (town.fact(Challenge, "heat").rank, town.fact(Challenge, "warmth").rank) == (1, None)


def test_a_place_that_went_over_with_a_merge_comes_back_with_its_end(make_town):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.accepted("warmth")
    town.do(merge(), by="olga")
    assert town.fact(Challenge, "warmth").in_top
    town.do(undo_merge(), by="olga")
    found = {name: (row.rank, row.in_top) for name, row in town.facts(Challenge).items()}
    assert found == {"heat": (1, True), "water": (2, False), "warmth": (None, False)}


def test_what_was_cast_for_a_merged_one_counts_for_itself_when_the_merge_was_undone_before_the_close(town):
    town.accepted("heat", "warmth", "water")
    town.round()
    town.cast("ada", ("heat",))
    town.do(merge(), by="olga")
    town.do(undo_merge(), by="olga")
    town.close()
    assert town.events(e.ChallengesPrioritised)[0].order[0] == "heat"


def test_a_split_is_undone_and_its_parts_stand_beside_the_whole(make_town):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water")
    town.submitted("shade", "roofs")
    town.do(c.SplitChallenge(mission="m", challenge="heat", parts=("shade", "roofs"), reason="Two"), by="olga")
    assert town.refused(undo_merge(), by="olga") == ("challenge-not-merged",)
    town.do(undo_split(), by="olga")
    assert town.refused(undo_split(), by="olga") == ("challenge-not-split",)
    found = {name: (row.status, row.rank) for name, row in town.facts(Challenge).items()}
    assert found["heat"] == ("accepted", 1)
    assert (found["shade"], found["roofs"]) == (("submitted", None), ("submitted", None))


def test_what_was_undone_can_be_merged_again(town):
    town.accepted("heat", "warmth")
    for _ in range(2):
        town.do(merge(), by="olga")
        town.do(undo_merge(), by="olga")
    town.do(merge("warmth", into="heat"), by="olga")
    assert living("warmth", town.facts(Challenge)) == ("heat",)


def test_a_priority_that_was_taken_down_and_let_in_again_has_its_place_and_hands_it_on(town):
    town.accepted("heat", "warmth", "water")
    town.round(items=("heat", "water"))
    town.cast("ada", ("heat",))
    town.later(days=8)
    town.do(c.CloseRound(mission="m", round="first"), by="olga")
    town.decide()
    down = c.RejectChallenge(mission="m", challenge="heat", reason="By mistake", ground=e.Ground.RULES)
    town.do(down, by="olga")
    town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    assert town.fact(Challenge, "heat").rank == 1
    town.do(c.SplitChallenge(mission="m", challenge="heat", parts=("warmth", "water"), reason="Two things"), by="olga")
    assert town.fact(Challenge, "warmth").rank == 1
    gap = c.AcknowledgeGap(mission="m", challenge="warmth", lacks=e.Lack.COMMITMENT, reason="Nobody can")
    town.do(gap, by="olga")
