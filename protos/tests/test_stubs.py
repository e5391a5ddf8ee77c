"""The modules that are made of the contracts: each can be imported, and the rules in them are seen."""

from __future__ import annotations

import importlib
from pathlib import Path

import osi.funding.v1.funding_service_pb2 as funding
import protovalidate
import pytest
from osi.type.v1 import column_pb2

STUBS = Path(funding.__file__ or "").parents[3]
MODULES = sorted(
    path.relative_to(STUBS).with_suffix("").as_posix().replace("/", ".") for path in STUBS.rglob("*_pb2*.py")
)


@pytest.mark.parametrize("module", MODULES)
def test_each_module_can_be_imported(module):
    importlib.import_module(module)


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (funding.GetFundRequest(), "string.min_len"),
        (funding.ListFundsRequest(parent="missions/m", page_size=-1), "int32.gte"),
        (funding.CreateFundRequest(parent="missions/m"), "required"),
        (funding.CastGrantBallotRequest(name="n", ballot=funding.GrantBallot(id="B")), "string.pattern"),
        (funding.BatchCastGrantBallotsRequest(name="n"), "repeated.min_items"),
        (column_pb2.Column(type=9), "enum.defined_only"),
        (column_pb2.Column(), "enum.not_in"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_rules_in_the_contract_are_kept_by_protovalidate(message, rule):
    assert rule in [one.proto.rule_id for one in protovalidate.collect_violations(message)]
