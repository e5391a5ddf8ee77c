"""Which question of a form is the challenge: told by its answers where only one can be, else asked."""

from __future__ import annotations

from osi_core.domain import Unmet
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.rows import Row
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import Understood, Wanted, is_address, understood

__all__ = ["candidates", "title_asked"]

_MOST = 12
"""Questions that a refusal names."""


def title_asked(
    tables: Tables, name: str, wanted: Wanted, found: Understood
) -> tuple[Wanted, tuple[Understood, list[Row]]]:
    """The table read once more, with the one question as title whose answers are texts of their own.

    Raises FolderInvalid where several questions may be meant, or none.
    """
    questions = found.questions
    able = candidates(tables, name, found)
    if len(able) != 1:
        unmet = Unmet(
            "folder.question-asked" if questions else "folder.question-none",
            "title",
            program=found.mapping.name if found.mapping else name,
            questions=tuple(able or questions)[:_MOST],
        )
        raise FolderInvalid(name, unmet)
    said = Wanted(wanted.kinds, wanted.program, wanted.usual, {**wanted.declared, "title": able[0]}, wanted.enough)
    again = Tables(tables.folder, tables.order, tables.strict, tables.language)
    tables.say(name, "folder.question-taken", title=able[0])
    return said, again.read(name, said)


def candidates(tables: Tables, name: str, found: Understood) -> tuple[str, ...]:
    """The questions that most people answered in words of their own."""
    again = Tables(tables.folder, tables.order, False, tables.language)
    questions = {f"question {at}": title for at, title in enumerate(found.questions)}
    wanted = Wanted(("challenges",), declared=questions, enough="question 0")
    if not questions or understood(found.titles, wanted) is None:
        return ()
    _, rows = again.read(name, wanted)
    sent = [row for row in rows if row.was_sent]
    return tuple(title for key, title in questions.items() if _is_free([row.values.get(key, "") for row in sent]))


def _is_free(answers: list[str]) -> bool:
    """Whether answers are free text: most are there, most differ, none are addresses, and most have several words."""
    said = [answer.strip() for answer in answers if answer.strip()]
    if len(said) * 2 < len(answers) or len(set(said)) * 2 <= len(said) or sum(map(is_address, said)) * 2 > len(said):
        return False
    return sum(len(answer.split()) > 2 or len(answer) > 15 for answer in said) * 2 > len(said)
