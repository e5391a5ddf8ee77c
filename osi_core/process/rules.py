"""The phase rules, in one table: for every command when it is allowed, who may give it, and what must hold first.

Read a line as: this command, decided by this function, for a new or existing aggregate, during these phases, by these
roles, when these conditions hold. `osi rules` prints it. The gates between phases stand in `gates.py`.
"""

from __future__ import annotations

from osi_core.challenges import ballots
from osi_core.challenges import commands as challenges
from osi_core.challenges import conditions as challenges_conditions
from osi_core.challenges import decide as challenges_decide
from osi_core.curation import commands as curation
from osi_core.curation import conditions as curation_conditions
from osi_core.curation import decide as curation_decide
from osi_core.curation import pilots
from osi_core.domain import Command, Phase, Role
from osi_core.funding import ballots as grant_ballots
from osi_core.funding import commands as funding
from osi_core.funding import conditions as funding_conditions
from osi_core.funding import decide as funding_decide
from osi_core.log.decisions import record_answers_close
from osi_core.mission import commands as mission
from osi_core.mission import conditions as mission_conditions
from osi_core.mission import decide as mission_decide
from osi_core.process.gates import ClosePhase, OpenPhase, close_phase, open_phase, phase_closes, phase_opens
from osi_core.process.playbook import playbook_is_sound, said_in_full
from osi_core.process.rule import Rule, Target, rule
from osi_core.scaling import commands as scaling
from osi_core.scaling import conditions as scaling_conditions
from osi_core.scaling import decide as scaling_decide
from osi_core.solutions import commands as solutions
from osi_core.solutions import conditions as solutions_conditions
from osi_core.solutions import decide as solutions_decide
from osi_core.solutions import kickoff
from osi_core.support import commands as support
from osi_core.support import conditions as support_conditions
from osi_core.support import decide as support_decide
from osi_core.support import matches

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
MISSION, CHALLENGES, SOLUTIONS = Phase.MISSION, Phase.CHALLENGES, Phase.SOLUTIONS
SUPPORT, CURATION, SCALING = Phase.SUPPORT, Phase.CURATION, Phase.SCALING
OPERATOR, ORGANISER, EXPERT = Role.OPERATOR, Role.ORGANISER, Role.EXPERT
CITIZEN, REPRESENTATIVE = Role.CITIZEN, Role.REPRESENTATIVE
STAFF = (OPERATOR, ORGANISER)

_m, _md, _mc = mission, mission_decide, mission_conditions

# fmt: off
_MISSION = (
    rule(_m.CreateMission, said_in_full(_md.create), NEW, by=(OPERATOR,), when=(playbook_is_sound,)),
    rule(_m.SetGoal, _md.set_goal, EXISTING, during=(MISSION,), by=STAFF,
         when=(_mc.goal_is_not_endorsed, _mc.deadline_lies_ahead, _mc.target_differs_from_baseline)),
    rule(_m.EndorseMission, _md.endorse, EXISTING, during=(MISSION,), by=(REPRESENTATIVE,),
         when=(_mc.goal_is_set, _mc.institution_has_not_endorsed,), receipt=True),
    rule(OpenPhase, open_phase, EXISTING, by=STAFF, when=(phase_opens,)),
    rule(ClosePhase, close_phase, EXISTING, by=STAFF, when=(phase_closes,)),
    rule(_m.ChangePlaybook, said_in_full(_md.change_playbook), EXISTING, by=STAFF, when=(playbook_is_sound,)),
    rule(_m.StateProvenance, _md.state_provenance, EXISTING, by=STAFF),
    rule(_m.RegisterInstitution, _md.register_institution, NEW, by=STAFF),
    rule(_m.JoinMission, _md.join, ANY, when=(_mc.acts_for_oneself, _mc.participant_is_new)),
    rule(_m.GrantRole, _md.grant_role, EXISTING, by=STAFF,
         when=(_mc.participant_is_not_erased, _mc.role_fits_institution)),
    rule(_m.EraseParticipant, _md.erase, EXISTING, when=(_mc.acts_for_oneself, _mc.participant_is_not_erased)),
)

