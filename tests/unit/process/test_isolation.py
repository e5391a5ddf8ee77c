"""One bad request harms itself alone: what is neither a refusal nor a store's fault fails its own caller."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from osi_core.challenges.commands import CastBallot, SubmitChallenge, TagChallenge
from osi_core.challenges.events import ChallengeTagged
from osi_core.challenges.facts import Challenge
from osi_core.domain import Malformed, Phase, Refused
from osi_core.log.envelope import LogDamaged, check_chain
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreFull
from osi_core.mission.commands import EraseParticipant, JoinMission
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.process import codes
from osi_core.process.aliases import tied_to
from osi_core.process.engine import Engine
from osi_core.process.request import (
    LARGEST_BLOBS,
    LONGEST_ALIAS,
    LONGEST_COMMAND_ID,
    OPERATOR,
    GroupFailed,
    Handled,
    Request,
)
from osi_core.process.writer import Writer
from osi_core.testing.scenario import Scenario


def join(name):
    return JoinMission(mission="m", participant=name)


def submit(name, title="Too hot"):
    return SubmitChallenge(mission="m", challenge=name, title=title)


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    """A store in memory, and one in a file."""
    store = MemoryStore() if request.param == "memory" else SqlStore.create(tmp_path / "town.db")
    yield store
    store.close()


@pytest.fixture
def town(store):
    """A mission whose challenges phase is open."""
    town = Scenario(store)
    town.citizen("ada", "ben")
    town.open_without_gates(Phase.CHALLENGES)
    return town


def whole(town):
    """How many events there are, in a chain that holds; what the engine knows is what the log says."""
    entries = list(town.engine.store.read("m"))
    head = check_chain(entries)
    assert town.engine.store.head("m") == head
    anew = Engine(town.engine.store, plugins=Plugins.builtin()).memory("m")
    held = town.engine._committing._memories.get("m")
    if held is not None:
        assert (held.head, held.rows) == (anew.head, anew.rows), "memory says what the log does not"
    seen = town.engine.memory("m")
    assert (seen.head, seen.rows) == (anew.head, anew.rows), "readers see what the log does not say"
    return len(entries)


# What a request may carry

BAD: list[tuple[dict[str, Any], str]] = [
    ({"command": "JoinMission"}, "command"),
    ({"actor": []}, "actor"),
    ({"actor": None}, "actor"),
    ({"actor": ""}, "actor"),
    ({"actor": "Ada"}, "actor"),
    ({"actor": "a\0"}, "actor"),
    ({"actor": "a\n"}, "actor"),
    ({"actor": "a" * 64}, "actor"),
    ({"command_id": None}, "command_id"),
    ({"command_id": 7}, "command_id"),
    ({"command_id": "\ud800"}, "command_id"),
    ({"command_id": "a\0b"}, "command_id"),
    ({"command_id": "a\nb"}, "command_id"),
    ({"command_id": "x" * (LONGEST_COMMAND_ID + 1)}, "command_id"),
    ({"command_id": "x" * 10_000_000}, "command_id"),
    ({"time": "2026-03-01"}, "time"),
    ({"time": datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))}, "time"),
    ({"time": datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))}, "time"),
    ({"alias": ""}, "alias"),
    ({"alias": b"user"}, "alias"),
    ({"alias": "a\0"}, "alias"),
    ({"alias": "\udfff"}, "alias"),
    ({"alias": "x" * (LONGEST_ALIAS + 1)}, "alias"),
    ({"blobs": b"bytes"}, "blobs"),
    ({"blobs": ["list"]}, "blobs"),
    ({"blobs": ("text",)}, "blobs"),
    ({"blobs": (bytearray(3),)}, "blobs"),
    ({"expected_version": -1}, "expected_version"),
    ({"expected_version": 2**63}, "expected_version"),
    ({"expected_version": True}, "expected_version"),
    ({"expected_version": "1"}, "expected_version"),
]


@pytest.mark.parametrize(
    ("fields", "field"), BAD, ids=lambda value: str(value)[:40].encode("ascii", "replace").decode()
)
def test_a_request_names_the_field_that_does_not_fit(fields, field):
    with pytest.raises(Malformed) as malformed:
        Request(**{"command": join("ada"), "actor": "ada", **fields})
    assert [one.field for one in malformed.value.unmet] == [field]
    assert set(malformed.value.codes) <= {one.code for one in codes.codes() if one.malformed}
    for language in ("en", "de"):
        assert len(malformed.value.say(language)) < 300, "what was written is not quoted"
    again = pickle.loads(pickle.dumps(malformed.value))  # noqa: S301 - our own bytes
    assert again.unmet == malformed.value.unmet


def test_a_request_names_all_fields_that_do_not_fit():
    with pytest.raises(Malformed) as malformed:
        Request(submit("heat"), "", "\0", alias="user", expected_version=-1)
    assert [one.field for one in malformed.value.unmet] == ["actor", "command_id", "alias", "expected_version"]


def test_the_bytes_of_a_request_are_bounded(monkeypatch):
    assert LARGEST_BLOBS < 10**9, "SQLite and PostgreSQL take no more in one value"
    monkeypatch.setattr("osi_core.process.request.LARGEST_BLOBS", 10)
    assert Request(join("ada"), "ada", blobs=(b"12345", b"67890"))
    with pytest.raises(Malformed, match="blobs: "):
        Request(join("ada"), "ada", blobs=(b"12345", b"678901"))


def test_what_fits_is_taken(town):
    for number, command_id in enumerate(("", "c 1", "größe/ü:1", "x" * LONGEST_COMMAND_ID)):
        town.do(submit(f"heat-{number}"), by="ada", command_id=command_id, expected_version=0)
    town.do(join("zoe"), by="zoe", alias="zoë@example.org" + "x" * (LONGEST_ALIAS - 15))


@pytest.mark.parametrize(("fields", "field"), [one for one in BAD if one[1] != "command"][:12])
def test_a_bad_request_does_not_reach_the_lock(town, fields, field):
    before = whole(town)
    with town.engine.store.transaction(), pytest.raises(Malformed):  # the lock is held: who waited for it would hang
        town.engine.handle(submit("heat"), **{"actor": "ada", **fields})
    assert whole(town) == before


def test_asking_takes_no_bad_actor_either(town):
    with pytest.raises(Malformed):
        town.engine.unmet(submit("heat"), actor=[])


@pytest.mark.parametrize("alias", ["", "\ud800", "a\0", "x" * 501, 7])
def test_joining_takes_no_bad_alias(town, alias):
    before = whole(town)
    with pytest.raises(Malformed):
        town.engine.join("m", alias)
    assert whole(town) == before


# Commands that got past their own checks


def unchecked(**fields):
    """A command that nobody has checked, as a program makes one that goes around the constructor."""
    return CastBallot.model_construct(mission="m", participant="ada", revision=0, **fields)


def unchecked_challenge(name, **fields):
    plain = {"title": "A", "text": None, "language": "de", "tags": (), "category": None}
    return SubmitChallenge.model_construct(mission="m", challenge=name, **{**plain, **fields})


NOTHING: dict[str, Any] = {}
POISON = [
    Request(unchecked(round="r", ballot="b", choices=("heat",), points=(10**30,)), "ada", "c-points"),
    Request(unchecked_challenge("x", title="\ud800"), "ada", "c-text"),
    Request(unchecked_challenge([]), "ada", "c-id"),
    Request(unchecked_challenge("y", tags=(10**30,)), "ada", "c-tag"),
    Request(unchecked_challenge("y", tags=(object(),)), "ada", "c-thing"),
    Request(SubmitChallenge.model_construct(**NOTHING), "ada", "c-empty"),
]


@pytest.mark.parametrize("poison", POISON, ids=lambda request: request.command_id)
def test_what_got_past_all_checks_fails_alone(town, poison):
    before = whole(town)
    good = [Request(submit(f"good-{number}"), "ben", f"c-{number}") for number in range(6)]
    requests = [*good[:3], poison, *good[3:]]
    answers = town.engine.answer_each(requests)
    others = answers[:3] + answers[4:]
    assert all(isinstance(answer, Handled) for answer in others)
    assert isinstance(answers[3], Exception)
    assert whole(town) == before + 6
    assert all(town.engine.handle_many([request])[0].repeated for request in good)


# Mistakes of the program


def with_decide(town, command, decide):
    lines = town.engine.share.rules
    mistaken = {**lines, command: replace(lines[command], decide=decide)}
    town.engine.judge.table = lambda mission: mistaken


def broken(*_) -> Iterator[ChallengeTagged]:
    raise RuntimeError("a mistake in a decide")


def test_a_mistake_in_a_decide_fails_its_own_caller(town):
    before = whole(town)
    with_decide(town, TagChallenge, broken)
    requests = [Request(submit(f"c{number}"), "ada") for number in range(20)]
    requests[10:10] = [Request(TagChallenge(mission="m", challenge="c3"), OPERATOR)]
    with Writer(town.engine) as writer:
        futures = [writer.submit(request) for request in requests]
        assert isinstance(futures[10].exception(), RuntimeError)
        others = futures[:10] + futures[11:]
        assert all(isinstance(future.result(), Handled) for future in others)
    assert whole(town) == before + 20
    assert "c3" in town.facts(Challenge)


def test_a_mistake_costs_the_others_no_second_decision_and_no_second_commit(town):
    with_decide(town, TagChallenge, broken)
    town.engine.handle_many([Request(submit("c0"), "ada")])
    transactions, held = count_transactions(town.engine.store), town.engine._committing._memories["m"]
    poison = Request(TagChallenge(mission="m", challenge="c0"), OPERATOR)
    with pytest.raises(GroupFailed):
        town.engine.handle_many([Request(submit("c1"), "ada"), poison, Request(submit("c2"), "ada"), poison])
    assert len(transactions) == 1
    assert town.engine._committing._memories["m"] is held, "what was known was thrown away"
    whole(town)


def count_transactions(store):
    begun, transaction = [], store.transaction

    @contextmanager
    def counted():
        begun.append(1)
        with transaction() as opened:
            yield opened

    store.transaction = counted
    return begun


def test_who_hands_in_a_group_learns_everyones_answer(town):
    with_decide(town, TagChallenge, broken)
    poison = Request(TagChallenge(mission="m", challenge="heat"), OPERATOR)
    with pytest.raises(GroupFailed, match="1 request of the group failed") as failed:
        town.engine.handle_many([Request(submit("heat"), "ada"), poison, Request(submit("heat"), "ben")])
    answers = failed.value.answers
    assert [type(answer).__name__ for answer in answers] == ["Handled", "RuntimeError", "Refused"]
    assert failed.value.__cause__ is answers[1]
    assert set(town.facts(Challenge)) == {"heat"}, "the others are durable"


def test_who_hands_in_one_command_gets_its_own_error(town):
    with_decide(town, TagChallenge, broken)
    town.do(submit("heat"), by="ada")
    with pytest.raises(RuntimeError, match="a mistake in a decide"):
        town.do(TagChallenge(mission="m", challenge="heat"))


def test_a_mistake_in_a_fold_fails_its_own_caller_and_memory_is_what_the_log_says(town, monkeypatch):
    """Memory was moved on half-way then: it is dropped, and each command is decided alone."""
    before, fold = whole(town), Challenge.fold.__func__  # type: ignore[attr-defined]

    def sometimes(cls, rows, record):
        fold(cls, rows, record)
        if record.stream.endswith("/bad"):
            raise ZeroDivisionError("a mistake in a fold")

    requests = [Request(submit(name), "ada", name) for name in ("c1", "bad", "c2")]
    with monkeypatch.context() as patch:
        patch.setattr(Challenge, "fold", classmethod(sometimes))
        answers = town.engine.answer_each(requests)
    assert [type(answer).__name__ for answer in answers] == ["Handled", "ZeroDivisionError", "Handled"]
    assert whole(town) == before + 2


class Picky(MemoryStore):
    """Chokes on some appends, with an error that is not a store's."""

    @contextmanager
    def transaction(self):
        with super().transaction() as transaction:
            append = transaction.append

            def picky(batch):
                if any(entry.stream.endswith("/bad") for entry in batch.entries):
                    raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")
                if any(entry.stream.endswith("/full") for entry in batch.entries):
                    raise StoreFull("store.full", store="town.db", said="disk full")
                append(batch)

            transaction.append = picky  # type: ignore[method-assign]
            yield transaction


