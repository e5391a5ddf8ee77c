"""Opening a file from outside: a regular one, of bounded size, and no link out of its folder."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from osi_core.files.refused import InputRefused
from osi_core.words import Message, Value

__all__ = ["Bounded", "open_input", "read_input", "too_large"]

_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Opening a pipe that nobody writes to would wait for ever, and a terminal would become ours."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_STEP_BY_STEP = os.open in os.supports_dir_fd
_PIECE = 2**16


class Bounded:
    """A stream of a file's bytes that ends in `InputRefused` where the limit does, and never before the file's end."""

    def __init__(self, stream: BinaryIO, file: str, limit: int) -> None:
        self.file, self.limit = file, limit
        self._stream, self._left = stream, limit

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, all that is left without a size."""
        if size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        return self._counted(self._stream.read(min(size, self._left + 1)))

    def lines(self, longest: int) -> Iterator[bytes]:
        """Line by line, each with its line break. Raises InputRefused at one of more than `longest` bytes."""
        number = 0
        while line := self._counted(self._stream.readline(min(longest, self._left) + 1)):
            number += 1
            if len(line) > longest:
                raise InputRefused(self.file, Message.of("file.line-long", limit=longest), number)
            yield line

    def line_at(self, offset: int, longest: int) -> bytes:
        """The line that begins at an offset, of at most `longest` bytes; for reading here and there, not in order."""
        self._stream.seek(offset)
        return self._stream.readline(longest)

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        if self._left < 0:  # it grew while it was read, or is one of those that state no size
            raise too_large(self.file, self.limit)
        return piece


@contextmanager
def open_input(path: Path | str, *, limit: int, within: Path | str | None = None) -> Iterator[Bounded]:
    """A regular file of at most `limit` bytes, for reading piece by piece. Raises InputRefused for anything else.

    `within` is the folder that the file was found in or named by: `path` then is a name below it, and what lies there
    may be no link that leads out of it. A path that a person gave needs no folder; theirs may be a link.
    """
    shown = str(path if within is None else Path(within) / path)
    try:
        number = _opened(Path(path)) if within is None else _opened_within(Path(within), Path(path))
    except InputRefused:
        raise
    except OSError as error:
        raise _os_error(shown, error) from error
    except ValueError as error:  # a NUL or a lone surrogate in the name
        raise InputRefused(shown, Message("file.no-name")) from error
    try:
        stream = os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise
    with stream:
        about = os.fstat(stream.fileno())
        _check_regular(shown, about.st_mode)
        if about.st_size > limit:
            raise too_large(shown, limit)
        try:
            yield Bounded(stream, shown, limit)
        except OSError as error:
            raise _os_error(shown, error) from error


def read_input(path: Path | str, *, limit: int, within: Path | str | None = None) -> bytes:
    """All bytes of a regular file of at most `limit` bytes. As `open_input`, and raises the same."""
    with open_input(path, limit=limit, within=within) as stream:
        return stream.read()


def _opened(path: Path) -> int:
    _check_regular(str(path), os.stat(path).st_mode)  # before it is opened: that alone moves some devices
    return os.open(path, _FLAGS | _NO_WAIT)


def _opened_within(folder: Path, name: Path) -> int:
    """Opens what lies below a folder after all links, step by step without following any more of them."""
    real_folder = Path(os.path.realpath(folder, strict=True))
    real = Path(os.path.realpath(real_folder / name, strict=True))
    if not real.is_relative_to(real_folder):
        raise InputRefused(str(folder / name), Message("file.link"))
    _check_regular(str(folder / name), os.lstat(real).st_mode)
    if not _STEP_BY_STEP:  # pragma: no cover - not on the systems that we test on
        return os.open(real, _FLAGS | _NO_WAIT | _NO_LINK)
    *folders, last = real.relative_to(real_folder).parts
    at = os.open(real_folder, _FLAGS | os.O_DIRECTORY)
    try:
        for one in folders:
            inner = os.open(one, _FLAGS | os.O_DIRECTORY | _NO_LINK, dir_fd=at)
            os.close(at)
            at = inner
        return os.open(last, _FLAGS | _NO_WAIT | _NO_LINK, dir_fd=at)
    finally:
        os.close(at)


def _check_regular(shown: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise InputRefused(shown, Message("file.is-folder"))
    if not stat.S_ISREG(mode):
        raise InputRefused(shown, Message("file.not-regular"))


def too_large(shown: str, limit: int) -> InputRefused:
    """What is raised for a file of more than so many bytes."""
    return InputRefused(shown, Message.of("file.large", mebibytes=_mebibytes(limit)))


def _mebibytes(limit: int) -> Value:
    whole, rest = divmod(limit, 2**20)
    return Fraction(limit, 2**20) if rest else whole


def _os_error(shown: str, error: OSError) -> InputRefused:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return InputRefused(shown, Message("file.missing"))
    if error.errno == errno.ELOOP:
        return InputRefused(shown, Message("file.link"))
    return InputRefused(shown, Message.of("file.unreadable", said=error.strerror or type(error).__name__))