_c, _cd, _cc = challenges, challenges_decide, challenges_conditions
_CHALLENGES = (
    rule(_c.SubmitChallenge, _cd.submit, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE), receipt=True),
    rule(_c.AcceptChallenge, _cd.accept, EXISTING, during=(CHALLENGES,), by=STAFF, when=(_cc.is_unmoderated,)),
    rule(_c.RejectChallenge, _cd.reject, EXISTING, during=(CHALLENGES,), by=STAFF, when=(_cc.is_unmoderated,)),
    rule(_c.TagChallenge, _cd.tag, EXISTING, during=(CHALLENGES,), by=STAFF),
    rule(_c.MergeChallenge, _cd.merge, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.is_accepted, _cc.merges_into_another)),
    rule(_c.SplitChallenge, _cd.split, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.is_accepted, _cc.splits_into_known_parts)),
    rule(_c.SubmitStatement, _cd.submit_statement, NEW, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE),
         when=(_cc.statement_is_about_a_challenge,), receipt=True),
    rule(_c.AcceptStatement, _cd.accept_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.statement_is_unmoderated,)),
    rule(_c.RejectStatement, _cd.reject_statement, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(_cc.statement_is_unmoderated,)),
    rule(_c.CastVotes, _cd.cast_votes, ANY, during=(CHALLENGES,), by=(CITIZEN, REPRESENTATIVE, EXPERT),
         when=(_cc.votes_are_ones_own, _cc.votes_are_on_open_statements), receipt=True),
    rule(_c.OpenRound, _cd.open_round, NEW, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_asks_about_accepted_challenges, ballots.round_closes_in_the_future)),
    rule(_c.AddVoter, _cd.add_voter, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_is_not_closed, ballots.voter_can_be_added)),
    rule(_c.CastBallot, _cd.cast_ballot, ANY, during=(CHALLENGES,),
         when=(ballots.ballot_is_ones_own, ballots.round_takes_ballots, ballots.ballot_fits_its_kind), receipt=True),
    rule(_c.CloseRound, _cd.close_round, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(ballots.round_is_not_closed, ballots.round_deadline_has_come)),
    rule(_c.RecordPrioritisation, _cd.record_prioritisation, EXISTING, during=(CHALLENGES,), by=STAFF,
         when=(record_answers_close, ballots.order_names_the_items)),
    rule(_c.MakeCommitment, _cd.make_commitment, NEW, during=(CHALLENGES, SOLUTIONS, SUPPORT, CURATION, SCALING),
         by=(REPRESENTATIVE,), receipt=True,
         when=(_cc.speaks_for_an_institution, _cc.commits_to_a_living_challenge, _cc.due_date_lies_ahead)),
    rule(_c.KeepCommitment, _cd.keep_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(_cc.is_the_institutions_own, _cc.commitment_is_pending)),
    rule(_c.MarkCommitmentLate, _cd.mark_commitment_late, EXISTING, by=STAFF,
         when=(_cc.commitment_is_pending, _cc.due_date_has_passed)),
    rule(_c.WithdrawCommitment, _cd.withdraw_commitment, EXISTING, by=(REPRESENTATIVE,),
         when=(_cc.is_the_institutions_own, _cc.commitment_is_pending)),
    rule(_c.AcknowledgeGap, _cd.acknowledge_gap, ANY, during=(CHALLENGES, SOLUTIONS), by=STAFF,
         when=(_cc.gap_is_real,)),
)

