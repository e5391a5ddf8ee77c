"""What the events of phase 4 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.support import events as e
from osi_core.support.resources import BUNDLE, INITIATIVE, NEED, OFFER, PROGRAMME
from osi_core.way import Stage, Told, Turn, Way

WAY = Way(
    told={
        e.InitiativeAdmitted: Told(Stage.PROGRAMME, turns=frozenset({Turn.LIVES})),
        e.ProgrammeExtended: Told(Stage.PROGRAMME, names={"programme": PROGRAMME}),
        e.InitiativeDroppedOut: Told(Stage.PROGRAMME, turns=frozenset({Turn.ENDS}), names={"initiative": INITIATIVE}),
        e.NeedStated: Told(Stage.PROGRAMME, names={"need": NEED}),
        e.SupportOffered: Told(Stage.CONTRIBUTION),
        e.MatchProposed: Told(Stage.PROGRAMME, names={"offer": OFFER, "need": NEED}),
        e.MatchReleased: Told(Stage.PROGRAMME, names={"offer": OFFER, "need": NEED}),
        e.NeedMet: Told(Stage.SUPPORT),
        e.BundleFormed: Told(Stage.SUPPORT, names={"bundle": BUNDLE}),
    },
    follows=(INITIATIVE,),
    begins=(NEED, OFFER),
)
