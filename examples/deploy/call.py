"""A call by its name, for an operator at a terminal:

    python call.py METHOD [FIELD=VALUE ...] --target HOST:PORT --ca ca.crt --token operator.token

METHOD is a client's, such as participation.grant_role or hearing.list_parked; a VALUE is JSON, or else a text. What is
answered is printed as JSON, one message a line. docs/protos.md has all methods with their fields.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from google.protobuf.json_format import MessageToJson, ParseDict
from google.protobuf.message import Message

import osi_client


def called(osi: osi_client.Client, method: str, fields: dict[str, Any]) -> Iterator[Message]:
    """What the method answers. Raises AttributeError for none of this name, ValueError for what its fields cannot be,
    and what the client raises.
    """
    service, _, name = method.partition(".")
    function = getattr(getattr(osi, service), name)
    request = function.__annotations__["request"].partition(" ")[0]
    module, _, kind = request.partition(".")
    message = ParseDict(fields, getattr(function.__globals__[module], kind)())
    answer = function(message)
    if isinstance(answer, osi_client.Pages):
        yield from answer
    elif isinstance(answer, Message):
        yield answer


def fields_of(given: Sequence[str]) -> dict[str, Any]:
    """`name=value` each, with dots for what lies within: `chain.service=SERVICE_FUNDING`."""
    found: dict[str, Any] = {}
    for one in given:
        path, _, text = one.partition("=")
        *parents, last = path.split(".")
        inner = found
        for parent in parents:
            inner = inner.setdefault(parent, {})
        try:
            inner[last] = json.loads(text)
        except ValueError:
            inner[last] = text
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method", metavar="METHOD")
    parser.add_argument("fields", nargs="*", metavar="FIELD=VALUE")
    parser.add_argument("--target", required=True, metavar="HOST:PORT")
    parser.add_argument("--ca", type=Path, required=True, metavar="FILE")
    parser.add_argument("--token", type=Path, required=True, metavar="FILE")
    given = parser.parse_args(arguments)
    connection = osi_client.connect(
        given.target, token=given.token.read_text("ascii").strip(), tls=osi_client.Tls(given.ca.read_bytes())
    )
    with connection as osi:
        for message in called(osi, given.method, fields_of(given.fields)):
            print(MessageToJson(message, indent=None))


if __name__ == "__main__":
    main()
