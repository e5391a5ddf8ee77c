"""`python -m osi_demo [--out FOLDER] [--playbook FILE] [--part N] [--without-bus] [--check]`: the demo through three
services, which hear each other over a NATS server.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import tomllib
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.plugins import ChildRunner, Plugins
from osi_core.process import Engine
from osi_core.process.playbook import playbook_of
from osi_core.simulation import Plan, demo_plan, play, seeded_chance
from osi_core.words import Message
from osi_demo.digest import decisions_sha256
from osi_demo.engines import WireEngines
from osi_demo.house import House


def main(arguments: Sequence[str]) -> int:
    """Plays; the exit code."""
    given = _given(arguments)
    plugins = Plugins.load()
    plan = demo_plan(part=given.part) if given.part > 1 else demo_plan()
    if given.playbook is not None:
        plan = plan.under(playbook_of(tomllib.loads(given.playbook.read_text("utf-8"))))
    with _kept_in(given.out) if given.out else TemporaryDirectory() as folder:
        count, digest = _over_the_wire(plan, plugins, Path(folder), bus=not given.without_bus)
    _say(f"{count} decisions, SHA-256 over all of them: {digest}")
    if not given.check:
        return 0
    alone = _in_one(plan, plugins)
    _say(f"in one process: {alone[0]} decisions, SHA-256 over all of them: {alone[1]}")
    return 0 if alone == (count, digest) else 1


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
    return parser.parse_args(arguments)


def _over_the_wire(plan: Plan, plugins: Plugins, folder: Path, *, bus: bool) -> tuple[int, str]:
    began = time.monotonic()
    with House(folder, seed=plan.seed, mission=plan.mission, bus=bus) as house, WireEngines(house, plugins) as engines:
        for service, address in house.addresses.items():
            _say(f"{service} serves at {address}")
        play(engines, plan, _tells(engines))
        engines.all_heard(plan.mission)
        _say(f"{engines.calls} commands in {time.monotonic() - began:.0f} s")
        heads = {service: engines.look(service).head(plan.mission) for service in Service}
        for service, head in heads.items():
            _say(f"{service}: {head.position} events, head {head.hash.hex()[:16]}")
        found = decisions_sha256((engines.look(service) for service in Service), plan.mission)
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    _say(
        f"processor time: {_seconds(others):.0f} s of services and broker, {_seconds(own):.0f} s of whoever called them"
    )
    return found


def _seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def _in_one(plan: Plan, plugins: Plugins) -> tuple[int, str]:
    engine = Engine(MemoryStore(), plugins=plugins, chance=seeded_chance(plan.seed, plan.mission))
    with ChildRunner(plugins) as runner:
        play(engine, plan, runner=runner)
    return decisions_sha256([engine], plan.mission)


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
