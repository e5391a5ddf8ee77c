"""Which letters the bytes of a text file stand for: by its mark, by its form, or as the most likely, which is said."""

from __future__ import annotations

import codecs
import re
from typing import Final

from osi_core.files.refused import InputRefused
from osi_core.files.tables.extra import charset_normalizer
from osi_core.words import Message

__all__ = ["encoding_of"]

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE: Final = 1 << 20
_SAMPLE: Final = 1 << 17
_MANY_BYTES: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_WESTERN: Final = frozenset(
    "äöüÄÖÜßéèêëáàâãåæçñíìîïóòôõøœúùûÿýÉÈÊÀÂÁÇÑÓÔÚÅØÆŒ€‚„“”‘’–—…•«»‹›§°©®·¿¡²³½¼¾ªº\u00a0\u00ad´×±µ"
)
"""What texts of Western Europe are written with beyond ASCII."""

_SIGN_IN_WORD: Final = re.compile(b"[a-z][" + "³¹¿".encode("windows-1252") + b"][a-z]")
"""Signs that stand beside words and never in them: in Polish they are letters."""


def encoding_of(raw: bytes, file: str) -> tuple[str, Message | None]:
    """The name of the encoding, and what is to be said of it where nothing in the file tells it for sure.

    Raises `InputRefused`, with the line, for bytes that are text of no encoding, or of two.
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            _check(raw, name, file)
            return name, None
    if wide := _wide(raw):
        _check(raw, wide, file)
        return wide, None
    bad = _first_bad(raw, "utf-8")
    if bad is None:
        return "utf-8", None
    others = len(re.sub(rb"[\x00-\x7f]", b"", _MANY_BYTES.sub(b"", raw)))
    if len(_MANY_BYTES.findall(raw)) > others:  # UTF-8 but for some bytes: two encodings in one file
        raise _refused(raw, bad, file)
    if _western(raw):
        return "windows-1252", Message.of("table.encoding", encoding="Windows-1252")
    if (likely := _likely(raw)) is None:
        raise _refused(raw, bad, file)
    return likely, Message.of("table.encoding-guessed", encoding=likely)


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark, by the zeros between Latin letters; empty for anything else."""
    sample = raw[: len(raw) // 2 * 2][:2000]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    low, high, most = sample[1::2].count(0), sample[0::2].count(0), len(sample) // 2 * 3 // 4
    return "utf-16-le" if low >= most else "utf-16-be" if high >= most else ""


def _first_bad(raw: bytes, encoding: str) -> int | None:
    """The place of the first byte that is none of the encoding; piece by piece, so that no second copy is held."""
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    for start in range(0, len(raw) + 1, _PIECE):
        piece = raw[start : start + _PIECE]
        waiting = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=start + _PIECE > len(raw))
        except UnicodeDecodeError as error:
            return max(done - waiting + error.start, 0)
        done += len(piece)
    return None


def _check(raw: bytes, encoding: str, file: str) -> None:
    bad = _first_bad(raw, encoding)
    if bad is None:
        return
    if encoding == "utf-8-sig":
        bad = (_first_bad(raw[3:], "utf-8") or 0) + 3
        raise _refused(raw, bad, file)
    raise InputRefused(file, Message.of("table.not-text", encoding=encoding.upper()))


def _refused(raw: bytes, bad: int, file: str) -> InputRefused:
    line = raw.count(b"\n", 0, bad) + 1
    return InputRefused(file, Message.of("file.not-utf8", byte=bad, value=f"0x{raw[bad]:02x}"), line)


def _western(raw: bytes) -> bool:
    if _SIGN_IN_WORD.search(raw):
        return False
    beyond = bytes(set(raw) - set(range(0x80)))
    try:
        return set(beyond.decode("windows-1252")) <= _WESTERN
    except UnicodeDecodeError:
        return False


def _likely(raw: bytes) -> str | None:
    """What charset-normalizer takes it for; None where it takes it for nothing, or is not installed."""
    normalizer = charset_normalizer()
    if normalizer is None:
        return None
    best = normalizer.from_bytes(raw[:_SAMPLE]).best()
    if best is None or _first_bad(raw, best.encoding) is not None:
        return None
    return str(best.encoding)
