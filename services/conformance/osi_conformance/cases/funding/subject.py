"""What the cases that hold for every service need to know of the funding service."""

from __future__ import annotations

from typing import Any

from osi.funding.v1 import resources_pb2 as res

from osi_conformance.cases.funding.ready import FOLDERS, READY
from osi_conformance.subject import Casts, Decides, Listed, Ready, Refuses, Subject, field_set
from osi_conformance.town import euros
from osi_conformance.trial import Trial

__all__ = ["FUNDING"]


async def funds(trial: Trial) -> tuple[str, list[str]]:
    """Five funds."""
    amounts = (500, 100, 400, 200, 300)
    return trial.mission.name, [(await trial.town.fund(amount)).name for amount in amounts]


async def rounds(trial: Trial) -> tuple[str, list[str]]:
    """Five rounds of one fund."""
    fund = (await trial.town.fund(10_000)).name
    budgets = (500, 100, 400, 200, 300)
    return trial.mission.name, [(await trial.town.round(fund, budget)).name for budget in budgets]


async def applications(trial: Trial) -> tuple[str, list[str]]:
    """Five applications in one round."""
    round_ = (await trial.town.round()).name
    asked = (500, 100, 400, 200, 300)
    made = [(await trial.town.apply(round_, number, cents)).name for number, cents in enumerate(asked, start=1)]
    return trial.mission.name, made


async def entries(trial: Trial) -> tuple[str, list[str]]:
    """Five entries of one fund."""
    fund = (await trial.town.fund(10_000)).name
    for budget in (100, 400, 200, 300):
        await trial.town.round(fund, budget)
    return fund, [f"{fund}/entries/{number}" for number in range(1, 6)]


async def _office(trial: Trial) -> tuple[str, Ready]:
    return "CancelGrantRound", await READY["CancelGrantRound"].make(trial)


async def _contributes(trial: Trial, words: str) -> Any:
    return await trial.town.apply((await trial.town.round()).name, purpose=words)


async def _speaks(trial: Trial) -> None:
    await trial.town.apply((await trial.town.round()).name)


async def _whispers(trial: Trial) -> None:
    round_, names = await trial.town.voting(100)
    await trial.town.cast("ada", round_, *names)
    await trial.town.fund()


async def _tells(trial: Trial) -> str:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita", note="Transfer 17")
    return "funding.paid"


async def _hears(trial: Trial) -> str:
    await trial.world.played.go_on(trial.mission.id, "people")
    return "matching"


async def _refuses(trial: Trial) -> Refuses:
    request = trial.town.round_request((await trial.town.fund(100)).name, 101)
    values = frozenset({"fund", "free", "budget"})
    enough = field_set("round.budget", euros(100))
    return Refuses("CreateGrantRound", request, "olga", "fund-too-small", values, "round.budget", enough)


async def _closes(trial: Trial) -> tuple[str, str]:
    round_, _ = await trial.town.voting(100)
    return round_, (await trial.town.close(round_)).message.name


async def _opens(trial: Trial, kind: Any) -> tuple[str, str, str]:
    """The budget suffices for one of two."""
    round_, (one, other) = await trial.town.voting(10_000, 10_000, budget=10_000, kind=kind)
    return round_, one, other


async def _first(trial: Trial, round_: str) -> str:
    decided = await trial.town.decide(round_)
    return ", ".join(one.application for one in decided.awards)


FUNDING = Subject(
    service="funding",
    folders=FOLDERS,
    ready=READY,
    plain="CreateFund",
    get="GetFund",
    listing="ListFunds",
    text=("fund.purpose", 2_000),
    reference=("CreateFund", "fund.institution"),
    creates={"CreateFund": "fund_id", "CreateGrantRound": "round_id", "CreateApplication": "application_id"},
    lists={
        "ListFunds": Listed("funds", funds, "amount"),
        "ListGrantRounds": Listed("grant_rounds", rounds, "budget"),
        "ListApplications": Listed("applications", applications, "asked"),
        "ListLedgerEntries": Listed("entries", entries, "amount"),
    },
    office=_office,
    contributes=_contributes,
    contributed="GetApplication",
    contributor="founder-01",
    speaks=_speaks,
    whispers=_whispers,
    tells=_tells,
    events=("osi/funding/v1/events.proto", "osi/log/v1/answers.proto"),
    hears=_hears,
    refuses=_refuses,
    decides=Decides(_closes, res.GrantRound),
    another="rosa",
    casts=Casts(
        opens=_opens,
        first=_first,
        cast="CastGrantBallot",
        batch="BatchCastGrantBallots",
        stream="StreamGrantBallots",
        items="applications",
        unknown="applications/nobodys",
    ),
    callers={
        "CreateFund": "rita",
        "CreateApplication": "founder-01",
        "CastGrantBallot": "ada",
        "AcceptGrant": "founder-01",
    },
    operations=frozenset({"CloseGrantRound"}),
    no_change=frozenset({"CloseGrantRound"}),
)
