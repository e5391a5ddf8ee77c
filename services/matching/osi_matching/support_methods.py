"""The table of programmes, initiatives, needs, offers and bundles.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.support import commands as c
from osi_core.support.views import BundleView, InitiativeView, NeedView, OfferView, ProgrammeView
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    "CreateProgramme": Creates(c.StartProgramme, ProgrammeView),
    "GetProgramme": Gets(ProgrammeView),
    "ListProgrammes": Lists(ProgrammeView),
    "ExtendProgramme": Does(c.ExtendProgramme, ProgrammeView),
    "AdmitInitiative": Does(c.AdmitInitiative, InitiativeView),
    "GetInitiative": Gets(InitiativeView),
    "ListInitiatives": Lists(InitiativeView),
    "RecordActivity": Does(c.RecordActivity, InitiativeView),
    "WarnOfDropOff": Does(c.WarnOfDropOff, ProgrammeView),
    "MarkDroppedOut": Does(c.MarkDroppedOut, InitiativeView),
    "EndProgramme": Does(c.EndProgramme, ProgrammeView),
    "CreateNeed": Creates(c.StateNeed, NeedView),
    "GetNeed": Gets(NeedView),
    "ListNeeds": Lists(NeedView),
    "CancelNeed": Does(c.CancelNeed, NeedView),
    "CreateOffer": Creates(c.OfferSupport, OfferView),
    "GetOffer": Gets(OfferView),
    "ListOffers": Lists(OfferView),
    "WithdrawOffer": Does(c.WithdrawOffer, OfferView),
    "MatchNeed": Does(c.MatchNeed, OfferView),
    "AcceptMatch": Does(c.AcceptMatch, OfferView),
    "ReleaseMatch": Does(c.ReleaseMatch, OfferView),
    "DeliverSupport": Does(c.DeliverSupport, OfferView),
    "ConfirmDelivery": Does(c.ConfirmDelivery, OfferView),
    "CreateBundle": Creates(c.ProposeBundle, BundleView),
    "GetBundle": Gets(BundleView),
    "ListBundles": Lists(BundleView),
    "ConsentToBundle": Does(c.ConsentToBundle, BundleView),
    "DeclineBundle": Does(c.DeclineBundle, BundleView),
}
