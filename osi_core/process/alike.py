"""Texts that share most of their words: proposed to whoever moderates, and merged by nobody but them.

A machine that counts words takes "ban" and "don't ban" for nearly the same. So a pair says what both share and what
only one of them has, and whoever reads the two decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

LEAST_PERCENT = 60
"""Of a hundred words, how many two texts have in common at least to be proposed (Jaccard index)."""

_RUN = re.compile(r"[\w'’]+")
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese: no spaces between words, so two characters at a time stand for one."""


class Alike(NamedTuple):
    """Two texts that share most of their words."""

    first: str
    """The earlier one."""
    second: str
    percent: int
    """Shared words of a hundred that stand in either."""
    shared: tuple[str, ...]
    first_only: tuple[str, ...]
    second_only: tuple[str, ...]


def alike(texts: Iterable[tuple[str, str]], least: int = LEAST_PERCENT) -> Iterator[Alike]:
    """Pairs of (id, text), given in the order in which they came: each with the earlier one that is most like it.

    All pairs are found without comparing all: two sets whose Jaccard index is t or more share one of the rarest
    |x| - ceil(t |x|) + 1 words of each (prefix filter: S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for
    similarity joins in data cleaning", ICDE 2006, doi:10.1109/ICDE.2006.9, section 4).
    """
    named = [(id_, words_of(text)) for id_, text in texts]
    frequency = Counter(word for _, words in named for word in set(words))
    having: dict[str, list[int]] = {}
    for number, (id_, words) in enumerate(named):
        rarest = sorted(set(words), key=lambda word: (frequency[word], word))
        prefix = rarest[: len(rarest) - -(-least * len(rarest) // 100) + 1]
        candidates = sorted({other for word in prefix for other in having.get(word, ())})
        scored = ((_percent(named[other][1], words), -other) for other in candidates)
        percent, other = max(scored, default=(0, 0))
        if percent >= least:
            yield _pair(*named[-other], id_, words, percent)
        for word in prefix:
            having.setdefault(word, []).append(number)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, small ones and numbers too, each once, in their order; without case and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(dict.fromkeys(word for run in _RUN.findall(plain) for word in _words_in(run)))


def _words_in(run: str) -> Sequence[str]:
    if _WITHOUT_SPACES.search(run) is None or len(run) < 2:
        return (run,)
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _percent(first: Sequence[str], second: Sequence[str]) -> int:
    one, other = set(first), set(second)
    return 100 * len(one & other) // len(one | other)


def _pair(first: str, first_words: Sequence[str], second: str, second_words: Sequence[str], percent: int) -> Alike:
    one, other = set(first_words), set(second_words)
    return Alike(
        first,
        second,
        percent,
        shared=tuple(word for word in first_words if word in other),
        first_only=tuple(word for word in first_words if word not in other),
        second_only=tuple(word for word in second_words if word not in one),
    )
