"""Words: what the logic says is a code and values; here it becomes a sentence that a person reads.

A `Message` is a sentence to be. A `Catalogue` holds the sentences of one package, a gettext file (`.po`, compiled
`.mo`) for each language; `Catalogues` asks them in turn. Nothing that is recorded or digested ever holds a sentence, so
that words can be mended and translated without a decision changing.
"""

from osi_core.words.accepted import language_of
from osi_core.words.catalogue import LANGUAGES, OWN, Catalogue, CatalogueInvalid, Catalogues, Sentences, places_in
from osi_core.words.error import WordedError
from osi_core.words.formats import PLAIN, Format
from osi_core.words.message import (
    Message,
    Name,
    Term,
    Value,
    message_of,
    parts_of,
    plain_message,
    plain_of,
    plain_values,
    term_of,
    value_of,
)
from osi_core.words.used import UsedSentences, sentences_used
from osi_core.words.visible import escaped, visible

__all__ = [
    "LANGUAGES",
    "OWN",
    "PLAIN",
    "Catalogue",
    "CatalogueInvalid",
    "Catalogues",
    "Format",
    "Message",
    "Name",
    "Sentences",
    "Term",
    "UsedSentences",
    "Value",
    "WordedError",
    "escaped",
    "language_of",
    "message_of",
    "parts_of",
    "places_in",
    "plain_message",
    "plain_of",
    "plain_values",
    "sentences_used",
    "term_of",
    "value_of",
    "visible",
]
