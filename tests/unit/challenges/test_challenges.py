"""Challenges: submitted, moderated with reasons, sorted, merged and split, and never lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import events as e
from osi_core.challenges.correction_commands import UndoSplit
from osi_core.challenges.facts import Challenge, living
from osi_core.domain import Malformed, Phase, Refused
from osi_core.process import trail_of
from osi_core.process.lineage import Lineage
from osi_core.testing.scenario import Scenario


def merge(challenge, into):
    return c.MergeChallenge(mission="m", challenge=challenge, into=into, reason="They say the same")


def split(challenge, *parts):
    return c.SplitChallenge(mission="m", challenge=challenge, parts=parts, reason="Two things in one")


# Submission


def test_a_citizen_submits_a_challenge_and_gets_a_receipt(town):
    submission = c.SubmitChallenge(
        mission="m",
        challenge="heat",
        title="Heat",
        text="It is too hot in the streets",
        tags=("heat",),
        category="Town",
    )
    handled = town.do(submission, by="ada")
    assert handled.receipt is not None
    challenge = town.fact(Challenge, "heat")
    assert (challenge.author, challenge.status) == ("ada", "submitted")
    assert (challenge.tags, challenge.category) == (("heat",), "Town")


def test_a_representative_submits_a_challenge_as_well(town):
    town.submitted("heat", by="rita")
    assert town.fact(Challenge, "heat").author == "rita"


def test_the_words_lie_beside_the_log_under_their_seals(town):
    submission = c.SubmitChallenge(mission="m", challenge="heat", title="Heat", text="Too hot")
    handled = town.do(submission, by="ada")
    event = handled.events[0].event
    assert isinstance(event, e.ChallengeSubmitted)
    assert town.engine.words("m", event.title) == "Heat"
    assert town.engine.words("m", event.text) == "Too hot"
    assert "hot" not in event.model_dump_json()


def test_the_same_words_get_another_seal_each_time(town):
    town.submitted("one", "two")
    first, second = town.events(e.ChallengeSubmitted)
    assert first.title != second.title


def test_nobody_submits_before_the_phase_is_open():
    scenario = Scenario()
    scenario.citizen("ada")
    early = c.SubmitChallenge(mission="m", challenge="heat", title="Heat")
    assert scenario.refused(early, by="ada") == ("phase-not-open",)


def test_somebody_who_has_not_joined_submits_nothing(town):
    assert town.refused(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="zoe") == ("role-missing",)


def test_an_id_is_taken_once(town):
    town.submitted("heat")
    with pytest.raises(Refused, match="refused: challenges/heat exists already; choose another id"):
        town.submitted("heat", by="ben")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "  "),
        ("title", "x" * 10_001),
        ("text", "x" * 10_001),
        ("text", "x" * 1_000_000),
        ("challenge", "Not An Id"),
        ("language", "English"),
        ("tags", tuple(str(n) for n in range(21))),
        ("colour", "red"),
    ],
)
def test_a_submission_that_cannot_be_read_names_the_field(field, value):
    with pytest.raises(Malformed, match=field):
        c.SubmitChallenge.model_validate({"mission": "m", "challenge": "x", "title": "X", field: value})


# Moderation and sorting


def test_moderation_accepts_and_the_challenge_takes_part(town):
    town.accepted("heat")
    assert town.fact(Challenge, "heat").status == "accepted"


def test_moderation_rejects_with_a_reason_that_everyone_can_read(town):
    town.submitted("spam")
    town.do(c.RejectChallenge(mission="m", challenge="spam", reason="Advertising"), by="olga")
    challenge = town.fact(Challenge, "spam")
    assert (challenge.status, challenge.reason) == ("rejected", "Advertising")


def test_a_rejection_without_a_reason_cannot_be_said():
    with pytest.raises(Malformed, match="reason"):
        c.RejectChallenge.model_validate({"mission": "m", "challenge": "x"})


def test_moderation_says_a_thing_once(town):
    town.accepted("heat")
    with pytest.raises(Refused, match="challenges/heat is accepted already"):
        town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    town.do(taken_down("heat"), by="olga")
    assert town.refused(taken_down("heat")) == ("challenge-moderated",)


def taken_down(challenge):
    return c.RejectChallenge(mission="m", challenge=challenge, reason="A court has ordered it.", ground=e.Ground.LAW)


def test_what_was_accepted_is_taken_down_with_a_reason_and_its_receipt_says_so(town):
    code = town.do(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt.code
    town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    town.do(taken_down("heat"), by="olga")
    assert town.fact(Challenge, "heat").status == "rejected"
    trail = trail_of(town.engine, code)
    assert trail.steps[-1].say() == (
        "taken down by moderation, though it had been accepted (the law): A court has ordered it. "
        "What was cast for it counts no more."
    )
    assert trail.ended() == "It ended with the moderation's decision."


def test_what_happened_to_a_challenge_after_it_was_taken_down_does_not_hide_that(town):
    town.prioritised("heat", "water", "noise")
    commitment = {"commitment": "cooling", "challenge": "heat", "scope": "s", "resources": "r"}
    town.do(c.MakeCommitment(mission="m", due=town.now.date() + timedelta(days=9), **commitment), by="rita")
    town.do(taken_down("heat"), by="olga")
    town.do(c.WithdrawCommitment(mission="m", commitment="cooling", reason="It is gone."), by="rita")
    (start,) = (r for r in town.records() if r.stream.endswith("challenges/heat") and r.version == 1)
    assert Lineage(town.engine, "m").trail(start).ended() == "It ended with the moderation's decision."


def test_what_was_rejected_in_error_is_let_in_after_all(town):
    town.submitted("heat")
    town.do(taken_down("heat"), by="olga")
    town.do(c.AcceptChallenge(mission="m", challenge="heat", reason="An appeal was upheld."), by="olga")
    assert town.fact(Challenge, "heat").status == "accepted"
    assert [event.taken_down for event in town.events(e.ChallengeRejected)] == [False]


def test_a_challenge_can_be_taken_down_when_the_discussion_is_long_over(town):
    town.prioritised("heat", "water", "noise")
    town.open_without_gates(Phase.SOLUTIONS)
    town.do(taken_down("heat"), by="olga")
    assert town.fact(Challenge, "heat").rank is None


def test_what_was_merged_is_not_taken_down_by_itself(town):
    town.accepted("heat", "warmth")
    town.do(merge("warmth", into="heat"))
    assert town.refused(taken_down("warmth")) == ("challenge-moderated",)


def test_what_was_taken_down_while_its_round_is_open_stands_in_no_order(town):
    town.accepted("heat", "water", "noise")
    town.round()
    town.cast("ada", ("heat", "water"))
    town.cast("ben", ("heat",))
    town.do(taken_down("heat"), by="olga")
    town.close()
    (event,) = town.events(e.ChallengesPrioritised)
    assert event.order == ("water", "noise")


def test_a_round_of_which_all_was_taken_down_ends_with_an_empty_order(town):
    town.accepted("heat", "water")
    town.round()
    town.cast("ada", ("heat", "water"))
    town.do(taken_down("heat"), by="olga")
    town.do(taken_down("water"), by="olga")
    town.close()
    assert town.events(e.ChallengesPrioritised)[0].order == ()


def test_a_citizen_does_not_moderate(town):
    town.submitted("heat")
    assert town.refused(c.AcceptChallenge(mission="m", challenge="heat"), by="ben") == ("role-missing",)


def test_what_was_not_submitted_cannot_be_moderated(town):
    assert town.refused(c.AcceptChallenge(mission="m", challenge="heat")) == ("not-found",)


def test_tags_and_category_are_replaced(town):
    town.submitted("heat", tags=("a", "b"))
    town.do(c.TagChallenge(mission="m", challenge="heat", tags=("shade",), category="Climate"), by="olga")
    challenge = town.fact(Challenge, "heat")
    assert (challenge.tags, challenge.category) == (("shade",), "Climate")


# Merging


def test_a_challenge_lives_on_in_the_one_it_is_merged_into(town):
    town.accepted("heat", "warmth")
    handled = town.do(merge("warmth", into="heat"), by="olga")
    assert handled.events[0].refs == ("missions/m/challenges/heat",)
    merged = town.fact(Challenge, "warmth")
    assert (merged.status, merged.merged_into, merged.reason) == ("merged", "heat", "They say the same")
    assert living("warmth", town.facts(Challenge)) == ("heat",)


def test_nothing_merges_into_itself(town):
    town.accepted("heat")
    with pytest.raises(Refused, match="into: challenges/heat cannot be merged into itself"):
        town.do(merge("heat", into="heat"))
    assert town.refused(merge("heat", into="heat")) == ("merge-into-itself",)


def test_nothing_merges_in_a_circle(town):
    town.accepted("a", "b", "c")
    town.do(merge("a", into="b"))
    assert town.refused(merge("b", into="a")) == ("merge-target-not-accepted",)
    town.do(merge("b", into="c"))
    assert town.refused(merge("c", into="a")) == ("merge-target-not-accepted",)
    assert living("a", town.facts(Challenge)) == ("c",)


def test_nothing_merges_twice(town):
    town.accepted("a", "b", "c")
    town.do(merge("a", into="b"))
    assert town.refused(merge("a", into="c")) == ("challenge-not-accepted",)


def test_nothing_merges_into_what_is_unknown_or_not_accepted(town):
    town.accepted("a")
    town.submitted("waiting")
    assert town.refused(merge("a", into="nowhere")) == ("challenge-unknown",)
    assert town.refused(merge("a", into="waiting")) == ("merge-target-not-accepted",)


def test_nothing_merges_across_missions():
    with pytest.raises(Malformed, match="into: name a challenge of this mission by its id"):
        merge("a", into="missions/other/challenges/b")


def test_merging_is_refused_for_every_reason_at_once(town):
    town.submitted("a")
    assert town.refused(merge("a", into="nowhere"), by="ben") == (
        "role-missing",
        "challenge-not-accepted",
        "challenge-unknown",
    )


# Splitting


def test_the_receipts_of_parts_and_of_what_others_were_merged_into_tell_the_place_that_they_hold_now(town):
    town.prioritised("noise", "heat", "dust")
    codes = {
        name: town.do(c.SubmitChallenge(mission="m", challenge=name, title=name), by="ben").receipt.code
        for name in ("cars", "trains", "lorries")
    }
    for name in codes:
        town.do(c.AcceptChallenge(mission="m", challenge=name), by="olga")

    def ended(name):
        return trail_of(town.engine, codes[name]).ended().rpartition(": ")[2]

    assert ended("trains") == "moderation. It has no place in the priorities yet."
    town.do(split("heat", "cars", "trains"), by="olga")
    assert ended("trains") == "moderation. Its place in the priorities is 2."
    town.do(c.MergeChallenge(mission="m", challenge="cars", into="lorries", reason="The same"), by="olga")
    town.do(c.MergeChallenge(mission="m", challenge="noise", into="trains", reason="The same"), by="olga")
    assert (ended("lorries"), ended("trains")) == (
        "moderation. Its place in the priorities is 2.",
        "moderation. Its place in the priorities is 1.",
    )
    town.do(UndoSplit(mission="m", challenge="heat", reason="It is one thing after all"), by="olga")
    assert ended("lorries") == "moderation. It has no place in the priorities yet."
    assert [town.fact(Challenge, name).rank for name in ("lorries", "trains", "heat")] == [None, 1, 2]


def test_a_place_in_an_advice_is_none_in_the_priorities(make_town):
    town = make_town(challenges={"least_ballots": 5})
    receipt = town.do(c.SubmitChallenge(mission="m", challenge="heat", title="Heat"), by="ada").receipt
    town.do(c.AcceptChallenge(mission="m", challenge="heat"), by="olga")
    town.accepted("noise")
    town.round(kind="points", items=("heat", "noise"))
    town.cast("ben", ("heat", "noise"), (2, 1))
    town.close()
    trail = trail_of(town.engine, receipt.code)
    assert "place 1 of 2, which binds nobody" in trail.steps[-1].say()
    assert trail.ended().endswith("It has no place in the priorities yet.")


def test_a_challenge_lives_on_in_its_parts(town):
    town.accepted("town", "shade", "water")
    handled = town.do(split("town", "shade", "water"), by="olga")
    assert handled.events[0].refs == ("missions/m/challenges/shade", "missions/m/challenges/water")
    whole = town.fact(Challenge, "town")
    assert (whole.status, whole.split_into) == ("split", ("shade", "water"))
    assert living("town", town.facts(Challenge)) == ("shade", "water")


def test_lineage_follows_parts_that_were_merged_later_and_leaves_rejected_ones_out(town):
    town.accepted("town", "shade", "trees")
    town.submitted("noise")
    town.do(split("town", "shade", "noise"))
    town.do(merge("shade", into="trees"))
    town.do(c.RejectChallenge(mission="m", challenge="noise", reason="Not ours"))
    assert living("town", town.facts(Challenge)) == ("trees",)


def test_parts_are_known_alive_and_others_than_the_whole(town):
    town.accepted("town", "a", "gone")
    town.do(merge("gone", into="a"))
    assert town.refused(split("town", "town", "a")) == ("split-part-repeated",)
    assert town.refused(split("town", "a", "a")) == ("split-part-repeated", "split-part-repeated")
    assert town.refused(split("town", "a", "nowhere")) == ("challenge-unknown",)
    assert town.refused(split("town", "a", "gone")) == ("split-part-ended",)


def test_what_is_split_into_one_part_is_not_split():
    with pytest.raises(Malformed, match="parts: at least 2 entries are expected"):
        split("town", "a")


def test_nothing_splits_in_a_circle(town):
    town.accepted("a", "b", "c")
    town.do(split("a", "b", "c"))
    assert town.refused(split("b", "a", "c")) == ("split-part-ended",)
    assert town.refused(merge("b", into="a")) == ("merge-target-not-accepted",)


# Priorities and lineage


def test_a_priority_goes_over_to_the_challenge_that_a_ranked_one_is_merged_into(town):
    town.prioritised("heat", "water")
    town.accepted("trees")
    town.do(merge("heat", into="trees"))
    assert town.fact(Challenge, "heat").rank is None
    trees = town.fact(Challenge, "trees")
    assert (trees.rank, trees.in_top) == (1, True)


def test_a_merge_never_worsens_a_priority(town):
    town.prioritised("heat", "water")
    town.do(merge("water", into="heat"))
    assert town.fact(Challenge, "heat").rank == 1


def test_every_part_of_a_split_priority_is_a_priority(town):
    town.prioritised("heat", "water")
    town.submitted("shade", "roofs")
    town.do(split("heat", "shade", "roofs"))
    assert [town.fact(Challenge, name).rank for name in ("heat", "shade", "roofs")] == [None, 1, 1]


def test_a_rejected_part_is_no_priority(town):
    town.prioritised("heat", "water")
    town.submitted("shade", "roofs")
    town.do(split("heat", "shade", "roofs"))
    town.do(c.RejectChallenge(mission="m", challenge="roofs", reason="Not ours"))
    roofs = town.fact(Challenge, "roofs")
    assert (roofs.rank, roofs.in_top) == (None, False)


def test_a_later_result_replaces_the_priorities_of_an_earlier_one(make_town):
    town = make_town(challenges={"top": 1})
    town.prioritised("heat", "water", "noise")
    town.round("second", kind="points", items=("water", "noise"), effect="replace")
    town.cast("ben", ("noise",), (9,), round="second")
    town.close("second")
    ranks = {name: (row.rank, row.in_top) for name, row in town.facts(Challenge).items()}
    assert ranks == {"heat": (None, False), "noise": (1, True), "water": (2, False)}


def test_an_organiser_is_also_a_citizen_and_may_submit(town):
    town.submitted("heat", by="olga")
    assert town.fact(Challenge, "heat").author == "olga"


@pytest.mark.parametrize("tag", ["ask me@home.example", "0171 5551234"])
def test_a_tag_holds_no_contact_for_it_stays_in_the_log(tag):
    with pytest.raises(Malformed, match="a tag is public and stays in the log"):
        c.SubmitChallenge(mission="m", challenge="c", title="Heat", tags=(tag,))
