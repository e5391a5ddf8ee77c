"""Which figures of the report add up to which: a reader may take a pencil, and so does a test.

A figure's definition stands in the catalogue under `define.<key>`. On the page it is a `data` element with its key, so
that the same figure in two places can be held to be one number; rows that it counts carry the key as well.
"""

from __future__ import annotations

from osi_core.challenges.events import CommitmentStatus
from osi_core.curation.events import PilotStatus
from osi_core.money.ledger import Account
from osi_core.support.events import BundleStatus

_ACCOUNTS = tuple(account for account in Account if account is not Account.GIVER)

SUMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("solutions_submitted", ("solutions_existing", "solutions_new", "solutions_withdrawn")),
    ("solutions_admitted", ("result_fit", "result_not_yet", "result_unclear", "result_none")),
    ("solutions_admitted", ("final_fit", "final_not_yet", "final_unclear", "final_ended", "final_none")),
    ("institutions_asked", ("institutions_answered", "institutions_silent")),
    ("commitments", tuple(f"commitment_{status}" for status in CommitmentStatus)),
    ("pilots", tuple(f"pilot_{status}" for status in PilotStatus)),
    ("bundles", tuple(f"bundle_{status}" for status in BundleStatus)),
    ("money_given", tuple(f"money_{account}" for account in _ACCOUNTS)),
    ("grant_given", ("grant_budget", "grant_beyond")),
    ("grant_awarded", ("grant_paid", "grant_open", "grant_back")),
)
"""Figure → those that add up to it. Those of money are counted for each currency, or grant round, apart."""
