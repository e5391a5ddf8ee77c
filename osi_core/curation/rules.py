"""The rules of phase 5: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.curation import commands as c
from osi_core.curation import conditions, decide, recusal
from osi_core.curation import contest_conditions as contests
from osi_core.curation import order_conditions as orders
from osi_core.curation import pilot_conditions as pilots
from osi_core.domain import STAFF, Phase, Role, Target, rule
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
CURATION, SCALING = Phase.CURATION, Phase.SCALING
ORGANISER, EXPERT, REPRESENTATIVE, ENGINE = Role.ORGANISER, Role.EXPERT, Role.REPRESENTATIVE, Role.ENGINE
_FROM_CURATION = (CURATION, SCALING)

# fmt: off
_OVERRIDES = (conditions.has_a_result, conditions.override_changes_something)
_PILOTS = (conditions.initiative_is_supported, pilots.speaks_for_the_partner, pilots.ends_after_its_start)
_RESULTS = (pilots.is_the_partners_own, pilots.pilot_is_running, pilots.result_follows_from_the_criteria)
_OPENS = (strategy_is_installed, conditions.initiative_is_supported, conditions.no_assessment_is_under_way)
_CLOSES = (conditions.assessment_is_open, conditions.enough_have_reviewed)
_CALLED_FOR = (conditions.review_is_called_for, conditions.scores_fit_the_scale)
_BY_THE_TEAM = (conditions.has_a_result, conditions.contests_once_as_of_the_team)
_BY_A_REVIEWER = (conditions.has_a_result, conditions.contests_once_as_reviewer)
_ANSWERS = (conditions.has_a_result, conditions.contest_awaits_an_answer)
_STARTS = (pilots.is_the_partners_own, pilots.pilot_is_agreed)

RULES = (
    rule(c.OpenAssessment, decide.open_assessment, ANY, since=2, during=_FROM_CURATION, by=STAFF,
         when=(*_OPENS, contests.no_contest_waits)),
    rule(c.OrderAssessment, decide.order_assessment, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(orders.orders_as_a_partner_or_organises, orders.a_newer_version_is_not_assessed,
               orders.orders_in_time), since=2),
    rule(c.SubmitReview, decide.submit_review, ANY, since=2, during=_FROM_CURATION, by=(EXPERT, REPRESENTATIVE),
         when=(*_CALLED_FOR, recusal.reviewer_is_not_tied, recusal.reviewer_without_institution_is_independent,
               recusal.reviewer_has_declared_no_conflict, recusal.reviewer_has_room, recusal.reviewer_is_fresh),
         receipt=True),
    rule(c.DeclareConflict, decide.seal_conflict, ANY, since=3, during=_FROM_CURATION, by=(EXPERT, REPRESENTATIVE),
         when=(recusal.reviews_are_taken,)),
    rule(c.DeleteConflictCodes, decide.delete_conflict_codes, ANY, since=3, by=STAFF,
         when=(recusal.codes_are_kept_long_enough,)),
    rule(c.CloseAssessment, decide.close_assessment, EXISTING, since=2, during=_FROM_CURATION, by=STAFF,
         when=(*_CLOSES, recusal.reviewers_are_of_enough_institutions)),
    rule(c.RecordAssessment, decide.record_assessment, EXISTING, during=_FROM_CURATION, by=(ENGINE,),
         when=(*BEFORE_RECORD, conditions.means_are_of_the_criteria)),
    rule(c.OverrideAssessment, decide.propose_override, EXISTING, since=2, during=_FROM_CURATION, by=(ORGANISER,),
         when=(*_OVERRIDES, recusal.decider_is_not_tied)),
    rule(c.ConfirmOverride, decide.confirm_override, EXISTING, since=2, during=_FROM_CURATION,
         by=(ORGANISER, REPRESENTATIVE),
         when=(conditions.has_a_result, contests.override_is_proposed, contests.a_second_person_confirms,
               recusal.decider_is_not_tied)),
    rule(c.ContestAssessment, decide.contest_assessment, EXISTING, since=2, during=_FROM_CURATION,
         when=(*_BY_THE_TEAM, conditions.contests_as_a_speaker, contests.contest_has_a_ground,
               contests.can_still_be_contested), receipt=True),
    rule(c.ContestAsReviewer, decide.contest_assessment, EXISTING, since=2, during=_FROM_CURATION,
         when=(*_BY_A_REVIEWER, contests.contest_has_a_ground, contests.can_still_be_contested), receipt=True),
    rule(c.AnswerContest, decide.answer_contest, EXISTING, since=2, during=_FROM_CURATION, by=STAFF,
         when=(*_ANSWERS, contests.can_still_be_answered, contests.answers_as_one_uninvolved,
               recusal.decider_is_not_tied)),
    rule(c.AssessFinally, decide.assess_finally, ANY, since=2, during=(CURATION,), by=STAFF,
         when=(contests.nothing_final_stands, contests.no_contest_waits, contests.final_word_is_what_is_known)),
    rule(c.AgreePilot, decide.agree_pilot, NEW, since=2, during=_FROM_CURATION, by=(REPRESENTATIVE,),
         when=(*_PILOTS, pilots.partner_is_not_the_teams), receipt=True),
    rule(c.StartPilot, decide.start_pilot, EXISTING, since=2, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(*_STARTS, pilots.is_within_its_dates)),
    rule(c.RecordPilotResult, decide.record_pilot_result, EXISTING, since=2, during=_FROM_CURATION,
         by=(REPRESENTATIVE,), when=(*_RESULTS, pilots.has_run_its_time, pilots.teller_is_not_in_the_team)),
    rule(c.AbandonPilot, decide.abandon_pilot, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(pilots.is_the_partners_own, pilots.pilot_has_not_ended)),

    # What held before: logs that were written under it are judged by it for ever.
    rule(c.DeclareConflict, decide.declare_conflict, ANY, since=2, until=2, during=_FROM_CURATION,
         by=(EXPERT, REPRESENTATIVE), when=(recusal.reviews_are_taken,)),
    rule(c.OpenAssessment, decide.open_as_first, ANY, until=1, during=_FROM_CURATION, by=STAFF, when=_OPENS),
    rule(c.SubmitReview, decide.submit_review, ANY, until=1, during=_FROM_CURATION, by=(EXPERT, REPRESENTATIVE),
         when=(*_CALLED_FOR, conditions.reviewer_has_no_conflict), receipt=True),
    rule(c.CloseAssessment, decide.close_assessment, EXISTING, until=1, during=_FROM_CURATION, by=STAFF, when=_CLOSES),
    rule(c.OverrideAssessment, decide.override_alone, EXISTING, until=1, during=_FROM_CURATION, by=(ORGANISER,),
         when=_OVERRIDES),
    rule(c.ContestAssessment, decide.contest_assessment, EXISTING, until=1, during=_FROM_CURATION,
         when=_BY_THE_TEAM, receipt=True),
    rule(c.ContestAsReviewer, decide.contest_assessment, EXISTING, until=1, during=_FROM_CURATION,
         when=_BY_A_REVIEWER, receipt=True),
    rule(c.AnswerContest, decide.answer_contest, EXISTING, until=1, during=_FROM_CURATION, by=STAFF, when=_ANSWERS),
    rule(c.AssessFinally, decide.assess_finally, ANY, until=1, during=(CURATION,), by=STAFF,
         when=(conditions.is_not_final_yet, conditions.outcome_is_what_the_dossier_says)),
    rule(c.AgreePilot, decide.agree_pilot, NEW, until=1, during=_FROM_CURATION, by=(REPRESENTATIVE,),
         when=_PILOTS, receipt=True),
    rule(c.StartPilot, decide.start_pilot, EXISTING, until=1, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=_STARTS),
    rule(c.RecordPilotResult, decide.record_pilot_result, EXISTING, until=1, during=_FROM_CURATION,
         by=(REPRESENTATIVE, *STAFF), when=_RESULTS),
)
# fmt: on
