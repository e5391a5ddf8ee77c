"""Characters that nobody sees and that change what everybody sees: shown as what they are.

A right-to-left override makes "gnp.exe" of "exe.png", an escape sequence clears a terminal or hides a line, and a
carriage return writes over what stood there. Wherever a person's or a file's text is shown to people, in terminals,
receipts and pages, it goes through `visible`; what is stored and exported as JSON stays as it was written.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["HIDDEN", "escaped", "is_blank", "visible"]

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but tab and line break
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what steers direction
    "\u2028\u2029\ufff9-\ufffb"  # separators that some take for line breaks, and annotations
    "\ud800-\udfff"  # halves of a pair, which no terminal takes
    "\U000e0000-\U000e007f]"  # letters that are not shown
)
"""Not the joiners U+200C and U+200D: Persian, Hindi and families of emoji are written with them."""


_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs by their category, and blank to the eye: the fillers of Hangul, the empty pattern of Braille."""


def visible(text: str) -> str:
    r"""The text with every hidden character as its code point; a line break of Windows is a line break.

    >>> visible("exe.\u202egnp")
    'exe.[U+202E]gnp'
    """
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(_named, text.replace("\r\n", "\n"))


def is_blank(text: str) -> bool:
    r"""Whether nothing of a text can be seen: spaces, joiners, fillers, accents without a letter.

    >>> is_blank("\u200b \u3164"), is_blank("é")
    (True, False)
    """
    return all(unicodedata.category(one)[0] in "CZM" or one in _FILLERS for one in text)


def escaped(json: str) -> str:
    r"""JSON with every hidden character as its escape: the same value, and nothing that a terminal obeys.

    >>> escaped('"exe.\u202egnp"')
    '"exe.\\u202egnp"'
    """
    return HIDDEN.sub(_escape, json)


def _named(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