_s, _sd, _sc, _k = solutions, solutions_decide, solutions_conditions, kickoff
_FROM_SOLUTIONS = (SOLUTIONS, SUPPORT, CURATION, SCALING)
_PEOPLE = (CITIZEN, REPRESENTATIVE, EXPERT)
_SOLUTIONS = (
    rule(_s.PublishCall, _sd.publish_call, NEW, during=(SOLUTIONS,), by=STAFF, when=(_sc.call_closes_ahead,)),
    rule(_s.SubmitSolution, _sd.submit, NEW, during=(SOLUTIONS,), by=_PEOPLE,
         when=(_sc.a_call_is_open, _sc.answers_prioritised_challenges), receipt=True),
    rule(_s.UpdateSolution, _sd.update, EXISTING, during=_FROM_SOLUTIONS, by=_PEOPLE,
         when=(_sc.solution_stands, _sc.acts_for_the_team, _sc.something_changes)),
    rule(_s.TieToChallenge, _sd.tie, EXISTING, during=_FROM_SOLUTIONS,
         when=(_sc.solution_stands, _sc.acts_for_the_team_or_organises, _sc.ties_to_another_challenge)),
    rule(_s.InviteToTeam, _sd.invite, EXISTING, during=_FROM_SOLUTIONS, by=_PEOPLE,
         when=(_sc.solution_stands, _sc.acts_for_the_team, _sc.invites_a_newcomer)),
    rule(_s.JoinTeam, _sd.join, EXISTING, during=_FROM_SOLUTIONS, by=_PEOPLE,
         when=(_sc.solution_stands, _sc.may_join), receipt=True),
    rule(_s.LeaveTeam, _sd.leave, EXISTING, when=(_sc.solution_stands, _sc.acts_for_the_team, _sc.others_stay)),
    rule(_s.WithdrawSolution, _sd.withdraw, EXISTING, during=_FROM_SOLUTIONS,
         when=(_sc.solution_stands, _sc.acts_for_the_team_or_organises, _sc.is_no_active_initiative)),
    rule(_s.PlanKickoff, _sd.plan_kickoff, NEW, during=(SOLUTIONS,), by=STAFF,
         when=(_k.kickoff_lies_ahead, _k.tables_have_room)),
    rule(_s.RegisterForKickoff, _sd.register, ANY, during=(SOLUTIONS,), by=_PEOPLE,
         when=(_k.acts_for_oneself, _k.is_not_registered, _k.kickoff_takes_registrations,
               _k.wishes_are_few_and_known), receipt=True),
    rule(_s.ChangeWishes, _sd.change_wishes, EXISTING, during=(SOLUTIONS,),
         when=(_k.acts_for_oneself, _k.is_registered, _k.kickoff_takes_registrations, _k.wishes_are_few_and_known)),
    rule(_s.CancelRegistration, _sd.cancel, EXISTING, during=(SOLUTIONS,),
         when=(_k.acts_for_oneself_or_organises, _k.is_registered, _k.kickoff_is_not_held)),
    rule(_s.ConfirmAttendance, _sd.attend, EXISTING, during=(SOLUTIONS,),
         when=(_k.acts_for_oneself_or_organises, _k.is_registered, _k.kickoff_is_on)),
    rule(_s.CloseRegistration, _sd.close_registration, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(_k.registration_is_open, _k.somebody_can_be_placed)),
    rule(_s.RecordAllocation, _sd.record_allocation, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(record_answers_close, _k.allocation_names_known)),
    rule(_s.ReopenAllocation, _sd.reopen_allocation, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(_k.places_were_given,)),
    rule(_s.CloseAttendance, _sd.close_attendance, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(_k.allocation_was_reopened, _k.somebody_can_be_placed)),
    rule(_s.HoldKickoff, _sd.hold_kickoff, EXISTING, during=(SOLUTIONS,), by=STAFF, when=(_k.kickoff_is_over,)),
)

