"""The words of the package, by the kit; each case's own code is put together, and looked at in `test_frame`."""

from __future__ import annotations

from pathlib import Path

import osi_conformance
from osi_conformance.cases import CASES
from osi_conformance.services import SERVICES
from osi_core.testing import WordsConformance

PACKAGE = Path(osi_conformance.__file__).parent


class TestWords(WordsConformance):
    source, folder = PACKAGE, PACKAGE / "words"
    labels = ("conformance.",)
    elsewhere = frozenset(
        [f"conformance.cmd.{name}" for name in SERVICES] + [f"conformance.case.{one.says}" for one in CASES.values()]
    )
