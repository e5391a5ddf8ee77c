"""`python -m osi_demo [--out FOLDER] [--playbook FILE] [--part N] [--without-bus] [--check] [--service NAME=COMMAND]`:
the demo through three services, which hear each other over a NATS server. Any of them may be of another make.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from osi_core.domain import Recorded, Service
from osi_core.log.memory import MemoryStore
from osi_core.log.records import DecisionRecord
from osi_core.plugins import ChildRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.process.share import service_of
from osi_core.simulation import Plan, demo_plan, play, seeded_chance
from osi_core.words import Message
from osi_demo.calling import Refusal
from osi_demo.digest import decided, decisions_of, sha256_of
from osi_demo.engines import ClosingRefused, WireEngines
from osi_demo.house import House, ServiceEnded

Decisions = list[DecisionRecord]


def main(arguments: Sequence[str]) -> int:
    """Plays; the exit code."""
    given = _given(arguments)
    plugins = Plugins.load()
    plan = demo_plan(part=given.part) if given.part > 1 else demo_plan()
    if given.playbook is not None:
        plan = plan.under(playbook_of(tomllib.loads(given.playbook.read_text("utf-8"))))
    commands = dict(given.service)
    try:
        with _kept_in(given.out) if given.out else TemporaryDirectory() as folder:
            found = _over_the_wire(plan, plugins, Path(folder), bus=not given.without_bus, commands=commands)
    except (ServiceEnded, Refusal, ClosingRefused, TimeoutError) as error:
        _say(str(error))
        return 1
    if not given.check:
        return 0
    alone = _in_one(plan, plugins)
    same = {service: _same(found[service], alone[service], service in commands) for service in Service}
    for service, decisions in alone.items():
        _say(f"{_told('in one process', service, decisions)}: {'the same' if same[service] else 'NOT THE SAME'}")
    return 0 if all(same.values()) else 1


def _same(found: Decisions, alone: Decisions, of_another_make: bool) -> bool:
    """Whether the decisions are the same: those of another make in all that does not follow from its own chance."""
    return [*map(decided, found)] == [*map(decided, alone)] if of_another_make else found == alone


def _kept_in(out: Path) -> nullcontext[str]:
    """A folder of its own for each run: a mission of this id can begin in a store once."""
    out.mkdir(parents=True, exist_ok=True)
    folder = mkdtemp(prefix="services-", dir=out)
    _say(f"stores and logs: {folder}")
    return nullcontext(folder)


def _given(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m osi_demo", description="The demo through three services over gRPC.")
    parser.add_argument("--out", type=Path, help="keep the services' stores and logs in this folder")
    parser.add_argument("--playbook", type=Path, help="file (TOML) with the playbook to play by")
    parser.add_argument("--part", type=int, default=1, help="play the N-th part of the people")
    parser.add_argument(
        "--without-bus", action="store_true", help="services hear each other by gRPC alone, not over NATS"
    )
    parser.add_argument("--check", action="store_true", help="play it in one process too, and compare")
    parser.add_argument(
        "--service",
        action="append",
        default=[],
        type=_service,
        metavar="NAME=COMMAND",
        help="begin this service by a command of yours; in it {config} is the file with its settings, {folder} the"
        " folder of the run",
    )
    return parser.parse_args(arguments)


def _service(text: str) -> tuple[Service, str]:
    name, _, command = text.partition("=")
    return Service(name), command


def _over_the_wire(
    plan: Plan, plugins: Plugins, folder: Path, *, bus: bool, commands: Mapping[Service, str]
) -> dict[Service, Decisions]:
    began = time.monotonic()
    with House(folder, seed=plan.seed, mission=plan.mission, bus=bus, commands=commands) as house:
        engines = WireEngines(house, plugins)
        for service, address in house.addresses.items():
            _say(f"{service} serves at {address}")
        play(engines, plan, _tells(engines))
        engines.all_heard(plan.mission)
        _say(f"{engines.calls} commands in {time.monotonic() - began:.0f} s")
        heads = {service: engines.head(service, plan.mission) for service in Service}
        found = _by_service(engines.records(plan.mission))
    for service, head in heads.items():
        _say(f"{_told(f'{head.position} events, head {head.hash.hex()[:16]}', service, found[service])}")
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    _say(
        f"processor time: {_seconds(others):.0f} s of services and broker, {_seconds(own):.0f} s of whoever called them"
    )
    return found


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _in_one(plan: Plan, plugins: Plugins) -> dict[Service, Decisions]:
    engine = Engine(MemoryStore(), plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    with ChildRunner(plugins) as runner:
        play(engine, plan, runner=runner)
    return _by_service(engine.events(plan.mission))


def _by_service(records: Iterable[Recorded]) -> dict[Service, Decisions]:
    all_of_them = [*records]
    return {
        service: decisions_of(one for one in all_of_them if service_of(type(one.event)) is service)
        for service in Service
    }


def _told(what: str, service: Service, decisions: Decisions) -> str:
    return f"{service}: {what}, {len(decisions)} decisions, SHA-256 over them {sha256_of(decisions)}"


class _tells:
    """Says how far the play is, every tenth of it."""

    def __init__(self, engines: WireEngines) -> None:
        self._engines, self._told = engines, -1

    def __call__(self, fraction: float, what: Message, /) -> None:
        if int(fraction * 10) > self._told:
            self._told = int(fraction * 10)
            _say(f"{self._told * 10:3} %  {self._engines.calls} commands")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
