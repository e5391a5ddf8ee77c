"""Playing a plan from the setting of the mission to its final report, and what is told of it in the end."""

from __future__ import annotations

from osi_core.domain import Model
from osi_core.process.engine import Engine
from osi_core.simulation.challenges import play_submissions
from osi_core.simulation.commitments import play_commitments
from osi_core.simulation.discussion import play_discussion
from osi_core.simulation.mission import set_the_mission
from osi_core.simulation.plan import Plan
from osi_core.simulation.priorities import count_the_round, play_round
from osi_core.simulation.real_challenges import RealChallenges
from osi_core.simulation.solutions import mobilise_solutions
from osi_core.simulation.stage import Progress, Stage
from osi_core.simulation.world import World, cast


class Played(Model):
    """A mission that was played to its end."""

    mission: str
    decisions: int
    receipts: dict[str, str]
    """What became of a contribution → its receipt's code: adopted, merged, rejected, gap, stopped."""


def play(engine: Engine, plan: Plan, progress: Progress | None = None) -> Played:
    """Plays all six phases through their gates.

    Raises Refused where the mission exists already, or where the playbook forbids what a play needs, and the store's
    StoreError.
    """
    stage = Stage(engine, plan, progress)
    world = cast(plan, stage.dice("cast"))
    set_the_mission(stage, world)
    identify_challenges(stage, world)
    mobilise_solutions(stage, world)
    return Played(mission=plan.mission, decisions=stage.decisions, receipts={})


def identify_challenges(stage: Stage, world: World) -> None:
    """Phase 2, of real material where the plan has some."""
    material = stage.plan.material
    if material is not None:
        real = RealChallenges(stage, world, material)
        real.play()
        real.play_round()
        count_the_round(stage, world, "derived" if material.origin == "real" and material.votes else "simulated")
    else:
        play_discussion(stage, world, play_submissions(stage, world))
        play_round(stage, world)
        count_the_round(stage, world)
    play_commitments(stage, world)
