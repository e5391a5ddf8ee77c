"""Who applied is told to oneself alone."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.trial import Trial


@case("funding/token/applicant-is-told-to-oneself", "T7")
async def applicant_is_told_to_oneself(trial: Trial) -> None:
    round_ = (await trial.town.round()).name
    request = api.GetApplicationRequest(name=(await trial.town.apply(round_)).name)
    wanted = trial.mission.participant("founder-01")
    for by, told in (("founder-01", wanted), ("founder-02", ""), ("", "")):
        found = (await trial.mission.read("GetApplication", request, by)).applicant
        ensure(found == told, f"{by or 'nobody in particular'} is told {found or 'nobody'} as the applicant")
