"""A mission in which Shade has a fit and two towns have piloted it, so that scaling can be told from there on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from osi_core.challenges.commands import MakeCommitment
from osi_core.domain import Phase
from osi_core.scaling import commands as c
from tests.unit.curation.world import CuratedWorld


class ScaledWorld(CuratedWorld):
    """As in curation; Shade is fit, Aue and Bonn have piloted it with success, and scaling has begun."""

    def __init__(self, *, ready: bool = True, **playbook: Any) -> None:
        super().__init__(**playbook)
        if ready:
            self.pilot("p1", "aue", "anna")
            self.pilot("p2", "bonn", "bert")
            self.assess()
        self.open_without_gates(Phase.SCALING)

    def commit(self, commitment: str, by: str, challenge: str = "heat") -> None:
        """An institution commits itself to carry out solutions to a challenge."""
        due = (self.now + timedelta(days=200)).date()
        fields: dict[str, Any] = {"challenge": challenge, "scope": "ten squares", "resources": "a gardener", "due": due}
        self.do(MakeCommitment(mission="m", commitment=commitment, **fields), by=by)

    def adoption(self, name: str = "a1", institution: str = "celle", **fields: Any) -> c.RecordAdoption:
        """An institution takes Shade over today, in its own town."""
        known: dict[str, Any] = {
            "initiative": "shade",
            "institution": institution,
            "place": institution,
            "on": self.now.date(),
            "source": "minutes of the council",
        }
        return c.RecordAdoption(mission="m", adoption=name, **(known | fields))

    def plan(self, **fields: Any) -> None:
        """A plan for Shade is opened, requested, computed and recorded."""
        self.do(c.OpenPlan(mission="m", initiative="shade"), by="olga")
        self.do(c.RequestPlan(mission="m", initiative="shade", **fields), by="olga")
        self.decide()
