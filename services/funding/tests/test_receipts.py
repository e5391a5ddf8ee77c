"""The way of a contribution, for whoever holds its receipt."""

from __future__ import annotations

import grpc
import pytest
from osi.log.v1 import receipt_service_pb2 as pb
from osi.type.v1 import terms_pb2

from osi_conformance.target import Refusal
from osi_core.mission.prefixes import prefix_of


def test_a_code_tells_the_way_of_its_contribution_and_nobody_asks_who_holds_it(play):
    async def story(town, running):
        round_ = await town.round(budget=20_000)
        application = await town.apply(round_.name, 1, 10_000)
        town.mission.later(minutes=61)
        await town.cast("ada", round_.name, application.name)
        await town.decide(round_.name)
        trail = await town.mission.read("GetTrail", pb.GetTrailRequest(code=application.receipt.code))
        assert (trail.mission, trail.resource) == (town.mission.name, application.name)
        assert trail.place == application.receipt.place
        assert trail.words == "Sails of initiative 1"
        assert trail.origin == terms_pb2.DATA_ORIGIN_SIMULATED
        assert [one.code for one in trail.steps] == [
            "step.funding.applied",
            "step.funding.awarded",
        ]
        assert trail.end.sentence
        loose = application.receipt.code.lower().replace("-", " ")
        assert await town.mission.read("GetTrail", pb.GetTrailRequest(code=loose)) == trail

    play(story)


def test_a_ballots_code_tells_the_round_and_not_the_ballot(play):
    async def story(town, running):
        round_, (one, _) = await town.voting(10_000, 10_000)
        cast = await town.cast("ada", round_, one)
        trail = await town.mission.read("GetTrail", pb.GetTrailRequest(code=cast.receipt.code))
        assert not trail.HasField("words")
        assert one not in str(trail)

    play(story)


def test_it_is_told_in_the_language_that_was_asked_for(play):
    async def story(town, running):
        round_, (one, _) = await town.voting(10_000, 10_000)
        cast = await town.cast("ada", round_, one)
        request = pb.GetTrailRequest(code=cast.receipt.code)
        english, german = [
            await town.mission.read("GetTrail", request, beside=[("accept-language", language)])
            for language in ("en", "de")
        ]
        assert english.end.code == german.end.code
        assert english.end.sentence != german.end.sentence

    play(story)


def test_who_issued_the_code_of_another_chain_is_named_and_no_code_is_no_code(play):
    async def story(town, running):
        code = f"{prefix_of('participation-1')}-AAAAA-AAAAA-AAAAA-AAAAA-AAAAAA".replace("-", "")
        with pytest.raises(Refusal) as refused:
            await town.mission.read("GetTrail", pb.GetTrailRequest(code=code))
        assert (refused.value.code, "participation-1" in str(refused.value)) == (grpc.StatusCode.NOT_FOUND, True)
        with pytest.raises(Refusal) as refused:
            await town.mission.read("GetTrail", pb.GetTrailRequest(code="no code"))
        assert (refused.value.code, refused.value.fields) == (grpc.StatusCode.INVALID_ARGUMENT, {"code"})

    play(story)
