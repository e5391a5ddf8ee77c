"""The digest of a problem or an outcome, and the pieces it is made of, each addressed by its own SHA-256.

A model's *manifest* is canonical JSON of its name and version, its scalars, and of each column type, length and SHA-256
of its bytes (RFC 8785 over a million integers takes 0.35 s, SHA-256 over their column 2 ms). The digest of the model
is the SHA-256 of the manifest. So manifest and columns, kept by digest, are all that is needed to check a decision
anywhere. A field at its default is left out: one added later leaves old digests as they are. Integers beyond
±(2^53 - 1) and decimals are written as strings. Times and positions are no part of a problem, so a decision has one
digest everywhere. Of an explanation the codes and values count; sentences are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar, cast

from pydantic import BaseModel

from osi_core.files import is_sha256, json_value
from osi_core.log.canonical import LARGEST_INTEGER, canonical
from osi_core.log.records import DecisionRecord
from osi_core.plugins.columns import Column, ElementType
from osi_core.plugins.errors import PluginError
from osi_core.plugins.problems import Explanation, Outcome, Problem

__all__ = [
    "Blobs",
    "MissingBlob",
    "OtherModel",
    "explanations_of",
    "input_sha256",
    "load",
    "manifest",
    "named_columns",
    "outcome_sha256",
    "pieces",
]

M = TypeVar("M", Problem, Outcome)


class Blobs(Protocol):
    """Where manifests and columns are kept: an event store, an export bundle."""

    def blob(self, sha256: str) -> bytes | None:
        """The bytes with this digest, if they are there."""


class MissingBlob(PluginError, LookupError):
    """A piece of an input or outcome is not there, or its bytes are not what its digest says."""


class OtherModel(PluginError, ValueError):
    """What lies under a digest is the manifest of another kind of problem or outcome."""


def manifest(model: Problem | Outcome) -> bytes:
    """The canonical bytes whose SHA-256 is the digest of a problem or an outcome."""
    return canonical({"model": model.model, "version": model.model_version, "fields": _plain(model)})


def input_sha256(problem: Problem) -> str:
    """The digest of a problem, in hex."""
    return hashlib.sha256(manifest(problem)).hexdigest()


def outcome_sha256(outcome: Outcome) -> str:
    """The digest of an outcome with the codes and values of its explanations, in hex."""
    return hashlib.sha256(manifest(outcome)).hexdigest()


def pieces(model: Problem | Outcome) -> list[bytes]:
    """Manifest first, then the bytes of each column: what must be kept, by digest, to `load` the model again."""
    columns: dict[str, bytes] = {}
    _plain(model, columns)
    return [manifest(model), *columns.values()]


def named_columns(manifest: bytes) -> list[str]:
    """The digests of the columns that a manifest names."""
    found: list[str] = []
    waiting: list[Any] = [json.loads(manifest)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.keys() == {"type", "length", "sha256"} and is_sha256(value["sha256"]):
                found.append(value["sha256"])
            else:
                waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return found


def load(kind: type[M], sha256: str, blobs: Blobs) -> M:
    """The model with this digest. Raises `MissingBlob`, `OtherModel`, and `ValueError` where it is neither."""
    try:
        document = json_value(_fetch(sha256, blobs).decode())
    except UnicodeDecodeError as error:
        raise OtherModel("plugin.piece-unreadable", sha256=sha256, error=str(error)) from error
    if not isinstance(document, dict) or not isinstance(document.get("fields"), dict):
        raise OtherModel("plugin.piece-no-manifest", sha256=sha256)
    if (document.get("model"), document.get("version")) != (kind.model, kind.model_version):
        found, wanted = f"{document.get('model')} {document.get('version')}", f"{kind.model} {kind.model_version}"
        raise OtherModel("plugin.piece-of-another-model", sha256=sha256, found=found, wanted=wanted)
    return kind.model_validate(_filled(document["fields"], blobs))


def explanations_of(kind: type[Outcome], record: DecisionRecord | None, blobs: Blobs) -> tuple[Explanation, ...]:
    """Why each got what it got, of a decision that was recorded; nothing where its outcome does not lie there."""
    if record is None:
        return ()
    try:
        return load(kind, record.outcome_sha256, blobs).explanations
    except MissingBlob:
        return ()


def _plain(value: Any, columns: dict[str, bytes] | None = None) -> Any:
    """The value as canonical JSON takes it; the bytes of columns are collected by digest."""
    if isinstance(value, Column):
        if columns is not None:
            columns[value.digest()] = value.raw
        return {"type": value.type, "length": len(value), "sha256": value.digest()}
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_INTEGER else str(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Explanation):
        return value.plain()
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        kept = ((name, getattr(value, name)) for name in fields)
        return {n: _plain(v, columns) for n, v in kept if v != fields[n].get_default(call_default_factory=True)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry, columns) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry, columns) for entry in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(entry, columns) for entry in value)
    raise TypeError(
        f"{type(value).__name__} has no place in a problem or outcome: numbers are int, Decimal or a column"
    )


def _filled(value: Any, blobs: Blobs) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"type", "length", "sha256"}:
            if not isinstance(value["type"], str):
                raise OtherModel("plugin.piece-no-manifest", sha256=str(value["sha256"]))
            return Column(cast(ElementType, value["type"]), _fetch(value["sha256"], blobs))
        return {key: _filled(entry, blobs) for key, entry in value.items()}
    return [_filled(entry, blobs) for entry in value] if isinstance(value, list) else value


def _fetch(sha256: object, blobs: Blobs) -> bytes:
    raw = blobs.blob(sha256) if isinstance(sha256, str) and is_sha256(sha256) else None
    if raw is None:
        raise MissingBlob("plugin.piece-missing", sha256=str(sha256)[:100])
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise MissingBlob("plugin.piece-changed", sha256=sha256)
    return raw
