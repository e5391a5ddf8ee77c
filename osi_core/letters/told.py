"""Who is to hear what of a mission on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from osi_core.challenges.events import ChallengeStatus, CommitmentStatus
from osi_core.challenges.resources import CHALLENGE
from osi_core.challenges.views import ChallengeView, CommitmentView
from osi_core.domain.resource import within_mission
from osi_core.mission.resources import INSTITUTION, PARTICIPANT
from osi_core.mission.views import InstitutionView, MissionView
from osi_core.process import OPERATOR, Engine
from osi_core.process.reads import LARGEST_PAGE, DueItem, Reads
from osi_core.words import Message, Name, Value

__all__ = ["KINDS", "ORGANISERS", "Letter", "letters"]

ORGANISERS = "organisers"
"""Whom a letter is for that is nobody else's."""
_STAGES = ((0, "overdue"), (3, "due-in-3"), (14, "due-in-14"))
"""Up to how many days before its day a reminder is of which kind: each is written once."""
_DECIDED = {
    ChallengeStatus.ACCEPTED: "accepted",
    ChallengeStatus.REJECTED: "rejected",
    ChallengeStatus.MERGED: "merged",
}
_ENDED = {
    CommitmentStatus.KEPT: "promise-kept",
    CommitmentStatus.KEPT_LATE: "promise-kept",
    CommitmentStatus.LATE: "promise-late",
    CommitmentStatus.WITHDRAWN: "promise-withdrawn",
    CommitmentStatus.MADE: "promise-made",
    CommitmentStatus.REFUSED: "promise-refused",
    CommitmentStatus.OFFERED: "promise-offered",
}

KINDS = frozenset((*_DECIDED.values(), *_ENDED.values(), *(kind for _, kind in _STAGES)))
"""Of letters: each has a sentence for its subject and one for its text."""


class Letter(NamedTuple):
    """One thing that one is to hear."""

    id: str
    """The same as long as it says the same: what is in the outbox once is not written again."""
    to: str
    """`participants/p-1`, `institutions/town`, or `organisers`."""
    about: str
    """Name of the resource."""
    subject: Message
    text: Message


def letters(engine: Engine, mission: str, on: date | None = None) -> Iterator[Letter]:
    """All that is to be heard on a day; in a mission that is not real, today is the day of its last event."""
    memory = engine.memory(mission)
    state = memory.mission_state(engine.store)
    assert state is not None
    reads = engine.read(mission, OPERATOR)
    title = reads.get(MissionView).title
    last = memory.last if memory.last and state.origin.value != "real" else datetime.now(UTC)
    today = on or last.astimezone(UTC).date()
    authors: dict[str, str] = {}
    for challenge in _all(reads, ChallengeView):
        if challenge.author is not None:
            authors[challenge.challenge] = PARTICIPANT(challenge.author)
            yield from _decided(title, challenge, authors[challenge.challenge])
    names = {one.institution: one.display_name for one in _all(reads, InstitutionView)}
    for commitment in _all(reads, CommitmentView):
        if commitment.challenge in authors:
            yield from _promised(title, commitment, authors[commitment.challenge], names[commitment.institution])
    for item in engine.across(mission, OPERATOR).due(page_size=LARGEST_PAGE).items:
        yield from _due(engine, reads, title, item, (item.time.astimezone(UTC).date() - today).days)


def _all(reads: Reads, view: Any) -> Iterator[Any]:
    token = ""
    while True:
        page = reads.list(view, page_size=LARGEST_PAGE, page_token=token)
        yield from page.items
        if not (token := page.next_page_token):
            return


def _letter(kind: str, to: str, about: str, **values: Value) -> Letter:
    told: dict[str, Value] = {"about": Name(about), **values}
    said = "\0".join((kind, to, about, *(f"{name}={value}" for name, value in sorted(values.items()))))
    id_ = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Letter(
        id_, to, about, Message.of(f"letter.{kind}.subject", **told), Message.of(f"letter.{kind}.text", **told)
    )


def _decided(title: str, one: ChallengeView, author: str) -> Iterator[Letter]:
    kind = _DECIDED.get(one.status)
    if kind is not None:
        values = {"reason": one.reason or "–", "into": one.merged_into or ""}
        yield _letter(kind, author, str(CHALLENGE(one.challenge)), mission=title, **values)


def _promised(title: str, one: CommitmentView, author: str, institution: str) -> Iterator[Letter]:
    kind = _ENDED.get(one.status)
    if kind is not None:
        values = {"institution": institution, "scope": one.scope, "due": one.due, "said": one.said or "–"}
        yield _letter(kind, author, str(CHALLENGE(one.challenge)), mission=title, **values)


def _due(engine: Engine, reads: Reads, title: str, item: DueItem, days: int) -> Iterator[Letter]:
    stage = next((stage for most, stage in _STAGES if days <= most), None)
    if stage is not None:
        about = within_mission(item.name)
        what, on = Message(item.code), item.time.astimezone(UTC).date()
        yield _letter(stage, _addressee(engine, reads, item.name), about, mission=title, what=what, day=on)


def _addressee(engine: Engine, reads: Reads, name: str) -> str:
    """Whose duty it is: the institution's, the person's, or, where a resource names neither, the organisers'."""
    for part in engine.share.parts:
        for view in part.views:
            if view.at.matches(name) and len(view.at.variables) == 1:
                shown = reads.get(view, view.at.parse(name)[view.own_id()])
                institution, person = getattr(shown, "institution", None), getattr(shown, "applicant", None)
                if person:
                    return PARTICIPANT(person)
                return INSTITUTION(institution) if institution else ORGANISERS
    return ORGANISERS
