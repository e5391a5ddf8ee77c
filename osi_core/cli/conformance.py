"""`osi conformance plugin`: what the conformance kit finds about a strategy that is installed."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Annotated, Any, cast

from cyclopts import Parameter

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.testing.command import CaseResult, ConformanceReport

_STYLES = {"passed": "good", "failed": "bad", "skipped": "quiet"}


def plugin(
    session: Session,
    name: Annotated[str, Parameter(help="arg.strategy")],
    *,
    kind: Annotated[str | None, Parameter(help="opt.kind")] = None,
    effort: Annotated[float, Parameter(help="opt.effort")] = 1.0,
) -> int:
    """Runs every case of the kit; answers no when one of them fails."""
    from osi_core.plugins import KINDS, PluginError

    if kind is not None and kind not in KINDS:
        raise session.stop(Exit.USAGE, "conformance.kind", kind=kind, kinds=", ".join(KINDS))
    from osi_core.testing import run_conformance

    def told(strategy: str, case: CaseResult) -> None:
        if not session.json:
            _show(session, strategy, case)

    try:
        with redirect_stdout(sys.stderr):  # what a case prints by the way is no part of the answer
            report = run_conformance(session.plugins, name, kind, effort=effort, listener=told)
    except PluginError as error:
        raise session.stop(Exit.CANNOT, "conformance.cannot", reason=error.message) from error
    _end(session, report)
    return Exit.FINE if report.passed else Exit.NO


def _show(session: Session, strategy: str, case: CaseResult) -> None:
    from rich.text import Text

    line = Text.assemble(f"{strategy}  {case.asks}  ", (session.say(f"case.{case.status}"), _STYLES[case.status]))
    session.show(line)
    if case.message and case.status == "failed":
        session.show(Text(case.message))


def _end(session: Session, report: ConformanceReport) -> None:
    if session.json:
        session.emit(report.as_dict())
        return
    counts: dict[str, Any] = {
        status: sum(len(one.with_status(cast(Any, status))) for one in report.strategies) for status in _STYLES
    }
    session.show("", session.say("conformance.end", **counts), report.verdict)
