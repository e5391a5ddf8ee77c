"""The table of phase rules is complete: each command stands in it once, each rule across aggregates names its race."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from osi_core.domain import RULES_VERSION, Command, Event, Fact, Phase, Role, State
from osi_core.funding.commands import SetStipendsAside
from osi_core.hearing.commands import AdoptChain, ParkMessage, StopHearing
from osi_core.hearing.facts import Adopted, Answer, HandedOver, Parked, Stopped
from osi_core.log.decisions import DecisionClosed, RecordDecision
from osi_core.process.asking import AnswerClosing, AnswerPlaybook, SettleQuestion
from osi_core.process.erasing import AnswerErasure
from osi_core.process.gates import GATES
from osi_core.process.share import SHARES, share_of
from osi_core.process.ways import TOLD
from osi_core.solutions.team_commands import FollowErasure
from osi_core.support.commands import EndUnfundedOffer

PHASES = tuple(phase.value for phase in Phase)
for _phase in PHASES:
    for _module in pkgutil.iter_modules(importlib.import_module(f"osi_core.{_phase}").__path__):
        importlib.import_module(f"osi_core.{_phase}.{_module.name}")


def descendants(kind: type[Any]) -> Iterator[type[Any]]:
    """Every class of the library that derives from this one."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("osi_core."):
            yield child
        yield from descendants(child)


def commands() -> set[type[Command]]:
    """What can be asked for: commands that no other command is derived from."""
    return {kind for kind in descendants(Command) if not any(descendants(kind))}


def conditions() -> dict[str, Callable[..., Any]]:
    """Every condition of the table and of the gates, by its module and name."""
    found: list[Callable[..., Any]] = [condition for line in share_of("all").rules.values() for condition in line.when]
    for gate in GATES.values():
        found += [*gate.opens_when, *gate.closes_when]
    return {f"{one.__module__}.{one.__name__}": one for one in found}


