"""The report's words: codes that begin with `report.`, told by the catalogues."""

from __future__ import annotations

from enum import StrEnum

from osi_core.log.records import DecisionRecord
from osi_core.plugins import Explanation
from osi_core.words import OWN, Catalogues, Message, Term


class Words:
    """The report's words in one language."""

    def __init__(self, language: str, catalogues: Catalogues) -> None:
        self.language, self.catalogues = language, catalogues
        self._said: dict[str, str] = {}
        self._terms: dict[tuple[type, Term | StrEnum], str] = {}

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key, with values filled in; `count` chooses between one and many."""
        if values:
            return self.catalogues.say(Message(f"report.{key}", values), self.language)
        said = self._said.get(key)
        if said is None:  # thousands of pages say the same
            said = self._said[key] = self.catalogues.say(Message(f"report.{key}"), self.language)
        return said

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

    def keys(self, scope: str) -> list[str]:
        """The report's keys that begin with a scope, without it."""
        begin = f"report.{scope}."
        return sorted(code.removeprefix(begin) for code in OWN.catalogues[0].codes("en") if code.startswith(begin))

    def has(self, key: str) -> bool:
        """Whether there are words for a key."""
        return self.catalogues.sentence(Message(f"report.{key}"), self.language) is not None

    def code(self, code: str) -> str:
        """The sentence of a code that the logic says, without values."""
        return self.catalogues.say(Message(code), self.language)

    def rule(self, record: DecisionRecord) -> str:
        """What people call the rule of a decision."""
        return self._of_rule(record, "") or record.strategy.replace("-", " ")

    def rule_does(self, record: DecisionRecord) -> str | None:
        """What it does, in a sentence; None where its author has not said so."""
        return self._of_rule(record, ".does")

    def rule_example(self, record: DecisionRecord) -> str | None:
        """Its smallest example; None where its author has given none."""
        return self._of_rule(record, ".example")

    def _of_rule(self, record: DecisionRecord, what: str) -> str | None:
        message = Message(f"strategy.{record.kind}.{record.strategy}{what}")
        known = self.catalogues.sentence(message, self.language) is not None
        return self.catalogues.say(message, self.language) if known else None

    def term(self, term: Term | StrEnum) -> str:
        """The word for one of a closed list."""
        key = (type(term), term)
        said = self._terms.get(key)
        if said is None:
            said = self._terms[key] = self.catalogues.write(term, self.language)
        return said
