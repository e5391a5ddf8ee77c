"""TLS elsewhere, plaintext on this machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import osi_client
from osi_client.security import is_on_this_machine
from services.client.tests.conftest import Opens
from services.client.tests.scripted import Scripted

FUND = "missions/m/funds/f"
ONCE = osi_client.Retries(attempts=1)


class Pair(NamedTuple):
    certificate: bytes
    key: bytes


def signed(
    name: str, by: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None
) -> tuple[Pair, x509.Certificate, ec.EllipticCurvePrivateKey]:
    """A certificate of `localhost`, signed by another one or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    issuer, issuer_key = (by[0].subject, by[1]) if by else (subject, key)
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), 1 if by is None else 2)
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    made = builder.sign(issuer_key, hashes.SHA256())
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Pair(made.public_bytes(serialization.Encoding.PEM), pem), made, key


AUTHORITY, _CERTIFICATE, _KEY = signed("authority")
SERVER, *_ = signed("server", (_CERTIFICATE, _KEY))
OURS, *_ = signed("client", (_CERTIFICATE, _KEY))


def credentials(*, mutual: bool) -> grpc.ServerCredentials:
    roots = AUTHORITY.certificate if mutual else None
    return grpc.ssl_server_credentials([(SERVER.key, SERVER.certificate)], roots, require_client_auth=mutual)


def test_a_service_is_known_by_its_certificate(opens: Opens, tmp_path: Path) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(AUTHORITY.certificate)
    with Scripted(credentials(mutual=False)) as script:
        osi = opens(script.target, tls=osi_client.Tls(roots=roots))
        assert osi.funding.get_fund(name=FUND).name == FUND


def test_a_service_of_another_authority_is_not_spoken_to(opens: Opens) -> None:
    with Scripted(credentials(mutual=False)) as script:
        osi = opens(script.target, tls=osi_client.Tls(roots=signed("other")[0].certificate), retries=ONCE)
        with pytest.raises(osi_client.Unavailable):
            osi.funding.get_fund(name=FUND)
        assert not script.calls


def test_a_client_is_known_by_its_certificate(opens: Opens) -> None:
    with Scripted(credentials(mutual=True)) as script:
        tls = osi_client.Tls(AUTHORITY.certificate.decode(), OURS.certificate, OURS.key)
        assert opens(script.target, tls=tls).funding.get_fund(name=FUND).name == FUND


def test_a_client_without_one_is_not_let_in(opens: Opens) -> None:
    with Scripted(credentials(mutual=True)) as script:
        osi = opens(script.target, tls=osi_client.Tls(AUTHORITY.certificate), retries=ONCE)
        with pytest.raises(osi_client.Unavailable):
            osi.funding.get_fund(name=FUND)
        assert not script.calls


@pytest.mark.parametrize(
    "target",
    [
        *("localhost", "localhost:4433", "LOCALHOST:1", "127.0.0.1:4433", "127.8.9.1:1", "[::1]:4433", "::1"),
        *("unix:/run/osi.sock", "unix-abstract:osi", "dns:///localhost:4433", "ipv4:127.0.0.1:1", "ipv6:[::1]:1"),
    ],
)
def test_addresses_of_this_machine_are_spoken_to_in_plaintext(target: str) -> None:
    assert is_on_this_machine(target)
    assert osi_client.connect(target).credentials is None


@pytest.mark.parametrize(
    "target",
    [
        *("funding.example.org:443", "localhost.example.org:443", "128.0.0.1:443", "[2001:db8::1]:443", "0.0.0.0:1"),
        *(
            "dns:///funding.example.org",
            "dns://192.0.2.1/localhost:1",
            "ipv4:192.0.2.1:1",
            "ipv4:127.0.0.1:1,192.0.2.1:1",
        ),
        *("xds:///localhost", "localhost@example.org:1", ""),
    ],
)
def test_all_others_are_spoken_to_with_tls(target: str) -> None:
    assert not is_on_this_machine(target)
    assert osi_client.connect(target).credentials is not None


def test_plaintext_elsewhere_takes_a_word() -> None:
    assert osi_client.connect("funding.example.org:80", plaintext=True).credentials is None


def test_plaintext_and_tls_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="exclude each other"):
        osi_client.connect("localhost:1", plaintext=True, tls=osi_client.Tls())


def test_certificate_and_key_belong_together() -> None:
    with pytest.raises(ValueError, match="certificate and key belong together"):
        osi_client.connect("localhost:1", tls=osi_client.Tls(certificate=OURS.certificate))


def test_a_certificate_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="missing"):
        osi_client.connect("localhost:1", tls=osi_client.Tls(roots="missing.pem"))
