"""What all problems and outcomes have in common: a name, a version, and the checks that name a field."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from osi_core.domain.fields import TextClass
from osi_core.plugins.columns import Column
from osi_core.plugins.errors import ProblemRefused
from osi_core.words import OWN, Catalogues, Message, plain_message, plain_values
from osi_core.words.model_fields import MessageField, Values

__all__ = ["Explanation", "Id", "Outcome", "Problem", "Rational", "check_offsets", "check_range", "check_type",
           "check_unique", "unexplained"]  # fmt: skip

Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""The id of an item, person or place: any text but the empty one."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=120)]
"""The code of a sentence, `<strategy>.<reason>`, such as `approval-count.ranked`."""

Rational = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(/[1-9][0-9]*)?$", max_length=4_300), TextClass.CHOSEN]
"""An exact number, written "p" or "p/q"."""


class Explanation(BaseModel):
    """Why one item stands where it stands: the code of a sentence and its values, and further sentences in `also`.

    It holds no sentence: catalogues have them, by code and language (`say`). So words can be mended while digest and
    version stay. Values are typed, because each language writes them in its own way: whole numbers, `Decimal`,
    `Fraction`, `Money`, `Name`, members of a `StrEnum`, lists of these, and messages; text only for ids and names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Id
    reason: Code
    values: Values = Field(default_factory=dict)
    also: tuple[MessageField, ...] = ()

    @classmethod
    def of(cls, item: str, reason: Message, *also: Message) -> Self:
        """The explanation of an item by one message or several."""
        return cls(item=item, reason=reason.code, values=reason.values, also=also)

    @field_validator("values")
    @classmethod
    def _check_names(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        _check_names(values)
        return values

    @field_validator("also")
    @classmethod
    def _check_further_names(cls, also: tuple[Message, ...]) -> tuple[Message, ...]:
        for message in also:
            _check_names(message.values)
        return also

    @property
    def messages(self) -> tuple[Message, ...]:
        """The reason with its values, and what is said besides."""
        return Message(self.reason, self.values), *self.also

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """All of it in one language; `Plugins.words()` has the words of every strategy that is installed."""
        return " ".join(words.say(message, language) for message in self.messages)

    def plain(self) -> dict[str, Any]:
        """It as canonical JSON holds it; what is empty is left out."""
        told: dict[str, Any] = {"item": self.item, "reason": self.reason}
        if self.values:
            told["values"] = plain_values(self.values)
        if self.also:
            told["also"] = [plain_message(message) for message in self.also]
        return told


def _check_names(values: Mapping[str, Any]) -> None:
    for name in values:
        if not (name.isidentifier() and name.isascii()):
            raise ValueError(f"values: {name!r} is no name that a sentence can call")


class Outcome(BaseModel):
    """What a strategy returns. No floats but in columns, no times; `model` and `model_version` enter its digest.

    `explanations` has one entry for each item that the decision is about; `counters` tells of the work, such as
    `exact_steps`, and is copied into the decision record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    model: ClassVar[str]
    model_version: ClassVar[int] = 1

    explanations: tuple[Explanation, ...] = ()
    counters: dict[str, int] = Field(default_factory=dict)


class Problem(BaseModel):
    """What a strategy is asked: one frozen model, so that a field can be added without breaking a plugin.

    Fields added later have a default, and a field at its default is no part of the digest. Times, log positions and
    free text of people are never part of a problem.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    model: ClassVar[str]
    model_version: ClassVar[int] = 1

    def explained(self) -> tuple[str, ...]:
        """The ids that an outcome must explain, each once."""
        raise NotImplementedError

    def valid(self, outcome: Any) -> list[str]:
        """What is wrong with an outcome of this problem, one sentence each; empty where it is valid.

        The sentences are English and for whoever wrote the strategy, like the line of a traceback.
        """
        raise NotImplementedError


def unexplained(problem: Problem, outcome: Outcome) -> list[str]:
    """Every item that a decision concerns has exactly one explanation, and nothing else has one."""
    known = problem.explained()
    there, given = set(known), Counter(explanation.item for explanation in outcome.explanations)
    wrong = [f"explanations: unknown item {item!r}" for item in given if item not in there]
    wrong += [f"explanations: {item!r} is explained {times} times" for item, times in given.items() if times > 1]
    return wrong + [f"explanations: none for {item!r}" for item in known if item not in given]


def check_unique(field: str, ids: Iterable[str]) -> None:
    """Raises `ProblemRefused` naming the field and the first id that stands twice."""
    twice = [item for item, times in Counter(ids).items() if times > 1]
    if twice:
        raise ProblemRefused("plugin.problem-id-twice", field=field, id=twice[0])


def check_type(field: str, column: Column, *types: Literal["u1", "i4", "i8", "f8"]) -> None:
    """Raises `ValueError` where a column has another element type than the field asks for."""
    if column.type not in types:
        raise ValueError(f"{field}: a column of {' or '.join(types)} is expected, not {column.type}")


def check_range(
    field: str, values: Sequence[int] | memoryview[Any] | Column, low: int, high: int | None = None
) -> None:
    """Raises `ValueError` naming field and position where a value is below `low`, or not below `high`."""
    view = values.view() if isinstance(values, Column) else values
    if not len(view):
        return
    if min(view) >= low and (high is None or max(view) < high):
        return
    for position, value in enumerate(view):
        if value < low or (high is not None and value >= high):
            wanted = f"at least {low}" if high is None else f"from {low} to {high - 1}"
            raise ValueError(f"{field}[{position}]: {value} is not {wanted}")


def check_offsets(field: str, offsets: Column, entries: int) -> None:
    """CSR offsets start at 0, never fall and end at the number of entries; one more of them than rows."""
    check_type(field, offsets, "i8")
    view = offsets.view()
    if not len(view) or view[0] != 0:
        raise ValueError(f"{field}[0]: offsets begin with 0")
    if view[-1] != entries:
        raise ValueError(f"{field}[{len(view) - 1}]: ends at {view[-1]}, but there are {entries} entries")
    values = view.tolist()
    if any(after < before for before, after in itertools.pairwise(values)):
        raise ValueError(f"{field}: offsets may not fall")
