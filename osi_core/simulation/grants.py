"""Phase 4 of a play: a grant round. Initiatives apply to a fund, people vote, and the playbook's rule decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from osi_core.domain import Sector
from osi_core.funding.commands import (
    AcceptGrant,
    ApplyForGrant,
    CastGrantBallot,
    CloseGrantRound,
    LapseGrant,
    OpenFund,
    OpenGrantRound,
    PayGrant,
    ProposeGrantMove,
    ReturnGrant,
)
from osi_core.funding.events import GrantMove, GrantStatus
from osi_core.funding.facts import Grant
from osi_core.money import Money
from osi_core.simulation.dice import seeded_id
from osi_core.simulation.stage import Stage
from osi_core.simulation.support import SupportProgramme
from osi_core.simulation.words import say, why
from osi_core.simulation.world import Person, Team, World

FUND, ROUND = "innovation", "first-grants"
FUND_OPENS, ROUND_OPENS, APPLICATION_DAYS, BALLOT_DAYS = 15, 20, 21, 14
"""The first two in days after the programme's start."""
APPLICATIONS, EACH = 40, 1_250_000
"""At most so many applications; for each of them so many cents stand in the round's budget."""
VOTERS, CHANGED = 0.36, 0.05
FIRST_INSTALMENT, ACCEPT_DAYS = 70, 21
"""Percent of a grant that is paid at once."""


