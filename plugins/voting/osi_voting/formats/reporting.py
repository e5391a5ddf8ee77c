"""How readers say what is wrong with a file, or repaired in it; and the checks that several formats share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from osi_core.files.tables import readings
from osi_core.money.currency import decimals_of
from osi_core.words import Catalogues, Message
from osi_voting.formats.names import normal
from osi_voting.words import WORDS, Told, shown

__all__ = ["BUDGET", "LONGEST_ID", "NOTHING", "TOOK_0", "FormatError", "Repair", "Reporter", "decoded", "minor_units"]

LONGEST_ID: Final = 300
"""How many characters the id of an item may have."""

BUDGET: Final = Message.of("voting.amount.budget")
NOTHING: Final = Message.of("voting.file.nothing")
TOOK_0: Final = Message.of("voting.done.took", value="0")

_LARGEST: Final = 10**15
"""Largest amount in minor units, so that sums over all projects stay whole numbers of 64 bits."""


class FormatError(Told):
    """A file that is not what it should be: says file, line (0: of no line), what was expected and what stands there.
    `repairable` is what a lenient reader would mend.
    """

    def __init__(self, path: str, line: int, problem: Message, *, repairable: bool = False) -> None:
        place = {"path": path, "line": str(line)} if line else {"path": path}
        super().__init__("voting.file.at-line" if line else "voting.file.at", **place, problem=problem)
        self.path, self.line, self.problem, self.repairable = path, line, problem, repairable


@dataclass(frozen=True)
class Repair:
    """What a lenient reader changed: where (line 0: nowhere in particular), what was wrong and what it did."""

    line: int
    wrong: Message
    done: Message

    def say(self, language: str = "en", words: Catalogues = WORDS) -> str:
        """Both in one sentence."""
        return words.say(Message.of("voting.file.mended", wrong=self.wrong, done=self.done), language)

    @property
    def what(self) -> str:
        """The sentence in English."""
        return self.say()


class Reporter:
    """Refuses what is wrong, or, when lenient, lists it as repaired."""

    def __init__(self, path: str, lenient: bool) -> None:
        self.path, self.lenient = path, lenient
        self.repairs: list[Repair] = []
        self.notices: list[Message] = []

    def wrong(self, line: int, problem: Message, repair: Message) -> None:
        """Raises `FormatError`, or lists the repair."""
        if not self.lenient:
            raise FormatError(self.path, line, problem, repairable=True)
        self.repairs.append(Repair(line, problem, repair))

    def fatal(self, line: int, problem: Message) -> FormatError:
        """An error that nothing can repair."""
        return FormatError(self.path, line, problem)


def decoded(raw: bytes, line: int, report: Reporter) -> tuple[str, str]:
    """Text in one form of Unicode, and its encoding: UTF-8, or Latin-1 as a repair."""
    try:
        return normal(raw.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError as error:
        at = line + raw[: error.start].count(b"\n")
        byte = f"{raw[error.start]:#04x}"
        report.wrong(at, Message.of("voting.file.not-utf-8", byte=byte), Message.of("voting.done.latin-1"))
        return normal(raw.decode("latin-1")), "latin-1"


def minor_units(
    text: str, currency: str, what: Message, line: int, report: Reporter, repair: Message = TOOK_0
) -> int | None:
    """A decimal number (with a comma or a point) as minor units; None where it is none, or out of range: nobody knows
    then what it should be. `what` says what the number is, `repair` what the caller makes of its lack. What can be read
    in two ways is always refused: one of them is wrong by a thousand.
    """
    values = readings(text)
    if not values:
        report.wrong(line, Message.of("voting.file.no-number", what=what, found=shown(text)), repair)
        return None
    if len(values) > 1:
        found = {"found": shown(text), "one": f"{values[0]:f}", "other": f"{values[1]:f}"}
        raise report.fatal(line, Message("voting.file.two-readings", {"what": what, **found}))
    minor = values[0].scaleb(decimals_of(currency))
    if not 0 <= minor <= _LARGEST:
        report.wrong(line, Message.of("voting.file.out-of-range", what=what, found=shown(text)), repair)
        return None
    whole = int(minor.to_integral_value())
    if whole != minor:
        wrong = Message.of("voting.file.no-minor-units", what=what, found=shown(text))
        report.wrong(line, wrong, Message.of("voting.done.rounded"))
    return whole
