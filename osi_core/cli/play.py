"""`osi demo` and `osi run`: a mission through all six phases, into a folder of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter, validators

from osi_core.cli.binding import Flag
from osi_core.cli.output_folder import PROPOSALS, TOTALS, OutputFolder
from osi_core.cli.session import Session
from osi_core.cli.stores import found_by_itself

if TYPE_CHECKING:
    from osi_core.cli.terminal import Report
    from osi_core.domain import Phase
    from osi_core.process import Engine
    from osi_core.simulation import Plan, Played

DEFAULT_FOLDER = Path("demo-output")
Out = Annotated[Path, Parameter(help="opt.out", metavar="DIR")]
Force = Annotated[bool, Flag, Parameter(help="opt.force")]
_PLAYED, _EXPORTED = 0.85, 0.9
"""How much of the time playing takes, and playing with the export."""


def demo(
    session: Session,
    *,
    seed: Annotated[int, Parameter(help="opt.seed", metavar="N", validator=validators.Number(gte=0))] = 2021,
    people: Annotated[
        int, Parameter(help="opt.people", metavar="N", validator=validators.Number(gte=40, lte=100_000))
    ] = 4400,
    playbook: Annotated[Path | None, Parameter(help="opt.demo_playbook", metavar="FILE")] = None,
    out: Out = DEFAULT_FOLDER,
    force: Force = False,
) -> int:
    """Plays the demonstration: a mission at the scale of UpdateDeutschland, always the same for a seed."""
    from osi_core.domain import Phase
    from osi_core.process.playbook import read_playbook
    from osi_core.simulation import demo_plan

    plan = demo_plan(seed, part=max(1, 4400 // people), people=people)
    if playbook is not None:  # before anything of an earlier run is removed
        plan = plan.under(read_playbook(playbook))
    return _play(session, plan, OutputFolder(out, "osi demo").claimed(session, force), Phase.SCALING)


def run(
    session: Session,
    folder: Annotated[Path, Parameter(help="opt.folder")],
    /,
    *,
    until: Annotated[Literal["challenges"] | None, Parameter(help="opt.until")] = None,
    simulate: Annotated[bool, Flag, Parameter(help="opt.simulate")] = False,
    strict: Annotated[bool, Flag, Parameter(help="opt.strict")] = False,
    out: Out = DEFAULT_FOLDER,
    force: Force = False,
) -> int:
    """Plays the mission that a folder describes, as far as it tells of one; what it says was invented, to its end."""
    from osi_core.domain import Phase
    from osi_core.simulation import read_folder

    plan = read_folder(folder, simulate=simulate, strict=strict)  # before anything of an earlier run is removed
    last = Phase.SCALING if until is None else Phase(until)
    return _play(session, plan, OutputFolder(out, "osi run").claimed(session, force), last)


def _play(session: Session, plan: Plan, folder: OutputFolder, until: Phase) -> int:
    from osi_core.cli.terminal import progress
    from osi_core.log.sql import SqlStore
    from osi_core.process import Engine
    from osi_core.simulation import play, seeded_chance

    began = time.monotonic()
    chance = seeded_chance(plan.seed, plan.mission)
    with closing(SqlStore.create(folder.store)) as store, progress(session, session.say("play.begins")) as report:
        engine = Engine(store, plugins=session.plugins, chance=chance)
        with _whole_or_nothing(plan, folder):
            played = play(engine, plan, lambda part, what: report(part * _PLAYED, session.tell(what)), until=until)
        manifest = _write(session, engine, played, folder, report)
        result = _result(session, plan, played, engine, folder)
        result |= {"origins": manifest["origins"], "seconds": round(time.monotonic() - began, 2)}
    folder.finished(result)
    if session.json:
        session.emit(result)
    else:
        _show(session, plan, result)
    return 0


@contextmanager
def _whole_or_nothing(plan: Plan, folder: OutputFolder) -> Iterator[None]:
    """Nothing is left of an imported mission that fails half way: nobody could tell what it lacks."""
    try:
        yield
    except Exception:
        if not plan.invents:
            folder.cleared()
        raise


def _write(session: Session, engine: Engine, played: Played, folder: OutputFolder, report: Report) -> dict[str, Any]:
    """The export bundle, whose manifest is returned, then the report in the session's language and in the other one."""
    from osi_core.process import write_bundle
    from osi_core.report import MissionReport

    report(_PLAYED, session.say("play.exports"))
    manifest = write_bundle(engine.store, played.mission, folder.export, engine.plugins.words())
    report(_EXPORTED, session.say("play.reports"))
    receipts = list(played.receipts.values())
    made = MissionReport(engine, played.mission, receipts=receipts)
    reports = folder.reports(session.language)
    for language, path in reports.items():
        made.single(path, language, {one: other.name for one, other in reports.items() if one != language})
    made.pages(folder.pages, session.language)
    return manifest


