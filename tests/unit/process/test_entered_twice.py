"""Which id of an institution is named makes no difference: two missions, alike but for that, go the same way.

Each institution was entered twice and joined. In the one mission everything is said by its first id, in the other now
by the one and now by the other. Whatever compares or counts ids, without asking which institution they are, tells them
apart.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from osi_core.domain import Command, ForInstitution, Role, Sector
from osi_core.mission.commands import JoinInstitutions, ProposeJoining, RegisterInstitution
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.report.measures import measure
from osi_core.report.source import Source
from tests.unit.process.journey import SECTORS, Journey, travelled

M: dict[str, Any] = {"mission": "m"}
ABOUT_IDS = (RegisterInstitution, ProposeJoining, JoinInstitutions)


class Once(Journey):
    """Each institution has a second id, which nobody uses."""

    def __init__(self, *args: Any, **playbook: Any) -> None:
        self.turn = count()
        self.asked_again: list[tuple[str, tuple[str, ...]]] = []
        """Each command that names an institution, with what would be unmet if it were said once more."""
        super().__init__(*args, **playbook)

    def called(self, institution: str) -> str:
        """What an institution is called this time."""
        return institution

    def institution(self, name: str, sector: Sector, speaker: str | None = None) -> None:
        for one in (name, f"{name}-2"):
            super().institution(one, sector)
        self.do(ProposeJoining(**M, institution=f"{name}-2", into=name, reason="The same house"), by="olga")
        self.do(JoinInstitutions(**M, institution=f"{name}-2", into=name))
        if speaker:
            self.member(speaker, Role.REPRESENTATIVE, name)

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        handled = super().do(self.renamed(command, by), by=by, **options)
        if isinstance(command, ForInstitution) or hasattr(command, "institution"):
            again = self.renamed(command, by)
            variable = again.at.variables[-1] if again.at.variables else ""
            if variable not in ("", "institution", "participant"):
                again = again.model_copy(update={variable: "another"})
            self.asked_again.append((type(command).__name__, tuple(u.code for u in self.engine.unmet(again, actor=by))))
        return handled

    def renamed(self, command: Command, by: str | Office) -> Command:
        """The same command, with an institution called as it is called this time."""
        named = getattr(command, "institution", None)
        if named is None and isinstance(command, ForInstitution) and isinstance(by, str):
            named = by.removesuffix("-speaker") if by.endswith("-speaker") else None
        if named not in SECTORS or isinstance(command, ABOUT_IDS):
            return command
        return command.model_copy(update={"institution": self.called(named)})


class Twice(Once):
    """Everybody calls each institution now by its one id and now by the other."""

    def called(self, institution: str) -> str:
        return f"{institution}-2" if next(self.turn) % 3 else institution


def counted(mission: Journey) -> dict[str, Any]:
    """All that the report counts or names of institutions."""
    parts = {"mission", "commitments", "support", "grants", "curation", "scaling"}
    found = measure(Source(mission.engine, "m")).model_dump(include=parts)
    for part in ("grants", "curation"):  # the digests of decisions hold the log's chance and positions
        found[part] = without_records(found[part])
    return found


def without_records(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_records(inner) for key, inner in value.items() if key != "record"}
    return [without_records(inner) for inner in value] if isinstance(value, list | tuple) else value


def test_which_id_is_named_makes_no_difference():
    once, twice = travelled(kind=Once), travelled(kind=Twice)
    assert isinstance(once, Once)
    assert isinstance(twice, Twice)
    assert twice.asked_again == once.asked_again
    refused = {name for name, codes in once.asked_again if codes}
    assert {"EndorseMission", "RecordAdoption", "GrantRole"} <= refused, "some of it is refused the second time"
    assert counted(twice) == counted(once)
    assert [record.event.type for record in twice.records()] == [record.event.type for record in once.records()]
