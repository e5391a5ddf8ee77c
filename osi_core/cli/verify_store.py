"""`osi verify --store`: what is in a store, held against its log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from osi_core.cli.session import Exit, Session, Stop
from osi_core.cli.stores import chosen, opened
from osi_core.cli.witnesses import show_contradictions

if TYPE_CHECKING:
    from osi_core.process.store_report import Finding, StoreReport
    from osi_core.process.witnesses import Witness

DAMAGED = frozenset(
    {
        "store.head-missing",
        "store.head-of-another",
        "store.head-unreadable",
        "store.meta-malformed",
        "store.meta-missing",
        "store.other-log",
        "store.shorter",
        "store.unsound",
    }
)
"""What a store is refused for when it is opened, or read, that says: it is not as it was left."""


def verify_store(
    session: Session,
    store: str,
    mission: str | None,
    witnesses: Callable[[str], list[Witness]] | None,
    codes: Sequence[str],
) -> int:
    """Checks every row of a store, or of one mission in it."""
    from osi_core.log import StoreError
    from osi_core.process.verifying_store import verify_store as verified

    try:
        with opened(session, store) as source:
            one = chosen(session, source, mission) if mission or witnesses else None
            kept = witnesses(one) if witnesses and one else []
            report = verified(source, one, witnesses=kept, codes=codes)
    except StoreError as error:
        if error.code not in DAMAGED:
            raise
        raise Stop(Exit.NO, session.tell(error.message)) from error
    if session.json:
        session.emit(report.model_dump(mode="json"))
    else:
        _show(session, report, len(kept))
    return report.exit_code


def _show(session: Session, report: StoreReport, witnesses: int) -> None:
    from rich.text import Text

    for mission, place in report.heads.items():
        session.show(Text(session.say("verify.store_head", mission=mission, place=place), style="quiet"))
    for mission, to in report.moved.items():
        session.show(session.say("verify.store_moved", mission=mission, to=to))
    for table, count in report.rows.items():
        session.show(session.say(f"rows.{table}", count=count))
    if report.erased:
        session.show(session.say("verify.store_erased", count=report.erased))
    for seen in report.receipts:
        session.show(session.say("verify.store_receipt", mission=seen.mission, place=seen.place))
    for finding in report.findings:
        session.show(Text(_said(session, finding), style="bad"))
    if report.more:
        session.show(Text(session.say("verify.store_more", count=report.more), style="bad"))
    for table in dict.fromkeys(finding.table for finding in report.findings):
        session.show(session.say(f"advice.{table}"))
    for mission, position in report.unknown.items():
        session.show(session.say("verify.store_unknown", mission=mission, position=session.number(position)))
    show_contradictions(session, witnesses, report.contradictions)
    if report.exit_code == 0:
        session.show(Text(session.say("verify.store_sound"), style="good"))


def _said(session: Session, finding: Finding) -> str:
    values = {"table": finding.table, "row": finding.row, "what": finding.what}
    if not finding.mission:
        return session.say("verify.store_finding", **values)
    return session.say("verify.store_finding_in", mission=finding.mission, **values)
