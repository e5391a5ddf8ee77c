"""A small mission through all six phases, by the Python client: three services, six people, and simulated time.

Run `osi up town` in one terminal and `python examples/services/six_phases.py town` in another.
The same mission by the `osi` command: docs/tutorial-services.md.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from google.type.money_pb2 import Money
from osi.funding.v1 import resources_pb2 as f
from osi.funding.v1.funding_service_pb2 import GrantBallot
from osi.matching.v1 import resources_pb2 as m
from osi.participation.v1 import resources_pb2 as p
from osi.participation.v1.participation_service_pb2 import Ballot
from osi.type.v1 import terms_pb2 as t

import osi_client
from osi_runtime.auth import DevelopmentIssuer, KeyFolder
from osi_up.house import ISSUER, ORGANISATION

MISSION = "missions/cool-town"
SERVICES = ("participation", "matching", "funding")
JWT = "urn:ietf:params:oauth:token-type:jwt"


def at(name: str) -> str:
    return f"{MISSION}/{name}"


class Network:
    """What `osi up` runs in a folder, and what time it is in the mission."""

    def __init__(self, folder: Path, ends: ExitStack) -> None:
        configs = {one: tomllib.loads((folder / f"{one}.toml").read_text("utf-8")) for one in SERVICES}
        self.addresses = {one: config["address"] for one, config in configs.items()}
        self.issuer = DevelopmentIssuer(KeyFolder(folder / "keys"), ISSUER)
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        self.positions = osi_client.Positions()  # what one has written, all others read
        self.ends = ends

    def connect(self, service: str, token: str | Callable[[], str] | None = None) -> osi_client.Client:
        connection = osi_client.connect(
            self.addresses[service], token=token, positions=self.positions, at=lambda: self.now
        )
        return self.ends.enter_context(connection)

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    def day(self, days: int = 0) -> Date:
        day: date = (self.now + timedelta(days=days)).date()
        return Date(year=day.year, month=day.month, day=day.day)

    def time(self, days: int) -> Timestamp:
        moment = Timestamp()
        moment.FromDatetime(self.now + timedelta(days=days))
        return moment


class Person:
    """Somebody with a token; people come with one of their own, which participation exchanges for the mission's."""

    def __init__(self, network: Network, subject: str, token: str | None = None) -> None:
        self._network, self._subject, self.name = network, subject, ""
        self._anonymous = network.connect("participation")
        if token is None:
            self._exchanged()
        given: Any = token or self._exchanged
        self.participation = network.connect("participation", given).participation
        self.matching = network.connect("matching", given).matching
        self.funding = network.connect("funding", given).funding

    def _exchanged(self) -> str:
        told = self._anonymous.tokens.exchange_token(
            grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
            subject_token=self._network.issuer.person(self._subject, 600).token,
            subject_token_type=JWT,
            mission=MISSION,
        )
        self.name = told.participant
        return told.access_token

    def opens(self, phase: t.Phase.ValueType) -> None:
        self.participation.open_phase(name=MISSION, phase=phase)

    def closes(self, phase: t.Phase.ValueType) -> None:
        """Every service answers; until then the phase is closing."""
        mission = self.participation.close_phase(name=MISSION, phase=phase)
        while any(one.status == p.PHASE_STATUS_CLOSING for one in mission.phases):
            time.sleep(0.05)
            mission = self.participation.get_mission(name=MISSION)
        print(f"closed: {t.Phase.Name(phase)}")


def play(network: Network) -> str:
    """The mission; the code of Ada's receipt."""
    operator_token = network.issuer.operator([ORGANISATION], "operator", 600).token
    operator = Person(network, "operator", operator_token)
    begin(network, operator)
    olga, rita, finn, ada, ben, eva = (Person(network, one) for one in ("olga", "rita", "finn", "ada", "ben", "eva"))
    grant = operator.participation.grant_role
    grant(name=olga.name, role=t.ROLE_ORGANISER)
    grant(name=eva.name, role=t.ROLE_EXPERT)
    for speaker, town in ((rita, "town"), (finn, "village")):
        institution = p.Institution(display_name=f"The {town}", sector=t.SECTOR_ADMINISTRATION)
        operator.participation.create_institution(parent=MISSION, institution=institution, institution_id=town)
        grant(name=speaker.name, role=t.ROLE_REPRESENTATIVE, institution=at(f"institutions/{town}"))
        operator.participation.confirm_mandate(
            name=speaker.name, institution=at(f"institutions/{town}"), document="The council's vote"
        )
    agree(olga, rita)
    code = find_challenges(network, olga, rita, ada, ben)
    mobilise(network, olga, ada)
    support(network, olga, rita, ada, ben)
    curate(network, olga, finn, eva)
    scale(network, olga, rita, finn)
    return code


