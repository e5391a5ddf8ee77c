"""Opening a file as spreadsheets save them: UTF-16 becomes UTF-8, and lines that end with CR alone end with LF."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO

__all__ = ["opened", "whole"]

_LOOKED_AT = 1 << 16


def opened(path: str | Path) -> IO[bytes]:
    """The file, to be read as bytes of UTF-8 (or Latin-1) with lines that end with LF, or CR LF. Only what has to be
    changed is read whole.
    """
    with Path(path).open("rb") as file:
        begin = file.read(_LOOKED_AT)
    encoding = _wide(begin)
    if encoding:
        try:
            text = Path(path).read_bytes().decode(encoding)
        except UnicodeDecodeError:
            return Path(path).open("rb")
        return io.BytesIO(_with_line_feeds(text.encode()))
    if b"\r" in begin and b"\n" not in begin:
        return io.BytesIO(_with_line_feeds(Path(path).read_bytes()))
    return Path(path).open("rb")


def whole(path: str | Path) -> bytes:
    """All of the file, so opened."""
    with opened(path) as file:
        return file.read()


def _wide(begin: bytes) -> str:
    """The encoding of two bytes a letter, by its mark or by the zeros between Latin letters; empty for any other."""
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = begin[: len(begin) // 2 * 2][:2000]
    if len(sample) >= 4 and b"\0" in sample:
        low, high = sample[1::2].count(0), sample[0::2].count(0)
        most = len(sample) // 2 * 3 // 4
        return "utf-16-le" if low >= most else "utf-16-be" if high >= most else ""
    return ""


def _with_line_feeds(data: bytes) -> bytes:
    return data.replace(b"\r", b"\n") if b"\n" not in data else data
