"""The sentences of this package, German and English: one gettext file a language, compiled beside it.

`CATALOGUE` is what the hook announces, `WORDS` the library's catalogues with it, and `Told` an error that is a message.
"""

from pathlib import Path

from osi_core.words import OWN, Catalogue, Catalogues
from osi_voting.words.told import Told, shown

__all__ = ["CATALOGUE", "WORDS", "Told", "shown"]

CATALOGUE = Catalogue(Path(__file__).parent)
WORDS: Catalogues = OWN.with_(CATALOGUE)
