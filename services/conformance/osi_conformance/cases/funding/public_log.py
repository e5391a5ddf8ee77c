"""What is told in public of a round."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("funding/log/read/of-a-round-that-was-cancelled", "G1")
async def of_a_cancelled_round(trial: Trial) -> None:
    round_ = (await trial.town.round()).name
    await trial.mission.call("CancelGrantRound", api.CancelGrantRoundRequest(name=round_, reason="over"), "olga")
    kinds = [one.type async for one in trial.public() if one.stream == round_]
    ensure(kinds == ["funding.round_opened", "funding.round_cancelled"], f"of the round is told: {kinds}")
