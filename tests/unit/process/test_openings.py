"""Rule, options and secret are fixed when a question is put to people: nothing that happens later changes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from osi_core.challenges.commands import OpenRound
from osi_core.domain import Event, Model, Phase
from osi_core.log.decisions import DecisionClosed, DecisionOpened, DecisionState, reveals
from osi_core.log.memory import MemoryStore
from osi_core.log.store import PrivateText
from osi_core.mission.commands import ChangePlaybook
from osi_core.plugins import Plugins
from osi_core.plugins.builtin import commitment_order, greedy_matching, proportional_ranking, review_mean, score_order
from osi_core.plugins.hookspecs import hookimpl
from osi_core.plugins.problems import BallotKind
from osi_core.process.request import OPERATOR
from osi_core.process.share import share_of
from osi_core.solutions.commands import CloseAttendance, HoldKickoff, ReopenAllocation
from osi_core.testing.scenario import Scenario
from tests.unit.process.journey import STEPS, Journey, M

PARTS = {part.name: part for part in share_of("all").parts}
DECISIONS = share_of("all").decisions
BY_NAME = {"options": {"ties": "name"}}
"""So that two plays with other secrets end alike."""
PLAYBOOK: dict[str, Any] = {
    "challenges": {"top": 2, **BY_NAME},
    "solutions": BY_NAME,
    "funding": BY_NAME,
    "scaling": BY_NAME,
}


def later(rule: type, **more: Any) -> Any:
    """A rule of the same kind that a playbook may name, and that must never run here."""

    def solve(self: object, *question: object) -> None:
        raise AssertionError("a decision was taken by a rule that the playbook named after its opening")

    return type("Later", (rule,), {"name": "later", "solve": solve, **more})()


class LaterRules:
    """A plugin with one more rule of each kind."""

    @hookimpl
    def osi_prioritisation_rules(self) -> list[Any]:
        return [later(proportional_ranking.ProportionalRanking, ballot_kinds=frozenset({"approval"}))]

    @hookimpl
    def osi_allocation_rules(self) -> list[Any]:
        return [later(score_order.ScoreOrder)]

    @hookimpl
    def osi_matching_strategies(self) -> list[Any]:
        return [later(greedy_matching.GreedyMatching)]

    @hookimpl
    def osi_curation_strategies(self) -> list[Any]:
        return [later(review_mean.ReviewMean)]

    @hookimpl
    def osi_scaling_strategies(self) -> list[Any]:
        return [later(commitment_order.CommitmentOrder)]


class WholeJourney(Journey):
    """The way through all phases, on which places are given twice, so that each kind of decision is taken."""

    def do(self, command: Any, by: Any = OPERATOR, **options: Any) -> Any:
        if isinstance(command, HoldKickoff):
            for again in (ReopenAllocation(**M, kickoff="town-hall", reason="some left"), self.close_attendance()):
                self.do(again, by="olga")
            self.decide()
        return super().do(command, by, **options)

    def close_attendance(self) -> CloseAttendance:
        return CloseAttendance(**M, kickoff="town-hall")


class Meddled(WholeJourney):
    """After each opening the playbook's section is turned around, before each close somebody was at the secret."""

    def __init__(self, *args: Any, **playbook: Any) -> None:
        self.tried: dict[str, list[str]] = {}
        self.without_strategies: set[type] = set()
        super().__init__(*args, **playbook)
        self.rules = self.engine.memory("m").playbook(self.engine.store)

    def do(self, command: Any, by: Any = OPERATOR, **options: Any) -> Any:
        if command.reveals_secret:
            self.touch_the_secret(command, by)
        self.engine.judge.plugins = NOTHING
        refused = {unmet.code for unmet in self.engine.unmet(command, actor=by)}
        self.engine.judge.plugins = self.engine.plugins
        handled = super().do(command, by, **options)
        for record in handled.events:
            if isinstance(record.event, DecisionOpened):
                if "strategy-unusable" in refused:
                    self.without_strategies.add(type(record.event))
                (part,) = (one for one in PARTS.values() if any(ln.command is type(command) for ln in one.rules))
                self.change({part.name: turned(getattr(self.rules, part.name))})
        return handled

    def decide(self) -> None:
        super().decide()
        self.change({})

    def change(self, sections: dict[str, Model]) -> None:
        playbook = self.rules.model_copy(update=sections)
        super().do(ChangePlaybook(**M, playbook=playbook, reason="why not"), by="olga")

    def touch_the_secret(self, command: Any, by: Any) -> None:
        """Each way in which the store's secret may not be what was promised; afterwards it is as it was."""
        state, _ = self.engine.memory("m").aggregate(self.engine.store, command.stream(), command.state)
        store = self.engine.store
        assert isinstance(store, MemoryStore)
        assert isinstance(state, DecisionState)
        assert state.secret_sha256 is not None
        kept, key = store._committed.texts, ("m", state.secret_sha256)
        held = kept.pop(key)
        told = self.tried.setdefault(type(command).__name__, [])
        told += self.refused(command, by)
        for text in ("00" * 32, held.text[:-2], "no secret", ""):
            kept[key] = PrivateText(held.seal, held.author, held.salt, text)
            told += self.refused(command, by)
        kept[key] = held


