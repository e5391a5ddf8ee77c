"""What cases of the participation service do again and again: say something, sort it, vote, decide, commit."""

from __future__ import annotations

from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import fail
from osi_conformance.mission import Mission
from osi_conformance.target import Reply

__all__ = ["PLAYBOOK", "Forum", "day", "indicator"]

PLAYBOOK = res.Playbook(
    mission=res.MissionSettings(required_sectors=[terms.SECTOR_ADMINISTRATION], mandate_months=120),
    challenges=res.ChallengesSettings(
        round_days=0,
        least_ballots=1,
        merge_days=2,
        top=1,
        max_choices=3,
        max_points=10,
        enter_until_close=True,
    ),
)
"""Small numbers, so that a few messages reach the limits."""


def day(time: Timestamp) -> Date:
    """The day of a moment."""
    moment = time.ToDatetime()
    return Date(year=moment.year, month=moment.month, day=moment.day)


def indicator(**fields: Any) -> res.Indicator:
    """How a goal is measured."""
    given = {"name": "Emissions", "unit": "t", "baseline": "8", "target": "0"} | fields
    return res.Indicator(**{"deadline": Date(year=2045, month=12, day=31), **given})


class Forum:
    """What people say in a mission of the participation service, and what becomes of it."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission

    async def call(self, method: str, by: str = "olga", **fields: Any) -> Any:
        """Calls a method with a request of these fields; the answer."""
        return (await self.mission.call(method, self.request(method, **fields), by)).message

    @staticmethod
    def request(method: str, **fields: Any) -> Any:
        """A request of a method."""
        return getattr(api, f"{method}Request")(**fields)

    async def refused(self, method: str, by: str, code: str, **fields: Any) -> Any:
        """A request of these fields is refused with a code."""
        return await self.mission.refused(method, self.request(method, **fields), by, code=code)

    # Challenges

    def challenge_request(self, title: str = "Heat", **fields: Any) -> api.CreateChallengeRequest:
        """A request to submit a challenge."""
        beside = {name: fields.pop(name) for name in ("challenge_id", "request_id", "parent") if name in fields}
        challenge = res.Challenge(title=title, **({"text": "There is too much of it.", "language": "en"} | fields))
        defaults = {"parent": self.mission.name, "challenge_id": self.mission.new_id("challenge")}
        return api.CreateChallengeRequest(challenge=challenge, **(defaults | beside))

    async def challenge(self, title: str = "Heat", by: str = "ada", **fields: Any) -> res.Challenge:
        """Somebody submits a challenge."""
        request = self.challenge_request(title, **fields)
        return (await self.mission.call("CreateChallenge", request, by)).message  # type: ignore[no-any-return]

    async def accepted(self, title: str = "Heat", by: str = "ada", **fields: Any) -> str:
        """A challenge that moderation has let in; its name."""
        name = (await self.challenge(title, by, **fields)).name
        await self.call("AcceptChallenge", name=name)
        return name

    async def get(self, name: str, by: str = "") -> Any:
        """A challenge, statement, round, commitment, participant, institution, chain, gap, or the mission."""
        kinds = {
            "challenges": "Challenge",
            "statements": "Statement",
            "rounds": "Round",
            "commitments": "Commitment",
            "participants": "Participant",
            "institutions": "Institution",
            "chains": "Chain",
            "gaps": "Gap",
        }
        parts = name.split("/")
        method = f"Get{kinds[parts[2]] if len(parts) > 2 else 'Mission'}"
        return await self.mission.read(method, self.request(method, name=name), by)

    # Statements and votes

    def statement_request(self, text: str = "More trees", **fields: Any) -> api.CreateStatementRequest:
        """A request to submit a statement."""
        beside = {name: fields.pop(name) for name in ("statement_id", "request_id", "parent") if name in fields}
        defaults = {"parent": self.mission.name, "statement_id": self.mission.new_id("statement")}
        return api.CreateStatementRequest(statement=res.Statement(text=text, **fields), **(defaults | beside))

    async def statement(self, text: str = "More trees", by: str = "ben", **fields: Any) -> res.Statement:
        """Somebody submits a statement."""
        request = self.statement_request(text, **fields)
        return (await self.mission.call("CreateStatement", request, by)).message  # type: ignore[no-any-return]

    def votes_request(self, *votes: tuple[str, int], **fields: Any) -> api.CastVotesRequest:
        """A request to vote: statement and value."""
        given = [
            res.Vote(vote=self.mission.new_id("vote"), statement=statement, value=value) for statement, value in votes
        ]
        return api.CastVotesRequest(parent=self.mission.name, votes=given, **fields)

    async def vote(self, by: str, *votes: tuple[str, int]) -> api.CastVotesResponse:
        """Somebody votes."""
        return (await self.mission.call("CastVotes", self.votes_request(*votes), by)).message  # type: ignore[no-any-return]

    # Rounds

    def round_request(self, items: list[str], **fields: Any) -> api.CreateRoundRequest:
        """A request to open a round that takes ballots for an hour."""
        beside = {name: fields.pop(name) for name in ("round_id", "request_id", "parent") if name in fields}
        round_ = res.Round(items=items, **({"closes_at": self.mission.time(hours=1)} | fields))
        defaults = {"parent": self.mission.name, "round_id": self.mission.new_id("round")}
        return api.CreateRoundRequest(round=round_, **(defaults | beside))

    async def round(self, *items: str, **fields: Any) -> res.Round:
        """Olga opens a round; about two challenges of its own where none are named."""
        named = list(items) or [await self.accepted("Heat"), await self.accepted("Noise")]
        return (await self.mission.call("CreateRound", self.round_request(named, **fields), "olga")).message  # type: ignore[no-any-return]

    async def cast(self, by: str, round: str, *choices: str, **fields: Any) -> api.CastBallotResponse:
        """Somebody casts a ballot."""
        request = api.CastBallotRequest(name=round, ballot=api.Ballot(choices=choices, **fields))
        return (await self.mission.call("CastBallot", request, by)).message  # type: ignore[no-any-return]

    async def close(self, round: str) -> Reply:
        """Olga closes a round, whose time has come by then; the operation."""
        self.mission.later(hours=1)
        return await self.mission.call("CloseRound", api.CloseRoundRequest(name=round), "olga")

    async def decide(self, round: str) -> res.Round:
        """A round is closed and decided; as it is then. Raises Failed."""
        operation = await self.mission.finished((await self.close(round)).message.name)
        if operation.HasField("error"):
            fail(f"the decision of {round} failed: {operation.error.message}")
        decided = res.Round()
        if not operation.response.Unpack(decided):
            fail(f"the response of {operation.name} is no Round but {operation.response.type_url or 'missing'}")
        return decided

    async def prioritised(self, **fields: Any) -> tuple[res.Round, str, str]:
        """A round that was decided, and its two challenges, the first of which came first."""
        round_ = await self.round(**fields)
        first, second = round_.items
        await self.cast("ada", round_.name, first)
        await self.cast("ben", round_.name, first)
        await self.cast("cem", round_.name, second)
        return await self.decide(round_.name), first, second

    # Commitments

    def commitment_request(self, challenge: str, method: str = "CreateCommitment", **fields: Any) -> Any:
        """A request of an institution to commit to a challenge, or to offer that."""
        beside = {name: fields.pop(name) for name in ("commitment_id", "request_id", "parent") if name in fields}
        offered = {"body": "The council", "decides_on": day(self.mission.time(days=20))}
        defaults: dict[str, Any] = {
            "scope": "Shade on every square",
            "resources": "Two people",
            "due": day(self.mission.time(days=90)),
        }
        given = defaults | (offered if method == "OfferCommitment" else {}) | fields
        named = {"parent": self.mission.name, "commitment_id": self.mission.new_id("commitment")} | beside
        return self.request(method, commitment=res.Commitment(challenge=challenge, **given), **named)

    async def commitment(self, challenge: str, by: str = "rita", **fields: Any) -> res.Commitment:
        """An institution commits to a challenge."""
        request = self.commitment_request(challenge, **fields)
        return (await self.mission.call("CreateCommitment", request, by)).message  # type: ignore[no-any-return]

    async def offer(self, challenge: str, by: str = "rita", **fields: Any) -> res.Commitment:
        """An institution offers to commit, once a body has decided."""
        request = self.commitment_request(challenge, "OfferCommitment", **fields)
        return (await self.mission.call("OfferCommitment", request, by)).message  # type: ignore[no-any-return]

    # People

    async def join(self, by: str) -> str:
        """Somebody joins; the full name."""
        return str((await self.call("JoinMission", by, name=self.mission.participant(by))).name)

    async def institution(self, sector: Any = terms.SECTOR_BUSINESS, **fields: Any) -> str:
        """Olga enters an institution; its name."""
        institution = res.Institution(**({"display_name": "The works", "sector": sector} | fields))
        named = {"parent": self.mission.name, "institution_id": self.mission.new_id("institution")}
        return str((await self.call("CreateInstitution", "olga", institution=institution, **named)).name)

    async def represents(self, by: str, institution: str, *, confirmed: bool = True) -> None:
        """Somebody speaks for an institution from here on."""
        named = {"name": self.mission.participant(by), "institution": institution}
        await self.call("GrantRole", "olga", **named, role=terms.ROLE_REPRESENTATIVE)
        if confirmed:
            await self.call("ConfirmMandate", "operator", **named, document="A letter")
