"""Where messages wait that could not be taken in: in a store that nobody serves from, or at a service that runs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any

import grpc
from osi.log.v1 import hearing_service_pb2 as pb
from osi.log.v1 import log_service_pb2 as log
from osi.log.v1.hearing_service_pb2_grpc import HearingServiceStub
from osi.log.v1.log_service_pb2_grpc import LogServiceStub

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.domain import Refused, mission_name
from osi_core.files import InputRefused, read_input
from osi_core.hearing.resources import HEARING
from osi_core.log.envelope import LogDamaged, chain_of
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreError
from osi_core.mission.facts import ServingChain
from osi_core.process import Engine, share_of
from osi_runtime.parked import Waiting, taking_up, waiting_in
from osi_runtime.peers.messages import mission_of_wire

__all__ = ["Place", "place_at"]

_LARGEST_FILE = 1 << 20
_SECONDS = 30.0


class Place(ABC):
    """Where messages wait."""

    @abstractmethod
    def missions(self, only: str | None) -> Sequence[str]:
        """Those to look at: one, or all that are known."""

    @abstractmethod
    def waiting(self, mission: str) -> Sequence[Waiting]:
        """What waits in a mission, in the order in which it was parked."""

    @abstractmethod
    def event(self, one: Waiting) -> str:
        """The event as its origin wrote it, in canonical JSON; empty where only the origin can say."""

    @abstractmethod
    def take_up(self, one: Waiting) -> str:
        """Takes a message in. What speaks against it, in words; empty where it is taken in."""


class InStore(Place):
    """A store, of which nobody else writes."""

    def __init__(self, session: Session, store: SqlStore) -> None:
        self._session, self._store = session, store
        self._engines: dict[str, Engine] = {}

    def missions(self, only: str | None) -> Sequence[str]:
        return [only] if only else self._store.missions()

    def waiting(self, mission: str) -> Sequence[Waiting]:
        return waiting_in(self._engine(mission), mission) if self._store.head(mission).position else []

    def event(self, one: Waiting) -> str:
        found = next(iter(self._store.heard(one.mission, one.chain, one.position - 1, one.position)), None)
        return found.raw.decode("utf-8", "replace") if found else ""

    def take_up(self, one: Waiting) -> str:
        try:
            self._engine(one.mission).handle(taking_up(one))
        except Refused as refused:
            return refused.say(self._session.language, self._session.words)
        except LogDamaged as damaged:
            return self._session.tell(damaged.message)
        except StoreError:
            raise
        except Exception as error:  # a fold that fails is a fault of the program, whatever it is
            return type(error).__name__
        return ""

    def _engine(self, mission: str) -> Engine:
        """The engine of the service whose store it is: by the chain that ends the mission's log, and its listing."""
        if mission not in self._engines:
            end = self._store.head(mission).position
            chain = chain_of(next(iter(self._store.read(mission, end - 1, end))))
            rows = Engine(self._store, share=share_of("funding"), chain=chain).memory(mission).rows[ServingChain]
            row = rows.get(chain)
            name = row.service.value if isinstance(row, ServingChain) else "all"
            self._engines[mission] = Engine(self._store, share=share_of(name), chain=chain)
        return self._engines[mission]


class AtService(Place):
    """A service that runs, asked as its operator."""

    def __init__(self, channel: grpc.Channel, token: str) -> None:
        self._hearing: Any = HearingServiceStub(channel)
        self._log: Any = LogServiceStub(channel)
        self._shown: Any = {"metadata": (("authorization", f"Bearer {token}"),), "timeout": _SECONDS}

    def missions(self, only: str | None) -> Sequence[str]:
        if only:
            return [only]
        found: list[str | None] = []
        token = ""
        while True:
            answer = self._log.ListHeads(log.ListHeadsRequest(page_token=token), **self._shown)
            found += [mission_of_wire(head.mission) for head in answer.heads]
            token = answer.next_page_token
            if not token:
                return [one for one in found if one]

    def waiting(self, mission: str) -> Sequence[Waiting]:
        found: list[Waiting] = []
        token = ""
        while True:
            request = pb.ListParkedRequest(parent=mission_name(mission), page_size=1_000, page_token=token)
            answer = self._hearing.ListParked(request, **self._shown)
            found += [_waiting(mission, one) for one in answer.parked]
            token = answer.next_page_token
            if not token:
                return found

    def event(self, one: Waiting) -> str:
        return ""

    def take_up(self, one: Waiting) -> str:
        name = HEARING.within(one.mission, one.chain)
        try:
            self._hearing.TakeUpMessage(pb.TakeUpMessageRequest(name=name, position=one.position), **self._shown)
        except grpc.RpcError as error:
            call: Any = error
            if call.code() is grpc.StatusCode.UNAVAILABLE:
                raise
            return str(call.details())
        return ""


def _waiting(mission: str, one: pb.ParkedMessage) -> Waiting:
    chain = one.name.rpartition("/")[2]
    since = one.park_time.ToDatetime(UTC)
    return Waiting(mission, chain, one.position, one.type, one.subject, one.reason, since, one.behind)


@contextmanager
def place_at(
    session: Session, store: str | None, target: str | None, token_file: Path | None, ca: Path | None
) -> Iterator[Place]:
    """The place that a call means. Raises `Stop` for none, or two, and where it cannot be asked."""
    if (store is None) is (target is None):
        raise session.stop(Exit.USAGE, "parked.which")
    try:
        if store is not None:
            with closing(SqlStore.open(store)) as opened:
                yield InStore(session, opened)
        else:
            with _channel(str(target), ca) as channel:
                yield AtService(channel, _read(token_file).decode("ascii").strip() if token_file else "")
    except (StoreError, InputRefused) as error:
        message = error.problem if isinstance(error, InputRefused) else error.message
        raise Stop(Exit.CANNOT, session.tell(message)) from error
    except grpc.RpcError as error:
        call: Any = error
        raise session.stop(Exit.CANNOT, "parked.refused", said=str(call.details())) from error


def _channel(target: str, ca: Path | None) -> grpc.Channel:
    if ca is None:
        return grpc.insecure_channel(target)
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(_read(ca)))


def _read(file: Path) -> bytes:
    return read_input(file, limit=_LARGEST_FILE)
