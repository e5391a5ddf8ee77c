"""docs/codes.md lists every code there is, as `osi codes` does."""

from __future__ import annotations

from osi_core.process.codes import codes
from tests.docs.codes import PAGE, page


def test_the_page_is_what_would_be_written():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.docs.codes"


def test_every_code_stands_on_it_with_words():
    rows = [line for line in page().splitlines() if line.startswith("| `")]
    assert len(rows) == len(codes())
    assert [row for row in rows if not row.split("|", 4)[4].strip(" |")] == []
