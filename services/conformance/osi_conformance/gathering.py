"""What cases of matching do again and again before there is a programme: bring solutions, hold kick-offs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from google.protobuf.message import Message
from google.type.date_pb2 import Date
from osi.matching.v1 import matching_service_pb2 as api
from osi.matching.v1 import resources_pb2 as res

from osi_conformance.case import fail
from osi_conformance.mission import Mission

__all__ = ["Gathering", "id_of"]


def id_of(name: str) -> str:
    """The last part of a name."""
    return name.rpartition("/")[2]


class Gathering:
    """Those who have solutions in a mission. Founders are `founder-01` to `founder-06`."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission
        self._called = False

    # Asking

    def request(self, method: str, **fields: Any) -> Any:
        """A request of a method."""
        return getattr(api, f"{method}Request")(**fields)

    async def do(self, method: str, by: str, **fields: Any) -> Any:
        """Calls a method as somebody; its answer."""
        return (await self.mission.call(method, self.request(method, **fields), by)).message

    async def get(self, method: str, name: str, by: str = "") -> Any:
        """What a resource is, as somebody sees it."""
        return await self.mission.read(method, self.request(method, name=name), by)

    async def etag(self, method: str, name: str, by: str = "operator") -> str:
        """The version of a resource."""
        return str((await self.get(method, name, by)).etag)

    def today(self) -> date:
        """The day of the next call."""
        return (self.mission.now if self.mission.origin == "simulated" else datetime.now(UTC)).date()

    def day(self, days: int = 0) -> Date:
        """The day so many days from now."""
        then = self.today() + timedelta(days=days)
        return Date(year=then.year, month=then.month, day=then.day)

    async def outcome(self, operation: str, kind: type[Message]) -> Any:
        """What a finished operation answers with. Raises Failed where it has failed, or answers something else."""
        ended = await self.mission.finished(operation)
        if ended.HasField("error"):
            fail(f"{operation} failed: {ended.error.message}")
        outcome = kind()
        if not ended.response.Unpack(outcome):
            fail(f"the response of {operation} is no {kind.__name__} but {ended.response.type_url or 'missing'}")
        return outcome

    # Calls, solutions and teams

    def call_request(self, **fields: Any) -> api.CreateCallRequest:
        """A request to call for solutions, for as long as the mission lasts."""
        call = res.Call(text=fields.pop("text", "Who has a solution?"), closes_on=fields.pop("closes_on", None))
        return self._create("Call", call, "call_id", **fields)  # type: ignore[no-any-return]

    async def call(self, **fields: Any) -> res.Call:
        """Olga calls for solutions."""
        self._called = True
        return (await self.mission.call("CreateCall", self.call_request(**fields), "olga")).message  # type: ignore[no-any-return]

    def solution_request(self, **fields: Any) -> api.CreateSolutionRequest:
        """A request to bring in a solution for the heat."""
        known: dict[str, Any] = {
            "title": "Shade",
            "text": "Sails over the square",
            "origin": res.SOLUTION_ORIGIN_EXISTING,
            "challenges": [self.mission.at("challenges/heat")],
        }
        names = {field.name for field in res.Solution.DESCRIPTOR.fields}
        given = {name: fields.pop(name) for name in list(fields) if name in names}
        return self._create("Solution", res.Solution(**(known | given)), "solution_id", **fields)  # type: ignore[no-any-return]

    async def solution(self, by: str = "founder-01", **fields: Any) -> res.Solution:
        """A founder brings in a solution; somebody has called for them before."""
        if not self._called:
            await self.call()
        return (await self.mission.call("CreateSolution", self.solution_request(**fields), by)).message  # type: ignore[no-any-return]

    async def team(self, *others: str, founder: str = "founder-01", **fields: Any) -> res.Solution:
        """A solution whose team others have joined; as it is then."""
        solution = await self.solution(founder, **fields)
        for one in others:
            solution = await self.do("JoinTeam", one, name=solution.name)
        return solution

    async def leaderless(self, *members: str) -> res.Solution:
        """A team of these, whose only speaker was the founder and is not any more."""
        solution = await self.team(*members)
        return await self.do("ResignAsSpeaker", "founder-01", name=solution.name)  # type: ignore[no-any-return]

    def _create(self, kind: str, resource: Message, id_field: str, **fields: Any) -> Any:
        given = {"parent": self.mission.name, id_field: self.mission.new_id(kind.lower())}
        return self.request(f"Create{kind}", **{kind.lower(): resource}, **(given | fields))

    # Kick-offs

    def kickoff_request(self, days_ahead: int = 0, **fields: Any) -> api.CreateKickoffRequest:
        """A request to plan a kick-off of one day."""
        sizes = {name: fields.pop(name) for name in ("table_min", "table_max") if name in fields}
        kickoff = res.Kickoff(starts_on=self.day(days_ahead), days=fields.pop("days", 1), **sizes)
        return self._create("Kickoff", kickoff, "kickoff_id", **fields)  # type: ignore[no-any-return]

    async def kickoff(self, days_ahead: int = 0, **fields: Any) -> res.Kickoff:
        """Olga plans a kick-off, by default for today."""
        request = self.kickoff_request(days_ahead, **fields)
        return (await self.mission.call("CreateKickoff", request, "olga")).message  # type: ignore[no-any-return]

    def registration(self, kickoff: str, who: str) -> str:
        """The name of somebody's registration."""
        return f"{kickoff}/registrations/{id_of(self.mission.participant(who))}"

    async def register(self, kickoff: str, who: str, *wishes: str, **fields: Any) -> res.Registration:
        """Somebody registers for a kick-off."""
        name = self.registration(kickoff, who)
        return await self.do("RegisterForKickoff", who, name=name, wishes=wishes, **fields)  # type: ignore[no-any-return]

    async def registered(self, *people: str, **fields: Any) -> tuple[str, str]:
        """A kick-off that people have registered for, with a solution that all of them wish for; both names."""
        solution = (await self.solution()).name
        kickoff = (await self.kickoff(**fields)).name
        for one in people or ("ada",):
            await self.register(kickoff, one, solution)
        return kickoff, solution

    async def allocated(self, *people: str, **fields: Any) -> tuple[str, str]:
        """As `registered`; then everybody is given a place."""
        kickoff, solution = await self.registered(*people, **fields)
        operation = await self.do("CloseRegistration", "olga", name=kickoff)
        await self.outcome(operation.name, res.Kickoff)
        return kickoff, solution

    async def attended(self, *people: str) -> tuple[str, str]:
        """As `allocated`; then everybody has come."""
        kickoff, solution = await self.allocated(*people)
        for one in people or ("ada",):
            await self.do("ConfirmAttendance", one, name=self.registration(kickoff, one))
        return kickoff, solution
