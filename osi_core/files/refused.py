"""How the gate says no."""

from __future__ import annotations

from osi_core.words import Message, Value, WordedError

__all__ = ["InputRefused"]


class InputRefused(WordedError, ValueError):
    """A file cannot be taken: `file` and `line` (None: the file as a whole) say where, `problem` what and what to do.

    Readers catch it and raise their own error with the same problem.
    """

    def __init__(self, file: str, problem: Message, line: int | None = None) -> None:
        self.file, self.problem, self.line = file, problem, line
        place: dict[str, Value] = {"file": file} if line is None else {"file": file, "line": str(line)}
        super().__init__("file.refused" if line is None else "file.refused-at", **place, problem=problem)
