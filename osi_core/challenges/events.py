"""What can have happened in phase 2."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from osi_core.ballots import Ballots
from osi_core.challenges.resources import CHALLENGE, ROUND
from osi_core.domain import EndsBoxes, Event, Role, Sealed, Sha256, StopReason
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.records import DecisionRecord
from osi_core.mission.resources import INSTITUTION
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind


class ChallengeStatus(StrEnum):
    """What has become of a challenge."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MERGED = "merged"
    """It lives on in another one."""
    SPLIT = "split"
    """It lives on in its parts."""
    WITHDRAWN = "withdrawn"
    """Its author has taken it back."""


class Ground(StrEnum):
    """Why something that had been let in is taken down."""

    LAW = "law"
    RULES = "rules"
    """The mission's own."""
    AUTHORS_WISH = "authors_wish"


class Wish(StrEnum):
    """What an author asks moderation for once others have built on the challenge."""

    AMEND = "amend"
    WITHDRAW = "withdraw"


class RoundEffect(StrEnum):
    """What the result of a round does to the priorities."""

    ADD = "add"
    """What has no place yet comes behind what has one."""
    REPLACE = "replace"
    """It takes the place of all that was published before."""
    ADVISE = "advise"
    """It is shown, and changes no place."""


class StatementStatus(StrEnum):
    """What moderation says of a statement."""

    SUBMITTED = "submitted"
    """Moderation has not looked at it; it takes votes."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class RoundStatus(StrEnum):
    """How far a prioritisation round has come."""

    OPEN = "open"
    CLOSED = "closed"
    """No ballot counts any more; the result is not recorded yet."""
    DECIDED = "decided"
    UNDECIDED = "undecided"
    """It ended without a ballot, so there was nothing to decide on."""
    CANCELLED = "cancelled"


class CommitmentStatus(StrEnum):
    """What has become of a commitment."""

    OFFERED = "offered"
    """A named body has still to decide on it, on a named day."""
    MADE = "made"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    LATE = "late"
    """The date has passed and nothing was shown or decided; it can still be kept."""
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    """The body that it was subject to has said no."""


class Lack(StrEnum):
    """What a prioritised challenge may be acknowledged to lack."""

    COMMITMENT = "commitment"
    SOLUTION = "solution"


class ChallengeSubmitted(Event, type="challenges.submitted", public=True):
    challenge: str
    author: str
    title: Sealed
    text: Sealed | None
    language: str
    tags: tuple[str, ...]
    category: str | None


class ChallengeAccepted(Event, type="challenges.accepted", public=True):
    challenge: str
    reason: str | None


def _without_ground(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "ground": None}


_REPLACED = {"effect": RoundEffect.REPLACE.value, "least_ballots": 0}
"""What each result did before rounds said it: however few had voted, it took the place of all others."""


def _replaces(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, **_REPLACED, "enter_until_close": False}


def _moves_support(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "moves_support": True}


def _no_metadata(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "metadata": False}


def _undated(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "times": None}


def _uncounted(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "ballots": None}


def _replaced(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, **_REPLACED, "ballots": None}


class ChallengeRejected(Event, type="challenges.rejected", public=True):
    upcasters = (_without_ground,)

    challenge: str
    reason: str
    taken_down: bool
    """Whether it had been accepted before; what was cast for it counts no more."""
    ground: Ground | None


class ChallengeTagged(Event, type="challenges.tagged", public=True):
    challenge: str
    tags: tuple[str, ...]
    category: str | None


class ChallengeMerged(Event, type="challenges.merged", public=True, builds_on={"into": CHALLENGE}):
    """The challenge lives on in another one."""

    challenge: str
    into: str
    reason: str


class ChallengeSplit(Event, type="challenges.split", public=True, builds_on={"parts": CHALLENGE}):
    """The challenge lives on in its parts."""

    challenge: str
    parts: tuple[str, ...]
    reason: str


class ChallengeAmended(Event, type="challenges.amended", public=True):
    """The author says it in other words; the former ones stay under their seals until they are erased."""

    challenge: str
    title: Sealed
    text: Sealed | None


class ChallengeWithdrawn(Event, type="challenges.withdrawn", public=True):
    challenge: str
    reason: StopReason
    note: Sealed | None


class AmendmentAsked(Event, type="challenges.amendment_asked", public=True):
    """The author would amend what others have built on; moderation has to answer."""

    challenge: str
    title: Sealed
    text: Sealed | None


class WithdrawalAsked(Event, type="challenges.withdrawal_asked", public=True):
    """The author would take back what others have built on; moderation has to answer."""

    challenge: str
    reason: StopReason
    note: Sealed | None


class CorrectionGranted(Event, type="challenges.correction_granted", public=True):
    """What was asked for comes to pass."""

    challenge: str
    wish: Wish


class CorrectionDeclined(Event, type="challenges.correction_declined", public=True):
    challenge: str
    wish: Wish
    reason: str


class MergeProposed(Event, type="challenges.merge_proposed", public=True):
    """The author may object before a moment; silence consents."""

    challenge: str
    into: str
    reason: str
    until: AwareDatetime


class MergeObjected(Event, type="challenges.merge_objected", public=True):
    challenge: str
    into: str
    note: Sealed | None


class MergeUndone(Event, type="challenges.merge_undone", public=True):
    """The challenge stands by itself again."""

    challenge: str
    reason: str


class SplitUndone(Event, type="challenges.split_undone", public=True):
    """The challenge stands by itself again, and its parts beside it."""

    challenge: str
    reason: str


class StatementSubmitted(Event, type="challenges.statement_submitted", public=True, builds_on={"challenge": CHALLENGE}):
    by_chance = ("box_sha256",)
    upcasters = (_no_metadata,)

    statement: str
    author: str
    challenge: str | None
    text: Sealed
    box_sha256: Sha256
    """The box that votes on it are cast into."""
    metadata: bool
    """Whether it says something of whoever agrees with it, and asks for nothing."""


class StatementAccepted(Event, type="challenges.statement_accepted", public=True):
    statement: str
    reason: str | None


class StatementRejected(Event, type="challenges.statement_rejected", public=True):
    statement: str
    reason: str
    taken_down: bool
    """Whether it had been accepted before; votes on it count no more."""


class VotesCast(Event, type="challenges.votes_cast"):
    """Votes on statements, as columns of equal length; private.

    Per person and statement the one counts that `osi_core.ballots.that_count` names.
    """

    upcasters = (_undated,)

    voters: Column
    """Pseudonyms, 16 bytes each (u1): who votes here."""
    persons: Column
    """Indices into the voters (i4)."""
    items: Column
    """Statement indices (i4), in the order of submission."""
    values: Column
    """1 agree, -1 disagree, 0 pass (i4)."""
    revisions: Column
    """i4; `UNNUMBERED` where a vote has none."""
    ids: tuple[str, ...]
    """The votes' own ids, as the box gives them."""
    times: Column | None
    """When each was cast, in milliseconds since 1970 (i8), where that was told: of votes that were cast elsewhere."""


