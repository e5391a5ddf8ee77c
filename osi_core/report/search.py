"""What the pages look things up in, without a server: plain scripts that lie beside them.

A receipt is found by the beginning of the digest of its code. The code has 128 bits, so nobody finds one by trying, and
what is found is the public page of the contribution: what is told to its contributor alone is not in the folder. Votes,
ballots and reviews have no page, and their receipts are not among these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from osi_core.report.measures.stories import Story
from osi_core.report.source import Source
from osi_core.words import visible

INDEX, RECEIPTS = "things.js", "receipts.js"
"""The files with the data."""
SCRIPTS = ("search.js", "lookup.js", "sha256.js")
"""The programs."""
DIGITS = 16
"""How many hexadecimal digits of a digest tell a receipt from others: none of a million is taken for another."""


class SearchIndex:
    """All things with a page, by their words; and the receipts of those who brought them."""

    def __init__(self, begun: Mapping[int, str]) -> None:
        """`begun`: position of a contribution → the thing that it began."""
        self._things: list[tuple[str, str, str, str]] = []
        self._begun = begun

    def add(self, story: Story) -> None:
        """One more thing. What was erased or taken down has no words to be found by."""
        self._things.append((story.kind, story.id, visible(story.title or ""), visible(story.institution)))

    def things(self) -> str:
        """The script with kind, id, words and institution of each."""
        return _script("osiThings", self._things)

    def receipts(self, source: Source) -> str:
        """The script with the beginning of each digest, and where it leads."""
        found = {
            receipt.code_sha256[:DIGITS]: thing
            for mission, receipt in source.engine.store.receipts()
            if mission == source.mission and (thing := self._begun.get(receipt.position))
        }
        return _script("osiReceipts", dict(sorted(found.items())))


def _script(name: str, value: object) -> str:
    return f"var {name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"
