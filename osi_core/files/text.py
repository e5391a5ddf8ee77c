"""Bytes as text."""

from __future__ import annotations

from osi_core.files.refused import InputRefused
from osi_core.words import Message

__all__ = ["text_of"]

_MARK = b"\xef\xbb\xbf"


def text_of(raw: bytes, file: str, *, first_line: int = 1) -> str:
    """The text of UTF-8, with or without a byte-order mark. Raises InputRefused with the first bad byte and its line.

    `first_line` is the number of the line that `raw` begins with; a mark stands on a file's first line alone.
    """
    try:
        return raw.decode("utf-8-sig" if first_line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        # The decoder that takes the mark away counts from behind it.
        offset = error.start + (len(_MARK) if first_line == 1 and raw.startswith(_MARK) else 0)
        problem = Message.of("file.not-utf8", byte=offset, value=f"0x{raw[offset]:02x}")
        raise InputRefused(file, problem, first_line + raw.count(b"\n", 0, offset)) from None
