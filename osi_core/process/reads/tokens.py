"""Page tokens: where a list goes on, bound to the list that they are of; a client keeps them and looks at none.

A token names the last item that was told by what it was ordered by and by its place among all that came, so what comes
in between moves nothing. It holds no secret and opens nothing: each page is judged anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import NamedTuple

from osi_core.domain import Malformed, Unmet
from osi_core.process.reads.literals import Key
from osi_core.view import View

__all__ = ["LONGEST", "Mark", "mark_of", "spec_of", "token_of"]

LONGEST = 2000
"""Characters of a token."""
_SPEC, _CHECK = 8, 4
"""Bytes in front of the mark: of the list's digest, and of that of all that comes."""


class Mark(NamedTuple):
    """Behind which item a page begins: what it is ordered by, and its place among all."""

    keys: tuple[Key, ...]
    place: int


def spec_of(view: type[View], mission: str, parent: tuple[str, ...], where: str, order_by: str) -> bytes:
    """Stands for a list, whatever the size of its pages."""
    said = json.dumps([view.at.pattern, mission, parent, where, order_by])
    return hashlib.sha256(said.encode()).digest()[:_SPEC]


def token_of(spec: bytes, mark: Mark) -> str:
    """The token of a list that goes on behind a mark."""
    said = spec + json.dumps([mark.place, *mark.keys], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_checked(said) + said).rstrip(b"=").decode()


def mark_of(asked: str, spec: bytes, token: str, orders: int) -> Mark:
    """The mark in a token of what was asked for. Raises Malformed for what is none, and for that of another list."""
    malformed = Malformed(asked, [Unmet("page-token-malformed", "page_token")])
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise malformed from None
    said = raw[_CHECK:]
    if len(token) > LONGEST or raw[:_CHECK] != _checked(said):
        raise malformed
    if said[:_SPEC] != spec:
        raise Malformed(asked, [Unmet("page-token-of-another-list", "page_token")])
    try:
        place, *keys = json.loads(said[_SPEC:])
        mark = Mark(tuple(map(tuple, keys)), place)
    except (TypeError, ValueError):  # of nobody's making but somebody's own
        raise malformed from None
    if len(mark.keys) != orders:
        raise malformed
    return mark


def _checked(said: bytes) -> bytes:
    return hashlib.sha256(said).digest()[:_CHECK]
