"""Sample problems for every kind of strategy: small, seeded, full of ties, with every field in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from osi_core.plugins import (
    ALL_BALLOTS,
    AllocationProblem,
    BallotKind,
    Chance,
    Column,
    Criterion,
    Evidence,
    Institution,
    KindName,
    MatchingProblem,
    Offer,
    PilotEvidence,
    PilotResult,
    Problem,
    Profile,
    Review,
    Room,
    ScalingProblem,
    Seeker,
    Session,
    Slot,
    TextBatch,
    TimetableProblem,
    VoteTable,
)

__all__ = ["empty", "sample", "samples"]


def samples(kind: KindName, ballot_kinds: Iterable[str] = ALL_BALLOTS) -> list[Problem]:
    """Small problems of a kind (for prioritisation and allocation: some of each of `ballot_kinds`), and an empty
    one.
    """
    if kind in ("prioritisation", "allocation"):
        found = [sample(kind, 12, number, ballots) for ballots in sorted(ballot_kinds) for number in range(3)]
        return [*found, empty(kind, sorted(ballot_kinds)[0])]
    return [*(sample(kind, 12, number) for number in range(5)), empty(kind)]


def sample(kind: KindName, size: int, number: int = 0, ballots: str = BallotKind.APPROVAL) -> Problem:
    """Problem `number` of a kind with about `size` ballots, people, reviews or institutions; always the same one."""
    chance = Chance(number.to_bytes(4, "big"), f"osi sample {kind} {ballots} {size}")
    if kind in ("prioritisation", "allocation"):
        return _voted(kind, size, chance, ballots)
    return _MAKERS[kind](size, chance)


def empty(kind: KindName, ballots: str = BallotKind.APPROVAL) -> Problem:
    """The smallest problem of a kind: nobody and nothing, where that can be."""
    if kind == "prioritisation":
        return Profile.of(ballots, [], [])
    if kind == "allocation":
        return AllocationProblem.of(ballots, ["only"], [], cost=[1], budget=0, currency="EUR")
    return _EMPTY[kind]


def _named(prefix: str, count: int, chance: Chance) -> list[str]:
    """Ids whose alphabetical order is not their order."""
    return [f"{prefix}-{tag:03d}" for tag in chance.shuffled(range(count))]


def _some(chance: Chance, names: list[str], most: int) -> list[str]:
    return chance.shuffled(names)[: 1 + chance.below(min(most, len(names)))]


def _voted(kind: KindName, size: int, chance: Chance, ballots: str) -> Problem:
    items = _named("item", 4 + size // 4, chance)
    cast: list[Any] = [_ballot(chance, items, ballots) for _ in range(size)]
    fields: dict[str, Any] = {}
    if chance.below(2):
        fields["weights"] = [1 + chance.below(3) for _ in cast]
    if chance.below(2):
        fields["conflicts"] = ((items[0], items[1]),)
    if not chance.below(3):
        fields["requires"] = ((items[2], items[0]), (items[3], items[2]))
    if kind == "prioritisation":
        size_given = chance.below(2) or fields.keys() & {"conflicts", "requires"}
        fields |= {"size": 1 + chance.below(len(items) - 1)} if size_given else {}
        fields["minimum_support"] = chance.below(3)
        return Profile.of(ballots, items, cast, **fields)
    fields["cost"] = [100 * (1 + chance.below(9)) for _ in items]
    fields |= _contributions(items, size, chance) if chance.below(2) else {}
    fields["partial"] = bool(chance.below(2))
    fields["substitutes"] = ((items[1], items[-1]),) if chance.below(2) else ()
    fields["scores"] = tuple(f"{chance.below(5)}/3" for _ in items) if chance.below(2) else ()
    return AllocationProblem.of(ballots, items, cast, budget=200 * len(items), currency="EUR", **fields)


def _contributions(items: list[str], people: int, chance: Chance) -> dict[str, Any]:
    """Contributions of people to items, some of them in two parts."""
    return {
        "contributor": Column.of("i4", [chance.below(people) for _ in range(2 * people)]),
        "contribution_item": Column.of("i4", [chance.below(len(items)) for _ in range(2 * people)]),
        "contribution": Column.of("i8", [100 * chance.below(9) for _ in range(2 * people)]),
    }


def _ballot(chance: Chance, items: list[str], kind: str) -> Any:
    named = _some(chance, items, 5)
    if kind == "points":
        return {item: chance.below(4) for item in named}
    if kind == "paired":
        return [tuple(chance.shuffled(items)[:2]) for _ in named]
    return named


def _votes(size: int, chance: Chance) -> Problem:
    statements = _named("statement", 3 + size // 4, chance)
    cells = ((who, name) for who in range(size) for name in statements if chance.below(3))
    return VoteTable.of(size, statements, [(who, name, chance.below(3) - 1) for who, name in cells])


def _texts(size: int, chance: Chance) -> Problem:
    words = [
        "Rad",
        "Weg",
        "Wald",
        "Strom",
        "Dach",
        "Schule",
        "Bus",
        "heat",
        "roof",
        "solar",
        "school",
        "bike",
        "lane",
        "forest",
    ]
    return TextBatch(texts=tuple(" ".join(_some(chance, words, 6)) for _ in range(size)))


def _matching(size: int, chance: Chance) -> Problem:
    skills = ["code", "design", "law", "care"]
    seekers = [
        Seeker(id=name, skills=tuple(_some(chance, skills, 2)), places=1 + (not chance.below(6)))
        for name in _named("seeker", size, chance)
    ]
    offers = [
        Offer(id=name, minimum=chance.below(3), maximum=2 + chance.below(3), skills=tuple(_some(chance, skills, 2)))
        for name in _named("offer", 2 + size // 4, chance)
    ]
    teams = [offer.id for offer in offers]
    pairs = {(seeker.id, chance.choice(teams)) for seeker in seekers}
    drawn = chance.shuffled(sorted(pairs))
    return MatchingProblem.of(
        seekers,
        offers,
        {seeker.id: _some(chance, teams, 3) for seeker in seekers},
        affinities={pair: chance.below(10) for pair in drawn},
        conflicts=drawn[: size // 6],
        previous=drawn[size // 6 : size // 3],
        anywhere=bool(chance.below(2)),
    )


def _timetable(size: int, chance: Chance) -> Problem:
    slots = [Slot(id=f"slot-{number:03d}", day=f"day-{number // 4}") for number in range(2 + size // 4)]
    names, people = [slot.id for slot in slots], [f"person-{number}" for number in range(size)]
    rooms = [
        Room(id=name, seats=10 * (1 + chance.below(3)), closed=tuple(_some(chance, names, 2)))
        for name in _named("room", 3, chance)
    ]
    sessions = [
        Session(
            id=name,
            people=tuple(_some(chance, people, 3)),
            seats=10 * chance.below(4),
            slots=tuple(_some(chance, names, 4)) if chance.below(2) else (),
        )
        for name in _named("session", size, chance)
    ]
    return TimetableProblem(slots=tuple(slots), rooms=tuple(rooms), sessions=tuple(sessions))


def _evidence(size: int, chance: Chance) -> Problem:
    criteria = [
        Criterion(id=name, threshold=chance.choice(["3", "7/2", "2"]), weight=1 + chance.below(3))
        for name in _named("criterion", 3, chance)
    ]
    reviews = [
        Review(
            reviewer=name,
            initiative=chance.choice(["initiative-a", "initiative-a", "initiative-b"]),
            scores={criterion.id: 1 + chance.below(5) for criterion in criteria if chance.below(6)},
        )
        for name in _named("reviewer", size, chance)
    ]
    results = [PilotResult.SUCCEEDED, PilotResult.FAILED, None]
    pilots = [
        PilotEvidence(id=name, institution=f"institution-{name}", result=chance.choice(results))
        for name in _named("pilot", 3, chance)
    ]
    return Evidence(
        initiative="initiative-a",
        criteria=tuple(criteria),
        reviews=tuple(reviews),
        scale=(1, 5),
        minimum_reviews=1 + chance.below(4),
        pilots=tuple(pilots),
        minimum_pilots=chance.below(3),
    )


def _scaling(size: int, chance: Chance) -> Problem:
    institutions = [
        Institution(
            id=name,
            place=f"place-{chance.below(4)}",
            capacity=10 * chance.below(5),
            commitment=chance.below(4),
            kept=chance.below(3),
            broken=chance.below(2),
            pilot_success=not chance.below(4),
        )
        for name in _named("institution", size, chance)
    ]
    target = 5 * size if chance.below(2) else None
    return ScalingProblem(initiative="initiative-a", institutions=tuple(institutions), target=target)


_MAKERS: dict[KindName, Callable[[int, Chance], Problem]] = {
    "opinions": _votes,
    "texts": _texts,
    "matching": _matching,
    "timetable": _timetable,
    "curation": _evidence,
    "scaling": _scaling,
}

_EMPTY: dict[KindName, Problem] = {
    "opinions": VoteTable.of(0, [], []),
    "texts": TextBatch(texts=()),
    "matching": MatchingProblem.of([], [], {}),
    "timetable": TimetableProblem(slots=(), rooms=(), sessions=()),
    "curation": Evidence(initiative="a", criteria=(Criterion(id="only", threshold="1"),), scale=(0, 1)),
    "scaling": ScalingProblem(initiative="a", institutions=()),
}
