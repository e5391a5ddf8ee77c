"""What cases of matching do again and again once there is a programme: support, review, pilot, roll out."""

from __future__ import annotations

from typing import Any, NamedTuple

from osi.matching.v1 import matching_service_pb2 as api
from osi.matching.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.gathering import Gathering, id_of

__all__ = ["CRITERIA", "Hall", "Match", "id_of"]

CRITERIA = ("problem", "solution", "fit", "feasibility", "impact")
"""What reviewers score, by the recorded mission's playbook."""


class Match(NamedTuple):
    """A need that an offer was proposed for."""

    hall: Hall
    offer: str
    need: str

    async def do(self, method: str, by: str, **fields: Any) -> Any:
        """Calls a method about it; the offer as it is then."""
        return await self.hall.do(method, by, name=self.offer, need=self.need, **fields)

    async def status(self) -> int:
        """Where the need stands."""
        told = await self.hall.mission.read("GetNeed", api.GetNeedRequest(name=self.need))
        return int(told.status)


class Hall(Gathering):
    """Those who have solutions in a mission, and those who help them on."""

    _programme = ""

    # Support

    def programme_request(self, **fields: Any) -> api.CreateProgrammeRequest:
        """A request to begin a programme."""
        return self._create("Programme", res.Programme(), "programme_id", **fields)  # type: ignore[no-any-return]

    async def programme(self) -> res.Programme:
        """Olga begins a programme."""
        request = self.programme_request()
        programme: res.Programme = (await self.mission.call("CreateProgramme", request, "olga")).message
        self._programme = self._programme or programme.name
        return programme

    async def the_programme(self) -> str:
        """A programme that runs; the same one each time."""
        return self._programme or (await self.programme()).name

    async def initiative(self, founder: str = "founder-01", *members: str) -> str:
        """A solution that was admitted to the programme; the initiative's name."""
        solution = await self.team(*members, founder=founder)
        return await self.admit(solution.name)

    async def dropped_out(self) -> str:
        """An initiative whose team has ended it; its name."""
        name = await self.initiative()
        await self.do("MarkDroppedOut", "founder-01", name=name, reason=terms.STOP_REASON_NOT_NEEDED)
        return name

    async def admit(self, solution: str) -> str:
        """The operator admits a solution to the programme; the initiative's name."""
        name = self.initiative_name(solution)
        await self.do("AdmitInitiative", "operator", name=name, programme=await self.the_programme())
        return name

    def initiative_name(self, solution: str) -> str:
        """The initiative that a solution becomes."""
        return self.mission.at(f"initiatives/{id_of(solution)}")

    def solution_name(self, initiative: str) -> str:
        """The solution that an initiative was."""
        return self.mission.at(f"solutions/{id_of(initiative)}")

    def need_request(self, initiative: str, **fields: Any) -> api.CreateNeedRequest:
        """A request to state that an initiative needs an expert."""
        known: dict[str, Any] = {"kind": res.SUPPORT_KIND_EXPERT, "text": "Somebody who knows sails", "skills": ()}
        given = {name: fields.pop(name) for name in ("kind", "text", "skills", "amount") if name in fields}
        return self._create("Need", res.Need(initiative=initiative, **(known | given)), "need_id", **fields)  # type: ignore[no-any-return]

    async def need(self, initiative: str, founder: str = "founder-01", **fields: Any) -> res.Need:
        """An initiative says what it needs."""
        return (await self.mission.call("CreateNeed", self.need_request(initiative, **fields), founder)).message  # type: ignore[no-any-return]

    def offer_request(self, **fields: Any) -> api.CreateOfferRequest:
        """A request to offer an expert."""
        known: dict[str, Any] = {"kind": res.SUPPORT_KIND_EXPERT}
        names = ("kind", "institution", "text", "skills", "capacity", "budget", "fund")
        given = {name: fields.pop(name) for name in names if name in fields}
        return self._create("Offer", res.Offer(**(known | given)), "offer_id", **fields)  # type: ignore[no-any-return]

    async def offer(self, by: str = "eli", **fields: Any) -> res.Offer:
        """Somebody offers support; a programme runs by then."""
        await self.the_programme()
        return (await self.mission.call("CreateOffer", self.offer_request(**fields), by)).message  # type: ignore[no-any-return]

    async def matched(self, *steps: tuple[str, str]) -> Match:
        """A need that Eli's offer was proposed for, and what was done with it since: method, and who called it."""
        need = await self.need(await self.initiative())
        match = Match(self, (await self.offer()).name, need.name)
        await match.do("MatchNeed", "olga")
        for method, by in steps:
            await match.do(method, by)
        return match

    def bundle_request(self, *initiatives: str, **fields: Any) -> api.CreateBundleRequest:
        """A request to bundle initiatives."""
        bundle = res.Bundle(initiatives=initiatives, purpose=fields.pop("purpose", "One sail for all"))
        return self._create("Bundle", bundle, "bundle_id", **fields)  # type: ignore[no-any-return]

    async def bundle(self, *founders: str) -> tuple[str, list[str]]:
        """A bundle that Olga proposes, of an initiative of each of these; its name and theirs."""
        initiatives = [await self.initiative(one) for one in founders or ("founder-01", "founder-02")]
        request = self.bundle_request(*initiatives)
        return (await self.mission.call("CreateBundle", request, "olga")).message.name, initiatives

    # Curation

    def dossier(self, initiative: str) -> str:
        """The name of an initiative's dossier."""
        return self.mission.at(f"assessments/{id_of(initiative)}")

    def review_request(self, dossier: str, score: int = 4, **fields: Any) -> api.SubmitReviewRequest:
        """A request to review with one score on every criterion."""
        scores = [res.Score(criterion=name, score=score) for name in CRITERIA]
        return api.SubmitReviewRequest(name=dossier, **({"scores": scores} | fields))

    async def review(self, dossier: str, by: str, score: int = 4, **fields: Any) -> api.SubmitReviewResponse:
        """Somebody reviews."""
        return (await self.mission.call("SubmitReview", self.review_request(dossier, score, **fields), by)).message  # type: ignore[no-any-return]

    async def opened(self, *reviewers: str, initiative: str = "", score: int = 4) -> str:
        """An assessment that was called for, and that these have reviewed; the dossier's name."""
        dossier = self.dossier(initiative or await self.initiative())
        await self.do("OpenAssessment", "olga", name=dossier)
        for one in reviewers:
            await self.review(dossier, one, score)
        return dossier

    async def assessed(self, initiative: str = "", score: int = 4) -> str:
        """An assessment by Raul and Ronja, with its result; the dossier's name."""
        dossier = await self.opened("raul", "ronja", initiative=initiative, score=score)
        operation = await self.do("CloseAssessment", "olga", name=dossier)
        await self.outcome(operation.name, res.Dossier)
        return dossier

    async def contested(self, initiative: str = "") -> str:
        """A result that the team contests; the dossier's name."""
        dossier = await self.assessed(initiative)
        about: dict[str, Any] = {"name": dossier, "ground": res.CONTEST_GROUND_FACTS, "reason": "The second street"}
        await self.do("ContestAssessment", "founder-01", **about)
        return dossier

    def pilot_request(self, initiative: str, institution: str = "aue", days: int = 1, **fields: Any) -> Any:
        """A request to agree on a pilot from today on."""
        known: dict[str, Any] = {
            "initiative": initiative,
            "institution": self.mission.at(f"institutions/{institution}"),
            "hypothesis": "Sails cool the square",
            "success_criteria": ["Two degrees cooler", "More people on the square"],
            "start": self.day(),
            "end": self.day(days),
        }
        given = {name: fields.pop(name) for name in list(fields) if name in known}
        return self._create("Pilot", res.Pilot(**(known | given)), "pilot_id", **fields)

    async def pilot(self, initiative: str = "", *, started: bool = False, **fields: Any) -> str:
        """Anna agrees on a pilot in Aue, and starts it where that is wanted; its name."""
        request = self.pilot_request(initiative or await self.initiative(), **fields)
        name: str = (await self.mission.call("CreatePilot", request, "anna")).message.name
        if started:
            await self.do("StartPilot", "anna", name=name)
        return name

    def pilot_result(self, pilot: str, *met: bool, **fields: Any) -> api.RecordPilotResultRequest:
        """A request to say what came of a pilot; by default it has succeeded."""
        known: dict[str, Any] = {
            "met": met or (True, True),
            "result": res.PILOT_RESULT_SUCCEEDED,
            "evidence": "Measured at noon",
        }
        return api.RecordPilotResultRequest(name=pilot, **(known | fields))

    async def piloted(self, initiative: str) -> str:
        """A pilot of a day that has succeeded; a day passes."""
        pilot = await self.pilot(initiative, started=True)
        self.mission.later(days=1)
        await self.mission.call("RecordPilotResult", self.pilot_result(pilot), "anna")
        return pilot

    async def proven(self, founder: str = "founder-01") -> str:
        """An initiative with a fit and a pilot that succeeded; in simulated missions alone."""
        initiative = await self.initiative(founder)
        await self.piloted(initiative)
        await self.assessed(initiative)
        return initiative

    # Scaling

    def plan(self, initiative: str) -> str:
        """The name of an initiative's plan."""
        return self.mission.at(f"plans/{id_of(initiative)}")

    def adoption_request(self, initiative: str, institution: str = "town", **fields: Any) -> Any:
        """A request to enter that an institution has taken an initiative over today."""
        known: dict[str, Any] = {
            "institution": self.mission.at(f"institutions/{institution}"),
            "place": "The market square",
            "on": self.day(),
            "source": "Minutes of the council",
        }
        given = {name: fields.pop(name) for name in list(fields) if name in known}
        return self._create("Adoption", res.Adoption(initiative=initiative, **(known | given)), "adoption_id", **fields)

    async def adoption(self, initiative: str = "", by: str = "rita", **fields: Any) -> res.Adoption:
        """An institution's representative enters an adoption."""
        request = self.adoption_request(initiative or await self.initiative(), **fields)
        return (await self.mission.call("CreateAdoption", request, by)).message  # type: ignore[no-any-return]

    async def owned(self) -> str:
        """An initiative of the works' own: Bert, who speaks for them, has founded it."""
        return await self.initiative("bert")

    def cooperation_request(self, initiative: str, **fields: Any) -> Any:
        """A request to say that the town works on an initiative of the works."""
        known: dict[str, Any] = {
            "institution": self.mission.at("institutions/town"),
            "owner": self.mission.at("institutions/works"),
            "statement": "Together, by a letter of intent",
        }
        given = {name: fields.pop(name) for name in list(fields) if name in known}
        cooperation = res.Cooperation(initiative=initiative, **(known | given))
        return self._create("Cooperation", cooperation, "cooperation_id", **fields)

    async def cooperation(self) -> str:
        """A cooperation of the town with the works; its name."""
        request = self.cooperation_request(await self.owned())
        return (await self.mission.call("CreateCooperation", request, "rita")).message.name  # type: ignore[no-any-return]

    def reading_request(self, days: int = 0, value: str = "7", **fields: Any) -> api.RecordReadingRequest:
        """A request to record what the mission's indicator stands at."""
        known: dict[str, Any] = {
            "parent": self.mission.name,
            "value": value,
            "on": self.day(days),
            "source": "An office",
        }
        return api.RecordReadingRequest(**(known | fields))
