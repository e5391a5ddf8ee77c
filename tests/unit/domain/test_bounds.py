"""Every field of every command has bounds that JSON and every store hold; the models themselves are walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic_core import SchemaValidator, ValidationError, core_schema

from osi_core.challenges.commands import CastBallot
from osi_core.challenges.settings import ChallengesSettings
from osi_core.domain import LARGEST_INTEGER, Command, Malformed, faults_of
from osi_core.funding.commands import CastGrantBallot
from osi_core.log.canonical import LARGEST_INTEGER as OF_JSON
from osi_core.log.records import DecisionRecord
from osi_core.mission.commands import CreateMission, SetGoal
from osi_core.process import codes
from osi_core.process.share import share_of

COMMANDS = tuple(share_of("all").rules)
NOT_TEXTS = ("a\0b", "a\ud800b")
BLANK = "\u200b"
"""Would be an empty place in a sentence; options of a strategy stand in none."""


def leaves(node: Any, path: str, guards: tuple[Callable[..., Any], ...] = ()) -> Iterator[tuple[str, dict, tuple]]:
    """Each integer and text of a core schema, where it stands and by which functions it is checked."""
    if isinstance(node, list | tuple):
        for part in node:
            yield from leaves(part, path, guards)
    elif isinstance(node, dict):
        kind = node.get("type")
        if kind in ("int", "str", "any"):
            yield path, node, guards
            return
        if kind in ("function-before", "function-after", "function-wrap"):
            guards = (*guards, node["function"]["function"])
        if "Plain" in node.get("ref", ""):
            return  # recursive, so it stands apart from the field that uses it; options alone do, and are tried below
        for key, part in node.items():
            if key == "fields" and isinstance(part, dict):
                for name, field in part.items():
                    yield from leaves(field, f"{path}.{name}", guards)
            elif key not in ("metadata", "serialization", "config"):
                yield from leaves(part, path, guards)


def fields_of(model: type[Any]) -> list[tuple[str, dict, tuple]]:
    """The leaves of a model."""
    model.model_rebuild()
    return list(leaves(model.__pydantic_core_schema__, model.__name__))


def refuses(check: Callable[..., Any], value: str) -> bool:
    """Whether a function of a field refuses a value."""
    try:
        check(value)
    except Exception:
        return True
    return False


def fault_of(path: str, leaf: dict, guards: tuple) -> str | None:
    """What is wrong with a field, if anything."""
    if leaf["type"] == "any":
        return f"{path} takes anything"
    if leaf["type"] == "int":
        bounded = ("ge" in leaf or "gt" in leaf) and ("le" in leaf or "lt" in leaf)
        named = all(abs(leaf.get(bound, 0)) <= LARGEST_INTEGER + 1 for bound in ("ge", "gt", "le", "lt"))
        by_guard = any(refuses(guard, 10**30) for guard in guards)  # type: ignore[arg-type]
        return None if (bounded and named) or by_guard else f"{path} has no bounds"
    plain = {key: value for key, value in leaf.items() if key not in ("metadata", "serialization", "min_length")}
    validator = SchemaValidator(plain)
    for value in NOT_TEXTS if path.endswith(".options") else (*NOT_TEXTS, BLANK):
        try:
            validator.validate_python(value)
        except ValidationError:
            continue
        if not any(refuses(guard, value) for guard in guards):
            return f"{path} takes {value!r}"
    return None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_number_of_every_command_has_bounds_and_every_text_can_be_stored(command):
    found = [fault_of(*leaf) for leaf in fields_of(command)]
    assert [fault for fault in found if fault] == []


def test_the_walk_finds_a_field_without_bounds():
    class Loose(Command, at="loose/{loose}"):
        loose: str
        number: int
        deep: tuple[dict[str, int], ...]
        anything: Any

    faults = [fault for leaf in fields_of(Loose) if (fault := fault_of(*leaf))]
    assert len(faults) == 5, faults  # the id, the number, the key and the value of a table, and anything


def test_the_largest_integer_is_the_one_of_canonical_json():
    assert LARGEST_INTEGER == OF_JSON


@pytest.mark.parametrize("points", [10**30, -(10**30), 2**31, -(2**31) - 1])
@pytest.mark.parametrize("kind", [CastBallot, CastGrantBallot])
def test_points_beyond_bounds_are_malformed(kind, points):
    with pytest.raises(Malformed) as malformed:
        kind(mission="m", round="r", participant="ada", ballot="b", choices=("heat",), points=(1, points))
    assert [one.field for one in malformed.value.unmet] == ["points.1"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"seats": 10**30}, "number-beyond-json"),
        ({"seats": [{"of": -(2**53)}]}, "number-beyond-json"),
        ({"name": "a\ud800"}, "text-not-writable"),
        ({"name": ["a\0"]}, "text-not-writable"),
        ({"n\ud800": 1}, "key-not-ascii"),
        ({"größe": 1}, "key-not-ascii"),
        ({"deep": {}}, "nested-too-deep"),
    ],
)
def test_options_hold_what_canonical_json_and_every_store_hold(options, code):
    if "deep" in options:
        for _ in range(10_000):
            options = {"deep": options}
    playbook: Any = {"challenges": {"options": options}}
    with pytest.raises(Malformed) as refused:
        CreateMission(mission="m", title="A mission", playbook=playbook)
    assert refused.value.codes == (code,)
    with pytest.raises(ValidationError) as invalid:
        ChallengesSettings(options=options)
    assert [one.code for one in faults_of(invalid.value)] == [code]
    assert code in {one.code for one in codes.codes() if one.malformed}
    record = dict.fromkeys(("decision", "kind", "strategy", "version", "distribution", "distribution_version"), "x")
    digests = dict.fromkeys(("seed", "input_sha256", "outcome_sha256"), "0" * 64)
    with pytest.raises(ValidationError):
        DecisionRecord(**record, **digests, options=options)  # type: ignore[arg-type]


def test_options_may_say_large_numbers_and_fractions_as_texts():
    options = {"seats": str(10**30), "share": "1/3", "parts": [1, True, None, {"deep": "0.5"}]}
    assert ChallengesSettings(options=options).options == options  # type: ignore[arg-type]


@pytest.mark.parametrize("title", ["a\0b", "a\ud800b"])
def test_a_text_that_cannot_be_stored_is_malformed(title):
    with pytest.raises(Malformed) as malformed:
        CreateMission(mission="m", title=title)
    assert [one.field for one in malformed.value.unmet] == ["title"]
    for language in ("en", "de"):
        malformed.value.say(language).encode()


@pytest.mark.parametrize("value", ["1e999999", "1e30", "1e-13", "NaN", "Infinity"])
def test_a_figure_that_nobody_measures_is_malformed(value):
    indicator: Any = {"name": "CO2", "unit": "t", "baseline": value, "target": 1, "deadline": "2040-01-01"}
    with pytest.raises(Malformed) as malformed:
        SetGoal(mission="m", statement="Less", indicator=indicator)
    assert {one.field for one in malformed.value.unmet} == {"indicator.baseline"}


def test_a_pattern_of_ids_leaves_no_room_for_control_characters():
    pattern = core_schema.str_schema(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")
    for value in ("a\n", "a\0", "\ud800"):
        with pytest.raises(ValidationError):
            SchemaValidator(pattern).validate_python(value)
    assert re.fullmatch("a", "a\n") is None
