"""The envelope: events become chained bytes, and are read again in today's form."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import DataOrigin, Event
from osi_core.log.canonical import canonical
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
    event_id,
    format_time,
    time_of,
    vector,
)

NOON = datetime(2026, 3, 1, 12, 0, 0, 250, tzinfo=UTC)


class Planted(Event):
    """What happens in these tests; registered only while they run."""

    type = "testing.planted"
    kind: str
    count: int = 1
    beside: tuple[str, ...] = ()

    def refs(self) -> tuple[str, ...]:
        return self.beside


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Event.registry, "testing.planted", Planted)


def entry(event: Event, head: Head = Head(), version: int = 1, **changes: Any) -> Entry:  # noqa: B008 - immutable
    given: dict[str, Any] = {
        "mission": "m",
        "stream": "missions/m/gardens/g",
        "version": version,
        "time": format_time(NOON),
        "actor": "p-1",
        "command_id": "c-1",
        "origin": DataOrigin.REAL,
        "facts_at": {"k1": 7},
        "chain": "k1",
    }
    return encode(event, head, **{**given, **changes})


def log(number: int) -> list[Entry]:
    head, entries = Head(), list[Entry]()
    for version in range(1, number + 1):
        entries.append(entry(Planted(kind=f"Baum {version}"), head, version))
        head = Head(entries[-1].position, entries[-1].hash)
    return entries


def test_an_event_comes_back_as_it_went_in() -> None:
    event = Planted(kind="Linde ✓", count=3, beside=("gardens/f",))
    record = decode(entry(event, Head(4, bytes(32))))
    assert record.event == event
    assert (record.chain, record.mission, record.position, record.id) == ("k1", "m", 5, "k1:m:5")
    assert (record.stream, record.version) == ("missions/m/gardens/g", 1)
    assert (record.actor, record.command_id, record.time) == ("p-1", "c-1", NOON)
    assert record.refs == ("missions/m/gardens/f",)
    assert record.facts_at == {"k1": 7}


@given(kind=st.text(st.characters(exclude_categories=["Cs"])), count=st.integers(-(2**53) + 1, 2**53 - 1))
def test_any_text_and_number_come_back(kind: str, count: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Event.registry, "testing.planted", Planted)
        event = Planted(kind=kind, count=count)
        assert decode(entry(event)).event == event


def test_the_stored_bytes_are_canonical_and_hold_the_whole_envelope() -> None:
    stored = entry(Planted(kind="Linde"))
    assert stored.raw == canonical(json.loads(stored.raw))
    assert json.loads(stored.raw) == {
        "mission": "m",
        "position": 1,
        "stream": "missions/m/gardens/g",
        "version": 1,
        "id": event_id("k1", "m", 1),
        "type": "testing.planted",
        "schema": 1,
        "time": "2026-03-01T12:00:00.000250Z",
        "command_id": "c-1",
        "origin": DataOrigin.REAL,
        "actor": "p-1",
        "refs": [],
        "facts_at": {"k1": 7},
        "data": {"kind": "Linde", "count": 1, "beside": []},
    }


def test_the_same_event_has_the_same_bytes_and_hash() -> None:
    assert entry(Planted(kind="Linde")) == entry(Planted(kind="Linde"))


def test_the_hash_is_sha_256_over_the_previous_hash_and_the_bytes() -> None:
    first, second = log(2)
    assert first.hash == hashlib.sha256(GENESIS + first.raw).digest()
    assert second.hash == hashlib.sha256(first.hash + second.raw).digest() == chained(first.hash, second.raw)


@pytest.mark.parametrize(
    "time", [NOON, NOON.astimezone(timezone(timedelta(hours=2))), NOON.astimezone(timezone(-timedelta(hours=9)))]
)
def test_the_same_instant_has_one_spelling(time: datetime) -> None:
    assert format_time(time) == "2026-03-01T12:00:00.000250Z"
    assert datetime.fromisoformat(format_time(time)) == NOON


def test_the_time_is_read_from_the_bytes_whatever_the_data_say() -> None:
    deceiving = Planted(kind='","time":"2001-01-01T00:00:00.000000Z","type":"x', beside=('a","time":"b',))
    assert time_of(entry(deceiving).raw) == format_time(NOON)


# The chain


def test_the_events_of_two_logs_share_no_id() -> None:
    assert decode(entry(Planted(kind="Linde"), chain="k2")).id == "k2:m:1"


def test_a_log_from_before_chains_had_names_is_read_as_one_without() -> None:
    old = decode(entry(Planted(kind="Linde"), chain="", facts_at=vector("", "m", 0)))
    assert (old.chain, old.id, old.facts_at) == ("", "m:1", {"missions/m": 0})


@pytest.mark.parametrize("chain", ["", "k2"])
def test_an_event_of_another_chain_has_no_place_in_a_log(chain: str) -> None:
    (first,) = log(1)
    stranger = entry(Planted(kind="Esche"), Head(1, first.hash), 2, chain=chain)
    with pytest.raises(LogDamaged, match=r"its id .* is not that of an event at this place of this chain"):
        check_chain([first, stranger])


def test_a_chain_is_followed_to_its_head() -> None:
    entries = log(5)
    assert check_chain(entries) == Head(5, entries[-1].hash, format_time(NOON))
    assert check_chain([]) == Head()


def test_a_chain_is_followed_on_from_a_head() -> None:
    entries = log(5)
    assert check_chain(entries[3:], after=check_chain(entries[:3])) == check_chain(entries)
    with pytest.raises(LogDamaged, match="position 4 stands where 1 belongs"):
        check_chain(entries[3:])


@given(position=st.integers(1, 5), data=st.data())
def test_any_changed_byte_is_found_at_its_position(position: int, data: st.DataObject) -> None:
    entries = CHAIN.copy()
    old = entries[position - 1]
    byte = data.draw(st.integers(0, len(old.raw) - 1))
    raw = bytearray(old.raw)
    raw[byte] = data.draw(st.integers(0, 255).filter(lambda new: new != old.raw[byte]))
    entries[position - 1] = Entry(old.mission, old.position, old.stream, old.version, old.type, bytes(raw), old.hash)
    with pytest.raises(LogDamaged) as damaged:
        check_chain(entries)
    assert (damaged.value.mission, damaged.value.position) == ("m", position)


@pytest.mark.parametrize("field", ["mission", "stream", "version", "type"])
def test_a_column_that_differs_from_the_bytes_is_found(field: str) -> None:
    entries = log(3)
    old = entries[1]
    columns = {name: getattr(old, name) for name in ("mission", "position", "stream", "version", "type", "raw", "hash")}
    entries[1] = Entry(**{**columns, field: 9 if field == "version" else "other"})
    with pytest.raises(LogDamaged, match="at position 2: its columns differ from its bytes"):
        check_chain(entries)


def test_bytes_that_are_chained_but_no_event_are_found() -> None:
    for raw in (b"no json", b"[]", b"{}"):
        wrong = Entry("m", 1, "missions/m/gardens/g", 1, "testing.planted", raw, chained(GENESIS, raw))
        with pytest.raises(LogDamaged, match=r"at position 1: its (bytes are not an event|actor is missing)"):
            check_chain([wrong])
        with pytest.raises(LogDamaged, match="not an event that this version can read"):
            decode(wrong)


# Today's form


@pytest.fixture
def planted_today(monkeypatch: pytest.MonkeyPatch) -> type[Event]:
    """The event after two changes of form: `kind` became `species`, and a place was added."""

    class PlantedToday(Event):
        type = "testing.planted"
        upcasters = (
            lambda data: {"species": data.pop("kind"), **data},
            lambda data: {**data, "place": "unknown"},
        )
        species: str
        count: int
        beside: tuple[str, ...]
        place: str

    monkeypatch.setitem(Event.registry, "testing.planted", PlantedToday)
    return PlantedToday


def test_an_old_event_is_read_in_todays_form_and_its_hash_still_holds(planted_today: type[Event]) -> None:
    old = entry(Planted(kind="Linde"))
    record = decode(old)
    assert record.event == planted_today(species="Linde", count=1, beside=(), place="unknown")  # type: ignore[call-arg]
    assert record.hash == old.hash == chained(GENESIS, old.raw)
    assert check_chain([old]).position == 1


def test_an_event_of_the_middle_form_takes_only_the_later_steps(planted_today: type[Event]) -> None:
    event = decode_event("testing.planted", 2, {"species": "Linde", "count": 2, "beside": []})
    assert event == planted_today(species="Linde", count=2, beside=(), place="unknown")  # type: ignore[call-arg]


def test_new_events_are_written_in_todays_form(planted_today: type[Event]) -> None:
    event = planted_today(species="Linde", count=2, beside=(), place="Hof")  # type: ignore[call-arg]
    stored = entry(event)
    assert json.loads(stored.raw)["schema"] == planted_today.schema_version() == 3
    assert decode(stored).event == event


@pytest.mark.parametrize(
    ("type_name", "schema", "data", "reason"),
    [
        ("testing.unknown", 1, {}, "unknown event type 'testing.unknown'"),
        ("testing.planted", 2, {"kind": "Linde"}, "testing.planted of schema 2; this version reads up to 1"),
        ("testing.planted", 0, {"kind": "Linde"}, "of schema 0"),
        ("testing.planted", 1, {"kind": "Linde", "colour": "green"}, "colour: there is no such field"),
        ("testing.planted", 1, {}, "kind: is missing"),
    ],
)
def test_what_this_version_cannot_read_is_named_with_its_position(
    type_name: str, schema: int, data: dict[str, Any], reason: str
) -> None:
    envelope = {**json.loads(log(3)[2].raw), "type": type_name, "schema": schema, "data": data}
    stored = Entry("m", 3, "missions/m/gardens/g", 3, type_name, canonical(envelope), bytes(32))
    with pytest.raises(LogDamaged, match=rf"^log of missions/m is damaged at position 3: .*{reason}"):
        decode(stored)


CHAIN = log(5)
