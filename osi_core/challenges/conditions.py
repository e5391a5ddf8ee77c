"""What must hold before something happens in phase 2: challenges, statements and commitments."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.challenges import commands as c
from osi_core.challenges.facts import Challenge, Commitment, Statement
from osi_core.challenges.state import ChallengeState, CommitmentState, GapState, StatementState
from osi_core.domain import Context, Unmet
from osi_core.mission.facts import Member
from osi_core.solutions.facts import Solution


def is_unmoderated(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Moderation decides once."""
    if state.status != "submitted":
        yield Unmet(
            code="challenge-moderated",
            en=f"challenges/{command.challenge} is {state.status} already",
            de=f"challenges/{command.challenge} hat schon den Stand {state.status}",
        )


def is_accepted(command: c.OfChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """Only an accepted challenge can be merged or split; one that was merged cannot be merged again (no circles)."""
    if state.status != "accepted":
        yield Unmet(
            code="challenge-not-accepted",
            field="challenge",
            en=f"challenges/{command.challenge} is {state.status}, not accepted",
            de=f"challenges/{command.challenge} hat den Stand {state.status}, nicht accepted",
        )


def merges_into_another(command: c.MergeChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """A challenge merges into another accepted one, so that lineage never runs in a circle.

    Guarantees that the target was accepted, thus itself not merged, at the position the event records. Race: with one
    writer none; two writers that merge a into b and b into a at once are put in order by the log, and the second one
    decides again and is refused.
    """
    if command.into == command.challenge:
        yield Unmet(
            code="merge-into-itself",
            field="into",
            en=f"challenges/{command.challenge} cannot be merged into itself",
            de=f"challenges/{command.challenge} kann nicht in sich selbst aufgehen",
        )
        return
    target = context.fact(Challenge, command.into)
    if target is None:
        yield _unknown("into", command.into)
    elif target.status != "accepted":
        yield Unmet(
            code="merge-target-not-accepted",
            field="into",
            en=f"challenges/{command.into} is {target.status}; merge into an accepted challenge",
            de=f"challenges/{command.into} hat den Stand {target.status}; Ziel muss angenommen (accepted) sein",
        )


def splits_into_known_parts(command: c.SplitChallenge, state: ChallengeState, context: Context) -> Iterator[Unmet]:
    """The parts exist, are still alive, and are others than the whole.

    Guarantees it at the position the event records. Race: a part may be rejected or merged right after; the lineage
    then shows that part's own end.
    """
    for part in command.parts:
        fact = context.fact(Challenge, part)
        if part == command.challenge or command.parts.count(part) > 1:
            yield Unmet(
                code="split-part-repeated",
                field="parts",
                en=f"challenges/{part} is named twice, or is the whole itself",
                de=f"challenges/{part} ist doppelt genannt oder selbst das Ganze",
            )
        elif fact is None:
            yield _unknown("parts", part)
        elif fact.status not in ("submitted", "accepted"):
            yield Unmet(
                code="split-part-ended",
                field="parts",
                en=f"challenges/{part} is {fact.status}",
                de=f"challenges/{part} hat den Stand {fact.status}",
            )


def statement_is_about_a_challenge(command: c.SubmitStatement, state: None, context: Context) -> Iterator[Unmet]:
    """A statement about a challenge names one that exists.

    Race: none, for challenges are never removed.
    """
    if command.challenge is not None and context.fact(Challenge, command.challenge) is None:
        yield _unknown("challenge", command.challenge)


def statement_is_unmoderated(command: c.OfStatement, state: StatementState, context: Context) -> Iterator[Unmet]:
    """Moderation decides once."""
    if state.status != "submitted":
        yield Unmet(
            code="statement-moderated",
            en=f"statements/{command.statement} is {state.status} already",
            de=f"statements/{command.statement} hat schon den Stand {state.status}",
        )


def votes_are_ones_own(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """A participant votes in person.

    Race: none, for the actor is the participant; an erasure right after leaves the vote under an id that leads to
    nobody.
    """
    if context.actor.participant != command.participant:
        yield Unmet(
            code="not-oneself",
            field="participant",
            en=f"{context.actor.participant} cannot vote for {command.participant}",
            de=f"{context.actor.participant} kann nicht für {command.participant} abstimmen",
        )
    elif context.fact(Member, command.participant) is None:
        yield Unmet(
            code="participant-unknown",
            field="participant",
            en=f"{command.participant} has not joined the mission",
            de=f"{command.participant} nimmt nicht an der Mission teil",
        )


def votes_are_on_open_statements(command: c.CastVotes, state: None, context: Context) -> Iterator[Unmet]:
    """Each statement voted on exists and was not rejected.

    Guarantees it at the position the event records. Race: a statement may be rejected right after a vote; counting
    leaves rejected statements out.
    """
    for statement in dict.fromkeys(vote.statement for vote in command.votes):
        fact = context.fact(Statement, statement)
        if fact is None or fact.status == "rejected":
            state_en, state_de = (
                ("does not exist", "gibt es nicht") if fact is None else ("was rejected", "wurde abgelehnt")
            )
            yield Unmet(
                code="statement-not-open",
                field="votes",
                en=f"statements/{statement} {state_en}",
                de=f"statements/{statement} {state_de}",
            )


def speaks_for_an_institution(command: c.MakeCommitment, state: None, context: Context) -> Iterator[Unmet]:
    """Commitments are institutions' own."""
    if context.actor.institution is None:
        yield Unmet(
            code="no-institution",
            field="actor",
            en=f"{context.actor.participant} speaks for no institution; only institutions commit",
            de=f"{context.actor.participant} vertritt keine Institution; nur Institutionen sagen zu",
        )


def commits_to_a_living_challenge(command: c.MakeCommitment, state: None, context: Context) -> Iterator[Unmet]:
    """A commitment is to a challenge that was accepted and still stands by itself.

    Guarantees it at the position the event records. Race: a challenge merged right after keeps the commitment, and
    the receipt leads from the merged one to it.
    """
    fact = context.fact(Challenge, command.challenge)
    if fact is None:
        yield _unknown("challenge", command.challenge)
    elif fact.status != "accepted":
        yield Unmet(
            code="challenge-not-accepted",
            field="challenge",
            en=f"challenges/{command.challenge} is {fact.status}; commit to an accepted challenge",
            de=f"challenges/{command.challenge} hat den Stand {fact.status}; Zusagen gelten angenommenen (accepted)",
        )


def due_date_lies_ahead(command: c.MakeCommitment, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody commits to the past."""
    if command.due <= context.time.date():
        yield Unmet(
            code="due-past",
            field="due",
            en=f"{command.due} is not after today ({context.time.date()})",
            de=f"{command.due} liegt nicht nach dem heutigen Tag ({context.time.date()})",
        )


def is_the_institutions_own(command: c.OfCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """Only the institution that made a commitment can keep it or take it back."""
    if context.actor.institution != state.institution:
        yield Unmet(
            code="not-own-commitment",
            field="actor",
            en=f"commitments/{command.commitment} is {state.institution}'s, not {context.actor.institution}'s",
            de=f"commitments/{command.commitment} ist von {state.institution}, nicht von {context.actor.institution}",
        )


def commitment_is_pending(command: c.OfCommitment, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """A commitment that was kept or withdrawn has ended."""
    if state.status not in ("made", "late"):
        yield Unmet(
            code="commitment-ended",
            en=f"commitments/{command.commitment} is {state.status} already",
            de=f"commitments/{command.commitment} hat schon den Stand {state.status}",
        )


def due_date_has_passed(command: c.MarkCommitmentLate, state: CommitmentState, context: Context) -> Iterator[Unmet]:
    """A commitment is late only after its date, and it is said once."""
    if state.status == "late" or context.time.date() <= state.due:
        yield Unmet(
            code="not-late",
            en=f"commitments/{command.commitment} is due on {state.due}; it is late after that, and only once",
            de=f"commitments/{command.commitment} ist am {state.due} fällig; danach ist es verspätet, und nur einmal",
        )


def gap_is_real(command: c.AcknowledgeGap, state: GapState | None, context: Context) -> Iterator[Unmet]:
    """A gap is acknowledged once, for a prioritised challenge, and only while nobody fills it.

    Guarantees it at the position the event records. Race: a commitment made or a solution submitted right after
    stands beside the acknowledged gap; the report shows both.
    """
    fact = context.fact(Challenge, command.challenge)
    if fact is None or fact.rank is None:
        yield Unmet(
            code="challenge-not-prioritised",
            field="challenge",
            en=f"challenges/{command.challenge} was not prioritised; gaps are acknowledged for priorities",
            de=f"challenges/{command.challenge} wurde nicht priorisiert; Lücken gelten für Prioritäten",
        )
    if state is not None and command.lacks in state.lacks:
        yield Unmet(code="gap-acknowledged", en="this gap is acknowledged", de="diese Lücke ist schon benannt")
    commitments = context.all(Commitment).values()
    if command.lacks == "commitment" and any(m.challenge == command.challenge and m.stands for m in commitments):
        yield Unmet(
            code="gap-filled",
            field="lacks",
            en=f"challenges/{command.challenge} has a commitment",
            de=f"challenges/{command.challenge} hat eine Zusage",
        )
    solutions = context.all(Solution).values()
    if command.lacks == "solution" and any(command.challenge in s.challenges and s.stands for s in solutions):
        yield Unmet(
            code="gap-filled",
            field="lacks",
            en=f"challenges/{command.challenge} has a solution",
            de=f"challenges/{command.challenge} hat eine Lösung",
        )


def _unknown(field: str, challenge: str) -> Unmet:
    return Unmet(
        code="challenge-unknown",
        field=field,
        en=f"challenges/{challenge} does not exist in this mission",
        de=f"challenges/{challenge} gibt es in dieser Mission nicht",
    )
