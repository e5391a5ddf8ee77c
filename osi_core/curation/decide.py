"""What happens when a command of phase 5 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.curation.recusal import kept_long_enough
from osi_core.curation.review_facts import Reviewer, Reviews
from osi_core.curation.settings import CurationSettings
from osi_core.curation.state import AssessmentState, PilotState
from osi_core.domain import Context
from osi_core.log.decisions import digest_of_secret
from osi_core.plugins.problems import Criterion
from osi_core.solutions.facts import Solution


def open_assessment(
    command: c.OpenAssessment, state: AssessmentState | None, context: Context
) -> Iterator[e.AssessmentOpened]:
    dossier, settings = context.fact(Dossier, command.initiative), context.settings(CurationSettings)
    fresh = dossier is not None and dossier.calls_for_review(context.time.date())
    yield _opened(command, state, context).model_copy(
        update={
            "min_reviewers": settings.fresh_reviewers if fresh else settings.min_reviewers,
            "min_institutions": settings.min_institutions,
            "fresh": fresh,
            "contest_days": settings.contest_days,
            "answer_days": settings.answer_days,
        }
    )


def open_as_first(
    command: c.OpenAssessment, state: AssessmentState | None, context: Context
) -> Iterator[e.AssessmentOpened]:
    """Under the first rules every assessment was like the first, and institutions were not counted."""
    yield _opened(command, state, context)


def _opened(command: c.OpenAssessment, state: AssessmentState | None, context: Context) -> e.AssessmentOpened:
    settings, open_ = context.settings(CurationSettings), context.fact(ReviewBox, THE_REVIEWS)
    box_sha256 = context.box.sha256 if context.box else open_.box_sha256 if open_ else None
    assert box_sha256 is not None, "where no box is open, a new one comes along"
    solution = context.fact(Solution, command.initiative)
    assert solution is not None, "an initiative is the team of a solution"
    return e.AssessmentOpened(
        strategy=settings.strategy,
        options=settings.options,
        secret_sha256=digest_of_secret(context.chance),
        box_sha256=box_sha256,
        initiative=command.initiative,
        number=state.number + 1 if state else 1,
        version=solution.version,
        criteria=tuple(Criterion(id=one.id, threshold=one.threshold, weight=one.weight) for one in settings.criteria),
        scale=e.Scale(low=1, high=settings.scale_max),
        min_reviewers=settings.min_reviewers,
        min_institutions=1,
        min_pilots=settings.min_pilots,
        fresh=False,
        contest_days=14,
        answer_days=21,
        valid_days=settings.fit_valid_days,
    )


def order_assessment(
    command: c.OrderAssessment, state: AssessmentState, context: Context
) -> Iterator[e.AssessmentOrdered]:
    solution = context.fact(Solution, command.initiative)
    assert solution is not None, "an initiative is the team of a solution"
    yield e.AssessmentOrdered(initiative=command.initiative, version=solution.version, reason=command.reason)


def submit_review(command: c.SubmitReview, state: None, context: Context) -> Iterator[e.ReviewSubmitted]:
    reviews = context.fact(Reviews, command.initiative)
    assert reviews is not None and context.box is not None, "the conditions refuse a review that nobody called for"
    yield e.ReviewSubmitted(
        initiative=command.initiative,
        number=reviews.number,
        reviewer=context.box.name(context.actor.participant),
        scores=command.scores,
        comment=context.sealed.get("comment"),
        independent=command.independent,
    )


def declare_conflict(command: c.DeclareConflict, state: None, context: Context) -> Iterator[e.ConflictDeclared]:
    assert context.box is not None, "the conditions refuse a declaration where no reviews are taken"
    reviewer = context.box.name(context.actor.participant)
    yield e.ConflictDeclared(initiative=command.initiative, reviewer=reviewer, kind=command.kind)


def seal_conflict(command: c.DeclareConflict, state: None, context: Context) -> Iterator[e.ConflictSealed]:
    assert context.box is not None, "the conditions refuse a declaration where no reviews are taken"
    reviewer = context.box.name(context.actor.participant)
    yield e.ConflictSealed(initiative=command.initiative, reviewer=reviewer, kind=context.sealed["kind"])


def delete_conflict_codes(
    command: c.DeleteConflictCodes, state: None, context: Context
) -> Iterator[e.ConflictCodesDeleted]:
    yield e.ConflictCodesDeleted(kinds=kept_long_enough(context))


def close_assessment(
    command: c.CloseAssessment, state: AssessmentState, context: Context
) -> Iterator[e.AssessmentClosed]:
    reviews, dossier = context.fact(Reviews, command.initiative), context.fact(Dossier, command.initiative)
    assert reviews is not None and dossier is not None, "both begin when an assessment is opened"
    yield e.AssessmentClosed(
        strategy=state.strategy,
        options=state.options,
        secret=context.secret,
        initiative=command.initiative,
        number=state.number,
        reviewers=reviews.by,
        compared=tuple(_compared(command.initiative, reviews, context)),
        pilots=tuple(pilot for pilot, note in dossier.pilots.items() if note.status != e.PilotStatus.ABANDONED),
    )


def _compared(initiative: str, reviews: Reviews, context: Context) -> Iterator[e.ReviewName]:
    """Reviews of other initiatives by those who reviewed this one."""
    reviewers = context.all(Reviewer)
    for reviewer in reviews.by:
        for other, number in reviewers[reviewer].latest.items():
            if other != initiative:
                yield e.ReviewName(initiative=other, number=number, reviewer=reviewer)


def record_assessment(
    command: c.RecordAssessment, state: AssessmentState, context: Context
) -> Iterator[e.InitiativeAssessed]:
    yield e.InitiativeAssessed(
        initiative=command.initiative,
        number=state.number,
        version=state.version,
        record=command.record,
        result=command.result,
        means=command.means,
        reviewers=state.reviewers,
        expires_on=context.time.date() + timedelta(days=state.valid_days),
    )


def propose_override(
    command: c.OverrideAssessment, state: AssessmentState, context: Context
) -> Iterator[e.OverrideProposed]:
    assert state.computed is not None, "the conditions refuse an override without a result"
    yield e.OverrideProposed(
        initiative=command.initiative,
        number=state.number,
        computed=state.computed,
        result=command.result,
        reason=command.reason,
        proposer=context.actor.participant,
    )


def confirm_override(
    command: c.ConfirmOverride, state: AssessmentState, context: Context
) -> Iterator[e.AssessmentOverridden]:
    assert state.computed is not None and state.proposed is not None, "the conditions refuse what nobody proposed"
    yield e.AssessmentOverridden(
        initiative=command.initiative,
        number=state.number,
        computed=state.computed,
        result=state.proposed.result,
        reason=state.proposed.reason,
        proposer=state.proposed.proposer,
    )


def override_alone(
    command: c.OverrideAssessment, state: AssessmentState, context: Context
) -> Iterator[e.AssessmentOverridden]:
    """Under the first rules one person could."""
    assert state.computed is not None, "the conditions refuse an override without a result"
    yield e.AssessmentOverridden(
        initiative=command.initiative,
        number=state.number,
        computed=state.computed,
        result=command.result,
        reason=command.reason,
        proposer=None,
    )


def contest_assessment(
    command: c.ContestAssessment | c.ContestAsReviewer, state: AssessmentState, context: Context
) -> Iterator[e.AssessmentContested]:
    author = context.actor.participant
    yield e.AssessmentContested(
        initiative=command.initiative,
        number=state.number,
        contest=len(state.contests) + 1,
        author=context.box.name(author) if context.box else author,
        acting_as=e.Contestant.REVIEWER if context.box else e.Contestant.TEAM,
        ground=command.ground,
        reason=context.sealed["reason"],
    )


def answer_contest(command: c.AnswerContest, state: AssessmentState, context: Context) -> Iterator[e.ContestAnswered]:
    yield e.ContestAnswered(
        initiative=command.initiative,
        number=state.number,
        contest=command.contest,
        upheld=command.upheld,
        answer=command.answer,
    )


def assess_finally(
    command: c.AssessFinally, state: AssessmentState | None, context: Context
) -> Iterator[e.InitiativeFinallyAssessed]:
    yield e.InitiativeFinallyAssessed(initiative=command.initiative, outcome=command.outcome, reason=command.reason)


def agree_pilot(command: c.AgreePilot, state: None, context: Context) -> Iterator[e.PilotAgreed]:
    yield e.PilotAgreed(
        pilot=command.pilot,
        initiative=command.initiative,
        institution=command.institution,
        hypothesis=command.hypothesis,
        success_criteria=command.success_criteria,
        start=command.start,
        end=command.end,
    )


def start_pilot(command: c.StartPilot, state: PilotState, context: Context) -> Iterator[e.PilotStarted]:
    yield e.PilotStarted(pilot=command.pilot, initiative=state.initiative)


def record_pilot_result(command: c.RecordPilotResult, state: PilotState, context: Context) -> Iterator[e.PilotEnded]:
    yield e.PilotEnded(
        pilot=command.pilot,
        initiative=state.initiative,
        institution=state.institution,
        met=command.met,
        result=command.result,
        evidence=command.evidence,
    )


def abandon_pilot(command: c.AbandonPilot, state: PilotState, context: Context) -> Iterator[e.PilotAbandoned]:
    yield e.PilotAbandoned(pilot=command.pilot, initiative=state.initiative, reason=command.reason)
