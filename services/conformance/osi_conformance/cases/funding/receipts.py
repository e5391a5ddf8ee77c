"""Receipts of what was contributed to a round."""

from __future__ import annotations

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("funding/receipt/tells-the-way", "R2", "simulated")
async def tells_the_way(trial: Trial) -> None:
    round_, _ = await trial.town.voting(100)
    trail_before = await trial.town.cast("ada", round_)
    await trial.town.decide(round_)
    trail = await trial.trail(trail_before.receipt.code)
    ensure(trail.resource.startswith(trial.mission.name), f"the ballot's trail is of {trail.resource}")
    codes = [one.code for one in trail.steps]
    ensure(any("decided" in one for one in codes), f"the round was decided, and the steps are {codes}")
