"""`osi receipt`: what became of a contribution."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.access import reached
from osi_core.cli.binding import Flag, StoreOption
from osi_core.cli.session import Session

if TYPE_CHECKING:
    from osi_core.process import Trail
    from osi_core.process.trail import Step


def receipt(
    session: Session,
    code: Annotated[str, Parameter(help="opt.code")],
    /,
    *,
    all: Annotated[bool, Flag, Parameter(help="opt.all_steps")] = False,
    store: StoreOption = None,
) -> int:
    """Shows the way from the words to the rollout with dates, or where it stopped and why."""
    with reached(session, store) as access:
        trail = access.trail(code)
    if session.json:
        session.emit(_as_json(session, trail))
    else:
        _show(session, trail, all)
    return 0


def _as_json(session: Session, trail: Trail) -> dict[str, Any]:
    return trail.as_plain(session.language, session.words)


def _show(session: Session, trail: Trail, everything: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import heading
    from osi_core.process.witnesses import place_of

    steps, more = (trail.steps, 0) if everything else trail.short()
    session.show("", heading(trail.words or session.say("receipt.no_words")))
    place = session.say("receipt.place", resource=trail.resource, mission=trail.mission)
    session.show(Text(place, style="quiet"), "")
    session.show(Padding(_way(session, steps), (0, 0, 0, 2)))
    if more:
        session.show(
            Padding(Text(session.say("receipt.more", count=session.number(more)), style="quiet"), (0, 0, 0, 2))
        )
    ended = trail.ended(session.language, session.words)
    session.show("", Text.assemble((ended, "title"), (f" ({session.term(trail.origin)})", "warn")))
    place = place_of(trail.position, trail.hash)
    proof = session.say("receipt.proof_in", chain=trail.chain, place=place) if trail.chain else ""
    session.show(Text(proof or session.say("receipt.proof", place=place), style="quiet"), "")


def _way(session: Session, steps: tuple[Step, ...]) -> Any:
    from osi_core.cli.terminal import rows

    elsewhere = any(step.chain for step in steps)
    table, before = rows("quiet", "quiet", *(["quiet"] if elsewhere else []), "name", ""), ""
    for step in steps:
        stage = session.words.write(step.stage, session.language)
        told = step.say(session.language, session.words)
        origin = session.term(step.origin)
        chain = [step.chain] if elsewhere else []
        table.add_row(day(session, step.time), origin, *chain, stage if stage != before else "", told)
        before = stage
    return table


def day(session: Session, time: datetime) -> str:
    """A date as the language writes it."""
    return session.day(time)
