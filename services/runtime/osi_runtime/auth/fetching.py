"""Bytes from a file or a URL: bounded in size and time, and never from where nobody meant."""

from __future__ import annotations

import http.client
import ipaddress
import time
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from osi_core.files import InputRefused, read_input

_STEP = 65_536


class FetchFailed(Exception):
    """It could not be had; the text says why, for an operator."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Keys come from the address that the operator wrote down, or not at all."""

    def redirect_request(self, *_: Any) -> None:
        return None


def is_url(where: str) -> bool:
    """Whether this is an address, not a file."""
    return "://" in where


def fetched(where: str, *, timeout: float, max_bytes: int) -> bytes:
    """All bytes of a file, or of what a URL answers. Waits, so not for an event loop. Raises FetchFailed."""
    if not is_url(where):
        try:
            return read_input(where, limit=max_bytes)
        except InputRefused as refused:
            raise FetchFailed(str(refused)) from refused
    require_safe(where)
    try:
        return _answer(where, timeout, max_bytes)
    except (OSError, http.client.HTTPException, urllib.error.URLError, ValueError) as error:
        raise FetchFailed(f"{where}: {error}") from error


def _answer(url: str, timeout: float, max_bytes: int) -> bytes:
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler(_proxies(url)))
    ends = time.monotonic() + timeout
    request = urllib.request.Request(url, headers={"accept": "application/jwk-set+json, application/json"})
    with opener.open(request, timeout=timeout) as answer:
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_STEP):  # what has arrived: who sends a byte a second is still held to the time
            size += len(part)
            parts.append(part)
            if size > max_bytes:
                raise FetchFailed(f"{url}: the answer has more than {max_bytes} bytes")
            if time.monotonic() > ends:
                raise FetchFailed(f"{url}: the answer took longer than {timeout:g} s")
    return b"".join(parts)


def _proxies(url: str) -> dict[str, str]:
    """The environment's, but never for the own machine."""
    return {} if _is_loopback(urlsplit(url).hostname or "") else urllib.request.getproxies()


def require_safe(url: str) -> None:
    """Raises FetchFailed for an address that anybody on the way could answer for."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchFailed(f"{url}: is no address") from error
    if parts.scheme == "https" and host:
        return
    if parts.scheme == "http" and _is_loopback(host):
        return
    raise FetchFailed(f"{url}: keys are fetched by https://, and by http:// from a loopback address alone")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
