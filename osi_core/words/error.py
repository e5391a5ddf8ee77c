"""Errors that people read: a code and values like everything else, told in a language where they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.words.catalogue import OWN, Catalogues
from osi_core.words.message import Message, Value

__all__ = ["WordedError"]


class WordedError(Exception):
    """An error whose words stand in the catalogues; `str` of it is English.

    `WordedError("store.missing", store="town.db")`. A text that is no code of any catalogue is shown as it is, so that
    whoever implements a port of ours may raise the port's errors with a sentence of their own.

    The arguments of a subclass's constructor stay its `args`, so that every one of these errors can be pickled; that is
    why none of them hands other ones to `Exception`.
    """

    code: str
    values: Mapping[str, Value]

    def __init__(self, code: str, /, **values: Value) -> None:
        self.code, self.values = code, values

    @property
    def message(self) -> Message:
        """The sentence to be."""
        return Message(self.code, self.values)

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """The sentence in this language."""
        return words.say(self.message, language)

    def __str__(self) -> str:
        return self.say()

    def __reduce__(self) -> tuple[object, ...]:
        return _remade, (type(self), self.args, self.__dict__)


def _remade(kind: type[WordedError], args: tuple[object, ...], state: dict[str, object]) -> WordedError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
