"""What the service says of itself."""

from __future__ import annotations

from osi.funding.v1 import events_pb2, funding_service_pb2
from osi.log.v1 import answers_pb2, hearing_service_pb2

from osi_core.domain import Service
from osi_core.funding.views import GrantRoundView
from osi_funding.deciding import GRANTS
from osi_funding.methods import METHODS
from osi_runtime.deciding import decisions_running, operations_of
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.hearing import HEARING
from osi_runtime.reading import READS
from osi_runtime.receipts import RECEIPTS
from osi_runtime.time_kept import time_kept

__all__ = ["SERVICE"]

SERVICE = ServiceDeclaration(
    name=Service.FUNDING,
    share="funding",
    descriptors=(funding_service_pb2.DESCRIPTOR.services_by_name["FundingService"],),
    methods=METHODS,
    tables=(operations_of(GRANTS), RECEIPTS, READS, HEARING),
    files=(events_pb2.DESCRIPTOR, answers_pb2.DESCRIPTOR, hearing_service_pb2.DESCRIPTOR),
    shows=(GrantRoundView,),
    background=(decisions_running, time_kept),
)
