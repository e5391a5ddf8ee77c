"""What is played: the mission, how many take part, for how long, from which seed, and real material if there is any."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from osi_core.domain import DataOrigin, Day, Figure, Id, Language, Model, Plain, PublicText
from osi_core.mission.commands import Indicator, Sdg
from osi_core.process.playbook import Playbook, playbook_of
from osi_core.simulation.material import Material

SHORTEST, LONGEST = 6, 12
"""Months of a programme in which reviews and pilots find their place, and after which a fit has not expired."""


class Sizes(Model):
    """How many of each take part. Where real material is played, its people and challenges come before these."""

    people: int = Field(default=400, ge=40, le=100_000)
    challenges: int = Field(default=60, ge=10, le=5_000)
    solutions: int = Field(default=30, ge=5, le=5_000)
    institutions: int = Field(default=12, ge=6, le=500)
    experts: int = Field(default=30, ge=8, le=5_000)
    pilots: int = Field(default=6, ge=2, le=500)


class Region(Model):
    """A rectangle of degrees in which the invented places lie."""

    south: Figure = Field(default=Decimal("47.2"), ge=-90, le=90)
    north: Figure = Field(default=Decimal("53.8"), ge=-90, le=90)
    west: Figure = Field(default=Decimal("7.2"), ge=-180, le=180)
    east: Figure = Field(default=Decimal("14.6"), ge=-180, le=180)


class Plan(Model):
    """A mission to be played."""

    mission: Id
    """Its id."""
    title: PublicText
    title_en: PublicText | None = None
    language: Language = "de"
    goal: PublicText
    indicator: Indicator
    sdg: tuple[Sdg, ...] = ()
    begins: Day
    """The day on which the mission is created."""
    seed: int = Field(default=2021, ge=-(2**53), le=2**53)
    months: int = Field(default=9, ge=SHORTEST, le=LONGEST)
    """How long the support programme runs."""
    sizes: Sizes = Sizes()
    region: Region = Region()
    playbook: dict[str, Plain] = {}
    """What differs from the default playbook."""
    material: Material | None = None
    invents: bool = True
    """Whether people, institutions and phases that the material does not tell of are made up; else it ends there."""

    @property
    def origin(self) -> DataOrigin:
        """What the mission is."""
        return self.material.origin if self.material else DataOrigin.SIMULATED

    def rules(self) -> Playbook:
        """The playbook that the mission runs under. Raises PlaybookInvalid."""
        said = self.playbook.get("support")
        support: dict[str, Plain] = {"months": self.months, **(said if isinstance(said, dict) else {})}
        whole: dict[str, Plain] = {**self.playbook, "support": support}
        if self.material:  # what was voted and merged elsewhere went by rules of its own
            challenges = self.playbook.get("challenges")
            own = {"merge_days": 0, "least_ballots": 1}
            whole["challenges"] = {**own, **(challenges if isinstance(challenges, dict) else {})}
        if not self.invents:  # who stands behind the mission, no file tells
            whole["mission"] = {"required_sectors": []}
        return playbook_of(whole)

    def under(self, playbook: Playbook) -> Plan:
        """The same plan under what another playbook says in so many words; where that is silent, its own stands."""
        said: dict[str, Plain] = playbook.model_dump(mode="json", exclude_unset=True)
        merged = dict(self.playbook)
        for section, values in said.items():
            own = merged.get(section)
            merged[section] = {**own, **values} if isinstance(own, dict) and isinstance(values, dict) else values
        return self.model_copy(update={"playbook": merged})


PEOPLE = 4_400
"""How many took part in UpdateDeutschland."""


def demo_plan(seed: int = 2021, *, part: int = 1, people: int = PEOPLE) -> Plan:
    """A mission at the scale of UpdateDeutschland (2021), or at one `part`-th of it, for tests; with more `people` all
    else is more, too, as far as `Sizes` goes.
    """
    sizes = {"people": PEOPLE, "challenges": 600, "solutions": 300, "institutions": 60, "experts": 220, "pilots": 30}
    limits = {name: (info.metadata[0].ge, info.metadata[1].le) for name, info in Sizes.model_fields.items()}
    wanted = {name: size * max(people, PEOPLE) // PEOPLE // part for name, size in sizes.items()}
    played = {name: min(max(least, wanted[name]), most) for name, (least, most) in limits.items()}
    top = max(4, 40 // part)
    return Plan(
        mission=f"update-{seed}",
        title="Kommunen, in denen alle mitkommen: klimafest, gesund und verbunden bis 2030",
        title_en="Municipalities that leave no one behind: climate-proof, healthy and connected by 2030",
        goal=(
            "Bis 2030 bietet jede beteiligte Kommune ihren Menschen Angebote, die Hitze, Einsamkeit, weite Wege und "
            "Papierkram spürbar kleiner machen, und zeigt öffentlich, was davon wirkt."
        ),
        indicator=Indicator(
            name="Menschen, die in ihrer Kommune mindestens ein wirksames Angebot erreicht",
            unit="Prozent der Einwohnerinnen und Einwohner",
            baseline=Decimal(18),
            target=Decimal(40),
            deadline=date(2030, 12, 31),
        ),
        sdg=("3", "10", "11", "13"),
        begins=date(2026, 1, 12),
        seed=seed,
        sizes=Sizes(**played),
        playbook={
            "challenges": {"top": top, "least_ballots": min(20, played["people"] // 8)},
            "solutions": {"table_min": 4, "table_max": 14},
        },
    )
