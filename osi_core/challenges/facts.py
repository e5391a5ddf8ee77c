"""What other phases, gates and the report may know of phase 2."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from datetime import datetime

from osi_core.challenges import events as e
from osi_core.domain import Fact, Recorded


class Challenge(Fact):
    """A challenge by its id."""

    author: str
    title: str
    """The title's seal."""
    text: str | None = None
    """The text's seal."""
    language: str
    submitted_at: datetime
    tags: tuple[str, ...] = ()
    category: str | None = None
    status: e.ChallengeStatus = e.ChallengeStatus.SUBMITTED
    merged_into: str | None = None
    split_into: tuple[str, ...] = ()
    been_in: frozenset[str] = frozenset()
    """All that it was ever merged or split into, also where that was undone."""
    reason: str | None = None
    """Why it was rejected, merged or split."""
    rank: int | None = None
    """Place in the latest published priorities, from 1; when merged or split, it goes over to what lives on."""
    in_top: bool = False
    published: int | None = None
    """The place that a result gave to this very challenge, wherever it lives on now."""
    owed: bool = False
    """Whether that place asks for an answer."""
    asked: e.Wish | None = None
    """What the author has asked moderation for, and nobody has answered yet."""
    asked_title: str | None = None
    """The seal of the title that is wished for."""
    asked_text: str | None = None
    """The seal of the text that is wished for."""
    proposed_into: str | None = None
    """What a merge would put it into that its author may still object to, or has not."""

    sources = (
        e.ChallengeSubmitted,
        e.ChallengeAccepted,
        e.ChallengeRejected,
        e.ChallengeTagged,
        e.MergeProposed,
        e.MergeObjected,
        e.ChallengeMerged,
        e.ChallengeSplit,
        e.ChallengeAmended,
        e.ChallengeWithdrawn,
        e.AmendmentAsked,
        e.WithdrawalAsked,
        e.CorrectionGranted,
        e.CorrectionDeclined,
        e.MergeUndone,
        e.SplitUndone,
        e.ChallengesPrioritised,
    )

    @property
    def onward(self) -> tuple[str, ...] | None:
        """Where it went: into others, or nowhere if it was taken down or back; None while it stands by itself."""
        if self.status in (e.ChallengeStatus.REJECTED, e.ChallengeStatus.WITHDRAWN):
            return ()
        return self.split_into or None if self.merged_into is None else (self.merged_into,)

    @classmethod
    def fold(cls, rows: MutableMapping[str, Challenge], record: Recorded) -> None:
        match record.event:
            case e.ChallengeSubmitted() as event:
                rows[event.challenge] = cls(
                    author=event.author,
                    title=event.title,
                    text=event.text,
                    language=event.language,
                    submitted_at=record.time,
                    tags=event.tags,
                    category=event.category,
                )
            case e.ChallengeAccepted() as event:
                cls._with(rows, event.challenge, status=e.ChallengeStatus.ACCEPTED)
                if rows[event.challenge].published is not None:  # let in after all, it has the place again that it had
                    cls._rank_anew(rows)
            case e.ChallengeRejected() as event:
                cls._ends(rows, event.challenge, e.ChallengeStatus.REJECTED, event.reason)
            case e.ChallengeTagged() as event:
                tagged = {"tags": event.tags, "category": event.category}
                rows[event.challenge] = rows[event.challenge].model_copy(update=tagged)
            case e.ChallengeMerged() as event:
                merged = {"status": e.ChallengeStatus.MERGED, "merged_into": event.into, "reason": event.reason}
                cls._live_on(rows, event.challenge, merged)
            case e.ChallengeSplit() as event:
                split = {"status": e.ChallengeStatus.SPLIT, "split_into": event.parts, "reason": event.reason}
                cls._live_on(rows, event.challenge, split)
            case e.ChallengesPrioritised() as event:
                cls._rank(rows, event)
            case _:
                cls._set_right(rows, record)

    @classmethod
    def _set_right(cls, rows: MutableMapping[str, Challenge], record: Recorded) -> None:
        match record.event:
            case e.MergeProposed() as event:
                cls._with(rows, event.challenge, proposed_into=event.into)
            case e.MergeObjected() as event:
                cls._with(rows, event.challenge, proposed_into=None)
            case e.ChallengeAmended() as event:
                cls._with(rows, event.challenge, title=event.title, text=event.text, asked=None)
            case e.AmendmentAsked() as event:
                wished = {"asked_title": event.title, "asked_text": event.text}
                cls._with(rows, event.challenge, asked=e.Wish.AMEND, **wished)
            case e.WithdrawalAsked() as event:
                cls._with(rows, event.challenge, asked=e.Wish.WITHDRAW)
            case e.CorrectionDeclined() as event:
                cls._with(rows, event.challenge, asked=None)
            case e.CorrectionGranted(wish=e.Wish.AMEND) as event:
                known = rows[event.challenge]
                cls._with(rows, event.challenge, title=known.asked_title, text=known.asked_text, asked=None)
            case e.ChallengeWithdrawn() | e.CorrectionGranted() as event:
                cls._ends(rows, event.challenge, e.ChallengeStatus.WITHDRAWN, None)
            case e.MergeUndone() | e.SplitUndone() as event:
                alone = {"merged_into": None, "split_into": (), "reason": None}
                cls._with(rows, event.challenge, status=e.ChallengeStatus.ACCEPTED, **alone)
                cls._rank_anew(rows)

    @classmethod
    def _with(cls, rows: MutableMapping[str, Challenge], challenge: str, **update: object) -> None:
        rows[challenge] = rows[challenge].model_copy(update=update)

    @classmethod
    def _ends(
        cls, rows: MutableMapping[str, Challenge], challenge: str, status: e.ChallengeStatus, reason: str | None
    ) -> None:
        cls._with(rows, challenge, status=status, reason=reason, **_BY_ITSELF_NO_MORE)

    @classmethod
    def _rank(cls, rows: MutableMapping[str, Challenge], event: e.ChallengesPrioritised) -> None:
        if event.effect is e.RoundEffect.ADVISE:
            return
        if event.effect is e.RoundEffect.REPLACE:
            for item, row in rows.items():
                if row.rank is not None or row.published is not None:
                    without = {"rank": None, "in_top": False, "published": None, "owed": False}
                    rows[item] = row.model_copy(update=without)
        behind = max((row.published or 0 for row in rows.values()), default=0)
        for index, item in enumerate(event.order):
            row, owed = rows[item], index < event.top
            place = row.published or behind + index + 1
            rows[item] = row.model_copy(update={"published": place, "owed": row.owed or owed})
            cls._give_rank(rows, item, place, owed)

    @classmethod
    def _rank_anew(cls, rows: MutableMapping[str, Challenge]) -> None:
        """Gives the places that were published to where each challenge lives on now."""
        placed = sorted((row.published, item) for item, row in rows.items() if row.published is not None)
        for item, row in rows.items():
            if row.rank is not None:
                rows[item] = row.model_copy(update={"rank": None, "in_top": False})
        for place, item in placed:
            cls._give_rank(rows, item, place, rows[item].owed)

    @classmethod
    def _live_on(cls, rows: MutableMapping[str, Challenge], challenge: str, update: Mapping[str, object]) -> None:
        before = rows[challenge]
        after = before.model_copy(update={**update, **_BY_ITSELF_NO_MORE})
        rows[challenge] = after.model_copy(update={"been_in": before.been_in.union(after.onward or ())})
        if before.rank is not None:
            cls._give_rank(rows, challenge, before.rank, before.in_top)

    @classmethod
    def _give_rank(cls, rows: MutableMapping[str, Challenge], item: str, rank: int, in_top: bool) -> None:
        for heir in living(item, rows):
            known = rows[heir]
            better = rank if known.rank is None else min(rank, known.rank)
            rows[heir] = known.model_copy(update={"rank": better, "in_top": known.in_top or in_top})


