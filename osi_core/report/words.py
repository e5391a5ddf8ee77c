"""All words of the report: key → (English, German). `one|many` holds two forms, chosen by the number `n`."""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.report.words_grants import GRANTS
from osi_core.report.words_overview import OVERVIEW
from osi_core.report.words_phases import PHASES

WORDS: Mapping[str, tuple[str, str]] = {**OVERVIEW, **PHASES, **GRANTS}


class Words:
    """The report's words in one language."""

    def __init__(self, language: str) -> None:
        self._form = 1 if language == "de" else 0

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key, with values filled in; `n` chooses between one and many. Raises KeyError."""
        text = WORDS[key][self._form]
        if "|" in text:
            one, many = text.split("|")
            text = one if str(values.get("n")) == "1" else many
        return text.format(**values) if values else text

    def of(self, kind: str, name: str) -> str:
        """The words for a name that comes from the log, such as a criterion; the name itself where we have none."""
        found = WORDS.get(f"{kind}.{name}")
        return found[self._form] if found else name.replace("_", " ").replace("-", " ")
