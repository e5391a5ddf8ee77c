"""Boxes as an outsider sees them: tampering shows in the export, and acts are judged again without the key."""

from __future__ import annotations

import base64
import hashlib

import pytest

from osi_core.ballots import BoxIncoherent
from osi_core.challenges import events as ce
from osi_core.challenges.problem import vote_table
from osi_core.domain import Basis, BoxUse, basis_of
from osi_core.domain.boxes import Box, ReplayedBox
from osi_core.plugins import Answer, Column, Plugins
from osi_core.plugins.problems import VoteTable
from osi_core.process.export import Bundle, write_bundle
from osi_core.process.exported_log import ExportedLog
from osi_core.process.request import Request
from osi_core.process.share import share_of
from osi_core.process.verifying import verify_export
from tests.unit.process.boxed import ballot, in_boxes, town_with_a_round
from tests.unit.process.journey import Journey, travelled
from tests.unit.process.test_export import rewritten


@pytest.fixture(scope="module")
def played() -> Journey:
    return travelled()


@pytest.fixture
def town() -> Journey:
    return town_with_a_round()


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

    def votes() -> VoteTable:
        with ExportedLog(Bundle(tmp_path / "bundle")) as log:
            length = sum(map(len, log.commands()))
            return vote_table(log.upto(length))

    write_bundle(played.engine.store, "m", tmp_path / "bundle")
    assert votes().persons == 1
    rewritten(tmp_path / "bundle", swap)
    with pytest.raises(BoxIncoherent, match="cast by somebody else than whose it is"):
        votes()


# Judged again without the key


def test_the_table_marks_what_only_the_key_can_tell():
    lines = {line.name: line for line in share_of("all").rules.values() if line.command.uses_box is BoxUse.CASTS}
    assert lines.keys() == {
        "CastVotes",
        "CastBallot",
        "EnterRound",
        "CastGrantBallot",
        "SubmitReview",
        "ContestAsReviewer",
    }
    unseen = {name: [one.__name__ for one in line.when if basis_of(one) is Basis.BOX] for name, line in lines.items()}
    assert unseen == {
        "CastVotes": ["voter_takes_part"],
        "CastBallot": ["voter_still_takes_part"],
        "EnterRound": ["voter_belongs_to_the_electorate"],
        "CastGrantBallot": ["grant_voter_still_takes_part"],
        "SubmitReview": ["reviewer_has_no_conflict"],
        "ContestAsReviewer": [],
    }


def test_a_ballot_rebuilt_from_the_log_is_judged_and_decided_alike_without_the_key(town):
    (record,), (cast,) = in_boxes(town), town.events(ce.BallotsCast)
    rebuilt = ballot(record.actor).model_copy(update={"ballot": cast.ids[0]})
    memory = town.engine.memory("m")
    request = Request(rebuilt, record.actor)
    case, _ = town.engine.judge.case(request, memory, town.engine.store, lambda sha256: ReplayedBox(sha256, b""))
    asked = [condition for condition in case.line.when if basis_of(condition) is Basis.LOG]
    assert [unmet for ask in asked for unmet in ask(rebuilt, case.state, case.context)] == []
    assert list(case.line.decide(rebuilt, case.state, case.context)) == [cast]
    stranger = rebuilt.model_copy(update={"participant": pseudonym(1)})
    context = case.context._replace(actor=case.context.actor._replace(participant=pseudonym(1)))
    assert [unmet.code for ask in asked for unmet in ask(stranger, case.state, context)] == ["not-eligible"]
