"""Ed25519 keys for checkpoints (RFC 8032), by the library `cryptography`: the extra `signing`.

Keys have the form in which the tools of signed notes write them: the public one is `<name>+<id>+<base64>`, the private
one the same behind `PRIVATE+KEY+`. A private key lies in a file of its own, which only its owner may read.
"""

from __future__ import annotations

from osi_core.extras import extra
from osi_core.log.checkpoint import NoteInvalid, is_key_name, key_id_of, key_parts, key_text
from osi_core.words import Message

with extra("signing"):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PRIVATE = "PRIVATE+KEY+"


class Ed25519Signer:
    """Signs checkpoints with one private key."""

    def __init__(self, name: str, seed: bytes) -> None:
        """`seed` has 32 random bytes. Raises NoteInvalid for what cannot be a key's name."""
        if not is_key_name(name):
            raise NoteInvalid("checkpoint.no-key-name", name=name)
        self.name, self._seed = name, seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._key.public_key().public_bytes_raw()
        self.key_id = key_id_of(name, self._public)

    @classmethod
    def read(cls, text: str, file: str) -> Ed25519Signer:
        """The private key in a file's text. Raises NoteInvalid."""
        name, key_id, seed = key_parts(text.strip(), _PRIVATE, file)
        signer = cls(name, seed)
        if signer.key_id != key_id:
            raise _no_key(file)
        return signer

    def sign(self, text: bytes) -> bytes:
        return self._key.sign(text)

    @property
    def private(self) -> str:
        """The private key: for its file, and for nobody's eyes."""
        return key_text(_PRIVATE, self.name, self.key_id, self._seed)

    @property
    def public(self) -> str:
        """The public key, to be published where the log is not."""
        return key_text("", self.name, self.key_id, self._public)


class Ed25519Verifier:
    """Checks checkpoints by one public key."""

    def __init__(self, text: str, file: str) -> None:
        """Reads `<name>+<id>+<base64>`. Raises NoteInvalid, also for an id that is not the key's."""
        self.name, self.key_id, public = key_parts(text.strip(), "", file)
        if self.key_id != key_id_of(self.name, public):
            raise _no_key(file)
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def verify(self, text: bytes, signature: bytes) -> bool:
        try:
            self._key.verify(signature, text)
        except InvalidSignature:
            return False
        return True


def _no_key(file: str) -> NoteInvalid:
    return NoteInvalid("checkpoint.refused", file=file, line="1", reason=Message.of("checkpoint.no-key"))
