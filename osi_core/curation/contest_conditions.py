"""What must hold before a result is contested, answered for, or overridden by two people."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation import commands as c
from osi_core.curation.conditions import initiative_unknown, under_way
from osi_core.curation.events import AssessmentStage, FinalOutcome
from osi_core.curation.facts import AssessmentNote, Dossier
from osi_core.curation.recusal import own_stake
from osi_core.curation.state import AssessmentState
from osi_core.domain import Context, Role, Unmet
from osi_core.mission.facts import Member
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE

# ---------------------------------------------------------------------------------------------------------------------
# Contests
# ---------------------------------------------------------------------------------------------------------------------


def contest_has_a_ground(
    command: c.ContestAssessment | c.ContestAsReviewer, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """A contest is about a conflict, the facts or the procedure, and says so."""
    if command.ground is None:
        yield Unmet("contest-ground-missing", "ground")


def can_still_be_contested(
    command: c.ContestAssessment | c.ContestAsReviewer, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """A result is contested within the days that its assessment was opened with; an override begins them anew.

    Race: none, for the initiative's assessments are the aggregate that this command is for.
    """
    note = _latest(command, context)
    if note is not None and context.time.date() > note.contestable_until:
        yield Unmet("contest-too-late", initiative=INITIATIVE(command.initiative), until=note.contestable_until)


def can_still_be_answered(command: c.AnswerContest, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """Once the days for an answer are over, the contest counts as not answered, and others review anew.

    Race: none, as with the contest itself.
    """
    note = _latest(command, context)
    contest = note.contests[command.contest - 1] if note and command.contest <= len(note.contests) else None
    if contest is not None and contest.upheld is None and context.time.date() > contest.due:
        yield Unmet("answer-too-late", "contest", contest=command.contest, due=contest.due)


def answers_as_one_uninvolved(command: c.AnswerContest, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """A contest is answered by somebody who did neither call for the assessment, nor end or override it.

    Race: none, as with the contest itself.
    """
    note, actor = _latest(command, context), context.actor.participant
    if note is not None and actor in note.decided_by:
        yield Unmet("decided-it-oneself", "actor", actor=actor, initiative=INITIATIVE(command.initiative))


def no_contest_waits(
    command: c.OpenAssessment | c.AssessFinally, state: AssessmentState | None, context: Context
) -> Iterator[Unmet]:
    """While a contest waits for its answer nothing follows from the result, and no new one takes its place.

    Guarantees it on the day of the position. Race: none, as with the contest itself.
    """
    ended = isinstance(command, c.AssessFinally) and command.outcome == FinalOutcome.ENDED
    dossier = context.fact(Dossier, command.initiative)
    if dossier is not None and not ended and dossier.waits(context.time.date()):
        yield Unmet("contest-waits", "initiative", initiative=INITIATIVE(command.initiative))


def _latest(command: c.OfAssessment, context: Context) -> AssessmentNote | None:
    dossier = context.fact(Dossier, command.initiative)
    return dossier.latest if dossier else None


# ---------------------------------------------------------------------------------------------------------------------
# Overrides
# ---------------------------------------------------------------------------------------------------------------------


def override_is_proposed(command: c.ConfirmOverride, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """Only what was proposed is confirmed."""
    if state.proposed is None or state.proposed.result != command.result:
        yield Unmet("override-not-proposed", "result", initiative=INITIATIVE(command.initiative), result=command.result)


def a_second_person_confirms(command: c.ConfirmOverride, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """Two people answer for an override: another organiser, or an institution where no other can.

    Guarantees it at the position of the facts. Race: an organiser who is named right after leaves it standing.
    """
    actor, proposer = context.actor, state.proposed.proposer if state.proposed else None
    if actor.participant == proposer:
        yield Unmet("override-unconfirmed", "actor", actor=actor.participant)
    elif not actor.is_(Role.ORGANISER):
        others = (
            name for name, member in context.all(Member).items() if Role.ORGANISER in member.roles and name != proposer
        )
        if any(not any(own_stake(name, command.initiative, context)) for name in others):
            yield Unmet("organiser-confirms", "actor", actor=actor.participant)


# ---------------------------------------------------------------------------------------------------------------------
# The final word
# ---------------------------------------------------------------------------------------------------------------------


def nothing_final_stands(command: c.AssessFinally, state: AssessmentState | None, context: Context) -> Iterator[Unmet]:
    """The final word is spoken again only when it no longer holds: after a new result, or when what ended lives again.

    Guarantees it at the position of the facts. Race: an initiative that comes back right after is spoken of again.
    """
    if state is not None and state.stage == AssessmentStage.CLOSED:
        yield under_way(command, state)
    dossier = context.fact(Dossier, command.initiative)
    if dossier is not None and dossier.final is not None and dossier.final_stands(alive=_lives(command, context)):
        yield Unmet("final-already", initiative=INITIATIVE(command.initiative), final=dossier.final)


def final_word_is_what_is_known(
    command: c.AssessFinally, state: AssessmentState | None, context: Context
) -> Iterator[Unmet]:
    """The final word follows from the dossier; only what has ended is said to have ended, with a reason.

    A result that was contested with success, or without an answer, says nothing until others have reviewed: unclear.
    Guarantees it at the position of the facts and on that day. Race: an initiative that drops out or comes back right
    after is spoken of again.
    """
    initiative, today = INITIATIVE(command.initiative), context.time.date()
    if context.fact(Initiative, command.initiative) is None:
        yield initiative_unknown(command.initiative)
    elif command.outcome == FinalOutcome.ENDED:
        if command.reason is None:
            yield Unmet("end-without-reason", "reason", initiative=initiative)
        if _lives(command, context):
            yield Unmet("initiative-lives", "outcome", initiative=initiative)
    else:
        dossier = context.fact(Dossier, command.initiative) or Dossier()
        said = FinalOutcome.UNCLEAR if dossier.calls_for_review(today) else FinalOutcome(dossier.standing(today))
        if command.outcome != said:
            yield Unmet("dossier-says-otherwise", "outcome", said=said, today=today)


def _lives(command: c.AssessFinally, context: Context) -> bool:
    initiative, solution = context.fact(Initiative, command.initiative), context.fact(Solution, command.initiative)
    return initiative is not None and not initiative.dropped_out and (solution is None or solution.stands)
