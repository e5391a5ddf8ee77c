"""What must hold before something happens in phase 5: reviews and assessments (pilots have a file of their own)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from osi_core.curation import commands as c
from osi_core.curation.events import AssessmentStage, FinalOutcome
from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.curation.review_facts import Reviews
from osi_core.curation.state import AssessmentState
from osi_core.domain import Basis, Context, Unmet, judged_by
from osi_core.mission.facts import Member
from osi_core.solutions.facts import Solution
from osi_core.solutions.resources import SOLUTION
from osi_core.support.facts import Initiative
from osi_core.support.resources import INITIATIVE

# ---------------------------------------------------------------------------------------------------------------------
# Opening and closing
# ---------------------------------------------------------------------------------------------------------------------


def initiative_is_supported(
    command: c.OpenAssessment | c.AgreePilot, state: object, context: Context
) -> Iterator[Unmet]:
    """What is assessed or piloted was admitted to support and is still alive.

    Guarantees it at the position the event records. Race: an initiative that drops out right after keeps the
    assessment or pilot in its dossier; its final assessment then says that it ended.
    """
    initiative = context.fact(Initiative, command.initiative)
    if initiative is None:
        yield initiative_unknown(command.initiative)
    elif initiative.dropped_out:
        yield Unmet("initiative-dropped-out", "initiative", initiative=INITIATIVE(command.initiative))


def no_assessment_is_under_way(
    command: c.OpenAssessment, state: AssessmentState | None, context: Context
) -> Iterator[Unmet]:
    """An initiative is assessed once at a time; one that all phases of curation have closed over is begun anew.

    Guarantees it at the position of the facts. Race: none, for the initiative's assessments are one stream.
    """
    box = context.fact(ReviewBox, THE_REVIEWS)
    closed_over = box is not None and state is not None and state.box_sha256 != box.box_sha256
    if state is None or (state.stage == AssessmentStage.OPEN and closed_over):
        return
    if state.stage in (AssessmentStage.OPEN, AssessmentStage.CLOSED):
        yield under_way(command, state)


def under_way(command: c.OfAssessment, state: AssessmentState) -> Unmet:
    """The refusal while an assessment is not recorded."""
    initiative = INITIATIVE(command.initiative)
    return Unmet("assessment-under-way", number=state.number, initiative=initiative, stage=state.stage)


def assessment_is_open(command: c.CloseAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """Only an open assessment can be closed."""
    if state.stage != AssessmentStage.OPEN:
        yield Unmet("assessment-not-open", initiative=INITIATIVE(command.initiative))


def enough_have_reviewed(command: c.CloseAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """An assessment rests on at least as many reviewers as the playbook asked for when it was opened.

    Guarantees that the reviews named by the close are there. Race: a review submitted at the same moment either stands
    before the close and is named, or finds the assessment closed and is refused.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is not None and reviews.open and reviews.count < reviews.min_reviewers:
        yield Unmet("too-few-reviewers", count=reviews.count, needed=reviews.min_reviewers)


# ---------------------------------------------------------------------------------------------------------------------
# Reviewing
# ---------------------------------------------------------------------------------------------------------------------