def begin(network: Network, operator: Person) -> None:
    fit = p.CriterionSetting(
        id="fit", en="Does it solve the problem?", de="Löst es das Problem?", threshold="3", weight=1
    )
    playbook = p.Playbook(
        mission=p.MissionSettings(required_sectors=[t.SECTOR_ADMINISTRATION]),
        challenges=p.ChallengesSettings(top=1, round_days=0, least_ballots=1),
        curation=p.CurationSettings(min_reviewers=1, min_institutions=1, criteria=[fit]),
        scaling=p.ScalingSettings(min_pilot_institutions=1),
    )
    operator.participation.create_mission(
        name=MISSION,
        title="A town that stays cool",
        language="en",
        origin=t.DATA_ORIGIN_SIMULATED,
        playbook=playbook,
    )
    for service, kind in (("matching", t.SERVICE_MATCHING), ("funding", t.SERVICE_FUNDING)):
        chain = p.Chain(service=kind, address=network.addresses[service])
        operator.participation.create_chain(parent=MISSION, chain=chain, chain_id=f"{service}-1")


def agree(olga: Person, rita: Person) -> None:
    nights = p.Indicator(
        name="Hot nights", unit="a year", baseline="24", target="8", deadline=Date(year=2040, month=12, day=31)
    )
    olga.participation.set_goal(name=MISSION, statement="Nobody is ill from heat", indicator=nights)
    rita.participation.endorse_mission(name=MISSION)
    olga.closes(t.PHASE_MISSION)


def find_challenges(network: Network, olga: Person, rita: Person, ada: Person, ben: Person) -> str:
    olga.opens(t.PHASE_CHALLENGES)
    heat, water = at("challenges/heat"), at("challenges/water")
    told = ada.participation.create_challenge(
        parent=MISSION, challenge_id="heat", challenge=p.Challenge(title="No shade at the bus stops", language="en")
    )
    ben.participation.create_challenge(
        parent=MISSION, challenge_id="water", challenge=p.Challenge(title="The fountain is dry", language="en")
    )
    for name in (heat, water):
        olga.participation.accept_challenge(name=name)
    first = olga.participation.create_round(parent=MISSION, round=p.Round(closes_at=network.time(days=7))).name
    ben.participation.cast_ballot(name=first, ballot=Ballot(choices=[heat]))
    network.later(days=8)
    olga.participation.close_round(name=first).result()
    for one in olga.participation.list_challenges(parent=MISSION, order_by="rank"):
        print(f"priority {one.rank}: {one.title}")
    shade = p.Commitment(
        challenge=heat,
        institution=at("institutions/town"),
        scope="Ten stops",
        resources="A gardener",
        due=network.day(300),
    )
    rita.participation.create_commitment(parent=MISSION, commitment_id="shade", commitment=shade)
    olga.opens(t.PHASE_SOLUTIONS)
    olga.closes(t.PHASE_CHALLENGES)
    return told.receipt.code


def mobilise(network: Network, olga: Person, ada: Person) -> None:
    sails, hall = at("solutions/sails"), at("kickoffs/town-hall")
    olga.matching.create_call(parent=MISSION, call=m.Call(text="Who brings shade to the stops?"))
    ada.matching.create_solution(
        parent=MISSION,
        solution_id="sails",
        solution=m.Solution(
            title="Sails over the stops",
            text="Sails that give shade",
            origin=m.SOLUTION_ORIGIN_EXISTING,
            challenges=[at("challenges/heat")],
        ),
    )
    kickoff = m.Kickoff(starts_on=network.day(14), table_min=1)
    olga.matching.create_kickoff(parent=MISSION, kickoff_id="town-hall", kickoff=kickoff)
    registration = ada.name.replace("participants", "kickoffs/town-hall/registrations")
    ada.matching.register_for_kickoff(name=registration, wishes=[sails])
    olga.matching.close_registration(name=hall).result()
    network.later(days=14)
    ada.matching.confirm_attendance(name=registration)
    network.later(days=1)
    olga.matching.hold_kickoff(name=hall)
    olga.closes(t.PHASE_SOLUTIONS)


