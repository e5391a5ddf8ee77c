"""What goes beside the messages, by the names that it has on the wire."""

from __future__ import annotations

AFTER = "osi-after"
"""From a client: the positions that it has seen; it is answered from no less."""
POSITION = "osi-position"
"""To a client: the positions that the answer stands on."""
TIME = "osi-time"
"""From a client: when something happens, in a mission that is not real."""
RECEIPT = "osi-receipt"
"""To a contributor: the receipt's code."""
RECEIPT_PLACE = "osi-receipt-place"
"""To a contributor: `POSITION:HASH` of the contribution."""
LANGUAGE = "accept-language"
"""From a client: the languages that it wants to be told in."""
STATUS = "grpc-status-details-bin"
"""To a client: `google.rpc.Status` with its details."""
