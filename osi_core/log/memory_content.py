"""What a store in memory holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from osi_core.log.continuity import published
from osi_core.log.envelope import Entry, Head
from osi_core.log.heard import HeardHead, PublicEntry
from osi_core.log.store import NOBODY, Batch, PrivateText, Reply


@dataclass(slots=True)
class Content:
    """What a store holds, or what a transaction would add to it."""

    log: list[Entry] = field(default_factory=list)
    """Entries of all missions; the one with sequence n stands at index n - 1."""
    missions: dict[str, list[Entry]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    streams: dict[str, list[Entry]] = field(default_factory=dict)
    public: dict[str, list[tuple[int, Entry]]] = field(default_factory=dict)
    """Of each mission, the public entries, each with the position of the public one before it."""
    traces: dict[str, dict[int, str]] = field(default_factory=dict)
    """Mission → trace contexts by position."""
    heard: dict[tuple[str, str], list[PublicEntry]] = field(default_factory=dict)
    """(mission, chain) → what was heard of it."""
    heard_streams: dict[tuple[str, str], list[PublicEntry]] = field(default_factory=dict)
    """(stream, chain) → what was heard of it."""
    heard_heads: dict[str, dict[str, HeardHead]] = field(default_factory=dict)
    texts: dict[tuple[str, str], PrivateText] = field(default_factory=dict)
    seals: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(mission, author) → seals of their texts."""
    aliases: dict[tuple[str, str], str] = field(default_factory=dict)
    aliased: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(mission, participant) → their aliases."""
    receipts: dict[str, tuple[str, int]] = field(default_factory=dict)
    replies: dict[tuple[str, str], Reply] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    erased: list[tuple[str, str]] = field(default_factory=list)
    """(mission, participant) whose texts and aliases must go from what lies below, in this order."""
    destroyed: set[tuple[str, str]] = field(default_factory=set)
    """(mission, seal) of texts that must go from what lies below."""
    moved: dict[str, str | None] = field(default_factory=dict)
    """Mission → the store that it goes on in; None where a fence was lifted."""

    def add(self, batch: Batch, head: Head, last_public: int, heard: dict[str, HeardHead]) -> None:
        """Takes in a batch whose entries have been checked: they end at `head`, and chains are `heard` up to there.

        Erasures come last.
        """
        mission = batch.mission
        self._add_entries(batch.entries)
        self._add_public(mission, published(batch, last_public))
        self._add_traces(mission, batch.traces)
        self._add_heard(batch.heard)
        if batch.heard:
            self.heard_heads[mission] = heard
        if batch.entries:
            self.heads[mission] = head
        for text in batch.texts:
            self._add_text(mission, text)
        for alias, participant in batch.aliases:
            self._add_alias(mission, alias, participant)
        for code, position in batch.receipts:
            self.receipts[code] = (mission, position)
        for reply in batch.replies:
            self.replies[mission, reply.command_id] = reply
        for blob in batch.blobs:
            self.blobs[hashlib.sha256(blob).hexdigest()] = blob
        for participant in batch.erased:
            self.erase(mission, participant)
            self.erased.append((mission, participant))
        for seal in batch.destroyed:
            self.destroy(mission, seal)
            self.destroyed.add((mission, seal))

    def merge(self, staged: Content) -> None:
        """Takes in all that a transaction has staged."""
        for mission, participant in staged.erased:
            self.erase(mission, participant)
        for mission, seal in staged.destroyed:
            self.destroy(mission, seal)
        self._add_entries(staged.log)
        for mission, public in staged.public.items():
            self._add_public(mission, public)
        for mission, traces in staged.traces.items():
            self._add_traces(mission, traces)
        for heard in staged.heard.values():
            self._add_heard(heard)
        self.heard_heads.update(staged.heard_heads)
        self.heads.update(staged.heads)
        for (mission, _), text in staged.texts.items():
            self._add_text(mission, text)
        for (mission, alias), participant in staged.aliases.items():
            self._add_alias(mission, alias, participant)
        self.moved.update(staged.moved)
        self.receipts.update(staged.receipts)
        self.replies.update(staged.replies)
        self.blobs.update(staged.blobs)

    def erase(self, mission: str, participant: str) -> None:
        """Forgets the texts of a participant, and whose the aliases were; of NOBODY, the aliases."""
        for seal in self.seals.pop((mission, participant), ()):
            del self.texts[mission, seal]
        for alias in self.aliased.pop((mission, participant), ()):
            del self.aliases[mission, alias]
            if participant != NOBODY:
                self._add_alias(mission, alias, NOBODY)

    def destroy(self, mission: str, seal: str) -> None:
        """Forgets one text."""
        text = self.texts.pop((mission, seal), None)
        if text is not None:
            self.seals[mission, text.author].remove(seal)

    def _add_entries(self, entries: list[Entry]) -> None:
        self.log.extend(entries)
        for entry in entries:
            self.missions.setdefault(entry.mission, []).append(entry)
            self.streams.setdefault(entry.stream, []).append(entry)

    def _add_public(self, mission: str, entries: Iterable[tuple[int | None, Entry]]) -> None:
        for previous, entry in entries:
            if previous is not None:
                self.public.setdefault(mission, []).append((previous, entry))

    def _add_traces(self, mission: str, traces: dict[int, str]) -> None:
        if traces:
            self.traces.setdefault(mission, {}).update(traces)

    def _add_heard(self, entries: list[PublicEntry]) -> None:
        for entry in entries:
            self.heard.setdefault((entry.mission, entry.chain), []).append(entry)
            self.heard_streams.setdefault((entry.stream, entry.chain), []).append(entry)

    def _add_text(self, mission: str, text: PrivateText) -> None:
        if (mission, text.seal) not in self.texts:
            self.texts[mission, text.seal] = text
            self.seals.setdefault((mission, text.author), []).append(text.seal)

    def _add_alias(self, mission: str, alias: str, participant: str) -> None:
        if (mission, alias) not in self.aliases:
            self.aliases[mission, alias] = participant
            self.aliased.setdefault((mission, participant), []).append(alias)
