"""The table of methods: every method has its row, and what has none is served to nobody."""

from __future__ import annotations

import pytest
from osi.funding.v1 import funding_service_pb2 as funding
from osi.log.v1 import log_service_pb2 as log

from osi_core.domain import Refused, Service
from osi_runtime.admission import actor_of, admit_caller, admit_to_mission
from osi_runtime.auth import NOBODY, Operator, Peer, Person
from osi_runtime.declaration import MethodsIncomplete, Table
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By, Creates, Custom, bys
from osi_runtime.peers.table import LOG_TABLE
from services.runtime.tests.town_service import SERVICE

RITA, OLGA = Person("m", "rita", "town"), Operator(frozenset({"town"}))
PEER = Peer(Service.MATCHING, frozenset({"matching-1"}), frozenset({"town"}))
WHOSE = {"m": "town", "n": "city"}.get


def test_every_method_of_a_contract_has_its_row():
    assert len(SERVICE.rows()) == len(SERVICE.descriptors[0].methods)
    assert len(LOG_TABLE.rows()) == len(LOG_TABLE.descriptors[0].methods)


def test_a_method_without_a_row_and_a_row_without_a_method_are_named():
    rows = {name: row for name, row in SERVICE.methods.items() if name != "GetFund"} | {
        "StealFund": SERVICE.methods["GetFund"]
    }
    with pytest.raises(MethodsIncomplete, match=r"without a row: osi.funding.v1.FundingService.GetFund; .*: StealFund"):
        Table(descriptors=SERVICE.descriptors, methods=rows).rows()


def test_one_row_is_not_for_two_methods():
    service = log.DESCRIPTOR.services_by_name["LogService"]
    with pytest.raises(MethodsIncomplete, match="another method's too"):
        Table(
            descriptors=(service, service),
            methods={name.partition(".")[2]: row for name, row in LOG_TABLE.methods.items()},
        ).rows()


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        (By.PUBLIC, {RITA, OLGA, PEER, NOBODY}),
        (By.SELF, {RITA, OLGA}),
        (By.MEMBER, {RITA, OLGA}),
        (By.JUDGED, {RITA, OLGA}),
        (By.OPERATOR, {OLGA}),
        (By.SERVICE, {PEER, OLGA}),
    ],
)
def test_each_role_admits_its_own_and_nobody_else(by, allowed):
    for caller in (RITA, OLGA, PEER, NOBODY):
        if caller in allowed:
            admit_caller(caller, (by,))
        else:
            with pytest.raises(CallRefused) as caught:
                admit_caller(caller, (by,))
            assert caught.value.status.name == ("UNAUTHENTICATED" if caller is NOBODY else "PERMISSION_DENIED")


def test_every_role_is_known():
    for by in By:
        admit_caller(OLGA, (by,))


@pytest.mark.parametrize(
    ("caller", "mission", "is_open"),
    [
        (RITA, "m", True),
        (RITA, "n", False),
        (RITA, "unknown", False),
        (Person("n", "rita", "town"), "n", False),
        (Person("m", "rita"), "m", True),
        (OLGA, "m", True),
        (OLGA, "n", False),
        (OLGA, "unknown", False),
        (PEER, "m", True),
        (PEER, "n", False),
        (NOBODY, "n", True),
    ],
)
def test_a_mission_of_others_is_as_one_that_is_not_there(caller, mission, is_open):
    if is_open:
        admit_to_mission(caller, mission, WHOSE)
    else:
        with pytest.raises(Refused) as caught:
            admit_to_mission(caller, mission, WHOSE)
        assert caught.value.codes == ("mission-unknown",)


def test_who_acts_is_a_participant_or_the_operator():
    assert actor_of(RITA) == "rita"
    assert repr(actor_of(OLGA)) == "OPERATOR"
    for caller in (PEER, NOBODY):
        with pytest.raises(CallRefused):
            actor_of(caller)


def test_commands_are_judged_by_the_phase_rules_alone():
    for _, row in SERVICE.rows():
        if isinstance(row, Creates):
            assert bys(row) == {By.JUDGED}


def test_a_stream_is_served_by_a_function_of_its_own():
    row = SERVICE.methods["StreamGrantBallots"]
    assert isinstance(row, Custom)
    assert funding.DESCRIPTOR.services_by_name["FundingService"].methods_by_name["StreamGrantBallots"].client_streaming
