"""How tokens are refused: by words that help whoever holds a good one, and tell a stranger nothing."""

from __future__ import annotations

from osi_core.words import Catalogues, Value, WordedError
from osi_runtime.auth.words import CATALOGUE, WORDS

__all__ = ["CATALOGUE", "WORDS", "AuthError", "KeysUnavailable", "NotExchanged", "Unauthenticated"]


class AuthError(WordedError):
    """What has to do with tokens and keys; its sentences stand in this room's catalogue."""

    def say(self, language: str = "en", words: Catalogues = WORDS) -> str:
        """The sentence in this language."""
        return words.say(self.message, language)


class Unauthenticated(AuthError):
    """A token that proves nothing.

    `code` is what the caller is told: that it is expired, or has to be exchanged first, where its signature was good;
    in all other cases that it is not valid. `reason` is for the operator's log and names what did not hold; neither
    ever holds any of the token.
    """

    def __init__(self, reason: str, code: str = "token-invalid") -> None:
        super().__init__(code)
        self.reason = reason


class KeysUnavailable(AuthError):
    """The issuer's keys cannot be had now, so nobody can say whether a token is good."""

    def __init__(self, issuer: str, said: Value) -> None:
        super().__init__("keys-unavailable")
        self.issuer, self.said = issuer, said
        """For the operator's log."""


class NotExchanged(AuthError):
    """An exchange asked for something that there is not, such as another kind of token."""

    def __init__(self, code: str, field: str, **values: Value) -> None:
        super().__init__(code, **values)
        self.field = field
        """The request's field that does not fit."""
