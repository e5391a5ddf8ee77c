"""Small random elections with conflicts, needs, quotas and minimum support, and what one more ballot does to them."""

from __future__ import annotations

import random
from typing import Any

from osi_core.plugins import BallotKind, PrioritisationRule, Profile, Ranking, no_progress

__all__ = ["SEED", "fits", "limited", "solved", "with_ballots"]

SEED = b"l" * 32


def limited(chance: random.Random, kind: BallotKind, most: int = 6) -> tuple[Profile, dict[str, Any]]:
    """A profile with a size, and options; half of them without any limit."""
    items = [chr(ord("a") + number) for number in range(chance.randint(2, most))]
    ballots: list[Any] = []
    for _ in range(chance.randint(1, 9)):
        row = chance.sample(items, chance.randint(0, len(items)))
        if kind == "points":
            row = {item: chance.randint(0, 3) for item in row}  # type: ignore[assignment]
        if kind == "paired":
            row = [tuple(chance.sample(items, 2)) for _ in range(3)]  # type: ignore[misc]
        ballots.append(row)
    fields: dict[str, Any] = {"size": chance.randint(1, len(items))}
    options: dict[str, Any] = {"ties": chance.choice(["name", "seed"])}
    if chance.random() < 0.5:
        fields["weights"] = [chance.randint(1, 4) for _ in ballots]
    if chance.random() < 0.5:
        pairs = [(a, b) for a in items for b in items if a < b]
        shuffled = chance.sample(items, len(items))
        after = [(b, a) for place, a in enumerate(shuffled) for b in shuffled[place + 1 :]]
        fields["conflicts"] = tuple(chance.sample(pairs, min(len(pairs), chance.randint(0, 2))))
        fields["requires"] = tuple(chance.sample(after, min(len(after), chance.randint(0, 3))))
        fields["minimum_support"] = chance.choice([0, 0, 1, 2, 4])
        fields["categories"] = tuple(tuple(chance.sample(["red", "blue"], chance.randint(0, 2))) for _ in items)
        fields["districts"] = tuple(chance.choice(["north", "south"]) for _ in items)
        known = {name for names in fields["categories"] for name in names} | set(fields["districts"])
        options["at_most"] = {name: chance.randint(0, 3) for name in sorted(known) if chance.random() < 0.3}
    return Profile.of(kind, items, ballots, **fields), options


def with_ballots(profile: Profile, item: str, number: int) -> Profile:
    """The profile with so many ballots more that name this item alone."""
    rows = [[profile.items[index] for index in row] for row in profile.rows()]
    kept = ("size", "conflicts", "requires", "minimum_support", "categories", "districts")
    fields: dict[str, Any] = {name: getattr(profile, name) for name in kept}
    weights = profile.ballot_weights()
    if number:
        rows, weights = [*rows, [item]], [*weights, number]
    return Profile.of(profile.kind, profile.items, rows, weights=weights, **fields)


def solved(rule: PrioritisationRule, profile: Profile, options: dict[str, Any]) -> Ranking | None:
    """The outcome; None where quotas leave seats empty, or no committee meets them."""
    try:
        return rule.solve(profile, rule.Options.model_validate(options), SEED, no_progress)
    except ValueError as error:
        assert "leaves room for" in str(error) or "no committee meets" in str(error)  # noqa: PT017 - others are faults
        return None


def fits(profile: Profile, options: dict[str, Any], chosen: set[str]) -> bool:
    """Whether conflicts, needs and the quotas in `at_most` allow this choice."""
    if any(set(pair) <= chosen for pair in profile.conflicts):
        return False
    if any(item in chosen and needed not in chosen for item, needed in profile.requires):
        return False
    for name, number in options.get("at_most", {}).items():
        category = {item for item, its in zip(profile.items, profile.categories, strict=True) if name in its}
        district = {item for item, its in zip(profile.items, profile.districts, strict=True) if name == its}
        if len(category & chosen) > number or len(district & chosen) > number:
            return False
    return True