class RoundOpened(DecisionOpened, type="challenges.round_opened", public=True, builds_on={"items": CHALLENGE}):
    by_chance = ("secret_sha256", "box_sha256", "roster", "roster_sha256")
    upcasters = (_replaces, _moves_support)

    round: str
    kind: BallotKind
    items: tuple[str, ...]
    electorate: tuple[Role, ...]
    closes_at: AwareDatetime
    box_sha256: Sha256
    """The box that ballots are cast into."""
    roster: Column
    """Pseudonyms of the eligible, 16 bytes each (u1), ascending; a person's place in it is its index in the ballots."""
    roster_sha256: str
    max_choices: int
    max_points: int
    minimum_support: int
    """How many ballots must support an item, or it stands in no order."""
    top: int
    """How many of the result must be answered by a commitment or acknowledged as gaps."""
    effect: RoundEffect
    least_ballots: int
    """With fewer the result only advises, whatever its effect would have been."""
    enter_until_close: bool
    """Whether people may enter the round themselves while it is open."""
    moves_support: bool
    """Whether what is cast for a challenge that lives on in others by the close counts for these, as the rules had it
    until version 2; else it counts for the challenge itself.
    """


class RoundMoved(Event, type="challenges.round_moved", public=True):
    """Ballots are taken for longer."""

    round: str
    closes_at: AwareDatetime
    reason: str


