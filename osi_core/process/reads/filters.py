"""Filters: a part of AIP-160, comparisons joined by AND.

    filter     = [ comparison { "AND" comparison } ]
    comparison = field operator value
    operator   = "=" | "!=" | "<" | "<=" | ">" | ">=" | ":"
    value      = a word without spaces, quotes and brackets, or any text in quotes, in which a backslash goes before
                 quotes and backslashes

What is to be compared stands in the view; which operators fit and how a value is written, in `literals`. `field:*` asks
whether there is anything. A field that is absent, or that the asker may not see, fits no comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

from osi_core.domain import Malformed, Resource, Unmet
from osi_core.process.reads.literals import Kind, Literal, NotOne, kind_of
from osi_core.view import View
from osi_core.words import Name

__all__ = ["Comparison", "comparisons_of", "names_of"]

LONGEST = 2000
"""Characters of a filter."""
MOST = 20
"""Comparisons in a filter."""

_FIELD = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)")
_OPERATOR = re.compile(r"\s*(<=|>=|!=|=|<|>|:)")
_VALUE = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'()]+))""", re.DOTALL)
_AND = re.compile(r"\s+AND(?=\s)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_END = re.compile(r"\s*\Z")


class Comparison(NamedTuple):
    """One comparison: the field, and what asks its value. It is asked of no absent one."""

    field: str
    fits: Callable[[Any], bool]


def comparisons_of(view: type[View], text: str, mission: str) -> tuple[Comparison, ...]:
    """The comparisons of a filter, all of which have to fit. Raises Malformed, which names the place and what could
    stand there.
    """
    if len(text) > LONGEST:
        raise Malformed(view.__name__, [Unmet("string-too-long", "filter", max_length=LONGEST)])
    return tuple(_Parser(view, text, mission).comparisons())


def names_of(view: type[View]) -> tuple[str, ...]:
    """What one may filter by."""
    return tuple(filter(None, (view.own_id(), *view.filters)))


class _Parser:
    def __init__(self, view: type[View], text: str, mission: str) -> None:
        self.view, self.text, self.mission, self.at = view, text, mission, 0

    def comparisons(self) -> Iterator[Comparison]:
        count = 0
        while not self._ends():
            if count == MOST:
                self.at = self._place()
                self._fail("filter-too-many", most=MOST)
            if count:
                self._next(_AND, "filter-and-expected")
            yield self._comparison()
            count += 1

    def _comparison(self) -> Comparison:
        field, kind = self._field()
        place = self._place()
        operator = self._next(_OPERATOR, "filter-operator-expected")[1]
        start = self._place()
        found = self._next(_VALUE, "filter-value-expected")
        if operator == ":" and found[3] == "*":
            return Comparison(field, lambda value: value != ())
        if operator not in kind.operators:
            self.at = place
            self._fail("filter-operator-unfit", allowed=kind.operators)
        return Comparison(field, kind.test(operator, self._value(field, kind, _literal(found), start)))

    def _field(self) -> tuple[str, Kind]:
        place = self._place()
        name = self._next(_FIELD, "filter-field-expected")[1]
        if name not in names_of(self.view):
            self.at = place
            self._fail("filter-field-unknown", known=tuple(map(Name, names_of(self.view))))
        return name, kind_of(self.view, name)

    def _value(self, field: str, kind: Kind, literal: str, place: int) -> Any:
        try:
            return kind.read(self._id(field, literal))
        except NotOne as error:
            self.at = place
            if error.allowed:
                self._fail("filter-value-not-in-list", allowed=error.allowed)
            self._fail("filter-value-unfit", expected=kind.term)

    def _id(self, field: str, literal: str) -> str:
        """The id in a full name, where the field holds ids; one of another mission fits nothing."""
        of: Resource | None = self.view.at if field == self.view.own_id() else self.view.refers.get(field)
        if of is None or not of.matches(literal):
            return literal
        found = of.parse(literal)
        return found[of.variables[-1]] if found["mission"] == self.mission else literal

    def _next(self, pattern: re.Pattern[str], code: str) -> re.Match[str]:
        found = pattern.match(self.text, self.at)
        if found is None:
            self.at = self._place()
            self._fail(code)
        self.at = found.end()
        return found

    def _place(self) -> int:
        """Where the next sign stands that is no space."""
        rest = self.text[self.at :]
        return self.at + len(rest) - len(rest.lstrip())

    def _ends(self) -> bool:
        return _END.match(self.text, self.at) is not None

    def _fail(self, code: str, **values: int | tuple[str, ...] | Literal) -> NoReturn:
        raise Malformed(self.view.__name__, [Unmet(code, "filter", place=self.at + 1, **values)])


def _literal(found: re.Match[str]) -> str:
    quoted = found[1] if found[1] is not None else found[2]
    return found[3] if quoted is None else _ESCAPED.sub(r"\1", quoted)
