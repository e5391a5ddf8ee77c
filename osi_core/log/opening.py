"""Commitments are opened where they are used: what a store keeps under a digest leaves it only if it has that digest.

Every store hands texts and blobs through here. So nobody is ever shown other words than those that were sealed, and no
decision is computed from another input or drawn by another secret than those that the log names.
"""

from __future__ import annotations

import hashlib

from osi_core.files import is_sha256
from osi_core.log.store import PrivateText
from osi_core.words import WordedError


class StoreDamaged(WordedError):
    """What lies beside the log is not what the log says; nothing of it is shown. The sentence says what to do."""


def opened_text(mission: str, text: PrivateText) -> PrivateText:
    """The text, if it is the one that was sealed. Raises StoreDamaged."""
    if not is_as_sealed(text):
        raise StoreDamaged("store.text-unfit", mission=mission, seal=str(text.seal))
    return text


def opened_blob(sha256: str, content: bytes) -> bytes:
    """The content, if it has this digest. Raises StoreDamaged."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreDamaged("store.blob-unfit", sha256=sha256)
    return content


def is_as_sealed(text: PrivateText) -> bool:
    """Whether a text is what its seal says: words, SHA-256(salt ‖ text); a secret, the SHA-256 of its bytes.

    A key of the mission is kept under a name, which is no seal: nothing in the log commits to it. No event's seal can
    lead to it, either.
    """
    if not is_sha256(text.seal):
        return True
    if hashlib.sha256(text.salt + as_stored(text.text)).hexdigest() == text.seal:
        return True
    try:
        secret = bytes.fromhex(text.text)
    except ValueError:
        return False
    return not text.salt and hashlib.sha256(secret).hexdigest() == text.seal


def as_stored(text: str) -> bytes:
    """The bytes of a text, also of one whose bytes are no longer UTF-8: then with what stands for them."""
    return text.encode("utf-8", "surrogateescape")


def as_text(stored: bytes) -> str:
    """The text of these bytes, whatever they are: whether they are the right ones, its seal tells."""
    return stored.decode("utf-8", "surrogateescape")
