"""What the cases that hold for every service need to know of the participation service."""

from __future__ import annotations

from typing import Any

from google.type.date_pb2 import Date
from osi.participation.v1 import resources_pb2 as res

from osi_conformance.answering import Answers
from osi_conformance.cases.participation.ready_challenges import CHALLENGE_FOLDERS, CHALLENGE_READY
from osi_conformance.cases.participation.ready_missions import MISSION_FOLDERS, MISSION_READY
from osi_conformance.subject import Casts, Decides, Listed, Ready, Refuses, Subject, field_set
from osi_conformance.trial import Trial

__all__ = ["PARTICIPATION"]

READY = {**MISSION_READY, **CHALLENGE_READY}


async def challenges(trial: Trial) -> tuple[str, list[str]]:
    """Five challenges, whose times of submission are in the order of making; only the last is accepted."""
    return trial.mission.name, [(await trial.forum.challenge(f"Heat {n}")).name for n in range(5)]


async def statements(trial: Trial) -> tuple[str, list[str]]:
    """Five statements."""
    made = []
    for number in range(5):
        trial.mission.later(seconds=1)
        made.append((await trial.forum.statement(f"More trees {number}")).name)
    return trial.mission.name, made


async def rounds(trial: Trial) -> tuple[str, list[str]]:
    """Five rounds about the same challenges, which close at other times."""
    items = [await trial.forum.accepted("Heat"), await trial.forum.accepted("Noise")]
    made = [await trial.forum.round(*items, closes_at=trial.mission.time(hours=n)) for n in (5, 1, 4, 2, 3)]
    return trial.mission.name, [one.name for one in made]


async def commitments(trial: Trial) -> tuple[str, list[str]]:
    """Five commitments, to be kept on other days."""
    challenge = await trial.forum.accepted()
    days = [Date(year=2041, month=month, day=1) for month in (5, 1, 4, 2, 3)]
    return trial.mission.name, [(await trial.forum.commitment(challenge, due=one)).name for one in days]


async def institutions(trial: Trial) -> tuple[str, list[str]]:
    """Five institutions in a mission that has two already."""
    mission = trial.mission
    made = [await trial.forum.institution(display_name=f"House {one}") for one in "dbca"]
    return mission.name, [mission.at("institutions/town"), mission.at("institutions/works"), *made][:6]


async def _office(trial: Trial) -> tuple[str, Ready]:
    return "CancelRound", await READY["CancelRound"].make(trial)


async def _contributes(trial: Trial, words: str) -> Any:
    return await trial.forum.challenge(words)


async def _speaks(trial: Trial) -> None:
    await trial.forum.round()


async def _whispers(trial: Trial) -> None:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    await trial.forum.challenge()


async def _tells(trial: Trial) -> str:
    """The first of two challenges is committed to, and that is kept."""
    _, first, second = await trial.forum.prioritised()
    commitment = await trial.forum.commitment(first)
    await trial.forum.call("KeepCommitment", "rita", name=commitment.name, evidence="A report")
    await trial.forum.call("TagChallenge", name=second, tags=["noise", "street"])
    await trial.forum.call("RejectStatement", name=(await trial.forum.statement()).name, reason="of no use")
    return "challenges.prioritised"


async def _hears(trial: Trial) -> str:
    matching = Answers(trial.mission, "matching")
    await matching.says("solutions.call_published", "calls/first", 1, call="first", text="Who has one?", closes_on=None)
    return "matching"


async def _refuses(trial: Trial) -> Refuses:
    round_ = await trial.forum.round()
    request = trial.forum.request("MoveRound", name=round_.name, closes_at=trial.mission.time(minutes=1), reason="rain")
    later = field_set("closes_at", trial.mission.time(hours=5))
    return Refuses("MoveRound", request, "olga", "round-not-later", frozenset({"closes_at"}), "closes_at", later)


async def _closes(trial: Trial) -> tuple[str, str]:
    round_ = await trial.forum.round()
    await trial.forum.cast("ada", round_.name, *round_.items[:1])
    return round_.name, (await trial.forum.close(round_.name)).message.name


async def _opens(trial: Trial, kind: Any) -> tuple[str, str, str]:
    round_ = await trial.forum.round(kind=kind)
    one, other = round_.items
    return round_.name, one, other


async def _first(trial: Trial, round_: str) -> str:
    decided = await trial.forum.decide(round_)
    return str(decided.order[0]) if decided.order else ""


def _measured(request: Any) -> None:
    request.indicator.baseline, request.indicator.target = "8", "0"


def _offered(request: Any) -> None:
    request.commitment.body = "The council"
    request.commitment.decides_on.CopyFrom(Date(year=2039, month=1, day=1))


PARTICIPATION = Subject(
    service="participation",
    folders={**MISSION_FOLDERS, **CHALLENGE_FOLDERS},
    ready=READY,
    plain="CreateChallenge",
    get="GetChallenge",
    listing="ListChallenges",
    text=("challenge.text", 10_000),
    reference=("ProposeMerge", "into"),
    creates={
        "CreateInstitution": "institution_id",
        "CreateChain": "chain_id",
        "CreateChallenge": "challenge_id",
        "CreateStatement": "statement_id",
        "CreateRound": "round_id",
        "CreateCommitment": "commitment_id",
        "OfferCommitment": "commitment_id",
    },
    lists={
        "ListChallenges": Listed("challenges", challenges, "create_time"),
        "ListStatements": Listed("statements", statements, "create_time", "own-simulated"),
        "ListRounds": Listed("rounds", rounds, "closes_at"),
        "ListCommitments": Listed("commitments", commitments, "due"),
        "ListInstitutions": Listed("institutions", institutions, "display_name"),
    },
    office=_office,
    contributes=_contributes,
    contributed="GetChallenge",
    contributor="ada",
    speaks=_speaks,
    whispers=_whispers,
    tells=_tells,
    events=("osi/participation/v1/events.proto", "osi/log/v1/answers.proto"),
    hears=_hears,
    refuses=_refuses,
    decides=Decides(_closes, res.Round),
    casts=Casts(
        opens=_opens,
        first=_first,
        cast="CastBallot",
        batch="BatchCastBallots",
        stream="StreamBallots",
        items="items",
        unknown="challenges/nobodys",
    ),
    another="ben",
    callers={
        "CreateChallenge": "ada",
        "AmendChallenge": "ada",
        "CreateStatement": "ben",
        "CastVotes": "ada",
        "CastBallot": "ada",
        "CreateCommitment": "rita",
        "OfferCommitment": "rita",
        "AdoptRules": "operator",
        "CreateChain": "operator",
        "RetireChain": "operator",
    },
    fills={"SetGoal": _measured, "ProposeGoal": _measured, "OfferCommitment": _offered},
    no_mission=frozenset({"CreateMission", "ListMissions"}),
    operations=frozenset({"CloseRound"}),
    no_change=frozenset({"JoinMission", "EraseParticipant", "GrantCorrection", "EnterRound", "CloseRound"})
    | {"MarkCommitmentLate"},
)
