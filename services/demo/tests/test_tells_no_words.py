"""What services tell of themselves holds nobody's words: neither their logs, nor their traces, nor what they measure.

The small demo is played through three processes that tell all they can. A word of its own stands in every personal text
of every command, also of those that the demo has no need of: they are asked for too, and refused. Then all that the
processes have told is searched for these words, and for addresses, aliases, request ids and tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from osi.participation.v1 import token_service_pb2 as tokens

from osi_core.domain import Command, Rejected, Service
from osi_core.mission.commands import CreateMission
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import Request, share_of
from osi_core.simulation import demo_plan, play
from osi_demo import Caller, House, Refusal, WireEngines
from tests.fuzz.test_commands import sample

pytestmark = pytest.mark.system
PLAN = demo_plan(1, part=110)
SETTINGS = """
[log]
format = "json"
calls = "all"
level = "debug"

[telemetry]
enabled = true
"""
ENVIRON = {"OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "console", "OTEL_METRIC_EXPORT_INTERVAL": "3000"}
PERSON = "ada.planted@people.example"
TOKEN = re.compile(r"eyJ[\w-]+\.eyJ[\w-]+")
COMMANDS = sorted(
    {kind for one in Service for kind in share_of(one.value).rules if kind.personal_fields()},
    key=lambda one: one.__name__,
)


def word(command: type[Command], field: str) -> str:
    """The word that stands in a field."""
    return f"planted{command.__name__}{field}".lower().replace("_", "")


def planted(command: Command, others: bool = True) -> Command:
    """The command with its words in every personal field, beside what stands there; `others` fills empty ones too."""
    kind = type(command)
    given = {name: getattr(command, name) for name in kind.personal_fields()}
    fields = {name: f"{text or ''} {word(kind, name)}".strip() for name, text in given.items() if text or others}
    return kind.model_validate({**_plain(command), **fields})


def _plain(command: Command) -> dict[str, Any]:
    return {name: getattr(command, name) for name in type(command).model_fields}


class Planting(WireEngines):
    """Gives every command of a play with words in it; one that is refused so, with fewer."""

    def __init__(self, house: House, plugins: Plugins) -> None:
        super().__init__(house, plugins)
        self.given: dict[Service, set[str]] = {service: set() for service in Service}

    def _given(self, request: Request) -> Any:
        command = request.command
        kind = type(command)
        for others in (True, False):
            try:
                filled = planted(command, others)
                answer = super()._given(request._replace(command=filled, command_id=f"planted-id-{request.command_id}"))
            except (Refusal, Rejected):
                continue
            said = {word(kind, name) for name in kind.personal_fields() if getattr(filled, name)}
            self.given[self.caller.service_for(command)] |= said
            return answer
        return super()._given(request)


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[House, dict[Service, str], dict[Service, set[str]]]]:
    """All that three processes have told of a played mission, and of much that was refused."""
    plugins = Plugins.builtin()
    folder = tmp_path_factory.mktemp("house")
    with House(folder, seed=PLAN.seed, mission=PLAN.mission, settings=SETTINGS, environ=ENVIRON) as house:
        engines = Planting(house, plugins)
        play(engines, PLAN, runner=InProcessRunner(plugins))
        engines.all_heard(PLAN.mission)
        ask_in_vain(house)
        for service in Service:
            house.end(service)
        logs = {service: house.log_of(service).read_text("utf-8").lower() for service in Service}
        yield house, logs, engines.given


def ask_in_vain(house: House) -> None:
    """Asks for every command that has words, of somebody who is not known; too long ones; and for a token."""
    caller = Caller(house)
    caller.give(CreateMission(mission="real", title="A real one"))
    for kind in COMMANDS:
        command = fitting(kind)
        with pytest.raises(Refusal):
            caller.give(command, "p-" + "0" * 32, request_id=f"planted-id-{kind.__name__}")
        service = caller.service_for(command)
        request = caller.wires[service].request_of(command, "planted-id-too-long")
        _lengthen(request)
        method = caller._of_request[request.DESCRIPTOR.full_name]
        with pytest.raises(Refusal):
            caller.call(service, method, request, by="p-" + "0" * 32, mission="")
    asked = tokens.ExchangeTokenRequest(
        grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token=house.person_token(PERSON),
        subject_token_type="urn:ietf:params:oauth:token-type:id_token",
        mission="missions/real",
    )
    caller.ask("ExchangeToken", asked)
    asked.subject_token = house.person_token(PERSON) + "broken"
    with pytest.raises(Refusal):
        caller.ask("ExchangeToken", asked)


def fitting(kind: type[Command]) -> Command:
    """A command of this kind with words in every personal field, about a mission that is not there."""
    schema, draw = kind.model_json_schema(), Random(kind.__name__)
    words = {name: word(kind, name) for name in kind.personal_fields()}
    for _ in range(10_000):
        try:
            return kind.model_validate({**sample(draw, schema, schema.get("$defs", {})), **words, "mission": "nowhere"})
        except Rejected:
            continue
    raise AssertionError(f"no {kind.__name__} could be made")


def _lengthen(message: Any) -> None:
    """Makes every text that has a planted word longer than any may be."""
    for field, value in message.ListFields():
        if field.message_type is not None and not field.is_repeated:
            _lengthen(value)
        elif isinstance(value, str) and value.startswith("planted"):
            setattr(message, field.name, value * 2_000)


@pytest.mark.parametrize("service", list(Service))
def test_neither_logs_nor_traces_nor_metrics_hold_anybodys_words(told: Any, service: Service) -> None:
    house, logs, _ = told
    text = logs[service]
    words = [word(kind, name) for kind in COMMANDS for name in kind.personal_fields()]
    assert [one for one in (*words, "planted", PERSON, "people.example") if one in text] == []
    assert TOKEN.search(house.log_of(service).read_text("utf-8")) is None


@pytest.mark.parametrize("service", list(Service))
def test_it_would_be_seen(told: Any, service: Service) -> None:
    """They have told a lot: of calls, spans and measures; and the words were there."""
    house, logs, given = told
    text = logs[service]
    for name in ("osi.writer.group", "commit", "process osi.v1.", "rpc.server.call.duration", "osi.calls.refused"):
        assert f'"name": "{name}' in text, name
    lines = [json.loads(line) for line in text.splitlines() if line.startswith('{"time"')]
    calls = [line for line in lines if line["message"] == "call"]
    assert calls
    assert all(re.fullmatch("[0-9a-f]{32}", line["trace_id"]) for line in calls)
    kept = Path(house.store_of(service)).read_bytes().lower()
    there = {one for one in given[service] if one.encode() in kept}
    assert len(there) > len(given[service]) / 2, "what was taken down or erased is gone, and nothing else"
    assert TOKEN.search(house.person_token(PERSON)) is not None
