"""Writer of PrefLib files: ranked profiles as soc or soi, points as toc or toi, approval and points as cat."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from osi_core.plugins import Profile
from osi_voting.formats.preflib.lines import line_of
from osi_voting.formats.preflib.reader import DataType

__all__ = ["write_lines", "write_preflib"]

_HEAD = ("TITLE", "DESCRIPTION", "MODIFICATION TYPE", "RELATES TO", "RELATED FILES", "PUBLICATION DATE",
         "MODIFICATION DATE")  # fmt: skip


def write_preflib(
    path: str | Path, profile: Profile, data_type: DataType, meta: Mapping[str, str] | None = None,
    categories: Sequence[str] = (),
) -> None:  # fmt: skip
    """Writes all of the profile or leaves no file. Equal ballots become one line, the most frequent first.

    Raises `ValueError` where the type cannot hold the profile: soc and soi want ranked ballots, soc and toc that all
    items are named (points: 0 is not named), toc and toi ranked ballots or points, cat approval or points.
    """
    ballots: Counter[str] = Counter()
    for number, (groups, weight) in enumerate(zip(_groups(profile, data_type), profile.ballot_weights(), strict=True)):
        if data_type in ("soc", "toc") and sum(map(len, groups)) != len(profile.items):
            raise ValueError(f"ballots[{number}]: does not name all items, as {data_type} wants")
        ballots[line_of([item + 1 for item in group] for group in groups)] += weight
    labels: list[str] = []
    if data_type == "cat":
        most = max(profile.values.view(), default=0) if profile.values is not None else 1
        labels = [*categories, *(f"Category {number}" for number in range(len(categories) + 1, most + 2))][: most + 1]
    write_lines(path, profile.items, data_type, ballots, meta or {}, labels)


def write_lines(
    path: str | Path, items: Sequence[str], data_type: DataType, ballots: Counter[str], meta: Mapping[str, str],
    categories: Sequence[str] = (),
) -> None:  # fmt: skip
    """Writes a whole file or, should anything fail, none. `ballots` are lines of numbers from 1, each counted."""
    path = Path(path)
    part = path.with_name(f"{path.name}.part-{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in _head(path.name, items, data_type, ballots, meta, categories))
            file.writelines(f"{count}: {line}\n" for line, count in ballots.most_common())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _groups(profile: Profile, data_type: DataType) -> Iterator[list[list[int]]]:
    allowed = {"soc": ("ranked",), "soi": ("ranked",), "cat": ("approval", "points")}.get(
        data_type, ("ranked", "points")
    )
    if profile.kind not in allowed:
        raise ValueError(f"kind: {data_type} holds {' or '.join(allowed)} ballots, not {profile.kind}")
    if profile.kind == "ranked":
        yield from ([[item] for item in row] for row in profile.rows())
        return
    if profile.kind == "approval":
        for row in profile.rows():
            yield [sorted(row), sorted(set(range(len(profile.items))) - set(row))]
        return
    most = max(profile.values.view(), default=0) if profile.values is not None else 0
    for row, values in zip(profile.rows(), profile.value_rows(), strict=True):
        by_points: dict[int, list[int]] = {}
        for item, points in zip(row, values, strict=True):
            by_points.setdefault(points, []).append(item)
        if data_type != "cat":
            yield [sorted(by_points[points]) for points in sorted(by_points, reverse=True) if points]
            continue
        named = {item for item, points in zip(row, values, strict=True) if points}
        by_points[0] = [item for item in range(len(profile.items)) if item not in named]
        yield [sorted(by_points.get(points, [])) for points in range(most, -1, -1)]


def _head(
    name: str, items: Sequence[str], data_type: DataType, ballots: Counter[str], meta: Mapping[str, str],
    categories: Sequence[str],
) -> Iterator[str]:  # fmt: skip
    yield f"# FILE NAME: {name}"
    yield f"# DATA TYPE: {data_type}"
    yield from (f"# {key}: {_flat(meta.get(key, ''))}" for key in _HEAD)
    yield f"# NUMBER ALTERNATIVES: {len(items)}"
    yield f"# NUMBER VOTERS: {sum(ballots.values())}"
    yield f"# NUMBER UNIQUE {'PREFERENCES' if data_type == 'cat' else 'ORDERS'}: {len(ballots)}"
    if data_type == "cat":
        yield f"# NUMBER CATEGORIES: {len(categories)}"
        yield from (f"# CATEGORY NAME {number}: {_flat(label)}" for number, label in enumerate(categories, 1))
    yield from (f"# ALTERNATIVE NAME {number}: {_flat(item)}" for number, item in enumerate(items, 1))


def _flat(text: str) -> str:
    return " ".join(text.split())
