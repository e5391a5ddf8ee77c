"""The key of a box: who makes it, what it is needed for, and that it goes when it has served."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from osi_core.challenges import commands as challenges
from osi_core.challenges import events as ce
from osi_core.challenges.problem import vote_table
from osi_core.curation import commands as curation
from osi_core.curation import events as ue
from osi_core.domain import Phase
from osi_core.domain.boxes import is_pseudonym
from osi_core.funding import events as fe
from osi_core.mission.commands import EraseParticipant
from osi_core.mission.events import PhaseClosed
from osi_core.process.deciding import StoredLog
from osi_core.process.gates import ClosePhase
from osi_core.process.request import Request
from tests.unit.process.boxed import ballot, close_without_gate, in_boxes, open_again, secret, town_with_a_round, vote
from tests.unit.process.journey import Journey, travelled


@pytest.fixture(scope="module")
def played() -> Journey:
    return travelled()


@pytest.fixture
def town() -> Journey:
    return town_with_a_round()


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
    ballot = challenges.CastBallot(mission="m", round="first", participant="ada", ballot="a", choices=("heat",))
    journey.do(ballot, by="ada")
    journey.later(days=1)
    journey.do(challenges.CloseRound(mission="m", round="first"))
    assert secret(journey, opened.box_sha256) == key
    (closed,) = journey.events(ce.RoundClosed)
    assert key.text not in closed.model_dump_json()
    journey.decide()
    assert secret(journey, opened.box_sha256) is None


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


def test_what_is_cast_in_the_group_that_opens_a_box_lies_in_it(town):
    opening = challenges.OpenRound(mission="m", round="second", closes_at=town.now + timedelta(days=1))
    cast = ballot("ben").model_copy(update={"round": "second"})
    _, handled = town.engine.handle_many([Request(opening, "olga"), Request(cast, "ben")])
    assert is_pseudonym(handled.events[0].actor)


def test_a_box_that_is_opened_and_ended_in_one_group_leaves_no_key(town):
    close_without_gate(town, Phase.CHALLENGES)
    open_again(town, Phase.CHALLENGES)
    lines = town.engine.share.rules
    ungated = {**lines, ClosePhase: replace(lines[ClosePhase], when=())}
    town.engine.judge.table = lambda mission: ungated
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
    assert town.refused(ballot("ada", "water", revision=1), by="ada") == ("actor-erased", "not-eligible")


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
    late = curation.ContestAsReviewer(
        mission="m", initiative="sails", ground=ue.ContestGround.CONFLICT, reason="Secretword"
    )
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
