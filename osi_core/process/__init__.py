"""The process: what ties the six phases together.

The table of phase rules (`rules`) and the gates between phases (`gates`), the playbook that sets their numbers, the
engine that turns commands into events and the writer that commits them in groups, the decisions by strategy, receipts,
and export bundles that anyone can verify.
"""

from osi_core.process.deciding import decide_due
from osi_core.process.engine import Engine
from osi_core.process.export import write_bundle
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.playbook import Playbook, PlaybookInvalid, read_playbook
from osi_core.process.receipts import Trail, trail_of
from osi_core.process.request import OPERATOR_ID, Handled, ReceiptNote, Request
from osi_core.process.rules import RULES
from osi_core.process.verifying import verify_export, verify_record
from osi_core.process.writer import Writer

__all__ = [
    "OPERATOR_ID",
    "RULES",
    "ClosePhase",
    "Engine",
    "Handled",
    "OpenPhase",
    "Playbook",
    "PlaybookInvalid",
    "ReceiptNote",
    "Request",
    "Trail",
    "Writer",
    "decide_due",
    "read_playbook",
    "trail_of",
    "verify_export",
    "verify_record",
    "write_bundle",
]
