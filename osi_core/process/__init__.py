"""The process: what ties the six phases together.

The phases' rules, put together to shares (`share`), the gates between phases (`gates`), the judge that answers who may
do what now (`judging`), the engine that turns commands into events and the writer that commits them in groups, the
decisions by strategy, receipts, and export bundles that anyone can verify.
"""

from osi_core.process.deciding import decide_due
from osi_core.process.engine import Engine
from osi_core.process.erasing import ErasureStanding, erasures_of
from osi_core.process.export import write_bundle
from osi_core.process.forgetting import forget_due
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.playbook import Playbook, PlaybookInvalid, playbook_of, read_playbook
from osi_core.process.receipts import ReceiptElsewhere, ReceiptUnknown, trail_of, trail_of_event
from osi_core.process.request import OPERATOR, Answer, GroupFailed, Handled, Office, ReceiptNote, Request
from osi_core.process.share import SHARES, Share, ShareUnknown, share_of
from osi_core.process.trail import Trail
from osi_core.process.verifying import verify_export, verify_record
from osi_core.process.writer import Writer, WriterClosed, WriterFull

__all__ = [
    "OPERATOR",
    "SHARES",
    "Answer",
    "ClosePhase",
    "Engine",
    "ErasureStanding",
    "GroupFailed",
    "Handled",
    "Office",
    "OpenPhase",
    "Playbook",
    "PlaybookInvalid",
    "ReceiptElsewhere",
    "ReceiptNote",
    "ReceiptUnknown",
    "Request",
    "Share",
    "ShareUnknown",
    "Trail",
    "Writer",
    "WriterClosed",
    "WriterFull",
    "decide_due",
    "erasures_of",
    "forget_due",
    "playbook_of",
    "read_playbook",
    "share_of",
    "trail_of",
    "trail_of_event",
    "verify_export",
    "verify_record",
    "write_bundle",
]
