"""Playing a plan from the setting of the mission to its final report, and what is told of it in the end."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import timedelta

from osi_core.challenges.facts import Challenge
from osi_core.domain import Model, Phase
from osi_core.log.store import EventStore
from osi_core.plugins import ChildRunner, Plugins, Runner
from osi_core.process.engine import Engine
from osi_core.simulation.challenges import play_submissions
from osi_core.simulation.commitments import play_commitments
from osi_core.simulation.curation import Curation
from osi_core.simulation.dice import seeded_chance
from osi_core.simulation.discussion import play_discussion
from osi_core.simulation.grants import GrantRound
from osi_core.simulation.mission import set_the_mission
from osi_core.simulation.plan import Plan
from osi_core.simulation.priorities import count_the_round, play_round
from osi_core.simulation.real_challenges import RealChallenges
from osi_core.simulation.scaling import Rollout, scale
from osi_core.simulation.solutions import mobilise_solutions
from osi_core.simulation.stage import Engines, Progress, Stage
from osi_core.simulation.support import SupportProgramme
from osi_core.simulation.world import World, cast
from osi_core.words import Message
from osi_core.words.model_fields import MessageField


class Played(Model):
    """A mission that was played to its end."""

    mission: str
    decisions: int
    receipts: dict[str, str]
    """What became of a contribution → its receipt's code: adopted, prioritised, merged, rejected, gap, stopped."""
    unranked: MessageField | None = None
    """Why nothing was ranked, where the material could not tell."""


class SimulationResult(Model):
    """What a simulation has made, and how long it took."""

    mission: str
    log_digest: str
    """The hash at the end of the mission's chain, in hexadecimal: one bit of the log differs, and so does this."""
    events: int
    decisions: int
    seconds: float
    receipts: dict[str, str]


def simulate(
    plan: Plan,
    store: EventStore,
    *,
    progress: Progress | None = None,
    plugins: Plugins | None = None,
    runner: Runner | None = None,
) -> SimulationResult:
    """Plays a plan into a store, with an engine whose chance follows from the plan's seed.

    Raises what `play` raises.
    """
    started = time.perf_counter()
    engine = Engine(store, plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    played = play(engine, plan, progress, runner)
    head = engine.head(plan.mission)
    return SimulationResult(
        mission=plan.mission,
        log_digest=head.hash.hex(),
        events=head.position,
        decisions=played.decisions,
        seconds=round(time.perf_counter() - started, 2),
        receipts=played.receipts,
    )


def play(
    engine: Engine | Engines,
    plan: Plan,
    progress: Progress | None = None,
    runner: Runner | None = None,
    *,
    until: Phase = Phase.SCALING,
) -> Played:
    """Plays all six phases through their gates; strategies run in one child process, or where the runner runs them.

    A plan that invents nothing, and one that is played `until` the challenges, ends with the published priorities.

    Raises Refused where the mission exists already, or where the playbook forbids what a play needs, PluginError when
    a strategy is missing or fails, and the store's StoreError.
    """
    with nullcontext(runner) if runner else ChildRunner(engine.plugins) as running:
        return _played(Stage(engine, plan, running, progress), progress, until)


def _played(stage: Stage, progress: Progress | None, until: Phase) -> Played:
    plan = stage.plan
    world = cast(plan, stage.dice("cast"))
    set_the_mission(stage, world)
    ranked = identify_challenges(stage, world)
    if plan.invents and until is not Phase.CHALLENGES:
        play_commitments(stage, world)
        mobilise_solutions(stage, world)
        rollout = support_and_curate(stage, world)
        scale(stage, world, rollout)
    if progress is not None:
        progress(1.0, Message("play.done"))
    return Played(
        mission=plan.mission,
        decisions=stage.decisions,
        receipts=telling_receipts(stage, world),
        unranked=None if ranked else _why_unranked(plan),
    )


def _why_unranked(plan: Plan) -> Message | None:
    unmet = plan.material.unranked if plan.material else None
    return unmet.message if unmet else None


def identify_challenges(stage: Stage, world: World) -> bool:
    """Phase 2 up to the priorities, of what a folder brings where the plan has some; whether there are priorities."""
    material = stage.plan.material
    if material is not None:
        real = RealChallenges(stage, world, material)
        real.play()
        return real.play_round()
    play_discussion(stage, world, play_submissions(stage, world))
    play_round(stage, world)
    count_the_round(stage, world)
    return True


def support_and_curate(stage: Stage, world: World) -> Rollout:
    """Phases 4 and 5 side by side, and the opening of phase 6 while the programme still runs."""
    programme = SupportProgramme(stage, world)
    programme.start()
    GrantRound(stage, world, programme).plan()
    stage.chapter(0.66, 0.94, programme.ends, Message("play.support"))
    stage.close(Phase.SOLUTIONS)
    curation = Curation(stage, world, programme)
    curation.plan()
    rollout = Rollout(stage, world)
    stage.run(programme.ends - timedelta(days=20))
    curation.overrides()
    rollout.open()
    stage.run(programme.ends)
    programme.end()
    stage.run(programme.ends + timedelta(days=14))
    curation.end()
    return rollout


def telling_receipts(stage: Stage, world: World) -> dict[str, str]:
    """A few contributions whose ways are worth following."""
    challenges = stage.facts(Challenge)
    adopted = [topic for name in world.adopted for topic in world.teams[name].topics]
    merged = sorted(world.merged, key=lambda name: challenges[name].merged_into not in [*adopted, *world.top])
    stopped = [team.id for team in world.teams.values() if team.gone]
    found = {
        "adopted": _first(stage, "challenges", adopted),
        "prioritised": None if adopted else _first(stage, "challenges", world.top),
        "merged": _first(stage, "challenges", merged),
        "rejected": _first(stage, "challenges", world.rejected),
        "gap": _first(stage, "challenges", [*world.unsolved, *world.gaps, *world.broken]),
        "stopped": _first(stage, "solutions", [*stopped, *world.teams]),
    }
    return {what: code for what, code in found.items() if code is not None}


def _first(stage: Stage, collection: str, names: Iterable[str]) -> str | None:
    codes = (stage.code(collection, name) for name in names)
    return next((code for code in codes if code is not None), None)
