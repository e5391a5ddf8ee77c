"""What is said of a mission folder that cannot be read."""

from __future__ import annotations


class FolderInvalid(ValueError):
    """A mission folder cannot be used. It names file, line and column or key, and what to do, in both languages.

    Nothing of a folder is used when any of it is invalid.
    """

    def __init__(self, file: str, en: str, de: str, *, line: int | None = None, column: str | None = None) -> None:
        self.file, self.line, self.column = file, line, column
        self.en, self.de = en, de
        super().__init__(self.say())

    def say(self, language: str = "en") -> str:
        """The sentence in German (`de`) or English (anything else)."""
        german = language == "de"
        place = [self.file]
        if self.line is not None:
            place.append(f"{'Zeile' if german else 'line'} {self.line}")
        if self.column is not None:
            place.append(f"{'Feld' if german else 'field'} {self.column}")
        return f"{', '.join(place)}: {self.de if german else self.en}"
