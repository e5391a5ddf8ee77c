"""Which sentences some messages use, so that they can be handed on together with the messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from osi_core.words.catalogue import LANGUAGES, Catalogues
from osi_core.words.message import Message, parts_of

__all__ = ["UsedSentences", "sentences_used"]

UsedSentences = dict[str, dict[str, str | list[str]]]
"""Language → code → sentence, or all its forms where there is one for one and one for many."""


def sentences_used(
    messages: Iterable[Message], words: Catalogues, languages: Sequence[str] = LANGUAGES
) -> UsedSentences:
    """The sentences, with their places, of all these messages and of what stands in them, by language and code.

    Codes stand in alphabetical order. A code without words in a language is left out there.
    """
    codes = sorted({part.code for message in messages for part in parts_of(message)})
    used: UsedSentences = {}
    for language in languages:
        told = ((code, words.forms(code, language)) for code in codes)
        used[language] = {code: forms[0] if len(forms) == 1 else list(forms) for code, forms in told if forms}
    return used
