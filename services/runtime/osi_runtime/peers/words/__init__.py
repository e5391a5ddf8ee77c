"""The sentences about other services, German and English.

`CATALOGUE` is what the hook announces; `WORDS` is the library's with it.
"""

from pathlib import Path

from osi_core.words import OWN, Catalogue, Catalogues

__all__ = ["CATALOGUE", "WORDS"]

CATALOGUE = Catalogue(Path(__file__).parent)
WORDS: Catalogues = OWN.with_(CATALOGUE)
