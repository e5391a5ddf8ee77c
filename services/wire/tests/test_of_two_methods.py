"""A resource that two methods make: what only the other one takes is refused, and never passed over."""

from __future__ import annotations

import pytest
from google.type.date_pb2 import Date
from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1.resources_pb2 import Commitment

from osi_core.challenges.commands import MakeCommitment
from osi_core.domain import Malformed, Service
from services.wire.tests.contracts import CONTRACTS

WIRE = next(one.wire for one in CONTRACTS if one.service is Service.PARTICIPATION)
PROMISE = {
    "challenge": "missions/m/challenges/heat",
    "scope": "Trees",
    "resources": "A gardener",
    "due": Date(year=2027, month=5, day=1),
}


def request(**more: object) -> api.CreateCommitmentRequest:
    commitment = Commitment(**PROMISE, **more)  # type: ignore[arg-type]
    return api.CreateCommitmentRequest(parent="missions/m", commitment=commitment, commitment_id="c-1")


def test_what_a_method_takes_is_taken_and_what_is_only_told_is_ignored() -> None:
    command = WIRE.command(request(etag="7", said="long ago"))
    assert isinstance(command, MakeCommitment)
    assert command.scope == "Trees"


def test_what_another_method_takes_is_refused_by_its_field() -> None:
    with pytest.raises(Malformed) as refused:
        WIRE.command(request(body="The council", decides_on=Date(year=2027, month=3, day=1)))
    told = [(one.code, one.field) for one in refused.value.unmet]
    assert told == [("field-not-taken", "commitment.body"), ("field-not-taken", "commitment.decides_on")]
