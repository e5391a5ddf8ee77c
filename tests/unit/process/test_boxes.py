"""Boxes: what lies in one bears no name, who may cast did so in person, and the key goes when it has served."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from osi_core.ballots import Roster
from osi_core.challenges import events as ce
from osi_core.curation import events as ue
from osi_core.domain.boxes import Box, is_pseudonym
from osi_core.funding import events as fe
from osi_core.log.canonical import parse
from osi_core.mission.facts import Member
from osi_core.process import Request, engine
from osi_core.process.export import Bundle, write_bundle
from tests.unit.process.boxed import ACTS, in_boxes
from tests.unit.process.journey import Journey, travelled

AROUND = (ce.RoundOpened, ce.VoterAdded, fe.GrantRoundOpened, ue.AssessmentClosed)
"""Events that say who may cast, or whose acts count."""
CHOSEN = ("of-ada", "of-ben", "of-cem", "v1", "gb1")
"""Ids that people of the journey chose themselves."""


@pytest.fixture(scope="module")
def played() -> Journey:
    return travelled()


@pytest.fixture(scope="module")
def exported(played, tmp_path_factory):
    folder = tmp_path_factory.mktemp("boxes") / "bundle"
    write_bundle(played.engine.store, "m", folder)
    return folder


def strings(value: Any) -> Iterator[str]:
    """Every string in some JSON, and in its columns."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if value.keys() == {"type", "base64"}:
            yield base64.b64decode(value["base64"]).decode("latin-1")
            return
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def words(value: Any) -> set[str]:
    """The ids in some JSON: its strings, taken apart at what no id has."""
    return {word for text in strings(value) for word in re.split(r"[^a-z0-9-]+", text)}


def roster_of(journey, opened) -> Roster:
    added = (event.voter for event in journey.events(ce.VoterAdded) if event.round == opened.round)
    return Roster(opened.roster, tuple(added) if isinstance(opened, ce.RoundOpened) else ())


# Nobody is named


def test_every_act_in_a_box_is_under_a_pseudonym_and_no_other_act_is(played):
    lying = {record.position for record in in_boxes(played)}
    assert {type(record.event) for record in in_boxes(played)} == {*ACTS, ue.AssessmentContested}
    for record in played.records():
        assert is_pseudonym(record.actor) == (record.position in lying), record.event.type


def test_no_id_of_a_participant_and_none_that_people_chose_is_in_or_beside_what_lies_in_a_box(played):
    named = {*played.facts(Member), *CHOSEN}
    around = [record for record in played.records() if isinstance(record.event, AROUND)]
    entries = {entry.position: parse(entry.raw) for entry in played.engine.store.read("m")}
    for record in in_boxes(played):
        assert not named & words(entries[record.position]), record.event.type
    for record in around:
        assert not named & words(entries[record.position]["data"]), record.event.type


@pytest.mark.parametrize("kind", ACTS, ids=lambda kind: kind.type)
def test_every_field_in_a_box_is_of_a_kind_that_names_nobody(kind):
    assert kind.model_fields.keys() == ACTS[kind].keys()


def test_a_persons_place_is_that_of_the_pseudonym_among_all_and_nothing_else(played):
    """So no index in a box leads by way of the order in which people joined to the person."""
    for opened in (*played.events(ce.RoundOpened), *played.events(fe.GrantRoundOpened)):
        roster = roster_of(played, opened)
        names = [roster.name(place) for place in range(roster.size)]
        assert names == sorted(names)
        assert roster.size == len(played.facts(Member)) == 16
        for record in in_boxes(played):
            if isinstance(record.event, ce.BallotsCast | fe.GrantBallotsCast) and record.event.round == opened.round:
                assert [names[place] for place in record.event.persons] == [record.actor]


def test_the_same_people_stand_in_another_order_in_each_box(played):
    def order(sha256: str) -> list[str]:
        box = Box(sha256, hashlib.sha256(sha256.encode()).digest())
        return sorted(played.facts(Member), key=box.pseudonym)

    first, second = order("1"), order("2")
    assert first != second
    assert list(played.facts(Member)) not in (first, second)


def test_nobody_can_be_followed_from_one_box_to_the_next(played):
    by_box = [
        {record.actor for record in in_boxes(played) if isinstance(record.event, kind)}
        for kind in (ce.VotesCast, ce.BallotsCast, fe.GrantBallotsCast, ue.ReviewSubmitted)
    ]
    assert len(set().union(*by_box)) == sum(map(len, by_box)) == 1 + 3 + 1 + 5


def test_a_decisions_input_and_outcome_name_nobody_who_cast(played, exported):
    blobs = 0
    for kind in (ce.ChallengesPrioritised, fe.GrantRoundDecided, ue.InitiativeAssessed):
        for event in played.events(kind):
            for digest in (event.record.input_sha256, event.record.outcome_sha256):
                blob = Bundle(exported).blob(digest)
                assert blob is not None
                assert not set(played.facts(Member)) & words(json.loads(blob))
                blobs += 1
    assert blobs == 6


def test_the_same_act_sent_twice_is_the_same_and_two_peoples_are_two():
    box = Box.of(b"k" * 32)
    assert box.id("ada", "mine") == box.id("ada", "mine") != box.id("ben", "mine")
    assert box.id("ada", "b") != box.pseudonym("ada").hex()
    assert box.name("ada") != Box.of(b"l" * 32).name("ada")


def test_no_trace_stands_beside_what_lies_in_a_box(monkeypatch):
    """By its trace an act could be told from others: whoever has the traces knows what else was asked for in it."""
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    monkeypatch.setattr(engine, "Request", partial(Request, trace=trace))
    journey = travelled()
    traced = journey.engine.store.traces("m", 0, 10**6)
    assert len(traced) > 50
    (prioritised,) = (record for record in journey.records() if isinstance(record.event, ce.ChallengesPrioritised))
    assert traced[prioritised.position] == trace  # a result came of its close
    public = {record.position for record in journey.records() if record.event.public}
    assert traced.keys() <= public - {record.position for record in in_boxes(journey)}