class RoundCancelled(EndsBoxes, type="challenges.round_cancelled", public=True):
    """Nothing comes of the round; nobody can tell any more who has cast what."""

    round: str
    reason: str


class RoundUndecided(EndsBoxes, type="challenges.round_undecided", public=True):
    """The round ended without a ballot: nothing is decided, and nothing drawn by lot."""

    round: str


class VoterAdded(Event, type="challenges.voter_added"):
    """A person became eligible after the opening, added in office or by entering; the index follows those before."""

    round: str
    voter: str
    """The pseudonym."""


class BallotsCast(Ballots, type="challenges.ballots_cast"):
    """Ballots of a round, which name its challenges; private."""

    round: str


class RoundClosed(DecisionClosed, type="challenges.round_closed", public=True):
    """No ballot behind this event's position counts."""

    upcasters = (_uncounted,)

    round: str
    ballots: int | None
    """How many people have cast one that names something; None where nobody counted them yet."""


class ChallengesPrioritised(
    EndsBoxes, type="challenges.prioritised", public=True, builds_on={"round": ROUND, "order": CHALLENGE}
):
    upcasters = (_replaced,)

    round: str
    record: DecisionRecord
    order: tuple[str, ...]
    """All challenges that were ranked, the most urgent first."""
    top: int
    """How many of them must be answered by a commitment or acknowledged as gaps."""
    effect: RoundEffect
    ballots: int | None
    """As the close says."""
    least_ballots: int

    @property
    def too_few(self) -> bool:
        """Whether it only advises because too few people have voted."""
        return self.ballots is not None and self.ballots < self.least_ballots


class CommitmentMade(
    Event,
    type="challenges.commitment_made",
    public=True,
    builds_on={"challenge": CHALLENGE, "institution": INSTITUTION},
):
    commitment: str
    challenge: str
    institution: str
    scope: str
    resources: str
    due: date


class CommitmentOffered(
    Event,
    type="challenges.commitment_offered",
    public=True,
    builds_on={"challenge": CHALLENGE, "institution": INSTITUTION},
):
    """An institution commits itself subject to a body that decides on a named day."""

    commitment: str
    challenge: str
    institution: str
    scope: str
    resources: str
    due: date
    body: str
    decides_on: date


class CommitmentConfirmed(Event, type="challenges.commitment_confirmed", public=True):
    commitment: str
    said: str
    """What the body has decided, and where that can be read."""


class CommitmentRefused(Event, type="challenges.commitment_refused", public=True):
    commitment: str
    reason: str


class CommitmentUndecided(Event, type="challenges.commitment_undecided", public=True):
    """The body's day has passed in silence: the commitment is late, and can still be confirmed."""

    commitment: str
    body: str
    decides_on: date


class CommitmentKept(Event, type="challenges.commitment_kept", public=True):
    commitment: str
    evidence: str
    late: bool

    @property
    def becomes(self) -> CommitmentStatus:
        """What the commitment is from here on."""
        return CommitmentStatus.KEPT_LATE if self.late else CommitmentStatus.KEPT


class CommitmentLate(Event, type="challenges.commitment_late", public=True):
    """The date has passed and nothing was shown; it can still be kept, late."""

    commitment: str
    due: date


class CommitmentWithdrawn(Event, type="challenges.commitment_withdrawn", public=True):
    commitment: str
    reason: str


class GapAcknowledged(Event, type="challenges.gap_acknowledged", public=True, builds_on={"challenge": CHALLENGE}):
    """It is said in public that a prioritised challenge has no commitment, or no solution."""

    challenge: str
    lacks: Lack
    reason: str
