"""The words of the package, by the kit."""

from __future__ import annotations

from pathlib import Path

import osi_wire
from osi_core.testing import WordsConformance

PACKAGE = Path(osi_wire.__file__).parent


class TestWords(WordsConformance):
    source, folder = PACKAGE, PACKAGE / "words"
