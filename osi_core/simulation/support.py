"""Phase 4 of a play: the programme. Initiatives are admitted, show signs of life or fall silent, and go together."""

from __future__ import annotations

from datetime import datetime, timedelta

from osi_core.domain import Phase
from osi_core.simulation.needs import Exchange
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say, why
from osi_core.simulation.world import Team, World
from osi_core.support.commands import (
    AdmitInitiative,
    ConsentToBundle,
    DeclineBundle,
    EndProgramme,
    MarkDroppedOut,
    ProposeBundle,
    RecordActivity,
    StartProgramme,
    WarnOfDropOff,
)
from osi_core.support.facts import Initiative, Programme

PROGRAMME = "programme-1"
"""A play has one; its id."""
ADMITTED, SILENT, DISSOLVED = 0.82, 0.24, 0.05
WARNED_EVERY = 20
"""Days between two looks at who has fallen silent."""


class SupportProgramme:
    """The programme from its start to its end."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world, self.dice = stage, world, stage.dice("support")
        self.initiatives: list[Team] = []
        self.exchange = Exchange(stage, world)
        self.ends: datetime = stage.now

    def start(self) -> None:
        """The programme begins, teams are admitted, and what follows is put on the agenda."""
        stage, dice = self.stage, self.dice
        stage.ask(StartProgramme(mission=stage.mission, programme=PROGRAMME))
        self.ends = stage.moment(stage.facts(Programme)[PROGRAMME].ends_on, 12)
        teams = list(self.world.teams.values())
        # The answers to the first priorities are in from the start, so that every play has initiatives to follow.
        self.initiatives = [team for number, team in enumerate(teams) if number < 6 or dice.happens(ADMITTED)]
        for number, team in enumerate(self.initiatives):
            stage.at(stage.later(dice, 0, 12), self._admits, team, number < 6)
        self.exchange.open(self.ends)
        for day in range(WARNED_EVERY, (self.ends - stage.now).days, WARNED_EVERY):
            stage.at(stage.now + timedelta(days=day), self._looks_for_the_silent)
        stage.at(stage.later(dice, 60, 70), self._bundles)

    def _admits(self, team: Team, stays: bool) -> None:
        stage, dice = self.stage, self.dice
        admitted = AdmitInitiative(mission=stage.mission, initiative=team.id, programme=PROGRAMME)
        stage.ask(admitted, dice.pick(self.world.organisers))
        days = (self.ends - stage.now).days
        if not stays and dice.happens(SILENT):
            team.silent_from = stage.later(dice, days // 8, days - days // 6).date()
        elif not stays and dice.happens(DISSOLVED):
            stage.at(stage.later(dice, days // 3, days - 20), self._dissolves, team)
        stage.at(stage.later(dice, 14, 35), self._is_active, team)
        self.exchange.needs_of(team, self.ends)

    def _is_active(self, team: Team) -> None:
        """A sign of life every three to six weeks."""
        stage, dice = self.stage, self.dice
        if team.answers(stage.now.date()):
            note = say(dice, "support", "activity") if dice.happens(0.7) else None
            stage.ask(RecordActivity(mission=stage.mission, initiative=team.id, note=note), dice.pick(team.speakers))
            following = stage.later(dice, 21, 42)
            if following < self.ends:
                stage.at(following, self._is_active, team)

    def _dissolves(self, team: Team) -> None:
        if not team.gone:
            reason, note = why(self.dice, "support", "dropped_out")
            dropped = MarkDroppedOut(mission=self.stage.mission, initiative=team.id, reason=reason, note=note)
            self.stage.ask(dropped, team.founder)
            team.gone = True

    def _looks_for_the_silent(self) -> None:
        """Warns, and some time later marks as dropped out who has not answered."""
        self.stage.ask(WarnOfDropOff(mission=self.stage.mission, programme=PROGRAMME))
        self.stage.at(self.stage.now + timedelta(days=18), self._marks_the_warned)

    def _marks_the_warned(self) -> None:
        stage, facts = self.stage, self.stage.facts(Initiative)
        today, grace = stage.now.date(), timedelta(days=stage.playbook.support.grace_days)
        for team in self.initiatives:
            row = facts.get(team.id)
            if row is None or team.gone or row.warned_at is None:
                continue
            if team.answers(today):
                stage.ask(RecordActivity(mission=stage.mission, initiative=team.id), team.founder)
            elif stage.now - row.warned_at >= grace:
                reason, note = why(self.dice, "support", "silent")
                stage.ask(MarkDroppedOut(mission=stage.mission, initiative=team.id, reason=reason, note=note))
                team.gone = True

    # Bundles

    def _bundles(self) -> None:
        """Initiatives that answer the same challenge are asked to go together; most do."""
        dice, stage = self.dice, self.stage
        by_topic: dict[str, list[Team]] = {}
        horizon = stage.now.date() + timedelta(days=20)
        for team in self.initiatives:
            if team.answers(horizon):
                by_topic.setdefault(team.topics[0], []).append(team)
        groups = [teams for teams in by_topic.values() if len(teams) >= 2]
        for number, teams in enumerate(dice.some(groups, max(1, len(groups) // 2)), start=1):
            self._proposes(f"bundle-{number:02d}", dice.some(teams, dice.whole(2, 4)), declined=number % 5 == 0)

    def _proposes(self, name: str, teams: list[Team], *, declined: bool) -> None:
        dice, stage, mission = self.dice, self.stage, self.stage.mission
        ids = tuple(team.id for team in teams)
        purpose = say(dice, "support", "bundle", theme=teams[0].theme.name)
        stage.ask(
            ProposeBundle(mission=mission, bundle=name, initiatives=ids, purpose=purpose), dice.pick(teams).founder
        )
        for number, team in enumerate(teams):
            if declined and number == len(teams) - 1:
                reason, note = why(dice, "support", "declined")
                word = DeclineBundle(mission=mission, bundle=name, initiative=team.id, reason=reason, note=note)
                stage.ask_at(stage.now + timedelta(days=12), word, team.founder)
            else:
                consent = ConsentToBundle(mission=mission, bundle=name, initiative=team.id)
                stage.at(stage.later(dice, 2, 10), self._consents, team, consent)

    def _consents(self, team: Team, consent: ConsentToBundle) -> None:
        if not team.gone:
            self.stage.ask(consent, team.founder)

    def end(self) -> None:
        """The programme's end is stated, and the phase closed."""
        self.stage.ask(EndProgramme(mission=self.stage.mission, programme=PROGRAMME))
        self.stage.close(Phase.SUPPORT)
