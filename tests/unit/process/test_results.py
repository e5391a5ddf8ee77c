"""A result is the engine's own: whoever brings another one than its runner computed gets nothing recorded."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from osi_core.challenges.commands import CloseRound, RecordPrioritisation
from osi_core.challenges.events import ChallengesPrioritised
from osi_core.curation.commands import RecordAssessment
from osi_core.domain import Malformed, Refused, Rejected
from osi_core.funding.commands import RecordGrants
from osi_core.log.decisions import DecisionClosed, RecordDecision
from osi_core.log.records import DecisionRecord, seed_of
from osi_core.plugins import Decided, Plugins, hookimpl
from osi_core.plugins.builtin.borda import Borda
from osi_core.plugins.digest import outcome_sha256, pieces
from osi_core.plugins.problems import Fit
from osi_core.plugins.strategy import TieOptions
from osi_core.process import OPERATOR, Request, Writer
from osi_core.process.due import Due
from osi_core.process.request import ENGINE
from osi_core.process.share import share_of
from osi_core.scaling.commands import RecordPlan
from osi_core.solutions.commands import Place, RecordAllocation
from osi_core.testing.scenario import Scenario
from tests.unit.bringing import bring, computed
from tests.unit.process.journey import STEPS, Journey
from tests.unit.process.test_deciding import closed_round

RECORDS = [kind for kind in share_of("all").rules if issubclass(kind, RecordDecision)]
Changes = dict[str, Any]
A_RECORD = DecisionRecord(
    decision="missions/m/rounds/first",
    kind="prioritisation",
    strategy="proportional-ranking",
    version="1",
    distribution="osi-core",
    distribution_version="0",
    seed="0" * 64,
    input_sha256="0" * 64,
    outcome_sha256="0" * 64,
)


def forgeries() -> dict[type[RecordDecision], Callable[[Any], Changes]]:
    """What a cheat would like to see published, of each kind."""
    return {
        RecordPrioritisation: lambda true: {"order": true.order[::-1]},
        RecordAllocation: lambda true: {
            "places": (Place(participant=true.places[0].participant, solution="wells"), *true.places[1:])
        },
        RecordGrants: lambda true: {
            "awards": tuple(award.model_copy(update={"application": "for-wells"}) for award in true.awards)
        },
        RecordAssessment: lambda true: {"result": next(fit for fit in Fit if fit != true.result)},
        RecordPlan: lambda true: {
            "steps": tuple(step.model_copy(update={"wave": 3 - step.wave}) for step in true.steps)
        },
    }


def published(command: RecordDecision) -> list[str]:
    """The fields that tell people of the result."""
    told_elsewhere = {"mission", "record", *type(command).at.variables}
    return [name for name in type(command).model_fields if name not in told_elsewhere]


def other(value: Any) -> Any:
    """Another value of a field, whatever it holds."""
    if isinstance(value, tuple):
        return value[1:] if value else ("forged",)
    return "forged"


class Attacked(Journey):
    """At each decision of the way somebody brings other results first; then the engine brings its own."""

    def __init__(self, *args: Any, **playbook: Any) -> None:
        self.brought: dict[type[RecordDecision], dict[str, tuple[str, ...]]] = {}
        self.by_people: dict[type[RecordDecision], list[Rejected | None]] = {}
        super().__init__(*args, **playbook)

    def decide(self) -> None:
        command, decided = computed(self)
        kind, due = type(command), self.facts(Due)
        self.by_people[kind] = [
            self.answer(way) for one in self.commands(command) for way in self.ways(one, tuple(decided.blobs()))
        ]
        self.brought[kind] = {
            name: self.refusal(forged, blobs) for name, (forged, blobs) in self.attacks(command, decided).items()
        }
        assert self.facts(Due) == due, "a decision without a result stays due"
        super().decide()

    def commands(self, true: RecordDecision) -> list[RecordDecision]:
        """The true result, and a forged one."""
        return [true, true.model_copy(update=forgeries()[type(true)](true))]

    def ways(self, command: RecordDecision, blobs: tuple[bytes, ...]) -> list[Callable[[], Any]]:
        """Every way in which a person, or a program in anybody's name, brings a command."""
        writer = Writer(self.engine)
        actors = ["olga", "aue-speaker", "ada", "engine", "operator", OPERATOR, ENGINE]
        return [
            *(lambda by=by: self.engine.handle(command, actor=by, blobs=blobs) for by in actors),
            *(lambda by=by: single(self.engine.handle_many([Request(command, by, blobs=blobs)])) for by in actors),
            *(lambda by=by: writer.submit(Request(command, by, blobs=blobs)).result() for by in actors),
        ]

    def answer(self, way: Callable[[], Any]) -> Rejected | None:
        before = self.engine.head("m")
        try:
            way()
        except (Refused, Malformed) as rejected:
            assert self.engine.head("m") == before
            return rejected
        return None

    def attacks(self, true: Any, decided: Decided) -> dict[str, tuple[RecordDecision, tuple[bytes, ...]]]:
        """Forged commands that get past the gate, with the bytes that come along."""
        blobs, record = tuple(decided.blobs()), decided.record
        forged = {"a cheat's": forgeries()[type(true)](true)}
        forged |= {f"other {name}": {name: other(getattr(true, name))} for name in published(true)}
        fields: dict[str, Any] = {
            "decision": "missions/m/rounds/other",
            "kind": "timetable",
            "strategy": "borda",
            "version": "999",
            "seed": "0" * 64,
            "input_sha256": "0" * 64,
            "outcome_sha256": "0" * 64,
            "options": {**record.options, "ties": "seed" if record.options.get("ties") == "name" else "name"},
        }
        forged |= {f"record of other {name}": self.record(record, {name: value}) for name, value in fields.items()}
        found = {name: (true.model_copy(update=changes), blobs) for name, changes in forged.items()}
        found["without its bytes"] = (true, ())
        found["of another input"] = self.of_another_input(true, decided)
        return found

    def record(self, record: Any, changes: dict[str, Any]) -> Changes:
        return {"record": record.model_copy(update=changes)}

    def of_another_input(self, true: Any, decided: Decided) -> tuple[RecordDecision, tuple[bytes, ...]]:
        """A whole and coherent record, of an outcome that says nothing of what this input holds."""
        outcome = type(decided.outcome).model_construct(
            **{**dict(decided.outcome), "explanations": (), **nothing_of(decided.outcome)}
        )
        record = decided.record.model_copy(update={"outcome_sha256": outcome_sha256(outcome)})
        assert record.seed == seed_of(self.secret_of(true), record.input_sha256).hex()
        return true.model_copy(update={"record": record}), (*pieces(decided.problem), *pieces(outcome))

    def secret_of(self, command: RecordDecision) -> bytes:
        (row,) = self.facts(Due).values()
        closing = self.records()[row.position - 1].event
        assert isinstance(closing, DecisionClosed)
        return bytes.fromhex(closing.secret)

    def refusal(self, forged: RecordDecision, blobs: tuple[bytes, ...]) -> tuple[str, ...]:
        before = self.engine.head("m")
        with pytest.raises(Refused) as refused:
            bring(self, forged, blobs)
        assert self.engine.head("m") == before
        return tuple(f"{one.code} {one.field or ''}".strip() for one in refused.value.unmet)


