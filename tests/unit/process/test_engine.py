"""The engine: a command in, events out; the log is whole whatever happens."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from osi_core.challenges.commands import AcceptChallenge, SubmitChallenge, TagChallenge
from osi_core.challenges.correction_commands import WithdrawChallenge
from osi_core.challenges.facts import Challenge
from osi_core.domain import DataOrigin, Phase, Refused, Role, Sector, StopReason
from osi_core.log.envelope import check_chain, decode
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Conflict, Snapshot, StoreFull
from osi_core.mission.commands import CreateMission, GrantRole, JoinMission, RegisterInstitution
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins, hookimpl
from osi_core.plugins.report import Origin
from osi_core.process import snapshots
from osi_core.process.committing import ATTEMPTS
from osi_core.process.engine import Engine
from osi_core.process.request import OPERATOR, Handled, Request
from osi_core.process.share import share_of
from osi_core.process.snapshots import snapshot_name
from osi_core.testing.scenario import Scenario
from tests.unit.process.stores import ContestedStore, FullStore


def join(name):
    return JoinMission(mission="m", participant=name)


def minted(name):
    """An id as engines make them; in a scenario people go by their names."""
    return f"p-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def submit(name, title="Too hot"):
    return SubmitChallenge(mission="m", challenge=name, title=title)


@pytest.fixture
def town():
    """A mission whose challenges phase is open."""
    return town_on(MemoryStore())


def town_on(store):
    scenario = Scenario(store)
    scenario.citizen("ada", "ben")
    scenario.open_without_gates(Phase.CHALLENGES)
    return scenario


def second_engine(scenario):
    """Another engine on the same store, as a second process would have."""
    return Engine(scenario.engine.store, plugins=Plugins.builtin(), clock=lambda: scenario.now)


def whole(store, mission="m"):
    """The log's bytes, after its chain and its streams' versions were checked."""
    entries = list(store.read(mission))
    head = check_chain(entries)
    assert store.head(mission) == head
    versions: dict[str, int] = {}
    for entry in entries:
        versions[entry.stream] = versions.get(entry.stream, 0) + 1
        assert entry.version == versions[entry.stream]
    return [entry.raw for entry in entries]


# What an event says


def test_an_event_says_where_it_stands_who_acted_and_what_it_rested_on(town):
    (record,) = town.do(submit("heat"), by="ada", command_id="c1").events
    assert (record.mission, record.stream, record.version) == ("m", "missions/m/challenges/heat", 1)
    assert (record.id, record.actor) == (f"{record.chain}:m:{record.position}", "ada")
    assert record.time == town.now
    assert record.facts_at == {record.chain: record.position - 1}
    assert record.position == town.engine.head("m").position
    assert record.hash == town.engine.head("m").hash


def test_what_is_returned_is_what_the_log_says(town):
    handled = town.do(submit("heat"), by="ada", command_id="c1")
    assert list(town.engine.events("m", after=handled.events[0].position - 1)) == list(handled.events)


def test_a_command_that_this_engine_does_not_run_is_refused(town):
    town.engine.judge.table = lambda mission: {}
    with pytest.raises(Refused, match="SubmitChallenge refused: no command of this engine") as refused:
        town.do(submit("heat"), by="ada")
    assert refused.value.codes == ("not-of-this-share",)


# Idempotent by command id


def test_the_same_request_gets_the_same_events_and_the_same_receipt(town):
    first = town.do(submit("heat"), by="ada", command_id="c1")
    again = town.do(submit("heat"), by="ada", command_id="c1")
    assert (again.events, again.receipt) == (first.events, first.receipt)
    assert (first.repeated, again.repeated) == (False, True)
    assert len(whole(town.engine.store)) == first.events[-1].position


def test_the_same_request_twice_in_one_group_is_answered_twice_and_done_once(town):
    request = Request(submit("heat"), "ada", "c1")
    first, again = town.engine.handle_many([request, request])
    assert isinstance(first, Handled)
    assert isinstance(again, Handled)
    assert (again.events, again.receipt, again.repeated) == (first.events, first.receipt, True)


def test_another_request_under_the_same_id_is_refused(town):
    town.do(submit("heat"), by="ada", command_id="c1")
    for other in (submit("water"), submit("heat", title="Other words"), join("ada")):
        with pytest.raises(Refused, match="command_id: the id was used for another request; take a new one") as refused:
            town.do(other, by="ada", command_id="c1")
        assert refused.value.codes == ("command-id-reused",)


def test_words_where_there_were_none_make_another_request(town):
    town.do(submit("heat"), by="ada")
    taken_back = WithdrawChallenge(mission="m", challenge="heat", reason=StopReason.NOT_NEEDED)
    first = town.do(taken_back, by="ada", command_id="c1")
    assert town.do(taken_back, by="ada", command_id="c1").events == first.events
    with pytest.raises(Refused) as refused:
        town.do(taken_back.model_copy(update={"note": "It has become cooler"}), by="ada", command_id="c1")
    assert refused.value.codes == ("command-id-reused",)


def test_another_request_under_the_same_id_is_refused_within_one_group(town):
    answers = town.engine.handle_many([Request(submit("heat"), "ada", "c1"), Request(submit("water"), "ada", "c1")])
    assert isinstance(answers[0], Handled)
    assert isinstance(answers[1], Refused)
    assert answers[1].codes == ("command-id-reused",)


def test_a_command_id_is_nowhere_kept_but_finds_its_events(town):
    ids = {"ada": "ada@example.org 2026-03-02", "ben": "ada@example.org 2026-03-02", OPERATOR.name: "+49 171 1234567"}
    town.do(submit("heat"), by="ada", command_id=ids["ada"])
    town.do(submit("water"), by="ben", command_id=ids["ben"])
    hall = RegisterInstitution(mission="m", institution="hall", name="Hall", sector=Sector.BUSINESS)
    town.do(hall, command_id=ids[OPERATOR.name])
    kept = [record.command_id for record in town.engine.events("m") if record.command_id]
    assert len(set(kept)) == 3
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in kept)
    assert not any(one.encode() in raw for one in ids.values() for raw in whole(town.engine.store))
    found = town.engine.events_of_request("m", ids["ada"])
    assert [record.actor for record in found] == ["ada", "ben"]
    assert [r.actor for r in second_engine(town).events_of_request("m", ids[OPERATOR.name])] == [OPERATOR.name]
    assert list(town.engine.events_of_request("m", "another")) == []


def test_another_mission_keeps_the_same_id_otherwise(town):
    town.do(CreateMission(mission="other", title="Another", language="en"), command_id="c1")
    town.do(CreateMission(mission="third", title="Another", language="en"), command_id="c1")
    kept = {record.command_id for mission in ("other", "third") for record in town.engine.events(mission)}
    assert len(kept) == 2
    again = town.do(CreateMission(mission="other", title="Another", language="en"), command_id="c1")
    assert again.repeated


def test_a_command_id_is_ones_own(town):
    town.do(submit("heat"), by="ada", command_id="c1")
    assert not town.do(submit("water"), by="ben", command_id="c1").repeated


def test_an_engine_that_starts_anew_gives_the_same_answer(town):
    first = town.do(submit("heat"), by="ada", command_id="c1")
    again = second_engine(town).handle(submit("heat"), actor="ada", command_id="c1")
    assert (again.events, again.receipt, again.repeated) == (first.events, first.receipt, True)


def test_a_refusal_is_not_remembered(town):
    with pytest.raises(Refused):
        town.do(AcceptChallenge(mission="m", challenge="heat"), command_id="c1")
    town.do(submit("heat"), by="ada")
    town.do(AcceptChallenge(mission="m", challenge="heat"), command_id="c1")


# Groups


def test_a_refused_request_does_not_harm_the_others_of_its_group(town):
    answers = town.engine.handle_many(
        [Request(submit("heat"), "ada"), Request(submit("heat"), "ben"), Request(submit("water"), "ben")]
    )
    assert [type(answer).__name__ for answer in answers] == ["Handled", "Refused", "Handled"]
    assert set(town.facts(Challenge)) == {"heat", "water"}
    whole(town.engine.store)


def test_a_group_sees_what_was_decided_before_in_it(town):
    accept = AcceptChallenge(mission="m", challenge="heat")
    answers = town.engine.handle_many([Request(submit("heat"), "ada"), Request(accept, OPERATOR)])
    assert all(isinstance(answer, Handled) for answer in answers)


def test_one_group_may_write_to_several_missions(town):
    town.engine.handle(CreateMission(mission="other", title="Another"))
    answers = town.engine.handle_many(
        [
            Request(join("eva"), "eva"),
            Request(JoinMission(mission="other", participant="eva"), "eva"),
            Request(join("finn"), "finn"),
        ]
    )
    assert all(isinstance(answer, Handled) for answer in answers)
    whole(town.engine.store)
    whole(town.engine.store, "other")


# When the store fails


def test_a_store_error_leaves_the_log_as_it_was_and_drops_what_was_held():
    store = FullStore()
    town = town_on(store)
    before = whole(store)
    store.full = True
    with pytest.raises(StoreFull, match="no space left on the device; free some and try again"):
        town.engine.handle_many([Request(submit("heat"), "ada"), Request(submit("water"), "ben")])
    assert whole(store) == before
    assert town.facts(Challenge) == {}
    store.full = False
    town.do(submit("heat"), by="ada")
    assert set(town.facts(Challenge)) == {"heat"}
    assert len(whole(store)) == len(before) + 1


def test_a_request_that_failed_may_be_sent_again_under_its_id():
    store = FullStore()
    town = town_on(store)
    store.full = True
    with pytest.raises(StoreFull):
        town.do(submit("heat"), by="ada", command_id="c1")
    store.full = False
    assert not town.do(submit("heat"), by="ada", command_id="c1").repeated


def test_a_snapshot_that_cannot_be_kept_does_not_make_a_durable_command_fail():
    store = FullStore()
    scenario = Scenario(store)
    engine = Engine(store, plugins=Plugins.builtin(), clock=lambda: scenario.now, snapshot_every=1)
    engine.memory("m")

    def full(*_):
        raise StoreFull("no space left on the device")

    store.save_snapshot = full  # type: ignore[method-assign]
    handled = engine.handle(join(minted("ada")))
    assert handled.events[0].position == store.head("m").position


# Several engines on one store


def test_two_engines_that_take_turns_see_what_the_other_has_written(town):
    other = second_engine(town)
    town.do(submit("heat"), by="ada")
    other.handle(AcceptChallenge(mission="m", challenge="heat"))
    assert town.refused(AcceptChallenge(mission="m", challenge="heat")) == ("challenge-moderated",)
    with pytest.raises(Refused, match="exists already"):
        other.handle(submit("heat"), actor="ben")
    whole(town.engine.store)


def test_a_decision_that_met_another_writer_is_taken_again_on_what_is_true_now():
    store = ContestedStore()
    town = town_on(store)
    town.do(submit("heat"), by="ada")
    other = second_engine(town)
    store.others.append(lambda: other.handle(TagChallenge(mission="m", challenge="heat", tags=("shade",))))
    town.do(AcceptChallenge(mission="m", challenge="heat"))
    challenge = town.fact(Challenge, "heat")
    assert (challenge.status, challenge.tags) == ("accepted", ("shade",))
    whole(store)


def test_of_two_writers_who_want_the_same_the_second_is_refused():
    store = ContestedStore()
    town = town_on(store)
    other = second_engine(town)
    store.others.append(lambda: other.handle(submit("heat"), actor="ben"))
    with pytest.raises(Refused, match="exists already"):
        town.do(submit("heat"), by="ada")
    assert town.fact(Challenge, "heat").author == "ben"


def test_who_never_comes_first_gives_up_and_says_so():
    store = ContestedStore()
    town = town_on(store)
    other = second_engine(town)
    users = iter(range(ATTEMPTS + 1))

    def join_another():
        others, store.others = store.others, []
        other.join("m", f"user {next(users)}")
        store.others = others

    store.others = [join_another] * (ATTEMPTS + 1)
    with pytest.raises(Conflict, match=f"other writers came first {ATTEMPTS} times"):
        town.do(submit("heat"), by="ada")
    store.others = []
    assert town.facts(Challenge) == {}
    whole(store)


def test_nobody_overwrites_what_they_have_not_seen(town):
    town.do(submit("heat"), by="ada")
    tag = TagChallenge(mission="m", challenge="heat", tags=("shade",))
    town.do(tag, expected_version=1)
    with pytest.raises(Refused, match="challenges/heat is at version 2, not 1; read it again") as refused:
        town.do(tag, expected_version=1)
    assert refused.value.codes == ("version-moved",)


def test_a_new_aggregate_stands_at_version_zero(town):
    town.do(submit("heat"), by="ada", expected_version=0)
    with pytest.raises(Refused, match="at version 1, not 0"):
        town.do(TagChallenge(mission="m", challenge="heat"), expected_version=0)


# Time


def test_time_never_runs_backwards(town):
    town.later(hours=1)
    late = town.do(submit("heat"), by="ada").events[0].time
    town.later(minutes=-5)
    assert town.do(submit("water"), by="ada").events[0].time == late


def test_all_times_are_utc_whatever_the_clock_says(town):
    town.now = town.now.astimezone(timezone(timedelta(hours=5))) + timedelta(seconds=1)
    (record,) = town.do(submit("heat"), by="ada").events
    assert record.time.tzinfo is UTC
    assert list(town.engine.events("m", after=record.position - 1)) == [record]


def test_a_clock_without_a_zone_is_refused(town):
    town.now = datetime(2030, 1, 1)  # noqa: DTZ001 - on purpose
    assert town.refused(submit("heat"), by="ada") == ("time-without-zone",)


def test_a_real_mission_takes_no_time_from_its_commands(town):
    with pytest.raises(Refused, match="a real mission keeps the clock's") as refused:
        town.do(submit("heat"), by="ada", time=town.now)
    assert refused.value.codes == ("time-not-yours",)


def test_a_simulated_mission_needs_the_time_of_every_command(town):
    create = CreateMission(mission="play", title="A rehearsal", origin=DataOrigin.SIMULATED)
    with pytest.raises(Refused) as refused:
        town.do(create)
    assert refused.value.codes == ("time-not-given",)
    time = datetime(2021, 5, 7, 8, 30, tzinfo=UTC)
    handled = town.do(create, time=time)
    assert handled.events[0].time == time
    with pytest.raises(Refused) as refused:
        town.do(JoinMission(mission="play", participant="ada"), by="ada")
    assert refused.value.codes == ("time-not-given",)
    back = town.do(JoinMission(mission="play", participant="ada"), by="ada", time=time - timedelta(days=9))
    assert back.events[0].time == time


def test_a_simulated_time_without_a_zone_is_refused(town):
    create = CreateMission(mission="play", title="A rehearsal", origin=DataOrigin.SIMULATED)
    with pytest.raises(Refused, match="2021-05-07 00:00 names no time zone; the log knows UTC only"):
        town.do(create, time=datetime(2021, 5, 7))  # noqa: DTZ001 - on purpose


# Snapshots


def test_an_engine_that_starts_from_a_snapshot_knows_what_one_that_reads_the_whole_log_knows(journey):
    whole_log = second_engine(journey).memory("m")
    journey.engine.snapshot("m")
    journey.do(join("late"), by="late")
    from_snapshot = second_engine(journey).memory("m")
    assert from_snapshot.rows == journey.engine.memory("m").rows
    assert {kind: rows for kind, rows in from_snapshot.rows.items() if kind is not Member} == {
        kind: rows for kind, rows in whole_log.rows.items() if kind is not Member
    }
    assert [list(rows) for rows in from_snapshot.rows.values()] == [
        list(rows) for rows in journey.engine.memory("m").rows.values()
    ], "rows keep their order"


def test_a_start_from_a_snapshot_reads_only_what_comes_after(journey, monkeypatch):
    journey.engine.snapshot("m")
    journey.do(join("late"), by="late")
    read = []

    def counting(entry):
        read.append(entry.position)
        return decode(entry)

    monkeypatch.setattr("osi_core.process.memory.decode", counting)
    second_engine(journey).memory("m")
    assert read == [journey.engine.head("m").position]


def test_snapshots_are_made_by_themselves_every_so_many_events(town):
    store = MemoryStore()
    engine = Engine(store, plugins=Plugins.builtin(), snapshot_every=3)
    engine.handle(CreateMission(mission="m", title="A mission"))
    kept = []
    for number in range(6):
        engine.join("m", f"user {number}")
        kept.append((store.snapshot("m", snapshot_name(share_of("all"))) or (0, b"", b""))[0])
    assert kept == [0, 3, 3, 3, 6, 6]


def test_a_long_log_without_a_snapshot_gets_one_with_the_next_command(town):
    engine = Engine(town.engine.store, plugins=Plugins.builtin(), clock=lambda: town.now, snapshot_every=3)
    handled = engine.handle(join(minted("late")))
    assert (town.engine.store.snapshot("m", snapshot_name(share_of("all"))) or (0, b"", b""))[0] == handled.events[
        0
    ].position


@pytest.mark.parametrize("content", [b"{}", b"not json", b'{"Member": 3}', b"[]"])
def test_a_snapshot_that_cannot_be_read_is_ignored(journey, content):
    hash = next(iter(journey.engine.store.read("m", 4, 5))).hash
    journey.engine.store.save_snapshot("m", snapshot_name(share_of("all")), Snapshot(5, hash, content))
    assert second_engine(journey).memory("m").rows == journey.engine.memory("m").rows


def test_a_snapshot_ahead_of_a_restored_log_is_ignored(journey):
    journey.engine.snapshot("m")
    kept = journey.engine.store.snapshot("m", snapshot_name(share_of("all")))
    journey.engine.store.save_snapshot("m", snapshot_name(share_of("all")), kept._replace(position=10_000))
    assert second_engine(journey).memory("m").rows == journey.engine.memory("m").rows


def test_a_snapshot_of_a_log_that_went_another_way_is_ignored(journey):
    journey.engine.snapshot("m")
    kept = journey.engine.store.snapshot("m", snapshot_name(share_of("all")))
    nobody = b"\n".join(b"{}" for _ in kept.content.split(b"\n"))
    journey.engine.store.save_snapshot("m", snapshot_name(share_of("all")), Snapshot(5, b"of the other way", nobody))
    assert second_engine(journey).memory("m").rows == journey.engine.memory("m").rows


def test_a_snapshot_by_a_fold_that_was_mended_since_is_not_found(monkeypatch):
    share = share_of("all")
    before = snapshot_name.__wrapped__(share)
    assert snapshot_name.__wrapped__(share) == before
    source = snapshots._source
    for module in ("osi_core.challenges.facts", "osi_core.process.due", "osi_core.ballots"):
        mended = lambda name, at=module: source(name) + (b"# mended" if name == at else b"")  # noqa: E731
        monkeypatch.setattr(snapshots, "_source", mended)
        assert snapshot_name.__wrapped__(share) != before, module


def test_a_snapshot_of_another_form_is_not_found(journey):
    assert snapshot_name(share_of("all")).startswith("facts-")
    journey.engine.store.save_snapshot("m", "facts-0123456789abcdef", Snapshot(5, b"", b"of last year's"))
    assert second_engine(journey).memory("m").rows == journey.engine.memory("m").rows


# Listeners


class Listener:
    """Looks, when told of an event, whether the store has it."""

    def __init__(self, store):
        self.store, self.heard = store, []

    @hookimpl
    def osi_event_recorded(self, event):
        assert self.store.head("m").position >= event.position, "told before the commit"
        self.heard.append(event)


@pytest.fixture
def listened():
    """A mission with a listener."""
    store, plugins = MemoryStore(), Plugins.builtin()
    listener = Listener(store)
    assert plugins.add(listener, Origin("listener", "a-listener", "1.0", "")).failures == []
    return Scenario(store, plugins), listener


def test_listeners_are_told_after_the_commit_of_each_event_once(listened):
    scenario, listener = listened
    scenario.do(join("ada"), by="ada", command_id="c1")
    scenario.do(join("ada"), by="ada", command_id="c1")
    assert listener.heard == scenario.records()


def test_listeners_are_not_told_of_refused_commands(listened):
    scenario, listener = listened
    scenario.refused(GrantRole(mission="m", participant="zoe", role=Role.EXPERT))
    assert listener.heard == scenario.records()


# One's own users


def test_a_user_of_the_embedding_system_is_the_same_participant_each_time(town):
    first = town.engine.join("m", "user 4711")
    assert town.engine.join("m", "user 4711") == first
    assert town.fact(Member, first).roles == {Role.CITIZEN}
    assert town.engine.join("m", "user 4712") != first


def test_a_users_identity_is_not_in_the_log(town):
    town.engine.join("m", "user 4711")
    assert not any(b"4711" in raw for raw in whole(town.engine.store))


def test_one_user_who_joins_twice_at_once_is_one_participant(town):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: town.engine.join("m", "user 4711"), range(32)))
    assert len(found) == 1
    assert len(town.facts(Member)) == 3


def test_a_text_is_sealed_with_a_salt_of_its_own(town):
    (record,) = town.do(submit("heat"), by="ada").events
    kept = town.engine.store.text("m", record.event.title)
    assert kept is not None
    assert (kept.author, len(kept.salt)) == ("ada", 16)
    assert hashlib.sha256(kept.salt + kept.text.encode()).hexdigest() == record.event.title
