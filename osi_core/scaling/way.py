"""What the events of phase 6 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.scaling import events as e
from osi_core.scaling.resources import ADOPTION
from osi_core.way import Stage, Told, Turn, Way

WAY = Way(
    told={
        e.InitiativeAdopted: Told(Stage.ADOPTION, turns=frozenset({Turn.LIVES})),
        e.CooperationDeclared: Told(Stage.PILOT),
        e.CooperationEnded: Told(Stage.PILOT),
        e.AdoptionEnded: Told(Stage.ADOPTION, turns=frozenset({Turn.ENDS})),
    },
    follows=(ADOPTION,),
)
