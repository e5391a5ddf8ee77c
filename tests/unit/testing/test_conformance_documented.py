"""docs/conformance.md says what the kit does: the same cases, the same claims, and code that runs."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from osi_core.plugins.claims import CLAIMS
from osi_core.testing import NotKept, StrategyConformance, WordsConformance
from tests.unit.testing.broken import Honest

PAGE = (Path(__file__).parents[3] / "docs" / "conformance.md").read_text(encoding="utf-8")


def rows(section):
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in row) for row in cells[1:]]


def test_all_cases_are_listed_with_the_sentence_of_their_docstring():
    cases = {name: method for name, method in vars(StrategyConformance).items() if name.startswith("test_")}
    told = {name.strip("`"): says for name, says in rows("The cases")}
    assert told == {name: " ".join((inspect.getdoc(method) or "").split()) for name, method in cases.items()}


def test_all_cases_about_words_are_listed_too():
    cases = {name: method for name, method in vars(WordsConformance).items() if name.startswith("test_")}
    told = {name.strip("`"): says for name, says in rows("The words of a package")}
    assert told == {name: " ".join((inspect.getdoc(method) or "").split()) for name, method in cases.items()}


def test_all_claims_are_listed_with_where_they_can_be_judged():
    told = {
        name: (says, set(kinds.split(", ")), set(ballots.split(", ")) - {"–"})
        for name, says, kinds, ballots in rows("The claims")
    }
    assert told == {
        name: (claim.says, set[str](claim.kinds), set[str](claim.ballots)) for name, claim in CLAIMS.items()
    }


def test_the_axiom_of_the_page_finds_who_breaks_it():
    code = re.findall(r"```python no-run\n(.*?)```", PAGE, re.DOTALL)[-1]

    class Contrary(Honest):
        claims = frozenset({"unanimity"})

        def scores(self, problem):
            return {item: -n for item, n in super().scores(problem).items()}

    names: dict[str, Any] = {"MyRule": Contrary}
    exec(code, names)
    case = names["TestMyRule"]()
    case.test_claims_are_known()
    with pytest.raises(NotKept, match="everybody supports"):
        case.test_claim_holds("unanimity")
