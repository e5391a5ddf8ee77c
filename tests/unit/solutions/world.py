"""A mission in which challenges are prioritised, so that solutions and their support can be told from there on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from osi_core.challenges.commands import (
    AcceptChallenge,
    CastBallot,
    CloseRound,
    MergeChallenge,
    OpenRound,
    RejectChallenge,
    SubmitChallenge,
)
from osi_core.domain import Phase, Role, Sector
from osi_core.log.decisions import RecordDecision
from osi_core.process.deciding import compute
from osi_core.process.due import Due
from osi_core.process.share import share_of
from osi_core.solutions import commands as c
from osi_core.solutions.facts import Registration
from osi_core.testing.scenario import Scenario


class World(Scenario):
    """The town's mission: heat and water are prioritised, noise is not, warmth was merged into heat, spam rejected.

    Ada, Ben, Cem and Dia are citizens, Olga organises, Eli is an expert, Rita speaks for the town.
    """

    def __init__(self, *, call: bool = True, **playbook: Any) -> None:
        super().__init__(**playbook)
        self.citizen("ada", "ben", "cem", "dia")
        self.member("olga", Role.ORGANISER)
        self.member("eli", Role.EXPERT)
        self.institution("town", Sector.ADMINISTRATION, speaker="rita")
        self.open_without_gates(Phase.CHALLENGES)
        self._prioritise()
        self.open_without_gates(Phase.SOLUTIONS)
        if call:
            self.do(c.PublishCall(mission="m", call="first", text="Who has a solution?"), by="olga")

    def _prioritise(self) -> None:
        for name in ("heat", "water", "warmth", "spam", "noise"):
            self.do(SubmitChallenge(mission="m", challenge=name, title=f"The {name}"), by="ada")
        for name in ("heat", "water", "warmth"):
            self.do(AcceptChallenge(mission="m", challenge=name))
        self.do(MergeChallenge(mission="m", challenge="warmth", into="heat", reason="the same"))
        self.do(RejectChallenge(mission="m", challenge="spam", reason="advertising"))
        self.do(OpenRound(mission="m", round="first", closes_at=self.now + timedelta(days=7)))
        self.do(
            CastBallot(mission="m", round="first", participant="ada", ballot="b1", choices=("heat", "water")), by="ada"
        )
        self.later(days=8)
        self.do(CloseRound(mission="m", round="first"))
        self.decide()

    def solution(self, name: str, by: str = "ada", **fields: Any) -> None:
        """A solution for the heat is submitted."""
        fields = {"challenges": ("heat",), "origin": "existing", "title": name, "text": f"How {name} works"} | fields
        self.do(c.SubmitSolution(mission="m", solution=name, **fields), by=by)

    def plan_kickoff(self, kickoff: str = "berlin", **fields: Any) -> None:
        """A kick-off is planned for two days, a fortnight from now."""
        starts_on = (self.now + timedelta(days=14)).date()
        plan: dict[str, Any] = {"kickoff": kickoff, "starts_on": starts_on, "days": 2} | fields
        self.do(c.PlanKickoff(mission="m", **plan), by="olga")

    def register(self, *names: str, kickoff: str = "berlin", **fields: Any) -> None:
        """People register for a kick-off."""
        for name in names:
            self.do(c.RegisterForKickoff(mission="m", kickoff=kickoff, participant=name, **fields), by=name)

    def attend(self, *names: str, kickoff: str = "berlin") -> None:
        """People come."""
        for name in names:
            self.do(c.ConfirmAttendance(mission="m", kickoff=kickoff, participant=name), by=name)

    def registration(self, name: str, kickoff: str = "berlin") -> Registration:
        """A person's registration for a kick-off."""
        return self.fact(Registration, Registration.key(kickoff, name))

    def close_and_allocate(self, kickoff: str = "berlin") -> None:
        """Registration closes, and everybody gets a place."""
        self.do(c.CloseRegistration(mission="m", kickoff=kickoff), by="olga")
        self.decide()

    def hold(self, kickoff: str = "berlin") -> None:
        """A kick-off has been held."""
        self.do(c.HoldKickoff(mission="m", kickoff=kickoff), by="olga")

    def allocation(self) -> tuple[RecordDecision, tuple[bytes, ...]]:
        """The allocation of the last close, computed and not recorded: the command and its blobs."""
        (row,) = self.facts(Due).values()
        closing = self.records()[row.position - 1]
        line = share_of("all").decision_of(closing.event)
        decided = compute(self.engine, line, closing)
        return line.command(closing, decided.record, decided.outcome), tuple(decided.blobs())


def two_kickoffs() -> World:
    """Bonn was held, with Ben of two; Berlin is to come, with tables of two at most. Ben registered for both."""
    world = World()
    world.solution("shade")
    world.plan_kickoff("bonn", table_min=1, table_max=4)
    world.register("ben", "cem", kickoff="bonn", wishes=("shade",))
    world.close_and_allocate("bonn")
    world.later(days=15)
    world.attend("ben", kickoff="bonn")
    world.hold("bonn")
    world.plan_kickoff("berlin", table_min=1, table_max=2)
    world.register("ada", "ben", "dia", kickoff="berlin", wishes=("shade",))
    world.close_and_allocate("berlin")
    return world
