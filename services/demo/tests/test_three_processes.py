"""Three processes hear, ask and answer each other; one is killed meanwhile, and nothing is lost or double."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import pytest
from osi.log.v1 import hearing_service_pb2 as hearing
from osi.log.v1 import receipt_service_pb2 as receipts
from osi.matching.v1 import matching_service_pb2 as matching
from osi.participation.v1 import participation_service_pb2 as participation
from osi.participation.v1 import resources_pb2 as res
from osi.participation.v1 import token_service_pb2 as tokens
from osi.reads.v1 import read_service_pb2 as reads
from osi.type.v1 import terms_pb2

from osi_core.challenges.facts import Challenge
from osi_core.domain import Service, mission_name
from osi_core.mission.commands import CreateMission, EraseParticipant
from osi_core.mission.facts import Member
from osi_core.plugins import InProcessRunner, Plugins
from osi_core.process import OPERATOR, ClosePhase
from osi_core.simulation import demo_plan, play
from osi_demo import Caller, House, Refusal, WireEngines
from tests.system.looking import looking

PLAN = demo_plan(1, part=110)
NAME = f"missions/{PLAN.mission}"
PATIENCE = 60.0
pytestmark = pytest.mark.system


def until(question: Callable[[], bool]) -> None:
    """Waits until something holds."""
    ends = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < ends, "it did not come to that"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, WireEngines]]:
    """A mission that was played to its end, in a house that still serves; each service is killed once on the way."""
    plugins = Plugins.builtin()
    with House(tmp_path_factory.mktemp("house"), seed=PLAN.seed, mission=PLAN.mission) as house:
        engines = KillsOnTheWay(house, plugins)
        play(engines, PLAN, runner=InProcessRunner(plugins))
        engines.all_heard(PLAN.mission)
        yield house, engines


class KillsOnTheWay(WireEngines):
    """Kills a service before the mission asks to close a phase: its answer comes when it is there again."""

    def __init__(self, house: House, plugins: Plugins) -> None:
        super().__init__(house, plugins)
        self.house = house
        self.waits_for = [Service.MATCHING, Service.FUNDING]

    def _given(self, request):  # type: ignore[no-untyped-def]
        closes = type(request.command).__name__ == "ClosePhase" and self.waits_for
        if not closes:
            return super()._given(request)
        killed = self.waits_for.pop()
        self.all_heard(request.command.mission)
        self.house.kill(killed)
        self.caller.give(request.command, request_id=request.command_id, time=request.time)
        assert self.status_of(request.command) == res.PHASE_STATUS_CLOSING
        self.house.start(killed)
        return super()._given(request)  # the same request again has the same answer; now all have answered

    def status_of(self, closes: ClosePhase) -> int:
        """How far a phase has come that is to be closed."""
        asked = participation.GetMissionRequest(name=mission_name(closes.mission))
        found = self.caller.ask("GetMission", asked).message
        number = terms_pb2.Phase.Value(f"PHASE_{closes.phase.upper()}")
        return next(one.status for one in found.phases if one.phase == number)


def test_phases_close_by_asking_and_answering_though_services_are_killed(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    assert engines.waits_for == []
    mission: res.Mission = engines.caller.ask("GetMission", participation.GetMissionRequest(name=NAME)).message
    assert {one.status for one in mission.phases} == {res.PHASE_STATUS_CLOSED}
    assert len(mission.phases) == 6


def test_participation_tells_the_way_of_its_receipts_across_chains(played: tuple[House, WireEngines]) -> None:
    house, engines = played
    code = receipt_of(engines, "challenges/")
    trail: receipts.Trail = engines.caller.ask(
        "GetTrail", receipts.GetTrailRequest(code=code), at=Service.PARTICIPATION
    ).message
    told = {one.resource.split("/")[2] for one in trail.steps if one.resource.count("/") > 1}
    assert {"challenges", "solutions"} <= told
    house.kill(Service.PARTICIPATION)
    house.start(Service.PARTICIPATION)
    again = engines.caller.ask("GetTrail", receipts.GetTrailRequest(code=code), at=Service.PARTICIPATION).message
    assert again == trail


def receipt_of(engines: WireEngines, begins: str) -> str:
    """The code of a contribution that the play kept, whose way leads on."""
    asked = receipts.GetTrailRequest
    codes = list(engines.codes.values())
    trails = ((code, engines.caller.ask("GetTrail", asked(code=code), at=service).message) for code, service in codes)
    return next(
        code
        for code, trail in trails
        if trail.resource.startswith(f"{NAME}/{begins}") and any("/solutions/" in one.resource for one in trail.steps)
    )


def test_of_a_code_that_another_chain_issued_the_service_is_named(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    code = next(code for code, service in engines.codes.values() if service is Service.MATCHING)
    with pytest.raises(Refusal) as refused:
        engines.caller.ask("GetTrail", receipts.GetTrailRequest(code=code), at=Service.PARTICIPATION)
    assert "receipt.elsewhere-at" in refused.value.codes


def test_missions_are_listed_to_who_may_see_them(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    listed = participation.ListMissionsRequest()
    assert [one.name for one in engines.caller.ask("ListMissions", listed).message.missions] == [NAME]
    assert [one.name for one in engines.caller.ask("ListMissions", listed, OPERATOR).message.missions] == [NAME]
    stranger = engines.caller.ask("ListMissions", listed, "p-" + "0" * 32, mission="elsewhere").message
    assert not stranger.missions


def test_words_are_found_in_every_service_but_for_what_was_taken_down(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    ask = engines.caller.ask
    challenges: res.Challenge = ask(
        "ListChallenges", participation.ListChallengesRequest(parent=NAME, page_size=1000)
    ).message.challenges
    shown = next(one for one in challenges if one.title)
    query = shown.title.upper()
    found = ask("Search", reads.SearchRequest(parent=NAME, query=query), at=Service.PARTICIPATION).message.results
    assert shown.name in [one.name for one in found]
    hidden = {one.name for one in challenges if not one.title}
    assert not hidden & {one.name for one in found}
    solutions = ask("ListSolutions", matching.ListSolutionsRequest(parent=NAME)).message.solutions
    word = solutions[0].title.split()[0]
    token, names = "", []
    while True:
        request = reads.SearchRequest(parent=NAME, query=word, page_size=1, page_token=token)
        page = ask("Search", request, at=Service.MATCHING).message
        names += [one.name for one in page.results]
        token = page.next_page_token
        if not token:
            break
    assert solutions[0].name in names
    assert len(names) == len(set(names))
    with pytest.raises(Refusal) as refused:
        ask("Search", reads.SearchRequest(parent=NAME, query="!?"), at=Service.FUNDING)
    assert "query-without-words" in refused.value.codes


def test_words_behind_seals_are_for_services_alone(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    rows = engines.memory(PLAN.mission).rows[Challenge]
    seals = [one.title for one in rows.values()]  # type: ignore[attr-defined]
    request = reads.BatchGetTextsRequest(parent=NAME, seals=[*seals[:900], "0" * 64])
    for by in (None, "p-" + "0" * 32):
        with pytest.raises(Refusal):
            engines.caller.ask("BatchGetTexts", request, by, at=Service.PARTICIPATION, mission=PLAN.mission)
    found = engines.caller.ask("BatchGetTexts", request, OPERATOR, at=Service.PARTICIPATION).message.texts
    told = {one.seal: one.text for one in found}
    listed = engines.caller.ask(
        "ListChallenges", participation.ListChallengesRequest(parent=NAME, page_size=1000)
    ).message.challenges
    for one in listed:
        seal = rows[one.name.rpartition("/")[2]].title  # type: ignore[attr-defined]
        assert told.get(seal) == (one.title or None)
    assert "0" * 64 not in told


def test_an_erasure_is_followed_by_all(played: tuple[House, WireEngines]) -> None:
    house, engines = played
    person = next(
        id
        for id, one in engines.memory(PLAN.mission).rows[Member].items()
        if not one.erased and not one.mandates  # type: ignore[attr-defined]
    )
    last = engines.last_time
    command = EraseParticipant(mission=PLAN.mission, participant=person)
    engines.caller.give(command, person, request_id="erase", time=last)
    engines.all_heard(PLAN.mission)
    with looking(house) as look:
        for service in Service:
            row = look(service).memory(PLAN.mission).rows[Member][person]
            assert row.erased, service  # type: ignore[attr-defined]


def test_what_waits_is_listed_to_the_operator_alone(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    request = hearing.ListParkedRequest(parent=NAME)
    for service in Service:
        assert not engines.caller.ask("ListParked", request, OPERATOR, at=service).message.parked
    with pytest.raises(Refusal) as refused:
        engines.caller.ask("ListParked", request, at=Service.FUNDING)
    assert refused.value.status is grpc.StatusCode.UNAUTHENTICATED


def test_a_round_that_has_ended_is_watched_to_its_end(played: tuple[House, WireEngines]) -> None:
    _, engines = played
    rounds = engines.caller.ask("ListRounds", participation.ListRoundsRequest(parent=NAME)).message.rounds
    watched = list(engines.caller.watch("WatchRound", participation.WatchRoundRequest(name=rounds[0].name)))
    assert watched == [rounds[0]]


def test_a_person_s_own_token_is_exchanged_for_one_of_a_mission(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        caller = Caller(house)
        caller.give(CreateMission(mission="real", title="A real one"))
        request = tokens.ExchangeTokenRequest(
            grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
            subject_token=house.person_token("ada"),
            subject_token_type="urn:ietf:params:oauth:token-type:id_token",
            mission="missions/real",
        )
        one = caller.ask("ExchangeToken", request).message
        again = caller.ask("ExchangeToken", request).message
        assert one.participant == again.participant
        assert one.participant.startswith("missions/real/participants/p-")
        seen = house.channel(Service.PARTICIPATION).unary_unary(
            "/osi.participation.v1.ParticipationService/GetParticipant",
            participation.GetParticipantRequest.SerializeToString,
            res.Participant.FromString,
        )(
            participation.GetParticipantRequest(name=one.participant),
            metadata=[("authorization", f"Bearer {one.access_token}")],
            timeout=20,
        )
        assert seen.name == one.participant
