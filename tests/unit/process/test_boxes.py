"""Boxes: what lies in one bears no name, who may cast did so in person, and the key goes when it has served."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from osi_core.ballots import BoxIncoherent, Roster
from osi_core.challenges import commands as challenges
from osi_core.challenges import events as ce
from osi_core.challenges.problem import vote_table
from osi_core.curation import commands as curation
from osi_core.curation import events as ue
from osi_core.domain import Basis, BoxUse, Event, Phase, Recorded, basis_of
from osi_core.domain.boxes import Box, ReplayedBox, is_pseudonym
from osi_core.funding import events as fe
from osi_core.log.canonical import parse
from osi_core.log.store import PrivateText
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.events import PhaseClosed
from osi_core.mission.facts import Member
from osi_core.plugins import Answer, Column, Plugins
from osi_core.process.deciding import StoredLog
from osi_core.process.export import Bundle, write_bundle
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.request import Request
from osi_core.process.share import share_of
from osi_core.process.verifying import ExportedLog, verify_export
from tests.unit.process.journey import Journey, travelled
from tests.unit.process.test_export import rewritten

BALLOT = {
    "round": "resource",
    "persons": "places",
    "revisions": "numbers",
    "offsets": "numbers",
    "choices": "items",
    "values": "what was said",
    "ids": "digests",
}
ACTS: dict[type[Event], dict[str, str]] = {
    ce.VotesCast: {
        "voters": "pseudonyms",
        "persons": "places",
        "items": "statements",
        "values": "what was said",
        "revisions": "numbers",
        "ids": "digests",
    },
    ce.BallotsCast: BALLOT,
    fe.GrantBallotsCast: BALLOT,
    ue.ReviewSubmitted: {
        "initiative": "resource",
        "number": "numbers",
        "reviewer": "pseudonyms",
        "scores": "what was said",
        "comment": "seal",
    },
}
"""The events that lie in boxes, and what their fields may hold: one that is not here perhaps names somebody."""
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


def in_boxes(journey) -> list[Recorded]:
    """What lies in the boxes of a mission, contests of reviewers too."""
    records = journey.records()
    contests = (r for r in records if isinstance(r.event, ue.AssessmentContested) and r.event.acting_as == "reviewer")
    return [*(r for r in records if type(r.event) in ACTS), *contests]


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


def secret(journey, seal) -> PrivateText | None:
    return journey.engine.store.text("m", seal)


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


# The key


def test_no_key_of_a_box_is_left_when_all_is_decided_and_each_was_ended_once(played):
    opened = {event.box_sha256 for kind in (ce.RoundOpened, fe.GrantRoundOpened) for event in played.events(kind)}
    opened |= {event.box_sha256 for event in played.events(ce.StatementSubmitted)}
    opened |= {event.box_sha256 for event in played.events(ue.AssessmentOpened)}
    kinds = (ce.ChallengesPrioritised, fe.GrantRoundDecided, PhaseClosed)
    ended = [sha256 for kind in kinds for event in played.events(kind) for sha256 in event.ended_boxes]
    assert sorted(ended) == sorted(opened)
    assert len(opened) == 4
    assert [secret(played, sha256) for sha256 in opened] == [None] * 4


def test_the_key_goes_with_the_result_and_not_with_the_close():
    journey = Journey()
    journey.agree_the_mission()
    journey.open(Phase.CHALLENGES)
    for name in ("heat", "water"):
        journey.do(challenges.SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
        journey.do(challenges.AcceptChallenge(mission="m", challenge=name))
    journey.do(challenges.OpenRound(mission="m", round="first", closes_at=journey.now + timedelta(days=1)))
    (opened,) = journey.events(ce.RoundOpened)
    key = secret(journey, opened.box_sha256)
    assert key is not None
    assert hashlib.sha256(bytes.fromhex(key.text)).hexdigest() == opened.box_sha256
    assert journey.engine.words("m", opened.box_sha256) is None, "a key is nobody's words"
    journey.later(days=1)
    journey.do(challenges.CloseRound(mission="m", round="first"))
    assert secret(journey, opened.box_sha256) == key
    (closed,) = journey.events(ce.RoundClosed)
    assert key.text not in closed.model_dump_json()
    journey.decide()
    assert secret(journey, opened.box_sha256) is None


@pytest.fixture
def town() -> Journey:
    """A round is open, a statement takes votes, and Ada has cast her ballot."""
    journey = Journey()
    journey.agree_the_mission()
    journey.open(Phase.CHALLENGES)
    for name in ("heat", "water"):
        journey.do(challenges.SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
        journey.do(challenges.AcceptChallenge(mission="m", challenge=name))
    journey.do(challenges.SubmitStatement(mission="m", statement="trees", text="Trees"), by="ada")
    journey.do(challenges.OpenRound(mission="m", round="first", closes_at=journey.now + timedelta(days=1)))
    journey.do(ballot("ada"), by="ada")
    return journey


def ballot(who, *choices, revision=0):
    own = {"round": "first", "participant": who, "ballot": f"of-{who}", "revision": revision}
    return challenges.CastBallot(mission="m", choices=choices or ("heat",), **own)


def vote(who, statement="trees", value=1):
    votes = (challenges.Vote(vote=f"of-{who}", statement=statement, value=value),)
    return challenges.CastVotes(mission="m", participant=who, votes=votes)


@pytest.mark.parametrize("key", [None, "00" * 32, "no key at all"])
def test_a_key_that_is_lost_or_another_is_said_and_nothing_is_cast(town, key):
    texts = town.engine.store._committed.texts
    for kind in (ce.RoundOpened, ce.StatementSubmitted):
        (event,) = town.events(kind)
        found = texts.pop(("m", event.box_sha256))
        if key is not None:
            texts["m", event.box_sha256] = found._replace(text=key)
    town.citizen("zoe")
    add = challenges.AddVoter(mission="m", round="first", participant="zoe")
    for command, by in ((ballot("ben"), "ben"), (vote("ben"), "ben"), (add, "olga")):
        assert town.refused(command, by=by) == ("box-key-missing",)


def close_without_gate(scenario, phase):
    """Closes a phase that its gate would not let out yet."""
    lines = scenario.engine.judge.rules
    scenario.engine.judge.rules = {**lines, ClosePhase: replace(lines[ClosePhase], when=())}
    scenario.do(ClosePhase(mission="m", phase=phase))
    scenario.engine.judge.rules = lines


def open_again(scenario, phase):
    scenario.do(OpenPhase(mission="m", phase=phase, reason="not done yet"))


def test_what_is_cast_in_the_group_that_opens_a_box_lies_in_it(town):
    opening = challenges.OpenRound(mission="m", round="second", closes_at=town.now + timedelta(days=1))
    cast = ballot("ben").model_copy(update={"round": "second"})
    _, handled = town.engine.handle_many([Request(opening, "olga"), Request(cast, "ben")])
    assert is_pseudonym(handled.events[0].actor)


def test_a_box_that_is_opened_and_ended_in_one_group_leaves_no_key(town):
    close_without_gate(town, Phase.CHALLENGES)
    open_again(town, Phase.CHALLENGES)
    lines = town.engine.judge.rules
    town.engine.judge.rules = {**lines, ClosePhase: replace(lines[ClosePhase], when=())}
    said = challenges.SubmitStatement(mission="m", statement="parks", text="Parks")
    closing = ClosePhase(mission="m", phase=Phase.CHALLENGES)
    requests = [Request(said, "ada"), Request(vote("ben", "parks"), "ben"), Request(closing, "olga")]
    *_, closed = town.engine.handle_many(requests)
    *_, statement = town.events(ce.StatementSubmitted)
    assert closed.events[0].event.ended_boxes == (statement.box_sha256,)
    assert secret(town, statement.box_sha256) is None


def test_a_second_ballot_replaces_the_first_also_where_nobody_can_tell_whose_it_is(town):
    town.do(ballot("ada", "water", revision=1), by="ada")
    assert len({record.actor for record in in_boxes(town)}) == 1
    assert len({event.ids for event in town.events(ce.BallotsCast)}) == 1
    town.later(days=1)
    town.do(challenges.CloseRound(mission="m", round="first"))
    town.decide()
    assert town.events(ce.ChallengesPrioritised)[0].order[0] == "water"


def test_who_was_erased_adds_nothing_to_the_ballot_that_still_counts(town):
    town.do(EraseParticipant(mission="m", participant="ada"), by="ada")
    assert town.refused(ballot("ada", "water", revision=1), by="ada") == ("not-eligible",)


# What is final


def table(scenario):
    return vote_table(StoredLog(scenario.engine.store, "m", scenario.engine.head("m").position))


def test_votes_are_final_when_the_phase_closes_and_a_phase_that_opens_again_has_a_box_of_its_own(town):
    town.do(vote("ben"), by="ben")
    close_without_gate(town, Phase.CHALLENGES)
    (first,) = {event.box_sha256 for event in town.events(ce.StatementSubmitted)}
    assert secret(town, first) is None
    open_again(town, Phase.CHALLENGES)
    assert town.refused(vote("ben", value=-1), by="ben") == ("votes-final",)
    town.do(challenges.SubmitStatement(mission="m", statement="parks", text="Parks"), by="ada")
    assert town.refused(vote("ben", value=-1), by="ben") == ("votes-final",)
    town.do(vote("ben", "parks"), by="ben")
    cast = [record.actor for record in town.records() if isinstance(record.event, ce.VotesCast)]
    assert len(set(cast)) == 2, "nobody can tell that it was Ben both times"
    assert (table(town).persons, len(table(town).vote)) == (2, 2)


@pytest.fixture
def reviewed() -> Journey:
    """The sails are assessed; curation and scaling are open."""
    return travelled(upto=6)


def test_reviews_are_final_when_no_phase_is_open_that_takes_them(reviewed):
    (opened,) = reviewed.events(ue.AssessmentOpened)
    close_without_gate(reviewed, Phase.CURATION)
    assert secret(reviewed, opened.box_sha256) is not None
    late = curation.ContestAsReviewer(mission="m", initiative="sails", reason="Secretword")
    reviewed.do(late, by="raul")
    close_without_gate(reviewed, Phase.SCALING)
    assert secret(reviewed, opened.box_sha256) is None
    open_again(reviewed, Phase.CURATION)
    assert reviewed.refused(late, by="resi") == ("reviewers-forgotten",)


def test_an_assessment_over_which_curation_has_closed_takes_no_review_and_is_begun_anew(reviewed):
    opening = curation.OpenAssessment(mission="m", initiative="wells")
    scores = tuple(ue.Score(criterion=name, score=3) for name in ("problem", "solution"))
    review = curation.SubmitReview(mission="m", initiative="wells", scores=scores)
    reviewed.do(opening, by="olga")
    reviewed.do(review, by="rosa")
    for phase in (Phase.CURATION, Phase.SCALING):
        close_without_gate(reviewed, phase)
    open_again(reviewed, Phase.CURATION)
    assert reviewed.refused(review, by="rosa") == ("assessment-not-open",)
    reviewed.do(opening, by="olga")
    reviewed.do(review, by="rosa")
    assert reviewed.refused(review, by="rosa") == ("reviewed-already",)
    assert reviewed.refused(opening, by="olga") == ("assessment-under-way",)


def test_reviews_of_all_initiatives_lie_in_one_box_so_that_leniency_shows(reviewed):
    scores = tuple(ue.Score(criterion=name, score=3) for name in ("problem", "solution"))
    reviewed.do(curation.OpenAssessment(mission="m", initiative="wells"), by="olga")
    for who in ("rosa", "raul", "resi", "ronja", "rui"):
        reviewed.do(curation.SubmitReview(mission="m", initiative="wells", scores=scores), by=who)
    reviewed.do(curation.CloseAssessment(mission="m", initiative="wells"), by="olga")
    reviewed.decide()
    *_, closed = reviewed.events(ue.AssessmentClosed)
    assert [(one.initiative, one.number, one.reviewer) for one in closed.compared] == [
        ("sails", 1, reviewer) for reviewer in closed.reviewers
    ]


# Found from the export alone


def pseudonym(number: int) -> str:
    return Box.of(bytes([number]) * 32).name("somebody")


def place(index: int) -> dict[str, str]:
    return {"type": "i4", "base64": base64.b64encode(Column.of("i4", [index]).raw).decode()}


def another_place(envelope):
    if envelope["type"] in ("challenges.ballots_cast", "funding.ballots_cast"):
        now = base64.b64decode(envelope["data"]["persons"]["base64"])
        envelope["data"]["persons"] = place(0 if int.from_bytes(now, "little") else 1)


def a_place_that_nobody_has(envelope):
    if envelope["type"] in ("challenges.ballots_cast", "funding.ballots_cast"):
        envelope["data"]["persons"] = place(1_000)


def another_actor(envelope):
    if envelope["type"] in ("challenges.ballots_cast", "funding.ballots_cast", "curation.review_submitted"):
        envelope["actor"] = pseudonym(1)


def the_true_actor(envelope):
    if envelope["type"] in ("challenges.ballots_cast", "funding.ballots_cast", "curation.review_submitted"):
        envelope["actor"] = "ada"


def another_reviewer(envelope):
    if envelope["type"] == "curation.review_submitted":
        envelope["data"]["reviewer"] = pseudonym(1)


def one_reviewer_for_all(envelope):
    if envelope["type"] == "curation.review_submitted":
        envelope["actor"] = envelope["data"]["reviewer"] = pseudonym(1)


def roster_with(change):
    """The roster changed, and its digest made anew to fit."""

    def mutate(envelope):
        if envelope["type"] in ("challenges.round_opened", "funding.round_opened"):
            raw = change(base64.b64decode(envelope["data"]["roster"]["base64"]))
            envelope["data"]["roster"]["base64"] = base64.b64encode(raw).decode()
            envelope["data"]["roster_sha256"] = hashlib.sha256(raw).hexdigest()

    return mutate


def roster_without_its_digest(envelope):
    if envelope["type"] in ("challenges.round_opened", "funding.round_opened"):
        envelope["data"]["roster_sha256"] = "0" * 64


BALLOTS, REVIEWS = ("rounds/first", "grant-rounds/g1"), ("assessments/sails",)
MUTATIONS = {
    "somebody else's place": (another_place, BALLOTS),
    "nobody's place": (a_place_that_nobody_has, BALLOTS),
    "another pseudonym as actor": (another_actor, BALLOTS + REVIEWS),
    "a participant as actor": (the_true_actor, BALLOTS + REVIEWS),
    "somebody twice on the roster": (roster_with(lambda raw: raw[:16] + raw), BALLOTS),
    "a roster in another order": (roster_with(lambda raw: raw[16:] + raw[:16]), BALLOTS),
    "half a pseudonym": (roster_with(lambda raw: raw[:-8]), BALLOTS),
    "the first voters struck off": (roster_with(lambda raw: raw[-16:]), BALLOTS),
    "a roster of another digest": (roster_without_its_digest, BALLOTS),
    "another reviewer": (another_reviewer, REVIEWS),
    "a reviewer more than once": (one_reviewer_for_all, REVIEWS),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_box_that_was_tampered_with_in_the_whole_chain_is_found(played, tmp_path, name):
    mutate, decisions = MUTATIONS[name]
    write_bundle(played.engine.store, "m", tmp_path / "bundle")
    rewritten(tmp_path / "bundle", mutate)
    verdicts = verify_export(tmp_path / "bundle", Plugins.builtin()).verdicts
    found = {verdict.decision.removeprefix("missions/m/") for verdict in verdicts if verdict.answer is Answer.NOT_EQUAL}
    assert found == set(decisions)


def test_a_vote_under_another_name_is_found(played, tmp_path):
    def swap(envelope):
        if envelope["type"] == "challenges.votes_cast":
            envelope["actor"] = pseudonym(1)

    write_bundle(played.engine.store, "m", tmp_path / "bundle")
    entries = list(Bundle(tmp_path / "bundle").entries())
    assert vote_table(ExportedLog(entries).upto(len(entries))).persons == 1
    rewritten(tmp_path / "bundle", swap)
    entries = list(Bundle(tmp_path / "bundle").entries())
    with pytest.raises(BoxIncoherent, match="cast by somebody else than whose it is"):
        vote_table(ExportedLog(entries).upto(len(entries)))


# Judged again without the key


def test_the_table_marks_what_only_the_key_can_tell():
    lines = {line.name: line for line in share_of("all").rules.values() if line.command.uses_box is BoxUse.CASTS}
    assert lines.keys() == {"CastVotes", "CastBallot", "CastGrantBallot", "SubmitReview", "ContestAsReviewer"}
    unseen = {name: [one.__name__ for one in line.when if basis_of(one) is Basis.BOX] for name, line in lines.items()}
    assert unseen == {
        "CastVotes": ["voter_takes_part"],
        "CastBallot": ["voter_still_takes_part"],
        "CastGrantBallot": ["grant_voter_still_takes_part"],
        "SubmitReview": ["reviewer_has_no_conflict"],
        "ContestAsReviewer": [],
    }


def test_a_ballot_rebuilt_from_the_log_is_judged_and_decided_alike_without_the_key(town):
    (record,), (cast,) = in_boxes(town), town.events(ce.BallotsCast)
    rebuilt = ballot(record.actor).model_copy(update={"ballot": cast.ids[0]})
    memory = town.engine.memory("m")
    request = Request(rebuilt, record.actor)
    case = town.engine.judge.case(request, memory, town.engine.store, lambda sha256: ReplayedBox(sha256, b""))
    asked = [condition for condition in case.line.when if basis_of(condition) is Basis.LOG]
    assert [unmet for ask in asked for unmet in ask(rebuilt, case.state, case.context)] == []
    assert list(case.line.decide(rebuilt, case.state, case.context)) == [cast]
    stranger = rebuilt.model_copy(update={"participant": pseudonym(1)})
    context = case.context._replace(actor=case.context.actor._replace(participant=pseudonym(1)))
    assert [unmet.code for ask in asked for unmet in ask(stranger, case.state, context)] == ["not-eligible"]
