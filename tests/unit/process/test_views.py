"""Every view of every phase, over a mission that was played to its end: each asker sees what is theirs to see."""

from __future__ import annotations

import pytest

from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.mission.facts import Member
from osi_core.plugins import Plugins
from osi_core.plugins.runner import InProcessRunner
from osi_core.process.engine import Engine
from osi_core.process.reads.literals import kind_of
from osi_core.process.request import OPERATOR
from osi_core.process.share import share_of
from osi_core.simulation import demo_plan, simulate
from osi_core.solutions.facts import Registration
from osi_core.solutions.views import RegistrationView
from osi_core.view import View

VIEWS = [view for part in share_of("all").parts for view in part.views]
OF_MANY = [view for view in VIEWS if len(view.at.variables) == 1]
NEVER_PLAYED = {"CooperationView", "GoalCommentView"}


@pytest.fixture(scope="module")
def played():
    plugins = Plugins.builtin()
    store, plan = MemoryStore(), demo_plan(part=20)
    simulate(plan, store, plugins=plugins, runner=InProcessRunner(plugins))
    return Engine(store, plugins=plugins), plan.mission


def somebody(engine, mission):
    return next(name for name, member in engine.memory(mission).rows[Member].items() if not member.erased)


def test_every_phase_can_be_read():
    assert {view.__module__.split(".")[1] for view in VIEWS} == {
        "mission", "challenges", "solutions", "support", "curation", "scaling", "funding"
    }  # fmt: skip


@pytest.mark.parametrize("view", OF_MANY, ids=lambda view: view.__name__)
def test_a_list_and_its_items_say_the_same(played, view):
    engine, mission = played
    reads = engine.read(mission, OPERATOR)
    listed = list(reads.each(view))
    assert listed or view.__name__ in NEVER_PLAYED
    assert [reads.get(view, *one.ids()) for one in listed] == listed


@pytest.mark.parametrize("view", [view for view in VIEWS if not view.at.variables], ids=lambda view: view.__name__)
def test_of_what_there_is_one_of_it_is_had_without_an_id(played, view):
    engine, mission = played
    assert engine.read(mission, None).get(view).resource_name(mission) == view.at.within(mission)


@pytest.mark.parametrize("view", OF_MANY, ids=lambda view: view.__name__)
def test_nobody_sees_a_field_that_the_judge_keeps_from_them(played, view):
    engine, mission = played
    ada = somebody(engine, mission)
    whole = {one.ids(): one for one in engine.read(mission, OPERATOR).each(view)}
    for asker in (None, ada, Service.MATCHING):
        for one in engine.read(mission, asker).each(view):
            hidden = {name for name in view.model_fields if getattr(one, name) != getattr(whole[one.ids()], name)}
            assert hidden <= set(view.fields_seen_by)
            assert all(getattr(one, name) is None for name in hidden)


def test_who_wrote_what_is_public_nowhere(played):
    engine, mission = played
    people = set(engine.memory(mission).rows[Member])
    reads = engine.read(mission, None)
    told = "\n".join(one.model_dump_json() for view in OF_MANY for one in reads.each(view))
    assert people
    assert not [name for name in people if f'"{name}"' in told]


def test_a_registration_is_shown_to_whom_it_is_of(played):
    engine, mission = played
    row: Registration = next(iter(engine.memory(mission).rows[Registration].values()))
    own = engine.read(mission, row.participant)
    assert [one.participant for one in own.each(RegistrationView, row.kickoff)] == [row.participant]
    assert list(engine.read(mission, None).each(RegistrationView, row.kickoff)) == []


def test_ones_own_is_found_without_a_look_at_what_others_have(played):
    class Found(dict[str, Registration]):
        def __iter__(self):
            raise AssertionError("looks at all")

        keys = values = items = __iter__

    engine, mission = played
    rows = engine.memory(mission).rows[Registration]
    for row in list(rows.values())[:20]:
        own = RegistrationView.own_rows(Found(rows), (row.kickoff,), row.participant)
        assert own == {row.participant: row}
        all_of_them = RegistrationView.rows(rows, (row.kickoff,))
        assert all_of_them is not None
        assert dict(all_of_them)[row.participant] == row
    assert RegistrationView.own_rows(Found(rows), (row.kickoff,), "") == {}


@pytest.mark.parametrize("view", OF_MANY, ids=lambda view: view.__name__)
def test_one_may_order_by_all_that_has_an_order_and_nothing_is_lost(played, view: type[View]):
    engine, mission = played
    reads = engine.read(mission, OPERATOR)
    unordered = {one.ids() for one in reads.each(view)}
    for field in view.filters:
        if kind_of(view, field).ordered:
            assert {one.ids() for one in reads.each(view, order_by=f"{field} desc")} == unordered


def parent_of(view):
    """The view of what a view's resources stand below."""
    above = view.at.pattern.rpartition("/")[0].rpartition("/")[0]
    return next(one for one in VIEWS if one.at.pattern == above)


@pytest.mark.parametrize("view", [view for view in VIEWS if view.at.variables], ids=lambda view: view.__name__)
def test_a_row_that_is_found_at_once_is_the_one_of_the_list(played, view):
    engine, mission = played
    reads, facts = engine.read(mission, OPERATOR), engine.memory(mission).rows[view.made_of]
    parents = [one.ids() for one in reads.each(parent_of(view))] if len(view.at.variables) > 1 else [()]
    found = [((*parent, id), row) for parent in parents for id, row in view.rows(facts, parent).items()]
    assert found or view.__name__ in NEVER_PLAYED
    assert [view.row(facts, ids) for ids, _ in found] == [row for _, row in found]
    for parent in parents:
        assert view.row(facts, (*parent, "nowhere")) is None
