"""What the service says of itself."""

from __future__ import annotations

from osi.funding.v1 import events_pb2, funding_service_pb2
from osi.log.v1 import answers_pb2

from osi_core.domain import Service
from osi_core.funding.views import GrantRoundView
from osi_funding.deciding import decisions_running
from osi_funding.methods import METHODS
from osi_funding.operations import OPERATIONS
from osi_funding.receipts import RECEIPTS
from osi_funding.words import CATALOGUE
from osi_runtime.declaration import ServiceDeclaration

__all__ = ["SERVICE"]

SERVICE = ServiceDeclaration(
    name=Service.FUNDING,
    share="funding",
    descriptors=(funding_service_pb2.DESCRIPTOR.services_by_name["FundingService"],),
    methods=METHODS,
    tables=(OPERATIONS, RECEIPTS),
    files=(events_pb2.DESCRIPTOR, answers_pb2.DESCRIPTOR),
    shows=(GrantRoundView,),
    background=(decisions_running,),
    words=CATALOGUE,
)