def test_what_a_store_chokes_on_fails_its_own_caller():
    town = Scenario(Picky())
    town.citizen("ada")
    town.open_without_gates(Phase.CHALLENGES)
    before = whole(town)
    answers = town.engine.answer_each(
        [Request(submit(name), "ada", name) for name in ("c1", "bad", "c2", "full", "c3")]
    )
    kinds = [type(answer).__name__ for answer in answers]
    assert kinds == ["Handled", "UnicodeEncodeError", "Handled", "StoreFull", "Handled"]
    assert whole(town) == before + 3


def test_a_stores_error_fails_the_whole_group_and_drops_what_was_held():
    town = Scenario(Picky())
    town.citizen("ada")
    town.open_without_gates(Phase.CHALLENGES)
    before = whole(town)
    with pytest.raises(StoreFull):
        town.engine.answer_each([Request(submit(name), "ada") for name in ("c1", "full", "c2")])
    assert town.engine._committing._memories == {}
    assert whole(town) == before


def test_a_mission_whose_log_cannot_be_read_stands_still_alone(town, monkeypatch):
    """A damaged log of one mission keeps nobody from another."""
    damaged = JoinMission(mission="other", participant="ada")
    memory_of = town.engine._committing._memory

    def unreadable(mission):
        if mission == "other":
            raise LogDamaged("other", 3, "log.changed")  # type: ignore[arg-type]
        return memory_of(mission)

    monkeypatch.setattr(town.engine._committing, "_memory", unreadable)
    answers = town.engine.answer_each(
        [
            Request(submit("heat"), "ada"),
            Request(damaged, "ada"),
            Request(submit("water"), "ada"),
            Request(damaged, "ada"),
        ]
    )
    assert [type(answer).__name__ for answer in answers] == ["Handled", "LogDamaged", "Handled", "LogDamaged"]
    whole(town)


