"""The sentences of this package, German and English."""

from pathlib import Path

from osi_core.words import Catalogue

__all__ = ["CATALOGUE"]

CATALOGUE = Catalogue(Path(__file__).parent)
