"""`osi conformance SERVICE`: a service against its contract, and what came of it on screen, as JSON and for JUnit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

from osi_conformance.case import Case
from osi_conformance.cases import chosen
from osi_conformance.issuer import Issuer
from osi_conformance.results import ExpectedInvalid, Report, Result, read_expected
from osi_conformance.running import Unready, run
from osi_conformance.services import chain_of
from osi_conformance.setup import Setup, settings_text
from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit, Session

__all__ = ["command_of"]

_STYLES = {"passed": "good", "failed": "bad", "expected-failure": "warn", "unexpected-success": "bad"}


def command_of(service: str) -> Callable[..., int]:
    """The command that tests a service."""

    def command(
        session: Session,
        *,
        target: Annotated[str, Parameter(help="opt.target", metavar="HOST:PORT")] = "127.0.0.1:7070",
        only: Annotated[tuple[str, ...], Parameter(help="opt.only", negative="", metavar="GLOB")] = (),
        expected_failures: Annotated[Path | None, Parameter(help="opt.expected", metavar="FILE")] = None,
        junit: Annotated[Path | None, Parameter(help="opt.junit", metavar="FILE")] = None,
        list_: Annotated[bool, Flag, Parameter(name="--list", help="opt.list")] = False,
        settings: Annotated[bool, Flag, Parameter(help="opt.settings")] = False,
        keys: Annotated[Path, Parameter(help="opt.keys", metavar="DIR")] = Path("osi-conformance"),
        listen: Annotated[str, Parameter(help="opt.listen", metavar="HOST")] = "127.0.0.1",
        port: Annotated[int, Parameter(help="opt.port")] = 7171,
        chain: Annotated[str, Parameter(help="opt.chain", metavar="NAME")] = chain_of(service),
        patience: Annotated[float, Parameter(help="opt.patience")] = 20.0,
    ) -> int:
        setup = Setup(target, service, keys, listen, (port, port + 1), chain, patience)
        if settings:
            Issuer(keys)
            session.line(settings_text(setup).rstrip("\n"))
            return Exit.FINE
        cases = chosen(service, only)
        if not cases:
            raise session.stop(Exit.USAGE, "none", globs=", ".join(only), service=service)
        if list_:
            return _list(session, cases)
        return _run(session, setup, cases, expected_failures, junit)

    command.__name__ = service
    return command


def _run(session: Session, setup: Setup, cases: list[Case], expected: Path | None, junit: Path | None) -> int:
    """Runs the cases; answers no when one fails that was not expected to, or the other way round."""
    report = _report(session, setup, cases, _expected(session, setup.service, expected))
    if junit is not None:
        junit.write_bytes(report.junit())
    _end(session, report)
    return Exit.FINE if report.passed else Exit.NO


def proves(session: Session, case: Case) -> str:
    """The sentence of a case."""
    return session.say(f"case.{case.says}", **case.values)


def _list(session: Session, cases: list[Case]) -> int:
    rows = [{"name": one.name, "rule": one.rule, "proves": proves(session, one)} for one in cases]
    if session.json:
        session.emit(rows)
        return Exit.FINE
    for row in rows:
        session.line(Text.assemble((row["name"], "name"), f"  {row['rule']}  ", row["proves"]))
    return Exit.FINE


def _expected(session: Session, service: str, path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        return read_expected(path, [one.name for one in chosen(service)])
    except UnicodeDecodeError as error:
        raise session.stop(Exit.USAGE, "expected-unreadable", file=path) from error
    except ExpectedInvalid as error:
        lines = ", ".join(f"{number}: {name}" for number, name in error.lines.items())
        raise session.stop(Exit.USAGE, "expected-unknown", file=path, lines=lines, service=service) from error


def _report(session: Session, setup: Setup, cases: list[Case], expected: frozenset[str]) -> Report:
    def ended(result: Result) -> None:
        if not session.json:
            _show(session, result)

    with _progress(session) as told:

        def begun(number: int, count: int, case: Case) -> None:
            told((number - 1) / count, case.name)

        try:
            return asyncio.run(
                run(
                    setup,
                    cases,
                    expected=expected,
                    proves=lambda case: proves(session, case),
                    begun=begun,
                    ended=ended,
                )
            )
        except Unready as error:
            raise session.stop(Exit.CANNOT, "unready", reason=str(error), service=setup.service) from error
        except OSError as error:
            raise session.stop(Exit.CANNOT, "unready", reason=str(error), service=setup.service) from error


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[float, str], None]]:
    """A bar on a terminal; elsewhere each case's own line says enough."""
    if not session.err.is_terminal:
        yield lambda fraction, words: None
        return
    from osi_core.cli.terminal import progress

    with progress(session, session.say("begins")) as report:
        yield report


def _show(session: Session, result: Result) -> None:
    """One line a case; what is wrong stands below."""
    word = session.say(f"status.{result.status}")
    session.line(Text.assemble((word, _STYLES[result.status]), "  ", result.name, (f"  {result.rule}", "quiet")))
    if result.status != "passed":
        session.line(Text.assemble("    ", result.proves))
    if result.message:
        session.line(Text.assemble("    ", (result.message, "quiet")))


def _end(session: Session, report: Report) -> None:
    if session.json:
        session.emit(report.as_dict())
        return
    counts = {status.replace("-", "_"): len(report.with_status(status)) for status in _STYLES}  # type: ignore[arg-type]
    session.show("", session.say("end", **counts))
