"""What a mission token proves, and what is refused: all that a stranger could bring."""

from __future__ import annotations

import base64
import json
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from osi_runtime.auth import NOBODY, Person, Unauthenticated, bearer_of, minted
from osi_runtime.auth.tokens import SIGNATURES


def refusal(town, token):
    with pytest.raises(Unauthenticated) as refused:
        town.caller(token)
    return refused.value


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_a_good_one_names_mission_and_participant(town):
    assert town.caller(town.token()) == Person("m", "p-1", "town")


def test_es256_is_as_good(town, make_key):
    key = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
    town.publish(town.key, key)
    assert town.caller(town.token(key=key)) == Person("m", "p-1", "town")


def test_without_one_nobody_calls(town, run):
    assert run(town.authenticator.authenticate(())) is NOBODY
    assert run(town.authenticator.authenticate(None)) is NOBODY


def test_expired_with_leeway_on_the_late_side(town):
    token = town.token(seconds=60)
    town.clock.now += 60 + 29
    assert town.caller(token) == Person("m", "p-1", "town")
    town.clock.now += 1
    assert refusal(town, token).code == "token-expired"


def test_not_yet_valid_with_leeway_on_the_early_side(town):
    token = town.token()
    town.clock.now -= 30
    assert town.caller(token) == Person("m", "p-1", "town")
    town.again()
    town.clock.now -= 1
    assert refusal(town, token).code == "token-not-yet-valid"


def test_nbf_counts_too(town):
    assert refusal(town, town.token(nbf=town.clock.now + 31)).code == "token-not-yet-valid"


def test_longer_than_a_quarter_of_an_hour_is_refused(town):
    assert refusal(town, town.token(seconds=901)).reason == "lifetime"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"aud": "another"}, "issuer, audience or subject"),
        ({"aud": ["a", "b"]}, "issuer, audience or subject"),
        ({"aud": None}, "issuer, audience or subject"),
        ({"sub": None}, "issuer, audience or subject"),
        ({"sub": ""}, "issuer, audience or subject"),
        ({"sub": ["p-1"]}, "issuer, audience or subject"),
        ({"sub": "operator"}, "participant"),
        ({"sub": "engine"}, "participant"),
        ({"sub": "Somebody Else"}, "participant"),
        ({"mission": None}, "mission"),
        ({"mission": "missions/m"}, "mission"),
        ({"mission": ["m"]}, "mission"),
    ],
)
def test_what_it_says_has_to_fit(town, claims, reason):
    refused = refusal(town, town.token(**claims))
    assert (refused.code, refused.reason) == ("token-invalid", reason)


@pytest.mark.parametrize("exp", [None, "9999999999", True, float("nan"), 1e400, -1, {}, 2**70])
def test_an_end_that_is_no_time_is_none(town, exp):
    claims = {"iss": "https://participation.town.example", "aud": "osi", "sub": "p-1", "mission": "m", "exp": exp}
    header = {"alg": "EdDSA", "kid": "first", "typ": "osi-mission+jwt"}
    token = jwt.encode(header, {**claims, "iat": int(town.clock.now)}, town.key, registry=SIGNATURES)
    assert refusal(town, token).code == "token-invalid"


def test_one_of_several_audiences_is_enough(town):
    assert town.caller(town.token(aud=["other", "osi"])) == Person("m", "p-1", "town")


def test_wrong_key_under_a_known_kid(town, make_key):
    assert refusal(town, town.token(key=make_key("first"))).reason == "signature"


def test_unsigned(town):
    header, claims, _ = town.token().split(".")
    assert refusal(town, f"{header}.{claims}.").reason == "form"
    assert refusal(town, f"{header}.{claims}").reason == "form"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "HS256", "HS512", "", "dir", "RS1"])
def test_no_signature_and_hmac_never_count(town, algorithm):
    header = encoded({"alg": algorithm, "kid": "first", "typ": "osi-mission+jwt"})
    _, claims, signature = town.token().split(".")
    assert refusal(town, f"{header}.{claims}.{signature}").reason == "algorithm"