_u, _ud, _uc, _um = support, support_decide, support_conditions, matches
_FROM_SUPPORT = (SUPPORT, CURATION, SCALING)
_SUPPORT = (
    rule(_u.StartProgramme, _ud.start_programme, NEW, during=(SUPPORT,), by=STAFF),
    rule(_u.AdmitInitiative, _ud.admit, ANY, during=(SUPPORT,), by=STAFF,
         when=(_uc.programme_runs, _uc.is_not_in_the_programme, _uc.has_a_solution)),
    rule(_u.RecordActivity, _ud.record_activity, EXISTING, during=_FROM_SUPPORT,
         when=(_uc.has_not_dropped_out, _uc.acts_for_the_initiative)),
    rule(_u.WarnOfDropOff, _ud.warn_of_drop_off, EXISTING, during=_FROM_SUPPORT, by=STAFF,
         when=(_uc.programme_has_not_ended,)),
    rule(_u.MarkDroppedOut, _ud.mark_dropped_out, EXISTING, during=_FROM_SUPPORT,
         when=(_uc.has_not_dropped_out, _uc.acts_for_the_initiative_or_organises, _uc.was_warned_long_enough)),
    rule(_u.EndProgramme, _ud.end_programme, EXISTING, during=(SUPPORT,), by=STAFF,
         when=(_uc.programme_has_not_ended, _uc.programme_end_has_come)),
    rule(_u.StateNeed, _ud.state_need, NEW, during=(SUPPORT,),
         when=(_uc.programme_runs, _um.initiative_takes_part, _uc.acts_for_the_initiative,
               _um.stipend_says_how_much), receipt=True),
    rule(_u.CancelNeed, _ud.cancel_need, EXISTING, during=_FROM_SUPPORT,
         when=(_um.acts_for_the_needy_or_organises, _um.need_is_open)),
    rule(_u.OfferSupport, _ud.offer_support, NEW, during=(SUPPORT,), by=(EXPERT, REPRESENTATIVE, ORGANISER),
         when=(_uc.programme_runs, _um.stipend_says_how_much), receipt=True),
    rule(_u.WithdrawOffer, _ud.withdraw_offer, EXISTING, during=_FROM_SUPPORT,
         when=(_um.offer_stands, _um.acts_for_the_offer_or_organises)),
    rule(_u.MatchNeed, _ud.match_need, EXISTING, during=(SUPPORT,),
         when=(_uc.programme_runs, _um.offer_stands, _um.acts_for_the_offer_or_organises, _um.need_can_be_matched,
               _um.offer_has_room, _um.budget_suffices)),
    rule(_u.ReleaseMatch, _ud.release_match, EXISTING, during=_FROM_SUPPORT,
         when=(_um.is_matched, _um.is_not_delivered, _um.is_one_of_both_sides_or_organises)),
    rule(_u.DeliverSupport, _ud.deliver, EXISTING, during=_FROM_SUPPORT,
         when=(_um.is_matched, _um.is_not_delivered, _um.is_one_of_both_sides_or_organises)),
    rule(_u.ConfirmDelivery, _ud.confirm_delivery, EXISTING, during=_FROM_SUPPORT,
         when=(_um.is_matched, _um.confirms_for_a_side)),
    rule(_u.ProposeBundle, _ud.propose_bundle, NEW, during=(SUPPORT,),
         when=(_uc.bundle_can_be, _uc.proposes_for_an_own_initiative_or_organises)),
    rule(_u.ConsentToBundle, _ud.consent_to_bundle, EXISTING, during=(SUPPORT,),
         when=(_uc.bundle_is_proposed, _uc.acts_for_the_initiative, _uc.initiatives_are_free)),
    rule(_u.DeclineBundle, _ud.decline_bundle, EXISTING, during=(SUPPORT,),
         when=(_uc.bundle_is_proposed, _uc.acts_for_the_initiative)),
)

_f, _fd, _fc, _fb = funding, funding_decide, funding_conditions, grant_ballots
_FUNDING = (
    rule(_f.OpenFund, _fd.open_fund, NEW, during=(SOLUTIONS, *_FROM_SUPPORT), by=(REPRESENTATIVE, *STAFF),
         when=(_fc.giver_is_registered, _fc.gives_for_the_own_institution_or_organises)),
    rule(_f.OpenGrantRound, _fd.open_grant_round, NEW, during=(SUPPORT,), by=STAFF,
         when=(_fc.fund_suffices, _fc.deadlines_lie_ahead)),
    rule(_f.ApplyForGrant, _fd.apply_for_grant, NEW, during=(SUPPORT,), by=_PEOPLE, receipt=True,
         when=(_fc.round_takes_applications, _fc.initiative_may_apply, _fc.asks_for_what_could_be_given)),
    rule(_f.CastGrantBallot, _fd.cast_grant_ballot, ANY, during=(SUPPORT,), receipt=True,
         when=(_fb.grant_ballot_is_ones_own, _fb.grant_round_takes_ballots, _fb.grant_ballot_fits_its_kind)),
    rule(_f.CloseGrantRound, _fd.close_grant_round, EXISTING, during=_FROM_SUPPORT, by=STAFF,
         when=(_fc.grant_round_is_not_closed, _fc.grant_deadline_has_come)),
    rule(_f.RecordGrants, _fd.record_grants, EXISTING, during=_FROM_SUPPORT, by=STAFF,
         when=(record_answers_close, _fc.awards_keep_to_the_budget)),
    rule(_f.PayGrant, _fd.pay_grant, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(_fc.grant_exists, _fc.pays_for_the_giver_or_organises, _fc.is_not_paid_twice)),
    rule(_f.ReturnGrant, _fd.return_grant, EXISTING,
         when=(_fc.grant_exists, _fc.returns_for_the_initiative_or_organises, _fc.is_not_returned_twice)),
)

