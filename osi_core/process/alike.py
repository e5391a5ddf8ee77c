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
    frequency = Counter(word for _, words in named for word in words)
    sets = [frozenset(words) for _, words in named]
    having = _Having(least)
    for number, (id_, words) in enumerate(named):
        rarest = sorted(words, key=lambda word: (frequency[word], word))
        prefix = rarest[: len(rarest) - -(-least * len(rarest) // 100) + 1]
        candidates = having.near(prefix, len(words))
        scored = ((_percent(sets[other], sets[number]), -other) for other in candidates)
        percent, other = max(scored, default=(0, 0))
        if percent >= least:
            yield _pair(*named[-other], id_, words, percent)
        if sets[-other] != sets[number] or not candidates:  # the same words again would never be the earliest
            having.add(number, prefix, len(words))


class _Having:
    """Which texts have a word among their rarest: by how many words they have, and at which place this one is.

    Two texts that share a word at these places, and none that is rarer, can share no more than what stands behind; if
    that is too little, none of those texts is looked at (positional filter: C. Xiao, W. Wang, X. Lin, J. X. Yu,
    "Efficient similarity joins for near duplicate detection", WWW 2008, doi:10.1145/1367497.1367516, section 4).
    """

    def __init__(self, least: int) -> None:
        self._least = least
        self._texts: dict[str, dict[tuple[int, int], list[int]]] = {}

    def add(self, number: int, prefix: Sequence[str], size: int) -> None:
        for place, word in enumerate(prefix):
            self._texts.setdefault(word, {}).setdefault((size, place), []).append(number)

    def near(self, prefix: Sequence[str], size: int) -> set[int]:
        """The texts that may be alike enough."""
        found = set[int]()
        for place, word in enumerate(prefix):
            for (other_size, other_place), numbers in self._texts.get(word, {}).items():
                most = min(size - place, other_size - other_place)
                if most * (100 + self._least) >= self._least * (size + other_size):
                    found.update(numbers)
        return found


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, small ones and numbers too, each once, in their order; without case and punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(dict.fromkeys(word for run in _RUN.findall(plain) for word in _words_in(run)))


def _words_in(run: str) -> Sequence[str]:
    if _WITHOUT_SPACES.search(run) is None or len(run) < 2:
        return (run,)
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _percent(one: frozenset[str], other: frozenset[str]) -> int:
    shared = len(one & other)
    return 100 * shared // (len(one) + len(other) - shared)


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
