"""Fields of funds and rounds that cannot be, or that are only told."""

from __future__ import annotations

import grpc

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT


@case("funding/server/enum-beyond-its-list", "V1")
async def enum_beyond(trial: Trial) -> None:
    request = trial.town.round_request((await trial.town.fund()).name)
    request.round.kind = 77  # type: ignore[assignment]
    await trial.mission.refused("CreateGrantRound", request, "olga", status=INVALID, field="round.kind")


@case("funding/server/output-fields-are-ignored", "V3")
async def output_is_ignored(trial: Trial) -> None:
    request = trial.town.fund_request(1_000)
    request.fund.name, request.fund.etag = trial.mission.at("funds/other"), "17"
    request.fund.free.units = 5_000
    created = (await trial.mission.call("CreateFund", request)).message
    ensure(created.free == created.amount, "what is only told was taken")
    ensure(created.name.endswith(request.fund_id), f"the fund is called {created.name}")
