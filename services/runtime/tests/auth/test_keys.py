"""Where keys come from: files and addresses, turned while the service runs, and never asked for too often."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from osi_runtime.auth import KeyFolder, KeysUnavailable, Person, Unauthenticated, key_server
from osi_runtime.auth.fetching import FetchFailed, fetched
from osi_runtime.auth.keys import KeySource, fits, keys_of
from osi_runtime.auth.settings import Keys

PERSON = Person("m", "p-1", "town")


class Monotonic:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Monotonic()


@pytest.fixture
def source(town, clock):
    return KeySource(Keys(jwks=str(town.file), refresh_seconds=30, max_age_seconds=600), "town", clock)


@contextmanager
def serving(answer):
    """A server on loopback; `answer` gets the handler. Counts what was asked."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked += 1
            answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = 0
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server, f"http://127.0.0.1:{server.server_port}/jwks.json"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def says(body, status=200):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def test_a_new_key_is_found_when_a_token_names_it(town, make_key, source, clock, run):
    async def look():
        assert await source.fitting("first", "EdDSA")
        second = make_key("second")
        town.publish(town.key, second)
        assert not await source.fitting("second", "EdDSA")  # it was looked just now
        clock.now += 30
        assert await source.fitting("second", "EdDSA")
        assert source.generation == 0  # none was withdrawn

    run(look())


def test_a_withdrawn_key_goes_once_its_age_is_over(town, make_key, source, clock, run):
    async def look():
        assert await source.fitting("first", "EdDSA")
        town.publish(make_key("second"))
        clock.now += 599
        assert await source.fitting("first", "EdDSA")
        clock.now += 2
        assert not await source.fitting("first", "EdDSA")
        assert source.generation == 1

    run(look())


def test_rotation_through_tokens(town, make_key):
    old, second = town.token(), make_key("second")
    assert town.caller(old) == PERSON
    town.publish(town.key, second)
    source = town.authenticator._missions["https://participation.town.example"].keys
    with pytest.raises(Unauthenticated):
        town.caller(town.token(key=second))
    source._looked -= 30
    assert town.caller(town.token(key=second)) == PERSON
    town.publish(second)
    assert town.caller(old) == PERSON  # verified before, and nobody has said yet that its key is gone
    source._looked -= 30
    source._read -= 600
    asyncio.run(source.fitting("second", "EdDSA"))
    with pytest.raises(Unauthenticated):
        town.caller(old)


def test_without_kid_the_only_key_is_meant(town, make_key, source, run, clock):
    assert run(source.fitting(None, "EdDSA"))
    town.publish(town.key, make_key("second"))
    clock.now += 601
    assert not run(source.fitting(None, "EdDSA"))


def test_forged_kids_fetch_once_in_a_while_alone(town, clock, run):
    with serving(says(town.file.read_bytes())) as (server, url):
        source = KeySource(Keys(jwks=url, refresh_seconds=30), "town", clock)

        async def flood():
            await asyncio.gather(*(source.fitting(f"kid-{one}", "EdDSA") for one in range(200)))
            assert server.asked == 1
            clock.now += 30
            await asyncio.gather(*(source.fitting(f"kid-{one}", "EdDSA") for one in range(200)))
            assert server.asked == 2
            assert await source.fitting("first", "EdDSA")

        run(flood())


def test_keys_that_are_known_outlive_a_source_that_is_gone(town, source, clock, run):
    assert run(source.fitting("first", "EdDSA"))
    town.file.unlink()
    clock.now += 10_000
    assert run(source.fitting("first", "EdDSA"))


def test_no_keys_yet_is_not_the_callers_fault(town, run):
    town.file.unlink()
    town.again()
    with pytest.raises(KeysUnavailable) as unavailable:
        town.caller(town.token())
    assert unavailable.value.code == "keys-unavailable"
    assert str(town.file) not in str(unavailable.value)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"keys": {}}', b"\xff", b"[" * 100_000, b"null", b'{"key": []}'])
def test_what_is_no_key_set(body):
    with pytest.raises(FetchFailed, match="no JSON Web Key Set"):
        keys_of(body)


