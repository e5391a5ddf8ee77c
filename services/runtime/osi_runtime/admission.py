"""Who may call what, and in which missions: everything else is denied."""

from __future__ import annotations

from collections.abc import Callable, Collection

from grpc import StatusCode

from osi_core.domain import Refused, Unmet
from osi_core.mission.resources import MISSION
from osi_core.process import OPERATOR, Office
from osi_core.process.reads import Asker
from osi_core.words import Name
from osi_runtime.auth.callers import Caller, Nobody, Operator, Peer, Person
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By

__all__ = ["OrganisationOf", "actor_of", "admit_caller", "admit_to_mission", "asker_of"]

OrganisationOf = Callable[[str], str | None]
"""Mission → the organisation whose it is; None where that is not known here."""
_KINDS: dict[By, tuple[type, ...]] = {
    By.PUBLIC: (Person, Operator, Peer, Nobody),
    By.SELF: (Person, Operator),
    By.MEMBER: (Person, Operator),
    By.OPERATOR: (Operator,),
    By.SERVICE: (Peer, Operator),
    By.JUDGED: (Person, Operator),
}


def admit_caller(caller: Caller, bys: Collection[By]) -> None:
    """Raises CallRefused for a caller whom a method is not for."""
    if any(isinstance(caller, _KINDS[by]) for by in bys):
        return
    if isinstance(caller, Nobody):
        raise CallRefused(StatusCode.UNAUTHENTICATED, "runtime.token-needed")
    raise CallRefused(StatusCode.PERMISSION_DENIED, "runtime.not-for-you", allowed=", ".join(sorted(bys)))


def admit_to_mission(caller: Caller, mission: str, organisation_of: OrganisationOf) -> None:
    """Raises Refused, as for a mission that is not there, where it is not one of the caller's."""
    if not _is_open(caller, mission, organisation_of):
        raise unknown_mission(mission)


def unknown_mission(mission: str) -> Refused:
    """What the judge says of a mission that is not there."""
    return Refused("call", [Unmet("mission-unknown", "mission", name=Name(MISSION.within(mission)))])


def _is_open(caller: Caller, mission: str, organisation_of: OrganisationOf) -> bool:
    match caller:
        case Person():
            if caller.mission != mission:
                return False
            organisation = organisation_of(mission)
            return organisation is None or not caller.organisation or caller.organisation == organisation
        case Operator():
            return caller.runs(organisation_of(mission))
        case Peer():
            return organisation_of(mission) in caller.organisations
        case _:
            return True


def actor_of(caller: Caller) -> str | Office:
    """Who acts, as the log names them. Raises CallRefused for who cannot."""
    match caller:
        case Person():
            return caller.participant
        case Operator():
            return OPERATOR
        case _:
            admit_caller(caller, (By.JUDGED,))
            raise AssertionError("nobody else is judged")


def asker_of(caller: Caller) -> Asker:
    """Who reads, as the judge of views knows them."""
    match caller:
        case Person():
            return caller.participant
        case Operator():
            return OPERATOR
        case Peer():
            return caller.service
        case _:
            return None
