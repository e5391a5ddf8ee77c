"""Whatever is asked for in whatever order, the log stays whole and everything known can be made anew from it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.challenges import commands as c
from osi_core.domain import Command, Phase, Recorded, Refused, Role, Sector
from osi_core.hearing.events import ErasureAnswered
from osi_core.log.envelope import check_chain
from osi_core.mission import commands as m
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.process.memory import MissionMemory
from osi_core.process.request import OPERATOR, Handled, Request
from osi_core.process.share import share_of
from osi_core.testing.scenario import Scenario

PLUGINS = Plugins.builtin()
PEOPLE = st.sampled_from(["ada", "ben", "rita", "olga"])
CHALLENGES = st.sampled_from(["a", "b", "c", "d"])
WHO = st.one_of(PEOPLE, st.just(OPERATOR))


def _commands() -> st.SearchStrategy[Command]:
    mission = st.just("m")
    reason = st.just("because")
    votes = st.builds(c.Vote, vote=CHALLENGES, statement=CHALLENGES, value=st.sampled_from([1, 0, -1]))
    return st.one_of(
        st.builds(m.JoinMission, mission=mission, participant=st.one_of(PEOPLE, st.just("zoe"))),
        st.builds(m.EraseParticipant, mission=mission, participant=PEOPLE),
        st.builds(m.ChangePlaybook, mission=mission, playbook=st.just({"challenges": {"top": 1}}), reason=reason),
        st.builds(c.SubmitChallenge, mission=mission, challenge=CHALLENGES, title=st.just("A title")),
        st.builds(c.AcceptChallenge, mission=mission, challenge=CHALLENGES),
        st.builds(c.RejectChallenge, mission=mission, challenge=CHALLENGES, reason=reason),
        st.builds(c.MergeChallenge, mission=mission, challenge=CHALLENGES, into=CHALLENGES, reason=reason),
        st.builds(
            c.SplitChallenge,
            mission=mission,
            challenge=CHALLENGES,
            parts=st.tuples(CHALLENGES, CHALLENGES),
            reason=reason,
        ),
        st.builds(c.SubmitStatement, mission=mission, statement=CHALLENGES, text=st.just("Say it")),
        st.builds(c.RejectStatement, mission=mission, statement=CHALLENGES, reason=reason),
        st.builds(c.CastVotes, mission=mission, participant=PEOPLE, votes=st.tuples(votes)),
        st.builds(
            c.OpenRound,
            mission=mission,
            round=st.sampled_from(["one", "two"]),
            kind=st.sampled_from(["approval", "ranked"]),
            closes_at=st.just(Scenario().now + timedelta(days=1)),
        ),
        st.builds(
            c.CastBallot,
            mission=mission,
            round=st.sampled_from(["one", "two"]),
            participant=PEOPLE,
            ballot=CHALLENGES,
            revision=st.integers(0, 2),
            choices=st.tuples(CHALLENGES),
        ),
        st.builds(c.CloseRound, mission=mission, round=st.sampled_from(["one", "two"])),
        st.builds(
            c.MakeCommitment,
            mission=mission,
            commitment=CHALLENGES,
            challenge=CHALLENGES,
            scope=reason,
            resources=reason,
            due=st.just((Scenario().now + timedelta(days=1)).date()),
        ),
        st.builds(c.KeepCommitment, mission=mission, commitment=CHALLENGES, evidence=reason),
        st.builds(c.AcknowledgeGap, mission=mission, challenge=CHALLENGES, lacks=st.just("solution"), reason=reason),
    )


HOURS = st.sampled_from([0, 0, 0, 1, 30])
IDS = st.sampled_from(["", "", "", "id1", "id2"])
STEPS = st.lists(st.tuples(HOURS, _commands(), WHO, IDS), max_size=60)


def begun() -> Scenario:
    """A mission with four people of all kinds; four challenges are there, three accepted."""
    scenario = Scenario(plugins=PLUGINS)
    scenario.citizen("ada", "ben")
    scenario.institution("town", Sector.ADMINISTRATION, speaker="rita")
    scenario.member("olga", Role.ORGANISER)
    scenario.open_without_gates(Phase.CHALLENGES)
    for name in ("a", "b", "c", "d"):
        scenario.do(c.SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
    for name in ("a", "b", "c"):
        scenario.do(c.AcceptChallenge(mission="m", challenge=name))
    return scenario


def played(steps) -> Scenario:
    """A mission in which all this was asked for, one after the other."""
    scenario = begun()
    for hours, command, who, command_id in steps:
        scenario.later(hours=hours)
        before = scenario.engine.head("m")
        try:
            handled = scenario.do(command, by=who, command_id=command_id)
        except Refused:
            assert scenario.engine.head("m") == before
            continue
        if handled.repeated:
            assert scenario.engine.head("m") == before
    scenario.decide()
    return scenario


@settings(max_examples=60)
@given(steps=STEPS)
def test_the_chain_holds_positions_and_versions_have_no_gaps_and_time_runs_forward(steps):
    store = played(steps).engine.store
    entries = list(store.read("m"))
    assert check_chain(entries) == store.head("m")
    versions: dict[str, int] = {}
    for entry in entries:
        versions[entry.stream] = versions.get(entry.stream, 0) + 1
        assert (
            entry.version == versions[entry.stream] == list(store.read_stream(entry.stream))[entry.version - 1].version
        )
    times = [record.time for record in Engine(store, plugins=PLUGINS).events("m")]
    assert times == sorted(times)


@settings(max_examples=60)
@given(steps=STEPS, snapshot_at=st.integers(0, 60))
def test_facts_and_states_are_the_same_when_folded_anew_from_the_log_or_from_a_snapshot(steps, snapshot_at):
    scenario = played(steps[:snapshot_at])
    scenario.engine.snapshot("m")
    for _, command, who, command_id in steps[snapshot_at:]:
        try:
            scenario.do(command, by=who, command_id=command_id)
        except Refused:
            continue
    store, held = scenario.engine.store, scenario.engine.memory("m")
    from_snapshot = Engine(store, plugins=PLUGINS).memory("m")
    from_log = MissionMemory("m", scenario.engine.share)
    from_log.catch_up(store)
    assert held.rows == from_log.rows
    assert held.rows == from_snapshot.rows
    assert held.head[:2] == from_log.head[:2]
    states = {line.command.state for line in share_of("all").rules.values()} - {None}
    for stream, (state, version) in list(held._streams.items()):
        kind = type(state) if state is not None else None
        assert kind is None or kind in states
        assert from_log.aggregate(store, stream, kind) == (state, version), stream


@settings(max_examples=60)
@given(steps=STEPS, size=st.integers(1, 20))
def test_it_makes_no_difference_whether_requests_come_one_by_one_or_in_groups(steps, size):
    requests = [Request(command, who, command_id) for _, command, who, command_id in steps]
    one_by_one, grouped = begun(), begun()
    alone = [one_by_one.engine.handle_many([request])[0] for request in requests]
    together = [
        answer
        for start in range(0, len(requests), size)
        for answer in grouped.engine.handle_many(requests[start : start + size])
    ]
    assert list(map(_short, alone)) == list(map(_short, together))
    done, done_together = (filter(None, map(_deed, town.records())) for town in (one_by_one, grouped))
    assert list(done) == list(done_together)
    if not any(isinstance(record.event, ErasureAnswered) for record in one_by_one.records()):
        assert list(one_by_one.engine.store.read("m")) == list(grouped.engine.store.read("m"))


def _short(answer: Handled | Refused) -> object:
    return answer.codes if isinstance(answer, Refused) else [*map(_deed, answer.events)]


def _deed(record: Recorded) -> object:
    """What was done, wherever it stands: an erasure is answered behind its group, once the files are scrubbed."""
    if isinstance(record.event, ErasureAnswered):
        return None
    return record.stream, record.version, record.time, record.actor, record.event
