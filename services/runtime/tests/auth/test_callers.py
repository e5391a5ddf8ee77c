"""Operators and other services, by token and by certificate; and what is remembered of tokens."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from osi_core.domain import Service, faults_of
from osi_runtime.auth import (
    NOBODY,
    AuthSettings,
    Certificate,
    Operator,
    Peer,
    PeerCertificate,
    Person,
    Unauthenticated,
    certificate_of,
)
from osi_runtime.auth.remembered import Remembered
from tests.deploy.authorities import Authority

PEER = {
    "scope": "osi.peer",
    "osi_service": "participation",
    "osi_chains": ["participation-1"],
    "osi_organisations": "town",
}


def test_an_operator_runs_the_organisations_that_the_issuer_may_name(town):
    caller = town.caller(town.login(scope="openid osi.operator", osi_organisations=["town", "village"]))
    assert caller == Operator(frozenset({"town"}), "somebody")
    assert isinstance(caller, Operator)
    assert caller.runs("town")
    assert not caller.runs("village")
    assert not caller.runs(None)


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "openid"},
        {"scope": "osi.operator"},
        {"scope": "osi.operator", "osi_organisations": ["village"]},
        {"scope": "osi.operators", "osi_organisations": ["town"]},
        {"scope": ["osi.operator"], "osi_organisations": ["town"]},
        {"osi_organisations": ["town"]},
        {**PEER, "osi_organisations": []},
    ],
)
def test_a_person_without_the_scope_has_to_exchange(town, claims):
    with pytest.raises(Unauthenticated) as refused:
        town.caller(town.login(**claims))
    assert refused.value.code == "token-to-exchange"


def test_scopes_may_be_a_list(town):
    assert town.caller(town.login(scp=["osi.operator"], osi_organisations=["town"])) == Operator(
        frozenset({"town"}), "somebody"
    )


def test_an_issuer_for_people_alone_names_no_operator(town):
    (oidc,) = town.settings.oidc
    town.again(oidc=(oidc.model_copy(update={"organisations": ()}),))
    with pytest.raises(Unauthenticated):
        town.caller(town.login(scope="osi.operator", osi_organisations=["town"]))


def test_a_service_by_token(town):
    assert town.caller(town.login(**PEER)) == Peer(
        Service.PARTICIPATION, frozenset({"participation-1"}), frozenset({"town"})
    )


@pytest.mark.parametrize(
    "wrong", [{"osi_service": "portal"}, {"osi_service": ["funding"]}, {"osi_chains": []}, {"osi_chains": 7}]
)
def test_a_service_that_there_is_not(town, wrong):
    with pytest.raises(Unauthenticated):
        town.caller(town.login(**{**PEER, **wrong}))


def test_a_service_by_certificate(town, run):
    known = PeerCertificate(
        name="participation.town.example", service=Service.PARTICIPATION, chains=("p-1",), organisation="town"
    )
    town.again(certificates=(known,))
    context = {
        "transport_security_type": [b"ssl"],
        "x509_subject_alternative_name": [b"other.example", b"participation.town.example"],
        "x509_common_name": [b"x"],
    }
    certificate = certificate_of(context)
    peer = Peer(Service.PARTICIPATION, frozenset({"p-1"}), frozenset({"town"}))
    assert run(town.authenticator.authenticate((), certificate)) == peer
    assert run(town.authenticator.authenticate((), Certificate(("unknown",)))) is NOBODY
    # Who brings a person's token over it is that person.
    line = [("authorization", f"Bearer {town.token()}")]
    assert run(town.authenticator.authenticate(line, certificate)) == Person("m", "p-1", "town")


def test_a_name_may_be_bound_to_the_authority_that_signs_it(town, run, tmp_path):
    """Of several that are trusted each could sign every name."""
    of_the_town, of_others = Authority("the town's"), Authority("others'")
    file = tmp_path / "ca.crt"
    file.write_bytes(Authority("one before").pem + of_the_town.pem)
    name = "funding.town.example"
    about = {"service": Service.FUNDING, "chains": ("funding-1",), "organisation": "town"}
    town.again(certificates=(PeerCertificate(name=name, authority=file, **about),))
    for authority, caller in (
        (of_the_town, Peer(Service.FUNDING, frozenset({"funding-1"}), frozenset({"town"}))),
        (of_others, NOBODY),
    ):
        pem, _ = authority.sign([name])
        for _ in range(2):
            assert run(town.authenticator.authenticate((), Certificate((name,), pem))) == caller
    assert run(town.authenticator.authenticate((), Certificate((name,), b"no certificate"))) is NOBODY
    file.unlink()
    pem, _ = of_the_town.sign([name])
    assert run(town.authenticator.authenticate((), Certificate((name,), pem))) is NOBODY


def test_a_common_name_counts_where_there_is_no_other_name():
    assert certificate_of({"transport_security_type": [b"ssl"], "x509_common_name": [b"a"]}) == Certificate(("a",))
    assert certificate_of({"transport_security_type": [b"ssl"]}) is None
    assert certificate_of({"x509_common_name": [b"a"]}) is None  # said without a handshake


def test_a_verified_token_is_remembered_until_it_expires(town, monkeypatch):
    token = town.token(seconds=60)
    verified = []
    verifier = town.authenticator._missions["https://participation.town.example"]
    verify = verifier.verify

    async def counted(*given):
        verified.append(1)
        return await verify(*given)

    monkeypatch.setattr(verifier, "verify", counted)
    for _ in range(5):
        town.caller(token)
    assert len(verified) == 1
    town.clock.now += 90
    with pytest.raises(Unauthenticated):
        town.caller(token)
    assert len(verified) == 2


def test_a_refused_token_is_never_remembered(town):
    for one in range(50):
        with pytest.raises(Unauthenticated):
            town.caller(town.token(mission=f"M{one}"))
    assert len(town.authenticator._remembered) == 0


def test_what_is_remembered_is_bounded_and_the_longest_unused_goes(town):
    kept = Remembered(3, town.clock)
    until = town.clock.now + 60
    for name in "abc":
        kept.keep(name, NOBODY, until, 0)
    assert kept.find("a", 0) is NOBODY
    kept.keep("d", NOBODY, until, 0)
    assert [kept.find(name, 0) for name in "abcd"] == [NOBODY, None, NOBODY, NOBODY]
    assert kept.find("a", 1) is None  # a key was withdrawn
    town.clock.now += 60
    assert kept.find("c", 0) is None
    assert all(name.encode() not in digest for digest in kept._kept for name in "abcd" if len(digest) < 16)


def test_nothing_is_remembered_where_settings_say_so(town):
    kept = Remembered(0, town.clock)
    kept.keep("a", NOBODY, town.clock.now + 60, 0)
    assert kept.find("a", 0) is None


def test_settings_name_each_issuer_once(town):
    with pytest.raises(ValidationError) as error:
        AuthSettings(missions=town.settings.missions * 2)
    (fault,) = faults_of(error.value)
    assert fault.code == "auth-listed-twice"


@pytest.mark.parametrize("algorithm", ["none", "HS256", "HS512"])
def test_settings_take_no_shared_secrets(town, algorithm):
    (mission,) = town.settings.missions
    with pytest.raises(ValidationError):
        type(mission).model_validate({**mission.model_dump(), "algorithms": [algorithm]})
