"""A group is answered as its requests would be one by one, whatever was looked up for it before."""

from __future__ import annotations

from typing import Any

import pytest

from osi_core.challenges.commands import CastVotes, SubmitChallenge, SubmitStatement, TagChallenge, Vote
from osi_core.domain import Context, Phase, Refused, Role
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process.engine import Engine
from osi_core.process.request import GroupFailed, Handled, Request
from osi_core.testing.scenario import Scenario


def submit(name, title="Too hot"):
    return SubmitChallenge(mission="m", challenge=name, title=title)


def tag(name):
    return TagChallenge(mission="m", challenge=name, tags=("heat",))


def say(name):
    return SubmitStatement(mission="m", statement=name, text="More trees")


def vote(who, statement, value=1):
    votes = (Vote(vote="v", statement=statement, value=value),)
    return CastVotes(mission="m", participant=who, votes=votes)


REQUESTS = [
    Request(submit("heat"), "ada", "1"),
    Request(submit("heat"), "ada", "1"),
    Request(submit("heat"), "ben", "1"),
    Request(submit("rain"), "ada", "1"),
    Request(submit("rain"), "ada"),
    Request(tag("heat"), "olga", "1"),
    Request(tag("none"), "olga", "2"),
    Request(say("trees"), "ben", "2"),  # opens the box that the next ones are cast into
    Request(vote("ada", "trees"), "ada", "3"),
    Request(vote("ada", "trees"), "ada", "3"),
    Request(vote("ada", "trees", -1), "ada", "3"),
    Request(vote("ben", "trees"), "ben", "3"),
    Request(tag("rain"), "olga", "2"),
]
"""New and old aggregates, requests that come twice, ids that are reused, and what is cast into a box."""


@pytest.fixture(params=["memory", "sqlite"])
def town(request, tmp_path):
    """A mission whose challenges phase is open."""
    store = MemoryStore() if request.param == "memory" else SqlStore.create(tmp_path / "town.db")
    yield town_on(store)
    store.close()


def town_on(store):
    scenario = Scenario(store)
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.member("olga", Role.ORGANISER)
    scenario.citizen("ada", "ben")
    return scenario


def after_a_restart(town):
    """An engine that holds nothing in memory yet."""
    engine = Engine(town.engine.store, share=town.engine.share, plugins=Plugins.builtin(), clock=lambda: town.now)
    engine.chance = town.engine.chance
    return engine


def told(answers):
    """What the requests were answered with, as it can be compared."""
    return [
        (answer.events, answer.receipt, answer.repeated) if isinstance(answer, Handled) else answer.codes
        for answer in answers
    ]


def one_by_one(engine):
    return [answer for request in REQUESTS for answer in engine.handle_many([request])]


def test_a_group_is_answered_as_its_requests_are_one_by_one(town):
    alone = town_on(MemoryStore())
    together = told(town.engine.handle_many(REQUESTS))
    assert together == told(one_by_one(alone.engine))
    assert [entry.raw for entry in town.engine.store.read("m")] == [entry.raw for entry in alone.engine.store.read("m")]
    assert [answer[0] if len(answer) == 1 else answer[2] for answer in together] == [
        False, True, "already-exists", "command-id-reused", False, False, "not-found", False, False, True,
        "command-id-reused", False, False,
    ]  # fmt: skip


def test_what_was_answered_before_is_answered_so_again_also_in_a_group_after_a_restart(town):
    first = town.engine.handle_many(REQUESTS)
    again = after_a_restart(town).handle_many(REQUESTS)
    assert told(again) == told(one_by_one(after_a_restart(town)))
    for before, now, request in zip(first, again, REQUESTS, strict=True):
        if isinstance(before, Handled) and request.command_id:
            assert (now.events, now.receipt, now.repeated) == (before.events, before.receipt, True)
        else:
            assert isinstance(now, Refused)


class Unanswerable(CastVotes):
    """Its box cannot even be looked for."""

    def box_sha256(self, state, facts):
        raise ZeroDivisionError


def test_a_request_that_cannot_be_looked_up_harms_itself_alone(town):
    town.do(say("trees"), by="ben")
    broken = Unanswerable(mission="m", participant="ada", votes=vote("ada", "trees").votes)
    lines = town.engine.share.rules
    town.engine.judge.table = lambda mission: {**lines, Unanswerable: lines[CastVotes]}
    with pytest.raises(GroupFailed) as failed:
        town.engine.handle_many([Request(submit("heat"), "ada", "1"), Request(broken, "ada", "2")])
    granted, error = failed.value.answers
    assert isinstance(granted, Handled)
    assert isinstance(error, ZeroDivisionError)


def test_a_granted_context_is_the_same_in_all_that_is_not_given():
    fields: dict[str, Any] = {name: object() for name in Context._fields}
    given: dict[str, Any] = {name: object() for name in ("chance", "secret", "sealed", "box")}
    context = Context(**fields)
    assert context.granted(**given) == context._replace(**given)
