"""Words: what the logic says is a code and values; here it becomes a sentence that a person reads.

A `Message` is a sentence to be. A `Catalogue` holds the sentences of one package, a gettext file (`.po`, compiled `.mo`)
for each language; `Catalogues` asks them in turn. Nothing that is recorded or digested ever holds a sentence, so that
words can be mended and translated without a decision changing.
"""

from osi_core.words.catalogue import LANGUAGES, OWN, Catalogue, CatalogueInvalid, Catalogues
from osi_core.words.error import WordedError
from osi_core.words.formats import PLAIN, Format
from osi_core.words.message import (
    Message,
    MessageField,
    Name,
    Term,
    Value,
    Values,
    message_of,
    plain_message,
    plain_of,
    term_of,
    value_of,
)

__all__ = [
    "LANGUAGES",
    "OWN",
    "PLAIN",
    "Catalogue",
    "CatalogueInvalid",
    "Catalogues",
    "Format",
    "Message",
    "MessageField",
    "Name",
    "Term",
    "Value",
    "Values",
    "WordedError",
    "message_of",
    "plain_message",
    "plain_of",
    "term_of",
    "value_of",
]
