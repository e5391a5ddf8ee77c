"""What the events of phase 4 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.support import events as e
from osi_core.support.resources import BUNDLE, INITIATIVE, NEED, OFFER
from osi_core.way import Stage, Told, Turn, Way

WAY = Way(
    told={
        e.InitiativeAdmitted: Told(Stage.PROGRAMME, turns=frozenset({Turn.LIVES})),
        e.InitiativeDroppedOut: Told(Stage.PROGRAMME, turns=frozenset({Turn.ENDS}), names={"initiative": INITIATIVE}),
        e.NeedStated: Told(Stage.PROGRAMME, names={"need": NEED}),
        e.SupportOffered: Told(Stage.CONTRIBUTION),
        e.NeedMet: Told(Stage.SUPPORT),
        e.BundleFormed: Told(Stage.SUPPORT, names={"bundle": BUNDLE}),
    },
    follows=(INITIATIVE,),
    begins=(NEED, OFFER),
)
