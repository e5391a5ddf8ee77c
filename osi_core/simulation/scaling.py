"""Phase 6 of a play: what works is rolled out, financed and measured, up to the final report."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from osi_core.curation.facts import Dossier
from osi_core.domain import NOTHING_JOINED, DataOrigin, Phase
from osi_core.money import Money
from osi_core.scaling.adoption_conditions import unmet_for_claim
from osi_core.scaling.commands import (
    Capacity,
    EndAdoption,
    OpenPlan,
    PublishFinalReport,
    RecordAdoption,
    RecordReading,
    RequestPlan,
    SetFinancingModel,
)
from osi_core.scaling.events import FinancingKind
from osi_core.scaling.facts import Adopters
from osi_core.scaling.facts import Plan as RolloutPlan
from osi_core.simulation.dice import Dice
from osi_core.simulation.plan import Plan
from osi_core.simulation.stage import Stage
from osi_core.simulation.words import phrases, say
from osi_core.simulation.world import House, Team, World
from osi_core.words import Message

FIRST_ADOPTION, ROLLOUT = 60, 900
"""Days after the opening of the phase up to which first adoptions come, and up to which all others do."""
ENDED = 0.08


class Rollout:
    """Adoptions, financing, readings of the indicator."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.stage, self.world, self.dice = stage, world, stage.dice("scaling")
        self.adoptions: list[tuple[str, House]] = []
        self._count = 0

    def open(self) -> None:
        """The phase opens as soon as one initiative passes the gate; all that pass get a plan."""
        stage = self.stage
        stage.open(Phase.SCALING)
        able = self._able()
        for team in able:
            capacities = tuple(
                Capacity(institution=house.id, units=self.dice.whole(1, 12))
                for house in self.dice.some(self.world.houses, 4)
            )
            request = RequestPlan(
                mission=stage.mission, initiative=team.id, target=self.dice.whole(10, 40), capacities=capacities
            )
            organiser = self.dice.pick(self.world.organisers)
            stage.ask(OpenPlan(mission=stage.mission, initiative=team.id), organiser)
            stage.ask(request, organiser)
        stage.decide()
        plans, dossiers = stage.facts(RolloutPlan), stage.facts(Dossier)
        for team in able:
            self._rolls_out(team, list(dossiers[team.id].piloted_by), [s.institution for s in plans[team.id].steps])

    def _able(self) -> list[Team]:
        stage = self.stage
        settings, dossiers, adopters = stage.playbook.scaling, stage.facts(Dossier), stage.facts(Adopters)
        until = stage.now.date() + timedelta(days=FIRST_ADOPTION)

        def lacks(team: Team) -> bool:
            known = dossiers.get(team.id), adopters.get(team.id)
            return any(unmet_for_claim(team.id, *known, settings, until, NOTHING_JOINED))

        return [team for team in self.world.teams.values() if not lacks(team)]

    def _rolls_out(self, team: Team, piloted: list[str], planned: list[str]) -> None:
        """Those who piloted come first, then those of the plan, then others who have heard of it."""
        stage, dice = self.stage, self.dice
        others = [house.id for house in dice.some(self.world.houses, dice.whole(1, 5))]
        institutions = list(dict.fromkeys([*piloted, *planned, *others]))
        self.world.adopted.append(team.id)
        for number, name in enumerate(institutions[: dice.whole(3, 9)]):
            low, high = (7, FIRST_ADOPTION) if number < 2 else (FIRST_ADOPTION, ROLLOUT)
            stage.at(stage.later(dice, low, high), self._adopts, team, self.world.house(name))
        stage.at(stage.later(dice, 20, 90), self._finances, team)

    def _adopts(self, team: Team, house: House) -> None:
        stage, dice = self.stage, self.dice
        self._count += 1
        name = f"a-{self._count:03d}"
        command = RecordAdoption(
            mission=stage.mission,
            adoption=name,
            initiative=team.id,
            institution=house.id,
            place=house.place,
            on=stage.now.date(),
            source=phrases("scaling", "adoption_source"),
        )
        stage.ask(command, house.speaker)
        if dice.happens(ENDED):
            ending = EndAdoption(mission=stage.mission, adoption=name, reason=phrases("scaling", "ended"))
            stage.ask_at(stage.later(dice, 200, 500), ending, house.speaker)
        else:
            self.adoptions.append((team.id, house))

    def _finances(self, team: Team) -> None:
        dice, models = self.dice, phrases("scaling", "financing")
        weights = [(4, 2, 2, 1, 2, 3)[place % 6] for place in range(len(models))]
        kind = FinancingKind(dice.weighted(tuple(models), weights))
        command = SetFinancingModel(
            mission=self.stage.mission,
            initiative=team.id,
            kind=kind,
            description=models[kind],
            per_year=Money(minor=dice.whole(8, 90) * 100_000, currency="EUR"),
            self_sustaining=kind in (FinancingKind.INSTITUTION_BUDGET, FinancingKind.MEMBERSHIP, FinancingKind.FEES),
        )
        self.stage.ask(command, team.founder)


def scale(stage: Stage, world: World, rollout: Rollout) -> None:
    """Up to the day on which the target is reached, or the deadline has passed: readings, then the final report."""
    plan = stage.plan
    deadline = stage.moment(plan.indicator.deadline) + timedelta(days=14)
    stage.chapter(0.94, 1.0, deadline, Message("play.scaling"))
    readings = _readings(plan, stage.now.date(), stage.dice("indicator"))
    reached = False
    for on, value in readings:
        stage.run(stage.moment(on, 10))
        source = f"{phrases('scaling', 'source')} {on.year}"
        stage.ask(RecordReading(mission=stage.mission, value=value, on=on, source=source))
        reached = _has_reached(plan, value)
        if reached:
            break
    stage.run(stage.now + timedelta(days=30) if reached else max(deadline, stage.now))
    on, value = next((one for one in readings if _has_reached(plan, one[1])), readings[-1])
    summary = say(
        stage.dice("report"),
        "scaling",
        "report_reached" if reached else "report_missed",
        day=f"{on:%d.%m.%Y}",
        value=f"{value:f}".replace(".", ","),
        unit=plan.indicator.unit,
        target=f"{plan.indicator.target:f}".replace(".", ","),
        adopted=len({name for name, _ in rollout.adoptions}),
        institutions=len({house.id for _, house in rollout.adoptions}),
    )
    stage.ask(PublishFinalReport(mission=stage.mission, summary=summary), world.organisers[0])
    stage.close(Phase.SCALING)


def _readings(plan: Plan, today: date, dice: Dice) -> list[tuple[date, Decimal]]:
    """Yearly, from the baseline towards the target; an indicator of the real world is never made to reach it."""
    indicator = plan.indicator
    days = [date(year, 12, 30) for year in range(today.year, indicator.deadline.year + 1)]
    days = [day for day in days if today < day <= indicator.deadline] or [max(today, indicator.deadline)]
    imported = plan.origin is DataOrigin.IMPORTED
    last = dice.whole(40, 70) if imported else dice.whole(86, 106)
    steps = Decimal(1).scaleb(min(int(indicator.baseline.as_tuple().exponent), -1))
    found = []
    for number, day in enumerate(days, start=1):
        share = Decimal(last * number * number) / (100 * len(days) * len(days))
        found.append((day, (indicator.baseline + (indicator.target - indicator.baseline) * share).quantize(steps)))
    return found


def _has_reached(plan: Plan, value: Decimal) -> bool:
    falls = plan.indicator.target < plan.indicator.baseline
    return value <= plan.indicator.target if falls else value >= plan.indicator.target
