"""The one gate for what comes from outside: files are opened, bounded, decoded and parsed here and nowhere else.

`read_input(path, limit=...)` gives the bytes of a regular file, `open_input` a stream of it; `text_of`, `json_of` and
`toml_of` make text and values of bytes, `tables` reads rows. Whatever is wrong ends in `InputRefused`, which names file
and line; each reader turns it into its own error. Nothing here waits for a pipe, follows a link out of a folder, or
takes memory without end.
"""

from __future__ import annotations

from osi_core.files.gate import Bounded, open_input, read_input
from osi_core.files.json_text import DEPTH, DIGITS, EXPONENT, JsonUnfit, json_of, json_value, too_deep
from osi_core.files.names import is_sha256, name_within
from osi_core.files.refused import InputRefused
from osi_core.files.text import text_of
from osi_core.files.toml_text import toml_of, toml_value

__all__ = [
    "DEPTH",
    "DIGITS",
    "EXPONENT",
    "MIB",
    "Bounded",
    "InputRefused",
    "JsonUnfit",
    "is_sha256",
    "json_of",
    "json_value",
    "name_within",
    "open_input",
    "read_input",
    "text_of",
    "toml_of",
    "toml_value",
    "too_deep",
]

MIB = 2**20
"""Bytes; limits are said in these."""
