"""The gate of phase 4: it opens after the kick-off, and closes with the last programme."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Command, Context, Gate, Unmet
from osi_core.mission.state import Mission
from osi_core.solutions.facts import Kickoff
from osi_core.solutions.gate import a_kickoff_is_held
from osi_core.support.facts import Programme
from osi_core.support.resources import PROGRAMME


def programmes_are_over(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """There was a programme, and the end of each was stated, by a command, after its date.

    Guarantees it at the position the event records. Race: none within one log, a programme that starts second is
    refused; an ended one does not begin again.
    """
    programmes = context.all(Programme)
    if not programmes:
        yield Unmet("no-programme-started")
    for name, programme in programmes.items():
        if programme.runs:
            yield Unmet("programme-not-ended", programme=PROGRAMME(name), ends_on=programme.ends_on)


GATE = Gate(
    opens_when=(a_kickoff_is_held,),
    closes_when=(programmes_are_over,),
    facts=(Kickoff, Programme),
)
