"""Names that only the software has for things, in words: nobody who reads a report knows what `needs/n-0073` is."""

from __future__ import annotations

from osi_core.words import Message, Name, Value


def in_words(message: Message) -> Message:
    """The message with words in the place of names of resources, where there are any for their kind."""
    return Message(message.code, {field: _told(value) for field, value in message.values.items()})


def _told(value: Value) -> Value:
    if isinstance(value, Message):
        return in_words(value)
    if isinstance(value, tuple):
        return tuple(map(_told, value))
    return _of(value) if isinstance(value, Name) else value


def _of(name: Name) -> Value:
    """What people chose a name for keeps it; what was numbered has none."""
    collection, _, id_ = name.partition("/")
    match collection:
        case "rounds":
            return Message.of("named.round", id=id_)
        case "grant-rounds":
            return Message.of("named.grant-round", id=id_)
        case "kickoffs":
            return Message.of("named.kickoff", id=id_)
        case "needs":
            return Message.of("named.need")
        case "bundles":
            return Message.of("named.bundle")
        case "offers":
            return Message.of("named.offer")
        case "challenges" | "solutions" | "initiatives":  # these have titles, but for those that are gone
            return Message("report.erased")
    return name
