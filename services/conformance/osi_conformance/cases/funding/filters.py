"""Lists hold what fits the filter."""

from __future__ import annotations

from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import case, ensure
from osi_conformance.cases.funding.subject import applications, funds, rounds
from osi_conformance.listing import all_of, names_of
from osi_conformance.trial import Trial


@case("funding/fund/list/by-filter", "S5", "own-real")
async def by_filter(trial: Trial) -> None:
    parent, names = await funds(trial)
    institution = trial.mission.at("institutions/town")
    for text, wanted in (
        (f'institution = "{institution}"', names),
        ("free > 3", [names[0], names[2]]),
        ("free >= 3 AND free < 5", [names[2], names[4]]),
        (f'institution = "{trial.mission.at("institutions/works")}"', []),
    ):
        found = await all_of(trial, "ListFunds", "funds", parent, filter=text, page_size=1)
        ensure(names_of(found) == wanted, f"{text} gives {names_of(found)}; expected: {wanted}")


@case("funding/grant-round/list/by-filter", "S5", "own-real")
async def rounds_by_filter(trial: Trial) -> None:
    parent, names = await rounds(trial)
    cancel = api.CancelGrantRoundRequest(name=names[1], reason="nobody came")
    await trial.mission.call("CancelGrantRound", cancel, "olga")
    for text, wanted in (("status = STATUS_CANCELLED", names[1:2]), ("status = STATUS_OPEN", [names[0], *names[2:]])):
        found = await all_of(trial, "ListGrantRounds", "grant_rounds", parent, filter=text)
        ensure(names_of(found) == wanted, f"{text} gives {names_of(found)}; expected: {wanted}")


@case("funding/application/list/by-filter", "S5", "own-real")
async def applications_by_filter(trial: Trial) -> None:
    parent, names = await applications(trial)
    other = (await trial.town.apply((await trial.town.round()).name, 1)).name
    round_ = (await trial.mission.read("GetApplication", api.GetApplicationRequest(name=names[0]))).round
    found = await all_of(trial, "ListApplications", "applications", parent, filter=f'round = "{round_}"', page_size=2)
    ensure(names_of(found) == names, f"of one round there are {names_of(found)}; expected: {names}, without {other}")
