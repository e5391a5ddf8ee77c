"""Services that break their contract within: what no glass before them could show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest

from osi_core.challenges import problem as rounds
from osi_core.curation import recusal
from osi_core.funding import problem
from osi_core.log import heard
from osi_core.log.envelope import envelope_of
from osi_core.process import asking, hearing
from osi_core.process.share import Share


class Inside(NamedTuple):
    """A service with a fault."""

    name: str
    breaks: Callable[[pytest.MonkeyPatch], None]
    caught_by: tuple[str, ...]


def _counts_every_ballot(patch: pytest.MonkeyPatch) -> None:
    """Who casts twice counts twice."""

    def counted(kind: Any, ballots: Any) -> list[Any]:
        return list(ballots)

    patch.setattr(problem, "counted", counted)
    patch.setattr(rounds, "counted", counted)


def _answers_no_question(patch: pytest.MonkeyPatch) -> None:
    """What others ask stays without an answer, and what they do without an effect."""
    patch.setattr(Share, "reactions", lambda *given: [])


def _knows_no_ties(patch: pytest.MonkeyPatch) -> None:
    """Whoever is tied to an initiative reviews it."""
    patch.setattr(recusal, "own_stake", lambda person, initiative, context: ())
    patch.setattr(recusal, "_helped", lambda initiative, context: ())


def _counts_no_houses(patch: pytest.MonkeyPatch) -> None:
    """Everybody counts as a house of their own."""
    patch.setattr(recusal, "_institutions", lambda people, context: frozenset())


def _waits_for_the_first(patch: pytest.MonkeyPatch) -> None:
    """Does what was asked as soon as somebody has answered."""
    patch.setattr(asking, "_silent", lambda asked, context: ())


def _passes_over_gaps(patch: pytest.MonkeyPatch) -> None:
    """Takes in whatever comes next, as if nothing had lain between."""
    real = hearing.Hearing.hear

    def hear(self: Any, message: Any, parked_for: str = "") -> Any:
        head = self._memory.heard.get(message.chain)
        if head is not None and message.position > head.position:
            message = message._replace(previous=head.position)
        return real(self, message, parked_for)

    patch.setattr(hearing.Hearing, "hear", hear)
    patch.setattr(hearing, "hash_holds", lambda message, head: True)


def _believes_both_stories(patch: pytest.MonkeyPatch) -> None:
    """Takes in an event that denies the one before it."""
    real = heard.place

    def place(entry: Any, head: Any, known: Any) -> Any:
        found = real(entry, head, known)
        return heard.Place.NEXT if found is heard.Place.FORK else found

    patch.setattr(hearing, "place", place)
    patch.setattr(hearing, "_said_by", lambda message: envelope_of(message.raw))
    patch.setattr(hearing, "hash_holds", lambda message, head: True)


INSIDE: Sequence[Inside] = (
    Inside(
        "counts-every-ballot",
        _counts_every_ballot,
        ("funding/ballot/cast/one-a-person", "funding/ballot/cast/later-replaces-earlier"),
    ),
    Inside(
        "answers-no-question",
        _answers_no_question,
        ("funding/hearing/closing-is-answered",),
    ),
    Inside("passes-over-gaps", _passes_over_gaps, ("funding/hearing/gap-is-asked-for",)),
    Inside(
        "follows-no-erasure",
        _answers_no_question,
        ("matching/hearing/erasure-is-followed", "matching/hearing/stipends-are-declined"),
    ),
    Inside(
        "judges-the-own-cause", _knows_no_ties, ("matching/review/submit/own-team", "matching/review/submit/mentor")
    ),
    Inside("counts-heads-not-houses", _counts_no_houses, ("matching/dossier/close/reviewers-of-one-house",)),
    Inside("believes-both-stories", _believes_both_stories, ("funding/hearing/fork-is-not-followed",)),
    Inside("counts-every-ballot-of-rounds", _counts_every_ballot, ("participation/ballot/cast/one-a-person",)),
    Inside("waits-for-the-first", _waits_for_the_first, ("participation/phase/close/waits-for-all",)),
    Inside("passes-over-gaps-in-matching", _passes_over_gaps, ("participation/hearing/gap-is-asked-for",)),
    Inside("believes-both-of-matching", _believes_both_stories, ("participation/hearing/fork-is-not-followed",)),
)
