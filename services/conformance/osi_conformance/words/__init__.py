"""The sentences of this package, German and English: what each case proves, and what the command says."""

from pathlib import Path

from osi_core.words import OWN, Catalogue, Catalogues

__all__ = ["CATALOGUE", "WORDS"]

CATALOGUE = Catalogue(Path(__file__).parent)
WORDS: Catalogues = OWN.with_(CATALOGUE)