def test_the_public_key_is_no_shared_secret(town):
    secret = OctKey.import_key(town.file.read_bytes())
    header = {"alg": "HS256", "kid": "first", "typ": "osi-mission+jwt"}
    token = jwt.encode(header, {"iss": "https://participation.town.example"}, secret, algorithms=["HS256"])
    assert refusal(town, token).reason == "algorithm"


def test_an_algorithm_of_another_kind_of_key_finds_none(town):
    header = encoded({"alg": "ES256", "kid": "first", "typ": "osi-mission+jwt"})
    _, claims, signature = town.token().split(".")
    assert refusal(town, f"{header}.{claims}.{signature}").reason == "key"


def test_what_the_settings_do_not_allow_is_refused(town):
    key = RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"})
    town.publish(town.key, key)
    header = {"alg": "RS256", "kid": "rsa", "typ": "osi-mission+jwt"}
    token = jwt.encode(header, {"iss": "https://participation.town.example"}, key, registry=SIGNATURES)
    assert refusal(town, token).reason == "algorithm"


@pytest.mark.parametrize("more", [{"crit": ["x"], "x": 1}, {"b64": False}, {"kid": 7}, {"typ": ["a"]}, {"alg": 7}])
def test_headers_that_nobody_knows_are_refused(town, more):
    header = encoded({"alg": "EdDSA", "kid": "first", "typ": "osi-mission+jwt", **more})
    _, claims, signature = town.token().split(".")
    assert refusal(town, f"{header}.{claims}.{signature}").code == "token-invalid"


def test_a_persons_own_token_is_no_mission_token_and_the_other_way_round(town, run):
    assert refusal(town, town.token(kind="JWT")).reason == "issuer"
    assert refusal(town, town.login()).code == "token-to-exchange"
    with pytest.raises(Unauthenticated):
        run(town.authenticator.person(town.token()))


def test_a_token_of_a_megabyte_is_not_looked_at(town):
    assert refusal(town, "a" * 2**20).reason == "size"
    assert refusal(town, town.token(more="x" * 2**20)).reason == "size"


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "é.é.é", "e30.e30.e30", "e30=.e30=.e30=", "\n", "[]" * 9])
def test_what_is_no_token_at_all(town, token):
    assert refusal(town, token).code == "token-invalid"


def test_claims_as_deep_as_a_well(town):
    deep = base64.urlsafe_b64encode(b'{"a":' * 2000 + b"1" + b"}" * 2000).rstrip(b"=").decode()
    header, _, signature = town.token().split(".")
    assert refusal(town, f"{header}.{deep}.{signature}").code == "token-invalid"


@pytest.mark.parametrize(
    "lines", [["Basic abc"], ["Bearer"], ["a.b.c"], ["Bearer a", "Bearer b"], [""], [b"Bearer a.b.c"]]
)
def test_other_lines_of_authorization_are_refused(lines):
    with pytest.raises(Unauthenticated):
        bearer_of([("authorization", one) for one in lines])


def test_the_scheme_is_said_in_either_case(town):
    assert bearer_of([("x", "y"), ("authorization", "bEARER a.b.c")]) == "a.b.c"


def test_neither_answer_nor_log_shows_anything_of_the_token(town, caplog):
    caplog.set_level(logging.DEBUG)
    token = town.token(aud="another")
    refused = refusal(town, token)
    for part in (token, *token.split("."), "another", "p-1"):
        assert part not in f"{refused} {refused!r} {refused.reason} {caplog.text}"
    assert str(refused) == "the token is not valid here"
    assert refused.say("de") == "das Token gilt hier nicht"
    assert "." not in repr(minted(town.key, "x", {}, 1, town.clock)).removesuffix("+00:00)")


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_refused(lasting_town, data):
    town = lasting_town
    token = town.token()
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda one: one != token[place]))
    changed = token[:place] + other + token[place + 1 :]
    if changed.strip(" ") != token:
        refusal(town, changed)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2))
def test_whatever_stands_in_its_parts_ends_in_a_refusal(lasting_town, raw, place):
    town = lasting_town
    parts = town.token().split(".")
    parts[place] = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    if ".".join(parts) != town.token():
        refusal(town, ".".join(parts))
