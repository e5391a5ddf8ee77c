"""What the service says of itself."""

from __future__ import annotations

from osi.log.v1 import answers_pb2, hearing_service_pb2
from osi.participation.v1 import events_pb2, participation_service_pb2

from osi_core.challenges.views import RoundView
from osi_core.domain import Service
from osi_core.mission.views import MissionView
from osi_participation.deciding import PRIORITIES
from osi_participation.methods import METHODS
from osi_participation.tokens import TOKENS, tokens_given
from osi_participation.words import CATALOGUE
from osi_runtime.deciding import decisions_running, operations_of
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.hearing import HEARING
from osi_runtime.reading import READS
from osi_runtime.receipts import RECEIPTS
from osi_runtime.time_kept import time_kept

__all__ = ["SERVICE"]

SERVICE = ServiceDeclaration(
    name=Service.PARTICIPATION,
    share="participation",
    descriptors=(participation_service_pb2.DESCRIPTOR.services_by_name["ParticipationService"],),
    methods=METHODS,
    tables=(TOKENS, operations_of(PRIORITIES), RECEIPTS, READS, HEARING),
    files=(events_pb2.DESCRIPTOR, answers_pb2.DESCRIPTOR, hearing_service_pb2.DESCRIPTOR),
    shows=(MissionView, RoundView),
    background=(tokens_given, decisions_running, time_kept),
    words=CATALOGUE,
)
