"""Who and what there is in a play: people, institutions, challenges, solutions, and what will become of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from osi_core.domain import Sector
from osi_core.simulation.dice import Dice, seeded_participant
from osi_core.simulation.plan import Plan, Region
from osi_core.simulation.words import Theme, phrases, places, themes

ORGANISERS = 4
OPINION_GROUPS = 3


@dataclass(slots=True)
class Person:
    """Somebody who takes part."""

    id: str
    group: int
    """The opinion group that the person leans to; nobody in the play knows it."""
    interests: tuple[Theme, ...]
    source: str | None = None
    """The person's id in the files of a folder."""


@dataclass(slots=True)
class House:
    """An institution with its speaker."""

    id: str
    name: str
    sector: Sector
    place: str
    latitude: Decimal
    longitude: Decimal
    speaker: str


@dataclass(slots=True)
class Expert:
    """An expert and where they work."""

    id: str
    house: House


@dataclass(slots=True)
class Topic:
    """A challenge, as the play knows it."""

    id: str
    title: str
    theme: Theme
    author: str
    popularity: int
    merged: bool = False


@dataclass(slots=True)
class Team:
    """A solution, its people, and, in the programme, the initiative of the same id."""

    id: str
    theme: Theme
    topics: list[str]
    members: list[str]
    quality: int
    """In tenths of a point of the reviewers' scale."""
    by_invitation: bool = False
    silent_from: date | None = None
    """The day on which it will fall silent, if it will."""
    gone: bool = False

    @property
    def founder(self) -> str:
        """Who speaks for it first."""
        return self.members[0]

    @property
    def speakers(self) -> list[str]:
        """Who speaks for it: the founder, and whoever came first."""
        return self.members[:2]

    def answers(self, day: date) -> bool:
        """Whether it still gives signs of life."""
        return not self.gone and (self.silent_from is None or day < self.silent_from)


@dataclass(slots=True)
class World:
    """All of it."""

    citizens: list[Person]
    organisers: list[str]
    houses: list[House]
    experts: list[Expert]
    topics: dict[str, Topic] = field(default_factory=dict)
    rejected: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    top: list[str] = field(default_factory=list)
    """Challenges of the published priorities, the most urgent first."""
    ranked: list[str] = field(default_factory=list)
    unsolved: list[str] = field(default_factory=list)
    """Challenges of the top that nobody will have a solution for."""
    gaps: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Challenges of the top to which a commitment was withdrawn."""
    committed: dict[str, list[House]] = field(default_factory=dict)
    """Challenge → institutions that committed to it."""
    teams: dict[str, Team] = field(default_factory=dict)
    adopted: list[str] = field(default_factory=list)
    """Initiatives in the adoption register."""

    def house(self, id_: str) -> House:
        """An institution by its id."""
        return next(house for house in self.houses if house.id == id_)


def cast(plan: Plan, dice: Dice) -> World:
    """Everyone who will take part: the people of the material first, invented ones up to the plan's number."""
    sizes = plan.sizes
    sources: list[str | None] = list(plan.material.people()) if plan.material else []
    if not plan.invents:
        return World([_person(plan, number, source, dice) for number, source in enumerate(sources)], [], [], [])
    houses = _houses(plan, dice)
    experts = [
        Expert(seeded_participant(plan.seed, "expert", number), houses[number % len(houses)])
        for number in range(sizes.experts)
    ]
    invented = sizes.people - len(sources) - (0 if sources else ORGANISERS + len(houses) + len(experts))
    sources += [None] * max(invented, 0)
    return World(
        citizens=[_person(plan, number, source, dice) for number, source in enumerate(sources)],
        organisers=[seeded_participant(plan.seed, "organiser", number) for number in range(ORGANISERS)],
        houses=houses,
        experts=experts,
    )


def _person(plan: Plan, number: int, source: str | None, dice: Dice) -> Person:
    group = dice.weighted(range(OPINION_GROUPS), (5, 3, 2))
    return Person(seeded_participant(plan.seed, "person", number), group, tuple(dice.some(themes(), 3)), source)


def _houses(plan: Plan, dice: Dice) -> list[House]:
    """Half of them administrations, the rest of all other sectors; every sector at least once."""
    count = plan.sizes.institutions
    sectors = [*Sector, *(dice.weighted(tuple(Sector), (2, 4, 2, 2)) for _ in range(count - len(Sector)))]
    houses = []
    for number, (sector, place) in enumerate(zip(sectors, places(dice, count), strict=True), start=1):
        latitude, longitude = _somewhere(plan.region, dice)
        houses.append(
            House(
                id=f"i-{number:03d}",
                name=dice.pick(phrases("houses", sector.value)).format(place=place),
                sector=sector,
                place=place,
                latitude=latitude,
                longitude=longitude,
                speaker=seeded_participant(plan.seed, "speaker", number),
            )
        )
    return houses


def _somewhere(region: Region, dice: Dice) -> tuple[Decimal, Decimal]:
    """A point in the region, to a thousandth of a degree."""
    steps = 1_000
    return (
        Decimal(dice.whole(int(region.south * steps), int(region.north * steps))) / steps,
        Decimal(dice.whole(int(region.west * steps), int(region.east * steps))) / steps,
    )
