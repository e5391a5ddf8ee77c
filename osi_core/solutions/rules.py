"""The rules of phase 3: for every command when it is allowed, who may give it, and what must hold first."""

from __future__ import annotations

from osi_core.domain import PEOPLE, STAFF, Phase, Role, Target, rule, stricter
from osi_core.plugins.decision_conditions import BEFORE_RECORD, strategy_is_installed
from osi_core.solutions import commands as c
from osi_core.solutions import conditions, decide, team_decide
from osi_core.solutions import kickoff_conditions as kickoff
from osi_core.solutions import team_commands as t
from osi_core.solutions import team_conditions as teams

NEW, EXISTING, ANY = Target.NEW, Target.EXISTING, Target.ANY
SOLUTIONS, SUPPORT, CURATION, SCALING = Phase.SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING
ENGINE, ORGANISER = Role.ENGINE, Role.ORGANISER
_FROM_SOLUTIONS = (SOLUTIONS, SUPPORT, CURATION, SCALING)
_SPEAKER = (conditions.acts_for_the_team, teams.speaks_for_the_team)

# fmt: off
RULES = (
    rule(c.PublishCall, decide.publish_call, NEW, during=(SOLUTIONS,), by=STAFF, when=(conditions.call_closes_ahead,)),
    rule(c.AmendCall, decide.amend_call, EXISTING, during=(SOLUTIONS,), by=STAFF, since=2,
         when=(conditions.call_closes_ahead, conditions.call_changes)),
    rule(c.SubmitSolution, decide.submit, NEW, during=(SOLUTIONS,), by=PEOPLE,
         when=(conditions.a_call_is_open, conditions.answers_prioritised_challenges), receipt=True),
    *stricter(
        rule(c.UpdateSolution, decide.update, EXISTING, during=_FROM_SOLUTIONS, by=PEOPLE,
             when=(conditions.solution_stands, conditions.acts_for_the_team, conditions.something_changes)),
        teams.speaks_for_the_team, teams.says_what_the_change_is, since=2),
    *stricter(
        rule(c.TieToChallenge, decide.tie, EXISTING, during=_FROM_SOLUTIONS,
             when=(conditions.solution_stands, conditions.acts_for_the_team_or_organises,
                   conditions.ties_to_another_challenge)),
        teams.speaks_for_the_team_or_organises, since=2),
    *stricter(
        rule(c.InviteToTeam, decide.invite, EXISTING, during=_FROM_SOLUTIONS, by=PEOPLE,
             when=(conditions.solution_stands, conditions.acts_for_the_team, conditions.invites_a_newcomer)),
        teams.speaks_for_the_team, since=2),
    *stricter(
        rule(c.JoinTeam, decide.join, EXISTING, during=_FROM_SOLUTIONS, by=PEOPLE,
             when=(conditions.solution_stands, conditions.may_join), receipt=True),
        teams.team_has_a_speaker, teams.was_not_removed, since=2),
    rule(t.RequestToJoin, team_decide.request_to_join, EXISTING, during=_FROM_SOLUTIONS, by=PEOPLE,
         when=(conditions.solution_stands, teams.team_has_a_speaker, teams.asks_once), receipt=True, since=2),
    rule(t.WithdrawRequest, team_decide.withdraw_request, EXISTING, when=(teams.has_asked_oneself,), since=2),
    rule(t.AcceptRequest, team_decide.accept_request, EXISTING, during=_FROM_SOLUTIONS,
         when=(conditions.solution_stands, *_SPEAKER, teams.has_asked, teams.asker_is_there, teams.team_has_room),
         since=2),
    rule(t.DeclineRequest, team_decide.decline_request, EXISTING, during=_FROM_SOLUTIONS,
         when=(conditions.solution_stands, *_SPEAKER, teams.has_asked), since=2),
    *stricter(
        rule(c.LeaveTeam, decide.leave, EXISTING,
             when=(conditions.solution_stands, conditions.acts_for_the_team, conditions.others_stay)),
        teams.somebody_stays, since=2),
    rule(t.RemoveFromTeam, team_decide.remove, EXISTING, during=_FROM_SOLUTIONS,
         when=(conditions.solution_stands, *_SPEAKER, teams.is_an_ordinary_member), since=2),
    rule(t.AppointSpeaker, team_decide.appoint_speaker, EXISTING, during=_FROM_SOLUTIONS,
         when=(conditions.solution_stands, *_SPEAKER, teams.appoints_a_member), since=2),
    rule(t.ResignAsSpeaker, team_decide.resign, EXISTING,
         when=(conditions.solution_stands, *_SPEAKER), since=2),
    rule(t.ProposeSpeaker, team_decide.propose_speaker, EXISTING,
         when=(conditions.solution_stands, conditions.acts_for_the_team, teams.team_has_no_speaker,
               teams.candidate_is_of_the_team), since=2),
    rule(t.NameSpeaker, team_decide.name_speaker, EXISTING, by=(ORGANISER,),
         when=(conditions.solution_stands, teams.team_has_no_speaker, teams.members_had_their_time,
               teams.candidate_is_of_the_team, teams.names_somebody_else), since=2),
    *stricter(
        rule(c.WithdrawSolution, decide.withdraw, EXISTING, during=_FROM_SOLUTIONS,
             when=(conditions.solution_stands, conditions.acts_for_the_team_or_organises,
                   conditions.is_no_active_initiative)),
        teams.speaks_for_the_team_or_organises, since=2),
    rule(t.FollowErasure, team_decide.follow_erasure, Target.ANY, by=(Role.ENGINE,), since=3,
         when=(teams.person_was_erased,)),
    rule(c.PlanKickoff, decide.plan_kickoff, NEW, during=(SOLUTIONS,), by=STAFF, until=1,
         when=(strategy_is_installed, kickoff.kickoff_lies_ahead, kickoff.tables_have_room)),
    rule(c.PlanKickoff, decide.plan_kickoff, NEW, during=(SOLUTIONS,), by=STAFF, since=2,
         when=(strategy_is_installed, kickoff.kickoff_lies_ahead, kickoff.kickoff_is_near, kickoff.tables_have_room)),
    rule(c.MoveKickoff, decide.move_kickoff, EXISTING, during=(SOLUTIONS,), by=STAFF, since=2,
         when=(kickoff.kickoff_has_not_ended, kickoff.nobody_has_come, kickoff.kickoff_is_moved,
               kickoff.kickoff_lies_ahead, kickoff.kickoff_is_near)),
    rule(c.CancelKickoff, decide.cancel_kickoff, EXISTING, during=(SOLUTIONS,), by=STAFF, since=2,
         when=(kickoff.kickoff_has_not_ended,)),
    rule(c.RegisterForKickoff, decide.register, ANY, during=(SOLUTIONS,), by=PEOPLE,
         when=(kickoff.acts_for_oneself, kickoff.is_not_registered, kickoff.kickoff_takes_registrations,
               kickoff.wishes_are_few_and_known), receipt=True),
    rule(c.ChangeWishes, decide.change_wishes, EXISTING, during=(SOLUTIONS,),
         when=(kickoff.acts_for_oneself, kickoff.is_registered, kickoff.kickoff_takes_registrations,
               kickoff.wishes_are_few_and_known)),
    rule(c.CancelRegistration, decide.cancel, EXISTING, during=(SOLUTIONS,),
         when=(kickoff.acts_for_oneself_or_organises, kickoff.is_registered, kickoff.kickoff_is_not_held)),
    rule(c.ConfirmAttendance, decide.attend, EXISTING, during=(SOLUTIONS,),
         when=(kickoff.acts_for_oneself_or_organises, kickoff.is_registered, kickoff.kickoff_is_on)),
    rule(c.CloseRegistration, decide.close_registration, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(kickoff.registration_is_open, kickoff.somebody_can_be_placed)),
    rule(c.RecordAllocation, decide.record_allocation, EXISTING, during=(SOLUTIONS,), by=(ENGINE,),
         when=(*BEFORE_RECORD, kickoff.allocation_names_known)),
    rule(c.ReopenAllocation, decide.reopen_allocation, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(strategy_is_installed, kickoff.places_were_given)),
    rule(c.CloseAttendance, decide.close_attendance, EXISTING, during=(SOLUTIONS,), by=STAFF,
         when=(kickoff.allocation_was_reopened, kickoff.somebody_can_be_placed)),
    rule(c.HoldKickoff, decide.hold_kickoff, EXISTING, during=(SOLUTIONS,), by=STAFF, when=(kickoff.kickoff_is_over,)),
)
# fmt: on
