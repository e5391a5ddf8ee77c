"""Who has supported a challenge is told of its merge, and takes the support back or leaves it where it was given."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as k
from osi_core.challenges import events as e
from osi_core.challenges.facts import Challenge
from osi_core.challenges.problem import prioritisation_problem
from osi_core.mission.commands import CreateMission
from osi_core.process import trail_of
from osi_core.process.deciding import StoredLog
from osi_core.process.lineage import Lineage
from osi_core.report import write_report
from osi_core.report.measures.priorities import Inherited, priorities_part
from osi_core.report.source import Source
from osi_core.testing import scenario as playing


def merge(challenge, into):
    return c.MergeChallenge(mission="m", challenge=challenge, into=into, reason="They say the same.")


def propose(challenge="warmth", into="heat"):
    return k.ProposeMerge(mission="m", challenge=challenge, into=into, reason="They say the same.")


def split(challenge, *parts):
    return c.SplitChallenge(mission="m", challenge=challenge, parts=parts, reason="It is two things.")


def types(town, handled):
    return [step.type.removeprefix("challenges.") for step in trail_of(town.engine, handled.receipt.code).steps]


def profile(town):
    """What the round decided on: the items, and the ballots over them."""
    closing = next(record for record in town.records() if isinstance(record.event, e.RoundClosed))
    found = prioritisation_problem(StoredLog(town.engine.store, "m", closing.position), closing)
    return found.items, sorted([found.items[place] for place in row] for row in found.rows())


@pytest.fixture
def voted(make_town):
    """Two challenges that say the same, and the water, in a round: Ada, Ben and Cem have voted for the warmth."""
    town = make_town(challenges={"merge_days": 5})
    town.accepted("heat", "water", by="dia")
    town.accepted("warmth", by="eli")
    town.round()
    town.receipts = {
        "ada": town.cast("ada", ("warmth", "water")),
        "ben": town.cast("ben", ("warmth",)),
        "cem": town.cast("cem", ("warmth",)),
        "dia": town.cast("dia", ("heat",)),
    }
    return town


def test_supporters_are_told_of_a_merge_and_one_takes_the_support_back_the_others_stay(voted):
    voted.do(propose(), by="olga")
    for who in ("ada", "ben", "cem"):
        assert types(voted, voted.receipts[who]) == ["ballots_cast", "merge_proposed"]
    said = trail_of(voted.engine, voted.receipts["ben"].receipt.code).steps[-1].say()
    assert said.startswith("you voted for “The warmth”: to live on in “The heat”: They say the same.")
    assert "a new ballot takes it back as long as the round takes ballots" in said
    assert types(voted, voted.receipts["dia"]) == ["ballots_cast"]

    voted.cast("ben", (), revision=1)  # for nothing any more
    voted.cast("ada", ("water",), revision=1)  # for the water alone
    voted.later(days=5)
    voted.do(merge("warmth", into="heat"), by="olga")
    assert types(voted, voted.receipts["cem"]) == ["ballots_cast", "merge_proposed", "merged"]

    voted.close()
    items, ballots = profile(voted)
    assert items == ("heat", "water", "warmth")
    assert ballots == [[], ["heat"], ["warmth"], ["water"]]


def test_support_counts_where_it_was_given_and_is_shown_where_that_lives_on(voted, tmp_path):
    voted.do(propose(), by="olga")
    voted.later(days=5)
    voted.do(merge("warmth", into="heat"), by="olga")
    voted.close()
    (result,) = voted.events(e.ChallengesPrioritised)
    assert result.order[0] == "warmth"
    places = {name: (row.published, row.rank) for name, row in voted.facts(Challenge).items()}
    assert places["warmth"] == (1, None)
    assert places["heat"][1] == 1, "the heat stands where the warmth does that lives on in it"
    part = priorities_part(Source(voted.engine, "m"))
    assert part is not None
    shown = {row.challenge: row for row in part.rows}
    assert shown["heat"].inherited == (Inherited(title="The warmth", supporters=3),)
    assert (shown["heat"].supporters, shown["warmth"].supporters) == (1, 3)
    assert shown["warmth"].lives_on == ("The heat",)
    write_report(voted.engine, "m", tmp_path / "page.html", language="en")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<span>here lives on: The warmth (3)</span>" in page
    assert "<span>lives on in The heat</span>" in page


def test_a_merge_that_is_undone_is_told_and_the_support_was_never_away(voted):
    voted.do(propose(), by="olga")
    voted.later(days=5)
    voted.do(merge("warmth", into="heat"), by="olga")
    voted.do(k.UndoMerge(mission="m", challenge="warmth", reason="They are two things."), by="olga")
    assert types(voted, voted.receipts["cem"]) == ["ballots_cast", "merge_proposed", "merged", "merge_undone"]
    voted.close()
    ranks = {name: row.rank for name, row in voted.facts(Challenge).items()}
    assert ranks["warmth"] == 1 != ranks["heat"]


def test_an_objection_and_a_split_are_told_too(voted):
    voted.do(propose(), by="olga")
    voted.do(k.ObjectToMerge(mission="m", challenge="warmth"), by="eli")
    voted.do(split("warmth", "heat", "water"), by="olga")
    assert types(voted, voted.receipts["cem"]) == ["ballots_cast", "merge_proposed", "merge_objected", "split"]
    voted.close()
    assert voted.fact(Challenge, "water").rank == voted.fact(Challenge, "heat").rank == 1


def test_after_the_result_a_vote_has_counted_and_a_merge_is_no_longer_its_voters_affair(voted):
    voted.close()
    voted.do(propose(), by="olga")
    assert "merge_proposed" not in types(voted, voted.receipts["cem"])


def test_a_page_for_all_does_not_tell_what_somebody_voted_for(voted):
    voted.do(propose(), by="olga")
    (ballot,) = voted.receipts["cem"].events
    assert [step.type for step in Lineage(voted.engine, "m").trail(ballot).steps] == ["challenges.ballots_cast"]


def test_what_was_taken_down_is_left_out_and_nothing_else_is(voted):
    down = c.RejectChallenge(mission="m", challenge="water", reason="Off topic", ground=e.Ground.RULES)
    voted.do(down, by="olga")
    voted.close()
    assert profile(voted) == (("heat", "warmth"), [["heat"], ["warmth"], ["warmth"], ["warmth"]])


def test_an_institution_that_is_committed_is_told_and_may_withdraw(make_town):
    town = make_town(challenges={"merge_days": 5})
    town.prioritised("heat", "warmth", "water")
    words: dict[str, Any] = {"scope": "Shade", "resources": "Trees", "due": date(2026, 12, 31)}
    handled = town.do(c.MakeCommitment(mission="m", commitment="shade", challenge="warmth", **words), by="rita")
    town.do(propose(), by="olga")
    town.later(days=5)
    town.do(merge("warmth", into="heat"), by="olga")
    assert types(town, handled) == ["commitment_made", "merge_proposed", "merged"]
    said = trail_of(town.engine, handled.receipt.code).steps[-1].say()
    assert said.startswith("the commitment is to “The warmth”: lives on in “The heat”: They say the same.")
    town.do(c.WithdrawCommitment(mission="m", commitment="shade", reason="Not for the heat"), by="rita")
    assert types(town, handled)[-1] == "commitment_withdrawn"


# As it was


@pytest.fixture
def second_rules(monkeypatch, make_town):
    monkeypatch.setattr(playing, "CreateMission", partial(CreateMission, rules=2))
    return make_town()


def test_under_the_second_rules_what_was_cast_counted_once_for_where_it_went(second_rules):
    town = second_rules
    town.accepted("heat", "warmth", "sun", "water", "noise", "cars", "trains", "late")
    town.round(items=("heat", "warmth", "sun", "water", "noise"))
    town.cast("ada", ("warmth", "sun"))
    town.cast("ben", ("heat", "warmth"))
    town.cast("cem", ("noise", "water"))
    for name, into in (("sun", "warmth"), ("warmth", "heat"), ("heat", "late")):
        town.do(merge(name, into=into), by="olga")
    town.do(c.SplitChallenge(mission="m", challenge="noise", parts=("cars", "trains"), reason="Two."), by="olga")
    town.close()
    assert profile(town) == (
        ("late", "water", "cars", "trains"),
        [
            ["cars", "trains", "water"],
            ["late"],
            ["late"],
        ],
    )
    assert town.events(e.ChallengesPrioritised)[0].order[0] == "late"
