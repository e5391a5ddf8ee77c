"""What must hold before something happens in phase 5: reviews and assessments (pilots have a file of their own)."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation import commands as c
from osi_core.curation.facts import Dossier, Reviews
from osi_core.curation.state import AssessmentState
from osi_core.domain import Context, Unmet
from osi_core.mission.facts import Member
from osi_core.solutions.facts import Solution
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
    """An initiative is assessed once at a time."""
    if state is not None and state.stage in ("open", "closed"):
        yield Unmet(
            "assessment-under-way", number=state.number, initiative=INITIATIVE(command.initiative), stage=state.stage
        )


def assessment_is_open(command: c.CloseAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """Only an open assessment can be closed."""
    if state.stage != "open":
        yield Unmet("assessment-not-open", initiative=INITIATIVE(command.initiative))


def enough_have_reviewed(command: c.CloseAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """An assessment rests on at least as many reviewers as the playbook asked for when it was opened.

    Guarantees that the reviews named by the close are there. Race: a review submitted at the same moment either stands
    before the close and is named, or finds the assessment closed and is refused.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is not None and reviews.open and reviews.count < reviews.min_reviewers:
        yield Unmet("too-few-reviewers", count=reviews.count, min_reviewers=reviews.min_reviewers)


# ---------------------------------------------------------------------------------------------------------------------
# Reviewing
# ---------------------------------------------------------------------------------------------------------------------


def review_is_called_for(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """A review is for an open assessment, and each person gives one.

    Guarantees it at the position the event records. Race: of two reviews by one person at once the log puts one first,
    and the second is decided again and refused.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is None or not reviews.open:
        yield Unmet("assessment-not-open", "initiative", initiative=INITIATIVE(command.initiative))
    elif context.actor.participant in reviews.by:
        yield Unmet("reviewed-already", actor=context.actor.participant, initiative=INITIATIVE(command.initiative))


def scores_fit_the_scale(command: c.SubmitReview, state: None, context: Context) -> Iterator[Unmet]:
    """Scores are for the assessment's criteria and lie on its scale.

    Race: none, for criteria and scale are fixed when the assessment is opened.
    """
    reviews = context.fact(Reviews, command.initiative)
    if reviews is None:
        return
    low, high = reviews.scale
    for criterion, score in command.scores.items():
        if criterion not in reviews.criteria:
            yield Unmet(
                code="criterion-unknown",
                field=f"scores.{criterion}",
                en=f"{criterion} is no criterion here; the criteria are {', '.join(reviews.criteria)}",
                de=f"{criterion} ist hier kein Kriterium; die Kriterien sind {', '.join(reviews.criteria)}",
            )
        elif not low <= score <= high:
            yield Unmet("score-off-scale", f"scores.{criterion}", score=score, low=low, high=high)


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
        yield _conflict("team", f"{reviewer} belongs to the team", f"{reviewer} gehört zum Team")
    if own is None:
        yield Unmet("affiliation-unknown", "actor", reviewer=reviewer)
        return
    members = context.all(Member)
    if any(members[person].institution == own for person in team if person in members and person != reviewer):
        yield _conflict("colleague", f"someone of the team is of {own} too", f"auch im Team ist jemand von {own}")
    dossier = context.fact(Dossier, command.initiative)
    if dossier is not None and own in dossier.partners:
        yield _conflict("pilot", f"{own} pilots this initiative", f"{own} erprobt diese Initiative")


def _conflict(kind: str, en: str, de: str) -> Unmet:
    return Unmet(code=f"conflict-{kind}", field="actor", en=f"conflict of interest: {en}", de=f"Befangenheit: {de}")


# ---------------------------------------------------------------------------------------------------------------------
# Results, and what people say of them
# ---------------------------------------------------------------------------------------------------------------------


def means_are_of_the_criteria(command: c.RecordAssessment, state: AssessmentState, context: Context) -> Iterator[Unmet]:
    """A result names no criterion that the assessment did not have."""
    for criterion in command.means:
        if criterion not in state.criteria:
            yield Unmet("criterion-unknown", f"means.{criterion}", criterion=criterion)


def has_a_result(
    command: c.OverrideAssessment | c.ContestAssessment | c.AnswerContest, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """Only a published result can be overridden or contested."""
    if state.stage != "assessed":
        yield Unmet("no-result", number=state.number, initiative=INITIATIVE(command.initiative))


def override_changes_something(
    command: c.OverrideAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """An override says something else than what stands."""
    if state.standing == command.result:
        yield Unmet("override-changes-nothing", "result", result=command.result)


def contests_once_as_one_concerned(
    command: c.ContestAssessment, state: AssessmentState, context: Context
) -> Iterator[Unmet]:
    """Those of the team and those who reviewed may contest a result, each once.

    Guarantees it at the position of the facts. Race: who leaves the team right after keeps the contest.
    """
    person = context.actor.participant
    solution, reviews = context.fact(Solution, command.initiative), context.fact(Reviews, command.initiative)
    if not (solution and person in solution.team) and not (reviews and person in reviews.by):
        yield Unmet("not-concerned", "actor", person=person)
    if any(contest.author == person for contest in state.contests):
        yield Unmet("contested-already", "actor", person=person)


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
    if state is not None and state.stage == "closed":
        yield Unmet(
            code="assessment-under-way",
            en=f"assessment {state.number} is closed and its result not recorded yet",
            de=f"Bewertung {state.number} ist geschlossen, ihr Ergebnis noch nicht festgehalten",
        )


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
    if command.outcome == "ended":
        if command.reason is None:
            yield Unmet("reason-missing", "reason")
        return
    said = (context.fact(Dossier, command.initiative) or Dossier()).standing(context.time.date())
    if command.outcome != said:
        yield Unmet("dossier-says-otherwise", "outcome", said=said, today=context.time.date())


def initiative_unknown(initiative: str) -> Unmet:
    """The refusal for an initiative that was never admitted."""
    return Unmet("initiative-unknown", "initiative", initiative=INITIATIVE(initiative))
