"""Phase 4 of a play: needs and offers, matched week by week, delivered, and confirmed twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from osi_core.domain import Sector
from osi_core.funding.commands import OpenFund
from osi_core.money import Money
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import say, why
from osi_core.simulation.world import Team, World
from osi_core.support.commands import (
    AcceptMatch,
    CancelNeed,
    ConfirmDelivery,
    DeliverSupport,
    MatchNeed,
    OfferSupport,
    ReleaseMatch,
    StateNeed,
)
from osi_core.support.events import SupportKind

WANTED = {
    SupportKind.EXPERT: 34,
    SupportKind.TALK: 14,
    SupportKind.FEEDBACK_SESSION: 24,
    SupportKind.STIPEND: 16,
    SupportKind.PLATFORM_ACCESS: 12,
}
CANCELLED, RELEASED = 0.05, 0.05
SHARES_OF_A_STIPEND = (100_000, 150_000, 250_000, 400_000)
"""In cents."""


@dataclass(slots=True)
class StandingOffer:
    """An offer, and what is left of it."""

    id: str
    kind: SupportKind
    by: str
    free: int
    skills: tuple[str, ...]
    money: int = 0


@dataclass(slots=True)
class Want:
    """A need that waits for an offer."""

    id: str
    kind: SupportKind
    team: Team
    skills: tuple[str, ...]
    money: int = 0


class Exchange:
    """Needs, offers, and how they find each other."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world, self.dice = stage, world, stage.dice("needs")
        self.offers: list[StandingOffer] = []
        self.waiting: list[Want] = []
        self._offers = self._needs = 0

    def open(self, until: datetime) -> None:
        """Offers come in the first months; every week somebody matches."""
        stage, dice, world = self.stage, self.dice, self.world
        no_skills: tuple[str, ...] = ()
        for expert in world.experts:
            if dice.happens(0.75):
                kind = dice.weighted((SupportKind.EXPERT, SupportKind.FEEDBACK_SESSION, SupportKind.TALK), (6, 3, 1))
                skills = tuple(dice.some(dice.pick(list(world.teams.values())).theme.skills, 2))
                stage.at(stage.later(dice, 1, 70), self._offered, kind, expert.id, skills, dice.whole(1, 3))
        for house in world.houses:
            pays = house.sector in (Sector.ADMINISTRATION, Sector.BUSINESS)
            if dice.happens(0.6):
                kind = SupportKind.STIPEND if pays else SupportKind.PLATFORM_ACCESS
                stage.at(stage.later(dice, 1, 40), self._offered, kind, house.speaker, no_skills, dice.whole(2, 8))
            if dice.happens(0.25):
                kind = SupportKind.TALK
                stage.at(stage.later(dice, 10, 90), self._offered, kind, house.speaker, no_skills, dice.whole(4, 12))
        for day in range(7, (until - stage.now).days - 20, 7):
            stage.at(stage.now + timedelta(days=day, hours=2), self._match)

    def _offered(self, kind: SupportKind, by: str, skills: tuple[str, ...], capacity: int) -> None:
        dice = self.dice
        self._offers += 1
        money = capacity * dice.pick(SHARES_OF_A_STIPEND) if kind is SupportKind.STIPEND else 0
        offer = StandingOffer(f"o-{self._offers:03d}", kind, by, capacity, skills, money)
        self.offers.append(offer)
        fund = self._fund_of(by, money) if money else None
        command = OfferSupport(
            mission=self.stage.mission,
            offer=offer.id,
            kind=kind,
            capacity=capacity,
            skills=skills,
            text=say(dice, "support", "offer"),
            budget=_euros(money),
            fund=fund,
        )
        self.stage.ask(command, by)

    def _fund_of(self, by: str, money: int) -> str:
        """Opens the fund that an institution's stipends are paid of."""
        house = next(house for house in self.world.houses if house.speaker == by)
        fund, purpose = f"stipends-{self._offers:03d}", say(self.dice, "funding", "stipends")
        amount = Money(minor=money, currency="EUR")
        opening = OpenFund(mission=self.stage.mission, fund=fund, institution=house.id, purpose=purpose, amount=amount)
        self.stage.ask(opening, by)
        return fund

    def needs_of(self, team: Team, until: datetime) -> None:
        """An initiative's needs over the programme."""
        days = (until - self.stage.now).days
        for _ in range(self.dice.whole(1, 5)):
            moment = self.stage.later(self.dice, 3, max(days - 70, 4))
            kind = self.dice.weighted(tuple(WANTED), tuple(WANTED.values()))
            self.stage.at(moment, self._wanted, kind, team)

    def _wanted(self, kind: SupportKind, team: Team) -> None:
        stage, dice = self.stage, self.dice
        if not team.answers(stage.now.date()):
            return
        self._needs += 1
        skill = dice.pick(team.theme.skills)
        money = dice.pick(SHARES_OF_A_STIPEND) if kind is SupportKind.STIPEND else 0
        want = Want(f"n-{self._needs:04d}", kind, team, (skill,) if kind is SupportKind.EXPERT else (), money)
        command = StateNeed(
            mission=stage.mission,
            need=want.id,
            initiative=team.id,
            kind=kind,
            text=say(dice, "support", kind, skill=skill),
            skills=want.skills,
            amount=_euros(money),
        )
        stage.ask(command, dice.pick(team.speakers))
        self.waiting.append(want)

    # Matching

    def _match(self) -> None:
        """The organisers look through all that waits; a need that is matched finds its end in the weeks after."""
        stage, dice, still = self.stage, self.dice, []
        today = stage.now.date()
        for want in self.waiting:
            if want.team.gone:
                continue
            if want.team.answers(today) and dice.happens(CANCELLED / 8):
                reason, note = why(dice, "support", "cancelled")
                cancelled = CancelNeed(mission=stage.mission, need=want.id, reason=reason, note=note)
                stage.ask(cancelled, want.team.founder)
                continue
            offer = self._fitting(want)
            if offer is None:
                still.append(want)
            else:
                self._matched(want, offer)
        self.waiting = still

    def _fitting(self, want: Want) -> StandingOffer | None:
        """The offer of that kind with the most skills in common; of equals the first."""
        able = [
            offer
            for offer in self.offers
            if offer.kind == want.kind
            and offer.free > 0
            and offer.money >= want.money
            and offer.by not in want.team.members
        ]
        return max(able, key=lambda offer: len(set(offer.skills) & set(want.skills)), default=None)

    def _matched(self, want: Want, offer: StandingOffer) -> None:
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        offer.free, offer.money = offer.free - 1, offer.money - want.money
        stage.ask(MatchNeed(mission=mission, offer=offer.id, need=want.id), dice.pick(self.world.organisers))
        stage.ask(AcceptMatch(mission=mission, offer=offer.id, need=want.id), want.team.founder)
        if dice.happens(RELEASED):
            stage.at(stage.later(dice, 5, 12), self._released, want, offer)
        else:
            stage.at(stage.later(dice, 3, 24), self._delivered, want, offer)

    def _released(self, want: Want, offer: StandingOffer) -> None:
        reason, note = why(self.dice, "support", "released")
        released = ReleaseMatch(mission=self.stage.mission, offer=offer.id, need=want.id, reason=reason, note=note)
        self.stage.ask(released, offer.by)
        offer.free, offer.money = offer.free + 1, offer.money + want.money
        if not want.team.gone:
            self.waiting.append(want)

    def _delivered(self, want: Want, offer: StandingOffer) -> None:
        """Both sides confirm in their own time; a side that has fallen silent does not."""
        stage, dice, mission = self.stage, self.dice, self.stage.mission
        stage.ask(DeliverSupport(mission=mission, offer=offer.id, need=want.id), offer.by)
        confirmation = ConfirmDelivery(mission=mission, offer=offer.id, need=want.id)
        stage.ask_at(stage.later(dice, 0, 3), confirmation, offer.by)
        if dice.happens(0.95):
            stage.at(stage.later(dice, 1, 9), self._confirmed, want, confirmation)

    def _confirmed(self, want: Want, confirmation: ConfirmDelivery) -> None:
        if want.team.answers(self.stage.now.date()):
            self.stage.ask(confirmation, want.team.founder)


def _euros(cents: int) -> Money | None:
    return Money(minor=cents, currency="EUR") if cents else None
