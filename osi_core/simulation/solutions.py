"""Phase 3 of a play: the call, existing and new solutions, their teams, and the kick-off."""

from __future__ import annotations

from datetime import timedelta

from osi_core.challenges.commands import AcknowledgeGap
from osi_core.challenges.events import Lack
from osi_core.simulation.dice import Dice
from osi_core.simulation.kickoff import play_kickoff
from osi_core.simulation.stage import Stage
from osi_core.simulation.teams import joined
from osi_core.simulation.words import phrases, say, why
from osi_core.simulation.world import Team, World
from osi_core.solutions.commands import InviteToTeam, JoinTeam, PublishCall, SubmitSolution, WithdrawSolution
from osi_core.solutions.events import Joining, SolutionOrigin
from osi_core.words import Message

DAYS = 28
"""From the call to the last submission."""
EXISTING, WITHDRAWN, UNSOLVED = 0.4, 0.05, 0.05


def mobilise_solutions(stage: Stage, world: World) -> None:
    """From the public call to the end of the solutions phase."""
    ends = stage.now + timedelta(days=DAYS)
    stage.chapter(0.45, 0.52, ends, Message("play.solutions"))
    dice = stage.dice("solutions")
    closes_on = ends.date() + timedelta(days=1)
    call = PublishCall(mission=stage.mission, call="call-1", text=phrases("solutions", "call"), closes_on=closes_on)
    stage.ask(call, dice.pick(world.organisers))
    world.unsolved = _unsolved(world, dice)
    for number, challenge in enumerate(_answered(world, dice, stage.plan.sizes.solutions), start=1):
        stage.at(stage.later(dice, 1, DAYS - 6), _submits, stage, world, dice, number, challenge)
    stage.run(ends)
    play_kickoff(stage, world)
    for challenge in world.unsolved:
        reason = say(dice, "commitments", "no_solution")
        gap = AcknowledgeGap(mission=stage.mission, challenge=challenge, lacks=Lack.SOLUTION, reason=reason)
        stage.ask(gap, dice.pick(world.organisers))
        world.gaps.append(challenge)
    stage.flush()


def _unsolved(world: World, dice: Dice) -> list[str]:
    """Priorities to which nobody has an answer; the last of them at least."""
    middle = [challenge for challenge in world.top[3:-1] if dice.happens(UNSOLVED)]
    return [*middle, world.top[-1]] if len(world.top) > 4 else []


def _answered(world: World, dice: Dice, count: int) -> list[str]:
    """The challenge that each solution is for: every priority once, then the foremost more often."""
    top = [challenge for challenge in world.top if challenge not in world.unsolved]
    later = world.ranked[len(world.top) : 3 * len(world.top)]
    found = top[:count]
    while len(found) < count:
        pool = later if later and dice.happens(0.2) else top
        found.append(pool[int(dice.share() * dice.share() * len(pool))])
    return found


def _submits(stage: Stage, world: World, dice: Dice, number: int, challenge: str) -> None:
    """Somebody submits a solution; it finds its team, or is withdrawn."""
    topic = world.topics[challenge]
    solved = (other for other in world.top if other not in (challenge, *world.unsolved))
    others = [other for other in solved if world.topics[other].theme is topic.theme]
    challenges = [challenge, *dice.some(others, 1)] if others and dice.happens(0.25) else [challenge]
    founder = topic.author if dice.happens(0.15) else dice.pick(world.citizens).id
    team = Team(
        id=f"l-{number:03d}",
        theme=topic.theme,
        topics=challenges,
        members=[founder],
        quality=dice.around(28, 15),
        by_invitation=dice.happens(0.1),
    )
    existing, place = dice.happens(EXISTING), dice.pick(world.houses).place
    kind = "text_existing" if existing else "text_new"
    command = SubmitSolution(
        mission=stage.mission,
        solution=team.id,
        origin=SolutionOrigin.EXISTING if existing else SolutionOrigin.NEWLY_DEVELOPED,
        title=f"{dice.pick(topic.theme.solutions)} {place}",
        text=say(dice, "solutions", kind, place=place, how=say(dice, "solutions", "how")),
        challenges=tuple(challenges),
        wanted_skills=tuple(dice.some(topic.theme.skills, dice.whole(1, 2))),
        joining=Joining.BY_INVITATION if team.by_invitation else Joining.OPEN,
    )
    stage.ask(command, founder)
    # A priority keeps the solution that it is counted with; of the others some are taken back.
    if number > len(world.top) and dice.happens(WITHDRAWN):
        reason, note = why(dice, "solutions", "withdrawn")
        withdrawal = WithdrawSolution(mission=stage.mission, solution=team.id, reason=reason, note=note)
        stage.ask_at(stage.later(dice, 3, 5), withdrawal, founder)
        return
    world.teams[team.id] = team
    _finds_people(stage, world, dice, team)


def _finds_people(stage: Stage, world: World, dice: Dice, team: Team) -> None:
    for person in dice.some(world.citizens, dice.whole(0, 4)):
        if person.id in team.members:
            continue
        moment = stage.later(dice, 1, 5)
        if team.by_invitation:
            invitation = InviteToTeam(mission=stage.mission, solution=team.id, participant=person.id)
            stage.ask_at(moment, invitation, team.founder)
        joining = JoinTeam(mission=stage.mission, solution=team.id, skills=tuple(dice.some(team.theme.skills, 1)))
        comes = moment + timedelta(hours=2)
        stage.ask_at(comes, joining, person.id)
        joined(stage, team, person.id, comes)
