"""What the phase rules refuse about a mission: its goal, chains and phases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc
from google.type.date_pb2 import Date
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.cases.participation.building import again, otherwise
from osi_conformance.cases.participation.ready_missions import speaking
from osi_conformance.forum import Forum, indicator
from osi_conformance.mission import Mission
from osi_conformance.refusing import Asked, Build, refusing
from osi_conformance.services import chain_of
from osi_conformance.trial import Trial

DENIED, PRECONDITION = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION
EXISTS = grpc.StatusCode.ALREADY_EXISTS
refuses = refusing("participation")
Before = Callable[[Trial], Awaitable[dict[str, Any]]]


def _ask(method: str, by: str, **fields: Any) -> Build:
    """A request about the mission itself."""

    async def build(trial: Trial) -> Asked:
        return Asked(method, Forum.request(method, name=trial.mission.name, **fields), by)

    return build


def _after(method: str, by: str, before: Before, **fields: Any) -> Build:
    """A request about what was made before it."""

    async def build(trial: Trial) -> Asked:
        return Asked(method, Forum.request(method, **(await before(trial)), **fields), by)

    return build


# Missions

refuses("mission/create/not-by-people", "mission-unknown", otherwise("CreateMission", "olga"), rule="P2")


async def _taken(trial: Trial) -> Asked:
    fields: dict[str, Any] = {"title": "Again", "origin": terms.DATA_ORIGIN_REAL}
    return Asked("CreateMission", Forum.request("CreateMission", name=trial.mission.name, **fields), "operator")


refuses("mission/create/id-is-taken", "already-exists", _taken, status=EXISTS, rule="C3")


async def _unknown_strategy(trial: Trial) -> Asked:
    playbook = res.Playbook(challenges=res.ChallengesSettings(strategy="a-rule-that-nobody-has"))
    other = trial.world.aside("real")
    fields: dict[str, Any] = {"title": "Another", "origin": terms.DATA_ORIGIN_REAL, "playbook": playbook}
    return Asked("CreateMission", Forum.request("CreateMission", name=other.name, **fields), "operator")


refuses("mission/create/strategy-unusable", "strategy-unusable", _unknown_strategy)
refuses("mission/create/rules-unknown", "rules-unknown", otherwise("CreateMission", "operator", rules=999))
refuses(
    "mission/adopt-rules/not-newer",
    "rules-not-newer",
    _ask("AdoptRules", "operator", rules=1, reason="older ones were better"),
)
_NEWER: dict[str, Any] = {"rules": 99, "reason": "they are better"}
refuses("mission/adopt-rules/role-missing", "role-missing", _ask("AdoptRules", "ada", **_NEWER), rule="P2")
refuses(
    "mission/state-provenance/role-missing",
    "role-missing",
    otherwise("StateProvenance", "ada"),
    status=DENIED,
    rule="P2",
)

# The goal


def _goal(by: str = "olga", **fields: Any) -> Build:
    return _ask("SetGoal", by, **({"statement": "No emissions", "indicator": indicator()} | fields))


refuses("goal/set/after-its-phase", "phase-not-open", _goal(), rule="F1")
refuses("goal/set/role-missing", "role-missing", _goal("ada"), "own-new", DENIED, "P2")
refuses(
    "goal/set/deadline-past",
    "day-past",
    _goal(indicator=indicator(deadline=Date(year=2020, month=1, day=1))),
    "own-new",
)
refuses("goal/set/target-is-baseline", "target-is-baseline", _goal(indicator=indicator(target="8")), "own-new")
refuses("goal/set/endorsed", "goal-endorsed", _after("SetGoal", "olga", lambda trial: _endorsed_goal(trial)), "own-new")
_PROPOSED = {"statement": "Fewer", "indicator": indicator(target="1"), "reason": "zero is hard"}
refuses("goal/propose/nobody-to-ask", "goal-not-endorsed", _ask("ProposeGoal", "olga", **_PROPOSED), "own-new")
refuses("goal/propose/one-at-a-time", "goal-proposed-already", again("ProposeGoal"))
refuses("goal/take-back/nothing-proposed", "goal-not-proposed", _ask("TakeBackGoal", "olga", reason="why"), "own-new")
refuses(
    "goal/comment/no-goal",
    "goal-missing",
    _after("CommentGoal", "ada", lambda trial: _parent(trial), text="Good"),
    "own-new",
)
refuses("mission/endorse/no-goal", "goal-missing", _ask("EndorseMission", "rita"), "own-new")
refuses("mission/endorse/twice", "endorsed-already", again("EndorseMission"))
refuses("mission/endorse/role-missing", "role-missing", _ask("EndorseMission", "ada"), "own-new", DENIED, "P2")


async def _endorsed_goal(trial: Trial) -> dict[str, Any]:
    fields: dict[str, Any] = {"name": trial.mission.name, "statement": "No emissions", "indicator": indicator()}
    await trial.forum.call("SetGoal", **fields)
    await trial.forum.call("EndorseMission", "rita", name=trial.mission.name)
    return fields


async def _parent(trial: Trial) -> dict[str, Any]:
    return {"parent": trial.mission.name}


# Chains


def _second_chain(by: str) -> Build:
    async def build(trial: Trial) -> Asked:
        fields: dict[str, Any] = {"chain": res.Chain(service=terms.SERVICE_MATCHING), "chain_id": "matching-2"}
        return Asked("CreateChain", Forum.request("CreateChain", parent=trial.mission.name, **fields), by)

    return build


async def _retires(trial: Trial) -> Asked:
    name = trial.mission.at(f"chains/{chain_of('funding')}")
    return Asked("RetireChain", Forum.request("RetireChain", name=name, last=99, reason="over"), "operator")


refuses("chain/create/one-a-service", "service-has-chain", _second_chain("operator"))
refuses("chain/create/role-missing", "role-missing", _second_chain("olga"), status=DENIED, rule="P2")
refuses("chain/retire/not-heard-so-far", "chain-heard-otherwise", _retires)
refuses("chain/retire/twice", "chain-retired", again("RetireChain"), "own-real")

# Phases


def _phase(method: str, phase: Any, by: str = "olga", **fields: Any) -> Build:
    return _ask(method, by, phase=phase, **fields)


async def _without_services(trial: Trial) -> Asked:
    mission = await trial.aside()
    fields: dict[str, Any] = {"name": mission.name, "phase": terms.PHASE_SOLUTIONS}
    return Asked("OpenPhase", Forum.request("OpenPhase", **fields), "operator")


async def _unendorsed(trial: Trial) -> Asked:
    mission = await trial.aside()
    fields: dict[str, Any] = {"name": mission.name, "statement": "No emissions", "indicator": indicator()}
    await Forum(mission).call("SetGoal", "operator", **fields)
    await _endorsed_by_business(mission)
    return Asked("ClosePhase", Forum.request("ClosePhase", name=mission.name, phase=terms.PHASE_MISSION), "operator")


async def _endorsed_by_business(mission: Mission) -> None:
    await speaking(mission, "bert", terms.SECTOR_BUSINESS)
    await Forum(mission).call("EndorseMission", "bert", name=mission.name)


_OPEN, _CLOSE = "phase/open", "phase/close"
refuses(f"{_OPEN}/open-already", "phase-open-already", _phase("OpenPhase", terms.PHASE_CHALLENGES), rule="F1")
refuses(f"{_OPEN}/again-without-a-reason", "reason-missing", _phase("OpenPhase", terms.PHASE_MISSION), rule="F1")
refuses(f"{_OPEN}/gate-is-closed", "no-commitment", _phase("OpenPhase", terms.PHASE_SOLUTIONS), "own-real", rule="F1")
refuses(f"{_OPEN}/role-missing", "role-missing", _phase("OpenPhase", terms.PHASE_SOLUTIONS, "ada"), rule="P2")
refuses(f"{_OPEN}/nobody-runs-it", "service-missing", _without_services, rule="F6")
refuses(
    f"{_OPEN}/before-the-mission-is-agreed",
    "mission-not-agreed",
    _phase("OpenPhase", terms.PHASE_CHALLENGES),
    "own-new",
    rule="F1",
)
refuses(f"{_CLOSE}/not-open", "phase-not-open", _phase("ClosePhase", terms.PHASE_SOLUTIONS), rule="F1")
refuses(
    f"{_CLOSE}/nothing-prioritised",
    "priorities-missing",
    _phase("ClosePhase", terms.PHASE_CHALLENGES),
    "own-real",
    rule="F1",
)
refuses(f"{_CLOSE}/no-goal", "goal-missing", _phase("ClosePhase", terms.PHASE_MISSION), "own-new", rule="F1")
refuses(f"{_CLOSE}/sector-missing", "endorsement-missing", _unendorsed, rule="F1")
refuses(f"{_CLOSE}/role-missing", "role-missing", _phase("ClosePhase", terms.PHASE_CHALLENGES, "rita"), rule="P2")
refuses("mission/close-early/role-missing", "role-missing", _ask("CloseMissionEarly", "ada", reason="x"), rule="P2")
refuses("mission/resume/not-closed-early", "not-closed-early", _ask("ResumeMission", "olga", reason="x"))
