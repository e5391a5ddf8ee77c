"""The types of fields that commands and events share: ids, texts and who may ever read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
"""The last part of a resource name: lower-case letters, digits and hyphens (AIP-122)."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _no_contact(tag: str) -> str:
    if "@" in tag or sum(character.isdigit() for character in tag) > 5:
        raise PydanticCustomError(
            "tag_has_contact", "a tag is public and stays in the log; write no address or telephone number into it"
        )
    return tag


Tag = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True), AfterValidator(_no_contact)]
"""A keyword, skill or category: it stays in the log and is everyone's, so it holds no contact."""
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2999, 12, 31))]
"""A date that one can count from: adding months to the calendar's last days has no answer."""
Exact = Annotated[Decimal, Field(max_digits=30, decimal_places=12)]
"""A number as people write it, that can be worked with: 1e999999 is short, and nothing holds it."""
Tags = Annotated[tuple[Tag, ...], Field(max_length=20)]
"""Some keywords, or the skills that somebody has or looks for."""
Plain = TypeAliasType("Plain", "None | bool | int | str | list[Plain] | dict[str, Plain]")
"""What canonical JSON may hold: no floats, so that the same value has the same bytes everywhere."""


class Personal:
    """Marks a command's text as a person's own words: it goes to the private store, only its seal into the log."""


Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True), Personal()]
"""A person's text, 1 to 10,000 characters; never written to the log."""
ShortWords = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), Personal()]
"""A person's title or statement, 1 to 300 characters; never written to the log."""
PublicText = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
"""A text given in office (a reason, a scope, a finding): it stays in the log and must name no private person."""
Sealed = Sha256
"""SHA-256(salt ‖ text) of a text that lies, with its salt, in the private store."""
