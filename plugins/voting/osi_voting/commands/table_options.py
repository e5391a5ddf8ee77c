"""What the commands ask of a table that its titles do not say."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_voting.formats.table_form import NAMED, Cells, TableForm

__all__ = ["AsideOption", "BallotsOption", "ColumnOption", "ItemOption", "QuestionOption", "form_of"]

BallotsOption = Annotated[Cells | None, Parameter(help="opt.ballots", metavar="KIND")]
QuestionOption = Annotated[str | None, Parameter(help="opt.question", metavar="TEXT")]
ColumnOption = Annotated[list[str] | None, Parameter(help="opt.column", metavar="NAME=TITLE", negative="")]
AsideOption = Annotated[list[str] | None, Parameter(help="opt.aside", metavar="TITLE", negative="")]
ItemOption = Annotated[list[str] | None, Parameter(help="opt.item", metavar="NAME", negative="")]


def form_of(
    session: Session,
    cells: Cells | None,
    question: str | None,
    column: list[str] | None,
    aside: list[str] | None,
    item: list[str] | None,
) -> TableForm:
    """All of it together. Raises `Stop` for a column that there is not."""
    called = {}
    for given in column or ():
        name, sign, title = given.partition("=")
        if not sign or not title.strip() or name.strip().lower() not in NAMED:
            raise session.stop(Exit.USAGE, "option.column", given=given, known=", ".join(NAMED))
        called[name.strip().lower()] = title.strip()
    return TableForm(cells, called, tuple(aside or ()), question, tuple(item or ()))
