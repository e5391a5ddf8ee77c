"""The reader of Pabulib files (.pb).

The format: Stolicki, D., Szufa, S., Talmon, N., "Pabulib: A Participatory Budgeting Library", 2020, arXiv:2012.06539;
P. Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023, doi:10.24963/ijcai.2023/297.
Three sections, META, PROJECTS and VOTES, of semicolon-separated fields. The votes are read in pieces of 16 MiB by a
kernel, compiled where the file is large, so a file of 1 GB needs no more room than its ballots.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from osi_core.words import Message
from osi_voting.cross_over import steps_to_read
from osi_voting.formats.names import normal
from osi_voting.formats.pabulib.asked import refuse_uncounted
from osi_voting.formats.pabulib.election import PabulibElection
from osi_voting.formats.pabulib.head import read_head
from osi_voting.formats.pabulib.votes import Layout, MoreDecimals, Votes
from osi_voting.formats.reporting import Reporter, decoded
from osi_voting.formats.scan import votes_kernel
from osi_voting.formats.texts import IdTable
from osi_voting.kernels import way

__all__ = ["read_pabulib"]

_PIECE = 1 << 24
_VOTES = re.compile(rb"^[ \t]*VOTES[ \t;]*\r?\n", re.MULTILINE | re.IGNORECASE)
_SCALES = (1, 10, 100, 1000, 10**6)


def read_pabulib(path: str | Path, *, lenient: bool = False) -> PabulibElection:
    """Reads a Pabulib file of any vote type.

    Raises `FormatError` (a `ValueError`) that names file, line and what was expected at the first thing that is wrong.
    With `lenient` whatever can be repaired is, and each repair stands in `PabulibElection.repairs`: unknown projects
    and repeated ones leave a ballot, a voter's second line is passed over, missing fields are empty, Latin-1 is read.
    """
    size = Path(path).stat().st_size if Path(path).is_file() else 0
    with way(steps_to_read(size), (votes_kernel,)):
        return _read_by_scale(path, lenient)


def _read_by_scale(path: str | Path, lenient: bool) -> PabulibElection:
    for scale in _SCALES:
        report = Reporter(str(path), lenient)
        try:
            with Path(path).open("rb") as file:
                return _read(file, report, scale, last_scale=scale == _SCALES[-1])
        except MoreDecimals:
            continue
    raise AssertionError("the last scale reports decimals as faults")


def _read(file: IO[bytes], report: Reporter, scale: int, last_scale: bool) -> PabulibElection:
    raw_head, rest = _split_head(file, report)
    text, encoding = decoded(raw_head, 1, report)
    head = read_head(text, report)
    refuse_uncounted(head, report)
    first_line = head.lines + 2
    header_raw, _, rest = rest.partition(b"\n")
    while rest and not header_raw.strip(b" \t\r;"):
        header_raw, _, rest = rest.partition(b"\n")
        first_line += 1
    header = [name.strip().strip('"').lower() for name in header_raw.decode(encoding).strip().split(";")]
    layout = Layout.of(head, header, first_line, report)
    votes = Votes(layout, report, scale, last_scale, encoding, first_line + 1)
    ids = IdTable.of([one.encode(encoding) for one in head.projects])
    for piece, last in _pieces(file, rest, encoding):
        votes.take(piece, last, ids)
    return votes.election(head)


def _split_head(file: IO[bytes], report: Reporter) -> tuple[bytes, bytes]:
    """What stands before the line VOTES, and the beginning of what stands behind it."""
    read = b""
    while piece := file.read(_PIECE):
        read += piece
        found = _VOTES.search(read)
        if found and b"\n" in read[found.end() :]:
            return read[: found.start()], read[found.end() :]
    found = _VOTES.search(read + b"\n")
    if found:
        return read[: found.start()], (read + b"\n")[found.end() :]
    raise report.fatal(read.count(b"\n") + 1, Message.of("voting.file.no-votes-section"))


def _pieces(file: IO[bytes], rest: bytes, encoding: str) -> Iterator[tuple[bytearray, bool]]:
    """The votes piece by piece. The reader takes what it could use from the front of each; what is left comes again."""
    left, held = bytearray(), rest
    while True:
        piece = file.read(_PIECE) if len(left) < _PIECE else b""
        more = bool(piece) or len(left) >= _PIECE
        held += piece
        end = held.rfind(b"\n") + 1 if more else len(held)
        left += _composed(held[:end], encoding)
        held = held[end:]
        size = len(left)
        yield left, not more
        if not more:
            return
        if len(left) == size:
            held += file.read(_PIECE)  # a record longer than the piece


def _composed(lines: bytes, encoding: str) -> bytes:
    """Whole lines in one form of Unicode, so that ids which look alike are alike; what is no text stays as it is."""
    if encoding != "utf-8" or lines.isascii():
        return lines
    try:
        text = lines.decode("utf-8")
    except UnicodeDecodeError:
        return lines
    return lines if unicodedata.is_normalized("NFC", text) else normal(text).encode()
