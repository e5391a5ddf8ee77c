"""Fields of models that hold messages: typed in Python, plain in JSON.

They stand apart so that telling a sentence loads no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

from osi_core.words.message import Message, message_of, plain_message, plain_values, values_of

__all__ = ["MessageField", "Values"]

Values = Annotated[Mapping[str, Any], PlainValidator(values_of), PlainSerializer(plain_values)]
"""A message's values."""
MessageField = Annotated[Message, PlainValidator(message_of), PlainSerializer(plain_message)]
"""A whole message."""
