"""The token that calls carry."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from grpc import StatusCode

import osi_client
from osi_client.tokens import Held, end_of
from services.client.tests.conftest import Opens
from services.client.tests.scripted import Scripted, fails

FUND = "missions/m/funds/f"


def jwt(**claims: Any) -> str:
    """What a token looks like, unsigned."""
    parts = (json.dumps(part).encode() for part in ({"alg": "EdDSA"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), "c2ln"])


def test_a_token_goes_along_with_each_call(script: Scripted, opens: Opens) -> None:
    opens(script.target, token="t1").funding.get_fund(name=FUND)
    assert script.metadata("authorization") == ["Bearer t1"]


def test_without_one_none_is_sent(osi: Any, script: Scripted) -> None:
    osi.funding.get_fund(name=FUND)
    assert script.metadata("authorization") == [None]


def test_a_callable_is_called_once_for_as_long_as_its_token_holds(script: Scripted, opens: Opens) -> None:
    given = iter(["t1", "t2"])
    osi = opens(script.target, token=lambda: next(given))
    osi.funding.get_fund(name=FUND)
    osi.funding.get_fund(name=FUND)
    assert script.metadata("authorization") == ["Bearer t1", "Bearer t1"]


def test_a_token_that_is_refused_is_renewed(script: Scripted, opens: Opens) -> None:
    given = iter(["old", "new"])
    script.token = "new"
    opens(script.target, token=lambda: next(given)).funding.get_fund(name=FUND)
    assert script.metadata("authorization") == ["Bearer old", "Bearer new"]


def test_a_token_that_is_refused_twice_is_refused(script: Scripted, opens: Opens) -> None:
    script.token = "another"
    with pytest.raises(osi_client.Unauthenticated):
        opens(script.target, token=lambda: "wrong").funding.get_fund(name=FUND)
    assert len(script.calls) == 2


def test_a_token_that_was_given_is_not_tried_twice(script: Scripted, opens: Opens) -> None:
    script.before["GetFund"].append(fails(StatusCode.UNAUTHENTICATED))
    with pytest.raises(osi_client.Unauthenticated):
        opens(script.target, token="t1").funding.get_fund(name=FUND)


def test_a_token_is_renewed_before_it_ends(script: Scripted, opens: Opens) -> None:
    soon, late = jwt(exp=int(time.time()) + 5), jwt(exp=int(time.time()) + 900)
    given = iter([soon, late])
    osi = opens(script.target, token=lambda: next(given))
    for _ in range(3):
        osi.funding.get_fund(name=FUND)
    assert script.metadata("authorization") == [f"Bearer {soon}", f"Bearer {late}", f"Bearer {late}"]


def test_an_end_may_be_told_beside_the_token(script: Scripted, opens: Opens) -> None:
    given = iter([osi_client.Token("t1", expires=time.time() + 5), osi_client.Token("t2", expires=None)])
    osi = opens(script.target, token=lambda: next(given))
    osi.funding.get_fund(name=FUND)
    osi.funding.get_fund(name=FUND)
    assert script.metadata("authorization") == ["Bearer t1", "Bearer t2"]


def test_a_callable_may_have_to_be_awaited(script: Scripted, opens: Opens, kind: str) -> None:
    async def exchanged() -> str:
        return "t1"

    osi = opens(script.target, token=exchanged)
    if kind == "async":
        osi.funding.get_fund(name=FUND)
        assert script.metadata("authorization") == ["Bearer t1"]
    else:
        with pytest.raises(TypeError, match="the plain client takes no token that has to be awaited"):
            osi.funding.get_fund(name=FUND)


@pytest.mark.parametrize("token", ["zwei Wörter", "a\nb", " t1", "t1 "])
def test_what_no_header_can_carry_is_refused_at_once(token: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        osi_client.connect("localhost:1", token=token)


def test_something_else_is_no_token() -> None:
    with pytest.raises(TypeError, match="a token is a str or a Token, not bytes"):
        Held(lambda: "x").put(b"t1")  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["opaque", "a.b", "a.!!!.c", "a.e30.c", "a.W10.c", "a.bnVsbA.c"])
def test_tokens_without_an_end_have_none(value: str) -> None:
    assert end_of(value) is None


def test_the_end_of_a_signed_token_is_read_from_it() -> None:
    assert end_of(jwt(exp=1_800_000_000)) == 1_800_000_000
