"""Phase 2 of a play: institutions commit in public, keep it, are late or withdraw; what nobody takes on is a gap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from osi_core.challenges.commands import (
    AcknowledgeGap,
    KeepCommitment,
    MakeCommitment,
    MarkCommitmentLate,
    WithdrawCommitment,
)
from osi_core.challenges.events import CommitmentStatus as Fate
from osi_core.challenges.events import Lack
from osi_core.challenges.offer_commands import ConfirmCommitment, OfferCommitment, RefuseCommitment
from osi_core.domain import Command, Phase, Sector
from osi_core.simulation.dice import Dice
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say
from osi_core.simulation.world import House, World
from osi_core.words import Message

DAYS = 14
OFFERED = 5
"""One in so many, where a municipality makes it, is subject to its council."""
GAP = 0.08
LIKELY = {Sector.ADMINISTRATION: 5, Sector.BUSINESS: 3, Sector.SCIENCE: 2, Sector.CIVIL_SOCIETY: 2}
FATES = {Fate.KEPT: 56, Fate.KEPT_LATE: 10, Fate.LATE: 9, Fate.WITHDRAWN: 11, Fate.MADE: 14}


def play_commitments(stage: Stage, world: World) -> None:
    """From the published priorities to the end of the challenges phase."""
    stage.chapter(0.42, 0.45, stage.now + timedelta(days=DAYS), Message("play.commitments"))
    dice = stage.dice("commitments")
    register = Commitments(stage, world, dice)
    for place, challenge in enumerate(world.top):
        if place > 2 and (place == len(world.top) - 1 or dice.happens(GAP)):
            world.gaps.append(challenge)
            reason = say(dice, "commitments", "no_commitment")
            gap = AcknowledgeGap(mission=stage.mission, challenge=challenge, lacks=Lack.COMMITMENT, reason=reason)
            stage.ask_at(stage.later(dice, 10, DAYS - 1), gap, dice.pick(world.organisers))
        else:
            # Whatever chance says, one of the first priorities is let down later on: the register must show it.
            fate = Fate.KEPT if place == 0 else Fate.WITHDRAWN if place == 2 else None
            register.several(challenge, dice.weighted((1, 2, 3, 4), (4, 4, 2, 1)), fate)
    for challenge in world.ranked[len(world.top) : 2 * len(world.top)]:
        if dice.happens(0.3):
            register.several(challenge, 1, None)
    stage.run(stage.now + timedelta(days=DAYS))
    stage.open(Phase.SOLUTIONS)
    stage.close(Phase.CHALLENGES)


class Commitments:
    """Makes commitments and lets them come to their ends."""

    def __init__(self, stage: Stage, world: World, dice: Dice) -> None:
        self.stage, self.world, self.dice = stage, world, dice
        self._count = 0

    def several(self, challenge: str, count: int, fate: Fate | None) -> None:
        """Some institutions commit to a challenge; the first one's fate may be given."""
        houses: list[House] = []
        while len(houses) < min(count, len(self.world.houses)):
            weights = [0 if house in houses else LIKELY[house.sector] for house in self.world.houses]
            houses.append(self.dice.weighted(self.world.houses, weights))
        self.world.committed[challenge] = houses
        for number, house in enumerate(houses):
            drawn = self.dice.weighted(tuple(FATES), tuple(FATES.values()))
            self._makes(challenge, house, fate if fate and number == 0 else drawn)

    def _makes(self, challenge: str, house: House, fate: Fate) -> None:
        stage, dice = self.stage, self.dice
        self._count += 1
        name, made = f"m-{self._count:03d}", stage.later(dice, 2, DAYS - 2)
        due = made.date() + timedelta(days=dice.whole(170, 560))
        said: dict[str, Any] = {
            "mission": stage.mission,
            "commitment": name,
            "challenge": challenge,
            "scope": say(dice, "commitments", "scope"),
            "resources": say(dice, "commitments", "resources"),
            "due": due,
        }
        if house.sector is Sector.ADMINISTRATION and self._count % OFFERED == 0:
            if not self._decided(name, said, house, made):
                return
        else:
            stage.ask_at(made, MakeCommitment(**said), house.speaker)
        self._ends(name, challenge, house, fate, due.toordinal() - made.date().toordinal())

    def _decided(self, name: str, said: dict[str, Any], house: House, made: datetime) -> bool:
        """A municipality offers what its council has still to decide on; one council in four says no."""
        stage, decides_on = self.stage, made + timedelta(days=self.dice.whole(25, 50))
        body, mission = say(self.dice, "commitments", "body"), stage.mission
        offer = OfferCommitment(**said, body=body, decides_on=decides_on.date())
        stage.ask_at(made, offer, house.speaker)
        yes = self._count % (4 * OFFERED) != 0
        if yes:
            text = say(self.dice, "commitments", "confirmed")
            answer: Command = ConfirmCommitment(mission=mission, commitment=name, said=text)
        else:
            text = say(self.dice, "commitments", "refused")
            answer = RefuseCommitment(mission=mission, commitment=name, reason=text)
        stage.ask_at(decides_on, answer, house.speaker)
        return yes

    def _ends(self, name: str, challenge: str, house: House, fate: Fate, days: int) -> None:
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        if fate in (Fate.LATE, Fate.KEPT_LATE):
            stage.ask_at(
                stage.later(dice, days + DAYS, days + DAYS + 9), MarkCommitmentLate(mission=mission, commitment=name)
            )
        if fate in (Fate.KEPT, Fate.KEPT_LATE):
            evidence = say(dice, "commitments", "evidence")
            low, high = (days // 2, days - 1) if fate == Fate.KEPT else (days + DAYS + 20, days + DAYS + 150)
            command = KeepCommitment(mission=mission, commitment=name, evidence=evidence)
            stage.ask_at(stage.later(dice, low, high), command, house.speaker)
        if fate == Fate.WITHDRAWN:
            reason = say(dice, "commitments", "withdrawn")
            withdrawal = WithdrawCommitment(mission=mission, commitment=name, reason=reason)
            stage.ask_at(stage.later(dice, days // 3 + DAYS, days), withdrawal, house.speaker)
            if challenge in self.world.top:
                self.world.broken.append(challenge)
