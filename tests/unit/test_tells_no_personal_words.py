"""What goes wrong tells no words of people: not in the error, not in what led to it, not in a repr that a log keeps."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any, NoReturn

import pytest
from pydantic import ValidationError

from osi_core.challenges.commands import SubmitChallenge
from osi_core.domain import Command, Malformed, Phase, Rejected, Rule
from osi_core.log.memory import MemoryStore
from osi_core.log.store import Alias, PrivateText
from osi_core.process.request import Request
from osi_core.process.share import share_of
from osi_core.process.writer import Writer
from osi_core.testing.scenario import Scenario
from tests.fuzz.test_commands import sample

SECRET = "jane doe, " + "6 elm street"
COMMANDS = sorted(share_of("all").rules, key=repr)
OF_PEOPLE = [command for command in COMMANDS if command.personal_fields()]
UNFIT: tuple[Callable[[str], Any], ...] = (
    lambda words: words * 2_000,
    lambda words: f"{words}\0",
    lambda words: f"{words}\ud800",
    lambda words: [words],
    lambda words: {words: words},
    lambda words: words.encode(),
    lambda words: (words, 1e400, object()),
)


def told_by(error: BaseException | None) -> Iterator[str]:
    """All that somebody could log of an error."""
    while error is not None:
        yield str(error)
        yield repr(error)
        yield from (line for line in traceback.TracebackException.from_exception(error).format(chain=False))
        error = error.__cause__ or error.__context__


def assert_tells_nothing(error: BaseException) -> None:
    assert [told for told in told_by(error) if "elm street" in told] == []


def fitting(kind: type[Command]) -> dict[str, Any]:
    """Fields that make a command of this kind."""
    schema, draw = kind.model_json_schema(), Random(kind.__name__)
    for _ in range(10_000):
        fields = sample(draw, schema, schema.get("$defs", {}))
        try:
            kind.model_validate(fields)
        except Rejected:
            continue
        assert isinstance(fields, dict)
        return fields
    raise AssertionError(f"no {kind.__name__} could be made")


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_words_that_do_not_fit_are_not_quoted_by_any_command(kind: type[Command]) -> None:
    fields, refused = fitting(kind), 0
    for name in kind.model_fields:
        for unfit in UNFIT:
            for make in (lambda given: kind(**given), kind.model_validate):
                try:
                    make({**fields, name: unfit(SECRET)})
                except Malformed as malformed:
                    assert_tells_nothing(malformed)
                    refused += 1
    assert refused >= len(kind.model_fields)
    with pytest.raises(Malformed, match="there is no such field") as malformed_by_name:
        kind(**fields, **{SECRET: "x"})
    assert_tells_nothing(malformed_by_name.value)


@pytest.mark.parametrize("kind", OF_PEOPLE, ids=lambda kind: kind.__name__)
def test_words_beside_something_that_does_not_fit_are_not_quoted(kind: type[Command]) -> None:
    words = dict.fromkeys(kind.personal_fields(), SECRET)
    for wrong in ({"mission": "No Mission"}, {"unknown": 1}, {"mission": None}):
        with pytest.raises(Malformed) as malformed:
            kind(**{**fitting(kind), **words, **wrong})
        assert_tells_nothing(malformed.value)


@pytest.mark.parametrize("kind", OF_PEOPLE, ids=lambda kind: kind.__name__)
def test_a_command_in_a_log_hides_the_words(kind: type[Command]) -> None:
    command = kind.model_validate({**fitting(kind), **dict.fromkeys(kind.personal_fields(), SECRET)})
    assert "elm street" not in f"{command!r} {command}"
    for name in kind.personal_fields():
        assert getattr(command, name) == SECRET
    request = Request(command, "ada", command_id=SECRET)
    assert "elm street" not in f"{request!r} {request}"


@pytest.mark.parametrize("text", [f'{{"title": "{SECRET}', json.dumps(SECRET), json.dumps([SECRET])])
def test_what_is_no_command_at_all_is_not_quoted(text: str) -> None:
    with pytest.raises((ValidationError, Malformed)) as refused:
        SubmitChallenge.model_validate_json(text)
    assert_tells_nothing(refused.value)


def test_a_command_that_somebody_wants_to_change_does_not_tell_the_change() -> None:
    command = SubmitChallenge(mission="m", challenge="c", title="x")
    with pytest.raises(AttributeError, match="SubmitChallenge is frozen") as refused:
        command.title = SECRET  # type: ignore[misc]
    assert_tells_nothing(refused.value)


@pytest.mark.parametrize("field", ["actor", "command_id", "alias", "expected_version", "blobs", "time"])
def test_what_comes_beside_a_command_is_not_quoted(field: str) -> None:
    given: dict[str, Any] = {"actor": "ada", field: f"{SECRET}\0" * 100}
    with pytest.raises(Malformed) as refused:
        Request(SubmitChallenge(mission="m", challenge="c", title=SECRET), **given)
    assert_tells_nothing(refused.value)


def test_what_goes_to_the_private_store_is_not_shown_by_its_repr() -> None:
    assert "elm street" not in repr([PrivateText("seal", "p-1", b"", SECRET), Alias(SECRET, "p-1")])


def test_a_fault_of_the_program_tells_no_words_through_the_writer(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error in `decide`, and a store that fails: the caller gets it, and logs it with all that led to it."""
    town = Scenario(MemoryStore())
    town.citizen("ada")
    town.open_without_gates(Phase.CHALLENGES)
    lines = town.engine.judge.table(None)

    def fails(command: Command, *_: object) -> NoReturn:
        raise RuntimeError(f"no plan for {command!r}")

    line = lines[SubmitChallenge]
    broken: dict[type[Command], Rule] = {**lines, SubmitChallenge: replace(line, decide=fails)}
    monkeypatch.setattr(town.engine.judge, "table", lambda mission: broken)
    caplog.set_level(logging.DEBUG)
    with Writer(town.engine) as writer:
        future = writer.submit(Request(SubmitChallenge(mission="m", challenge="c", title=SECRET), "ada", SECRET))
        error = future.exception(timeout=60)
    assert isinstance(error, RuntimeError)
    assert_tells_nothing(error)
    assert "elm street" not in caplog.text
