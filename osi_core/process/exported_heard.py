"""What a chain has heard of others, in a bundle: `heard.jsonl`, one public entry of another chain a line.

A line holds the entry's columns and, where its hearer folds it, the very bytes that its origin has hashed. So a
decision of one service is recomputed from its bundle alone, given what it heard; with the other bundles at hand, what
was heard is compared with what was said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from osi_core.log.canonical import canonical, parse
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.process.verifying_heard import fault_of
from osi_core.words import Message, WordedError

FILE = "heard.jsonl"


class HeardInvalid(WordedError, ValueError):
    """A line of `heard.jsonl` that no export writes, or that does not continue its chain; it names the line."""


def heard_line(message: PublicEntry) -> bytes:
    """A heard entry as a line."""
    fields = {**message._asdict(), "hash": message.hash.hex(), "raw": message.raw.decode()}
    return canonical(fields) + b"\n"


def message_of(line: bytes, number: int) -> PublicEntry:
    """The entry in a line. Raises HeardInvalid."""
    try:
        said = parse(line)
        kinds = {name: (int if name in ("position", "previous", "version") else str) for name in PublicEntry._fields}
        if not isinstance(said, dict) or {name: type(value) for name, value in said.items()} != kinds:
            raise ValueError
        return PublicEntry(**{**said, "hash": bytes.fromhex(said["hash"]), "raw": said["raw"].encode()})
    except ValueError as error:
        raise HeardInvalid("verify.heard-no-line", file=FILE, line=number) from error


class ExportedHeard:
    """What a bundle's chain has heard, by chain. It is held in memory, for it is asked for again and again."""

    def __init__(self, mission: str, lines: Iterable[bytes]) -> None:
        """Raises HeardInvalid where a line cannot be read or does not continue its chain."""
        self.mission = mission
        self._chains: dict[str, list[PublicEntry]] = {}
        for number, line in enumerate(lines, start=1):
            message = message_of(line, number)
            before = self._chains.setdefault(message.chain, [])
            head = HeardHead(before[-1].position, before[-1].hash) if before else HeardHead()
            if message.mission != mission or fault_of(message, head) is not None:
                raise HeardInvalid("verify.heard-misplaced", file=FILE, line=number, chain=message.chain)
            before.append(message)

    @property
    def ends(self) -> dict[str, int]:
        """Chain → how far it was heard."""
        return {chain: entries[-1].position for chain, entries in sorted(self._chains.items())}

    @property
    def chains(self) -> tuple[str, ...]:
        """The chains that were heard of."""
        return tuple(self._chains)

    def heard(self, mission: str, chain: str, after: int = 0, upto: int | None = None) -> Iterator[PublicEntry]:
        """What was heard of a chain with after < position ≤ upto, in order."""
        entries = self._chains.get(chain, [])
        start = _behind(entries, after)
        return iter(entries[start : len(entries) if upto is None else _behind(entries, upto)])

    def heard_at(self, mission: str, chain: str, position: int) -> PublicEntry | None:
        """What was heard at a position of a chain, if anything."""
        return next(self.heard(mission, chain, position - 1, position), None)

    def stream(self, stream: str, upto: Mapping[str, int]) -> Iterator[PublicEntry]:
        """What was heard of one stream, in each chain up to its position in `upto`, by chain and then by position."""
        for chain in sorted(upto):
            for entry in self.heard(self.mission, chain, 0, upto[chain]):
                if entry.stream == stream:
                    yield entry

    def unlike(self, chain: str, told: Iterable[PublicEntry], *, whole: bool = True) -> Message | None:
        """What is wrong with what was heard of a chain, by what that chain's own bundle says; None if nothing is.

        Where that does not say the `whole` chain, what was heard behind it is not compared.
        """
        said = {message.position: message for message in told}
        for message in self._chains.get(chain, ()):
            own = said.get(message.position)
            if not whole and message.position > max(said, default=0):
                break
            if own is None or (own.hash, own.previous) != (message.hash, message.previous):
                return Message.of("verify.heard-otherwise", chain=chain, position=message.position)
            if message.raw and message.raw != own.raw:
                return Message.of("verify.heard-otherwise", chain=chain, position=message.position)
        return None


def _behind(entries: Sequence[PublicEntry], position: int) -> int:
    """The index of the first entry behind a position."""
    return bisect_right(entries, position, key=lambda one: one.position)
