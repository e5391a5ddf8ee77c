"""Institutions that were entered twice: which one an id really stands for, wherever they are counted or compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from osi_core.domain.model import Model
from osi_core.domain.terms import Sector


class Joined(Model):
    """What was joined: each id of an institution leads to the one that goes on. Without a join each is itself."""

    into: Mapping[str, str] = {}
    """The id that was joined → the one that it was joined with."""
    sectors: Mapping[str, Sector] = {}
    """Of those that others were joined with."""

    def really(self, institution: str) -> str:
        """The institution that an id stands for."""
        for _ in self.into:  # never more steps than joins, whatever somebody has written into a log
            institution = self.into.get(institution, institution)
        return institution

    def all_really(self, institutions: Iterable[str]) -> frozenset[str]:
        """The different institutions that some ids stand for."""
        return frozenset(map(self.really, institutions))

    def sector(self, institution: str, entered: Sector | None) -> Sector | None:
        """The sector of what an id stands for; `entered` is the one that the id itself was entered with."""
        real = self.really(institution)
        return entered if real == institution else self.sectors[real]

    def sectors_of(self, entered: Mapping[str, Sector]) -> frozenset[Sector]:
        """The sectors of what some ids stand for; each was entered with one."""
        found = (self.sector(name, sector) for name, sector in entered.items())
        return frozenset(sector for sector in found if sector is not None)


NOTHING_JOINED = Joined()