class GrantRound:
    """The one grant round of the programme, from the fund to the last instalment."""

    def __init__(self, stage: Stage, world: World, programme: SupportProgramme) -> None:
        self.stage, self.world, self.programme = stage, world, programme
        self.dice = stage.dice("grants")
        self.applied: dict[str, Team] = {}
        """Application → team."""
        self._appeal: dict[str, float] = {}
        """Application → how likely somebody approves it, who neither does nor does not care for its field."""
        payers = [house for house in world.houses if house.sector is Sector.ADMINISTRATION]
        self.giver = self.dice.pick(payers)

    def plan(self) -> None:
        """Puts all of it on the agenda."""
        stage, begins = self.stage, self.stage.now.date()
        stage.at(stage.moment(begins + timedelta(days=FUND_OPENS)), self._opens_fund)
        stage.at(stage.moment(begins + timedelta(days=ROUND_OPENS)), self._opens_round)

    def _money(self, minor: int) -> Money:
        return Money(minor=minor, currency="EUR")

    @property
    def _wanted(self) -> int:
        """How many initiatives will apply: a quarter of them, at least five, and not more than forty."""
        return min(APPLICATIONS, max(5, len(self.programme.initiatives) // 4))

    def _opens_fund(self) -> None:
        amount = self._money(self._wanted * EACH * 6 // 5)
        purpose = say(self.dice, "funding", "fund")
        fund = OpenFund(
            mission=self.stage.mission, fund=FUND, institution=self.giver.id, purpose=purpose, amount=amount
        )
        self.stage.ask(fund, self.giver.speaker)

    def _opens_round(self) -> None:
        stage = self.stage
        applications_until = stage.moment(stage.now.date() + timedelta(days=APPLICATION_DAYS), 18)
        closes_at = applications_until + timedelta(days=BALLOT_DAYS)
        opening = OpenGrantRound(
            mission=stage.mission,
            round=ROUND,
            fund=FUND,
            budget=self._money(self._wanted * EACH),
            applications_until=applications_until,
            closes_at=closes_at,
        )
        stage.ask(opening, self.dice.pick(self.world.organisers))
        until = applications_until.date()
        willing = [team for team in self.programme.initiatives if team.answers(until)]
        for team in self.dice.some(willing, self._wanted):
            stage.at(stage.later(self.dice, 1, APPLICATION_DAYS - 2), self._applies, team)
        stage.at(applications_until, self._people_vote)
        stage.at(closes_at, self._decides)

    def _applies(self, team: Team) -> None:
        """From 6,000 to 35,000 euros, in steps of 50 cents."""
        if team.gone:
            return
        application = f"a-{seeded_id(self.stage.plan.seed, 'application', team.id)}"
        self.applied[application] = team
        self._appeal[application] = team.quality / 200 + self.dice.share() / 4
        asking = ApplyForGrant(
            mission=self.stage.mission,
            application=application,
            round=ROUND,
            initiative=team.id,
            asked=self._money(self.dice.whole(12_000, 70_000) * 50),
            purpose=say(self.dice, "funding", "purpose"),
        )
        self.stage.ask(asking, team.founder)

    # Voting

    def _people_vote(self) -> None:
        stage, dice, citizens = self.stage, self.dice, self.world.citizens
        for person in dice.some(citizens, int(len(citizens) * VOTERS)):
            moment = stage.later(dice, 1, BALLOT_DAYS - 3)
            self._casts(person, moment, 0)
            if dice.happens(CHANGED):
                self._casts(person, moment + timedelta(days=dice.whole(1, 2)), 1)

    def _casts(self, person: Person, moment: datetime, revision: int) -> None:
        ballot = CastGrantBallot(
            mission=self.stage.mission,
            round=ROUND,
            participant=person.id,
            ballot=f"g-{person.id[2:]}",
            revision=revision,
            choices=self._choices(person),
        )
        self.stage.ask_at(moment, ballot, person.id)

    def _choices(self, person: Person) -> tuple[str, ...]:
        """People approve what appeals to them: a good part of what lies in their fields, little of the rest."""
        fields = {theme.id for theme in person.interests}
        found = [
            application
            for application, team in self.applied.items()
            if self.dice.happens(self._appeal[application] * (2.0 if team.theme.id in fields else 0.4))
        ]
        return tuple(found[: self.stage.playbook.funding.max_choices] or self.dice.some(list(self.applied), 1))

    # Deciding and paying

    def _decides(self) -> None:
        stage = self.stage
        stage.ask(CloseGrantRound(mission=stage.mission, round=ROUND), self.dice.pick(self.world.organisers))
        stage.decide()
        for application, grant in stage.facts(Grant).items():
            if grant.status is GrantStatus.AWARDED:
                first = self._money(grant.awarded.minor * FIRST_INSTALMENT // 100)
                stage.at(stage.later(self.dice, 1, 6), self._accepts, application)
                stage.at(stage.later(self.dice, 7, 21), self._pays_first, application, first)
                stage.at(stage.later(self.dice, 80, 100), self._pays_the_rest, application)

    def _accepts(self, application: str) -> None:
        team = self.applied[application]
        if not team.gone:
            accepting = AcceptGrant(mission=self.stage.mission, round=ROUND, application=application)
            self.stage.ask(accepting, team.founder)
        else:
            self.stage.at(self.stage.now + timedelta(days=ACCEPT_DAYS), self._lapses, application)

    def _lapses(self, application: str) -> None:
        lapse = LapseGrant(mission=self.stage.mission, round=ROUND, application=application)
        self.stage.ask(lapse, self.dice.pick(self.world.organisers))

    def _pays_first(self, application: str, amount: Money) -> None:
        """Who organises proposes, and the giver pays."""
        if not self.applied[application].gone:
            self._proposes(application, amount, GrantMove.PAY)
            self._pays(application, amount)

    def _proposes(self, application: str, amount: Money, move: GrantMove) -> None:
        proposal = ProposeGrantMove(
            mission=self.stage.mission, round=ROUND, application=application, amount=amount, move=move
        )
        self.stage.ask(proposal, self.dice.pick(self.world.organisers))

    def _pays(self, application: str, amount: Money) -> None:
        payment = PayGrant(mission=self.stage.mission, round=ROUND, application=application, amount=amount)
        self.stage.ask(payment, self.giver.speaker)

    def _pays_the_rest(self, application: str) -> None:
        """The second instalment; what is not needed, or whose team has gone, comes back."""
        team, dice, mission = self.applied[application], self.dice, self.stage.mission
        grant = self.stage.facts(Grant)[application]
        unpaid = grant.awarded - grant.paid - grant.returned
        if grant.status is GrantStatus.LAPSED:
            return
        if team.gone:
            self._proposes(application, unpaid, GrantMove.TAKE_BACK)
            reason, note = why(dice, "funding", "gone")
            gone = ReturnGrant(
                mission=mission, round=ROUND, application=application, amount=unpaid, reason=reason, note=note
            )
            self.stage.ask(gone, self.giver.speaker)
            return
        self._pays_first(application, unpaid)
        if dice.happens(0.1):
            saved = self._money(unpaid.minor // 5)
            reason, note = why(dice, "funding", "returned")
            rest = ReturnGrant(
                mission=mission, round=ROUND, application=application, amount=saved, reason=reason, note=note
            )
            self.stage.ask(rest, team.founder)
