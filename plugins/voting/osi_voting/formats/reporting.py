"""How readers say what is wrong with a file, or repaired in it; and the checks that several formats share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from osi_core.money.currency import decimals_of

__all__ = ["LONGEST_ID", "FormatError", "Repair", "Reporter", "decoded", "minor_units"]

LONGEST_ID: Final = 300
"""How many characters the id of an item may have."""

_LARGEST: Final = 10**15
"""Largest amount in minor units, so that sums over all projects stay whole numbers of 64 bits."""


class FormatError(ValueError):
    """A file that is not what it should be: says file, line, what was expected and what stands there."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(f"{path}, line {line}: {problem}" if line else f"{path}: {problem}")
        self.line = line
        self.problem = problem


@dataclass(frozen=True)
class Repair:
    """What a lenient reader changed: where, what was wrong and what it did."""

    line: int
    what: str


class Reporter:
    """Refuses what is wrong, or, when lenient, lists it as repaired."""

    def __init__(self, path: str, lenient: bool) -> None:
        self.path, self.lenient = path, lenient
        self.repairs: list[Repair] = []

    def wrong(self, line: int, problem: str, repair: str) -> None:
        """Raises `FormatError`, or lists the repair."""
        if not self.lenient:
            raise FormatError(self.path, line, problem)
        self.repairs.append(Repair(line, f"{problem}: {repair}"))

    def fatal(self, line: int, problem: str) -> FormatError:
        """An error that nothing can repair."""
        return FormatError(self.path, line, problem)


def decoded(raw: bytes, line: int, report: Reporter) -> tuple[str, str]:
    """Text and its encoding: UTF-8, or Latin-1 as a repair."""
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        at = line + raw[: error.start].count(b"\n")
        report.wrong(at, f"expected UTF-8, byte {raw[error.start]:#04x} is not", "read the file as Latin-1")
        return raw.decode("latin-1"), "latin-1"


def minor_units(text: str, currency: str, what: str, line: int, report: Reporter, repair: str = "took 0") -> int | None:
    """A decimal number (with a comma or a point) as minor units; None where it is none, or out of range: nobody knows
    then what it should be. `repair` says what the caller makes of that.
    """
    try:
        value = Decimal(text.strip().replace(",", "."))
        if not value.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        report.wrong(line, f"expected a number as {what}, found {text!r}", repair)
        return None
    minor = value.scaleb(decimals_of(currency))
    if not 0 <= minor <= _LARGEST:
        report.wrong(line, f"expected a {what} from 0 to 10^13, found {text!r}", repair)
        return None
    whole = int(minor.to_integral_value())
    if whole != minor:
        report.wrong(line, f"expected whole minor units as {what}, found {text!r}", "rounded")
    return whole