def support(network: Network, olga: Person, rita: Person, ada: Person, ben: Person) -> None:
    olga.opens(t.PHASE_SUPPORT)
    olga.matching.create_programme(parent=MISSION, programme_id="first", programme=m.Programme())
    initiative, application = at("initiatives/sails"), at("applications/for-sails")
    olga.matching.admit_initiative(name=initiative, programme=at("programmes/first"))
    fund = rita.funding.create_fund(
        parent=MISSION,
        fund=f.Fund(institution=at("institutions/town"), purpose="A cooler town", amount=euros(500)),
    )
    grants = olga.funding.create_grant_round(
        parent=MISSION,
        round=f.GrantRound(
            fund=fund.name,
            budget=euros(300),
            applications_until=network.time(days=2),
            closes_at=network.time(days=4),
        ),
    ).name
    asked = f.Application(round=grants, initiative=initiative, asked=euros(300), purpose="Cloth and poles")
    ada.funding.create_application(parent=MISSION, application_id="for-sails", application=asked)
    network.later(days=3)
    ben.funding.cast_grant_ballot(name=grants, ballot=GrantBallot(choices=[application]))
    network.later(days=2)
    decided = olga.funding.close_grant_round(name=grants).result()
    print(f"granted: {[one.amount.units for one in decided.awards]} euros")
    ada.funding.accept_grant(name=grants, application=application)
    olga.funding.propose_grant_move(name=grants, application=application)
    rita.funding.pay_grant(name=grants, application=application)


def curate(network: Network, olga: Person, finn: Person, eva: Person) -> None:
    olga.opens(t.PHASE_CURATION)
    pilot = m.Pilot(
        initiative=at("initiatives/sails"),
        institution=at("institutions/village"),
        hypothesis="Sails cool the stop",
        success_criteria=["two degrees cooler"],
        start=network.day(),
        end=network.day(30),
    )
    name = finn.matching.create_pilot(parent=MISSION, pilot=pilot).name
    finn.matching.start_pilot(name=name)
    network.later(days=30)
    finn.matching.record_pilot_result(
        name=name, met=[True], result=m.PILOT_RESULT_SUCCEEDED, evidence="Measured at noon"
    )
    assessment = at("assessments/sails")
    olga.matching.open_assessment(name=assessment)
    eva.matching.submit_review(name=assessment, scores=[m.Score(criterion="fit", score=4)], independent=True)
    olga.matching.close_assessment(name=assessment).result()


def scale(network: Network, olga: Person, rita: Person, finn: Person) -> None:
    olga.opens(t.PHASE_SCALING)
    adoption = m.Adoption(
        initiative=at("initiatives/sails"),
        institution=at("institutions/village"),
        place="The village",
        on=network.day(),
        source="The council's minutes",
    )
    finn.matching.create_adoption(parent=MISSION, adoption=adoption)
    rita.participation.keep_commitment(name=at("commitments/shade"), evidence="Ten stops have shade")
    network.later(days=250)
    olga.matching.end_programme(name=at("programmes/first"))
    olga.closes(t.PHASE_SUPPORT)
    olga.matching.assess_finally(name=at("assessments/sails"), outcome=m.FINAL_OUTCOME_FIT)
    olga.closes(t.PHASE_CURATION)
    olga.matching.record_reading(parent=MISSION, value="8", on=network.day(), source="The weather service")
    olga.matching.publish_final_report(parent=MISSION, summary="It worked")
    olga.closes(t.PHASE_SCALING)


def euros(amount: int) -> Money:
    return Money(currency_code="EUR", units=amount)


def main(folder: Path) -> None:
    with ExitStack() as ends:
        network = Network(folder, ends)
        code = play(network)
        trail = network.connect("participation").receipts.get_trail(code=code)
        print(f"Ada's challenge: {trail.end.sentence}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "town"))
