"""Numbers as people write them: with a point or a comma, and with or without separators of thousands."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

__all__ = ["as_text", "readings", "whole_number"]

_GAPS = "[ '\\u00a0\\u2009\\u202f\\u2019]"
_WITH_GAPS = re.compile(rf"[+-]?\d{{1,3}}(?:{_GAPS}\d{{3}})+(?:[.,]\d*)?", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d*)?|(?:\.\d{3})+(?:,\d*)?)", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,40})(?:\.0*)?", re.ASCII)


def readings(text: str) -> tuple[Decimal, ...]:
    """What a number may mean: nothing, one number, or two, as for "400,000", where one sign alone stands before three
    digits. What has two or more such signs, or another one behind them, says itself what they are.

    >>> readings("1.234,50"), readings("400,000"), readings("0,125"), readings("12 000")
    ((Decimal('1234.50'),), (Decimal('400.000'), Decimal('400000')), (Decimal('0.125'),), (Decimal('12000'),))
    """
    text = text.strip()
    if _EITHER.fullmatch(text):
        return _number(text.replace(",", ".")) + _number(re.sub("[.,]", "", text))
    if _WITH_GAPS.fullmatch(text):
        return _number(re.sub(_GAPS, "", text).replace(",", "."))
    if _THOUSANDS.fullmatch(text) and (len(re.findall("[.,]", text)) > 1):
        last = max(text.rfind("."), text.rfind(","))
        signs = set(re.findall("[.,]", text))
        if len(signs) == 1:
            return _number(re.sub("[.,]", "", text))
        return _number(re.sub("[.,]", "", text[:last]) + "." + text[last + 1 :])
    return _number(text.replace(",", "."))


def _number(text: str) -> tuple[Decimal, ...]:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return ()
    return (value,) if value.is_finite() else ()


def whole_number(text: str) -> int | None:
    """A whole number, also one that a program has written as 17.0; None for anything else, 1,000 too.

    >>> whole_number("-1.0"), whole_number(" 17 "), whole_number("1.5"), whole_number("1,000"), whole_number("1E+3")
    (-1, 17, None, None, None)
    """
    found = _WHOLE.fullmatch(text.strip())
    return int(found[1]) if found else None


def as_text(value: int | float) -> str:
    """A number of a spreadsheet or of JSON as text that can be read in one way only.

    >>> as_text(3.0), as_text(1.125), as_text(0.1), as_text(1e-7), as_text(1.65e12)
    ('3', '1.1250', '0.1', '0.0000001', '1650000000000')
    """
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value))
        value_text = format(Decimal(repr(value)), "f")
        return value_text + "0" if _EITHER.fullmatch(value_text) else value_text
    return str(value)
