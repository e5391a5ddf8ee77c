"""`osi codes`: every code that a command may be answered with, what it says, and the statuses it stands for."""

from __future__ import annotations

from typing import Any

from osi_core.cli.session import Session


def codes(session: Session) -> int:
    """Prints refusals and faults of fields, one line a code; `{name}` stands for a value."""
    from osi_core.process.codes import codes as known

    told = [_as_json(session, one) for one in known()]
    if session.json:
        session.emit(told)
        return 0
    from osi_core.cli.terminal import heading, rows

    for malformed in (False, True):
        table = rows("name", "quiet", "")
        for one in told:
            if one["malformed"] is malformed:
                table.add_row(one["code"], f"{one['grpc']} {one['http']}", one["says"])
        session.show("", heading(session.say("codes.malformed" if malformed else "codes.refused")), table)
    return 0


def _as_json(session: Session, one: Any) -> dict[str, Any]:
    from osi_core.words import Message

    return {
        "code": one.code,
        "malformed": one.malformed,
        "grpc": one.status.value,
        "http": one.status.http,
        "says": session.words.sentence(Message(one.code, {"count": 2}), session.language) or "",
    }
