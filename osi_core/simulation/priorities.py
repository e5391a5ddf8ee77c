"""Phase 2 of a play: the round of priorities, decided by the playbook's rule from ballots that are all in the log."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta
from itertools import accumulate

from osi_core.challenges.commands import AddVoter, CastBallot, CloseRound, OpenRound
from osi_core.challenges.facts import Challenge
from osi_core.domain import DataOrigin
from osi_core.mission.commands import JoinMission
from osi_core.plugins.problems import BallotKind
from osi_core.simulation.dice import Dice, seeded_participant
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import Theme, themes
from osi_core.simulation.world import Person, Topic, World
from osi_core.words import Message

DAYS = 14
VOTERS, CHANGED = 0.47, 0.06
ROUND = "priorities"
TALKED_OF = ""
"""The slate of all challenges, from which the most popular are drawn whatever a person's fields are."""


def open_round(stage: Stage, origin: DataOrigin = DataOrigin.SIMULATED) -> None:
    """Asks everyone which challenges come first; all that are accepted stand for choice."""
    closes_at = stage.moment(stage.now.date() + timedelta(days=DAYS), 18)
    command = OpenRound(mission=stage.mission, round=ROUND, kind=BallotKind.APPROVAL, closes_at=closes_at)
    stage.ask(command, label="round", origin=origin)
    stage.flush()


def play_round(stage: Stage, world: World) -> None:
    """A round with invented ballots: people approve what lies in their fields, the popular first."""
    stage.chapter(0.3, 0.4, stage.now + timedelta(days=DAYS), Message("play.priorities"))
    dice = stage.dice("ballots")
    open_round(stage)
    most = stage.playbook.challenges.max_choices
    slates = _slates(world)
    for person in dice.some(world.citizens, int(len(world.citizens) * VOTERS)):
        moment = stage.later(dice, 0, DAYS - 3)
        _casts(stage, dice, person, slates, moment, most, 0)
        if dice.happens(CHANGED):
            _casts(stage, dice, person, slates, moment + timedelta(days=dice.whole(1, 2)), most, 1)
    _latecomers(stage, dice, slates, most)
    stage.run(stage.moment(stage.now.date() + timedelta(days=DAYS), 19))


def _latecomers(stage: Stage, dice: Dice, slates: dict[str, Slate], most: int) -> None:
    """People who join while the round runs are added to it and vote."""
    for number in range(3):
        person = Person(seeded_participant(stage.plan.seed, "latecomer", number), 0, tuple(dice.some(themes(), 3)))
        moment = stage.later(dice, 1, DAYS - 4)
        stage.ask_at(moment, JoinMission(mission=stage.mission, participant=person.id), person.id)
        stage.ask_at(moment, AddVoter(mission=stage.mission, round=ROUND, participant=person.id))
        _casts(stage, dice, person, slates, moment, most, 0)


class Slate:
    """The challenges of a theme, or of all, that a person may approve, drawn by their popularity."""

    def __init__(self, topics: list[Topic], weights: list[int] | None = None) -> None:
        self.topics = topics
        self._upto = list(accumulate(weights or [topic.popularity for topic in topics]))

    def draw(self, dice: Dice, count: int) -> list[str]:
        """Up to so many different ones."""
        found = {}
        for _ in range(count):
            target = dice.whole(1, self._upto[-1])
            found[self.topics[bisect_left(self._upto, target)].id] = True
        return list(found)


def _slates(world: World) -> dict[str, Slate]:
    by_theme: dict[str, list[Topic]] = {}
    for topic in world.topics.values():
        if not topic.merged:
            by_theme.setdefault(topic.theme.id, []).append(topic)
    everything = [topic for topics in by_theme.values() for topic in topics]
    talked_of = Slate(everything, [topic.popularity**2 for topic in everything])
    return {theme: Slate(topics) for theme, topics in by_theme.items()} | {TALKED_OF: talked_of}


def _casts(
    stage: Stage, dice: Dice, person: Person, slates: dict[str, Slate], moment: datetime, most: int, revision: int
) -> None:
    fields: list[Theme] = [theme for theme in person.interests if theme.id in slates] or [
        theme for theme in themes() if theme.id in slates
    ]
    choices = dict.fromkeys(slates[TALKED_OF].draw(dice, dice.whole(0, 4)))
    for theme in fields:
        choices |= dict.fromkeys(slates[theme.id].draw(dice, dice.whole(1, 4)))
    stage.ask_at(
        moment,
        CastBallot(
            mission=stage.mission,
            round=ROUND,
            participant=person.id,
            ballot=f"b-{person.id[2:]}",
            revision=revision,
            choices=tuple(choices)[:most],
        ),
        person.id,
    )


def count_the_round(stage: Stage, world: World, origin: DataOrigin = DataOrigin.SIMULATED) -> None:
    """Closes the round and records what the rule makes of it."""
    stage.ask(CloseRound(mission=stage.mission, round=ROUND), origin=origin)
    stage.decide(origin)
    challenges = stage.facts(Challenge)
    ranked = sorted((row.rank, name) for name, row in challenges.items() if row.rank is not None)
    world.ranked = [name for _, name in ranked if name in world.topics]
    world.top = [name for name in world.ranked if challenges[name].in_top]