# Aliases


def test_a_known_alias_under_another_id_is_refused_at_once(town):
    participant = town.engine.join("m", "user 4711")
    begun = count_transactions(town.engine.store)
    with pytest.raises(Refused, match="this alias belongs to another participant") as refused:
        town.do(join("zoe"), by="zoe", alias="user 4711")
    assert (refused.value.codes, len(begun)) == (("alias-tied",), 1)
    assert town.engine.join("m", "user 4711") == participant
    assert "zoe" not in town.facts(Member)


def test_a_known_alias_is_refused_within_a_group_too(town):
    answers = town.engine.answer_each([Request(join(name), name, alias="user 1") for name in ("zoe", "yan")])
    assert isinstance(answers[0], Handled)
    assert isinstance(answers[1], Refused)
    assert answers[1].codes == ("alias-tied",)
    assert town.engine.join("m", "user 1") == "zoe"


def test_an_alias_of_an_erased_person_is_free_again_when_no_vote_may_count(town):
    first = town.engine.join("m", "user 1")
    town.do(EraseParticipant(mission="m", participant=first), by=first)
    with pytest.raises(Refused, match="a vote of theirs may still count"):
        town.do(join("zoe"), by="zoe", alias="user 1")
    town.close_without_gates(Phase.CHALLENGES)
    town.do(join("zoe"), by="zoe", alias="user 1")
    assert town.engine.join("m", "user 1") == "zoe"


