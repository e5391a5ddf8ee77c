"""A Markdown extension: pages are written for forges, and python-markdown reads a few things otherwise."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_OF = re.compile(r"^(?P<fence> *```\w+) of (?P<file>\S+)$")
_MARK = re.compile(r"^(?P<fence> *```\w+) [\w-]+$")


class AsOnForges(Preprocessor):
    """Fences: the file that an excerpt is of becomes its title, marks for the tests go, and `>>>` needs no fence."""

    def run(self, lines: list[str]) -> list[str]:
        """The lines of a page, as python-markdown takes them."""
        told: list[str] = []
        fenced = tried = False
        for line in lines:
            if tried and not line.strip():
                told.append("```")
                tried = False
            elif line.startswith(">>> ") and not (fenced or tried):
                told += ["", "```pycon"]
                tried = True
            elif line.lstrip().startswith("```"):
                fenced = not fenced
                line = _MARK.sub(r"\g<fence>", _OF.sub(r'\g<fence> title="\g<file>"', line))
            told.append(line)
        return [*told, "```"] if tried else told


class Dialect(Extension):
    """Two spaces are a level of a list."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.tab_length = 2
        md.preprocessors.register(AsOnForges(md), "as-on-forges", 40)  # before fences are looked for, at 25


def makeExtension(**settings: Any) -> Dialect:
    """What python-markdown asks a module of this kind for."""
    return Dialect(**settings)
