"""What the phase rules refuse about rounds and ballots."""

from __future__ import annotations

from typing import Any

import grpc
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.building import again, on, otherwise, submitted
from osi_conformance.forum import Forum
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.trial import Trial

DENIED = grpc.StatusCode.PERMISSION_DENIED
refuses = refusing("participation")


def _round(by: str = "olga", items: int = 2, **fields: Any) -> Build:
    async def build(trial: Trial) -> Asked:
        names = [await trial.forum.accepted() for _ in range(items)]
        times = {name: trial.mission.time(**value) for name, value in fields.items() if isinstance(value, dict)}
        request = trial.forum.round_request(names, **(fields | times))
        return Asked("CreateRound", request, by)

    return build


async def _round_about_new(trial: Trial) -> Asked:
    items = [await trial.forum.accepted(), await submitted(trial)]
    return Asked("CreateRound", trial.forum.round_request(items), "olga")


async def _round_twice_about_one(trial: Trial) -> Asked:
    item = await trial.forum.accepted()
    return Asked("CreateRound", trial.forum.round_request([item, item]), "olga")


async def _closed_round(trial: Trial) -> str:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    await trial.mission.finished((await trial.forum.close(round_.name)).message.name)
    return round_.name


async def _open_round(trial: Trial) -> str:
    return (await trial.forum.round()).name


async def _decided_round(trial: Trial) -> str:
    decided, _, _ = await trial.forum.prioritised()
    return decided.name


async def _adds_twice(trial: Trial) -> Asked:
    name, participant = await _open_round(trial), trial.mission.participant("ada")
    return Asked("AddVoter", Forum.request("AddVoter", name=name, participant=participant), "olga")


_R = "round/create"
refuses(f"{_R}/role-missing", "role-missing", _round("rita"), status=DENIED, rule="P2")
refuses(f"{_R}/too-few-items", "too-few-items", _round(items=1))
refuses(f"{_R}/item-repeated", "item-repeated", _round_twice_about_one)
refuses(f"{_R}/item-not-accepted", "item-not-accepted", _round_about_new)
refuses(f"{_R}/deadline-past", "deadline-past", _round(closes_at={"hours": -1}))
refuses(
    f"{_R}/office-only-advises",
    "electorate-only-advises",
    _round(electorate=[terms.ROLE_ORGANISER], effect=res.ROUND_EFFECT_REPLACE),
)
refuses("round/move/to-earlier", "round-not-later", lambda trial: _moves_back(trial))
refuses("round/move/closed", "round-closed", lambda trial: _moves_closed(trial), "simulated")
refuses("round/cancel/role-missing", "role-missing", otherwise("CancelRound", "ada"), status=DENIED, rule="P2")
refuses("round/cancel/twice", "round-ended", again("CancelRound"))
refuses(
    "round/cancel/what-is-decided", "round-ended", on("CancelRound", "olga", _decided_round, reason="no"), "simulated"
)
refuses("round/close/before-its-deadline", "round-still-open", on("CloseRound", "olga", _open_round))
refuses("round/close/role-missing", "role-missing", on("CloseRound", "ada", _open_round), status=DENIED, rule="P2")
refuses("round/enter/eligible-already", "eligible-already", on("EnterRound", "ada", _open_round))
refuses("round/add-voter/eligible-already", "eligible-already", _adds_twice)
refuses("round/add-voter/role-missing", "role-missing", otherwise("AddVoter", "ada"), rule="P2")


async def _moves_back(trial: Trial) -> Asked:
    name, closes_at = await _open_round(trial), trial.mission.time(minutes=1)
    return Asked("MoveRound", Forum.request("MoveRound", name=name, closes_at=closes_at, reason="rain"), "olga")


async def _moves_closed(trial: Trial) -> Asked:
    name, closes_at = await _closed_round(trial), trial.mission.time(hours=9)
    return Asked("MoveRound", Forum.request("MoveRound", name=name, closes_at=closes_at, reason="rain"), "olga")


# Ballots


def _ballot(
    by: str = "ada", *, unknown: bool = False, repeated: bool = False, many: bool = False, **fields: Any
) -> Build:
    async def build(trial: Trial) -> Asked:
        opened: dict[str, Any] = {"kind": fields["kind"]} if "kind" in fields else {}
        if many:
            items = [await trial.forum.accepted() for _ in range(4)]
            round_ = await trial.forum.round(*items)
            choices = items
        else:
            round_ = await trial.forum.round(**opened)
            choices = [trial.mission.at("challenges/nobodys")] if unknown else list(round_.items[:1])
        ballot = api.Ballot(choices=choices * (2 if repeated else 1), points=fields.get("points", ()))
        return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), by)

    return build


async def _late_ballot(trial: Trial) -> Asked:
    round_ = await trial.forum.round()
    trial.mission.later(minutes=61)
    ballot = api.Ballot(choices=round_.items[:1])
    return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), "ada")


async def _not_of_the_electorate(trial: Trial) -> Asked:
    round_ = await trial.forum.round(electorate=[terms.ROLE_EXPERT], effect=res.ROUND_EFFECT_ADVISE)
    ballot = api.Ballot(choices=round_.items[:1])
    return Asked("CastBallot", api.CastBallotRequest(name=round_.name, ballot=ballot), "ada")


async def _unknown_round(trial: Trial) -> Asked:
    request = api.CastBallotRequest(name=trial.mission.at("rounds/nobodys"), ballot=api.Ballot())
    return Asked("CastBallot", request, "ada")


_B = "ballot/cast"
refuses(f"{_B}/stranger", "not-eligible", _ballot("zoe"), rule="P2")
refuses(f"{_B}/not-of-the-electorate", "not-eligible", _not_of_the_electorate, rule="P2")
refuses(f"{_B}/after-its-deadline", "ballots-ended", _late_ballot, "simulated")
refuses(f"{_B}/round-unknown", "not-found", _unknown_round, status=grpc.StatusCode.NOT_FOUND)
refuses(f"{_B}/item-unknown", "item-unknown", _ballot(unknown=True))
refuses(f"{_B}/item-repeated", "item-repeated", _ballot(repeated=True))
refuses(f"{_B}/too-many-choices", "too-many-choices", _ballot(many=True))
refuses(f"{_B}/points-unasked", "points-unasked", _ballot(points=(1,)))
refuses(f"{_B}/points-misplaced", "points-misplaced", _ballot(kind=terms.BALLOT_KIND_POINTS, points=(1, 2)))
refuses(f"{_B}/too-many-points", "too-many-points", _ballot(kind=terms.BALLOT_KIND_POINTS, points=(11,)))
