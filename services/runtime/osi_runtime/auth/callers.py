"""Who calls: what a token or a certificate has proven, and nothing else. What somebody may do is the judge's."""

from __future__ import annotations

from typing import Final, NamedTuple

from osi_core.domain import Service


class Person(NamedTuple):
    """A participant of one mission, by a mission token."""

    mission: str
    """Id of the mission; the token says nothing in another one."""
    participant: str
    """Id of the participant. Whether that person was erased meanwhile, the judge asks the log."""
    organisation: str = ""
    """The organisation whose participation signed the token: it says nothing in another one's missions."""


class Operator(NamedTuple):
    """Whoever runs the software for some organisations, by a token with the operator's scope."""

    organisations: frozenset[str]
    """Ids of the organisations whose missions are theirs; those of others are not found."""
    subject: str = ""
    """Who that is to the issuer: for the operator's own records, never for the log."""

    def runs(self, organisation: str | None) -> bool:
        """Whether missions of an organisation are theirs; of one that is not known, no one's."""
        return organisation is not None and organisation in self.organisations


class Peer(NamedTuple):
    """Another service of some missions, by certificate or token."""

    service: Service
    chains: frozenset[str]
    """Names of the chains that it writes. A mission is open to it that lists one of them."""
    organisations: frozenset[str] = frozenset()
    """Whose missions it serves: names of chains are unique within a mission alone."""


class Nobody(NamedTuple):
    """Somebody who has shown nothing: may read what is public."""


NOBODY: Final = Nobody()

Caller = Person | Operator | Peer | Nobody