_BY_ITSELF_NO_MORE: Mapping[str, object] = {"rank": None, "in_top": False, "asked": None, "proposed_into": None}
"""What a challenge has no more once it ended or lives on elsewhere."""


def living(challenge: str, rows: Mapping[str, Challenge]) -> tuple[str, ...]:
    """The challenges in which one lives on, through however many merges and splits; itself when it still stands.

    Empty when it, or all that came of it, was rejected.
    """
    return heirs_of(challenge, lambda one: rows[one].onward)


def heirs_of(challenge: str, onward: Callable[[str], tuple[str, ...] | None]) -> tuple[str, ...]:
    """The challenges in which one lives on, each once. `onward` says where one that does not stand by itself went: into
    one or several others, or nowhere; None for one that stands.
    """
    leads = onward(challenge)
    if leads is None:
        return (challenge,)
    return tuple(dict.fromkeys(heir for lead in leads for heir in heirs_of(lead, onward)))


def lineage(challenge: str, rows: Mapping[str, Challenge]) -> frozenset[str]:
    """A challenge, and all that it has lived on in since, though some of these may have gone on."""
    return frozenset({challenge}).union(*(lineage(lead, rows) for lead in rows[challenge].onward or ()))


def ever_lived_in(challenges: Iterable[str], rows: Mapping[str, Challenge]) -> frozenset[str]:
    """Challenges, and all that they have ever lived on in, also where that was undone since."""
    found: set[str] = set()
    waiting = list(challenges)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(rows[one].been_in)
    return frozenset(found)