def turned(section: Any) -> Any:
    """A section of the playbook in which every rule is another one."""
    other: dict[str, Any] = {}
    for name, value in section:
        if type(value) is bool:
            other[name] = not value
        elif type(value) is int:
            other[name] = value + 1
    other |= {"strategy": "later", "options": {}}
    if hasattr(section, "criteria"):
        other["criteria"] = tuple(one.model_copy(update={"threshold": "5"}) for one in section.criteria[1:])
    changed = type(section)(**{**dict(section), **other})
    assert all(getattr(changed, name) != value or name == "options" for name, value in section)
    return changed


NOTHING = Plugins()


def with_later_rules() -> Plugins:
    plugins = Plugins.builtin()
    plugins.register(LaterRules(), distribution="osi-later", version="1")
    return plugins


def played(kind: type[Journey]) -> Any:
    journey = kind(plugins=with_later_rules(), **PLAYBOOK)
    for step in STEPS[:-1]:
        step(journey)
    return journey


@pytest.fixture(scope="module")
def plain() -> Journey:
    return played(WholeJourney)


@pytest.fixture(scope="module")
def meddled() -> Meddled:
    return played(Meddled)


def told(journey: Journey, kind: type[Event]) -> list[dict[str, Any]]:
    """What the events of a kind say, but for what chance and the keys of boxes have made in them."""
    made: Any = {
        "secret": True,
        "record": {"seed", "input_sha256"},
        "ended_boxes": True,
        "reviewers": True,
        "compared": True,
    }
    return [event.model_dump(exclude=made) for event in journey.events(kind)]


# The rule


@pytest.mark.parametrize("line", DECISIONS, ids=lambda line: line.closing.__name__)
def test_a_playbook_that_changes_between_opening_and_close_changes_no_decision(plain, meddled, line):
    assert plain.events(line.closing), "the journey takes no such decision"
    for kind in (line.closing, line.recorded):
        assert told(meddled, kind) == told(plain, kind)
    assert "later" not in str(told(meddled, line.recorded))


def test_each_opening_says_by_which_rule_and_no_close_says_another(meddled):
    opened: dict[str, DecisionOpened] = {}
    for record in meddled.records():
        if isinstance(record.event, DecisionOpened):
            opened[record.stream] = record.event
        elif isinstance(record.event, DecisionClosed):
            opening, close = opened.pop(record.stream), record.event
            assert reveals(close.secret, opening.secret_sha256)
            assert (close.strategy, close.options) == (opening.strategy, opening.options)
    assert not opened


def test_nothing_is_opened_that_no_strategy_here_could_decide(meddled):
    kinds = {type(event) for event in meddled.events(DecisionOpened)}
    assert kinds == set(DecisionOpened.__subclasses__())
    assert meddled.without_strategies == kinds


def test_a_round_takes_only_ballots_that_its_rule_counts():
    town = Scenario(plugins=with_later_rules(), challenges={"strategy": "later"})
    town.open_without_gates(Phase.CHALLENGES)
    ranked = OpenRound(mission="m", round="r", kind=BallotKind.RANKED, closes_at=town.now + timedelta(days=1))
    assert "strategy-unusable" in town.refused(ranked)
    assert "strategy-unusable" not in town.refused(ranked.model_copy(update={"kind": BallotKind.APPROVAL}))


# The secret


@pytest.mark.parametrize("command", [kind.__name__ for kind in share_of("all").rules if kind.reveals_secret])
def test_a_close_whose_secret_is_lost_or_not_the_promised_one_is_refused_and_says_what_to_do(meddled, command):
    assert meddled.tried[command] == ["secret-lost", *["secret-not-the-promised"] * 4]


def test_every_close_reveals_a_secret():
    closing = [kind for kind in share_of("all").rules if kind.reveals_secret]
    assert len(closing) == len({line.closing for line in DECISIONS})
