"""Deliberation: statements, and votes that agree, disagree or pass and may be changed until the phase closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from osi_core.challenges import commands as c
from osi_core.challenges import correction_commands as k
from osi_core.challenges import events as e
from osi_core.challenges.problem import vote_table
from osi_core.challenges.round_facts import Statement
from osi_core.challenges.settings import ChallengesSettings
from osi_core.domain import Command, Malformed, Phase, Refused, Rule
from osi_core.mission.commands import ChangePlaybook
from osi_core.process import trail_of
from osi_core.process.deciding import StoredLog
from osi_core.process.gates import ClosePhase
from osi_core.process.playbook import Playbook
from osi_core.process.share import share_of
from tests.unit.challenges.conftest import Town

AGREE, PASS, DISAGREE = 1, 0, -1


def say(town, *names, by="ada", challenge=None):
    for name in names:
        statement = c.SubmitStatement(mission="m", statement=name, text=f"Say {name}", challenge=challenge)
        town.do(statement, by=by)
        town.do(c.AcceptStatement(mission="m", statement=name), by="olga")


def votes(who, *cast, vote=None, revision=0):
    rows = tuple(
        c.Vote(vote=vote or f"{who}-{statement}", statement=statement, value=value, revision=revision)
        for statement, value in cast
    )
    return c.CastVotes(mission="m", participant=who, votes=rows)


def table(town):
    """Who votes what on which statement, as far as it counts."""
    found = vote_table(StoredLog(town.engine.store, "m", town.engine.head("m").position))
    columns = zip(found.person.view(), found.statement.view(), found.vote.view(), strict=True)
    return {(person, found.statements[item]): vote for person, item, vote in columns}


# Statements


def test_a_statement_is_about_a_challenge_or_the_mission_as_a_whole(town):
    town.accepted("heat")
    say(town, "about-heat", challenge="heat")
    say(town, "about-all")
    assert town.fact(Statement, "about-heat").challenge == "heat"
    assert town.fact(Statement, "about-all").challenge is None


def test_a_statement_about_an_unknown_challenge_is_refused(town):
    statement = c.SubmitStatement(mission="m", statement="s", text="So", challenge="nowhere")
    assert town.refused(statement, by="ada") == ("challenge-unknown",)


def test_a_statement_gives_a_receipt_and_its_words_stay_out_of_the_log(town):
    handled = town.do(c.SubmitStatement(mission="m", statement="s", text="Plant trees"), by="ada")
    assert handled.receipt is not None
    event = handled.events[0].event
    assert isinstance(event, e.StatementSubmitted)
    assert town.engine.words("m", event.text) == "Plant trees"


def test_a_statement_of_a_million_characters_is_refused_by_its_field():
    with pytest.raises(Malformed, match="text: is too long; at most 10000 characters"):
        c.SubmitStatement(mission="m", statement="s", text="x" * 1_000_000)


def test_a_statement_is_rejected_with_a_reason_let_in_after_all_and_taken_down_again(town):
    rejection = c.RejectStatement(mission="m", statement="s", reason="Advertising")
    code = town.do(c.SubmitStatement(mission="m", statement="s", text="Buy now"), by="ada").receipt.code
    town.do(rejection, by="olga")
    assert town.fact(Statement, "s").status == "rejected"
    assert town.refused(rejection) == ("statement-moderated",)
    town.do(c.AcceptStatement(mission="m", statement="s", reason="An appeal"), by="olga")
    assert town.refused(c.AcceptStatement(mission="m", statement="s")) == ("statement-moderated",)
    town.do(votes("ada", ("s", AGREE)), by="ada")
    assert table(town) == {(0, "s"): AGREE}
    town.do(rejection, by="olga")
    assert table(town) == {}
    assert trail_of(town.engine, code).steps[-1].say().startswith("taken down by moderation, though it had been acc")


def test_statements_are_counted_in_the_order_of_their_submission(town):
    say(town, "one", "two", "three")
    assert [town.fact(Statement, name).index for name in ("one", "two", "three")] == [0, 1, 2]


# Votes


def test_people_agree_disagree_and_pass(town):
    say(town, "one", "two", "three")
    handled = town.do(votes("ada", ("one", AGREE), ("two", DISAGREE), ("three", PASS)), by="ada")
    assert handled.receipt is not None
    assert table(town) == {(0, "one"): AGREE, (0, "two"): DISAGREE, (0, "three"): PASS}


def test_votes_of_one_request_are_one_event_in_a_stream_that_nobody_contends_for(town):
    say(town, "one", "two")
    handled = town.do(votes("ada", ("one", AGREE), ("two", AGREE)), by="ada")
    assert [record.stream for record in handled.events] == ["missions/m/deliberation/votes"]


@pytest.mark.parametrize("revision", [None, 0])
@pytest.mark.parametrize("ids", [("v", "v"), ("v", "a"), ("a", "v")])
def test_of_several_votes_the_latest_counts_whatever_their_ids(town, revision, ids):
    say(town, "one")
    for vote, value in zip(ids, (AGREE, DISAGREE), strict=True):
        assert town.do(votes("ada", ("one", value), vote=vote, revision=revision), by="ada").receipt is not None
        assert table(town) == {(0, "one"): value}


def test_a_vote_without_a_revision_is_newer_than_all_before_it(town):
    say(town, "one")
    town.do(votes("ada", ("one", AGREE), revision=3), by="ada")
    town.do(votes("ada", ("one", DISAGREE), revision=None), by="ada")
    assert table(town) == {(0, "one"): DISAGREE}
    town.do(votes("ada", ("one", AGREE), revision=2), by="ada")
    assert table(town) == {(0, "one"): DISAGREE}


def test_a_vote_is_changed_by_a_higher_revision(town):
    say(town, "one")
    town.do(votes("ada", ("one", AGREE)), by="ada")
    town.do(votes("ada", ("one", DISAGREE), revision=1), by="ada")
    assert table(town) == {(0, "one"): DISAGREE}


def test_a_vote_that_comes_late_does_not_undo_a_later_one(town):
    say(town, "one")
    town.do(votes("ada", ("one", DISAGREE), revision=2), by="ada")
    town.do(votes("ada", ("one", AGREE), revision=1), by="ada")
    assert table(town) == {(0, "one"): DISAGREE}


def test_the_same_vote_sent_twice_counts_once(town):
    say(town, "one")
    for _ in range(2):
        town.do(votes("ada", ("one", AGREE)), by="ada")
    assert len(town.events(e.VotesCast)) == 2
    assert table(town) == {(0, "one"): AGREE}


def test_votes_on_a_statement_that_is_rejected_later_do_not_count(town):
    say(town, "one")
    town.do(c.SubmitStatement(mission="m", statement="two", text="Two"), by="ben")
    town.do(votes("ada", ("one", AGREE), ("two", AGREE)), by="ada")
    town.do(c.RejectStatement(mission="m", statement="two", reason="Off topic"), by="olga")
    assert table(town) == {(0, "one"): AGREE}


def test_nobody_votes_on_what_does_not_exist_or_was_rejected_and_each_is_named(town):
    town.do(c.SubmitStatement(mission="m", statement="spam", text="Buy"), by="ben")
    town.do(c.RejectStatement(mission="m", statement="spam", reason="Advertising"), by="olga")
    with pytest.raises(Refused) as refused:
        town.do(votes("ada", ("spam", AGREE), ("nowhere", AGREE)), by="ada")
    assert refused.value.codes == ("statement-rejected", "statement-unknown")
    assert "statements/spam was rejected" in refused.value.say()
    assert "statements/nowhere gibt es nicht" in refused.value.say("de")


def test_nobody_votes_for_somebody_else(town):
    say(town, "one")
    assert town.refused(votes("ada", ("one", AGREE)), by="ben") == ("not-oneself",)


def test_nobody_votes_without_having_joined(town):
    say(town, "one")
    assert town.refused(votes("zoe", ("one", AGREE)), by="zoe") == ("role-missing", "participant-unknown")


def test_nobody_votes_once_the_phase_is_closed(town, monkeypatch):
    say(town, "one")
    without_gate: dict[type[Command], Rule] = {
        **share_of("all").rules,
        ClosePhase: replace(share_of("all").rules[ClosePhase], when=()),
    }
    monkeypatch.setattr(town.engine.judge, "table", lambda mission: without_gate)
    town.do(ClosePhase(mission="m", phase=Phase.CHALLENGES), by="olga")
    assert town.refused(votes("ada", ("one", DISAGREE), revision=1), by="ada") == ("phase-not-open", "votes-final")


@pytest.mark.parametrize("value", [2, -2, "yes"])
def test_a_vote_agrees_disagrees_or_passes_and_nothing_else(value):
    with pytest.raises(ValidationError, match="value"):
        c.Vote.model_validate({"vote": "v", "statement": "s", "value": value})


CAST = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben", "cem"]),
        st.sampled_from(["one", "two"]),
        st.sampled_from([AGREE, PASS, DISAGREE]),
        st.sampled_from(["v", "w"]),
    ),
    max_size=12,
)


@given(cast=CAST, data=st.data())
def test_counting_numbered_votes_does_not_depend_on_order_and_repetition(cast, data):
    cast = [(who, statement, value, number, vote) for number, (who, statement, value, vote) in enumerate(cast)]
    shuffled = data.draw(st.permutations(cast + data.draw(st.lists(st.sampled_from(cast))) if cast else []))
    tables = []
    for rows in (cast, shuffled):
        town = Town()
        say(town, "one", "two")
        for who, statement, value, revision, vote in rows:
            town.do(votes(who, (statement, value), vote=vote, revision=revision), by=who)
        tables.append(table(town))
    assert tables[0] == tables[1]


# As long as the playbook allows


def test_title_and_statement_are_as_long_as_the_playbook_allows(town):
    longest = "x" * 300
    town.do(c.SubmitChallenge(mission="m", challenge="long", title=longest), by="ada")
    town.do(c.SubmitStatement(mission="m", statement="long", text=longest), by="ada")
    too_long = (
        c.SubmitChallenge(mission="m", challenge="longer", title=longest + "x"),
        c.SubmitStatement(mission="m", statement="longer", text=longest + "x"),
        k.AmendChallenge(mission="m", challenge="long", title=longest + "x"),
    )
    assert [town.refused(command, by="ada") for command in too_long] == [("words-long",)] * 3
    playbook = Playbook(challenges=ChallengesSettings(statement_length=301))
    town.do(ChangePlaybook(mission="m", playbook=playbook, reason="Longer"))
    for command in too_long:
        town.do(command, by="ada")


# Metadata


def test_metadata_takes_votes_is_about_no_challenge_and_no_part_of_opinion_maps(town):
    town.accepted("heat")
    say(town, "one")
    town.do(c.SubmitStatement(mission="m", statement="here", text="I live here", metadata=True), by="ada")
    town.do(votes("ben", ("one", AGREE), ("here", AGREE)), by="ben")
    assert table(town) == {(0, "one"): AGREE}
    assert town.fact(Statement, "here").metadata
    about = c.SubmitStatement(mission="m", statement="s", text="I live here", metadata=True, challenge="heat")
    assert town.refused(about, by="ada") == ("metadata-about-challenge",)


# Cast elsewhere, and before


def test_each_vote_that_was_cast_elsewhere_keeps_its_own_time(town):
    say(town, "one", "two")
    moments = [datetime(2020, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC), datetime(2020, 1, 2, tzinfo=UTC)]
    rows = [
        c.Vote(vote=f"v{number}", statement=statement, value=1, cast_at=moment)
        for number, (statement, moment) in enumerate(zip(("one", "two"), moments, strict=True))
    ]
    town.do(c.CastVotes(mission="m", participant="ada", votes=tuple(rows)), by="ada")
    (cast,) = (record for record in town.records() if isinstance(record.event, e.VotesCast))
    said = c.CastVotes.said_by([cast], town.engine.memory("m").rows)
    assert [vote["cast_at"] for vote in said["votes"]] == moments


def test_of_votes_that_come_together_all_are_dated_or_none(town):
    dated = c.Vote(vote="a", statement="one", value=1, cast_at=datetime(2020, 1, 2, tzinfo=UTC))
    with pytest.raises(Malformed, match="say of all votes when they were cast, or of none"):
        c.CastVotes(mission="m", participant="ada", votes=(dated, c.Vote(vote="b", statement="two", value=1)))


def test_no_vote_was_cast_tomorrow(town):
    say(town, "one")
    tomorrow = c.Vote(vote="a", statement="one", value=1, cast_at=datetime(2999, 1, 1, tzinfo=UTC))
    command = c.CastVotes(mission="m", participant="ada", votes=(tomorrow,))
    assert town.refused(command, by="ada") == ("vote-dated-later",)
