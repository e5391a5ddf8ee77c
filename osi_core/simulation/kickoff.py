"""Phase 3 of a play: the kick-off. Nearly everyone registers, two thirds come, and places are given twice."""

from __future__ import annotations

from datetime import date, timedelta

from osi_core.domain import Phase
from osi_core.simulation.stage import Stage
from osi_core.simulation.teams import joined
from osi_core.simulation.words import phrases
from osi_core.simulation.world import Person, World
from osi_core.solutions.commands import (
    CancelRegistration,
    ChangeWishes,
    CloseAttendance,
    CloseRegistration,
    ConfirmAttendance,
    HoldKickoff,
    JoinTeam,
    MoveKickoff,
    PlanKickoff,
    RegisterForKickoff,
    ReopenAllocation,
)
from osi_core.solutions.facts import Registration, registered_for
from osi_core.words import Message

KICKOFF = "kickoff-1"
"""A play has one kick-off."""
EARLIER = 7
"""So many days earlier it was planned for, before it was moved."""
LEAD, DAYS = 18, 3
"""Days from the opening of registration to the kick-off, and days that it lasts."""
REGISTERED, ATTENDED, CANCELLED, LEFT, STAYED = 0.9, 0.65, 0.06, 0.03, 0.25


class KickoffPlay:
    """Who registers, who comes, and who stays in a team."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world, self.dice = stage, world, stage.dice("kickoff")
        self.starts_on: date = stage.now.date() + timedelta(days=LEAD)
        self.fields = {theme: [t.id for t in world.teams.values() if t.theme.id == theme] for theme in self._themes()}

    def _themes(self) -> set[str]:
        return {team.theme.id for team in self.world.teams.values()}

    def registers(self) -> list[Person]:
        """Registration: some change their wishes, some cancel in time."""
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        people = dice.some(self.world.citizens, int(len(self.world.citizens) * REGISTERED))
        coming = []
        for person in people:
            moment = stage.later(dice, 1, LEAD - 8)
            command = RegisterForKickoff(
                mission=mission,
                kickoff=KICKOFF,
                participant=person.id,
                wishes=self._wishes(person),
                skills=self._skills(person),
            )
            stage.ask_at(moment, command, person.id)
            if dice.happens(CANCELLED):
                cancelled = CancelRegistration(mission=mission, kickoff=KICKOFF, participant=person.id)
                stage.ask_at(moment + timedelta(days=dice.whole(1, 4)), cancelled, person.id)
                continue
            coming.append(person)
            if dice.happens(0.05):
                change = ChangeWishes(
                    mission=mission, kickoff=KICKOFF, participant=person.id, wishes=self._wishes(person)
                )
                stage.ask_at(moment + timedelta(days=1), change, person.id)
        count = int(len(people) * ATTENDED)
        return dice.some(coming, count)

    def _wishes(self, person: Person) -> tuple[str, ...]:
        dice = self.dice
        fields = [one for theme in person.interests for one in self.fields.get(theme.id, ())]
        wishes: dict[str, None] = {}
        if dice.happens(0.85):
            names = fields or list(self.world.teams)
            for _ in range(dice.whole(1, 4)):  # what everybody talks of is wished for most
                wishes[names[int(dice.share() * dice.share() * len(names))]] = None
        return tuple(wishes)

    def _skills(self, person: Person) -> tuple[str, ...]:
        theme = self.dice.pick(person.interests)
        return tuple(self.dice.some(theme.skills, 1)) if self.dice.happens(0.5) else ()

    def closes_registration(self) -> None:
        """Everyone registered gets a place."""
        self.stage.ask(CloseRegistration(mission=self.stage.mission, kickoff=KICKOFF))
        self.stage.decide()

    def gives_places_anew(self) -> None:
        """At noon of the first day it is clear who came."""
        stage, mission = self.stage, self.stage.mission
        stage.ask(ReopenAllocation(mission=mission, kickoff=KICKOFF, reason=phrases("solutions", "reopened")))
        stage.ask(CloseAttendance(mission=mission, kickoff=KICKOFF))
        stage.decide()

    def stays(self, attended: list[Person]) -> None:
        """Some of those who sat at a table stay with its team."""
        stage, dice = self.stage, self.dice
        registrations = registered_for(KICKOFF, stage.facts(Registration))
        for person in attended:
            row = registrations[person.id]
            if row.solution is None or not dice.happens(STAYED):
                continue
            team = self.world.teams[row.solution]
            if not team.by_invitation and person.id not in team.members and len(team.members) < 9:
                joining = JoinTeam(mission=stage.mission, solution=team.id, skills=row.skills)
                moment = stage.later(dice, 0, 1)
                stage.ask_at(moment, joining, person.id)
                joined(stage, team, person.id, moment)


def play_kickoff(stage: Stage, world: World) -> None:
    """From the opening of registration to the end of the kick-off."""
    kickoff, mission = KickoffPlay(stage, world), stage.mission
    first, last = kickoff.starts_on, kickoff.starts_on + timedelta(days=DAYS - 1)
    until = stage.moment(last, 22)
    stage.chapter(0.52, 0.66, until, Message("play.kickoff"))
    stage.ask(PlanKickoff(mission=mission, kickoff=KICKOFF, starts_on=first - timedelta(days=EARLIER), days=DAYS))
    moved = MoveKickoff(mission=mission, kickoff=KICKOFF, starts_on=first, reason=phrases("solutions", "moved"))
    stage.ask_at(stage.now + timedelta(days=3), moved)
    attended = kickoff.registers()
    stage.at(stage.moment(first - timedelta(days=2), 18), kickoff.closes_registration)
    for person in attended:
        moment = stage.moment(first, 8) + timedelta(minutes=kickoff.dice.whole(0, 200))
        coming = ConfirmAttendance(mission=mission, kickoff=KICKOFF, participant=person.id)
        stage.ask_at(moment, coming, person.id)
    stage.at(stage.moment(first, 12), kickoff.gives_places_anew)
    left = [person for person in attended if kickoff.dice.happens(LEFT)]
    for person in left:
        leaving = CancelRegistration(mission=mission, kickoff=KICKOFF, participant=person.id)
        stage.ask_at(stage.moment(first + timedelta(days=1), 17), leaving, person.id)
    stage.at(stage.moment(last, 10), kickoff.stays, [person for person in attended if person not in left])
    stage.run(stage.moment(last, 17))
    stage.ask(HoldKickoff(mission=mission, kickoff=KICKOFF))
    stage.run(until + timedelta(days=2))
    stage.open(Phase.SUPPORT)
