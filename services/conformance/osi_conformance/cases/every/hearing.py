"""What holds of every service that hears of missions, or in which they begin."""

from __future__ import annotations

import grpc

from osi_conformance.case import ensure, fail
from osi_conformance.cases.every.subjects import every
from osi_conformance.listing import asked
from osi_conformance.subject import Subject
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


@every("hearing/unlisted-mission", "N1")
async def unlisted_mission(trial: Trial, subject: Subject) -> None:
    """A mission that was never heard of is not there, whoever asks."""
    try:
        beside = trial.mission.metadata("operator", timed=False)
        await trial.target.call(subject.listing, asked(subject.listing, "missions/never-heard-of"), beside)
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        return
    fail("a mission that was never heard of is listed from")
