"""The language that somebody wants to be told in, as browsers and clients say it (RFC 9110, section 12.5.4)."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["language_of"]

_LONGEST = 1000


@lru_cache(maxsize=1024)
def language_of(accepted: str, known: tuple[str, ...]) -> str:
    """The one of the known languages that `accept-language` likes best; English where it names none of them."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:_LONGEST].split(",")):
        name, _, parameters = part.strip().partition(";")
        short = name.strip().lower().partition("-")[0]
        if short in known and (weight := _weight(parameters)) > 0:
            found.append((-weight, place, short))
    return min(found)[2] if found else "en"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
