"""The gate of phase 4: it opens after the kick-off, and closes with the programme."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Command, Context, Gate, Unmet
from osi_core.mission.state import Mission
from osi_core.solutions.facts import Kickoff
from osi_core.solutions.gate import a_kickoff_is_held
from osi_core.support.facts import THE_PROGRAMME, Programme


def programme_is_over(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The programme's end was stated, by a command, after its date.

    Guarantees it at the position the event records. Race: none, an ended programme does not begin again.
    """
    programme = context.all(Programme).get(THE_PROGRAMME)
    if programme is None or not programme.ended:
        until_en, until_de = (
            (f" (it runs until {programme.ends_on})", f" (bis {programme.ends_on})") if programme else ("", "")
        )
        yield Unmet(
            code="programme-not-ended",
            en=f"the support programme has not ended{until_en}",
            de=f"das Unterstützungsprogramm ist nicht beendet{until_de}",
        )


GATE = Gate(
    opens_when=(a_kickoff_is_held,),
    closes_when=(programme_is_over,),
    facts=(Kickoff, Programme),
)
