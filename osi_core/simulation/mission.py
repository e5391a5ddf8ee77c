"""Phase 1 of a play: the mission is set, institutions of every sector stand behind it, and it says what is real."""

from __future__ import annotations

from datetime import timedelta

from osi_core.domain import Phase, Role, Sector
from osi_core.mission.commands import (
    CreateMission,
    EndorseMission,
    GrantRole,
    JoinMission,
    RegisterInstitution,
    SetGoal,
    StateProvenance,
)
from osi_core.mission.events import DataOrigin
from osi_core.simulation.material import Material
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say
from osi_core.simulation.world import House, World
from osi_core.words import Message

DAYS = 21
"""From the creation of the mission to its agreement."""
PARTS = (
    "mission", "challenges", "statements", "votes", "ballots", "commitments", "solutions", "kickoff", "support",
    "curation", "scaling",
)  # fmt: skip


def set_the_mission(stage: Stage, world: World) -> None:
    """From the creation to the opening of the challenges phase."""
    ends = stage.now + timedelta(days=DAYS)
    stage.chapter(0.0, 0.02, ends, Message("play.mission"))
    plan = stage.plan
    stage.ask(
        CreateMission(
            mission=plan.mission,
            title=plan.title,
            language=plan.language,
            sdg=plan.sdg,
            playbook=stage.playbook,
            simulated=True,
        ),
        label=_label(stage, "created"),
    )
    stage.ask(SetGoal(mission=plan.mission, statement=plan.goal, indicator=plan.indicator), label=_label(stage, "goal"))
    _say_what_is_real(stage)
    for organiser in world.organisers:
        _joins(stage, organiser, Role.ORGANISER)
    _institutions_come(stage, world)
    stage.run(ends)
    stage.close(Phase.MISSION)
    stage.open(Phase.CHALLENGES)


def _label(stage: Stage, what: str) -> str:
    material = stage.plan.material
    return f"real:mission.toml:{what}" if material and material.origin is DataOrigin.REAL else ""


def _joins(stage: Stage, person: str, role: Role, house: House | None = None) -> None:
    stage.ask(JoinMission(mission=stage.mission, participant=person), by=person)
    stage.ask(GrantRole(mission=stage.mission, participant=person, role=role, institution=house.id if house else None))


def _institutions_come(stage: Stage, world: World) -> None:
    dice = stage.dice("institutions")
    seen: set[Sector] = set()
    for house in world.houses:
        arrival = stage.later(dice, 1, 9)
        stage.at(arrival, _registers, stage, house)
        if house.sector not in seen or dice.happens(0.6):
            seen.add(house.sector)
            endorsement = EndorseMission(mission=stage.mission, statement=say(dice, "mission", "endorsement"))
            stage.ask_at(arrival + timedelta(days=dice.whole(1, 10)), endorsement, house.speaker)
    for expert in world.experts:
        arrival = stage.later(dice, 10, DAYS - 1)
        stage.at(arrival, _joins, stage, expert.id, Role.EXPERT, expert.house)


def _registers(stage: Stage, house: House) -> None:
    stage.ask(
        RegisterInstitution(
            mission=stage.mission,
            institution=house.id,
            name=house.name,
            sector=house.sector,
            place=house.place,
            latitude=house.latitude,
            longitude=house.longitude,
        )
    )
    _joins(stage, house.speaker, Role.REPRESENTATIVE, house)


def _say_what_is_real(stage: Stage) -> None:
    """Where each part of the mission comes from, in the log itself."""
    simulated = f"Simulation, seed {stage.plan.seed}"
    material = stage.plan.material
    for part in PARTS:
        origin, source, licence = _origin(part, material) if material else (DataOrigin.SIMULATED, simulated, None)
        stage.ask(
            StateProvenance(
                mission=stage.mission,
                part=part,
                origin=origin,
                source=simulated if origin is DataOrigin.SIMULATED and not source else source,
                licence=licence,
            )
        )


def _origin(part: str, material: Material) -> tuple[DataOrigin, str, str | None]:
    """Origin, source and licence of a part of a mission that plays real material."""
    statements = f"{material.source}: {material.statements_file}"
    votes = f"{material.source}: {material.votes_file}"
    match part:
        case "mission":
            return (
                material.derived,
                "mission.toml: title and goal; baseline and target are settings of that file",
                material.licence,
            )
        case "challenges" | "statements":
            return material.origin, statements, material.licence
        case "votes" if material.votes:
            return material.origin, votes, material.licence
        case "ballots" if material.votes:
            return material.derived, f"{votes} (agree counts as approval)", material.licence
    return DataOrigin.SIMULATED, "", None
