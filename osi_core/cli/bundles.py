"""`osi verify`: the proof that what a mission decided comes out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.witnesses import CheckpointOption, ExpectOption, KeyOption, show_contradictions, witnesses_of

if TYPE_CHECKING:
    from rich.text import Text

    from osi_core.plugins.verification import Verdict
    from osi_core.process.verified import Finding, Report
    from osi_core.process.witnesses import Witness

_WORST_FIRST = (1, 3, 4)
"""Not equal, not to be recomputed, checked."""
_STYLES = {"equal": "good", "checked": "good", "not equal": "bad", "cannot recompute": "warn"}


def verify(
    session: Session,
    /,
    *paths: Annotated[Path, Parameter(help="opt.verify_path")],
    checkpoint: CheckpointOption = None,
    key: KeyOption = None,
    expect: ExpectOption = None,
    store: StoreOption = None,
    mission: MissionOption = None,
    receipt: Annotated[list[str] | None, Parameter(help="opt.verify_receipt", metavar="CODE", negative="")] = None,
) -> int:
    """Checks an export bundle, a decision record or a store: does the log stand as it was, and all that rests on it?"""
    kept = witnesses_of(session, checkpoint or (), key or (), expect or ()) if checkpoint or expect else None
    if bool(paths) is (store is not None):
        raise session.stop(Exit.USAGE, "verify.what")
    if store is not None:
        from osi_core.cli.verify_store import verify_store

        return verify_store(session, store, mission, kept, receipt or ())
    if receipt or mission:
        raise session.stop(Exit.USAGE, "verify.store_only")
    codes = [_verify_path(session, path, kept) for path in paths]
    if len(paths) > 1:
        codes.append(_compare(session, [path for path in paths if path.is_dir()]))
    return next((code for code in _WORST_FIRST if code in codes), 0)


def _verify_path(session: Session, path: Path, kept: Callable[[str], list[Witness]] | None) -> int:
    if not path.exists():
        raise session.stop(Exit.CANNOT, "error.missing", path=path)
    folder = path.parent if path.name in ("manifest.json", "log.jsonl") else path
    if folder.is_dir():
        return _verify_bundle(session, folder, kept)
    if kept is not None:
        raise session.stop(Exit.USAGE, "verify.bundle_only")
    return _verify_record(session, path)


def _compare(session: Session, folders: list[Path]) -> int:
    """Tells whether the chains of one mission have heard of each other what each has said."""
    from rich.text import Text

    from osi_core.process.verifying import verify_together

    findings = verify_together(folders)
    if session.json:
        session.emit({"compared": [str(folder) for folder in folders], "findings": [_plain(one) for one in findings]})
    elif not findings:
        session.show(Text(session.say("verify.together", count=len(folders)), style="good"))
    for finding in () if session.json else findings:
        session.show(f"  {finding.at}", Text(f"    {session.words.say(finding.reason, session.language)}", style="bad"))
    return 1 if findings else 0


def _plain(finding: Finding) -> dict[str, Any]:
    return finding.model_dump(mode="json")


def _verify_record(session: Session, path: Path) -> int:
    from osi_core.cli.terminal import noting
    from osi_core.process import verify_record

    verdict = verify_record(path, session.plugins, noting(session))
    if session.json:
        session.emit(verdict.model_dump(mode="json"))
    else:
        _show(session, [verdict])
    return verdict.exit_code


def _verify_bundle(session: Session, folder: Path, kept: Callable[[str], list[Witness]] | None) -> int:
    from osi_core.cli.terminal import deciding, progress
    from osi_core.process import verify_export
    from osi_core.process.export import Bundle

    if not (folder / "manifest.json").exists():
        raise session.stop(Exit.CANNOT, "verify.no_bundle", folder=folder)
    witnesses = kept(Bundle(folder).mission) if kept else []
    with progress(session, session.say("verify.working")) as told:
        report = verify_export(folder, session.plugins, deciding(session, told, ""), witnesses=witnesses)
    if session.json:
        session.emit(_as_json(report))
    else:
        _show_report(session, report)
        if report.damaged_at is None:
            show_contradictions(session, len(witnesses), report.contradictions)
    return report.exit_code


def _as_json(report: Report) -> dict[str, Any]:
    return {**report.model_dump(mode="json"), "whole": report.damaged_at is None}


def _show_report(session: Session, report: Report) -> None:
    from rich.text import Text

    from osi_core.process.witnesses import place_of

    if report.damaged_at is not None:
        position = session.number(report.damaged_at)
        said = session.say("verify.damaged", mission=report.mission, position=position, reason=report.damage)
        session.show(Text(said, style="bad"), session.say("verify.damaged_advice"))
        return
    events = session.number(report.events)
    session.show(Text(session.say("verify.whole", mission=report.mission, events=events), style="good"))
    session.show(Text(session.say("export.hash", place=place_of(report.events, report.head_hash)), style="quiet"))
    _show_findings(session, report)
    _show(session, list(report.verdicts))


def _show_findings(session: Session, report: Report) -> None:
    from rich.text import Text

    if not report.findings:
        session.show(Text(session.say("verify.granted"), style="good"))
    else:
        session.show(Text(session.say("verify.findings", count=len(report.findings)), style="bad"))
    for finding in report.findings:
        place = f"{session.number(finding.position)}  {finding.at}" if finding.position else finding.at
        session.show(f"  {place}", Text(f"    {session.words.say(finding.reason, session.language)}", style="quiet"))
    if report.corrected_at:
        positions = ", ".join(session.number(position) for position in report.corrected_at)
        session.show(Text(session.say("verify.clock_corrected", positions=positions), style="quiet"))
    if report.given:
        session.show(Text(session.say("verify.given_heard", chains=", ".join(report.given)), style="quiet"))
    if report.unasked:
        session.show(Text(session.say("verify.unasked"), style="quiet"))
    for name in report.unasked:
        key = f"rule.{name}"
        session.show(Text(f"  {session.say(key) if session.knows(key) else name}", style="quiet"))


def _show(session: Session, verdicts: list[Verdict]) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import rows

    if not verdicts:
        session.show(session.say("verify.no_decisions"))
        return
    table = rows("", "")
    for answer, names in _grouped([verdict for verdict in verdicts if not verdict.reason]).items():
        for place, name in enumerate(names):
            table.add_row(_said(session, answer) if place == 0 else "", name)
    for verdict in verdicts:
        if verdict.reason:
            table.add_row(_said(session, verdict.answer.value), _resource(verdict))
            table.add_row("", Text(verdict.say(session.language, session.words), style="quiet"))
    session.show(table)


def _said(session: Session, answer: str) -> Text:
    from rich.text import Text

    return Text(session.say(f"answer.{answer.replace(' ', '_')}"), style=_STYLES[answer])


def _grouped(verdicts: list[Verdict]) -> dict[str, list[str]]:
    """Answer → resource names, or how many there are of a collection."""
    found: dict[str, dict[str, list[str]]] = {}
    for verdict in verdicts:
        resource = _resource(verdict)
        found.setdefault(verdict.answer.value, {}).setdefault(resource.split("/")[0], []).append(resource)
    return {
        answer: [f"{len(names)} {kind}" if len(names) > 1 else names[0] for kind, names in kinds.items()]
        for answer, kinds in found.items()
    }


def _resource(verdict: Verdict) -> str:
    return "/".join(verdict.decision.split("/")[2:]) or verdict.decision
