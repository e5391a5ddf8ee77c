"""An organiser who brings any mission to its end: whatever a gate lacks is done, by commands that are granted.

What it does may bring newcomers, and let time pass; it neither forges, nor closes the mission early.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from osi_core.challenges import commands as challenges
from osi_core.challenges.events import Lack
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Round
from osi_core.curation import commands as curation
from osi_core.curation.facts import Dossier
from osi_core.domain import RULES_VERSION, Command, Phase, Refused, Role, Sector, Unmet
from osi_core.funding import commands as funding
from osi_core.funding.facts import GrantRound
from osi_core.mission import commands as mission
from osi_core.mission.state import Mission
from osi_core.process.early import ResumeMission
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.request import OPERATOR, Handled, Office
from osi_core.scaling import commands as scaling
from osi_core.scaling.facts import FinalReport
from osi_core.solutions import commands as solutions
from osi_core.solutions.events import KickoffStatus, SolutionOrigin
from osi_core.solutions.facts import Call, Kickoff
from osi_core.support import commands as support
from osi_core.support.facts import Programme
from osi_core.testing.scenario import Scenario
from tests.unit.process.proving import answers_a_contest, assesses_finally, proves

M: dict[str, Any] = {"mission": "m"}
WHY = "so that it goes on"
MOST_TRIES = 60
"""How many things a gate may lack, one after the other."""


class Organiser(Scenario):
    """A mission with people of all roles, and somebody who always knows what comes next."""

    def __init__(self, rules: int = RULES_VERSION, **playbook: Any) -> None:
        self._rules = rules
        self.receipts: list[str] = []
        super().__init__(**playbook)
        self._count = 0
        self.citizen("ada", "ben", "cleo")
        for name in ("olga", "otto"):
            self.member(name, Role.ORGANISER)
        self.institution("town", Sector.ADMINISTRATION, speaker="rita")
        self.institution("works", Sector.BUSINESS, speaker="bert")
        self.member("eli", Role.EXPERT)
        self.member("emma", Role.EXPERT, "works")

    def do(self, command: Command, by: str | Office = OPERATOR, **options: Any) -> Handled:
        """As of every scenario; the mission is created under its own version of the rules."""
        if isinstance(command, mission.CreateMission):
            command = command.model_copy(update={"rules": self._rules})
        handled = super().do(command, by=by, **options)
        if handled.receipt is not None:
            self.receipts.append(handled.receipt.code)
        return handled

    @property
    def state(self) -> Mission:
        """The mission as it stands."""
        found = self.engine.memory("m").mission_state(self.engine.store)
        assert found is not None
        return found

    def new(self, what: str) -> str:
        """An id that nothing has yet."""
        self._count += 1
        return f"{what}-new-{self._count}"

    def newcomer(self, role: Role | None = None, institution: str | None = None) -> str:
        """Somebody joins, who was never erased."""
        name = self.new("person")
        self.citizen(name)
        if role is not None:
            self.do(mission.GrantRole(**M, participant=name, role=role, institution=institution))
        return name

    # The way

    def goes_to_the_end(self) -> None:
        """Every phase that is not reached yet is opened, and all that is open is closed."""
        if self.state.closed_early:
            self.do(ResumeMission(**M, reason=WHY))
        for phase in Phase:
            if phase not in self.state.opened:
                self.achieves(OpenPhase(**M, phase=phase))
        for _ in Phase:  # a remedy may have opened one again
            for phase in (phase for phase in Phase if phase in self.state.open_phases):
                self.achieves(ClosePhase(**M, phase=phase))

    def achieves(self, command: Command) -> None:
        """Does all that the command lacks, until it is granted."""
        unmet: tuple[Unmet, ...] = ()
        for _ in range(MOST_TRIES):
            try:
                self.do(command)
                return
            except Refused as refused:
                unmet = refused.unmet
            for one in unmet:
                if one.code in ("phase-open-already", "phase-not-open"):
                    return  # a remedy of what was lacking has done it
                assert one.code in REMEDIES, f"nobody knows what to do about {one}"
            REMEDIES[unmet[0].code](self, unmet[0])
        raise AssertionError(f"{command!r} is refused for ever: {unmet}")

    def again(self, phase: Phase) -> None:
        """A phase is open, also one that had been closed."""
        if phase not in self.state.open_phases:
            reason = WHY if phase in self.state.closed else None
            self.achieves(OpenPhase(**M, phase=phase, reason=reason))

    def waits_until(self, moment: datetime) -> None:
        self.now = max(self.now, moment)

    # What a gate may lack

    def sets_a_goal(self, unmet: Unmet) -> None:
        indicator = {"name": "Emissions", "unit": "t", "baseline": 8, "target": 0, "deadline": self.day(3650)}
        self.do(mission.SetGoal.model_validate({**M, "statement": "A goal", "indicator": indicator}))

    def brings_a_sector(self, unmet: Unmet) -> None:
        name = self.new("house")
        self.institution(name, Sector(unmet.values["sector"]))
        speaker = self.newcomer(Role.REPRESENTATIVE, name)
        self.do(mission.EndorseMission(**M), by=speaker)

    def agrees_the_mission(self, unmet: Unmet) -> None:
        self.again(Phase.MISSION)
        self.achieves(ClosePhase(**M, phase=Phase.MISSION))

    def prioritises(self, unmet: Unmet) -> None:
        self.again(Phase.CHALLENGES)
        who, name, items = self.newcomer(), self.new("round"), (self.new("challenge"), self.new("challenge"))
        for challenge in items:
            self.do(challenges.SubmitChallenge(**M, challenge=challenge, title="A challenge"), by=who)
            self.do(challenges.AcceptChallenge(**M, challenge=challenge))
        settings = self.state.playbook.challenges
        voters = [who, *(self.newcomer() for _ in range(settings.least_ballots - 1))]
        closes_at = self.now + timedelta(days=settings.round_days, hours=1)
        self.do(challenges.OpenRound(**M, round=name, items=items, closes_at=closes_at))
        for voter in voters:
            ballot: dict[str, Any] = {"round": name, "participant": voter, "ballot": self.new("ballot")}
            self.do(challenges.CastBallot(**M, **ballot, choices=items[:1]), by=voter)
        self.closes(name, closes_at)

    def closes(self, name: str, closes_at: datetime) -> None:
        self.waits_until(closes_at)
        self.do(challenges.CloseRound(**M, round=name))
        self.decide()

    def ends_a_round(self, unmet: Unmet) -> None:
        name = str(unmet.values["round"]).rpartition("/")[2]
        row = self.facts(Round).get(name) if str(unmet.values["round"]).startswith("rounds/") else None
        if row is not None:
            if row.status == "open":
                self.closes(name, row.closes_at)
        else:
            grant_round = self.fact(GrantRound, name)
            self.waits_until(grant_round.closes_at)
            if grant_round.status == "open":
                self.do(funding.CloseGrantRound(**M, round=name))
        self.decide()

    def acknowledges(self, lack: Lack) -> Callable[[Unmet], None]:
        def acknowledge(unmet: Unmet) -> None:
            challenge = str(unmet.values["challenge"]).rpartition("/")[2]
            self.do(challenges.AcknowledgeGap(**M, challenge=challenge, lacks=lack, reason=WHY))

        return acknowledge

    def takes_priorities_up(self, unmet: Unmet) -> None:
        """Challenges open again, and close with a commitment or a gap for each priority."""
        self.again(Phase.CHALLENGES)
        self.achieves(ClosePhase(**M, phase=Phase.CHALLENGES))

    def holds_a_kickoff(self, unmet: Unmet) -> None:
        self.again(Phase.SOLUTIONS)
        who = self.solves()
        kickoff: dict[str, Any] = {**M, "kickoff": self.new("kickoff")}
        self.do(solutions.PlanKickoff(**kickoff, starts_on=self.day(1), days=1, table_min=1, table_max=20))
        self.do(solutions.RegisterForKickoff(**kickoff, participant=who), by=who)
        self.do(solutions.CloseRegistration(**kickoff))
        self.decide()
        self.later(days=1)
        self.do(solutions.ConfirmAttendance(**kickoff, participant=who), by=who)
        self.do(solutions.HoldKickoff(**kickoff))

    def solves(self) -> str:
        """A newcomer brings a solution for a priority, to a call that is open."""
        ranked = [name for name, row in self.facts(Challenge).items() if row.rank]
        if not ranked:
            self.prioritises(Unmet("priorities-missing"))
            ranked = [name for name, row in self.facts(Challenge).items() if row.rank]
        if not any(call.is_open(self.now.date()) for call in self.facts(Call).values()):
            self.do(solutions.PublishCall(**M, call=self.new("call"), text="Who has a solution?"))
        who, origin = self.newcomer(), SolutionOrigin.EXISTING
        self.solution = self.new("solution")
        words: dict[str, Any] = {"origin": origin, "title": "A solution", "text": "It works"}
        self.do(solutions.SubmitSolution(**M, solution=self.solution, challenges=(ranked[0],), **words), by=who)
        return who

    def settles_a_kickoff(self, unmet: Unmet) -> None:
        kickoff = str(unmet.values["kickoff"]).rpartition("/")[2]
        assert self.fact(Kickoff, kickoff).status not in (KickoffStatus.HELD, KickoffStatus.CANCELLED)
        self.do(solutions.CancelKickoff(**M, kickoff=kickoff, reason=WHY))

    def starts_a_programme(self, unmet: Unmet) -> None:
        self.again(Phase.SUPPORT)
        self.do(support.StartProgramme(**M, programme=self.new("programme")))

    def ends_a_programme(self, unmet: Unmet) -> None:
        programme = str(unmet.values["programme"]).rpartition("/")[2]
        self.waits_until(self.midnight(self.fact(Programme, programme).ends_on))
        self.do(support.EndProgramme(**M, programme=programme))

    def admits(self, unmet: Unmet) -> None:
        """An initiative takes part in the programme."""
        self.holds_a_kickoff(unmet)
        self.starts_a_programme(unmet)
        programme = next(name for name, row in self.facts(Programme).items() if row.runs)
        self.do(support.AdmitInitiative(**M, initiative=self.solution, programme=programme))

    def closes_what_is_before(self, unmet: Unmet) -> None:
        for phase in (Phase.SUPPORT, Phase.CURATION):
            if phase in self.state.open_phases:
                self.achieves(ClosePhase(**M, phase=phase))

    def closes_an_assessment(self, unmet: Unmet) -> None:
        initiative = str(unmet.values["initiative"]).rpartition("/")[2]
        self.decide()
        if self.fact(Dossier, initiative).open:
            self.do(curation.CloseAssessment(**M, initiative=initiative))
            self.decide()

    def waits_for_a_plan(self, unmet: Unmet) -> None:
        self.decide()

    def reaches_the_deadline(self, unmet: Unmet) -> None:
        goal = self.state.goal
        assert goal is not None
        self.waits_until(self.midnight(goal.deadline) + timedelta(days=1))

    def reports(self, unmet: Unmet) -> None:
        assert not self.facts(FinalReport)
        self.do(scaling.PublishFinalReport(**M, summary="What came of it"))

    def day(self, days: int) -> Any:
        return (self.now + timedelta(days=days)).date()

    @staticmethod
    def midnight(day: Any) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


REMEDIES: dict[str, Callable[[Organiser, Unmet], None]] = {
    "goal-missing": Organiser.sets_a_goal,
    "endorsement-missing": Organiser.brings_a_sector,
    "mission-not-agreed": Organiser.agrees_the_mission,
    "priorities-missing": Organiser.prioritises,
    "priority-unanswered": lambda one, unmet: one.acknowledges(Lack.COMMITMENT)(unmet),
    "priority-unsolved": lambda one, unmet: one.acknowledges(Lack.SOLUTION)(unmet),
    "round-hangs": Organiser.ends_a_round,
    "no-commitment": Organiser.takes_priorities_up,
    "no-kickoff-held": Organiser.holds_a_kickoff,
    "kickoff-not-held": Organiser.settles_a_kickoff,
    "no-programme-started": Organiser.starts_a_programme,
    "programme-not-ended": Organiser.ends_a_programme,
    "no-initiative": Organiser.admits,
    "final-assessment-missing": assesses_finally,
    "contest-waits": answers_a_contest,
    "nothing-to-scale": proves,
    "phases-open-still": Organiser.closes_what_is_before,
    "assessment-hangs": Organiser.closes_an_assessment,
    "plan-hangs": Organiser.waits_for_a_plan,
    "target-not-reached": Organiser.reaches_the_deadline,
    "final-report-missing": Organiser.reports,
}
"""What a gate lacks → what the organiser does about it."""