def nothing_of(outcome: Any) -> dict[str, Any]:
    """Another initiative, where an outcome names one."""
    return {"initiative": "another"} if hasattr(outcome, "initiative") else {}


def single(answers: list[Any]) -> Any:
    (answer,) = answers
    if isinstance(answer, Exception):
        raise answer
    return answer


@pytest.fixture(scope="module")
def attacked() -> Attacked:
    journey = Attacked()
    for step in STEPS:
        step(journey)
    return journey


def test_every_kind_of_record_was_attacked(attacked):
    def below(kind):
        return {found for one in kind.__subclasses__() for found in (one, *below(one))}

    assert set(attacked.brought) == set(RECORDS) == below(RecordDecision) == set(forgeries())


@pytest.mark.parametrize("kind", RECORDS)
def test_no_person_and_no_program_in_anybodys_name_records_a_result_be_it_the_true_one(attacked, kind):
    rejected = attacked.by_people[kind]
    assert len(rejected) == 2 * 3 * 7
    assert all(one is not None for one in rejected)
    codes = {one.codes[0] for one in rejected}
    assert codes == {"role-missing", "office-is-no-name", "engine-acts-alone"}


@pytest.mark.parametrize("kind", RECORDS)
def test_a_result_that_is_published_otherwise_than_the_outcome_says_is_refused(attacked, kind):
    codes = attacked.brought[kind]
    told = {name.removeprefix("other ") for name in codes if name.startswith("other ")}
    assert told, "a record publishes something"
    for name in told:
        assert f"result-differs {name}" in codes[f"other {name}"]
    assert any(code.startswith("result-differs") for code in codes["a cheat's"])


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_that_is_not_of_this_close_and_rule_is_refused(attacked, kind):
    codes = attacked.brought[kind]
    for name in ("decision", "kind", "strategy", "version", "seed"):
        assert f"record-differs record.{name}" in codes[f"record of other {name}"]
    assert "record-differs record.options.ties" in codes["record of other options"]
    assert "record-differs record.seed" in codes["record of other input_sha256"]
    assert "record-incomplete record.outcome_sha256" in codes["record of other outcome_sha256"]
    assert codes["without its bytes"] == (
        "record-incomplete record.input_sha256",
        "record-incomplete record.outcome_sha256",
    )
    assert "outcome-not-of-input record.outcome_sha256" in codes["of another input"]


