"""The rules of phase 5: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.curation import commands as c
from osi_core.curation import conditions, decide
from osi_core.curation import order_conditions as orders
from osi_core.curation import pilot_conditions as pilots
from osi_core.domain import STAFF, Phase, Role, Target, rule, stricter
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
CURATION, SCALING = Phase.CURATION, Phase.SCALING
ORGANISER, EXPERT, REPRESENTATIVE, ENGINE = Role.ORGANISER, Role.EXPERT, Role.REPRESENTATIVE, Role.ENGINE
_FROM_CURATION = (CURATION, SCALING)

# fmt: off
RULES = (
    rule(c.OpenAssessment, decide.open_assessment, ANY, during=_FROM_CURATION, by=STAFF,
         when=(strategy_is_installed, conditions.initiative_is_supported, conditions.no_assessment_is_under_way)),
    rule(c.OrderAssessment, decide.order_assessment, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(orders.orders_as_a_partner_or_organises, orders.a_newer_version_is_not_assessed,
               orders.orders_in_time), since=2),
    rule(c.SubmitReview, decide.submit_review, ANY, during=_FROM_CURATION, by=(EXPERT, REPRESENTATIVE),
         when=(conditions.review_is_called_for, conditions.scores_fit_the_scale, conditions.reviewer_has_no_conflict),
         receipt=True),
    rule(c.CloseAssessment, decide.close_assessment, EXISTING, during=_FROM_CURATION, by=STAFF,
         when=(conditions.assessment_is_open, conditions.enough_have_reviewed)),
    rule(c.RecordAssessment, decide.record_assessment, EXISTING, during=_FROM_CURATION, by=(ENGINE,),
         when=(*BEFORE_RECORD, conditions.means_are_of_the_criteria)),
    rule(c.OverrideAssessment, decide.override_assessment, EXISTING, during=_FROM_CURATION, by=(ORGANISER,),
         when=(conditions.has_a_result, conditions.override_changes_something)),
    *stricter(
        rule(c.ContestAssessment, decide.contest_assessment, EXISTING, during=_FROM_CURATION,
             when=(conditions.has_a_result, conditions.contests_once_as_of_the_team), receipt=True),
        conditions.contests_as_a_speaker, since=2),
    rule(c.ContestAsReviewer, decide.contest_assessment, EXISTING, during=_FROM_CURATION,
         when=(conditions.has_a_result, conditions.contests_once_as_reviewer), receipt=True),
    rule(c.AnswerContest, decide.answer_contest, EXISTING, during=_FROM_CURATION, by=STAFF,
         when=(conditions.has_a_result, conditions.contest_awaits_an_answer)),
    rule(c.AssessFinally, decide.assess_finally, ANY, during=(CURATION,), by=STAFF,
         when=(conditions.is_not_final_yet, conditions.outcome_is_what_the_dossier_says)),
    rule(c.AgreePilot, decide.agree_pilot, NEW, during=_FROM_CURATION, by=(REPRESENTATIVE,),
         when=(conditions.initiative_is_supported, pilots.speaks_for_the_partner, pilots.ends_after_its_start),
         receipt=True),
    rule(c.StartPilot, decide.start_pilot, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(pilots.is_the_partners_own, pilots.pilot_is_agreed)),
    rule(c.RecordPilotResult, decide.record_pilot_result, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(pilots.is_the_partners_own, pilots.pilot_is_running, pilots.result_follows_from_the_criteria)),
    rule(c.AbandonPilot, decide.abandon_pilot, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(pilots.is_the_partners_own, pilots.pilot_has_not_ended)),
)
# fmt: on
