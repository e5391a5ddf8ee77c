"""Every command, made from what somebody sent: it fits, or the refusal says what does not. Nothing else."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from osi_core.domain import Command, Malformed
from osi_core.process.share import share_of
from tests.fuzz.mutations import of_value
from tests.fuzz.running import fuzz

COMMANDS = sorted(share_of("all").rules, key=lambda command: command.__name__)
SHARE = 0.4
SAMPLES = ("m", "a-1", "de", "EUR", "3/4", "13.2", "0" * 64, "missions/m/rounds/first", "2026-03-02", "A text.", "1.5")


def sample(draw: Random, schema: dict[str, Any], defs: dict[str, Any], depth: int = 0) -> Any:
    """A value that may well fit a JSON schema."""
    if "$ref" in schema:
        return sample(draw, defs[schema["$ref"].rpartition("/")[2]], defs, depth + 1)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return sample(draw, draw.choice(schema[choice]), defs, depth + 1) if depth < 12 else None
    if "const" in schema or "enum" in schema:
        return draw.choice(schema.get("enum") or [schema["const"]])
    match schema.get("type"):
        case "object" if "properties" in schema:
            needed = schema.get("required", ())
            parts = schema["properties"].items()
            return {n: sample(draw, part, defs, depth + 1) for n, part in parts if n in needed or draw.random() < 0.7}
        case "object":
            return {"x": draw.choice((1, "a", None))}
        case "array":
            most = schema.get("maxItems", 3)
            count = draw.randint(schema.get("minItems", 0), max(schema.get("minItems", 0), min(most, 3)))
            prefix = schema.get("prefixItems")
            items = prefix or [schema.get("items", {})] * count
            return [sample(draw, one, defs, depth + 1) for one in items]
        case "integer" | "number":
            low = max(int(schema.get("minimum", 0)), -20)  # of amounts, some above zero
            return draw.randint(low, int(min(schema.get("maximum", 100), low + 100)))
        case "boolean":
            return draw.random() < 0.5
        case "string" if schema.get("format") in ("date", "date-time"):
            return "2026-03-02" if schema["format"] == "date" else "2026-03-02T09:00:00Z"
    pattern, least = schema.get("pattern", ""), schema.get("minLength", 0)
    return draw.choice([one for one in SAMPLES if len(one) >= least and re.search(pattern, one)] or SAMPLES)


@pytest.fixture(scope="module")
def made() -> dict[type[Command], int]:
    """How often a command could be made."""
    return {}


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_is_made_or_malformed(kind: type[Command], made: dict[type[Command], int]) -> None:
    schema = kind.model_json_schema()

    def case(draw: Random) -> None:
        plain = sample(draw, schema, schema.get("$defs", {}))
        fields = of_value(draw, plain) if draw.random() < 0.8 else plain
        try:
            command = kind.model_validate(fields)
            if isinstance(fields, dict):
                kind(**{name: value for name, value in fields.items() if name.isidentifier()})
        except Malformed as malformed:
            assert malformed.say("de") != ""
            return
        except ValidationError:
            return
        command.model_dump(mode="json")
        assert command.stream().startswith("missions/")
        made[kind] = made.get(kind, 0) + 1

    fuzz(case, SHARE / len(COMMANDS))


def test_most_commands_are_also_made(made: dict[type[Command], int]) -> None:
    """Else the fuzz would stop at the first field of each."""
    assert len(made) > len(COMMANDS) * 3 // 4 or not made, sorted(k.__name__ for k in set(COMMANDS) - made.keys())