class ClosedTogether(Journey):
    """Where the round is to be closed, somebody brings its close and a result in one group."""

    answers: list[Any]

    def do(self, command: Any, by: Any = OPERATOR, **options: Any) -> Any:
        if not isinstance(command, CloseRound):
            return super().do(command, by, **options)
        together = [Request(command, by)]
        for actor in ("olga", ENGINE):
            record = RecordPrioritisation(mission="m", round="first", record=A_RECORD, order=("water", "heat"))
            together.append(Request(record, OPERATOR)._replace(actor=actor))
        self.answers = self.engine.handle_many(together)
        return self.answers[0]


def test_nothing_is_recorded_in_the_group_that_closes(attacked):
    journey = ClosedTogether()
    for step in STEPS[:2]:
        step(journey)
    _, of_olga, of_engine = journey.answers
    assert "role-missing" in of_olga.codes
    assert "decision-not-closed" in of_engine.codes
    assert journey.events(ChallengesPrioritised)[0].order == attacked.events(ChallengesPrioritised)[0].order


def test_results_are_signed_by_the_engine(attacked):
    results = {line.recorded for line in share_of("all").decisions}
    assert {record.actor for record in attacked.records() if type(record.event) in results} == {"engine"}


class WeightedOptions(TieOptions):
    weight: Decimal = Decimal(1)


class Weighted(Borda):
    """A rule with an option that the playbook may spell otherwise than the record does."""

    name, Options = "weighted", WeightedOptions

    def solve(self, problem, options, seed, progress):
        return super().solve(problem, options, seed, progress)


class Weighing:
    @hookimpl
    def osi_prioritisation_rules(self):
        return [Weighted()]


@pytest.mark.parametrize("weight", [2, "2", "2.0"])
def test_an_option_may_be_spelled_otherwise_than_the_record_does(weight):
    plugins = Plugins.builtin()
    plugins.register(Weighing(), distribution="osi-weighted", version="1")
    rules = {"strategy": "weighted", "options": {"weight": weight}}
    town = closed_round(Scenario(plugins=plugins, challenges=rules))
    town.decide()
    (result,) = town.events(ChallengesPrioritised)
    assert result.record.options == {"ties": "seed", "weight": str(weight)}
