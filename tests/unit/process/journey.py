"""A small mission played through all six phases and every gate, with recognisable words in every private text."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from osi_core.challenges import commands as challenges
from osi_core.challenges import correction_commands as corrections
from osi_core.challenges.events import Lack
from osi_core.curation import commands as curation
from osi_core.curation.events import ConflictKind, ContestGround, Score
from osi_core.domain import Phase, Role, Sector, StopReason
from osi_core.funding import commands as funding
from osi_core.mission import commands as mission
from osi_core.money import Money
from osi_core.plugins.problems import PilotResult
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.request import Handled
from osi_core.scaling import commands as scaling
from osi_core.scaling.events import FinancingKind
from osi_core.solutions import commands as solutions
from osi_core.solutions.events import SolutionOrigin
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from osi_core.testing.scenario import Scenario

SECTORS = {
    "aue": Sector.ADMINISTRATION,
    "bonn": Sector.ADMINISTRATION,
    "league": Sector.CIVIL_SOCIETY,
    "works": Sector.BUSINESS,
    "uni": Sector.SCIENCE,
}
REVIEWERS = ("rosa", "raul", "resi", "ronja", "rui")
CRITERIA = ("problem", "solution", "fit", "feasibility", "impact")
M: dict[str, Any] = {"mission": "m"}


class Journey(Scenario):
    """Ada's challenge, the heat, becomes a solution of hers that two towns pilot and one adopts.

    Ada, Ben, Cem and Dia are citizens, Olga organises, Eli is an expert, each institution's speaker is called after it.
    `receipts` holds what contributors took home. Each step leaves the mission where the next one begins.
    """

    def __init__(self, *args: Any, **playbook: Any) -> None:
        playbook.setdefault("challenges", {"top": 2})
        super().__init__(*args, **playbook)
        self.receipts: dict[str, str] = {}
        self.citizen("ada", "ben", "cem", "dia")
        self.member("olga", Role.ORGANISER)
        self.member("eli", Role.EXPERT)
        for institution, sector in SECTORS.items():
            self.institution(institution, sector, speaker=f"{institution}-speaker")
        for number, name in enumerate(REVIEWERS):
            self.member(name, Role.EXPERT, "works" if number > 2 else "uni")

    def take(self, name: str, handled: Handled) -> None:
        """The contributor takes the receipt home."""
        assert handled.receipt is not None
        self.receipts[name] = handled.receipt.code

    def open(self, phase: Phase) -> None:
        """Olga opens a phase, through its gate."""
        self.do(OpenPhase(**M, phase=phase), by="olga")

    def close(self, phase: Phase) -> None:
        """Olga closes a phase, through its gate."""
        self.do(ClosePhase(**M, phase=phase), by="olga")

    # The phases

    def agree_the_mission(self) -> None:
        """Goal, endorsements, and the mission phase is closed."""
        indicator = mission.Indicator.model_validate(
            {"name": "Emissions", "unit": "t", "baseline": "8", "target": "0", "deadline": date(2040, 12, 31)}
        )
        self.do(mission.SetGoal(**M, statement="No emissions by 2040", indicator=indicator), by="olga")
        for institution in SECTORS:
            handled = self.do(mission.EndorseMission(**M), by=f"{institution}-speaker")
            self.take(f"endorsement-{institution}", handled)
        self.take("comment", self.do(mission.CommentGoal(**M, text="Secretwordcomment"), by="ada"))
        self.close(Phase.MISSION)

    def set_challenges_right(self) -> None:
        """Ada finds better words for one of her challenges, objects to its merge, and takes it back."""
        words: dict[str, Any] = {"title": "Secretwordamendedtitle", "text": "Secretwordamendedtext"}
        self.do(challenges.SubmitChallenge(**M, challenge="dust", title="Secretworddust"), by="ada")
        self.do(challenges.AcceptChallenge(**M, challenge="dust"), by="olga")
        self.do(corrections.AmendChallenge(**M, challenge="dust", **words), by="ada")
        self.do(corrections.ProposeMerge(**M, challenge="dust", into="heat", reason="the same"), by="olga")
        self.do(corrections.ObjectToMerge(**M, challenge="dust", note="Secretwordobjection"), by="ada")
        taken_back: dict[str, Any] = {"reason": StopReason.NOT_NEEDED, "note": "Secretwordwithdrawal"}
        self.do(corrections.WithdrawChallenge(**M, challenge="dust", **taken_back), by="ada")

    def find_challenges(self) -> None:
        """Challenges, statements and votes; one is merged, one rejected; a round ranks them; the first is taken on."""
        self.open(Phase.CHALLENGES)
        for name, by in {"heat": "ada", "water": "ben", "warmth": "cem", "noise": "dia", "spam": "dia"}.items():
            words: dict[str, Any] = {"title": f"Secretword{name}title", "text": f"Secretword{name}text"}
            self.take(name, self.do(challenges.SubmitChallenge(**M, challenge=name, **words), by=by))
        for name in ("heat", "water", "warmth", "noise"):
            self.do(challenges.AcceptChallenge(**M, challenge=name), by="olga")
        self.do(challenges.RejectChallenge(**M, challenge="spam", reason="advertising"), by="olga")
        self.do(challenges.MergeChallenge(**M, challenge="warmth", into="heat", reason="the same"), by="olga")
        self.set_challenges_right()
        statement = challenges.SubmitStatement(**M, statement="trees", text="Secretwordstatement", challenge="heat")
        self.take("trees", self.do(statement, by="ben"))
        self.do(challenges.AcceptStatement(**M, statement="trees"), by="olga")
        vote = challenges.Vote(vote="v1", statement="trees", value=1)
        self.take("vote", self.do(challenges.CastVotes(**M, participant="cem", votes=(vote,)), by="cem"))
        self.prioritise()
        commitment = challenges.MakeCommitment(
            **M,
            commitment="shade",
            challenge="heat",
            scope="ten squares",
            resources="a gardener",
            due=self.in_days(300),
        )
        self.take("commitment", self.do(commitment, by="aue-speaker"))
        gap = challenges.AcknowledgeGap(**M, challenge="water", lacks=Lack.COMMITMENT, reason="not ours")
        self.do(gap, by="olga")

    def prioritise(self) -> None:
        """A round is held: the heat first, the water second."""
        closes_at = self.now + timedelta(days=7)
        self.do(challenges.OpenRound(**M, round="first", closes_at=closes_at), by="olga")
        for who, choices in {"ada": ("heat", "water"), "ben": ("heat",), "cem": ("heat", "water")}.items():
            ballot = challenges.CastBallot(**M, round="first", participant=who, ballot=f"of-{who}", choices=choices)
            self.take(f"ballot-{who}", self.do(ballot, by=who))
        self.later(days=8)
        self.do(challenges.CloseRound(**M, round="first"), by="olga")
        self.decide()

    def mobilise_solutions(self) -> None:
        """The call, two solutions, and a kick-off at which people find their tables."""
        self.open(Phase.SOLUTIONS)
        self.close(Phase.CHALLENGES)
        self.do(solutions.PublishCall(**M, call="first", text="Who has a solution?"), by="olga")
        for name, by in {"sails": "ada", "wells": "ben"}.items():
            solution = solutions.SubmitSolution(
                **M,
                solution=name,
                origin=SolutionOrigin.EXISTING,
                title=f"Secretword{name}title",
                text=f"Secretword{name}text",
                challenges=("heat",) if name == "sails" else ("heat", "water"),
            )
            self.take(name, self.do(solution, by=by))
        self.take("team", self.do(solutions.JoinTeam(**M, solution="sails"), by="cem"))
        kickoff: dict[str, Any] = {**M, "kickoff": "town-hall"}
        self.do(solutions.PlanKickoff(**kickoff, starts_on=self.in_days(14), table_min=1), by="olga")
        for who in ("ada", "ben", "cem", "dia"):
            register = solutions.RegisterForKickoff(**kickoff, participant=who, wishes=("sails",))
            self.take(f"registration-{who}", self.do(register, by=who))
        self.do(solutions.CloseRegistration(**kickoff), by="olga")
        self.decide()
        self.later(days=14)
        for who in ("ada", "ben", "cem"):
            self.do(solutions.ConfirmAttendance(**kickoff, participant=who), by=who)
        self.later(days=1)
        self.do(solutions.HoldKickoff(**kickoff), by="olga")
        self.close(Phase.SOLUTIONS)

    def support_initiatives(self) -> None:
        """Both teams are admitted; the sails need an expert and get one, confirmed by both sides."""
        self.open(Phase.SUPPORT)
        self.do(support.StartProgramme(**M, programme="first"), by="olga")
        for name in ("sails", "wells"):
            self.do(support.AdmitInitiative(**M, initiative=name, programme="first"), by="olga")
        need = support.StateNeed(**M, need="n1", initiative="sails", kind=SupportKind.EXPERT, text="Secretwordneed")
        self.take("need", self.do(need, by="ada"))
        self.take(
            "offer",
            self.do(support.OfferSupport(**M, offer="o1", kind=SupportKind.EXPERT, text="Secretwordoffer"), by="eli"),
        )
        match: dict[str, Any] = {**M, "offer": "o1", "need": "n1"}
        self.do(support.MatchNeed(**match), by="olga")
        self.do(support.AcceptMatch(**match), by="ada")
        self.do(support.DeliverSupport(**match, note="Secretwordnote"), by="eli")
        self.do(support.ConfirmDelivery(**match), by="eli")
        self.do(support.ConfirmDelivery(**match), by="ada")
        self.do(support.RecordActivity(**M, initiative="sails", note="Secretwordactivity"), by="ada")
        bundle = support.ProposeBundle(**M, bundle="b1", initiatives=("sails", "wells"), purpose="Secretwordpurpose")
        self.do(bundle, by="ada")
        for name, by in {"sails": "ada", "wells": "ben"}.items():
            self.do(support.ConsentToBundle(**M, bundle="b1", initiative=name), by=by)
        self.fund_initiatives()

    def fund_initiatives(self) -> None:
        """Aue gives 1,000 euros, both teams apply in a round, and Dia's ballot makes the sails the first."""
        amount = Money(minor=100_000, currency="EUR")
        fund = funding.OpenFund(**M, fund="f1", institution="aue", purpose="A cooler town", amount=amount)
        self.do(fund, by="aue-speaker")
        days: dict[str, Any] = {
            "applications_until": self.now + timedelta(days=2),
            "closes_at": self.now + timedelta(days=4),
        }
        self.do(funding.OpenGrantRound(**M, round="g1", fund="f1", budget=amount, **days), by="olga")
        for name, by in {"sails": "ada", "wells": "ben"}.items():
            application: dict[str, Any] = {**M, "application": f"for-{name}", "round": "g1", "initiative": name}
            asked = funding.ApplyForGrant(**application, asked=amount, purpose=f"Secretwordgrant{name}")
            self.take(f"application-{name}", self.do(asked, by=by))
        self.later(days=3)
        ballot = funding.CastGrantBallot(**M, round="g1", participant="dia", ballot="gb1", choices=("for-sails",))
        self.take("grant-ballot", self.do(ballot, by="dia"))
        self.later(days=2)
        self.do(funding.CloseGrantRound(**M, round="g1"), by="olga")
        self.decide()
        grant: dict[str, Any] = {**M, "round": "g1", "application": "for-sails"}
        self.do(funding.AcceptGrant(**grant), by="ada")
        self.do(funding.ProposeGrantMove(**grant), by="olga")
        self.do(funding.PayGrant(**grant), by="aue-speaker")

    def curate(self) -> None:
        """Two towns pilot the sails with success, five experts review them, and they fit; the wells get no review."""
        self.open(Phase.CURATION)
        for town in ("aue", "bonn"):
            self.agree_pilot(f"in-{town}", town)
        self.later(days=30)
        for town in ("aue", "bonn"):
            self.end_pilot(f"in-{town}", town)
        self.do(curation.OpenAssessment(**M, initiative="sails"), by="olga")
        self.do(curation.DeclareConflict(**M, initiative="sails", kind=ConflictKind.PROFESSIONAL), by="eli")
        for who in REVIEWERS:
            review = curation.SubmitReview(
                **M,
                initiative="sails",
                scores=tuple(Score(criterion=name, score=4) for name in CRITERIA),
                comment=f"Secretwordreview{who}",
            )
            self.take(f"review-{who}", self.do(review, by=who))
        self.do(curation.CloseAssessment(**M, initiative="sails"), by="olga")
        self.decide()
        for kind, by in ((curation.ContestAsReviewer, "rosa"), (curation.ContestAssessment, "ada")):
            contest = kind(**M, initiative="sails", ground=ContestGround.FACTS, reason=f"Secretwordcontestby{by}")
            self.take(f"contest-{by}", self.do(contest, by=by))
        for number in (1, 2):  # by the operator, for Olga had called for the assessment
            answer = curation.AnswerContest(**M, initiative="sails", contest=number, upheld=False, answer="it stands")
            self.do(answer)

    def agree_pilot(self, name: str, town: str) -> None:
        """A pilot of thirty days is agreed, and starts."""
        agreement = curation.AgreePilot(
            **M,
            pilot=name,
            initiative="sails",
            institution=town,
            hypothesis="sails cool the square",
            success_criteria=("two degrees cooler",),
            start=self.now.date(),
            end=self.in_days(30),
        )
        by = f"{town}-speaker"
        self.take(name, self.do(agreement, by=by))
        self.do(curation.StartPilot(**M, pilot=name), by=by)

    def end_pilot(self, name: str, town: str) -> None:
        """A pilot has succeeded."""
        result = curation.RecordPilotResult(
            **M, pilot=name, met=(True,), result=PilotResult.SUCCEEDED, evidence="measured"
        )
        self.do(result, by=f"{town}-speaker")

    def scale(self) -> None:
        """Bonn adopts the sails; plan, financing and reading stand in the log."""
        self.open(Phase.SCALING)
        self.do(scaling.OpenPlan(**M, initiative="sails"), by="olga")
        self.do(scaling.RequestPlan(**M, initiative="sails"), by="olga")
        self.decide()
        adopted: dict[str, Any] = {"institution": "bonn", "place": "Bonn", "on": self.now.date(), "source": "minutes"}
        adoption = scaling.RecordAdoption(**M, adoption="a1", initiative="sails", **adopted)
        self.do(adoption, by="bonn-speaker")
        financing = scaling.SetFinancingModel(
            **M,
            initiative="sails",
            kind=FinancingKind.FEES,
            description="Secretwordfinancing",
            per_year=Money(minor=1, currency="EUR"),
        )
        self.do(financing, by="ada")
        self.do(challenges.KeepCommitment(**M, commitment="shade", evidence="measured"), by="aue-speaker")

    def finish(self) -> None:
        """The programme ends, every initiative is finally assessed, the target is reached, the report published."""
        self.later(days=250)
        self.do(support.EndProgramme(**M, programme="first"), by="olga")
        self.close(Phase.SUPPORT)
        for name, outcome in {"sails": "fit", "wells": "unclear"}.items():
            fields: dict[str, Any] = {**M, "initiative": name, "outcome": outcome}
            self.do(curation.AssessFinally(**fields), by="olga")
        self.close(Phase.CURATION)
        reading = scaling.RecordReading.model_validate({**M, "value": "0", "on": self.now.date(), "source": "office"})
        self.do(reading, by="olga")
        self.do(scaling.PublishFinalReport(**M, summary="It worked"), by="olga")
        self.close(Phase.SCALING)

    def in_days(self, days: int) -> date:
        """The day so many days from now."""
        return (self.now + timedelta(days=days)).date()


STEPS = (
    Journey.agree_the_mission,
    Journey.find_challenges,
    Journey.mobilise_solutions,
    Journey.support_initiatives,
    Journey.curate,
    Journey.scale,
    Journey.finish,
)
"""The whole way, in order."""


def travelled(*args: Any, upto: int = len(STEPS), kind: type[Journey] = Journey, **playbook: Any) -> Journey:
    """A mission that has taken the first `upto` steps of the way."""
    journey = kind(*args, **playbook)
    for step in STEPS[:upto]:
        step(journey)
    return journey