def review_is_called_for(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """A review is for an open assessment, which the phases have not closed over, and each person gives one.

    Guarantees it at the position the event records. Race: of two reviews by one person at once the log puts one first,
    and the second is decided again and refused.
    """
    reviews, box = context.fact(Reviews, command.initiative), context.fact(ReviewBox, THE_REVIEWS)
    if reviews is None or not reviews.open or box is None or reviews.box_sha256 != box.box_sha256:
        yield Unmet("assessment-not-open", "initiative", initiative=INITIATIVE(command.initiative))
    elif context.box is not None and context.box.name(context.actor.participant) in reviews.by:
        yield Unmet("reviewed-already", actor=context.actor.participant, initiative=INITIATIVE(command.initiative))


def scores_fit_the_scale(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """Scores are for the assessment's criteria and lie on its scale.

    Race: none, for criteria and scale are fixed when the assessment is opened.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is None:
        return
    yield from _names_criteria("scores", [one.criterion for one in command.scores], reviews.criteria)
    low, high = reviews.scale.low, reviews.scale.high
    for place, one in enumerate(command.scores):
        if one.criterion in reviews.criteria and not low <= one.score <= high:
            field = f"scores.{place}.score"
            yield Unmet("score-off-scale", field, criterion=one.criterion, score=one.score, low=low, high=high)


def _names_criteria(field: str, named: Sequence[str], criteria: tuple[str, ...]) -> Iterator[Unmet]:
    for place, criterion in enumerate(named):
        if criterion not in criteria:
            yield Unmet("criterion-unknown", f"{field}.{place}.criterion", criterion=criterion, criteria=criteria)
        elif criterion in named[:place]:
            yield Unmet("criterion-repeated", f"{field}.{place}.criterion", criterion=criterion)


@judged_by(Basis.BOX)
def reviewer_has_no_conflict(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """Nobody reviews an initiative of their own, of a colleague, or one that their institution pilots.

    Whoever has no institution on record may not review: a conflict could not be seen. (People of the team without an
    institution, most of them citizens, are known by their participation.) Guarantees that no conflict was on record at
    the position of the facts. Race: a pilot agreed, a team joined or a role granted right after leaves the review
    valid; the log shows which of them came first.
    """
    reviewer, own = context.actor.participant, context.actor.institution
    solution = context.fact(Solution, command.initiative)
    team = solution.team if solution else ()
    if reviewer in team:
        yield Unmet("conflict-team", "actor", reviewer=reviewer)
    if own is None:
        yield Unmet("affiliation-unknown", "actor", reviewer=reviewer)
        return
    members = context.all(Member)
    if any(members[person].institution == own for person in team if person in members and person != reviewer):
        yield Unmet("conflict-colleague", "actor", institution=own)
    dossier = context.fact(Dossier, command.initiative)
    if dossier is not None and own in dossier.partners:
        yield Unmet("conflict-pilot", "actor", institution=own, initiative=INITIATIVE(command.initiative))


# ---------------------------------------------------------------------------------------------------------------------
# Results, and what people say of them
# ---------------------------------------------------------------------------------------------------------------------


def means_are_of_the_criteria(command: c.RecordAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """A result names no criterion that the assessment did not have."""
    yield from _names_criteria("means", [one.criterion for one in command.means], state.criteria)


def has_a_result(
    command: c.OverrideAssessment | c.ConfirmOverride | c.ContestAssessment | c.ContestAsReviewer | c.AnswerContest,
    state: AssessmentState,
    context: Context,
) -> Iterator[Unmet]:
    """Only a published result can be overridden or contested."""
    if state.stage != AssessmentStage.ASSESSED:
        yield Unmet("no-result", number=state.number, initiative=INITIATIVE(command.initiative))


def override_changes_something(
    command: c.OverrideAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """An override says something else than what stands."""
    if state.standing == command.result:
        yield Unmet("override-changes-nothing", "result", result=command.result)


def contests_once_as_of_the_team(
    command: c.ContestAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """Those of the team may contest a result, each once.

    Guarantees it at the position of the facts. Race: who leaves the team right after keeps the contest.
    """
    author, solution = context.actor.participant, context.fact(Solution, command.initiative)
    if solution is None or author not in solution.team:
        yield Unmet("not-in-team", "actor", actor=author, initiative=INITIATIVE(command.initiative))
    yield from _contests_once(author, state, context)


def contests_as_a_speaker(command: c.ContestAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """A member of the team contests for it only as its speaker.

    Guarantees it at the position of the facts. Race: none within one log.
    """
    solution = context.fact(Solution, command.initiative)
    if solution is not None and solution.is_only_a_member(context.actor.participant):
        yield Unmet("not-in-speakers", "actor", actor=context.actor.participant, solution=SOLUTION(command.initiative))


def contests_once_as_reviewer(
    command: c.ContestAsReviewer, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """Those who reviewed may contest a result, each once, as long as the box in which they did is open.

    Guarantees it at the position of the facts. Race: none, for reviews end before the result.
    """
    reviews, box = context.fact(Reviews, command.initiative), context.fact(ReviewBox, THE_REVIEWS)
    if reviews is not None and (box is None or reviews.box_sha256 != box.box_sha256):
        yield Unmet("reviewers-forgotten", initiative=INITIATIVE(command.initiative))
    elif context.box is not None:
        author = context.box.name(context.actor.participant)
        if reviews is None or author not in reviews.by:
            initiative = INITIATIVE(command.initiative)
            yield Unmet("not-reviewed", "actor", actor=context.actor.participant, initiative=initiative)
        yield from _contests_once(author, state, context)


def _contests_once(author: str, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    if any(contest.author == author for contest in state.contests):
        yield Unmet("contested-already", "actor", actor=context.actor.participant)


def contest_awaits_an_answer(command: c.AnswerContest, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """A contest is answered once."""
    if command.contest > len(state.contests) or state.contests[command.contest - 1].answered:
        yield Unmet("no-such-contest", "contest", contest=command.contest)


# ---------------------------------------------------------------------------------------------------------------------
# The final assessment
# ---------------------------------------------------------------------------------------------------------------------


def is_not_final_yet(command: c.AssessFinally, state: AssessmentState | None, context: Context) -> Iterator[Unmet]:
    """The final word is spoken once, and not while a result is on its way."""
    if state is not None and state.final is not None:
        yield Unmet("final-already", initiative=INITIATIVE(command.initiative), final=state.final)
    if state is not None and state.stage == AssessmentStage.CLOSED:
        yield under_way(command, state)


def outcome_is_what_the_dossier_says(
    command: c.AssessFinally, state: AssessmentState | None, context: Context
) -> Iterator[Unmet]:
    """The final word follows from the dossier; that an initiative ended needs a reason instead.

    Guarantees it at the position of the facts and on that day. Race: none that matters, for the initiative's
    assessments are the aggregate that this command is for; only pilots may change beside it, and they do not count.
    """
    if context.fact(Initiative, command.initiative) is None:
        yield initiative_unknown(command.initiative)
        return
    if command.outcome == FinalOutcome.ENDED:
        if command.reason is None:
            yield Unmet("end-without-reason", "reason", initiative=INITIATIVE(command.initiative))
        return
    said = (context.fact(Dossier, command.initiative) or Dossier()).standing(context.time.date())
    if command.outcome != FinalOutcome(said):
        yield Unmet("dossier-says-otherwise", "outcome", said=said, today=context.time.date())


def initiative_unknown(initiative: str) -> Unmet:
    """The refusal for an initiative that was never admitted."""
    return Unmet("initiative-unknown", "initiative", initiative=INITIATIVE(initiative))
