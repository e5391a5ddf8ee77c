"""The types of fields that commands and events share: ids, texts and who may ever read them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from osi_core.words.visible import is_blank

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that a JSON number holds exactly (RFC 8785, section 3.2.2.3), and so the largest of a field."""
DEEPEST = 16
"""How deep options may be nested: far above what any strategy asks for, far below what a parser gives up at."""


def without_nul(text: str) -> str:
    """The text, if it can be stored everywhere: PostgreSQL's texts hold no NUL."""
    if "\0" in text:
        raise PydanticCustomError("text_has_nul", "a text without the character NUL is expected")
    return text


class TextClass(Enum):
    """Who may ever read a text of a command or request, and for how long. Each one is of a class, and says so in its
    type: what has none would stay in the log without anybody having thought of it.
    """

    PERSONAL = "personal"
    """A person's own words: they go to the private store, and only their seal into the log."""
    CODE = "code"
    """One of a list that tells about a person: sealed as words are, and deleted in time."""
    CHOSEN = "chosen"
    """One of a list, or of a form that leaves no room for words: a language, a currency. The log has it."""
    MINTED = "minted"
    """Made by a program: the id of a resource, a digest. The log has it."""
    PUBLIC = "public"
    """Said in office, or as a keyword for everyone: it stays in the log, and must name no private person."""


def _written(text: str) -> str:
    if is_blank(text):
        raise PydanticCustomError("text_blank", "a text that can be seen is expected")
    return without_nul(text)


_Written = AfterValidator(_written)
Count = Annotated[int, Field(ge=0, le=LARGEST_INTEGER)]
"""How many: from 0 to what JSON and every store hold exactly."""
Figure = Annotated[Decimal, Field(max_digits=30, decimal_places=12)]
"""A measured value, as exact as anything is measured."""
Label = Annotated[str, StringConstraints(min_length=1, max_length=300), _Written, TextClass.PUBLIC]
"""What something outside of the mission is called: a strategy, a package, a version."""
_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3})){0,2})",
    re.IGNORECASE | re.ASCII,
)


def _language_tag(tag: str) -> str:
    found = _LANGUAGE.fullmatch(tag)
    if found is None:
        raise PydanticCustomError("language_tag", "a language tag such as de, pt-BR or zh-Hant-TW is expected")
    parts = [found["language"].lower(), (found["script"] or "").title(), (found["region"] or "").upper()]
    return "-".join(filter(None, parts)) + found["variants"].lower()


Language = Annotated[str, AfterValidator(_language_tag), TextClass.CHOSEN]
"""A language as BCP 47 (RFC 5646, section 2.1) names it: a language, if wanted with script, region and up to two
variants, in the usual case; without extensions and private use, which leave room for words.
"""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"), TextClass.MINTED]
"""The last part of a resource name: lower-case letters, digits and hyphens (AIP-122).

Who creates a resource mints its id, which stays in the log: a UUID, or a name given in office, never what people typed.
"""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), TextClass.MINTED]


def _no_contact(tag: str) -> str:
    if "@" in tag or sum(character.isdigit() for character in tag) > 5:
        raise PydanticCustomError(
            "tag_has_contact", "a tag is public and stays in the log; write no address or telephone number into it"
        )
    return tag


Tag = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, strip_whitespace=True),
    _Written,
    AfterValidator(_no_contact),
    TextClass.PUBLIC,
]
"""A keyword, skill or category: it stays in the log and is everyone's, so it holds no contact."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
"""A date that one can count from: adding months to the calendar's last days has no answer."""
Tags = Annotated[tuple[Tag, ...], Field(max_length=20)]
"""Some keywords, or the skills that somebody has or looks for."""
Plain = TypeAliasType("Plain", "None | bool | int | str | list[Plain] | dict[str, Plain]")
"""What canonical JSON may hold: no floats, so that the same value has the same bytes everywhere."""


def _exact(value: Any, depth: int = 0) -> Any:
    """The value, if canonical JSON and every store hold it; one sentence, where a union would say five."""
    if isinstance(value, str):
        if "\0" in value or not _is_text(value):
            raise PydanticCustomError("text_not_writable", "a text without NUL and lone surrogates is expected")
    elif isinstance(value, bool) or value is None:
        pass
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise PydanticCustomError(
                "number_beyond_json", "beyond ±{largest}: write the number as a text", {"largest": LARGEST_INTEGER}
            )
    elif isinstance(value, dict | list | tuple):
        if depth == DEEPEST:
            raise PydanticCustomError("nested_too_deep", "nested deeper than {depth}", {"depth": DEEPEST})
        for key in value if isinstance(value, dict) else ():
            if not isinstance(key, str) or not key.isascii() or "\0" in key:
                raise PydanticCustomError("key_not_ascii", "keys of letters, digits and signs of ASCII are expected")
        for part in value.values() if isinstance(value, dict) else value:
            _exact(part, depth + 1)
    return value  # of another type: the type behind this says so


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


Options = Annotated[dict[str, Plain], BeforeValidator(_exact), TextClass.PUBLIC]
"""A strategy's options, by name. Numbers beyond what JSON holds, and fractions, are written as texts."""


Words = Annotated[
    str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True), _Written, TextClass.PERSONAL
]
"""A person's text, 1 to 10,000 characters; never written to the log."""
ShortWords = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), _Written, TextClass.PERSONAL
]
"""A person's title or note, 1 to 300 characters; never written to the log."""
PublicText = Annotated[
    str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True), _Written, TextClass.PUBLIC
]
"""A text given in office (a reason, a scope, a finding): it stays in the log and must name no private person."""
Sealed = Sha256
"""SHA-256(salt ‖ text) of a text that lies, with its salt, in the private store."""