def test_an_alias_comes_with_joining_alone(town):
    with pytest.raises(Malformed, match="alias: an alias comes with JoinMission alone"):
        town.do(submit("heat"), by="ada", alias="user 4711")
    assert tied_to(town.engine.store, "m", "user 4711") is None


def test_an_alias_is_of_who_joins_whoever_asks_for_it(town):
    town.do(join("zoe"), by=OPERATOR, alias="user 9")
    assert town.engine.join("m", "user 9") == "zoe"


def test_two_programs_that_join_the_same_user_agree(town, monkeypatch):
    other = Engine(town.engine.store, plugins=Plugins.builtin(), clock=lambda: town.now)
    first: list[str | None] = []
    participant_of = town.engine.store.participant

    def a_moment_before(mission, digest):
        found = participant_of(mission, digest)
        if not first:  # both have looked, and found nobody
            first.append(None)
            first[0] = other.join(mission, "user 5")
        return found

    monkeypatch.setattr(town.engine.store, "participant", a_moment_before)
    assert town.engine.join("m", "user 5") == first[0]
    assert sum(member.startswith("p-") for member in town.facts(Member)) == 1


def test_a_time_is_told_in_utc(town):
    late = datetime(2026, 3, 2, 23, 0, tzinfo=timezone(timedelta(hours=-12)))
    assert Request(join("ada"), "ada", time=late).time.astimezone(UTC) == late  # type: ignore[union-attr]
