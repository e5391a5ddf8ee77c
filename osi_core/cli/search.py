"""`osi search`: which resources hold some words."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter, validators

from osi_core.cli.access import reached
from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session


def search(
    session: Session,
    *words: Annotated[str, Parameter(help="opt.words")],
    limit: Annotated[int, Parameter(help="opt.show_limit", metavar="N", validator=validators.Number(gte=1))] = 20,
    after: Annotated[str, Parameter(help="opt.page_token", metavar="TOKEN")] = "",
    by: Annotated[str, Parameter(name="--as", help="opt.show_as", metavar="PARTICIPANT")] = "",
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Prints what holds all of the words, as the asker may see it; answers no where nothing does."""
    from osi_core.domain import within_mission

    if not words:
        raise session.stop(Exit.USAGE, "usage.missing", name="WORDS")
    with reached(session, store, mission, by) as access:
        found = access.search(" ".join(words), page_size=limit, page_token=after)
    if session.json:
        items = [one._asdict() for one in found.items]
        session.emit({"items": items, "next_page_token": found.next_page_token})
        return Exit.FINE if items else Exit.NO
    from osi_core.cli.terminal import rows

    table = rows("name", "", "quiet")
    for one in found.items:
        table.add_row(within_mission(one.name), " ".join(one.title.split()), ", ".join(one.fields))
    session.show(table if found.items else session.say("search.nothing"))
    if found.next_page_token:
        session.line(session.say("show.next", token=found.next_page_token))
    return Exit.FINE if found.items else Exit.NO