def _result(session: Session, plan: Plan, played: Played, engine: Engine, folder: OutputFolder) -> dict[str, Any]:
    from osi_core.process import trail_of
    from osi_core.process.proposals import merges_to_consider

    head = engine.head(played.mission)
    proposals = merges_to_consider(engine, played.mission)
    folder.propose(proposals)
    material = plan.material
    counted = material is not None and not material.votes and folder.count(material.contributions)
    unranked = played.unranked
    notes = material.notes if material else ()
    return {
        "mission": played.mission,
        "origin": plan.origin,
        "seed": plan.seed,
        "log_digest": head.hash.hex(),
        "events": head.position,
        "decisions": played.decisions,
        "store": str(folder.store),
        "report": str(folder.report),
        "pages": str(folder.pages / "index.html"),
        "export": str(folder.export),
        "receipts": played.receipts,
        "receipt_origins": {what: trail_of(engine, code).origin for what, code in played.receipts.items()},
        "proposed_merges": len(proposals),
        "totals": str(folder.totals) if counted else None,
        "unranked": unranked and {"code": unranked.code, "says": session.tell(unranked)},
        "notes": [{"file": file, "code": note.code, "says": session.tell(note)} for file, note in notes],
    }


def _show(session: Session, plan: Plan, result: dict[str, Any]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import heading, rows
    from osi_core.domain import DataOrigin

    title = plan.title if session.language == "de" or not plan.title_en else plan.title_en
    table = rows("quiet", "")
    events, decisions = session.number(result["events"]), session.number(result["decisions"])
    table.add_row(session.say("play.log"), session.say("play.counts", events=events, decisions=decisions))
    origins = (f"{session.number(count)} {session.term(DataOrigin(kind))}" for kind, count in result["origins"].items())
    table.add_row("", Text(", ".join(origins), style="warn"))
    table.add_row("", Text(result["log_digest"], style="quiet"))
    for key in ("store", "report", "pages", "export"):
        table.add_row(session.say(f"play.{key}"), Text(result[key], style="name"))
    table.add_row(session.say("play.seconds"), f"{result['seconds']:.1f} s")
    session.show(
        "",
        heading(title),
        Text(session.say(f"play.is.{'mixed' if len(result['origins']) > 1 else plan.origin}"), style="warn"),
    )
    session.show(Padding(table, (0, 0, 0, 2)))
    for note in result["notes"]:
        session.note(f"{note['file']}: {note['says']}")
    if result["unranked"]:
        session.show("", session.say("play.unranked", why=result["unranked"]["says"]))
    if result["totals"]:
        session.show("", session.say("play.totals", file=str(TOTALS)))
    if result["proposed_merges"]:
        session.show("", session.say("play.proposed", count=result["proposed_merges"], file=str(PROPOSALS)))
    if not plan.invents:
        session.show("", session.say("play.ends_here"))
    _show_next(session, result)


def _show_next(session: Session, result: dict[str, Any]) -> None:
    from rich.padding import Padding

    from osi_core.cli.terminal import heading, rows

    receipts = rows("quiet", "warn", "name")
    for what, code in result["receipts"].items():
        receipts.add_row(session.say(f"became.{what}"), session.term(result["receipt_origins"][what]), code)
    if result["receipts"]:
        session.show("", heading(session.say("play.receipts")), Padding(receipts, (0, 0, 0, 2)))
    following = rows("name")
    store = "" if found_by_itself(Path(result["store"])) else f" --store {result['store']}"
    for code in list(result["receipts"].values())[:1]:
        following.add_row(f"osi receipt {code}{store}")
    following.add_row(f"osi status{store}")
    following.add_row(f"osi verify {result['export']}")
    session.show("", heading(session.say("play.next")), Padding(following, (0, 0, 0, 2)), "")
