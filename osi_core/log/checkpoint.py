"""Checkpoints: the head of a mission's chain, signed, for others to keep.

The form is that of transparency logs, a *signed note* (c2sp.org/signed-note) with the three lines of a checkpoint
(c2sp.org/tlog-checkpoint), so that their tools read and check it:

    example.org/osi/missions/m                      the origin: the key's name, and which chain
    4217                                            the position
    q8Yd…=                                          the hash at this position, in base64

    — example.org/osi Az3grl…=                      the key's name; its id and the signature, in base64

We differ in the third line: it is the hash of our chain, SHA-256(previous hash ‖ bytes), where theirs is the root of a
Merkle tree. Signing and checking are ports, `Signer` and `Verifier`; `osi_core.log.ed25519` has both.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from osi_core.words import Message, WordedError

LARGEST_NOTE = 2**16
"""Bytes; a note of ours has some 250, one that others have signed too may have some more."""
_MOST_SIGNATURES = 100
ED25519 = b"\x01"
"""The type of the signature, in a key's id and in its public form."""
_NAME = re.compile(r"[!-*,-~]{1,200}")
"""Name of a key: ASCII without spaces and plus."""
_POSITION = re.compile(r"[1-9][0-9]{0,15}")
_SIGNATURE_START = "— "


class NoteInvalid(WordedError, ValueError):
    """A checkpoint or a key that cannot be taken for one; names file and line."""


class Signer(Protocol):
    """Signs for one key, which lies outside of every store."""

    name: str
    """Of the key: no spaces, no plus; best an address without `https://` that is yours."""
    key_id: bytes

    def sign(self, text: bytes) -> bytes:
        """The signature over these bytes."""


class Verifier(Protocol):
    """Knows one public key."""

    name: str
    key_id: bytes

    def verify(self, text: bytes, signature: bytes) -> bool:
        """Whether this key has signed these bytes."""


class Checkpoint(NamedTuple):
    """Where a mission's chain stood."""

    mission: str
    position: int
    hash: bytes

    def text(self, key_name: str) -> bytes:
        """The note's text: what is signed."""
        lines = (f"{key_name}/missions/{self.mission}", str(self.position), base64.b64encode(self.hash).decode())
        return "".join(f"{line}\n" for line in lines).encode()


def key_id_of(name: str, public: bytes) -> bytes:
    """The four bytes that tell keys of one name apart."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def is_key_name(name: str) -> bool:
    """Whether a key can have this name."""
    return _NAME.fullmatch(name) is not None


def signed(checkpoint: Checkpoint, signer: Signer) -> bytes:
    """The signed note of a checkpoint."""
    text = checkpoint.text(signer.name)
    signature = base64.b64encode(signer.key_id + signer.sign(text)).decode()
    return text + f"\n{_SIGNATURE_START}{signer.name} {signature}\n".encode()


def checked(note: bytes, verifiers: Iterable[Verifier], file: str) -> Checkpoint:
    """The checkpoint in a signed note, if one of these keys has signed it.

    Raises NoteInvalid for what is no checkpoint, for a signature of a known key that does not fit, and when none of
    these keys has signed it.
    """
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    text, lines, first = _parts(note, file)
    signers = set()
    for number, line in enumerate(lines, first):
        name, key_id, signature = _signature(line, file, number)
        verifier = known.get((name, key_id))
        if verifier is None:  # somebody else's, who has signed it too
            continue
        if not verifier.verify(text, signature):
            raise _invalid(file, number, "checkpoint.signature-unfit", key=name)
        signers.add(name)
    if not signers:
        raise _invalid(file, first, "checkpoint.signed-by-others")
    return _checkpoint(text, signers, file)


def _parts(note: bytes, file: str) -> tuple[bytes, list[str], int]:
    """The text that was signed, the lines of signatures, and the number of the first of these."""
    if len(note) > LARGEST_NOTE:
        raise _invalid(file, 1, "checkpoint.no-note")
    text, gap, below = note.rpartition(b"\n\n")
    number = text.count(b"\n") + 3
    try:
        lines = below.decode().split("\n")
        text.decode()
    except UnicodeDecodeError as error:
        raise _invalid(file, 1, "checkpoint.no-note") from error
    if not gap or lines.pop() or not 1 <= len(lines) <= _MOST_SIGNATURES:
        raise _invalid(file, number if gap else 1, "checkpoint.no-note")
    return text + b"\n", lines, number


def _signature(line: str, file: str, number: int) -> tuple[str, bytes, bytes]:
    name, _, spelled = line.removeprefix(_SIGNATURE_START).partition(" ")
    signature = _from_base64(spelled)
    if not line.startswith(_SIGNATURE_START) or not is_key_name(name) or signature is None or len(signature) < 5:
        raise _invalid(file, number, "checkpoint.no-signature")
    return name, signature[:4], signature[4:]


def _checkpoint(text: bytes, signers: set[str], file: str) -> Checkpoint:
    """What the text says; of the origin, whose it is and which mission. More lines than three are nobody's promise."""
    lines = text.decode().split("\n")[:-1]
    if len(lines) != 3:
        raise _invalid(file, min(len(lines), 3) + 1, "checkpoint.no-checkpoint")
    name, found, mission = lines[0].rpartition("/missions/")
    if not found or not mission or name not in signers:
        raise _invalid(file, 1, "checkpoint.no-origin")
    if _POSITION.fullmatch(lines[1]) is None:
        raise _invalid(file, 2, "checkpoint.no-position")
    hash = _from_base64(lines[2])
    if hash is None or len(hash) != hashlib.sha256().digest_size:
        raise _invalid(file, 3, "checkpoint.no-hash")
    return Checkpoint(mission, int(lines[1]), hash)


def _from_base64(spelled: str) -> bytes | None:
    """The bytes; None for anything but their one spelling."""
    try:
        raw = base64.b64decode(spelled, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == spelled else None


def key_parts(spelled: str, prefix: str, file: str) -> tuple[str, bytes, bytes]:
    """Name, id and bytes of a key in the form of signed notes: `<prefix><name>+<id in hex>+<type and key in base64>`.

    Raises NoteInvalid.
    """
    name, _, rest = spelled.removeprefix(prefix).partition("+")
    spelled_id, _, spelled_key = rest.partition("+")
    raw = _from_base64(spelled_key)
    if (
        not spelled.startswith(prefix)
        or not is_key_name(name)
        or re.fullmatch(r"[0-9a-f]{8}", spelled_id) is None
        or raw is None
        or len(raw) != 33
        or raw[:1] != ED25519
    ):
        raise _invalid(file, 1, "checkpoint.no-key")
    return name, bytes.fromhex(spelled_id), raw[1:]


def key_text(prefix: str, name: str, key_id: bytes, key: bytes) -> str:
    """The reverse of `key_parts`."""
    return f"{prefix}{name}+{key_id.hex()}+{base64.b64encode(ED25519 + key).decode()}"


def _invalid(file: str, line: int, code: str, **values: str) -> NoteInvalid:
    return NoteInvalid("checkpoint.refused", file=file, line=str(line), reason=Message.of(code, **values))
