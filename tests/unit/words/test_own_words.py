"""The library's own words: each code that the source says has its sentences, and each sentence is said somewhere."""

import re
from pathlib import Path
from typing import get_args

from pydantic_core.core_schema import ErrorType

import osi_core
from osi_core.domain.refusal import code_of
from osi_core.letters.told import KINDS
from osi_core.plugins import builtin
from osi_core.process.lineage import WAITS
from osi_core.process.ways import TOLD
from osi_core.testing.words import WordsConformance
from osi_core.words import OWN, Catalogues

LIBRARY = Path(osi_core.__file__).parent
PAGES = "\n".join(path.read_text(encoding="utf-8") for path in (LIBRARY / "report").rglob("*.html"))
LETTERS = {f"letter.{kind}.{part}" for kind in KINDS for part in ("subject", "text")}
MADE = {f"step.{kind}" for kind in TOLD} | {f"why.{stage}" for stage in WAITS} | LETTERS
"""Codes made of a type of event, a stage or a kind of letter: all of them there."""
(CATALOGUE,) = OWN.catalogues


def scoped(scope: str) -> frozenset[str]:
    """The codes that begin with a scope: the source says their keys."""
    return frozenset(code for code in CATALOGUE.codes("en") if code.startswith(f"{scope}."))


TOLD_BY_OTHERS = scoped("cli") | scoped("report") | scoped("strategy") | scoped("workbook")
"""The codes of the command line and the report, whose keys stand there, and of rules and the workbook, which have tests
of their own.
"""


class TestOwnWords(WordsConformance):
    source = LIBRARY
    folder = source / "words"
    others = Catalogues()
    elsewhere = frozenset(map(code_of, get_args(ErrorType))) | MADE | TOLD_BY_OTHERS


def test_every_step_and_stage_has_its_sentence():
    assert MADE - CATALOGUE.codes("en") == set()


def test_every_rule_of_the_library_has_a_name_that_people_read():
    rules = [rule for one in builtin.__all__ if hasattr(rule := getattr(builtin, one), "solve")]
    names = {f"strategy.{rule.kind}.{rule.name}" for rule in rules}
    said = {code for code in scoped("strategy") if not code.endswith((".does", ".example"))}
    assert names == said


def test_the_report_says_every_key_of_its_own_and_no_other():
    """Tests of the command line do the same for its keys."""
    keys = {code.removeprefix("report.") for code in scoped("report")}
    literal = set(re.findall(r"'([a-z0-9_.]+)'", PAGES))
    made = tuple(re.findall(r"'([a-z_.]+[._])' ~", PAGES)) + tuple(
        f"{kind}." for kind in re.findall(r"(?:w\.of|ui\.pieces)\('(\w+)'", PAGES)
    )
    assert sorted(key for key in keys if key not in literal and not key.startswith(made)) == []
    assert sorted(set(re.findall(r"\bw\('([a-z0-9_.]+)'[,)]", PAGES)) - keys) == []
