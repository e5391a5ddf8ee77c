"""What is said of a mission folder that cannot be read."""

from __future__ import annotations

from osi_core.domain import Unmet
from osi_core.words import Message, Value, WordedError


class FolderInvalid(WordedError, ValueError):
    """A mission folder cannot be used: `file`, `line` and `field` say where, `unmet` says what does not fit.

    Nothing of a folder is used when any of it is invalid.
    """

    def __init__(self, file: str, unmet: Unmet, line: int | None = None) -> None:
        self.file, self.unmet, self.line = file, unmet, line
        super().__init__("folder.invalid", place=tuple(self._place()), problem=unmet.message)

    @property
    def field(self) -> str | None:
        """The column of a table, or the key of `mission.toml`."""
        return self.unmet.field

    def _place(self) -> list[Value]:
        place: list[Value] = [self.file]
        if self.line is not None:
            place.append(Message.of("folder.line", line=str(self.line)))  # a text: editors know no line 1,024
        if self.field is not None:
            place.append(Message.of("folder.field", field=self.field))
        return place
