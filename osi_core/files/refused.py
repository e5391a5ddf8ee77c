"""How the gate says no."""

from __future__ import annotations

from osi_core.words import Message, Value, WordedError

__all__ = ["InputRefused"]


class InputRefused(WordedError, ValueError):
    """A file cannot be taken: `file`, `line` (None: the file as a whole) and `field` (a table's column) say where,
    `problem` what and what to do.

    Readers catch it and raise their own error with the same problem.
    """

    def __init__(self, file: str, problem: Message, line: int | None = None, field: str | None = None) -> None:
        self.file, self.problem, self.line, self.field = file, problem, line, field
        place: dict[str, Value] = {"file": file} if line is None else {"file": file, "line": str(line)}
        code = "file.refused" if line is None else "file.refused-at"
        if line is not None and field is not None:
            place, code = {**place, "field": field}, "file.refused-in"
        super().__init__(code, **place, problem=problem)
