"""Phase 5 of a play: institutions try initiatives out, with a hypothesis and with criteria said beforehand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from osi_core.curation.commands import AbandonPilot, AgreePilot, RecordPilotResult, StartPilot
from osi_core.curation.events import PilotStatus as End
from osi_core.curation.facts import Dossier
from osi_core.curation.ties import Affiliations, Involved, institutions_of
from osi_core.domain import NOTHING_JOINED
from osi_core.plugins.problems import PilotResult
from osi_core.simulation.stage import Stage
from osi_core.simulation.support import SupportProgramme
from osi_core.simulation.words import phrases, say
from osi_core.simulation.world import House, Team, World

ENDS = {End.SUCCEEDED: 62, End.FAILED: 14, End.INCONCLUSIVE: 17, End.ABANDONED: 7}


@dataclass(slots=True)
class Pilot:
    """A pilot, and how it will end."""

    id: str
    team: Team
    house: House
    end: End
    criteria: tuple[str, ...]


def _spread(teams: list[Team]) -> list[Team]:
    """At most one initiative for each challenge first, then the others in their order."""
    first: dict[str, Team] = {}
    for team in teams:
        first.setdefault(team.topics[0], team)
    chosen = [team for team in teams if first[team.topics[0]] is team]
    return [*chosen, *(team for team in teams if team not in chosen)]


class Pilots:
    """Who pilots what."""

    def __init__(self, stage: Stage, world: World, programme: SupportProgramme) -> None:
        self.stage, self.world, self.programme = stage, world, programme
        self.dice = stage.dice("pilots")
        self.pilots: list[Pilot] = []
        self.doubted: Team | None = None
        """An initiative that the reviews did not convince, and whose pilots will."""

    def of(self, team: Team) -> list[Pilot]:
        """The pilots of an initiative."""
        return [pilot for pilot in self.pilots if pilot.team is team]

    def agree(self, days: int) -> None:
        """The best initiatives are piloted, each in two or three institutions."""
        dice, left = self.dice, self.stage.plan.sizes.pilots
        number = 0
        for team in self._chosen():
            count = min(dice.whole(2, 3), left)
            if count == 0:
                break
            for house in self._partners(team, count):
                # Some pilots succeed whatever chance says: without any the mission could not go on to scale.
                sure = End.SUCCEEDED if number < 2 or team is self.doubted else None
                number, left = number + 1, left - 1
                self._agreed(f"t-{number:02d}", team, house, sure, days)

    def _chosen(self) -> list[Team]:
        """Fit initiatives first, among them those of the foremost priorities; then one that has not reached fit yet."""
        dossiers, today = self.stage.facts(Dossier), self.stage.now.date()
        living = [team for team in self.programme.initiatives if team.answers(today + timedelta(days=120))]
        known = [team for team in living if team.id in dossiers]
        fit = [team for team in known if dossiers[team.id].is_fit(today)]
        rank = {challenge: place for place, challenge in enumerate(self.world.ranked)}
        fit.sort(key=lambda team: (rank.get(team.topics[0], len(rank)), team.id))
        others = sorted((team for team in known if team not in fit), key=lambda team: (-team.quality, team.id))
        settled = (team for team in others if not dossiers[team.id].calls_for_review(today))
        self.doubted = next(settled, None)
        doubted = [self.doubted] if self.doubted else []
        rest = [team for team in others if team is not self.doubted]
        return _spread([*fit[:2], *doubted, *fit[2:], *rest])

    def _partners(self, team: Team, count: int) -> list[House]:
        """Institutions that committed to its challenges first, then others; never one of somebody in the team."""
        committed = [house for topic in team.topics for house in self.world.committed.get(topic, ())]
        busy = Counter(pilot.house.id for pilot in self.pilots)
        others = sorted(self.dice.shuffled(self.world.houses), key=lambda house: busy[house.id])
        wanted = (*(house for house in committed if busy[house.id] < 3), *others)
        involved = self.stage.facts(Involved)[team.id].within_a_year(self.stage.now)
        own = institutions_of(involved, self.stage.facts(Affiliations), self.stage.now, NOTHING_JOINED)
        able = {house.id: house for house in wanted if house.id not in own}
        return list(able.values())[:count]

    def _agreed(self, name: str, team: Team, house: House, sure: End | None, days: int) -> None:
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        start = stage.now.date() + timedelta(days=dice.whole(4, days * 14 // 100))
        end = start + timedelta(days=dice.whole(days * 16 // 100, days * 22 // 100))
        criteria = tuple(dice.some(phrases("curation", "criteria"), dice.whole(2, 3)))
        fate = sure or dice.weighted(tuple(ENDS), tuple(ENDS.values()))
        pilot = Pilot(name, team, house, fate, criteria)
        self.pilots.append(pilot)
        agreement = AgreePilot(
            mission=mission,
            pilot=name,
            initiative=team.id,
            institution=house.id,
            hypothesis=say(dice, "curation", "hypothesis"),
            success_criteria=criteria,
            start=start,
            end=end,
        )
        stage.ask(agreement, house.speaker)
        stage.ask_at(stage.moment(start), StartPilot(mission=mission, pilot=name), house.speaker)
        stage.at(stage.moment(end, 15), self._ends, pilot)

    def _ends(self, pilot: Pilot) -> None:
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        if pilot.end == End.ABANDONED:
            reason = phrases("curation", "abandoned")
            stage.ask(AbandonPilot(mission=mission, pilot=pilot.id, reason=reason), pilot.house.speaker)
            return
        met = [pilot.end == End.SUCCEEDED or dice.happens(0.5) for _ in pilot.criteria]
        if pilot.end != End.SUCCEEDED:
            met[0] = False
        command = RecordPilotResult(
            mission=mission,
            pilot=pilot.id,
            met=tuple(met),
            result=PilotResult(pilot.end),
            evidence=say(dice, "curation", "evidence"),
        )
        stage.ask(command, pilot.house.speaker)
