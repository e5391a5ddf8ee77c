"""From bytes to a message that keeps to its contract (protovalidate)."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError
from grpc import StatusCode
from protovalidate import Validator
from protovalidate import Violation as Broken

from osi_core.words import Catalogues, Message
from osi_runtime.errors import CallRefused, Violation

__all__ = ["ContractBroken", "Parser"]

_VALIDATOR = Validator()
"""Compiles the rules of a kind of message once."""
_MOST_TOLD = 100


class ContractBroken(Exception):
    """A message does not keep to the rules of its contract; `broken` names each rule and field."""

    def __init__(self, broken: list[Broken]) -> None:
        self.broken = broken
        super().__init__()

    def violations(self, language: str, words: Catalogues) -> list[Violation]:
        """Each of them, in English and in another language."""
        return [_told(one, language, words) for one in self.broken[:_MOST_TOLD]]


class Parser:
    """Makes messages of one kind. Raises what protovalidate raises for rules that cannot be compiled."""

    def __init__(self, kind: type[Any]) -> None:
        self._kind = kind
        self._parse = kind.FromString
        _VALIDATOR.collect_violations(kind())

    def __call__(self, raw: bytes) -> Any:
        """The message. Raises CallRefused for what is none, and ContractBroken."""
        try:
            message = self._parse(raw)
        except (DecodeError, ValueError):  # ValueError: a text that is no UTF-8, in some releases
            raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.not-a-message", kind=self._name) from None
        broken = _VALIDATOR.collect_violations(message)
        if broken:
            raise ContractBroken(broken)
        return message

    @property
    def _name(self) -> str:
        return str(self._kind.DESCRIPTOR.full_name)


def path_of(broken: Broken) -> str:
    """The field's path as `google.rpc.BadRequest` writes it: `fund.amount`, `choices[3]`."""
    path = ""
    for element in broken.proto.field.elements if broken.proto.field is not None else ():
        path += f".{element.field_name}" if path else str(element.field_name)
        subscript = element.subscript
        if subscript is not None:
            path += f"[{subscript.value}]"
    return path


def _told(broken: Broken, language: str, words: Catalogues) -> Violation:
    proto, bound = broken.proto, broken.rule_value
    code = f"runtime.rule.{proto.rule_id}"
    values = {"bound": bound} if isinstance(bound, int | str) and not isinstance(bound, bool) else {}
    message = Message(code, values)
    if words.sentence(message, "en") is None:
        return Violation(str(proto.rule_id), path_of(broken), str(proto.message), str(proto.message))
    return Violation(str(proto.rule_id), path_of(broken), words.say(message, "en"), words.say(message, language))