_r, _rd, _rc, _p = curation, curation_decide, curation_conditions, pilots
_FROM_CURATION = (CURATION, SCALING)
_CURATION = (
    rule(_r.OpenAssessment, _rd.open_assessment, ANY, during=_FROM_CURATION, by=STAFF,
         when=(_rc.initiative_is_supported, _rc.no_assessment_is_under_way)),
    rule(_r.SubmitReview, _rd.submit_review, NEW, during=_FROM_CURATION, by=(EXPERT, REPRESENTATIVE),
         when=(_rc.review_is_called_for, _rc.scores_fit_the_scale, _rc.reviewer_has_no_conflict), receipt=True),
    rule(_r.CloseAssessment, _rd.close_assessment, EXISTING, during=_FROM_CURATION, by=STAFF,
         when=(_rc.assessment_is_open, _rc.enough_have_reviewed)),
    rule(_r.RecordAssessment, _rd.record_assessment, EXISTING, during=_FROM_CURATION, by=STAFF,
         when=(record_answers_close, _rc.means_are_of_the_criteria)),
    rule(_r.OverrideAssessment, _rd.override_assessment, EXISTING, during=_FROM_CURATION, by=(ORGANISER,),
         when=(_rc.has_a_result, _rc.override_changes_something)),
    rule(_r.ContestAssessment, _rd.contest_assessment, EXISTING, during=_FROM_CURATION,
         when=(_rc.has_a_result, _rc.contests_once_as_one_concerned), receipt=True),
    rule(_r.AnswerContest, _rd.answer_contest, EXISTING, during=_FROM_CURATION, by=STAFF,
         when=(_rc.has_a_result, _rc.contest_awaits_an_answer)),
    rule(_r.AssessFinally, _rd.assess_finally, ANY, during=(CURATION,), by=STAFF,
         when=(_rc.is_not_final_yet, _rc.outcome_is_what_the_dossier_says)),
    rule(_r.AgreePilot, _rd.agree_pilot, NEW, during=_FROM_CURATION, by=(REPRESENTATIVE,),
         when=(_rc.initiative_is_supported, _p.speaks_for_the_partner, _p.ends_after_its_start), receipt=True),
    rule(_r.StartPilot, _rd.start_pilot, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(_p.is_the_partners_own, _p.pilot_is_agreed)),
    rule(_r.RecordPilotResult, _rd.record_pilot_result, EXISTING, during=_FROM_CURATION, by=(REPRESENTATIVE, *STAFF),
         when=(_p.is_the_partners_own, _p.pilot_is_running, _p.result_follows_from_the_criteria)),
    rule(_r.AbandonPilot, _rd.abandon_pilot, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(_p.is_the_partners_own, _p.pilot_has_not_ended)),
)

_a, _ad, _ac = scaling, scaling_decide, scaling_conditions
_SCALING = (
    rule(_a.RequestPlan, _ad.request_plan, ANY, during=(SCALING,), by=STAFF,
         when=(_ac.initiative_is_known, _ac.no_plan_is_pending, _ac.capacities_are_of_institutions,
               _ac.someone_might_adopt)),
    rule(_a.RecordPlan, _ad.record_plan, EXISTING, during=(SCALING,), by=STAFF,
         when=(record_answers_close, _ac.plan_names_the_candidates)),
    rule(_a.RecordAdoption, _ad.record_adoption, NEW, during=(SCALING,), by=(REPRESENTATIVE, *STAFF),
         when=(_ac.initiative_is_known, _ac.adopter_is_registered, _ac.speaks_for_the_adopter,
               _ac.day_is_not_in_the_future, _ac.is_not_in_the_register, _ac.passes_the_gate)),
    rule(_a.EndAdoption, _ad.end_adoption, EXISTING, by=(REPRESENTATIVE, *STAFF),
         when=(_ac.is_the_adopters_own, _ac.adoption_lasts)),
    rule(_a.SetFinancingModel, _ad.set_financing_model, ANY, during=_FROM_SUPPORT,
         when=(_ac.initiative_is_known, _ac.speaks_for_the_initiative, _ac.cost_is_not_negative)),
    rule(_a.RecordReading, _ad.record_reading, ANY, by=STAFF, when=(_ac.day_is_not_in_the_future,)),
    rule(_a.PublishFinalReport, _ad.publish_final_report, NEW, during=(SCALING,), by=STAFF),
)
# fmt: on

_LINES = (*_MISSION, *_CHALLENGES, *_SOLUTIONS, *_SUPPORT, *_FUNDING, *_CURATION, *_SCALING)
RULES: dict[type[Command], Rule] = {line.command: line for line in _LINES}
