"""Outcomes judged without asking the rule that decided them.

`judged` reads an outcome, whoever decided it; then one property a file: `ejr_plus`, `priceability` (proven either way),
`representation` (proportionality degree, who gets nothing), `balance` (districts and categories), `payments` (who pays
for what), `robustness` (lost ballots). `audit` puts them together.
"""

from osi_voting.audits.audit import Audit, VoterGroups, audit, voter_groups
from osi_voting.audits.balance import Line, by_group_of_items, by_group_of_voters
from osi_voting.audits.ejr_plus import Deprived, ejr_plus
from osi_voting.audits.judged import Judged, Measure
from osi_voting.audits.payments import OwnKind, OwnPrices, Payments, payments
from osi_voting.audits.priceability import Prices, Shortcut, priceability
from osi_voting.audits.representation import Degree, Spread, proportionality_degree, spread
from osi_voting.audits.robustness import Robustness, robustness

__all__ = [
    "Audit",
    "Degree",
    "Deprived",
    "Judged",
    "Line",
    "Measure",
    "OwnKind",
    "OwnPrices",
    "Payments",
    "Prices",
    "Robustness",
    "Shortcut",
    "Spread",
    "VoterGroups",
    "audit",
    "by_group_of_items",
    "by_group_of_voters",
    "ejr_plus",
    "payments",
    "priceability",
    "proportionality_degree",
    "robustness",
    "spread",
    "voter_groups",
]
