"""The report's words: codes that begin with `report.`, told by the catalogues."""

from __future__ import annotations

from enum import StrEnum

from osi_core.plugins import Explanation
from osi_core.words import Catalogues, Message, Term


class Words:
    """The report's words in one language."""

    def __init__(self, language: str, catalogues: Catalogues) -> None:
        self.language, self.catalogues = language, catalogues

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key, with values filled in; `count` chooses between one and many."""
        return self.catalogues.say(Message(f"report.{key}", values), self.language)

    def of(self, kind: str, name: str) -> str:
        """The words for a name that comes from the log, such as a criterion; the name itself where there are none."""
        message = Message(f"report.{kind}.{name}")
        known = self.catalogues.sentence(message, self.language) is not None
        return self.catalogues.say(message, self.language) if known else name.replace("_", " ").replace("-", " ")

    def say(self, message: Message) -> str:
        """A sentence that the logic has put into a code and values."""
        return self.catalogues.say(message, self.language)

    def explain(self, explanation: Explanation) -> str:
        """Why an item stands where it stands."""
        return explanation.say(self.language, self.catalogues)

    def term(self, term: Term | StrEnum) -> str:
        """The word for one of a closed list."""
        return self.catalogues.write(term, self.language)
