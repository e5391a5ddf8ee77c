"""A package of its own with a catalogue, which each test spoils in one way."""

from pathlib import Path

import pytest

from osi_core.testing import WordsConformance
from osi_core.words.__main__ import main

HEAD = """
msgid ""
msgstr ""
"Language: {}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

SOURCE = """
from enum import StrEnum
from typing import Literal
from osi_core.words import Message

class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"

Size = Literal["small", "large"]

def said(many: bool) -> object:
    yield Message.of("mine.greeting", name="Ada")
    yield Message.of("mine.many" if many else "mine.few", count=3)
    yield Message("ranking.tie-broken")
"""

ENTRIES = {
    "en": """
msgid "Colour.blue"
msgstr "blue"
msgid "Colour.red"
msgstr "red"
msgid "Size.large"
msgstr "large"
msgid "Size.small"
msgstr "small"
msgid "mine.few"
msgstr "Only {count}."
msgid "mine.greeting"
msgstr "Good day, {name}."
msgid "mine.many"
msgid_plural "mine.many"
msgstr[0] "One of them."
msgstr[1] "{count} of them."
""",
    "de": """
msgid "Colour.blue"
msgstr "blau"
msgid "Colour.red"
msgstr "rot"
msgid "Size.large"
msgstr "groß"
msgid "Size.small"
msgstr "klein"
msgid "mine.few"
msgstr "Nur {count}."
msgid "mine.greeting"
msgstr "Guten Tag, {name}."
msgid "mine.many"
msgid_plural "mine.many"
msgstr[0] "Eines davon."
msgstr[1] "{count} davon."
""",
}


class Package:
    """A folder with `said.py` and a catalogue beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "said.py").write_text(SOURCE)
        for language, entries in ENTRIES.items():
            (folder / f"{language}.po").write_text(HEAD.format(language) + entries)
        self.compile()

    def compile(self) -> None:
        main([str(self.folder)])

    def change(self, file: str, old: str, new: str, *, compiled: bool = True) -> None:
        """Replaces what must be there."""
        path = self.folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        if compiled:
            self.compile()

    def wrong(self) -> dict[str, str]:
        """What each case of the kit finds; cases that find nothing are left out."""
        found = {}
        cases = type("Cases", (WordsConformance,), {"folder": self.folder, "source": self.folder / "said.py"})
        for name in vars(WordsConformance):
            if name.startswith("test_"):
                try:
                    getattr(cases(), name)()
                except Exception as error:
                    found[name.removeprefix("test_")] = str(error)
        return found


@pytest.fixture
def package(tmp_path):
    return Package(tmp_path)
