"""The library's own words: each code that the source says has its sentences, and each sentence is said somewhere."""

from pathlib import Path
from typing import get_args

from pydantic_core.core_schema import ErrorType

import osi_core
from osi_core.domain.refusal import code_of
from osi_core.testing.words import WordsConformance
from osi_core.words import Catalogues


class TestOwnWords(WordsConformance):
    source = Path(osi_core.__file__).parent
    folder = source / "words"
    others = Catalogues()
    elsewhere = frozenset(map(code_of, get_args(ErrorType)))
