"""When a call is tried again, and after how long."""

from __future__ import annotations

import pytest
from grpc import StatusCode
from osi.funding.v1.funding_service_pb2 import CreateFundRequest

from osi_client.attempts import Attempts, Retries
from osi_client.details import Details
from osi_client.errors import ServiceError, error_of
from osi_client.facades.funding import _CREATE_FUND as CREATE
from osi_client.facades.funding import _STREAM_GRANT_BALLOTS as STREAM


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def attempts(
    timeout: float | None = None, retries: Retries | None = None, chance: float = 1.0
) -> tuple[Attempts, Clock]:
    clock = Clock()
    made = Attempts(CREATE, CreateFundRequest(), timeout, retries or Retries(), now=clock, chance=lambda: chance)
    return made, clock


def unavailable(retry_delay: float | None = None) -> ServiceError:
    error = error_of(StatusCode.UNAVAILABLE, "no")
    error.details = Details(retry_delay=retry_delay)
    return error


def test_waits_double_up_to_the_longest() -> None:
    tried, _ = attempts(retries=Retries(initial=1, longest=5, attempts=9))
    assert [tried.wait(unavailable()) for _ in range(5)] == [1, 2, 4, 5, 5]


def test_chance_spreads_a_wait_over_its_whole_length() -> None:
    assert attempts(chance=0.0)[0].wait(unavailable()) == 0
    assert attempts(chance=0.5, retries=Retries(initial=1))[0].wait(unavailable()) == 0.5


def test_what_the_service_names_is_waited_for_at_least() -> None:
    assert attempts(chance=0.0)[0].wait(unavailable(3.0)) == 3.0
    assert attempts(chance=1.0, retries=Retries(initial=1))[0].wait(unavailable(3.0)) == 4.0


def test_a_wait_that_ends_behind_the_deadline_is_not_begun() -> None:
    tried, clock = attempts(timeout=10, retries=Retries(initial=1))
    assert tried.wait(unavailable()) == 1
    clock.now = 8.5
    with pytest.raises(ServiceError):
        tried.wait(unavailable())


def test_an_attempt_takes_what_is_left_at_most() -> None:
    tried, clock = attempts(timeout=20, retries=Retries(attempt_timeout=15))
    assert tried.timeout() == 15
    clock.now = 12
    assert tried.timeout() == 8
    clock.now = 30
    assert tried.timeout() == 0


def test_without_a_deadline_an_attempt_still_has_an_end() -> None:
    assert attempts()[0].timeout() == 15
    assert attempts(retries=Retries(attempt_timeout=None))[0].timeout() is None


def test_a_stream_may_take_the_whole_time() -> None:
    made = Attempts(STREAM, None, 100.0, Retries(), now=Clock(), chance=lambda: 1.0)
    assert made.timeout() == 100


def test_a_stream_that_goes_on_begins_to_count_again() -> None:
    tried, _ = attempts(retries=Retries(attempts=2))
    tried.wait(unavailable())
    tried.came()
    tried.wait(unavailable())
    with pytest.raises(ServiceError):
        tried.wait(unavailable())


def test_a_token_is_renewed_once_a_call() -> None:
    tried, _ = attempts()
    refused = error_of(StatusCode.UNAUTHENTICATED, "no")
    assert tried.wait(refused, renews_token=True) == 0
    with pytest.raises(ServiceError):
        tried.wait(refused, renews_token=True)
