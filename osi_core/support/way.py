"""What the events of phase 4 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.support import events as e
from osi_core.support.resources import BUNDLE, INITIATIVE, NEED, OFFER, PROGRAMME
from osi_core.way import Audience, Stage, Told, Turn, Way

_MATCH = {"offer": OFFER, "need": NEED}

WAY = Way(
    told={
        e.InitiativeAdmitted: Told(Stage.PROGRAMME, turns=frozenset({Turn.LIVES})),
        e.ProgrammeExtended: Told(Stage.PROGRAMME, names={"programme": PROGRAMME}),
        e.InitiativeDroppedOut: Told(Stage.PROGRAMME, turns=frozenset({Turn.ENDS}), names={"initiative": INITIATIVE}),
        e.NeedStated: Told(Stage.PROGRAMME, names={"need": NEED}, ended="ended.need-open"),
        e.NeedCancelled: Told(Stage.PROGRAMME, Audience.OWN, ended="ended.by-author"),
        e.SupportOffered: Told(Stage.CONTRIBUTION, ended="ended.offer-open"),
        e.OfferWithdrawn: Told(Stage.PROGRAMME, ended="ended.offer-withdrawn"),
        e.MatchProposed: Told(Stage.PROGRAMME, names=_MATCH, ended="ended.match-proposed"),
        e.MatchReleased: Told(Stage.PROGRAMME, names=_MATCH, ended="ended.match-released"),
        e.NeedMet: Told(Stage.SUPPORT, ended="ended.need-met"),
        e.BundleFormed: Told(Stage.SUPPORT, names={"bundle": BUNDLE}),
    },
    follows=(INITIATIVE,),
    begins=(NEED, OFFER),
)
