"""Teams of a play: who comes, who speaks for them, and what becomes of what they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say
from osi_core.simulation.world import Team
from osi_core.solutions.commands import UpdateSolution
from osi_core.solutions.events import UpdateKind
from osi_core.solutions.team_commands import AppointSpeaker


def joined(stage: Stage, team: Team, person: str, moment: datetime) -> None:
    """Somebody joins a team; the founder makes the first who comes a speaker too."""
    team.members.append(person)
    if team.speakers[-1] == person:
        appointed = AppointSpeaker(mission=stage.mission, solution=team.id, participant=person)
        stage.ask_at(moment + timedelta(minutes=1), appointed, team.founder)


def writes_anew(stage: Stage, team: Team, kind: UpdateKind) -> None:
    """A team changes the words of its solution."""
    dice = stage.dice("versions", team.id)
    text = say(dice, "solutions", "text_existing", place=team.theme.name, how=say(dice, "solutions", "how"))
    stage.ask(UpdateSolution(mission=stage.mission, solution=team.id, text=text, kind=kind), team.founder)
