"""Every event that was ever written can be read for ever: the golden file holds each type in each of its forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typing_extensions import TypeAliasType

from osi_core.domain import DataOrigin, Event
from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import (
    GENESIS,
    Entry,
    Head,
    LogDamaged,
    chained,
    check_chain,
    decode,
    decode_event,
    encode,
)
from osi_core.mission.events import MissionCreated
from tests.golden import __main__ as golden

TYPES = golden.event_types()
LINES = golden.lines()

# The golden file


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_event_type_has_a_line_for_each_of_its_forms(name):
    for schema in range(1, TYPES[name].schema_version() + 1):
        assert (name, schema) in LINES, (
            f"{name} has no golden line of schema {schema}: run `python -m tests.golden`, look at what it added to "
            "tests/golden/events.jsonl, and commit it"
        )


def test_every_line_is_of_a_type_that_is_still_read():
    unknown = sorted({name for name, _ in LINES} - set(TYPES))
    assert unknown == [], "an event type that was written once must be readable for ever; bring its class back"


@pytest.mark.parametrize(("name", "schema"), sorted(LINES))
def test_every_line_is_read_and_written_again_in_todays_form(name, schema):
    data = LINES[name, schema]
    event = decode_event(name, schema, data)
    again = event.model_dump(mode="json")
    assert parse(canonical(again)) == again
    assert decode_event(name, event.schema_version(), again) == event
    if schema == event.schema_version():
        assert again == data, f"the form of {name} changed; add an upcaster and a line of schema {schema + 1}"
    assert all("/" in ref or ref == "kickoff" for ref in event.refs())


def test_the_lines_are_canonical():
    for line in golden.EVENTS.read_bytes().splitlines():
        assert canonical(parse(line)) == line


def test_a_new_type_gets_a_line_and_the_lines_that_stand_stay(tmp_path, monkeypatch, capsys):
    path = tmp_path / "events.jsonl"
    standing = golden.EVENTS.read_bytes().splitlines(keepends=True)
    newest = f'"schema":{MissionCreated.schema_version()},"type":"mission.created"'.encode()
    path.write_bytes(b"".join(line for line in standing if newest not in line))
    monkeypatch.setattr(golden, "EVENTS", path)
    before = path.read_bytes()
    assert golden.main() == 0
    assert capsys.readouterr().out == f"added mission.created, schema {MissionCreated.schema_version()}\n"
    assert path.read_bytes().startswith(before)
    assert golden.main() == 0
    assert list(golden.missing()) == []


# What a field may be


def _annotations(kind: type[BaseModel], seen: set[object]) -> Iterator[tuple[str, object]]:
    for name, info in kind.model_fields.items():
        for annotation in _parts(info.annotation, seen):
            yield f"{kind.__name__}.{name}", annotation


def _parts(annotation: Any, seen: set[object]) -> Iterator[object]:
    if isinstance(annotation, TypeAliasType):
        return  # Plain: what canonical JSON may hold
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part, seen)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        yield from (part for _, part in _annotations(annotation, seen))


@pytest.mark.parametrize("name", sorted(TYPES))
def test_no_field_of_an_event_is_a_float(name):
    floats = [field for field, annotation in _annotations(TYPES[name], set()) if annotation in (float, complex)]
    assert floats == [], f"{name}: write decimals as Decimal and numbers as Column or int, never as float"


@pytest.mark.parametrize("name", sorted(TYPES))
def test_an_event_has_no_defaults_so_that_a_line_says_everything(name):
    optional = [field for field, info in TYPES[name].model_fields.items() if not info.is_required()]
    assert optional == [], f"{name}: a new field comes with an upcaster, not with a default"


def test_a_float_is_found_wherever_it_hides():
    class Inner(BaseModel):
        share: float

    class Outer(BaseModel):
        inner: tuple[Inner, ...] | None

    assert [annotation for _, annotation in _annotations(Outer, set()) if annotation is float] == [float]


# Two upcasters


def _with_unit(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "unit": "t"}


def _renamed(data: dict[str, Any]) -> dict[str, Any]:
    return {"value": data["amount"], "unit": data["unit"]}


class Measured(Event, type="tests.measured"):
    """Once it had an amount in tonnes, then an amount with a unit, today a value with a unit."""

    value: Decimal
    unit: str

    upcasters = (_with_unit, _renamed)


def written(schema: int, data: dict[str, Any], after: Head = Head()) -> Entry:  # noqa: B008 - Head is immutable
    """An entry as the version of that time wrote it."""
    event = Measured(value=Decimal("1"), unit="t")
    entry = encode(
        event,
        after,
        chain="",
        mission="m",
        stream="missions/m/measures/x",
        version=after.position + 1,
        time="2021-03-05T00:00:00.000000Z",
        actor="ada",
        command_id="",
        origin=DataOrigin.REAL,
        facts_at={},
    )
    raw = canonical({**parse(entry.raw), "schema": schema, "data": data})
    return Entry("m", entry.position, entry.stream, entry.version, entry.type, raw, chained(after.hash, raw))


FORMS = {1: {"amount": "2.5"}, 2: {"amount": "2.5", "unit": "kg"}, 3: {"value": "2.5", "unit": "g"}}


@pytest.mark.parametrize(("schema", "unit"), [(1, "t"), (2, "kg"), (3, "g")])
def test_an_old_form_is_understood_as_todays_and_its_bytes_stay(schema, unit):
    entry = written(schema, FORMS[schema])
    raw = bytes(entry.raw)
    assert decode(entry).event == Measured(value=Decimal("2.5"), unit=unit)
    assert entry.raw == raw
    assert chained(GENESIS, entry.raw) == entry.hash == decode(entry).hash


def test_a_chain_over_three_forms_holds():
    entries: list[Entry] = []
    head = Head()
    for schema, data in FORMS.items():
        entries.append(written(schema, data, head))
        head = Head(entries[-1].position, entries[-1].hash)
    assert check_chain(entries)[:2] == head[:2]


def test_what_is_written_today_is_of_todays_form():
    assert Measured.schema_version() == 3
    entry = written(3, FORMS[3])
    assert parse(entry.raw)["schema"] == 3


@pytest.mark.parametrize("schema", [0, 4])
def test_a_form_that_this_version_does_not_know_is_refused_with_its_position(schema):
    with pytest.raises(
        LogDamaged, match=rf"position 1: .*tests\.measured of schema {schema}; this version reads up to 3"
    ):
        decode(written(schema, FORMS[3]))


def test_a_type_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match=r"unknown event type 'tests\.forgotten'"):
        decode_event("tests.forgotten", 1, {})


def test_two_classes_cannot_be_one_type():
    with pytest.raises(TypeError, match=r"event type 'tests\.measured' is already .*Measured"):

        class Another(Event, type="tests.measured"):
            pass
