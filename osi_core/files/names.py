"""Names that come from outside and would lead to a file: looked at before the disk is."""

from __future__ import annotations

import re

__all__ = ["is_sha256", "name_within"]

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
"""What Windows takes for a device in every folder."""
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f/\\:]")


def is_sha256(value: object) -> bool:
    """Whether this is a SHA-256 in hex as we write it, and so a name that leads nowhere else.

    >>> is_sha256("/dev/zero")
    False
    """
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def name_within(name: str) -> bool:
    """Whether this names a file that lies directly in a folder: no path, no way up, no device.

    >>> [name_within(name) for name in ("votes.csv", "../votes.csv", "..", "NUL", "")]
    [True, False, False, False, False]
    """
    plain = name not in ("", ".", "..") and _NOT_IN_NAMES.search(name) is None
    return plain and len(name) <= 255 and _DEVICES.fullmatch(name) is None
