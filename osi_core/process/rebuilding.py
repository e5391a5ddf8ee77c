"""Commands as their events tell of them: what was asked for, as far as the log says.

A field of a command is a variable of the stream's name, or stands in the command's first event under the same name;
`Command.said_by` knows the rest. Of a person's words the log holds the seal alone, so the command that is made again
has other words in their place.
"""

from __future__ import annotations

from collections.abc import Sequence

from osi_core.domain import Command, Recorded, Rows

WORDS = "…"
"""What stands for words that are not in the log."""


def command_of(kind: type[Command], records: Sequence[Recorded], rows: Rows) -> Command:
    """The command that these events, all of one command, came of.

    `rows` are the mission's facts before it. Raises Malformed, ValueError or LookupError where they make none.
    """
    first = records[0]
    fields = dict(kind.at.parse(first.stream))
    personal = kind.personal_fields()
    for name in kind.model_fields.keys() - fields.keys():
        if name in type(first.event).model_fields:
            value = getattr(first.event, name)
            fields[name] = WORDS if name in personal and value is not None else value
    return kind(**{**fields, **kind.said_by(records, rows)})


def brought_seals(command: Command, record: Recorded) -> dict[str, str]:
    """Field → seal, of the words and codes that a command brought."""
    found = {name: getattr(record.event, name, None) for name in command.sealed_fields()}
    return {name: seal for name, seal in found.items() if seal is not None}
