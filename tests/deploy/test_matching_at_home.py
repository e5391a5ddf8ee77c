"""A university runs matching itself, while participation and funding are the town's, as docs/operating.md has it: two
issuers, two databases, two authorities, and mutual TLS between the services and to NATS.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import grpc
import pytest
from google.type.date_pb2 import Date
from osi.participation.v1.resources_pb2 import Chain, Indicator
from osi.type.v1.terms_pb2 import SERVICE_FUNDING, SERVICE_MATCHING

import osi_client
from osi_core.domain import Service
from osi_runtime.auth import DevelopmentIssuer
from tests.conftest import postgres
from tests.contract.postgres import cluster
from tests.deploy.authorities import Authority
from tests.deploy.two_hosts import Hosts, hosts, until

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT = "urn:ietf:params:oauth:token-type:jwt"
CHAINS = {"matching-1": SERVICE_MATCHING, "funding-1": SERVICE_FUNDING}
MISSION = "missions/heat"
PARTICIPATION, MATCHING, FUNDING = 7070, 7071, 7072
FOR_PEERS = {"participation": 7080, "matching": 7081, "funding": 7082}
HOUR = 3_600

pytestmark = [pytest.mark.system, pytest.mark.nats, pytest.mark.timeout(1_200)]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """Both sides, with a mission of the town's; its participation is on PostgreSQL where that is installed."""
    with ExitStack() as ends:
        stores = {"participation": ends.enter_context(cluster()).url} if postgres() else {}
        both = ends.enter_context(hosts(tmp_path_factory.mktemp("hosts"), stores))
        operator = both.issuers["town"].operator(["town"], "rita", HOUR).token
        with both.client(PARTICIPATION, "participation", operator) as osi:
            begin(osi)
        until(lambda: both.heard("participation", "matching-1"), "matching has not answered")
        until(lambda: both.heard("matching", "funding-1"), "matching does not hear of funding")
        until(lambda: both.heard("funding", "matching-1"), "funding does not hear of matching")
        yield both


def begin(osi: osi_client.Client) -> None:
    """The mission, with its services and a goal."""
    osi.participation.create_mission(name=MISSION, title="A cool town")
    for chain, service in CHAINS.items():
        osi.participation.create_chain(parent=MISSION, chain_id=chain, chain=Chain(service=service))
    ends = Date(year=2035, month=12, day=31)
    indicator = Indicator(name="Hot nights", unit="nights a year", baseline="30", target="10", deadline=ends)
    osi.participation.set_goal(name=MISSION, statement="Ten hot nights at most", indicator=indicator)


def joined(both: Hosts, side: str, subject: str) -> tuple[str, str]:
    """The participant that a person of one side's issuer becomes, and their token of the mission."""
    person = both.issuers[side].person(subject, HOUR).token
    with both.client(PARTICIPATION, "participation") as osi:
        given = osi.tokens.exchange_token(
            grant_type=EXCHANGE, subject_token=person, subject_token_type=JWT, mission=MISSION
        )
    return given.participant, given.access_token


def test_people_of_both_issuers_take_part_in_one_mission(both: Hosts) -> None:
    people = {side: joined(both, side, "ada") for side in ("town", "university")}
    assert len({participant for participant, _ in people.values()}) == 2, "each issuer's ada is another person"
    for side, (_, token) in people.items():
        with both.client(PARTICIPATION, "participation", token) as osi:
            osi.participation.comment_goal(parent=MISSION, text=f"From the {side}")
        for port, service in ((MATCHING, "matching"), (FUNDING, "funding")):
            with both.client(port, service, token) as osi:
                assert {one.command for one in osi.reads.get_outlook(parent=MISSION).commands}, service
    with both.client(PARTICIPATION, "participation") as osi:
        said = {one.text for one in osi.participation.list_goal_comments(parent=f"{MISSION}/goal")}
    assert said == {"From the town", "From the university"}


def test_an_office_at_one_side_is_none_at_the_other(both: Hosts) -> None:
    """Whatever scopes and organisations a token claims: its issuer may name these at its own side alone."""
    town, university = both.issuers["town"], both.issuers["university"]
    claims = [["town"], ["university"], ["town", "university"]]
    offices = [university.operator(one, "mallory", HOUR).token for one in claims]
    offices.append(university.peer(Service.MATCHING, ["matching-1"], ["town"], HOUR).token)
    offices.append(university.peer(Service.PARTICIPATION, ["participation-1"], ["town"], HOUR).token)
    pretended = DevelopmentIssuer(university.folder, "https://participation.town.example")
    offices.append(pretended.participant("heat", "p-" + "0" * 32).token)
    for token in offices:
        for port, service in ((PARTICIPATION, "participation"), (FUNDING, "funding")):
            with both.client(port, service, token) as osi, pytest.raises(osi_client.Unauthenticated):
                list(osi.hearing.list_parked(parent=MISSION))
        with both.client(PARTICIPATION, "participation", token) as osi, pytest.raises(osi_client.Unauthenticated):
            osi.participation.retire_chain(name=f"{MISSION}/chains/matching-1", last=1, reason="mine")
    for nobody in (town.operator(["town"], "rita", HOUR), university.operator(["university"], "uma", HOUR)):
        with both.client(MATCHING, "matching", nobody.token) as osi, pytest.raises(osi_client.Unauthenticated):
            list(osi.hearing.list_parked(parent=MISSION))
    with both.client(MATCHING, "matching", university.operator(["town"], "uma", HOUR).token) as osi:
        assert not list(osi.hearing.list_parked(parent=MISSION)), "whoever runs matching looks after it"


def test_a_certificate_opens_what_its_authority_may_sign_and_nothing_else(both: Hosts) -> None:
    town, university = both.authorities["town"], both.authorities["university"]
    out, silent = grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.UNAVAILABLE
    for service in ("participation", "funding"):
        port = FOR_PEERS[service]
        assert both.asks(port, service, university, "matching.university.example") is None
        for name in ("participation", "funding", "nats", "elsewhere.example"):
            assert both.asks(port, service, university, name) is out, f"the university has signed {name}"
        assert both.asks(port, service, town, "matching.university.example") is out, "the town has signed matching's"
        assert both.asks(port, service, Authority("a stranger"), "matching.university.example") is silent
    assert both.asks(FOR_PEERS["matching"], "matching", town, "participation") is None
    assert both.asks(FOR_PEERS["matching"], "matching", town, "nats") is out
    assert both.asks(FOR_PEERS["matching"], "matching", university, "participation") is silent


@pytest.mark.parametrize(
    ("changes", "by_the_town", "by_itself"),
    [
        ({"left": -timedelta(hours=1)}, "its certificate has expired", "(tls.cert) has expired"),
        ({"names": ["elsewhere.example"]}, "or bears another name", "does not let this service in"),
    ],
    ids=["expired", "another's name"],
)
def test_a_certificate_that_is_none_is_told_and_a_renewed_one_is_taken_by_all_that_run(
    both: Hosts, changes: dict[str, object], by_the_town: str, by_itself: str
) -> None:
    both.end("matching")
    both.forget("matching")
    both.forget("participation")
    both.certify("matching", **changes)
    both.start("matching")
    until(lambda: by_the_town in both.said("participation"), "participation does not say why")
    until(lambda: by_itself in both.said("matching"), "matching does not say why")
    before = both.heard("matching", "participation-1")
    joined(both, "university", f"bert behind {by_itself}")
    both.certify("matching")
    until(lambda: both.heard("matching", "participation-1") > before, "matching hears nothing, though it was renewed")
    until(lambda: "osi.peers: is well again" in both.said("participation"), "participation does not ask it again")
