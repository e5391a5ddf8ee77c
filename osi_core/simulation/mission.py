"""Phase 1 of a play: the mission is set, institutions of every sector stand behind it, and it says what is real."""

from __future__ import annotations

from datetime import timedelta

from osi_core.domain import DataOrigin, Phase, Role, Sector
from osi_core.mission.commands import (
    ConfirmMandate,
    CreateMission,
    EndorseMission,
    GrantRole,
    JoinMission,
    RegisterInstitution,
    SetGoal,
    StateProvenance,
)
from osi_core.process.origins import PARTS
from osi_core.simulation.material import Material
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say
from osi_core.simulation.world import House, World
from osi_core.words import Message

DAYS = 21
"""From the creation of the mission to its agreement."""
RENEWED = timedelta(days=600)
"""How long after a mandate was confirmed it is confirmed again."""


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
            origin=plan.origin,
        ),
        label="mission.toml:created",
        origin=plan.origin,
    )
    goal = SetGoal(mission=plan.mission, statement=plan.goal, indicator=plan.indicator)
    stage.ask(goal, label="mission.toml:goal", origin=plan.origin)
    _name_the_sources(stage)
    for organiser in world.organisers:
        _joins(stage, organiser, Role.ORGANISER)
    _institutions_come(stage, world)
    stage.run(ends)
    stage.close(Phase.MISSION, plan.origin)
    stage.open(Phase.CHALLENGES, plan.origin)


def _joins(stage: Stage, person: str, role: Role, house: House | None = None) -> None:
    stage.ask(JoinMission(mission=stage.mission, participant=person), by=person)
    stage.ask(GrantRole(mission=stage.mission, participant=person, role=role, institution=house.id if house else None))


def _speaks_for(stage: Stage, person: str, house: House) -> None:
    """The organisers state a mandate, and the operator confirms it by what the institution has sent."""
    _joins(stage, person, Role.REPRESENTATIVE, house)
    document = say(stage.dice("mandates", house.id), "mission", "mandate")
    confirming = ConfirmMandate(mission=stage.mission, participant=person, institution=house.id, document=document)
    stage.ask(confirming)
    for times in (1, 2):  # each confirmation counts anew, and a play is over before the third
        stage.ask_at(stage.now + times * RENEWED, confirming)


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
    _speaks_for(stage, house.speaker, house)


def _name_the_sources(stage: Stage) -> None:
    """Whose each part is, in the log itself; that it is imported or simulated, each event says."""
    plan = stage.plan
    for part in PARTS:
        source, licence = _source(part, plan.material) if plan.material else ("", None)
        if source or plan.invents:
            command = StateProvenance(
                mission=plan.mission, part=part, source=source or f"Simulation, seed {plan.seed}", licence=licence
            )
            stage.ask(command, label=f"source:{part}", origin=plan.origin if source else DataOrigin.SIMULATED)


def _source(part: str, material: Material) -> tuple[str, str | None]:
    """Source and licence of a part of what a folder brings; no source for what it brings nothing of."""
    statements = f"{material.source}: {material.statements_file}"
    votes = f"{material.source}: {material.votes_file}"
    match part:
        case "mission":
            return "mission.toml: title and goal; baseline and target are settings of that file", material.licence
        case "challenges" | "statements":
            return statements, material.licence
        case "votes" if material.votes:
            return votes, material.licence
        case "ballots" if material.votes:
            return f"{votes} (agree counts as approval)", material.licence
    return "", None
