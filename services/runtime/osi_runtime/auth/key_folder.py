"""Keys in a folder, for a laptop: private ones for their owner's eyes alone, and the public ones as a key set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from osi_core.files import MIB, InputRefused, json_of, read_input
from osi_runtime.auth.refused import AuthError

KEY_SET = "jwks.json"
"""The file with the public keys; the one that settings name."""
_PRIVATE = "private-"


class KeyFolder:
    """The keys of a development issuer. The newest signs; all of them verify, until their file is deleted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def key_set(self) -> Path:
        """The public keys, as a JSON Web Key Set."""
        return self.folder / KEY_SET

    def make_key(self) -> OKPKey:
        """Makes a further key (Ed25519), and writes both halves. Raises AuthError where that cannot be."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            number = 1 + max(map(_number, self._files()), default=0)
            key = OKPKey.generate_key("Ed25519", {"use": "sig"}, private=True, auto_kid=True)
            path = self.folder / f"{_PRIVATE}{number:04d}.json"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump(key.as_dict(private=True), file)
            self._write_key_set()
        except OSError as error:
            said = error.strerror or type(error).__name__
            raise AuthError("auth.issuer.not-writable", folder=str(self.folder), said=said) from error
        return key

    def signing_key(self) -> OKPKey:
        """The newest key. Raises AuthError where there is none."""
        files = self._files()
        if not files:
            raise AuthError("auth.issuer.no-keys", folder=str(self.folder))
        return _read(files[-1])

    def or_new_key(self) -> OKPKey:
        """The newest key, or a first one."""
        return self.signing_key() if self._files() else self.make_key()

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"{_PRIVATE}*.json"), key=_number)

    def _write_key_set(self) -> None:
        keys: list[dict[str, Any]] = [_read(path).as_dict(private=False) for path in self._files()]
        beside = self.key_set.with_suffix(".new")
        beside.write_text(json.dumps({"keys": keys}, indent=2) + "\n", encoding="ascii")
        os.replace(beside, self.key_set)  # whoever reads it now has the whole of one or the other


def _number(path: Path) -> int:
    digits = path.stem.removeprefix(_PRIVATE)
    return int(digits) if digits.isdecimal() else 0


def _read(path: Path) -> OKPKey:
    try:
        if path.stat().st_mode & 0o077:
            raise AuthError("auth.issuer.key-open", file=str(path))
        return OKPKey.import_key(json_of(read_input(path, limit=MIB), str(path)))
    except (InputRefused, JoseError, ValueError, TypeError, LookupError, OSError) as error:
        raise AuthError("auth.issuer.key-unreadable", file=str(path)) from error