def looks_at_facts(function: Callable[..., Any], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function reads facts from its context, by itself or by a function of its module."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in calls:
        called = call.func
        if isinstance(called, ast.Attribute) and called.attr in ("fact", "all"):
            if isinstance(called.value, ast.Name) and called.value.id == "context":
                return True
        elif isinstance(called, ast.Name) and called.id not in seen and "context" in _names(call.args):
            helper = function.__globals__.get(called.id)
            if inspect.isfunction(helper) and looks_at_facts(helper, seen | {called.id}):
                return True
    return False


def _names(arguments: list[ast.expr]) -> set[str]:
    return {argument.id for argument in arguments if isinstance(argument, ast.Name)}


# The table


@pytest.mark.parametrize("command", sorted(commands(), key=repr))
def test_every_command_has_a_line(command):
    shares = [name for name in SHARES if command in share_of(name).rules]
    assert shares, f"{command.__name__} stands in no line of the table"


@pytest.mark.parametrize("version", range(1, RULES_VERSION + 1))
def test_no_command_has_two_lines_in_one_version_of_the_rules(version):
    lines = [line.command.__name__ for line in share_of("all").lines if line.holds_in(version)]
    assert sorted(lines) == sorted(set(lines))
    assert len(share_of("all").rules_in(version)) == len(lines)


def test_every_command_says_what_it_asks_for():
    assert [kind.__name__ for kind in share_of("all").rules if not (kind.__doc__ or "").strip()] == []


@pytest.mark.parametrize("line", share_of("all").rules.values(), ids=lambda line: line.name)
def test_a_command_that_looks_at_its_aggregate_names_the_aggregates_state(line):
    state = line.command.state
    assert state is None or issubclass(state, State)


def test_only_the_operator_creates_missions_and_says_which_chains_serve_them():
    alone = [line.name for line in share_of("all").rules.values() if line.by == {Role.OPERATOR}]
    assert alone == ["CreateMission", "CorrectClock", "ListChain", "RetireChain"]


FOLLOWING = {FollowErasure, SetStipendsAside, EndUnfundedOffer, AnswerErasure}
"""What follows what was said, in one chain or in another."""


def test_the_engine_alone_records_results_and_it_does_nothing_else():
    engines = {line.command for line in share_of("all").rules.values() if Role.ENGINE in line.by}
    assert engines - FOLLOWING == {kind for kind in share_of("all").rules if issubclass(kind, RecordDecision)}
    assert all(share_of("all").rules[kind].by == {Role.ENGINE} for kind in engines)


@pytest.mark.parametrize("name", [name for name in SHARES if name != "all"])
def test_where_the_house_is_divided_the_engine_also_answers_and_follows_what_it_hears(name):
    share = share_of(name)
    own = {
        kind for kind, line in share.rules.items() if line.by == {Role.ENGINE} and not issubclass(kind, RecordDecision)
    }
    asked = {SettleQuestion} if name == "participation" else {AnswerClosing, AnswerPlaybook}
    follows = {kind for kind in FOLLOWING if kind in share.rules}
    assert own == {AdoptChain, ParkMessage, StopHearing, *asked, *follows}


def test_every_phase_has_a_gate_and_the_first_is_open_from_the_beginning():
    assert list(GATES) == list(Phase)
    assert [phase for phase, gate in GATES.items() if not gate.opens_when] == [Phase.MISSION]
    assert all(gate.closes_when for gate in GATES.values())


# What a race can do


@pytest.mark.parametrize("name", sorted(conditions()))
def test_a_condition_that_looks_at_other_aggregates_says_what_a_race_can_do(name):
    condition = conditions()[name]
    if looks_at_facts(condition):
        assert "Race:" in (condition.__doc__ or ""), f"{name} reads facts; its docstring must say `Race: ...`"


def test_the_check_for_races_sees_facts_that_a_helper_reads():
    assert looks_at_facts(GATES[Phase.CHALLENGES].closes_when[0])
    assert looks_at_facts(GATES[Phase.SOLUTIONS].opens_when[0])
    assert not looks_at_facts(GATES[Phase.MISSION].closes_when[0])


# Facts, decisions and receipts


def test_every_fact_of_the_phases_is_kept_by_the_engine_and_of_what_is_heard_by_those_that_hear():
    kept = {kind: [name for name in SHARES if kind in share_of(name).facts] for kind in descendants(Fact)}
    kinds = [kind for kind in kept if not any(descendants(kind))]
    assert {kind for kind in kinds if "all" not in kept[kind]} == {Adopted, Answer, HandedOver, Parked, Stopped}
    assert all(
        kept[kind] == ["participation", "matching", "funding"]
        for kind in (Adopted, Answer, HandedOver, Parked, Stopped)
    )


def test_every_fact_is_computed_from_events_that_exist():
    share = share_of("all")
    for fact in share.facts:
        sources = [source for source, kinds in share.sources.items() if fact in kinds]
        assert sources, f"{fact.__name__} is computed from nothing"
        assert all(source in Event.registry.values() for source in sources)


def test_facts_have_names_of_their_own_in_snapshots():
    names = [fact.__name__ for fact in share_of("all").facts]
    assert sorted(names) == sorted(set(names))


def test_every_decision_has_a_line_from_close_to_record():
    assert {line.closing for line in share_of("all").decisions} == set(descendants(DecisionClosed))
    recording = {kind for kind in share_of("all").rules if issubclass(kind, RecordDecision)}
    assert len({line.recorded for line in share_of("all").decisions}) == len(recording)


@pytest.mark.parametrize(
    "line", [line for line in share_of("all").rules.values() if line.receipt], ids=lambda line: line.name
)
def test_a_contribution_that_gets_a_receipt_is_told_in_it(line):
    named = re.findall(r"\be\.(\w+)\(", inspect.getsource(line.decide))
    assert named, f"{line.decide.__name__} yields events by another name than e.Something(...)"
    events = vars(line.decide.__globals__["e"])
    untold = [name for name in named if events[name].type not in TOLD]
    assert untold == [], f"{line.name} gives a receipt; say in receipt_words.py how to tell {untold}"


def test_everything_that_is_told_in_receipts_exists():
    assert set(TOLD) <= set(Event.registry)