def test_keys_that_cannot_verify_are_passed_over(make_key, caplog):
    private, small = make_key("private"), {"kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "small"}
    given = [
        make_key("good").as_dict(private=False),
        private.as_dict(private=True),
        OctKey.generate_key(256).as_dict(),
        small,
        {**make_key("enc").as_dict(private=False), "use": "enc"},
        {**make_key("number").as_dict(private=False), "kid": 7},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "off-curve"},
        {"kty": "OKP"},
        "no object",
        None,
    ]
    assert set(keys_of(json.dumps({"keys": given}).encode())) == {"good"}
    assert "private key" in caplog.text


def test_each_algorithm_has_its_keys():
    okp, curve = OKPKey.generate_key("Ed25519"), ECKey.generate_key("P-384")
    rsa = RSAKey.generate_key(2048, {"alg": "PS256"})
    fitting = {
        name: [key for key, name_of in ((okp, "okp"), (curve, "ec"), (rsa, "rsa")) if fits(key, name) and name_of]
        for name in ("EdDSA", "Ed25519", "ES256", "ES384", "PS256", "RS256", "HS256", "none")
    }
    assert fitting == {
        "EdDSA": [okp],
        "Ed25519": [okp],
        "ES256": [],
        "ES384": [curve],
        "PS256": [rsa],
        "RS256": [],
        "HS256": [],
        "none": [],
    }


@pytest.mark.parametrize(
    "url",
    [
        "http://login.town.example/jwks",
        "ftp://127.0.0.1/jwks",
        "file:///etc/hosts",
        "http://[::1",
        "https://",
        "http://127.0.0.1.example/",
    ],
)
def test_addresses_that_anybody_could_answer_for(url):
    with pytest.raises(FetchFailed):
        fetched(url, timeout=1, max_bytes=1000)


def test_an_answer_without_end_is_cut_off():
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 65_536)
        except OSError:
            pass

    with serving(answer) as (_, url), pytest.raises(FetchFailed, match="more than 100000 bytes"):
        fetched(url, timeout=5, max_bytes=100_000)


def test_an_answer_that_never_comes_is_not_waited_for():
    ends = threading.Event()
    with serving(lambda _: ends.wait(10)) as (_, url):
        with pytest.raises(FetchFailed):
            fetched(url, timeout=0.1, max_bytes=100_000)
        ends.set()


def test_a_redirect_is_not_followed(town):
    with serving(says(town.file.read_bytes())) as (elsewhere, url):

        def answer(handler):
            handler.send_response(302)
            handler.send_header("location", url)
            handler.send_header("content-length", "0")
            handler.end_headers()

        with serving(answer) as (_, redirecting), pytest.raises(FetchFailed, match="302"):
            fetched(redirecting, timeout=5, max_bytes=100_000)
        assert elsewhere.asked == 0


def test_files_that_are_none(tmp_path):
    with pytest.raises(FetchFailed):
        fetched(str(tmp_path), timeout=1, max_bytes=1000)
    (tmp_path / "large").write_bytes(b" " * 1001)
    with pytest.raises(FetchFailed):
        fetched(str(tmp_path / "large"), timeout=1, max_bytes=1000)


def test_the_development_issuer_serves_its_folder(tmp_path, clock, run):
    folder = KeyFolder(tmp_path / "keys")
    first = folder.make_key()
    server = key_server(folder, 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        source = KeySource(Keys(jwks=f"http://127.0.0.1:{server.server_port}/jwks.json"), "dev", clock)
        assert run(source.fitting(first.kid, "EdDSA"))
        second = folder.make_key()
        clock.now += 30
        assert run(source.fitting(second.kid, "EdDSA"))
        about = fetched(
            f"http://127.0.0.1:{server.server_port}/.well-known/openid-configuration", timeout=5, max_bytes=9999
        )
        assert json.loads(about)["jwks_uri"].endswith("/jwks.json")
        with pytest.raises(FetchFailed, match="404"):
            fetched(f"http://127.0.0.1:{server.server_port}/private-0001.json", timeout=5, max_bytes=9999)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
